//! `{{yaml raw.title}}`: raw text, a list of texts, a number or a truth value as YAML on one line.

use handlebars::{Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason};
use serde_json::Value;

use crate::render::yaml as scalar;

/// Writes the one parameter as a YAML value.
pub(super) fn yaml(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let value = helper.param(0).ok_or(RenderErrorReason::ParamNotFoundForIndex("yaml", 0))?;
    out.write(&flow(value.value())?)?;
    Ok(())
}

fn flow(value: &Value) -> Result<String, RenderErrorReason> {
    match value {
        Value::String(text) => Ok(scalar::quoted(text)),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(flow).collect::<Result<_, _>>()?;
            Ok(format!("[{}]", items.join(", ")))
        }
        Value::Object(_) => Err(RenderErrorReason::InvalidParamType("text, number, truth value or list")),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
    }
}
