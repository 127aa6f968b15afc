//! Bounds the number of partials that rendering a template expands to: thirty partials that each include the next one twice are a
//! billion.

use std::collections::BTreeMap;

use handlebars::template::{DecoratorTemplate, Template, TemplateElement};

/// The name that handlebars gives to the body of `{{#> partial}}…{{/partial}}`.
pub(super) const BODY: &str = "@partial-block";

/// The maximum number of partials in one pass through a template; the built-in ones have fewer than ten.
pub(super) const MOST: u64 = 10_000;

/// The maximum number of partials within each other, for each of which handlebars recurses.
const DEEPEST: usize = 100;

/// Returns the innermost partial or template that expands to too many partials.
pub(super) fn too_many<'a>(bodies: &BTreeMap<&'a str, Vec<&'a Template>>) -> Option<&'a str> {
    let mut sizes = Sizes { bodies, known: BTreeMap::new() };
    let of = |&name: &&'a str| (sizes.named(name, 0).own, name);
    bodies.keys().map(of).filter(|(own, _)| *own > MOST).min().map(|(_, name)| name)
}

/// The number of partials in a template, with those within them.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    own: u64,
    /// The number of places for the block with which it is called.
    blocks: u64,
}

impl Size {
    const ENDLESS: Self = Self { own: u64::MAX, blocks: 0 };

    fn plus(self, other: Self) -> Self {
        Self { own: self.own.saturating_add(other.own), blocks: self.blocks.saturating_add(other.blocks) }
    }

    /// Returns the size of a call with this block.
    fn around(self, block: Self) -> Self {
        Self {
            own: self.own.saturating_add(self.blocks.saturating_mul(block.own)).saturating_add(1),
            blocks: self.blocks.saturating_mul(block.blocks),
        }
    }
}

struct Sizes<'b, 'a> {
    bodies: &'b BTreeMap<&'a str, Vec<&'a Template>>,
    known: BTreeMap<&'a str, Size>,
}

impl Sizes<'_, '_> {
    /// Returns the size of a partial; of several with the same name, of the largest.
    fn named(&mut self, name: &str, depth: usize) -> Size {
        let Some((&name, bodies)) = self.bodies.get_key_value(name) else { return Size::default() };
        if let Some(&size) = self.known.get(name) {
            return size;
        }
        if depth > DEEPEST {
            return Size::ENDLESS;
        }
        let sizes = bodies.iter().map(|body| self.template(body, depth + 1));
        let size = sizes.max_by_key(|size| size.own).unwrap_or_default();
        self.known.insert(name, size);
        size
    }

    fn template(&mut self, template: &Template, depth: usize) -> Size {
        template.elements.iter().fold(Size::default(), |sum, element| sum.plus(self.element(element, depth)))
    }

    fn element(&mut self, element: &TemplateElement, depth: usize) -> Size {
        match element {
            TemplateElement::HelperBlock(helper) => {
                let bodies = helper.template.iter().chain(&helper.inverse);
                bodies.fold(Size::default(), |sum, body| sum.plus(self.template(body, depth)))
            }
            TemplateElement::PartialExpression(partial) | TemplateElement::PartialBlock(partial) => {
                self.call(partial, depth)
            }
            _ => Size::default(),
        }
    }

    fn call(&mut self, partial: &DecoratorTemplate, depth: usize) -> Size {
        let block = partial.template.as_ref().map(|block| self.template(block, depth)).unwrap_or_default();
        match partial.name.as_name() {
            Some(BODY) => Size { own: 1, blocks: 1 },
            Some(name) => self.named(name, depth).around(block),
            None => Size::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, inline: &[(&str, String)]) -> Option<String> {
        let compiled: Vec<(&str, Template)> = [("mine", text.to_owned())]
            .into_iter()
            .chain(inline.iter().cloned())
            .map(|(name, text)| (name, Template::compile(&text).unwrap()))
            .collect();
        let bodies = compiled.iter().map(|(name, template)| (*name, vec![template])).collect();
        too_many(&bodies).map(str::to_owned)
    }

    #[test]
    fn partials_that_double_are_counted_and_not_rendered() {
        let names: Vec<String> = (0..=30).map(|n| format!("p{n}")).collect();
        let doubling = |count: usize| -> Vec<(&str, String)> {
            let next = |n: usize| {
                if n + 1 < count { format!("{{{{> p{0}}}}}{{{{> p{0}}}}}", n + 1) } else { String::new() }
            };
            (0..count).map(|n| (names[n].as_str(), next(n))).collect()
        };
        assert_eq!(check("{{> p0}}", &doubling(12)), None);
        assert_eq!(check("{{> p0}}", &doubling(30)).as_deref(), Some("p16"), "the innermost is named");
    }

    #[test]
    fn blocks_that_a_partial_repeats_are_counted() {
        let twice = [("twice", "{{> @partial-block}}{{> @partial-block}}".to_owned())];
        let nested = |depth: usize| "{{#> twice}}".repeat(depth) + "x" + &"{{/twice}}".repeat(depth);
        assert_eq!(check(&nested(5), &twice), None);
        assert_eq!(check(&nested(30), &twice).as_deref(), Some("mine"));
    }

    #[test]
    fn a_long_chain_is_too_deep_to_render() {
        let names: Vec<String> = (0..20_000).map(|n| format!("p{n}")).collect();
        let chain: Vec<(&str, String)> =
            (0..20_000).map(|n| (names[n].as_str(), format!("{{{{> p{}}}}}", n + 1))).collect();
        assert!(check("{{> p0}}", &chain).is_some());
    }
}
