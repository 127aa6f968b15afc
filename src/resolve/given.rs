//! Reads identifiers from arguments, files and standard input, each once and in the given order. Anything else is reported with
//! its line, without stopping the others.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use crate::outcome::{Cause, Failed};
use papers_paper::text::{decoded, pattern};
use papers_paper::{Entry, Extras, InvalidPaperId, PaperId, Pasted, Stage};
use papers_system::disk::{self, DiskError};

/// The requested papers.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Requested {
    /// Papers, each once.
    pub ids: Vec<PaperId>,
    /// The inputs that are not identifiers.
    pub failed: Vec<Failed>,
    /// The data of Hugging Face's list about them in addition to their records, by their keys.
    pub extras: HashMap<String, Extras>,
}

impl Requested {
    /// Adds to an entry what the list says about its paper.
    pub fn add_extras(&self, entry: &mut Entry) {
        let known = entry.paper.paper_id().and_then(|id| self.extras.get(&id.key()));
        if let Some(Extras { upvotes, code, project }) = known.cloned() {
            entry.paper.upvotes = upvotes.or(entry.paper.upvotes);
            entry.paper.code = code.or(entry.paper.code.take());
            entry.paper.project = project.or(entry.paper.project.take());
        }
    }
}

/// A line of a list that has no identifier.
#[derive(Debug, thiserror::Error)]
#[error("{name}, line {number}: {source}")]
struct BadLine {
    name: String,
    number: usize,
    source: InvalidPaperId,
}

/// Reads arguments: identifiers, `-` for standard input, or files of identifiers. Without arguments, standard input is read.
pub fn arguments(arguments: &[String]) -> Result<Requested, DiskError> {
    let mut collector = Collector::default();
    if arguments.is_empty() {
        collector.lines("standard input", &disk::read_stdin()?);
    }
    for argument in arguments {
        match several(argument) {
            Ok(ids) => collector.listed(&ids, argument),
            Err(_) if argument == "-" => collector.lines("standard input", &disk::read_stdin()?),
            Err(_) if disk::is_readable(Path::new(argument)) => {
                collector.file(argument, &disk::read(Path::new(argument))?.unwrap_or_default());
            }
            Err(_) if argument.trim().is_empty() => collector.fail(argument, &NoText),
            Err(_) if disk::is_folder(Path::new(argument)) => {
                collector.refuse(argument, &Folder(argument.clone()));
            }
            Err(_) if argument.trim().contains(['\n', '\r']) => {
                collector.lines("the argument", argument.as_bytes());
            }
            Err(_) if collector.pasted(argument) => {}
            Err(_) if is_named_like_a_file(argument) => {
                collector.refuse(argument, &NoFile(argument.clone()));
            }
            Err(error) => match Listing::of(argument) {
                Some(listing) => collector.fail(argument, &listing),
                None => collector.fail(argument, &error),
            },
        }
    }
    Ok(collector.wanted)
}

/// A named file that does not exist.
#[derive(Debug, thiserror::Error)]
#[error("no such file: `{0}`")]
pub struct NoFile(pub String);

/// A file that is not text, such as a PDF, in place of a list.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a text file with identifiers; to read a paper in a file, use `papers read`")]
struct Binary(String);

/// A folder in place of a list.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is a folder; name a file in it that has one identifier a line")]
struct Folder(String);

/// An empty argument, as from a shell variable that is not set.
#[derive(Debug, thiserror::Error)]
#[error("an empty argument names no paper; is a variable of the shell not set?")]
struct NoText;

/// The URL of a page that lists papers.
#[derive(Debug, thiserror::Error)]
#[error("`{address}` lists papers and is none itself; `{command}` makes a post of them")]
struct Listing {
    address: String,
    command: String,
}

/// The lists of a day or category that `papers daily` can read.
static LISTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^(?:https?://)?(?:www\.|export\.)?",
        r"(?:arxiv\.org/list/(?P<category>[a-z-]+(?:\.[a-z-]+)?)/(?:new|recent|pastweek)",
        r"|huggingface\.co/papers(?:/date/(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}))?)/?(?:[?#].*)?$"
    ))
});

impl Listing {
    /// Recognizes a list that `papers daily` can ask for.
    fn of(address: &str) -> Option<Self> {
        let found = LISTS.captures(address.trim())?;
        let option = |name: &str, option: &str| {
            found.name(name).map_or_else(String::new, |value| format!(" {option} {}", value.as_str()))
        };
        let command = format!("papers daily{}{}", option("category", "--source"), option("day", "--date"));
        Some(Self { address: address.to_owned(), command })
    }
}

/// Returns true if an argument is more likely a file name than an identifier.
pub fn is_named_like_a_file(argument: &str) -> bool {
    let is_address = argument.contains("//");
    let ending = Path::new(argument).extension().and_then(std::ffi::OsStr::to_str).unwrap_or_default();
    !is_address && ending.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Parses one identifier, or several separated by commas, semicolons or spaces.
fn several(text: &str) -> Result<Vec<PaperId>, InvalidPaperId> {
    const BETWEEN: [char; 9] = [',', ';', '&', ' ', '\t', '\n', '\r', '，', '、'];
    let parts: Vec<&str> = text.split(BETWEEN).filter(|part| !part.trim().is_empty()).collect();
    let ids = || parts.iter().map(|part| part.parse().ok()).collect::<Option<Vec<PaperId>>>();
    let listed = if parts.len() > 1 { ids() } else { None };
    listed.map_or_else(|| Ok(vec![text.parse()?]), Ok)
}

/// Matches a paper's line in the text of one of arXiv's listings, whose other lines are titles, authors and subjects.
static LISTED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?im)^\s*(?:\[[0-9]+\]\s*)?(arxiv:\S+)\s+(?:\([^)\n]*\)\s*)?\[\s*pdf"));

#[derive(Default)]
struct Collector {
    wanted: Requested,
    seen: HashSet<String>,
}

impl Collector {
    /// Reads a list in a file, unless it is not text: decoded text has no zero bytes.
    fn file(&mut self, name: &str, bytes: &[u8]) {
        let text = decoded(bytes);
        if text.starts_with("%PDF-") || text.contains('\0') {
            self.refuse(name, &Binary(name.to_owned()));
        } else {
            self.text(name, &text);
        }
    }

    /// Reads the lines of a list.
    fn lines(&mut self, name: &str, bytes: &[u8]) {
        self.text(name, &decoded(bytes));
    }

    /// Reads a line with one or more identifiers. Blank lines and comments, which begin with `#` at the start or after a space,
    /// are skipped.
    fn text(&mut self, name: &str, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let is_listing = LISTED.is_match(&text);
        let (asked, mut header) = (self.wanted.ids.len(), None);
        let mut is_empty = true;
        for (number, line) in (1..).zip(text.lines()) {
            let content = if is_listing {
                LISTED.captures(line).and_then(|found| found.get(1)).map_or("", |id| id.as_str())
            } else {
                without_comment(line).trim()
            };
            if content.is_empty() {
                continue;
            }
            let is_first = std::mem::replace(&mut is_empty, false);
            match several(content) {
                Ok(ids) => self.listed(&ids, content),
                Err(_) if self.pasted(content) => {}
                Err(source) => {
                    header = header.or((is_first && is_header(content)).then_some(self.wanted.failed.len()));
                    self.fail(content, &BadLine { name: name.to_owned(), number, source });
                }
            }
        }
        if let Some(at) = header.filter(|_| self.wanted.ids.len() > asked) {
            self.wanted.failed.remove(at);
        }
        if is_empty {
            tracing::info!("no papers: {name} has no identifiers");
        }
    }

    /// Finds identifiers anywhere in a text. Returns false if there are none.
    fn pasted(&mut self, text: &str) -> bool {
        let Pasted { ids, others } = Pasted::of(text);
        let found = !ids.is_empty();
        for id in ids {
            self.push(id);
        }
        if found {
            report_others(&others);
        }
        found
    }

    /// Adds the papers of a text that is a list or names one paper, and those that a text names after the one.
    fn listed(&mut self, ids: &[PaperId], text: &str) {
        /// The number of digits of two identifiers. A shorter text needs no second look.
        const FEWEST: usize = 14;
        for id in ids {
            self.push(id.clone());
        }
        let is_long = text.bytes().filter(u8::is_ascii_digit).count() >= FEWEST;
        if let ([one], true) = (ids, is_long) {
            let Pasted { ids: found, others } = Pasted::of(text);
            for id in found.into_iter().skip_while(|id| id.key() != one.key()).skip(1) {
                self.push(id);
            }
            report_others(&others);
        }
    }

    fn push(&mut self, id: PaperId) {
        if self.seen.insert(id.key()) {
            self.wanted.ids.push(id);
        } else {
            tracing::debug!("`{id}` is asked for more than once");
        }
    }

    /// Reports a file that cannot be a list.
    fn refuse(&mut self, name: &str, error: &dyn std::error::Error) {
        self.wanted.failed.push(Failed::new(name, Stage::Resolve, Cause::FileNotFound, error));
    }

    fn fail(&mut self, input: &str, error: &dyn std::error::Error) {
        self.wanted.failed.push(Failed::new(input, Stage::Resolve, Cause::InvalidInput, error));
    }
}

/// Returns true for a line that may name the columns of a table: several words between separators, or the name of a column with
/// identifiers.
fn is_header(line: &str) -> bool {
    const NAMES: [&str; 9] =
        ["id", "ids", "arxiv", "arxiv_id", "arxiv id", "arxivid", "identifier", "paper", "url"];
    let name = line.trim_matches('"').to_lowercase();
    !line.contains(|c: char| c.is_ascii_digit())
        && (line.contains([',', ';', '\t', '|']) || NAMES.contains(&&*name))
}

/// Reports identifiers that were not taken.
fn report_others(others: &[String]) {
    if !others.is_empty() {
        let names: Vec<String> = others.iter().map(|other| format!("`{other}`")).collect();
        tracing::info!(
            "left out: {}, which the same line only mentions; to ask for it, put it on a line of its own",
            names.join(", ")
        );
    }
}

/// Removes a comment. A `#` within a URL is none.
fn without_comment(line: &str) -> &str {
    let start = line.char_indices().scan(' ', |before, (at, c)| Some((at, c, std::mem::replace(before, c))));
    let comment = start.into_iter().find(|(_, c, before)| *c == '#' && before.is_whitespace());
    comment.and_then(|(at, ..)| line.get(..at)).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Requested {
        let mut collector = Collector::default();
        collector.lines("list", text.as_bytes());
        collector.wanted
    }

    fn ids(wanted: &Requested) -> Vec<String> {
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
    fn the_names_of_columns_are_no_mistake() {
        for header in ["id,title,date", "arxiv_id", "\"id\";\"title\"", "| Paper | Note |"] {
            let wanted = lines(&format!("{header}\n2510.06590,A title,2025-10-08\n"));
            assert_eq!((ids(&wanted).len(), wanted.failed.len()), (1, 0), "{header}");
            assert_eq!(lines(&format!("2510.06590\n{header}\n")).failed.len(), 1, "{header}");
            assert_eq!(lines(header).failed.len(), 1, "{header}");
        }
    }

    #[test]
    fn papers_after_the_first_in_a_line_are_taken_if_they_are_asked_for() {
        let two = ["2510.06590", "2510.06917"];
        assert_eq!(
            ids(&lines("https://hf.co/papers/2510.06590 (also https://hf.co/papers/2510.06917).")),
            two
        );
        assert_eq!(
            ids(&lines("[A](https://arxiv.org/abs/2510.06590) vs. [B](https://arxiv.org/abs/2510.06917)")),
            two
        );
        assert_eq!(ids(&lines("[A 2401.00001](https://arxiv.org/abs/2510.06590)")), ["2510.06590"]);
        assert_eq!(ids(&lines("2510.06590 (Comment on arXiv:2401.00001)")), ["2510.06590"]);
    }

    #[test]
    fn reads_several_in_one_line_and_lists_of_other_systems() {
        let two = ["2510.06590", "2510.06917"];
        assert_eq!(ids(&lines("2510.06590, 2510.06917")), two);
        assert_eq!(ids(&lines("2510.06590;2510.06917\r")), two);
        assert_eq!(ids(&lines("2510.06590\r2510.06917\r")), two);
        let wide = |order: fn(u16) -> [u8; 2], mark: &str| {
            format!("{mark}2510.06590\r\n2510.06917\r\n").encode_utf16().flat_map(order).collect::<Vec<u8>>()
        };
        for bytes in [
            wide(u16::to_le_bytes, "\u{feff}"),
            wide(u16::to_be_bytes, "\u{feff}"),
            wide(u16::to_le_bytes, ""),
        ] {
            let mut collector = Collector::default();
            collector.lines("list", &bytes);
            assert_eq!(ids(&collector.wanted), two);
        }
    }

    #[test]
    fn reads_the_text_of_a_listing_page() {
        let page = "Showing new listings\n[1] arXiv:2510.06590 [pdf, html, other]\nTitle: A 2510.00001 title\nAuthors: Ada\n\
                    [2] arXiv:2510.06917 (cross-list from cs.CL) [pdf, other]\n";
        let wanted = lines(page);
        assert_eq!(ids(&wanted), ["2510.06590", "2510.06917"]);
        assert!(wanted.failed.is_empty());
    }

    #[test]
    fn a_file_that_is_not_there_is_called_so() {
        let wanted = arguments(&["ids.txt".to_owned(), "2510.06590,2510.06917".to_owned()]).unwrap();
        assert_eq!(wanted.ids.len(), 2);
        assert_eq!(wanted.failed.first().unwrap().failure().error, "no such file: `ids.txt`");
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
