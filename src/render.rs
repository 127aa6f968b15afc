//! Entries → Markdown: the only use of handlebars.

mod context;
mod escape;
mod yaml;

use std::path::PathBuf;

use chrono::NaiveDate;
use handlebars::Handlebars;

use crate::config::Settings;
use crate::paper::Record;

/// A template that replaces a built-in one.
#[derive(Debug, Clone)]
pub struct Override {
    /// `post`, `paper`, …
    pub name: String,
    /// Its source.
    pub source: String,
    /// Where it is from.
    pub path: PathBuf,
}

/// Templates that replace built-in ones.
pub type Overrides = Vec<Override>;

/// A template that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the template `{path}` is broken")]
pub struct TemplateError {
    path: String,
    #[source]
    source: Box<handlebars::TemplateError>,
}

/// A post that a template could not make.
#[derive(Debug, thiserror::Error)]
#[error("the templates cannot show this post")]
pub struct RenderError(#[source] Box<handlebars::RenderError>);

/// What a post is besides its papers.
#[derive(Debug, Clone)]
pub struct PostOptions {
    settings: Settings,
    date: NaiveDate,
    /// The number of the first paper.
    pub first_number: usize,
}

impl PostOptions {
    /// The post of a day.
    pub fn new(settings: &Settings, date: NaiveDate) -> Self {
        Self { settings: settings.clone(), date, first_number: 1 }
    }
}

/// The templates.
pub struct Renderer {
    templates: Handlebars<'static>,
}

impl Renderer {
    /// The built-in templates, with others in place of some.
    pub fn new(overrides: &Overrides) -> Result<Self, TemplateError> {
        let mut templates = Handlebars::new();
        templates.set_strict_mode(true);
        templates.register_escape_fn(handlebars::no_escape);
        let built_in = [
            ("post", include_str!("../templates/post.md.hbs")),
            ("paper", include_str!("../templates/paper.md.hbs")),
        ];
        let built_in = built_in.map(|(name, source)| Override {
            name: name.into(),
            source: source.into(),
            path: format!("templates/{name}.md.hbs").into(),
        });
        for one in built_in.iter().chain(overrides) {
            templates.register_template_string(&one.name, &one.source).map_err(|source| TemplateError {
                path: one.path.display().to_string(),
                source: Box::new(source),
            })?;
        }
        Ok(Self { templates })
    }

    /// A whole post.
    pub fn post(&self, options: &PostOptions, record: &Record) -> Result<String, RenderError> {
        let context = context::post(&options.settings, options.date, options.first_number, record);
        self.templates.render("post", &context).map_err(|error| RenderError(Box::new(error)))
    }

    /// The papers alone, to stand below what a post has.
    pub fn continuation(&self, options: &PostOptions, record: &Record) -> Result<String, RenderError> {
        let post = self.post(options, record)?;
        Ok(post.splitn(3, "---\n").nth(2).unwrap_or(&post).trim_start_matches('\n').to_owned())
    }
}
