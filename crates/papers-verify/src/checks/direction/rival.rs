//! Finds comparisons in which the paper's own work and a rival have changed places: `MWSIS outperforms ALISE` for *ALISE outperforms
//! MWSIS*. The source must call the rival beaten, by the same work or by one without a name (*our method*), and say nowhere that it
//! wins or that the work loses.

use super::is_negated;
use crate::checks::polarity::is_break;
use crate::checks::proximity::Claimed;
use crate::source::Source;
use crate::text::squash::squash;
use crate::text::token::{Kind, Token, tokens};

/// The words of a name.
type Name = Vec<String>;

/// Somebody who beats another.
struct Win {
    /// None if it has no name: `our method`.
    winner: Option<Name>,
    loser: Name,
}

/// Returns the winner of a comparison that the source tells the other way round.
pub(super) fn turned(claimed: &Claimed<'_>) -> Option<String> {
    let tokens = &claimed.sentence.tokens;
    let wins = english(tokens).into_iter().chain(eastern(tokens));
    wins.into_iter().find_map(|win| {
        let winner = win.winner?;
        is_turned(claimed.basis.source, &winner, &win.loser).then(|| winner.join(" "))
    })
}

fn is_turned(source: &Source, winner: &Name, loser: &Name) -> bool {
    let (mut turned, mut is_own) = (false, false);
    for line in source.plain_lines() {
        let tokens: Vec<Token<'_>> = tokens(line).collect();
        let has = |name: &Name| tokens.iter().any(|token| name.contains(&squash(token.text)));
        if !has(winner) && !has(loser) {
            continue;
        }
        for win in english(&tokens) {
            if win.winner.as_ref().is_some_and(|own| are_alike(own, winner)) || are_alike(&win.loser, loser) {
                return false;
            }
            let is_by_loser = win.winner.as_ref().map(|own| are_alike(own, loser));
            turned |= are_alike(&win.loser, winner) && is_by_loser != Some(false);
            is_own |= is_by_loser == Some(true);
        }
        if concedes(line) {
            return false;
        }
        is_own |= has(loser) && presents(&tokens, loser);
    }
    turned && is_own
}

fn are_alike(one: &Name, other: &Name) -> bool {
    one.iter().any(|word| other.contains(word))
}

/// Returns true for a line that may say that somebody loses.
fn concedes(line: &str) -> bool {
    const WORDS: [&str; 12] = [
        "behind", "short of", "below", "worse", "lag", "trail", "inferior", "underperform", "gap", "lower",
        "weaker", "except",
    ];
    let lower = line.to_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}

/// Returns true if the authors present something of this name: `we propose ALISE`, or a title that begins with it.
fn presents(tokens: &[Token<'_>], name: &Name) -> bool {
    const VERBS: &str = "propose introduce present build develop design release train call named called";
    let at = tokens.iter().position(|token| name.contains(&squash(token.text)));
    let titled = at == Some(0) && tokens.iter().any(|token| token.is(":"));
    titled
        || at.is_some_and(|at| {
            let before = tokens.get(..at).unwrap_or_default();
            before.iter().any(|token| VERBS.split(' ').any(|verb| verb == token.text))
        })
}

/// Returns true for a word of a name: with a capital or a digit that is not at its beginning, or with a capital within a sentence.
fn is_name(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| {
        let marks = |c: char| c.is_uppercase() || c.is_ascii_digit();
        let letters = token.text.contains(char::is_alphabetic);
        let is_coined = token.text.chars().skip(1).any(marks);
        token.kind == Kind::Latin
            && letters
            && (is_coined || at > 0 && token.text.starts_with(char::is_uppercase))
    })
}

/// Returns the name that begins at a token.
fn name_at(tokens: &[Token<'_>], at: usize) -> Option<Name> {
    let words = (at..tokens.len()).take_while(|&at| is_name(tokens, at));
    let words: Name = words.filter_map(|at| Some(squash(tokens.get(at)?.text))).collect();
    (!words.is_empty()).then_some(words)
}

/// Returns the name that ends before a token.
fn name_before(tokens: &[Token<'_>], end: usize) -> Option<Name> {
    let begin = (0..end).rev().take_while(|&at| is_name(tokens, at)).last()?;
    name_at(tokens.get(..end)?, begin)
}

/// Reads English.
fn english(tokens: &[Token<'_>]) -> Vec<Win> {
    const VERBS: [&str; 6] = ["outperform", "surpass", "exceed", "beat", "outdo", "outpac"];
    const ENDS: &str = "on in by at with for across under when while despite using";
    /// The maximum number of tokens between the verb and each name.
    const REACH: usize = 6;
    let ends = |at: &usize| {
        tokens.get(*at).is_none_or(|token| is_break(token) || ENDS.split(' ').any(|word| word == token.text))
    };
    let win = |at: usize| {
        let loser = (at + 1..).take(REACH).take_while(|at| !ends(at)).find_map(|at| name_at(tokens, at))?;
        let before = (at.saturating_sub(REACH)..at).rev().take_while(|at| !ends(at));
        let winner =
            before.into_iter().find(|&at| is_name(tokens, at)).and_then(|at| name_before(tokens, at + 1));
        Some(Win { winner, loser })
    };
    let is_verb = |token: &Token<'_>| VERBS.iter().any(|verb| token.text.starts_with(verb));
    let verbs = tokens.iter().enumerate().filter(|(at, token)| is_verb(token) && !is_negated(tokens, *at));
    verbs.filter_map(|(at, _)| win(at)).collect()
}

/// Reads Korean, where both names have a particle, and Chinese, where they stand right beside the word.
fn eastern(tokens: &[Token<'_>]) -> Option<Win> {
    const TOPICS: [&str; 4] = ["가", "이", "은", "는"];
    const BEATEN: [&str; 3] = ["보다", "를", "을"];
    const BEATS: [&str; 7] = ["앞서", "앞선", "앞섰", "능가", "뛰어넘", "우수", "우월"];
    const CHINESE: [&str; 6] = ["优于", "胜过", "超越", "领先于", "超过", "比"];
    const MORE: [&str; 5] = ["高", "好", "快", "强", "优"];
    let begins = |at: usize, words: &[&str]| {
        tokens.get(at).is_some_and(|token| words.iter().any(|word| token.text.starts_with(word)))
    };
    let find = |words: &[&str]| (1..tokens.len()).find(|&at| begins(at, words) && is_name(tokens, at - 1));
    if let Some(at) = (1..tokens.len()).find(|&at| begins(at, &CHINESE) && is_name(tokens, at + 1)) {
        let (winner, loser) = (name_before(tokens, at)?, name_at(tokens, at + 1)?);
        let is_more = !begins(at, &["比"]) || begins(at + 1 + loser.len(), &MORE);
        return (is_more && !is_negated(tokens, at)).then_some(Win { winner: Some(winner), loser });
    }
    let (topic, beaten) = (find(&TOPICS)?, find(&BEATEN)?);
    let beats = |token: &Token<'_>| BEATS.iter().any(|word| token.text.contains(word));
    let verb = (topic.max(beaten)..tokens.len()).find(|&at| tokens.get(at).is_some_and(beats))?;
    let (winner, loser) = (name_before(tokens, topic)?, name_before(tokens, beaten)?);
    (!is_negated(tokens, verb)).then_some(Win { winner: Some(winner), loser })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::trial::judge;

    const TEXT: &str = "We propose Alise for segmentation. Our approach even outperforms MWSIS, which needs boxes, by 2.53% in mAP.";
    const NAMED: &str = "We build Pathologist-o3. It reaches 84.5%. Pathologist-o3 exceeds the strong OpenAI o3 model on slides.";

    #[rstest]
    #[case(TEXT, "MWSIS outperforms Alise by 2.53% in mAP.")]
    #[case(TEXT, "MWSIS가 Alise를 mAP 2.53% 차이로 앞선다.")]
    #[case(TEXT, "MWSIS 比 Alise 高出 2.53%。")]
    #[case(NAMED, "OpenAI o3 outperforms Pathologist-o3 on slides.")]
    #[case(NAMED, "OpenAI o3가 Pathologist-o3보다 우수하다.")]
    #[case(NAMED, "OpenAI o3 优于 Pathologist-o3。")]
    fn rivals_that_changed_places_are_found(#[case] text: &str, #[case] digest: &str) {
        assert!(judge(text, digest, turned).is_some());
    }

    #[rstest]
    #[case(TEXT, "Alise outperforms MWSIS by 2.53% in mAP.")]
    #[case(TEXT, "Alise가 MWSIS를 2.53% 앞선다.")]
    #[case(TEXT, "Alise 优于 MWSIS。")]
    #[case(TEXT, "MWSIS does not outperform Alise.")]
    #[case(TEXT, "MWSIS outperforms Beta.")]
    #[case(NAMED, "Pathologist-o3는 OpenAI o3보다 우수하다.")]
    #[case(
        "We propose Alise. It outperforms MWSIS on boxes but falls short of MWSIS on points.",
        "MWSIS outperforms Alise on points."
    )]
    #[case("We propose Alise. It outperforms MWSIS. MWSIS outperforms Beta.", "MWSIS outperforms Alise.")]
    fn what_agrees_or_cannot_be_told_passes(#[case] text: &str, #[case] digest: &str) {
        assert_eq!(judge(text, digest, turned), None);
    }
}
