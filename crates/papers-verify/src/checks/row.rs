//! Finds figures of another row or column of a table: the claim names a row or column that lacks the figure, and not the one that
//! has it.

use std::ops::Range;

use crate::checks::numbers::says_amount;
use crate::checks::proximity::{Basis, Claimed};
use crate::checks::{Certainty, Fault};
use crate::number::Number;
use crate::number::precision::{Precision, written_grain};
use crate::sentence::Sentence;
use crate::source::lines::{Body, Line};
use crate::source::occurrence::Occurrence;
use crate::text::squash::squash;
use crate::text::token::{Kind, Token};

/// The maximum number of words of a name.
const WORDS: usize = 3;

/// Words of a comparison with something that the claim need not name.
const COMPARES: [&str; 33] = [
    "than", "over", "baseline", "previous", "prior", "compared", "versus", "vs", "best", "from", "without",
    "removing", "drop", "보다", "대비", "비해", "기존", "이전", "기준", "제거", "없이", "比", "优于", "超过",
    "基线", "此前", "去除", "从", "より", "従来", "除", "als", "que",
];

/// Returns the figures that only cells of other rows or columns have, if none of the sentence's figures is in a row or column
/// that it names.
pub(crate) fn of_others(claimed: &Claimed<'_>) -> Vec<Fault> {
    /// The minimum ratio of a number to its last digit; shorter ones stand in any table.
    const LONG: f64 = 100.0;
    /// The maximum number of figures, and of cells with each figure; one in more cells identifies no row.
    const FIGURES: usize = 6;
    const CELLS: usize = 12;
    let sentence = claimed.sentence;
    let is_long = |number: &&Number| {
        let is_figure = number.form.has_quantity() && says_amount(sentence, number);
        is_figure && number.value.value() >= LONG * written_grain(&sentence.tokens, number)
    };
    let figures: Vec<&Number> = sentence.numbers.iter().filter(is_long).collect();
    if figures.is_empty() || figures.len() > FIGURES || compares(sentence) {
        return Vec::new();
    }
    let names = told(sentence);
    let of_other = |number: &&Number| {
        let spots = claimed.basis.source.spots(number, sentence.quantity(number), Precision::Exact);
        (1..=CELLS).contains(&spots.len())
            && spots.iter().all(|spot| is_of_other(claimed.basis, spot, &names))
    };
    if !figures.iter().all(of_other) {
        return Vec::new();
    }
    let fault = |number: &Number| Fault::misplaced(sentence, number, Certainty::Low);
    figures.into_iter().map(fault).collect()
}

fn compares(sentence: &Sentence<'_>) -> bool {
    let has = |word: &&str| match word.is_ascii() {
        true => sentence.tokens.iter().any(|token| token.text.eq_ignore_ascii_case(word)),
        false => sentence.text.contains(*word),
    };
    COMPARES.iter().any(has)
}

/// Returns the words of a sentence, and up to three in a row, in the form in which names are compared.
fn told(sentence: &Sentence<'_>) -> Vec<String> {
    let latin: Vec<&Token<'_>> = sentence.tokens.iter().filter(|token| token.kind == Kind::Latin).collect();
    let joined = |words: &[&Token<'_>]| squash(&words.iter().map(|word| word.text).collect::<String>());
    (1..=WORDS).flat_map(|length| latin.windows(length).map(joined).collect::<Vec<_>>()).collect()
}

/// Returns true for a cell whose row or column the claim does not name, although it names another one.
fn is_of_other(basis: Basis<'_>, spot: &Occurrence, names: &[String]) -> bool {
    let at = spot.line as usize;
    let is_named = |own: &[String]| own.iter().any(|name| names.contains(name));
    let row = |at: usize| basis.lines.get(at).map(row_names).unwrap_or_default();
    if !basis.lines.get(at).is_some_and(|line| matches!(line.body, Body::Row(_))) {
        return false;
    }
    let table = table(basis.lines, at);
    let own = row(at);
    let of_other_row = !own.is_empty() && !is_named(&own) && table.clone().any(|other| is_named(&row(other)));
    let column = |at: usize| basis.lines.get(at).map(column_names).unwrap_or_default();
    let own = spot.column.map(|at| column(at as usize)).unwrap_or_default();
    of_other_row
        || !own.is_empty()
            && !is_named(&own)
            && columns(basis.lines, table).any(|other| is_named(&column(other)))
}

/// Returns the lines of the table around one of its lines.
fn table(lines: &[Line<'_>], at: usize) -> Range<usize> {
    let is_part = |line: &&Line<'_>| matches!(line.body, Body::Row(_) | Body::Columns(_));
    let before = lines.get(..at).unwrap_or_default().iter().rev().take_while(is_part).count();
    let behind = lines.get(at..).unwrap_or_default().iter().take_while(is_part).count();
    at - before..at + behind
}

/// Returns the lines of the column headings of a table.
fn columns(lines: &[Line<'_>], table: Range<usize>) -> impl Iterator<Item = usize> {
    table.filter(move |&at| lines.get(at).is_some_and(|line| matches!(line.body, Body::Columns(_))))
}

/// Returns the names in a row.
fn row_names(line: &Line<'_>) -> Vec<String> {
    match &line.body {
        Body::Row(pieces) => pieces.iter().filter_map(|piece| name(piece.text)).collect(),
        Body::Text(_) | Body::Columns(_) => Vec::new(),
    }
}

/// Returns the names in the headings of a column, each and all together.
fn column_names(line: &Line<'_>) -> Vec<String> {
    let Body::Columns(headings) = &line.body else { return Vec::new() };
    headings.iter().map(String::as_str).chain([headings.join(" ").as_str()]).filter_map(name).collect()
}

/// Returns a heading that is a coined name, in the form in which names are compared.
fn name(heading: &str) -> Option<String> {
    /// The minimum length of a name.
    const SHORTEST: usize = 3;
    let coined = |word: &str| {
        word.starts_with(char::is_alphabetic)
            && word.chars().skip(1).any(|c| c.is_uppercase() || c.is_ascii_digit())
    };
    let words = heading.split_whitespace();
    let is_name = words.clone().count() <= WORDS && words.clone().any(coined);
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '+' | '_');
    let name = squash(heading);
    (is_name
        && heading.starts_with(char::is_alphabetic)
        && heading.chars().all(plain)
        && name.len() >= SHORTEST)
        .then_some(name)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use papers_fulltext as fulltext;
    use papers_paper::{Digest, FindingKind, Writer};

    use crate::policy::Policy;

    const PAGE: &str = "<article class='ltx_document'><section class='ltx_section'><h2 class='ltx_title'>Results</h2>\
        <table class='ltx_tabular'><tr><th class='ltx_th ltx_th_column'>Model</th><th class='ltx_th ltx_th_column'>GSM8K</th>\
        <th class='ltx_th ltx_th_column'>TriviaQA</th></tr>\
        <tr><td class='ltx_td'>GridNet</td><td class='ltx_td'>71.2</td><td class='ltx_td'>63.8</td></tr>\
        <tr><td class='ltx_td'>RowFormer</td><td class='ltx_td'>74.9</td><td class='ltx_td'>66.1</td></tr></table></section></article>";

    #[rstest]
    #[case("RowFormer reaches 71.2.", true)]
    #[case("RowFormer는 71.2를 기록한다.", true)]
    #[case("在TriviaQA上，得分为74.9。", true)]
    #[case("RowFormer reaches 74.9 on GSM8K.", false)]
    #[case("RowFormer는 TriviaQA에서 66.1을 기록한다.", false)]
    #[case("RowFormer scores higher than the 71.2 of the other model.", false)]
    #[case("GridNet reaches 71.2, and RowFormer 74.9.", false)]
    fn a_figure_of_another_row_or_column_is_found(#[case] text: &str, #[case] expected: bool) {
        let paper = serde_json::from_str(r#"{"id": "2510.06590", "title": ""}"#).unwrap();
        let prose = "<p class='ltx_p'>Both models were trained on the same texts with the same settings.</p>"
            .repeat(20);
        let page = PAGE.replace("<table", &format!("{prose}<table"));
        let document = fulltext::html(page.as_bytes(), None).unwrap();
        let digest = Digest { results: vec![text.to_owned()], ..Digest::default() };
        let lang = if text.is_ascii() { "en" } else { "ko" };
        let found = crate::inspect(
            &paper,
            &document,
            &digest,
            &Writer::model("openai:model", lang),
            &Policy::default(),
        );
        assert_eq!(
            found.iter().any(|finding| finding.kind == FindingKind::MisplacedNumber),
            expected,
            "{found:?}"
        );
    }
}
