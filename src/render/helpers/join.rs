//! `{{join authors ", "}}`: the texts of a list with something between them.

use handlebars::{Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason};

/// The separator between the items when the template names none.
const SEPARATOR: &str = ", ";

/// Writes the list in the first parameter, joined by the second.
pub(super) fn join(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let list = helper.param(0).ok_or(RenderErrorReason::ParamNotFoundForIndex("join", 0))?;
    let items = list.value().as_array().ok_or(RenderErrorReason::InvalidParamType("list"))?;
    let separator = helper.param(1).and_then(|value| value.value().as_str()).unwrap_or(SEPARATOR);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.write(separator)?;
        }
        out.write(item.as_str().ok_or(RenderErrorReason::InvalidParamType("list of texts"))?)?;
    }
    Ok(())
}
