//! `papers render`: makes the post of a saved record, without network or model.

use std::path::Path;

use chrono::NaiveDate;
use serde_json::Value;
use url::Url;

use crate::cli::{Global, RenderArgs};
use crate::outcome::Exit;
use crate::pipeline::Edition;
use crate::render::Context;
use crate::report;
use crate::resolve::NoFile;
use papers_arxiv::Urls;
use papers_paper::{Record, SCHEMA};
use papers_system::disk;

use super::commit;
use super::setup::{Setup, post_flags};
use super::usage::UsageError;

/// Runs the command.
pub(super) fn run(global: &Global, args: &RenderArgs) -> anyhow::Result<Exit> {
    args.output.warn_of_no_effect();
    let mut record = load(&args.record)?;
    if record.papers.is_empty() && args.output.output.is_none() {
        tracing::info!("`{}` has no papers", args.record);
    }
    let mut flags = post_flags(&args.post);
    if flags.lang.is_none() && !record.lang.is_empty() {
        flags.lang = Some(record.lang.clone());
    }
    let setup = Setup::new(global, flags)?;
    record.lang.clone_from(&setup.settings.options.lang);
    let undated = record.date == NaiveDate::default();
    let usual = if undated { setup.clock.today() } else { record.date };
    record.date = args.post.date.map_or(usual, |day| day.date(setup.today()));
    remove_foreign_figures(&mut record, &setup.settings.options.urls);
    if args.context {
        let context = Context::of(&setup.settings.options.post, &record)?;
        report::print_json(&context)?;
        return Ok(Exit::Done);
    }
    setup.check_ending(&args.output)?;
    let destination = args.output.destination();
    let edition =
        Edition::open(&destination, record.date, &setup.options(), &setup.post_renderer(args.output.json)?)?;
    commit::check(&args.git, edition.path())?;
    let new_post = edition.new_post();
    let written = edition.publish(&record, commit::noting(&args.git, &setup))?;
    if let Some(post) = new_post.filter(|_| !written.is_empty()) {
        setup.warn_of_new_post(&post, record.date);
    }
    commit::finish(&args.git, &setup, edition.path(), &written)?;
    Ok(Exit::Done)
}

/// Removes figures on hosts other than arXiv: a record may be from anybody, and every reader of a post loads its images. Copies
/// beside the site are kept.
fn remove_foreign_figures(record: &mut Record, urls: &Urls) {
    for entry in &mut record.papers {
        let public = |url: &str| papers_arxiv::public_image(urls, url);
        if let Some(figure) = &mut entry.figure {
            figure.url = public(&figure.url).unwrap_or_else(|| figure.url.clone());
        }
        let foreign = |url: &str| Url::parse(url).is_ok() && public(url).is_none();
        if let Some(figure) = entry.figure.take_if(|figure| foreign(&figure.url)) {
            tracing::warn!("the figure of {} is left out: `{}` is not arXiv's", entry.paper.id, figure.url);
        }
    }
}

/// Reads a record from a file, or from standard input for `-`: the output of `papers fetch --json`, a list of papers with their
/// digests, or a single one.
pub(super) fn load(name: &str) -> anyhow::Result<Record> {
    let bytes = match name {
        "-" => disk::read_stdin()?,
        path if !Path::new(path).exists() => {
            let paper = path.parse().map(UsageError::PaperForRecord);
            return Err(paper.map_or_else(|_| NoFile(path.to_owned()).into(), Into::into));
        }
        path => disk::read_text(Path::new(path))?.into_bytes(),
    };
    parsed(name, &bytes)
}

/// Parses a record from the content of a file with this name.
pub(super) fn parsed(name: &str, bytes: &[u8]) -> anyhow::Result<Record> {
    let mut record = read(bytes).map_err(|source| UsageError::NoRecord { name: name.to_owned(), source })?;
    record.join_lines();
    match record.schema {
        SCHEMA => Ok(record),
        schema => Err(UsageError::Schema { name: name.to_owned(), schema }.into()),
    }
}

/// Reads each of the three forms from the text, so that errors have a line and a column.
fn read(bytes: &[u8]) -> serde_json::Result<Record> {
    let papers = match serde_json::from_slice(bytes)? {
        Value::Array(_) => serde_json::from_slice(bytes)?,
        Value::Object(entry) if entry.contains_key("paper") => vec![serde_json::from_slice(bytes)?],
        _ => return serde_json::from_slice(bytes),
    };
    Ok(Record { schema: SCHEMA, papers, ..Record::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_record_that_a_formula_crosses_are_joined() {
        let record = r#"{"paper": {"id": "2510.06590", "title": "A $x\n= y$", "abstract": "As $a =\nb$\n\nholds"},
            "digest": {"tldr": "For $a\nb$", "introduction": {"goal": "As $x\ny$"}, "method": ["At $x\ny$"]}}"#;
        let record = parsed("record.json", record.as_bytes()).unwrap();
        let entry = record.papers.first().unwrap();
        let texts: Vec<&str> = entry.digest.sentences().map(|(_, _, text)| text).collect();
        assert_eq!(texts, ["For $a b$", "As $x y$", "At $x y$"]);
        assert_eq!((&*entry.paper.title, &*entry.paper.abstract_text), ("A $x = y$", "As $a = b$\n holds"));
    }
}
