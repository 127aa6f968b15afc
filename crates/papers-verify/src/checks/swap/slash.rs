//! Reads lists with slashes: `24.6 / 17.1 on Easy / Hard`.

use crate::number::unit::unit;
use crate::text::token::{Kind, Token};

/// A range of bytes in a text.
type Span = (usize, usize);

/// The maximum distance in bytes between the names and the numbers.
const NEAR: usize = 80;

/// Returns the names in such lists, each with its number, for numbers at these places. A list of numbers corresponds to the nearest
/// list of as many names.
pub(super) fn items(text: &str, tokens: &[Token<'_>], spans: &[Span]) -> Vec<(Span, Span)> {
    let is_joined = |one: &Span, next: &Span| {
        text.get(one.1..next.0).is_some_and(|between| between.trim_matches([' ', '%']) == "/")
    };
    let rows = spans.chunk_by(is_joined).filter(|row| row.len() > 1);
    let lists = names(tokens);
    rows.flat_map(|row| {
        let (first, last) = (row.first().map_or(0, |span| span.0), row.last().map_or(0, |span| span.1));
        let apart = |list: &&Vec<Span>| {
            let (begin, end) = (list.first().map_or(0, |span| span.0), list.last().map_or(0, |span| span.1));
            if end <= first { first - end } else { begin.saturating_sub(last) }
        };
        let fitting = lists.iter().filter(|list| list.len() == row.len() && apart(list) <= NEAR);
        let nearest = fitting.min_by_key(apart).cloned().unwrap_or_default();
        nearest.into_iter().zip(row.iter().copied()).collect::<Vec<_>>()
    })
    .collect()
}

/// Returns the lists of names, of each only the word at the slash.
fn names(tokens: &[Token<'_>]) -> Vec<Vec<Span>> {
    let is_name = |token: &Token<'_>| {
        token.kind != Kind::Sign && token.text.starts_with(char::is_alphabetic) && unit(token.text).is_none()
    };
    let mut lists: Vec<Vec<Span>> = Vec::new();
    for window in tokens.windows(3) {
        let [one, sign, next] = window else { continue };
        if !sign.is("/") || !is_name(one) || !is_name(next) {
            continue;
        }
        let (one, next) = ((one.start, one.end()), (next.start, next.end()));
        match lists.last_mut().filter(|list| list.last() == Some(&one)) {
            Some(list) => list.push(next),
            None => lists.push(vec![one, next]),
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::checks::swap::swapped;
    use crate::trial::judge;

    const BOTH: &str = "Alpha reaches 24.6% / 17.1% on Easy / Hard.";
    const APART: &str = "Gamma scores 31.2 on TriviaQA and 44.9 on NQ.";

    #[rstest]
    #[case(BOTH, "Alpha reaches 24.6% / 17.1% on Easy / Hard.", 0)]
    #[case(BOTH, "Alpha는 Hard/Easy에서 17.1% / 24.6%를 달성한다.", 0)]
    #[case(BOTH, "Alpha는 Easy/Hard에서 17.1% / 24.6%를 달성한다.", 2)]
    #[case(APART, "Gamma scores 31.2/44.9 on TriviaQA/NQ.", 0)]
    #[case(APART, "Gamma在NQ/TriviaQA上得分为44.9/31.2。", 0)]
    #[case(APART, "Gamma scores 44.9/31.2 on TriviaQA/NQ.", 2)]
    #[case(APART, "Gamma在NQ/TriviaQA上得分为31.2/44.9。", 2)]
    fn numbers_and_names_at_slashes_correspond(
        #[case] text: &str,
        #[case] digest: &str,
        #[case] found: usize,
    ) {
        assert_eq!(judge(text, digest, |claimed| swapped(claimed).len()), found);
    }
}
