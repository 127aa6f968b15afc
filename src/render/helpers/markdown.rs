//! `{{markdown raw.title}}`: raw text as safe Markdown on one line.

use handlebars::{Helper, RenderErrorReason};

use crate::render::escape;

/// Returns the one parameter escaped.
pub(super) fn markdown(helper: &Helper<'_>, _: Option<&str>) -> Result<String, RenderErrorReason> {
    let value = helper.param(0).ok_or(RenderErrorReason::ParamNotFoundForIndex("markdown", 0))?.value();
    if value.is_null() {
        return Ok(String::new());
    }
    let text = value.as_str().ok_or(RenderErrorReason::InvalidParamType("string"))?;
    Ok(escape::KRAMDOWN.line(text))
}
