//! Checks that rendering a set of templates ends, in reasonable time, and that they call only helpers and partials that exist.
//!
//! With partials that include each other, handlebars recurses until the stack overflows, and it reports unknown helpers and
//! partials only when it renders them. Both are rejected here, before anything is fetched.

use std::collections::{BTreeMap, BTreeSet};

use handlebars::template::{DecoratorTemplate, HelperTemplate, Parameter, Template, TemplateElement};

use super::expansion::{self, BODY};
use super::{TemplateError, helpers};

/// A call in a template.
#[derive(Debug)]
struct Call {
    /// The calling template, or the inline partial in it.
    from: String,
    /// Name of the partial.
    to: String,
    place: Place,
}

/// The template, and the place in it.
#[derive(Debug, Clone)]
struct Place {
    template: String,
    line: usize,
    column: usize,
}

impl Place {
    fn error(&self, reason: String) -> TemplateError {
        let place = (Some(self.line), Some(self.column));
        TemplateError::new(self.template.clone(), reason).at(place)
    }
}

/// Checks a set of templates by name. In an error, `path` is the name. For a cycle, a place in one of the user's templates is
/// preferred.
pub(super) fn check(
    templates: &BTreeMap<String, Template>,
    is_own: impl Fn(&str) -> bool,
) -> Result<(), TemplateError> {
    let mut walk = Walk { calls: Vec::new(), bodies: BTreeMap::new() };
    for (name, template) in templates {
        walk.bodies.entry(name).or_default().push(template);
        walk.template(template, name, name)?;
    }
    let Walk { calls, bodies } = walk;
    let exists = |name: &str| name == BODY || bodies.contains_key(name);
    if let Some(call) = calls.iter().find(|call| !exists(&call.to)) {
        return Err(call.place.error(format!("there is no partial `{}`", call.to)));
    }
    let circles = circles(&calls);
    if let Some(call) = circles.iter().find(|call| is_own(&call.place.template)).or(circles.first()) {
        let reason = format!("the partial `{}` includes itself, here or through others", call.to);
        return Err(call.place.error(reason));
    }
    expansion::too_many(&bodies).map_or(Ok(()), |name| Err(oversized(name, &calls)))
}

/// Returns the error of a partial that includes too many others, at the first place where it is included.
fn oversized(name: &str, calls: &[Call]) -> TemplateError {
    let reason = format!(
        "`{name}` includes partials that include others, more than {} in all or too many within each other; include fewer, for instance once in `{{{{#each …}}}}`",
        expansion::MOST
    );
    match calls.iter().find(|call| call.to == name) {
        Some(call) => call.place.error(reason),
        None => TemplateError::new(name.to_owned(), reason),
    }
}

struct Walk<'a> {
    calls: Vec<Call>,
    /// The templates and inline partials by name.
    bodies: BTreeMap<&'a str, Vec<&'a Template>>,
}

impl<'a> Walk<'a> {
    /// `file` is the template as the user knows it, `from` the partial being walked: an inline one has its own name.
    fn template(&mut self, template: &'a Template, file: &str, from: &str) -> Result<(), TemplateError> {
        for (element, mapping) in template.elements.iter().zip(&template.mapping) {
            let place = Place { template: file.to_owned(), line: mapping.0, column: mapping.1 };
            self.element(element, &place, from)?;
        }
        Ok(())
    }

    fn element(
        &mut self,
        element: &'a TemplateElement,
        place: &Place,
        from: &str,
    ) -> Result<(), TemplateError> {
        match element {
            TemplateElement::Expression(helper) | TemplateElement::HtmlExpression(helper) => {
                let calls = !helper.params.is_empty() || !helper.hash.is_empty();
                self.helper(helper, calls, place, from)
            }
            TemplateElement::HelperBlock(helper) => self.helper(helper, true, place, from),
            TemplateElement::PartialExpression(partial) | TemplateElement::PartialBlock(partial) => {
                self.partial(partial, place, from)
            }
            TemplateElement::DecoratorBlock(decorator) => self.inline(decorator, place),
            TemplateElement::DecoratorExpression(_) => {
                Err(place.error("decorators are not supported".to_owned()))
            }
            _ => Ok(()),
        }
    }

    fn helper(
        &mut self,
        helper: &'a HelperTemplate,
        calls: bool,
        place: &Place,
        from: &str,
    ) -> Result<(), TemplateError> {
        if calls && let Some(name) = helper.name.as_name() {
            known(name, place)?;
        }
        helper.params.iter().chain(helper.hash.values()).try_for_each(|p| parameter(p, place))?;
        let bodies = helper.template.iter().chain(&helper.inverse);
        bodies.into_iter().try_for_each(|body| self.template(body, &place.template, from))
    }

    fn partial(
        &mut self,
        partial: &'a DecoratorTemplate,
        place: &Place,
        from: &str,
    ) -> Result<(), TemplateError> {
        let Some(to) = partial.name.as_name() else {
            return Err(place.error("the name of a partial must be written out".to_owned()));
        };
        self.calls.push(Call { from: from.to_owned(), to: to.to_owned(), place: place.clone() });
        partial.template.iter().try_for_each(|body| self.template(body, &place.template, from))
    }

    /// `{{#*inline "name"}}…{{/inline}}`
    fn inline(&mut self, decorator: &'a DecoratorTemplate, place: &Place) -> Result<(), TemplateError> {
        let name = match decorator.params.first() {
            Some(Parameter::Literal(literal)) if decorator.name.as_name() == Some("inline") => {
                literal.as_str()
            }
            _ => None,
        };
        let name = name.ok_or_else(|| place.error("only `{{#*inline \"name\"}}` is supported".to_owned()))?;
        self.bodies.entry(name).or_default().extend(&decorator.template);
        decorator.template.iter().try_for_each(|body| self.template(body, &place.template, name))
    }
}

/// Returns the calls that form cycles: those that are left after repeatedly removing calls from templates that are not called, and
/// calls of templates that call nothing.
fn circles(calls: &[Call]) -> Vec<&Call> {
    let mut open: Vec<&Call> = calls.iter().collect();
    loop {
        let callers: BTreeSet<&str> = open.iter().map(|call| call.from.as_str()).collect();
        let called: BTreeSet<&str> = open.iter().map(|call| call.to.as_str()).collect();
        let goes_on =
            |call: &&Call| callers.contains(call.to.as_str()) && called.contains(call.from.as_str());
        let left: Vec<&Call> = open.iter().copied().filter(goes_on).collect();
        if left.len() == open.len() {
            return left;
        }
        open = left;
    }
}

fn known(name: &str, place: &Place) -> Result<(), TemplateError> {
    if helpers::is_known(name) { Ok(()) } else { Err(place.error(format!("there is no helper `{name}`"))) }
}

fn parameter(given: &Parameter, place: &Place) -> Result<(), TemplateError> {
    let Parameter::Subexpression(inner) = given else { return Ok(()) };
    if inner.is_helper() {
        known(inner.name(), place)?;
    }
    let named = inner.hash().into_iter().flat_map(|hash| hash.values());
    inner.params().into_iter().flatten().chain(named).try_for_each(|given| parameter(given, place))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::inline("{{#*inline \"row\"}}{{title}}{{/inline}}{{> row}}", None)]
    #[case::missing("{{> row}}", Some("there is no partial `row`"))]
    #[case::helper_inside(
        "{{#*inline \"row\"}}{{shout title}}{{/inline}}",
        Some("there is no helper `shout`")
    )]
    #[case::circle("{{#*inline \"row\"}}{{> row}}{{/inline}}", Some("includes itself"))]
    #[case::decorator("{{#*other \"row\"}}x{{/other}}", Some("only `{{#*inline"))]
    #[case::nameless("{{#*inline row}}x{{/inline}}", Some("only `{{#*inline"))]
    #[case::expression("{{* other}}", Some("decorators are not supported"))]
    fn inline_partials_are_known_and_checked(#[case] text: &str, #[case] fault: Option<&str>) {
        let templates = BTreeMap::from([("mine".to_owned(), Template::compile(text).unwrap())]);
        let reason = check(&templates, |_| true).err().map(|error| error.reason);
        let is_expected = match fault {
            Some(fault) => reason.as_ref().is_some_and(|reason| reason.contains(fault)),
            None => reason.is_none(),
        };
        assert!(is_expected, "{reason:?}");
    }
}
