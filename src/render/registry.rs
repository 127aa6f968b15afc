//! Checks a set of templates, and renders them.
//!
//! The built-in templates are included in the program. Each can be replaced by one of the caller's, and partials can be added. A
//! broken template is rejected with file, line and column, without a fallback to a built-in one.

use std::collections::BTreeMap;

use handlebars::template::Template;
use handlebars::{Context, Handlebars, RenderError, RenderErrorReason, no_escape};
use serde::Serialize;
use serde_json::Value;

use super::{TemplateError, Uses, helpers, nesting, partials, uses, wording};

/// A built-in template.
#[derive(Debug, Clone, Copy)]
pub struct BuiltIn {
    /// The name under which others include it.
    pub name: &'static str,
    /// Its file, below `templates/`.
    pub file: &'static str,
    /// Its source.
    pub source: &'static str,
}

const fn built_in(name: &'static str, file: &'static str, source: &'static str) -> BuiltIn {
    BuiltIn { name, file, source }
}

/// The built-in templates.
pub const BUILT_IN: [BuiltIn; 14] = [
    built_in("post", "post.md.hbs", include_str!("../../templates/post.md.hbs")),
    built_in("frontmatter", "frontmatter.hbs", include_str!("../../templates/frontmatter.hbs")),
    built_in("paper", "paper.md.hbs", include_str!("../../templates/paper.md.hbs")),
    built_in("section", "section.md.hbs", include_str!("../../templates/section.md.hbs")),
    built_in("hugo", "hugo.md.hbs", include_str!("../../templates/hugo.md.hbs")),
    built_in("zola", "zola.md.hbs", include_str!("../../templates/zola.md.hbs")),
    built_in("markdown", "markdown.md.hbs", include_str!("../../templates/markdown.md.hbs")),
    built_in("mail", "mail.html.hbs", include_str!("../../templates/mail.html.hbs")),
    built_in("article", "article.html.hbs", include_str!("../../templates/article.html.hbs")),
    built_in("jsonfeed", "jsonfeed.json.hbs", include_str!("../../templates/jsonfeed.json.hbs")),
    built_in("atom", "atom.xml.hbs", include_str!("../../templates/atom.xml.hbs")),
    built_in("bibtex", "bibtex.bib.hbs", include_str!("../../templates/bibtex.bib.hbs")),
    built_in("commit", "commit.txt.hbs", include_str!("../../templates/commit.txt.hbs")),
    built_in("roundup", "roundup.md.hbs", include_str!("../../templates/roundup.md.hbs")),
];

/// The built-in prompts for a language model.
pub(super) const PROMPTS: [BuiltIn; 4] = [
    built_in("system", "prompt/system.hbs", include_str!("../../templates/prompt/system.hbs")),
    built_in("paper", "prompt/paper.hbs", include_str!("../../templates/prompt/paper.hbs")),
    built_in("repair", "prompt/repair.hbs", include_str!("../../templates/prompt/repair.hbs")),
    built_in("correct", "prompt/correct.hbs", include_str!("../../templates/prompt/correct.hbs")),
];

/// The text that handlebars prints for an object.
const OBJECT: &str = "[object]";

/// The extensions of rendered files, which precede `.hbs` in the names of templates.
const FORMS: [&str; 6] = [".md", ".html", ".json", ".xml", ".bib", ".txt"];

/// A template given by the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateSource {
    /// Name under which others include it: `post` (the whole), `paper`, `frontmatter`, or a new one.
    pub name: String,
    /// Path of its file, for messages.
    pub path: String,
    /// Its source.
    pub source: String,
}

/// Returns the name of the template in a file: `paper` for `paper.md.hbs` and `paper.hbs`, `commit` for `commit.txt.hbs`; `None`
/// for other files.
pub fn template_name(file_name: &str) -> Option<&str> {
    let stem = file_name.strip_suffix(".hbs")?;
    let stem = FORMS.into_iter().find_map(|form| stem.strip_suffix(form)).unwrap_or(stem);
    (!stem.is_empty()).then_some(stem)
}

/// Returns the built-in templates with these names, and those that they include, directly or through others.
pub(super) fn including(names: &[&str]) -> Vec<BuiltIn> {
    let mut names = names.to_vec();
    let mut found: Vec<BuiltIn> = Vec::new();
    while let Some(name) = names.pop() {
        let is_new = !found.iter().any(|known| known.name == name);
        if let Some(template) = BUILT_IN.into_iter().find(|built_in| built_in.name == name && is_new) {
            names.extend(template.source.split("{{> ").skip(1).filter_map(|rest| rest.split("}}").next()));
            found.push(template);
        }
    }
    found
}

/// A checked set of templates.
#[derive(Debug)]
pub(super) struct Registry {
    handlebars: Handlebars<'static>,
    paths: BTreeMap<String, String>,
}

impl Registry {
    /// Parses and checks the `built_in` templates and the caller's. Of several with the same name, the last one is used.
    pub(super) fn new(built_in: &[BuiltIn], overrides: &[TemplateSource]) -> Result<Self, TemplateError> {
        let mut handlebars = Handlebars::new();
        handlebars.set_strict_mode(true);
        handlebars.register_escape_fn(no_escape);
        helpers::register(&mut handlebars);
        let mut sources: BTreeMap<&str, (String, &str)> = built_in
            .iter()
            .map(|&BuiltIn { name, file, source }| (name, (format!("built-in {file}"), source)))
            .collect();
        for own in overrides {
            sources.insert(&own.name, (own.path.clone(), &own.source));
        }
        let mut parsed = BTreeMap::new();
        let mut paths = BTreeMap::new();
        for (name, (path, source)) in sources {
            parsed.insert(name.to_owned(), parse(name, &path, source)?);
            paths.insert(name.to_owned(), path);
        }
        let mut registry = Self { handlebars, paths };
        let is_own = |name: &str| overrides.iter().any(|own| own.name == name);
        partials::check(&parsed, is_own).map_err(|error| registry.located(error))?;
        for (name, template) in parsed {
            registry.handlebars.register_template(&name, template);
        }
        Ok(registry)
    }

    /// Renders one template. Fields that are empty in this context print nothing; an unknown field is an error.
    pub(super) fn render(&self, name: &str, context: &impl Serialize) -> Result<String, TemplateError> {
        let rendered = Context::wraps(context).and_then(|context| {
            self.handlebars.render_with_context(name, &context).or_else(|error| {
                if !is_empty_field(&error, context.data()) {
                    return Err(error);
                }
                let mut lenient = self.handlebars.clone();
                lenient.set_strict_mode(false);
                lenient.render_with_context(name, &context)
            })
        });
        rendered.map_err(|error| self.explained(name, &error))
    }

    /// Renders one template with a context that has every field, so that a field that is not there is unknown.
    pub(super) fn render_full(&self, name: &str, context: &impl Serialize) -> Result<String, TemplateError> {
        let text = self.handlebars.render(name, context).map_err(|error| self.explained(name, &error))?;
        if text.contains(OBJECT) {
            let reason = "a field with others in it is printed as `[object]`; name the inner one, as in `{{join method.sentences \" \"}}`";
            return Err(self.located(TemplateError::new(name.to_owned(), reason.to_owned())));
        }
        Ok(text)
    }

    fn explained(&self, name: &str, error: &RenderError) -> TemplateError {
        let path = error.template_name.clone().unwrap_or_else(|| name.to_owned());
        let (reason, cause) = wording::of_rendering(error.reason());
        let place = (error.line_no, error.column_no);
        self.located(TemplateError::new(path, reason).at(place).caused_by(cause))
    }

    /// Returns what a template uses of papers, including its partials.
    pub(super) fn uses(&self, name: &str) -> Uses {
        uses::uses(name, |name| self.handlebars.get_template(name))
    }

    /// Rejects a result that is not JSON, which feed readers would ignore.
    pub(super) fn check_json(&self, name: &str, text: &str) -> Result<(), TemplateError> {
        serde_json::from_str::<serde::de::IgnoredAny>(text).map(drop).map_err(|error| {
            let reason = format!("what it makes is not JSON: {error}");
            self.located(TemplateError::new(name.to_owned(), reason))
        })
    }

    /// Puts the file in the place of the template's name.
    fn located(&self, error: TemplateError) -> TemplateError {
        let path = self.paths.get(&error.path).cloned().unwrap_or(error.path);
        TemplateError { path, ..error }
    }
}

fn parse(name: &str, path: &str, source: &str) -> Result<Template, TemplateError> {
    if let Some(line) = nesting::too_deep(source) {
        let reason = "more blocks or calls are within each other than can be rendered".to_owned();
        return Err(TemplateError::new(path.to_owned(), reason).at((Some(line), None)));
    }
    Template::compile_with_name(source, name.to_owned()).map_err(|error| {
        let (reason, cause) = wording::of_syntax(error.reason());
        TemplateError::new(path.to_owned(), reason).at(error.pos().unzip()).caused_by(cause)
    })
}

/// Returns true for an error about a field that the context has, but without a value or without that item: in strict mode,
/// handlebars rejects `{{#with figure}}`, `{{figure.url}}` and `{{authors.[0]}}` then. `lookup` does not say what it looked for.
fn is_empty_field(error: &RenderError, context: &Value) -> bool {
    match error.reason() {
        RenderErrorReason::MissingVariable(Some(path)) => {
            path.split(['.', '/']).any(|name| has_empty(context, name))
        }
        RenderErrorReason::MissingVariable(None) => true,
        _ => false,
    }
}

/// Returns true if a member of this name, at any depth, is null or a list.
fn has_empty(value: &Value, name: &str) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(key, value)| {
            key == name && (value.is_null() || value.is_array()) || has_empty(value, name)
        }),
        Value::Array(items) => items.iter().any(|item| has_empty(item, name)),
        _ => false,
    }
}
