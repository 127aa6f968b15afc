//! Renders a record as a post for Jekyll, whatever titles and abstracts contain, or in another format.
//!
//! The only module that uses handlebars. Templates get a typed [context](Context) in which all texts are safe. A broken template
//! is rejected with file, line and column.

// The context of templates, and what it says.
mod clean;
mod commit;
pub mod context;
mod disclosure;
mod evidence;
mod inside;
mod links;
mod options;
mod own;
mod phrases;
mod roundup;
mod shape;
mod view;

// Safe text in the markup of each format.
mod autolink;
mod bibtex;
pub mod escape;
mod format;
mod html;
mod markup;
pub mod tex;
mod unescape;
pub mod yaml;

// Templates and prompts: checked, and rendered.
mod error;
mod expansion;
mod helpers;
mod nesting;
mod partials;
mod prompts;
mod registry;
mod sample;
mod uses;
mod wording;

pub use commit::{CommitContext, CommitPaper};
pub use context::Context;
pub use error::{RenderError, TemplateError};
pub use evidence::EvidenceStyle;
pub use format::Format;
pub use options::{PostOptions, is_time};
pub use own::TAKEN;
pub use prompts::Prompts;
pub use registry::{BUILT_IN, BuiltIn, TemplateSource, template_name};
pub use roundup::{Listed, RawRoundup, RoundupContext, RoundupPaper};
pub use shape::{Empty, Feed, HeadingLevel, Sentences, Shape};
pub use uses::Uses;

use papers_paper::{PaperId, Record};
use registry::Registry;

/// The template that makes a whole post.
pub const POST: &str = "post";

/// The template of a commit message.
pub const COMMIT: &str = "commit";

/// The template of a week's roundup.
pub const ROUNDUP: &str = "roundup";

/// Templates, ready to render.
#[derive(Debug)]
pub struct Renderer {
    registry: Registry,
    /// True if the caller has templates.
    is_changed: bool,
}

impl Renderer {
    /// Loads the built-in templates, with the caller's in place of those of the same name. One named [`POST`] replaces the whole
    /// post.
    pub fn new(overrides: &[TemplateSource]) -> Result<Self, TemplateError> {
        Ok(Self { registry: Registry::new(&BUILT_IN, overrides)?, is_changed: !overrides.is_empty() })
    }

    /// Like [`new()`](Self::new), for the templates with these names. Without templates of the caller, only those that they include
    /// are loaded too.
    pub fn of(names: &[&str], overrides: &[TemplateSource]) -> Result<Self, TemplateError> {
        let built_in = if overrides.is_empty() { registry::including(names) } else { BUILT_IN.to_vec() };
        Ok(Self { registry: Registry::new(&built_in, overrides)?, is_changed: !overrides.is_empty() })
    }

    /// Renders a sample paper with all fields, to find unknown ones before anything is fetched, and then one with none of the
    /// optional fields.
    pub fn rehearse(&self, options: &PostOptions) -> Result<(), RenderError> {
        let full = sample::record();
        self.registry.render_full(options.format.template(), &Context::of(options, &full)?)?;
        if let Some(context) = CommitContext::of(full.date, &full.papers, false) {
            self.registry.render_full(COMMIT, &context)?;
        }
        for record in [full, sample::bare()] {
            self.post(options, &record)?;
            CommitContext::of(record.date, &record.papers, false)
                .map_or(Ok(()), |context| self.commit(&context).map(drop))?;
        }
        Ok(())
    }

    /// Rejects templates of the caller in whose posts `finds` does not find the paper, so that each run would add it again.
    pub fn check_links(
        &self,
        options: &PostOptions,
        finds: impl Fn(&str, &PaperId) -> bool,
    ) -> Result<(), RenderError> {
        let record = sample::record();
        let unlinked = |post: &str| {
            record.papers.iter().filter_map(|entry| entry.paper.paper_id()).any(|id| !finds(post, &id))
        };
        match self.is_changed && unlinked(&self.post(options, &record)?) {
            true => Err(RenderError::Unlinked),
            false => Ok(()),
        }
    }

    /// Returns what the templates of a format use of papers beyond their records.
    pub fn uses(&self, format: Format) -> Uses {
        self.registry.uses(format.template())
    }

    /// Renders the table of a week's papers, which ends with one line break.
    pub fn roundup(&self, context: &RoundupContext) -> Result<String, RenderError> {
        Ok(format!("{}\n", self.registry.render(ROUNDUP, context)?.trim_end()))
    }

    /// Renders a commit message.
    pub fn commit(&self, context: &CommitContext) -> Result<String, RenderError> {
        Ok(commit::tidy(&self.registry.render(COMMIT, context)?))
    }

    /// Renders the whole post, feed or list with the template of its format. It ends with one line break.
    pub fn post(&self, options: &PostOptions, record: &Record) -> Result<String, RenderError> {
        let name = options.format.template();
        let mut text = self.registry.render(name, &Context::of(options, record)?)?;
        text.truncate(text.trim_end().len());
        text.push('\n');
        if options.format == Format::Jsonfeed {
            self.registry.check_json(name, &text)?;
        }
        Ok(text)
    }

    /// Renders papers for an existing post, to which they are appended after a blank line: without front matter and leading blank
    /// lines. `options.first_number` continues its numbers.
    pub fn continuation(&self, options: &PostOptions, record: &Record) -> Result<String, RenderError> {
        let post = self.post(options, record)?;
        Ok(body(&post).trim_start_matches(['\n', '\r']).to_owned())
    }
}

/// Returns what follows the front matter of a post, YAML or TOML; everything if there is none.
pub fn body(post: &str) -> &str {
    let text = post.trim_start_matches(['\u{feff}', '\n', '\r']);
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| matches!(line.trim_end(), "---" | "+++")) else {
        return post;
    };
    let mut end = first.len();
    for line in lines {
        end += line.len();
        if line.trim_end() == first.trim_end() {
            return text.get(end..).unwrap_or_default();
        }
    }
    post
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_withdrawn_paper_is_announced_once() {
        let renderer = Renderer::new(&[]).unwrap();
        let mut record = sample::record();
        record.lang = "en".to_owned();
        for (comment, times) in
            [("This paper has been withdrawn.", 1), ("This paper has been withdrawn by its author", 2)]
        {
            record.papers[0].paper.comment = Some(comment.to_owned());
            let post = renderer.post(&PostOptions::default(), &record).unwrap();
            assert_eq!(post.matches("This paper has been withdrawn").count(), times, "{post}");
        }
    }

    #[test]
    fn the_language_is_that_of_the_sentences() {
        let renderer = Renderer::new(&[]).unwrap();
        let shape = Shape { lang: true, ..Shape::default() };
        let mut record = sample::record();
        for (engine, lang, html) in [
            ("extractive", "ar", "<html lang=\"en\">"),
            ("none", "ar", "<html lang=\"en\">"),
            ("openai:m", "ko", "<html lang=\"ko\">"),
            ("openai:m", "ar-EG", "<html lang=\"ar-EG\" dir=\"rtl\">"),
        ] {
            engine.clone_into(&mut record.papers[0].engine);
            lang.clone_into(&mut record.lang);
            let post = |format| {
                let options = PostOptions { format, shape: shape.clone(), ..PostOptions::default() };
                renderer.post(&options, &record).unwrap()
            };
            assert!(post(Format::Mail).contains(html), "{}", post(Format::Mail));
            let shown = if engine == "openai:m" { lang } else { "en" };
            assert!(post(Format::Jekyll).contains(&format!("\nlang: {shown}\n")));
            assert!(post(Format::Atom).contains(&format!("xml:lang=\"{shown}\"")));
            let readers = lang.split('-').next().unwrap();
            assert!(post(Format::Jekyll).contains(&format!("/{readers}/overview/")));
        }
    }

    #[test]
    fn an_escaped_dollar_is_a_dollar_where_no_markup_is_read() {
        let renderer = Renderer::new(&[]).unwrap();
        let mut record = sample::record();
        record.papers[0].paper.title = "A \\$35 wall of $\\$_1$".to_owned();
        let post =
            |format| renderer.post(&PostOptions { format, ..PostOptions::default() }, &record).unwrap();
        assert!(
            post(Format::Atom).contains("<title>A $35 wall of $\\$_1$</title>"),
            "{}",
            post(Format::Atom)
        );
        assert!(post(Format::Jsonfeed).contains("\"title\": \"A $35 wall of $\\\\$_1$\""));
        assert!(post(Format::Jekyll).contains("[A \\$35 wall"));
        let context = CommitContext::of(record.date, &record.papers, false).unwrap();
        assert!(renderer.commit(&context).unwrap().contains("A $35 wall of"));
    }

    #[test]
    fn a_format_needs_only_its_template_and_what_that_includes() {
        let all = Renderer::new(&[]).unwrap();
        for format in Format::ALL {
            let options = PostOptions { format, ..PostOptions::default() };
            all.rehearse(&options).unwrap();
            let own = Renderer::of(&[format.template()], &[]).unwrap();
            let record = sample::record();
            assert_eq!(
                own.post(&options, &record).unwrap(),
                all.post(&options, &record).unwrap(),
                "{format:?}"
            );
        }
    }
}
