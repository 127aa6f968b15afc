//! Stores the JSON of a record paper by paper during a run, so that a long run keeps no papers in memory. Nothing is printed
//! before all papers are done.

use std::io::{self, BufReader, BufWriter, Seek, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};
use serde_json::{Error, Value};

use crate::report;
use papers_paper::{Entry, Record, Writer};
use papers_system::disk::{self, DiskError, Spooled};

/// The field of a record that the entries fill.
const PAPERS: &str = "papers";

/// The text before a field of the record.
const FIELD: &str = "\n  ";

/// The text before an entry of the list.
const ENTRY: &str = "\n    ";

/// The bytes that are written and read at once: a call to the system for each entry takes as long as its JSON.
const BUFFER: usize = 1 << 16;

/// The entries so far.
pub(super) struct Spool {
    file: BufWriter<Spooled>,
    /// The number of entries.
    pub(super) count: usize,
    /// True if the built-in engine wrote one of them.
    pub(super) extractive: bool,
    written: io::Result<()>,
}

impl Spool {
    pub(super) fn new() -> Self {
        Self {
            file: BufWriter::with_capacity(BUFFER, disk::spooled()),
            count: 0,
            extractive: false,
            written: Ok(()),
        }
    }

    /// Stores an entry. If it cannot be written, [`print()`](Self::print) returns the error.
    pub(super) fn push(&mut self, entry: &Entry) {
        if self.written.is_ok() {
            self.written = put(&mut self.file, self.count, entry);
        }
        self.count += 1;
        self.extractive |= entry.engine == Writer::EXTRACTIVE;
    }

    /// Prints the whole record. `rest` is the record without papers.
    pub(super) fn print(mut self, rest: &Record) -> Result<(), DiskError> {
        std::mem::replace(&mut self.written, Ok(())).map_err(disk::not_spooled)?;
        report::print_with(|out| self.write(rest, out)).map_err(disk::not_printed)
    }

    /// Writes the record field by field, with the entries in place of its papers.
    fn write(&mut self, rest: &Record, out: &mut dyn Write) -> io::Result<()> {
        let Value::Object(fields) = serde_json::to_value(rest)? else { return Ok(()) };
        let mut open = '{';
        for (name, value) in &fields {
            write!(out, "{open}{FIELD}{}: ", Value::from(name.as_str()))?;
            if name == PAPERS && self.count > 0 {
                self.copy(out)?;
            } else {
                nested(value, 1, &mut *out)?;
            }
            open = ',';
        }
        out.write_all(b"\n}\n")
    }

    fn copy(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.file.rewind()?;
        out.write_all(b"[")?;
        io::copy(&mut BufReader::with_capacity(BUFFER, self.file.get_mut()), out)?;
        write!(out, "{FIELD}]")
    }
}

fn put(file: &mut impl Write, before: usize, entry: &Entry) -> io::Result<()> {
    let comma = if before == 0 { "" } else { "," };
    write!(file, "{comma}{ENTRY}")?;
    nested(entry, 2, file)
}

/// Writes a value as JSON with the indentation that it has inside this number of objects and lists.
fn nested(value: &impl Serialize, depth: usize, out: impl Write) -> io::Result<()> {
    let mut formatter = PrettyFormatter::new();
    (0..depth).try_for_each(|_| formatter.begin_object(&mut io::sink()))?;
    value.serialize(&mut Serializer::with_formatter(out, formatter)).map_err(Error::into)
}

#[cfg(test)]
mod tests {
    use super::*;
    use papers_paper::{Failure, Stage};

    /// A record with this number of papers, some kB each.
    fn record(papers: usize) -> Record {
        let entry = |n: usize| {
            let title = format!("Of \"papers\": [] and {n}\n");
            let paper = serde_json::json!({ "id": format!("2510.{n:05}"), "title": title, "abstract": "a\n".repeat(999) });
            let engine = if n == 1 { Writer::EXTRACTIVE } else { "openai:model" };
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
            let mut text = Vec::new();
            spool.write(&record(0), &mut text).unwrap();
            let expected = serde_json::to_string_pretty(&whole).unwrap() + "\n";
            assert!(text == expected.as_bytes(), "of {papers} papers");
        }
    }
}
