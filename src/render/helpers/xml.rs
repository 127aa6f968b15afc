//! `{{xml raw.title}}`: raw text as the text of an element or a quoted attribute of XML; `{{#xml}}…{{/xml}}`: what is
//! rendered inside, as such a text.

use handlebars::{
    Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason, Renderable,
};

use crate::render::html;

/// Writes the one parameter, or the block, escaped.
pub(super) fn xml<'reg, 'rc>(
    helper: &Helper<'rc>,
    registry: &'reg Handlebars<'reg>,
    context: &'rc Context,
    render: &mut RenderContext<'reg, 'rc>,
    out: &mut dyn Output,
) -> HelperResult {
    if let Some(block) = helper.template() {
        let text = block.renders(registry, context, render)?;
        // The block is HTML already: only what XML would read is escaped, and its lines stay.
        out.write(&text.trim().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))?;
        return Ok(());
    }
    let value = helper.param(0).ok_or(RenderErrorReason::ParamNotFoundForIndex("xml", 0))?;
    if !value.value().is_null() {
        let text = value.value().as_str().ok_or(RenderErrorReason::InvalidParamType("string"))?;
        out.write(&html::plain(text))?;
    }
    Ok(())
}
