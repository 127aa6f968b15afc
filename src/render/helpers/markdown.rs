//! `{{markdown raw.title}}`: raw text as safe Markdown on one line.

use handlebars::{Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason};

use crate::render::escape;

/// Writes the one parameter escaped.
pub(super) fn markdown(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let value = helper.param(0).ok_or(RenderErrorReason::ParamNotFoundForIndex("markdown", 0))?;
    if !value.value().is_null() {
        let text = value.value().as_str().ok_or(RenderErrorReason::InvalidParamType("string"))?;
        out.write(&escape::KRAMDOWN.line(text))?;
    }
    Ok(())
}
