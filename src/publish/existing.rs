//! Reads an existing file: its text, its papers, and whether papers can be added to it.
//!
//! Rejects files with git's conflict markers, unterminated front matter, and truncated feeds and bibliographies. Adding to
//! such a file would make a broken one look complete.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::site::is_pointer;
use super::unended::{HTML, open_element, unended};
use super::{Known, Target, held};
use crate::lint;
use crate::render::Format;
use papers_paper::text::conflict;
use papers_system::disk::DiskError;

/// The content of an existing file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Existing {
    /// Its text, byte for byte; `None` if there is no file, or only white space in it, which counts as a new file.
    pub text: Option<String>,
    /// The papers in it.
    pub known: Known,
}

/// The reasons why a file cannot be added to, or rewritten without loss.
#[derive(Debug, thiserror::Error)]
pub enum Misread {
    /// It cannot be read.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// It has conflict markers of a merge.
    #[error("`{}` has git's conflict marks from line {line} on", path.display())]
    Conflict {
        /// The file.
        path: PathBuf,
        /// The line of the first marker.
        line: usize,
    },
    /// It is a pointer to a file that Git LFS stores and has not fetched.
    #[error("`{}` is a pointer of Git LFS; `git lfs pull` fetches the file", path.display())]
    Pointer {
        /// The file.
        path: PathBuf,
    },
    /// Its front matter has no end: it is being edited, or a line was lost.
    #[error("the front matter of `{}` has no end: it stands between two lines of exactly three signs, `---` or `+++`", path.display())]
    FrontMatter {
        /// The file.
        path: PathBuf,
    },
    /// Added content would be part of an unclosed block.
    #[error("the {part} that begins in line {line} of `{}` has no end, and would hide what is added", path.display())]
    Unended {
        /// The file.
        path: PathBuf,
        /// The kind of block: code, HTML or a comment.
        part: &'static str,
        /// The line in which it begins.
        line: usize,
    },
    /// It is a truncated feed, or no feed.
    #[error("`{}` is no JSON Feed", path.display())]
    Feed {
        /// The file.
        path: PathBuf,
        /// The error of the JSON reader; `None` for JSON that is not a feed.
        #[source]
        source: Option<serde_json::Error>,
    },
    /// It is a truncated bibliography.
    #[error("the entry in line {line} of `{}` has no end", path.display())]
    Bibtex {
        /// The file.
        path: PathBuf,
        /// The line in which the last entry begins.
        line: usize,
    },
}

impl Existing {
    /// Reads the file at a target.
    pub fn at(target: &Target, format: Format) -> Result<Self, Misread> {
        let text = target.text()?.filter(|text| !text.trim().is_empty());
        let Some(text) = text else { return Ok(Self::default()) };
        understand(target.path(), format, &text)?;
        Ok(Self { known: held(format, &text), text: Some(text) })
    }
}

fn understand(path: &Path, format: Format, text: &str) -> Result<(), Misread> {
    let path = || path.to_owned();
    if let Some(line) = conflict(text) {
        return Err(Misread::Conflict { path: path(), line });
    }
    if is_pointer(text) {
        return Err(Misread::Pointer { path: path() });
    }
    let unended = match format {
        Format::Hugo | Format::Zola | Format::Markdown => unended(text),
        // In kramdown, code and comments without an end are text.
        Format::Jekyll => {
            let line = lint::unclosed(text).map(|(_, line)| line).or_else(|| open_element(text));
            line.map(|line| (HTML, line))
        }
        _ => None,
    };
    if let Some((part, line)) = unended {
        return Err(Misread::Unended { path: path(), part, line });
    }
    match format {
        Format::Jekyll | Format::Hugo | Format::Zola if is_open(text) => {
            Err(Misread::FrontMatter { path: path() })
        }
        Format::Jsonfeed => match serde_json::from_str::<Value>(text) {
            Ok(feed) if feed.get("items").is_some_and(Value::is_array) => Ok(()),
            Ok(_) => Err(Misread::Feed { path: path(), source: None }),
            Err(error) => Err(Misread::Feed { path: path(), source: Some(error) }),
        },
        Format::Bibtex => match unclosed(text) {
            Some(line) => Err(Misread::Bibtex { path: path(), line }),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

/// Returns true for a front matter, YAML or TOML, without an end, or with more than three characters in its delimiters.
fn is_open(text: &str) -> bool {
    let mut lines = text.trim_start_matches(['\u{feff}', '\n', '\r']).lines().map(str::trim_end);
    let fence = |line: &str, sign| line.len() >= 3 && line.chars().all(|c| c == sign);
    match lines.next() {
        Some("---") => lines.find(|line| *line == "..." || fence(line, '-')).is_none_or(|end| end.len() > 3),
        Some("+++") => lines.find(|line| fence(line, '+')).is_none_or(|end| end.len() > 3),
        Some(first) => fence(first, '-') || fence(first, '+'),
        None => false,
    }
}

/// Returns the line of the last entry if its braces are not closed. Earlier entries are not checked, because text between
/// entries is a comment and may contain anything.
fn unclosed(text: &str) -> Option<usize> {
    let (line, _) = (1..).zip(text.lines()).filter(|(_, line)| line.trim_start().starts_with('@')).last()?;
    let mut depth = 0i64;
    let mut begun = false;
    let entry = text.lines().skip(line - 1).flat_map(str::chars);
    let mut before = ' ';
    for c in entry {
        match c {
            '{' | '}' if before == '\\' => {}
            '{' => (depth, begun) = (depth + 1, true),
            '}' => depth -= 1,
            _ => {}
        }
        if begun && depth <= 0 {
            return None;
        }
        before = c;
    }
    Some(line)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const CONFLICT: &str = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n";

    #[rstest]
    #[case::post(Format::Jekyll, "---\ntitle: a\n---\n", true)]
    #[case::no_front_matter(Format::Jekyll, "# mine\n", true)]
    #[case::long(Format::Jekyll, "----\ntitle: a\n---\n", false)]
    #[case::long_end(Format::Jekyll, "---\ntitle: a\n----\ntext\n\n---\n", false)]
    #[case::half_saved(Format::Jekyll, "---\ntitle: a\nta", false)]
    #[case::toml(Format::Zola, "+++\ntitle = 'a'\n", false)]
    #[case::rule(Format::Markdown, "---\n\ntext\n", true)]
    #[case::code(Format::Markdown, "````sh\n```\n````\n", true)]
    #[case::code_in_a_line(Format::Zola, "```a``` is code\n", true)]
    #[case::code_in_a_list(Format::Markdown, "- ```\n  a\n  ```\n", true)]
    #[case::open_code(Format::Markdown, "````\na\n```\n", false)]
    #[case::open_code_to_kramdown(Format::Jekyll, "```\na\n", true)]
    #[case::comment(Format::Hugo, "<!-- a\n```\n--> b\n", true)]
    #[case::open_comment(Format::Hugo, "text\n\n<!-- a\n", false)]
    #[case::script(Format::Hugo, "<script>\nx\n\n", false)]
    #[case::ended_script(Format::Hugo, "<SCRIPT>\nx\n</script>\n\ntext\n", true)]
    #[case::style(Format::Zola, "<style media=x>\n", false)]
    #[case::pre(Format::Markdown, "<pre>\nx\n", false)]
    #[case::preview(Format::Markdown, "<preview>\nx\n", true)]
    #[case::textarea(Format::Markdown, "<textarea>\n", false)]
    #[case::instruction(Format::Markdown, "<?php\n", false)]
    #[case::element(Format::Markdown, "<div>\nx\n", false)]
    #[case::details(Format::Hugo, "text\n\n<details>\n<summary>a</summary>\n\ntext\n", false)]
    #[case::ended_details(Format::Hugo, "<details>\n\n- <b>a\n\n    <li>b\n</details>\n", true)]
    #[case::details_in_details(Format::Zola, "<details>\n<details>\n</details>\n", false)]
    #[case::details_in_a_line(Format::Hugo, "`<details>` and\n\n- <details>\n\n> <div>\n", true)]
    #[case::details_in_code(Format::Hugo, "```\n<details>\n```\n\n    <div>\n\n<p>a\n\n<br>\n", true)]
    #[case::own_end(Format::Markdown, "<svg/>\n<div><span></div>\n", true)]
    #[case::details_to_kramdown(Format::Jekyll, "---\ntitle: a\n---\n<details markdown=\"1\">\n\nx\n", false)]
    #[case::liquid(
        Format::Jekyll,
        "---\ntitle: a\n---\n<div markdown=\"1\">\n{% include end.html %}\n",
        true
    )]
    #[case::element_to_kramdown(Format::Jekyll, "---\ntitle: a\n---\n<div>\nx\n", false)]
    #[case::ended_element(Format::Jekyll, "---\ntitle: a\n---\n<div>\nx\n</div>\n", true)]
    #[case::merge(Format::Markdown, CONFLICT, false)]
    #[case::pointer(
        Format::Jekyll,
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n",
        false
    )]
    #[case::feed(Format::Jsonfeed, r#"{"items": []}"#, true)]
    #[case::no_feed(Format::Jsonfeed, r#"{"items": 1}"#, false)]
    #[case::cut_feed(Format::Jsonfeed, r#"{"items": [{"id": "#, false)]
    #[case::merged_feed(Format::Jsonfeed, "{\n<<<<<<< a\n=======\n>>>>>>> b\n}", false)]
    #[case::bib(Format::Bibtex, "text {\n@misc{a,\n title = {{T\\{}}\n}\n", true)]
    #[case::cut_bib(Format::Bibtex, "@misc{a,\n url = {b}\n}\n\n@misc{c,\n title = {Half", false)]
    #[case::own_bib(Format::Bibtex, "% none yet\n", true)]
    fn adds_only_to_what_is_understood(#[case] format: Format, #[case] text: &str, #[case] expected: bool) {
        let result = understand(Path::new("file"), format, text);
        assert_eq!(result.is_ok(), expected, "{result:?}");
    }
}
