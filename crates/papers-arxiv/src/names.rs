//! Parses the line of authors of a raw record. arXiv's format is names separated by commas or "and", each followed by affiliations
//! in brackets (<https://info.arxiv.org/help/prep.html#author>).

use papers_paper::Author;
use papers_paper::text::clean;

/// Suffixes after a comma that belong to the name before.
const SUFFIXES: [&str; 7] = ["jr", "sr", "ii", "iii", "iv", "v", "phd"];
/// The minimum number of letters of an affiliation. Fewer are the number of one listed at the end of the line.
const MIN_AFFILIATION: usize = 3;

/// A name as written, and the text in brackets after it.
#[derive(Default)]
struct Piece {
    name: String,
    brackets: Vec<String>,
}

/// Parses the authors of a line.
pub(super) fn authors(line: &str) -> Vec<Author> {
    let mut authors: Vec<Author> = Vec::new();
    for piece in pieces(line) {
        let name = clean::name(&piece.name);
        let bare = name.trim_end_matches('.').to_lowercase();
        let is_suffix = SUFFIXES.contains(&bare.as_str());
        if let Some(before) = authors.last_mut().filter(|_| is_suffix) {
            before.name = format!("{} {name}", before.name);
        } else if !name.is_empty() && !bare.starts_with("et al") {
            authors.push(Author { name, affiliations: affiliations(&piece.brackets) });
        }
    }
    authors
}

/// Returns the affiliations in brackets. A list of all affiliations with their numbers does not belong to one author.
fn affiliations(brackets: &[String]) -> Vec<String> {
    let tells = |text: &&String| {
        !text.trim_start().starts_with('(')
            && text.chars().filter(|c| c.is_alphabetic()).count() >= MIN_AFFILIATION
    };
    brackets.iter().filter(tells).map(|text| clean::line(text)).collect()
}

fn pieces(line: &str) -> Vec<Piece> {
    let mut pieces = vec![Piece::default()];
    let mut depth = 0usize;
    let mut before = ' ';
    // A word that ends the line may be "and" too.
    for c in line.chars().chain([' ']) {
        let Some(piece) = pieces.last_mut() else { break };
        match c {
            '(' => {
                depth += 1;
                match depth {
                    1 => piece.brackets.push(String::new()),
                    _ => push_inside(piece, c),
                }
            }
            ')' if depth > 0 => {
                depth -= 1;
                if depth > 0 {
                    push_inside(piece, c);
                }
            }
            c if depth > 0 => push_inside(piece, c),
            ',' | ';' | ':' if before != '\\' => pieces.push(Piece::default()),
            c if c.is_whitespace() => {
                let joined = piece.name.strip_suffix("and").map(str::to_owned);
                match joined.filter(|rest| rest.is_empty() || rest.ends_with(char::is_whitespace)) {
                    Some(rest) => {
                        piece.name = rest;
                        pieces.push(Piece::default());
                    }
                    None => piece.name.push(' '),
                }
            }
            c => piece.name.push(c),
        }
        before = c;
    }
    pieces
}

fn push_inside(piece: &mut Piece, c: char) {
    if let Some(text) = piece.brackets.last_mut() {
        text.push(c);
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Ada Lovelace", &["Ada Lovelace"])]
    #[case("Ada Lovelace and Alan Turing", &["Ada Lovelace", "Alan Turing"])]
    #[case("A. Bee, C. Dee, and E. Fand", &["A. Bee", "C. Dee", "E. Fand"])]
    #[case(r"Raphael Chetrite, Izaak Neri and \'Edgar Rold\'an", &["Raphael Chetrite", "Izaak Neri", "Édgar Roldán"])]
    #[case("A. Bee (1), C. Dee (1 and 2) ((1) Here, (2) There and elsewhere)", &["A. Bee", "C. Dee"])]
    #[case("Neal J. Evans II, John Doe, Jr., Philip\n  C. Myers", &["Neal J. Evans II", "John Doe Jr.", "Philip C. Myers"])]
    #[case("The X Collaboration: A. Bee, C. Dee, et al.", &["The X Collaboration", "A. Bee", "C. Dee"])]
    #[case("Sand Andersen and Roland", &["Sand Andersen", "Roland"])]
    #[case("", &[])]
    fn splits_a_line_into_names(#[case] line: &str, #[case] expected: &[&str]) {
        let names: Vec<String> = authors(line).into_iter().map(|author| author.name).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn an_affiliation_stands_behind_its_name() {
        let read = authors("A. Bee (School of Maps (East), Here) and C. Dee");
        assert_eq!(read[0].affiliations, ["School of Maps (East), Here"]);
        assert!(read[1].affiliations.is_empty());
    }
}
