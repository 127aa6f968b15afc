//! Finds sentences that deny what their passage says: `does not improve` for `improves`.
//!
//! The passage of a negation is the lines of the source with most of the claim's terms around it. The sentence is denied if none of
//! these lines has a word with which English says that something is not so. What only the source denies is not judged: its sentences
//! are longer, and a negation in them is mostly about something that the claim leaves out.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::checks::Fault;
use crate::checks::names;
use crate::checks::proximity::{Claimed, Passage, TWO_WORDS};
use crate::source::Source;
use crate::text::token::{Kind, Token};
use papers_paper::FindingKind;

/// The minimum share of the claim's terms in the best line, and that of other lines of the passage relative to it. Chosen on even
/// identifiers (`docs/MEASURED.md`).
const SHARE: f32 = 0.35;
const PASSAGE: f32 = 0.6;

/// Returns a negation of the sentence whose passage denies nothing.
pub(crate) fn added(claimed: &Claimed<'_>) -> Option<Fault> {
    let sentence = claimed.sentence;
    let judged = |&(at, _): &(usize, &str)| !sentence.is_gloss(at) && !names::is_denied(sentence, at);
    let against =
        |&(at, _): &(usize, &str)| affirms(&claimed.claim().passage(at, TWO_WORDS), claimed.basis.source);
    let found = negations(&sentence.tokens).into_iter().filter(judged).find(against);
    found.map(|(_, word)| Fault::new(FindingKind::ReversedClaim, word.to_owned()))
}

/// Returns true if a passage is found and none of its lines denies anything.
fn affirms(passage: &Passage, source: &Source) -> bool {
    let Some(&(_, best)) = passage.lines.first().filter(|(_, best)| *best >= SHARE) else { return false };
    let lines = passage.lines.iter().take_while(|(_, share)| *share >= PASSAGE * best);
    lines.into_iter().all(|&(line, _)| !denies(source.plain_line(line)))
}

/// Returns true if a line of the source has a word that may deny something.
fn denies(line: &str) -> bool {
    line.split(|c: char| !c.is_alphanumeric() && c != '\'').any(|word| WORDS.hints_at(word))
}

/// The words of negation.
#[derive(Default)]
struct Words {
    /// Words that deny, in Latin script.
    latin: HashSet<&'static str>,
    /// Words of other scripts by their first character, the longest first, and whether they deny.
    other: HashMap<char, Vec<(&'static str, bool)>>,
    hints: HashSet<&'static str>,
    /// The beginnings of hints with any ending.
    stems: Vec<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for line in include_str!("negation.txt").lines().filter(|line| !line.starts_with('#')) {
        let Some((kind, list)) = line.split_once(':') else { continue };
        list.split_whitespace().for_each(|word| words.add(kind, word));
    }
    for list in words.other.values_mut() {
        list.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    }
    words
});

impl Words {
    fn add(&mut self, kind: &str, word: &'static str) {
        match (kind, word.strip_suffix('*'), word.chars().next()) {
            ("hints", Some(stem), _) => self.stems.push(stem),
            ("hints", None, _) => drop(self.hints.insert(word)),
            (_, _, Some(first)) if first.is_ascii() => drop(self.latin.insert(word)),
            (_, _, Some(first)) => self.other.entry(first).or_default().push((word, kind == "says")),
            _ => {}
        }
    }

    fn hints_at(&self, word: &str) -> bool {
        let lower = word.to_ascii_lowercase();
        self.hints.contains(lower.as_str()) || self.stems.iter().any(|stem| lower.starts_with(stem))
    }

    /// Returns the listed word at the beginning of a text, and whether it denies.
    fn at_start(&self, text: &str) -> Option<(&'static str, bool)> {
        let listed = self.other.get(&text.chars().next()?)?;
        listed.iter().copied().find(|(word, _)| text.starts_with(word))
    }
}

/// Returns the negations of a sentence with the indices of their tokens.
fn negations<'a>(tokens: &[Token<'a>]) -> Vec<(usize, &'a str)> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Latin if is_negation(token.text, tokens.get(at + 1)) => found.push((at, token.text)),
            Kind::Other => found.extend(negation_in(token.text).map(|word| (at, word))),
            _ => {}
        }
    }
    found
}

/// Returns true for an English negation; `not only` and `not necessarily` are none.
fn is_negation(word: &str, next: Option<&Token<'_>>) -> bool {
    const LIMITS: [&str; 5] = ["only", "just", "merely", "necessarily", "limited"];
    let limited = next.is_some_and(|next| LIMITS.contains(&next.text));
    !limited && WORDS.latin.contains(word.to_ascii_lowercase().as_str())
}

/// Returns the first negation in a run of Hangul, Han or kana.
fn negation_in(run: &str) -> Option<&str> {
    let mut rest = run;
    while let Some(first) = rest.chars().next() {
        let known = WORDS.at_start(rest);
        let length = known.map_or(first.len_utf8(), |(word, _)| word.len());
        if known.is_some_and(|(_, denies)| denies) {
            return rest.get(..length);
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    None
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::trial::judge;

    fn found(text: &str, digest: &str) -> Option<String> {
        judge(text, digest, added).map(|fault| fault.detail)
    }

    #[rstest]
    #[case(
        "SHANKS improves the accuracy of translation.",
        "SHANKS does not improve the accuracy of translation."
    )]
    #[case("SHANKS improves the accuracy of translation.", "SHANKS는 번역 정확도를 높이지 못한다.")]
    #[case("SHANKS improves the accuracy of translation.", "SHANKS는 번역 정확도를 개선하지 않음.")]
    #[case("SHANKS improves the accuracy of translation.", "SHANKS无法提高翻译准确率。")]
    #[case("SHANKS improves the accuracy of translation.", "SHANKSは翻訳の正解率を改善しない。")]
    fn a_negation_that_the_passage_does_not_have_is_found(#[case] text: &str, #[case] digest: &str) {
        assert!(found(text, digest).is_some());
    }

    #[rstest]
    // The passage denies it too, in whatever words.
    #[case("SHANKS does not improve the accuracy of translation.", "SHANKS는 번역 정확도를 높이지 못한다.")]
    #[case("SHANKS fails to improve the accuracy of translation.", "SHANKS无法提高翻译准确率。")]
    #[case(
        "SHANKS leaves the accuracy of translation unchanged.",
        "SHANKS does not improve the accuracy of translation."
    )]
    // Nothing is denied.
    #[case("SHANKS improves accuracy and speed.", "SHANKS는 정확도뿐만 아니라 속도도 높인다.")]
    #[case("SHANKS improves accuracy and speed.", "SHANKS improves not only accuracy but speed.")]
    #[case("SHANKS relates accuracy to speed.", "SHANKS는 예상치 못한 정확도와 속도의 관계를 찾는다.")]
    #[case("SHANKS needs accuracy and speed.", "SHANKS中准确率与速度不可或缺。")]
    #[case("SHANKS gives accuracy and speed at a cost.", "SHANKS的准确率与速度代价不可接受。")]
    // The paper says nothing of the kind.
    #[case("SHANKS improves accuracy.", "SHANKS는 정확도를 높인다(수치는 초록에 없음).")]
    #[case("SHANKS improves accuracy.", "SHANKS 논문의 정확도 수치는 초록에 명시되지 않음.")]
    // No passage.
    #[case("SHANKS improves accuracy.", "날씨가 좋지 않다.")]
    fn agreeing_and_undecidable_denials_pass(#[case] text: &str, #[case] digest: &str) {
        assert_eq!(found(text, digest), None);
    }
}
