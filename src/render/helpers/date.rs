//! `{{date published "%d.%m.%Y"}}`: a day of the context in another form.

use chrono::NaiveDate;
use handlebars::{Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason};

/// Writes the day in the first parameter (`2025-10-09`) in the form of the second, as `strftime` spells it.
pub(super) fn date(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let day = helper.param(0).ok_or(RenderErrorReason::ParamNotFoundForIndex("date", 0))?;
    let form = helper.param(1).ok_or(RenderErrorReason::ParamNotFoundForIndex("date", 1))?;
    if day.value().is_null() {
        return Ok(());
    }
    let day: NaiveDate = day
        .value()
        .as_str()
        .and_then(|text| text.parse().ok())
        .ok_or(RenderErrorReason::InvalidParamType("day such as 2025-10-09"))?;
    let form =
        form.value().as_str().ok_or(RenderErrorReason::InvalidParamType("form such as \"%d.%m.%Y\""))?;
    out.write(
        &formatted(day, form).ok_or(RenderErrorReason::InvalidParamType("form such as \"%d.%m.%Y\""))?,
    )?;
    Ok(())
}

/// `None` for a form that chrono does not know: its own formatter would panic.
fn formatted(day: NaiveDate, form: &str) -> Option<String> {
    use chrono::format::{Item, StrftimeItems};
    use std::fmt::Write;

    let items: Vec<Item<'_>> = StrftimeItems::new(form).collect();
    if items.iter().any(|item| matches!(item, Item::Error)) {
        return None;
    }
    let mut out = String::new();
    write!(out, "{}", day.format_with_items(items.into_iter())).ok()?;
    Some(out)
}
