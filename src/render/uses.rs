//! Determines what templates use of a paper in addition to its record, so that nothing is read or digested that no template shows.
//!
//! Fields are recognized by their names. A template that passes on a whole paper, or looks up a field by a name that is known only
//! when it renders, may use anything.

use std::collections::BTreeSet;

use handlebars::template::{
    BlockParam, DecoratorTemplate, HelperTemplate, Parameter, Template, TemplateElement,
};
use handlebars::{Path, PathSeg};
use papers_paper::SectionName;

/// Fields of a paper that depend on its digest, in addition to the sections.
const DIGEST: [&str; 7] = ["tldr", "digest", "disclosure", "engine", "evidence", "footnotes", "sections"];

/// The field with the source that was read.
const READ: &str = "read";

/// The field of the first figure.
const FIGURE: &str = "figure";

/// The list of papers.
const PAPERS: &str = "papers";

/// Fields that contain others. A template that passes one on may use all of them.
const WHOLE: [&str; 2] = [PAPERS, "raw"];

/// The whole context.
const ROOT: &str = "root";

/// The part of the context without papers.
const POST: &str = "post";

/// Helpers that only test their arguments.
const TESTS: [&str; 13] =
    ["if", "unless", "with", "eq", "ne", "gt", "gte", "lt", "lte", "and", "or", "not", "len"];

/// The parts of papers that a template uses in addition to their records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Uses {
    /// True if it uses the digest, or its author.
    pub digest: bool,
    /// True if it shows which text was read.
    pub text: bool,
    /// True if it uses the first figure.
    pub figure: bool,
}

impl Uses {
    /// Everything.
    pub const ALL: Self = Self { digest: true, text: true, figure: true };
}

/// Returns what a template uses, including its partials. `find` finds a template by name.
pub(super) fn uses<'a>(name: &str, find: impl Fn(&str) -> Option<&'a Template>) -> Uses {
    let mut walk = Walk { uses: Uses::default(), aliases: BTreeSet::new(), included: vec![name.to_owned()] };
    let mut at = 0;
    while let Some(template) = walk.included.get(at).map(|name| find(name)) {
        if let Some(template) = template {
            walk.template(template, false);
        }
        at += 1;
    }
    walk.uses
}

struct Walk {
    uses: Uses,
    /// Names that blocks give to what they are about.
    aliases: BTreeSet<String>,
    /// The templates that are walked.
    included: Vec<String>,
}

impl Walk {
    /// Records what a template uses. `plain` is true if `this` is a text, inside `each` over a list of texts.
    fn template(&mut self, template: &Template, plain: bool) {
        for element in &template.elements {
            match element {
                TemplateElement::Expression(helper)
                | TemplateElement::HtmlExpression(helper)
                | TemplateElement::HelperBlock(helper) => self.helper(helper, plain),
                TemplateElement::PartialExpression(partial)
                | TemplateElement::PartialBlock(partial)
                | TemplateElement::DecoratorBlock(partial)
                | TemplateElement::DecoratorExpression(partial) => self.partial(partial, plain),
                _ => {}
            }
        }
    }

    fn partial(&mut self, partial: &DecoratorTemplate, plain: bool) {
        if let Some(name) = partial.name.as_name()
            && !self.included.iter().any(|known| known == name)
        {
            self.included.push(name.to_owned());
        }
        partial.params.iter().for_each(|given| self.seen(given));
        partial.hash.values().for_each(|given| self.passed_on(given, plain));
        partial.template.iter().for_each(|body| self.template(body, plain));
    }

    fn helper(&mut self, helper: &HelperTemplate, plain: bool) {
        if let Some(block) = &helper.block_param {
            self.aliases.extend(given_by(block));
        }
        let name = helper.name.as_name().unwrap_or_default();
        if helper.params.is_empty() && helper.hash.is_empty() {
            self.seen(&helper.name);
        }
        let mut inside = plain;
        match (name, helper.params.as_slice()) {
            ("each", [list]) => {
                if names(list).last().is_some_and(|name| name == PAPERS) {
                    self.seen(list);
                } else {
                    self.passed_on(list, false);
                }
                inside = is_of_texts(list);
            }
            ("lookup", [from, key]) => self.looked_up(from, key),
            (name, given) if TESTS.contains(&name) => {
                for given in given {
                    self.tested(given, plain);
                }
                inside &= name != "with";
            }
            (_, given) => given.iter().for_each(|given| self.passed_on(given, plain)),
        }
        helper.hash.values().for_each(|given| self.passed_on(given, plain));
        helper.template.iter().for_each(|body| self.template(body, inside));
        helper.inverse.iter().for_each(|body| self.template(body, plain));
    }

    /// Notes a value that is only tested, which uses only what its name says.
    fn tested(&mut self, given: &Parameter, plain: bool) {
        match given {
            Parameter::Subexpression(inner) => self.subexpression(inner.as_element(), plain),
            given => self.seen(given),
        }
    }

    /// Notes a value that is printed or passed on. An object as a whole uses more than its name says.
    fn passed_on(&mut self, given: &Parameter, plain: bool) {
        match given {
            Parameter::Subexpression(inner) => self.subexpression(inner.as_element(), plain),
            given => {
                self.seen(given);
                if self.is_whole(&names(given), is_this(given) && plain) {
                    self.uses = Uses::ALL;
                }
            }
        }
    }

    fn subexpression(&mut self, element: &TemplateElement, plain: bool) {
        if let TemplateElement::Expression(helper) = element {
            self.helper(helper, plain);
        }
    }

    fn looked_up(&mut self, from: &Parameter, key: &Parameter) {
        let mut path = names(from);
        match key {
            Parameter::Literal(name) if name.is_string() => {
                path.extend(name.as_str().map(str::to_owned));
                self.named(&path);
                if self.is_whole(&path, false) {
                    self.uses = Uses::ALL;
                }
            }
            // A number is an index in a list.
            Parameter::Literal(_) => self.passed_on(from, false),
            _ => self.uses = Uses::ALL,
        }
    }

    fn seen(&mut self, given: &Parameter) {
        self.named(&names(given));
    }

    fn named(&mut self, path: &[String]) {
        if path.first().is_some_and(|first| first == POST) {
            return;
        }
        for name in path {
            let is_section = SectionName::ALL.iter().any(|section| section.name() == name);
            self.uses.digest |= is_section || DIGEST.contains(&name.as_str());
            self.uses.text |= name == READ;
            self.uses.figure |= name == FIGURE;
        }
    }

    fn is_whole(&self, path: &[String], is_text: bool) -> bool {
        match path.last() {
            None => !is_text,
            Some(name) => WHOLE.contains(&name.as_str()) || self.aliases.contains(name),
        }
    }
}

/// The names that a block gives to what it is about.
fn given_by(block: &BlockParam) -> Vec<String> {
    match block {
        BlockParam::Single(one) => names(one),
        BlockParam::Pair((one, other)) => [names(one), names(other)].concat(),
        _ => Vec::new(),
    }
}

/// The names of a path, without what leads up or to the root.
fn names(given: &Parameter) -> Vec<String> {
    let name = |segment: &PathSeg| match segment {
        PathSeg::Named(name) => Some(name.clone()),
        _ => None,
    };
    match given {
        Parameter::Path(Path::Relative((segments, _))) => segments.iter().filter_map(name).collect(),
        Parameter::Path(Path::Local((_, name, _))) if name == ROOT => Vec::new(),
        // Names such as `@index` say nothing about a paper.
        Parameter::Name(name) | Parameter::Path(Path::Local((_, name, _))) => vec![name.clone()],
        _ => vec![String::new()],
    }
}

/// Returns true for `this`, and not for `..` or `@root`.
fn is_this(given: &Parameter) -> bool {
    matches!(given, Parameter::Path(Path::Relative((segments, _))) if segments.is_empty())
}

/// Returns true for a list of texts, which all are except those of papers and of parts of a digest.
fn is_of_texts(list: &Parameter) -> bool {
    names(list).last().is_some_and(|name| !WHOLE.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::render::{Context, Format, PostOptions, Renderer, TemplateSource, sample};

    fn of(post: &str) -> Uses {
        let source = |name: &str, text: &str| TemplateSource {
            name: name.to_owned(),
            path: name.to_owned(),
            source: text.to_owned(),
        };
        let sources = [source("post", post), source("title", "{{title}} {{value}}")];
        Renderer::new(&sources).unwrap().uses(Format::Jekyll)
    }

    const NOTHING: Uses = Uses { digest: false, text: false, figure: false };

    #[test]
    fn a_format_uses_what_its_template_names() {
        let renderer = Renderer::new(&[]).unwrap();
        for format in Format::ALL {
            let uses = renderer.uses(format);
            match format {
                Format::Bibtex => assert_eq!(uses, NOTHING),
                _ => assert!(uses.digest && uses.figure, "{format:?}: {uses:?}"),
            }
        }
    }

    #[rstest]
    #[case::title("{{#each papers}}{{title}} {{raw.abstract}}{{/each}}", NOTHING)]
    #[case::texts(
        "{{#each papers}}{{#each raw.authors}}{{json this}}{{/each}}{{join categories \", \"}}{{/each}}",
        NOTHING
    )]
    #[case::post(
        "{{post.evidence}} {{@root.post.sentences}} {{#each post.front_matter.more}}{{yaml this}}{{/each}}",
        NOTHING
    )]
    #[case::partial("{{#each papers}}{{> title value=url}}{{/each}}", NOTHING)]
    #[case::read("{{#each papers}}{{read}}{{/each}}", Uses { text: true, ..NOTHING })]
    #[case::figure("{{#each papers}}{{#if figure}}{{figure.url}}{{/if}}{{/each}}", Uses { figure: true, ..NOTHING })]
    #[case::section("{{#each papers}}{{results.sentences.[0]}}{{/each}}", Uses { digest: true, ..NOTHING })]
    #[case::condition("{{#each papers}}{{#if (and title tldr)}}x{{/if}}{{/each}}", Uses { digest: true, ..NOTHING })]
    #[case::included("{{#each papers}}{{#json}}{{> article}}{{/json}}{{/each}}", Uses { digest: true, text: false, figure: true })]
    #[case::literal("{{#each papers}}{{lookup this \"title\"}}{{/each}}", NOTHING)]
    #[case::literal_digest("{{#each papers}}{{lookup this \"method\"}}{{/each}}", Uses { digest: true, ..NOTHING })]
    #[case::dynamic("{{#each papers}}{{lookup this @root.post.title}}{{/each}}", Uses::ALL)]
    #[case::whole("{{#each papers}}{{json this}}{{/each}}", Uses::ALL)]
    #[case::whole_list("{{json papers}}", Uses::ALL)]
    #[case::whole_root("{{json @root}}", Uses::ALL)]
    #[case::raw("{{#each papers}}{{json raw}}{{/each}}", Uses::ALL)]
    #[case::fields("{{#each papers}}{{#each this}}{{@key}}{{/each}}{{/each}}", Uses::ALL)]
    #[case::alias("{{#each papers as |paper|}}{{json paper}}{{/each}}", Uses::ALL)]
    #[case::alias_field("{{#each papers as |paper|}}{{paper.title}}{{/each}}", NOTHING)]
    #[case::handed_on("{{#each papers}}{{> title value=this}}{{/each}}", Uses::ALL)]
    fn named_fields_are_used_and_those_of_a_passed_object_may_be(#[case] post: &str, #[case] expected: Uses) {
        assert_eq!(of(post), expected, "{post}");
    }

    /// The fields of a paper that differ when its digest does are those that count as its digest.
    #[test]
    fn every_field_that_a_digest_fills_is_known() {
        let view = |change: fn(&mut papers_paper::Entry)| {
            let mut record = sample::record();
            record.papers.iter_mut().for_each(change);
            let options = PostOptions {
                evidence: crate::render::EvidenceStyle::Footnotes,
                shape: crate::render::Shape { disclosure: true, ..crate::render::Shape::default() },
                ..PostOptions::default()
            };
            let context = serde_json::to_value(Context::of(&options, &record).unwrap()).unwrap();
            context["papers"][0].as_object().unwrap().clone()
        };
        let whole = view(|_| {});
        let differ = |other: &serde_json::Map<String, serde_json::Value>| -> Vec<String> {
            whole
                .iter()
                .filter(|(name, value)| other.get(*name) != Some(value))
                .map(|(name, _)| name.clone())
                .collect()
        };
        let undigested = differ(&view(|entry| {
            entry.digest = papers_paper::Digest::default();
            entry.evidence.clear();
            "openai:m".clone_into(&mut entry.engine);
        }));
        for name in &undigested {
            let is_section = SectionName::ALL.iter().any(|section| section.name() == name);
            assert!(
                is_section || DIGEST.contains(&name.as_str()) || name == "raw",
                "`{name}` comes from the digest"
            );
        }
        assert!(undigested.len() >= DIGEST.len() + SectionName::ALL.len() - 1, "{undigested:?}");
        let unread = differ(&view(|entry| {
            entry.figure = None;
            entry.read = papers_paper::ReadFrom::Abstract;
        }));
        for name in &unread {
            assert!([READ, FIGURE, "disclosure"].contains(&name.as_str()), "`{name}` comes from the text");
        }
    }
}
