//! Finds counts of things of which the source always gives another count, and none of whose lines has both: four scenarios for
//! *three scenarios*.

use crate::checks::list::counts_what_follows;
use crate::checks::numbers::says_amount;
use crate::checks::proximity::Claimed;
use crate::checks::{Certainty, Fault};
use crate::number::Number;
use crate::number::precision::Precision;
use crate::number::quantity::Quantity;
use crate::sentence::Sentence;
use crate::source::occurrence::Occurrence;
use crate::source::tally;
use crate::text::lexicon;
use crate::text::token::Kind;
use crate::text::words;

/// Returns the counts that differ from the only one of the source.
pub(crate) fn miscounted(claimed: &Claimed<'_>) -> Vec<Fault> {
    let (sentence, source) = (claimed.sentence, claimed.basis.source);
    let is_other = |number: &&Number| {
        let Some(count) = tally::count(number) else { return false };
        let things = things(sentence, number);
        let counts: Vec<u64> = things.iter().filter_map(|&stem| source.only_count(stem)).collect();
        let told = says_amount(sentence, number) && !counts_what_follows(sentence, number);
        let quantity = sentence.quantity(number);
        let is_count = told && !matches!(quantity, Quantity::Measure(_));
        let together = || {
            let spots = source.spots(number, quantity, Precision::Exact);
            let has = |spot: &Occurrence| {
                words::all(source.plain_line(spot.line)).any(|stem| things.contains(&stem))
            };
            spots.iter().any(has)
        };
        is_count && !counts.is_empty() && !counts.contains(&count) && !together()
    };
    let fault = |number: &Number| Fault::misplaced(sentence, number, Certainty::Low);
    sentence.numbers.iter().filter(is_other).map(fault).collect()
}

/// Returns the stems of what a number of the claim counts: of English plurals, or of the first term that the lexicon has in the counter
/// or the word after it.
fn things(sentence: &Sentence<'_>, number: &Number) -> Vec<u64> {
    if !sentence.has_known_words() {
        return Vec::new();
    }
    let next = |by: usize| sentence.tokens.get(number.tokens.end + by);
    match next(0) {
        Some(token) if token.kind == Kind::Other => {
            let runs = [Some(token), next(1).filter(|token| token.kind == Kind::Other)];
            let terms = |text: &str| lexicon::terms(text).next().map(<[u64]>::to_vec);
            runs.into_iter().flatten().find_map(|token| terms(token.text)).unwrap_or_default()
        }
        _ => tally::things(&sentence.tokens, number),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::trial::judge;

    const MODELS: &str =
        "We evaluate three public benchmarks and twelve models. All 12 models fail on the three benchmarks.";
    const MANY: &str = "We evaluate three benchmarks; earlier work used five benchmarks.";

    #[rstest]
    #[case(MODELS, "Four benchmarks are used.", 1)]
    #[case(MODELS, "15개의 모델을 평가하였다.", 1)]
    #[case(MODELS, "评估了四个基准。", 1)]
    #[case(MODELS, "Three benchmarks and 12 models are used.", 0)]
    #[case(MODELS, "12개의 모델을 세 개의 벤치마크에서 평가하였다.", 0)]
    #[case(MODELS, "Two of the benchmarks are hard.", 0)]
    #[case(MODELS, "It wins on two benchmarks (Alpha and Beta).", 0)]
    #[case(MANY, "Four benchmarks are used.", 0)]
    #[case("We use h = 8 parallel layers, or heads. Two heads differ.", "It has 8 parallel heads.", 0)]
    #[case("It has 3 and 6 layers after 4 weeks.", "3개의 층을 2주 동안 학습하였다.", 0)]
    fn a_count_that_the_source_never_has_is_found(
        #[case] text: &str,
        #[case] digest: &str,
        #[case] found: usize,
    ) {
        assert_eq!(judge(text, digest, |claimed| miscounted(claimed).len()), found);
    }
}
