//! Arguments, files and standard input → identifiers, each once and in the order given. What is no identifier is
//! reported with the line it stands on, and the others still go on.

use std::collections::HashSet;
use std::path::Path;

use crate::outcome::{Cause, Failed};
use papers_paper::{InvalidPaperId, PaperId, Stage};
use papers_system::disk::{self, DiskError};

/// What was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Papers, each once.
    pub ids: Vec<PaperId>,
    /// What is no identifier.
    pub failed: Vec<Failed>,
}

/// A line of a list that is no identifier.
#[derive(Debug, thiserror::Error)]
#[error("{name}, line {number}: {source}")]
struct BadLine {
    name: String,
    number: usize,
    source: InvalidPaperId,
}

/// Reads arguments: identifiers, `-` for standard input, or files of identifiers. With no arguments at all, standard
/// input is read.
pub fn arguments(arguments: &[String]) -> Result<Wanted, DiskError> {
    let mut collector = Collector::default();
    if arguments.is_empty() {
        collector.lines("standard input", &disk::read_stdin()?);
    }
    for argument in arguments {
        match argument.parse::<PaperId>() {
            Ok(id) => collector.push(id),
            Err(_) if argument == "-" => collector.lines("standard input", &disk::read_stdin()?),
            Err(error) => match is_list(argument) {
                true => collector.lines(argument, &disk::read(Path::new(argument))?.unwrap_or_default()),
                false => collector.fail(argument, &error),
            },
        }
    }
    Ok(collector.wanted)
}

fn is_list(argument: &str) -> bool {
    Path::new(argument).is_file()
}

#[derive(Default)]
struct Collector {
    wanted: Wanted,
    seen: HashSet<String>,
}

impl Collector {
    /// One identifier a line; blank lines and what follows a `#` at the start or after a space are skipped.
    fn lines(&mut self, name: &str, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        for (number, line) in (1..).zip(text.lines()) {
            let content = without_comment(line).trim();
            if content.is_empty() {
                continue;
            }
            match content.parse() {
                Ok(id) => self.push(id),
                Err(source) => self.fail(content, &BadLine { name: name.to_owned(), number, source }),
            }
        }
    }

    fn push(&mut self, id: PaperId) {
        if self.seen.insert(id.key()) {
            self.wanted.ids.push(id);
        } else {
            tracing::debug!("`{id}` is asked for more than once");
        }
    }

    fn fail(&mut self, input: &str, error: &dyn std::error::Error) {
        self.wanted.failed.push(Failed::new(input, Stage::Resolve, Cause::Input, error));
    }
}

/// A `#` inside a URL is no comment.
fn without_comment(line: &str) -> &str {
    let start = line.char_indices().scan(' ', |before, (at, c)| Some((at, c, std::mem::replace(before, c))));
    let comment = start.into_iter().find(|(_, c, before)| *c == '#' && before.is_whitespace());
    comment.and_then(|(at, ..)| line.get(..at)).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Wanted {
        let mut collector = Collector::default();
        collector.lines("list", text.as_bytes());
        collector.wanted
    }

    fn ids(wanted: &Wanted) -> Vec<String> {
        wanted.ids.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn reads_lists_as_people_write_them() {
        let wanted = lines(
            "\u{feff}# my list\r\n2510.06590\r\n\r\n  2510.06917v2   # a good one\n#2510.00000\n\
             https://arxiv.org/html/2510.04212v1#S3\n",
        );
        assert_eq!(ids(&wanted), ["2510.06590", "2510.06917v2", "2510.04212v1"]);
        assert!(wanted.failed.is_empty());
    }

    #[test]
    fn keeps_the_first_of_repeated_papers() {
        assert_eq!(ids(&lines("2510.06590v2\n2510.06917\n2510.06590\n")), ["2510.06590v2", "2510.06917"]);
    }

    #[test]
    fn names_the_line_of_what_is_no_identifier_and_goes_on() {
        let wanted = lines("2510.06590\nnot an id\n2510.06917\n");
        assert_eq!(ids(&wanted), ["2510.06590", "2510.06917"]);
        let [failed] = wanted.failed.as_slice() else { panic!("{:?}", wanted.failed) };
        assert_eq!(failed.input, "not an id");
        assert!(failed.failure().error.starts_with("list, line 2: `not an id`"), "{failed:?}");
    }

    #[test]
    fn reads_files_named_as_arguments() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ids.txt");
        disk::write(&path, b"2510.06917\n", disk::Durability::Whole).unwrap();
        let wanted = arguments(&["2510.06590".to_owned(), path.display().to_string()]).unwrap();
        assert_eq!(ids(&wanted), ["2510.06590", "2510.06917"]);
    }
}
