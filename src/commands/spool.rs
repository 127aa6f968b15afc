//! A record's JSON, put away paper by paper while a run goes on: a long run holds none of its papers, and nothing is
//! printed before all is there.

use std::io::{self, Cursor, Read, Seek, Write};

use crate::report;
use papers_paper::{Entry, Record};
use papers_system::disk::{self, Spooled};

use super::fetch::is_extractive;

/// How a list that holds nothing, and is to be filled, stands in the JSON.
const EMPTY: &str = r#""papers": []"#;

/// What stands before an entry of the list.
const INDENT: &str = "\n    ";

/// The entries so far.
pub(super) struct Spool {
    file: Spooled,
    /// How many there are.
    pub(super) count: usize,
    /// True when the built-in engine wrote one of them.
    pub(super) extractive: bool,
    written: io::Result<()>,
}

impl Spool {
    pub(super) fn new() -> Self {
        Self { file: disk::spooled(), count: 0, extractive: false, written: Ok(()) }
    }

    /// Puts an entry away. That it cannot be written is told by [`print()`](Self::print).
    pub(super) fn push(&mut self, entry: &Entry) {
        let comma = if self.count == 0 { "" } else { "," };
        if self.written.is_ok() {
            self.written = write(&mut self.file, comma, entry);
        }
        self.count += 1;
        self.extractive |= is_extractive(entry);
    }

    /// Prints the whole record; `rest` is all of it but the papers.
    pub(super) fn print(self, rest: &Record) -> anyhow::Result<()> {
        Ok(report::copy(&mut self.read(rest)?)?)
    }

    fn read(self, rest: &Record) -> anyhow::Result<impl Read> {
        self.written.map_err(disk::not_spooled)?;
        let mut file = self.file;
        file.rewind().map_err(disk::not_spooled)?;
        let text = serde_json::to_string_pretty(rest)?;
        let (before, after) = match text.split_once(EMPTY).filter(|_| self.count > 0) {
            Some((before, after)) => (format!(r#"{before}"papers": ["#), format!("\n  ]{after}\n")),
            None => (text, "\n".to_owned()),
        };
        Ok(Cursor::new(before).chain(file).chain(Cursor::new(after)))
    }
}

fn write(file: &mut Spooled, comma: &str, entry: &Entry) -> io::Result<()> {
    let text = serde_json::to_string_pretty(entry)?;
    // Line breaks of the text itself are escaped.
    file.write_all(format!("{comma}{INDENT}{}", text.replace('\n', INDENT)).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use papers_digest::EXTRACTIVE;
    use papers_paper::{Failure, Stage};

    /// A record with so many papers, some kB each.
    fn record(papers: usize) -> Record {
        let entry = |n: usize| {
            let title = format!("Of \"papers\": [] and {n}\n");
            let paper = serde_json::json!({ "id": format!("2510.{n:05}"), "title": title, "abstract": "a\n".repeat(999) });
            let engine = if n == 1 { EXTRACTIVE } else { "openai:model" };
            serde_json::from_value(serde_json::json!({ "paper": paper, "engine": engine })).unwrap()
        };
        let failed =
            Failure { input: "x".to_owned(), stage: Stage::Fetch, error: "no \"papers\": []".to_owned() };
        Record { papers: (0..papers).map(entry).collect(), failed: vec![failed], ..Record::default() }
    }

    #[test]
    fn the_json_is_that_of_the_whole_record() {
        for papers in [0, 1, 2, 1000] {
            let whole = record(papers);
            let mut spool = Spool::new();
            whole.papers.iter().for_each(|entry| spool.push(entry));
            assert_eq!((spool.count, spool.extractive), (papers, papers > 1));
            let mut text = String::new();
            spool.read(&record(0)).unwrap().read_to_string(&mut text).unwrap();
            assert!(text == serde_json::to_string_pretty(&whole).unwrap() + "\n", "of {papers} papers");
        }
    }
}
