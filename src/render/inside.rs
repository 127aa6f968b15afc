//! Writes the summary of a post for search engines, feeds and lists of posts. It is plain text without counts, so that it stays
//! true when papers are added.

use std::sync::LazyLock;

use papers_paper::Record;
use papers_paper::text::math::{Piece, pieces};
use papers_paper::text::{self, pattern};
use regex::Regex;

use super::clean;

/// The maximum length in characters, which search engines show.
const SHOWN: usize = 160;

/// The maximum length of a text before a colon that counts as a paper's short name, in characters.
const MAX_NAME: usize = 40;

const BETWEEN: &str = " · ";

/// Joins the short names of the papers, as many as fit: `Ming-UniVision · SHANKS · …`.
pub(super) fn description(record: &Record) -> String {
    let mut text = String::new();
    for entry in &record.papers {
        let title = plain(&entry.paper.title);
        let name = short(&title);
        let length = text.chars().count() + BETWEEN.chars().count() + name.chars().count();
        if !text.is_empty() && length > SHOWN {
            return format!("{text}{BETWEEN}…");
        }
        if !text.is_empty() {
            text.push_str(BETWEEN);
        }
        text.push_str(name);
    }
    text
}

/// Joins all titles.
pub(super) fn excerpt(record: &Record) -> String {
    let titles: Vec<String> = record.papers.iter().map(|entry| plain(&entry.paper.title)).collect();
    titles.join(BETWEEN)
}

/// Returns the short name of a paper, `SHANKS` of `SHANKS: Simultaneous Hearing and Thinking`, or its whole title.
fn short(title: &str) -> &str {
    match title.split_once(": ") {
        Some((name, _)) if name.chars().count() <= MAX_NAME => name,
        _ => title,
    }
}

/// Commands that only change the font of their argument.
static STYLED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\\(?:math[a-z]+|operatorname\*?|boldsymbol|bm)\s*\{([^{}]*)\}"));

/// Removes TeX from a title as far as possible: `$\pi_{0}$` becomes `π_0`.
pub(super) fn plain(title: &str) -> String {
    let parts = pieces(title).into_iter().map(|piece| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Math(tex) | Piece::Display(tex) => {
            // An index belongs to no name of a command.
            let tex = STYLED.replace_all(tex, "$1").replace('_', "{}_");
            text::clean::line(&tex).replace(['{', '}'], "")
        }
    });
    clean::one_line(&parts.collect::<String>()).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use papers_paper::{Entry, Paper};

    fn record(titles: &[&str]) -> Record {
        let entry = |title: &&str| {
            let paper = serde_json::json!({ "id": "2510.06590", "title": title });
            let paper: Paper = serde_json::from_value(paper).unwrap();
            serde_json::from_value::<Entry>(serde_json::json!({ "paper": paper })).unwrap()
        };
        Record { papers: titles.iter().map(entry).collect(), ..crate::render::sample::record() }
    }

    #[test]
    fn names_the_papers_and_stops_where_a_search_engine_does() {
        let few = record(&["SHANKS: Hearing", "A $\\pi_0$\n  Model"]);
        assert_eq!(description(&few), "SHANKS · A π_0 Model");
        assert_eq!(excerpt(&few), "SHANKS: Hearing · A π_0 Model");
        assert_eq!(
            plain(r"$\mathbf{D}^{3}$QE, $\text{Mo}_{2}$ and $\alpha \times \mathcal{O}(n)$"),
            "D^3QE, Mo_2 and α × O(n)"
        );
        let many = description(&record(&["A title of thirty-four characters."; 20]));
        assert!(many.chars().count() <= SHOWN + 4 && many.ends_with(" · …"), "{many}");
        assert_eq!(description(&record(&[])), "");
    }
}
