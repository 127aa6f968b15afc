//! Finds a correlation, association or bias whose sign the source has only the other way round (`음의 편의` for *a positive bias*), and
//! `과소평가` for *overestimated*.
//!
//! The words are in `correlation.txt`, for the source and for digests in many languages.

use std::sync::LazyLock;

use papers_paper::FindingKind;
use papers_paper::text::phrase::{Phrase, alternatives, lists};

use crate::checks::direction::negates;
use crate::checks::names;
use crate::checks::proximity::Claimed;
use crate::checks::{Certainty, Fault};

/// The words for two opposites.
struct Pair {
    one: Phrase,
    other: Phrase,
}

static PAIRS: LazyLock<[Pair; 2]> = LazyLock::new(|| {
    let lists = lists(include_str!("correlation.txt"));
    let any = |name: &str| Phrase::constant(&alternatives(&lists, name));
    [("positive", "negative"), ("over", "under")]
        .map(|(one, other)| Pair { one: any(one), other: any(other) })
});

/// Returns the words of a sentence that give a sign, if the source never has this one, and has the other in a line with all names and
/// figures of the sentence. The correlation may be another one, so that this is not certain.
pub(crate) fn reversed(claimed: &Claimed<'_>) -> Option<Fault> {
    PAIRS.iter().find_map(|pair| reversed_in(claimed, pair))
}

fn reversed_in(claimed: &Claimed<'_>, pair: &Pair) -> Option<Fault> {
    let (sentence, source) = (claimed.sentence, claimed.basis.source);
    let Pair { one, other } = pair;
    let (own, other, words) = match (one.find(sentence.text), other.find(sentence.text)) {
        (Some(words), None) => (one, other, words),
        (None, Some(words)) => (other, one, words),
        _ => return None,
    };
    if sentence.tokens.iter().any(|token| negates(token.text)) {
        return None;
    }
    let names = names::names(sentence).map(str::to_lowercase);
    let figures = sentence.tokens.iter().filter(|token| token.text.contains(|c: char| c.is_ascii_digit()));
    let things: Vec<String> = names.chain(figures.map(|token| token.text.to_lowercase())).collect();
    let has_all = |line: &str| {
        let line = line.to_lowercase();
        things.iter().all(|thing| line.contains(thing))
    };
    let is_reversed = !source.plain_lines().any(|line| own.is_match(line))
        && source.plain_lines().any(|line| other.is_match(line) && has_all(line));
    is_reversed.then(|| Fault {
        kind: FindingKind::ReversedClaim,
        detail: sentence.text.get(words).unwrap_or_default().to_owned(),
        certainty: Certainty::Low,
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::trial::judge;

    #[rstest]
    #[case("Fiscal variables exhibit a positive bias.", "재정 변수는 음의 편의를 보인다.")]
    #[case("Fiscal variables exhibit a positive bias.", "Fiscal variables exhibit a negative bias.")]
    #[case("ADMA correlated inversely with age (r=-0.61).", "ADMA는 연령과 양의 상관관계를 보였다.")]
    #[case("ADMA correlated inversely with age (r=-0.61).", "ADMA与年龄呈正相关。")]
    #[case("ADMA correlated inversely with age.", "L'ADMA montrait une corrélation positive avec l'âge.")]
    #[case("Polls overestimate turnout in cities.", "여론 조사는 투표율을 과소평가한다.")]
    #[case("Women are underrepresented among fellows.", "여성은 과대 대표되었다.")]
    #[case("TP53 was upregulated in tumors.", "TP53在肿瘤中下调。")]
    #[case("Polls overestimate turnout in cities.", "Polls underestimate turnout in cities.")]
    #[case("ADMA correlated inversely with age.", "ADMA положительно коррелировал с возрастом.")]
    fn the_other_sign_is_found(#[case] text: &str, #[case] digest: &str) {
        assert!(judge(text, digest, reversed).is_some());
    }

    #[rstest]
    #[case("ADMA correlated inversely with age (r=-0.61).", "ADMA与年龄呈负相关。")]
    #[case(
        "ADMA correlated inversely with age and positively correlated with weight.",
        "ADMA与年龄呈正相关。"
    )]
    #[case("ADMA correlated inversely with age.", "SDMA与年龄呈正相关。")]
    #[case("Polls overestimate turnout in cities.", "여론 조사는 투표율을 과대평가한다.")]
    #[case("Polls overestimate turnout; models underestimate it.", "모델은 투표율을 과소평가한다.")]
    #[case("TP53 was upregulated in tumors.", "TP53在肿瘤中上调。")]
    #[case("ADMA was lower at a higher age.", "ADMA与年龄呈负相关。")]
    #[case("ADMA correlated inversely with age.", "ADMA는 연령과 양의 상관관계를 보이지 않았다.")]
    fn the_same_or_another_one_passes(#[case] text: &str, #[case] digest: &str) {
        assert!(judge(text, digest, reversed).is_none());
    }
}
