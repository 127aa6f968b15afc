//! `{{yaml raw.title}}`, `{{toml raw.title}}`, `{{json raw.title}}`: raw text, a list of texts, a number or a truth value
//! on one line; `{{#json}}…{{/json}}`: what is rendered inside, as one text.
//!
//! The three are one helper, because a double-quoted text with these escapes means the same in YAML, TOML and JSON. Their names
//! show the format that a template produces.

use handlebars::{Helper, RenderErrorReason};
use serde_json::Value;

use crate::render::{clean, yaml};

/// Returns the one parameter, or the block, as a value.
pub(super) fn quoted(
    helper: &Helper<'_>,
    block: Option<&str>,
    _: &Value,
) -> Result<String, RenderErrorReason> {
    if let Some(text) = block {
        return Ok(yaml::quoted(text));
    }
    let value = helper.param(0).ok_or(RenderErrorReason::ParamNotFoundForIndex("yaml, toml, json", 0))?;
    flow(value.value())
}

/// Returns true for a character that no text needs, other than white space.
fn is_unwanted(c: char) -> bool {
    clean::is_odd(c) && !c.is_whitespace()
}

/// Returns a value in flow style.
fn flow(value: &Value) -> Result<String, RenderErrorReason> {
    match value {
        // Feed readers show text unchanged, so that directional overrides would affect the text around it.
        Value::String(text) => Ok(yaml::quoted(&clean::dollars(&text.replace(is_unwanted, "")))),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(flow).collect::<Result<_, _>>()?;
            Ok(format!("[{}]", items.join(", ")))
        }
        Value::Object(_) => Err(RenderErrorReason::InvalidParamType("text, number, truth value or list")),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
    }
}
