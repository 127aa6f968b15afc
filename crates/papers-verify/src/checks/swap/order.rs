//! Compares the order of two numbers in a claim with that in the line of the source that has most of the claim.

use super::view::{Key, Span, View};
use super::{Bonds, Pair, Place};
use crate::checks::Certainty;
use crate::text::token::{is_other, tokens};

/// The maximum excess of the weight of kept bonds over that of reversed ones, if the numbers are in reverse order.
const SLACK: f32 = 0.05;

/// The minimum share of the claim that a line must have for its order to be certain. Chosen on even identifiers, as the other
/// limits here (`docs/MEASURED.md`).
const SHARE: f32 = 0.3;

/// The maximum number of numbers in a line; one with more is a table without its cells.
const MOST: usize = 12;

/// The maximum number of characters between the two numbers, in the claim and in the line.
const NEAR: usize = 80;

/// Prepositions after which English names the whole of which the first number is a part. Korean, Chinese and Japanese name the whole
/// first.
const OF: [&str; 12] =
    ["of", "from", "across", "in", "within", "spanning", "covering", "over", "against", "out", "at", "for"];

/// Words that Korean, Chinese and Japanese put between a whole and its part.
const OF_FOREIGN: [&str; 8] = ["的", "中", "의", "중", "에서", "に", "の", "で"];

/// Words of comparison, on both sides of which a sentence may be reversed.
const THAN: [&str; 9] =
    ["than", "over", "versus", "vs", "compared", "against", "contrast", "relative", "outperforming"];
const THAN_FOREIGN: [&str; 10] =
    ["보다", "대비", "비해", "比", "优于", "高于", "低于", "超过", "より", "に対し"];

/// Words for *each*: `8 groups of 10 each` is `각각 10개인 8개 그룹`.
const EACH: [&str; 8] = ["각각", "각 ", "씩", "每", "各", "ずつ", "jeweils", "chacun"];

impl Pair<'_, '_> {
    /// Returns how certain it is that the numbers changed places, where the source has them in reverse order and next to nothing
    /// is bound as in the claim. It is less certain where languages or comparisons change the order.
    pub(super) fn turned_around(
        &self,
        claim: &View<'_>,
        things: &[(Key, Span)],
        bonds: Bonds,
    ) -> Option<Certainty> {
        let (one, other) = (self.one.number.value, self.other.number.value);
        let between = gap(claim, self.one.span?, self.other.span?);
        let (line, share) = self.nearest(things)?;
        let (ones, others) = (line.spans_of(one), line.spans_of(other));
        let (last, first) = (*others.last()?, *ones.first()?);
        if first < last || line.numbers.len() > MOST {
            return None;
        }
        let found = gap(line, last, first);
        let is_near = |gap: &str| !gap.trim().is_empty() && gap.chars().count() <= NEAR;
        if !is_near(between) || !is_near(found) {
            return None;
        }
        let foreign = |words: &[&str]| words.iter().any(|word| between.contains(word));
        let turns = foreign(&OF_FOREIGN) && has(found, &OF);
        let each = EACH.iter().any(|word| claim.text.contains(word)) && has(line.text, &["each"]);
        // A pair such as `3.5/7.6` keeps its order in any language.
        let is_pair = between.trim() == found.trim() && !between.contains(char::is_alphanumeric);
        // Where they have nothing in common, the words of a translation may stand in any order.
        let is_told = is_pair || share > 0.0;
        if turns || each || !is_told || bonds.kept > bonds.turned + SLACK {
            return None;
        }
        // `2.99 vs. 3.38` is told as `from 3.38 to 2.99`.
        let is_change = claim.starts().contains(&self.one.span?.min(self.other.span?));
        if is_change && has(found, &THAN) {
            return None;
        }
        let compares = foreign(&THAN_FOREIGN) || has(between, &THAN) || has(found, &THAN);
        let may_turn = compares || has(found, &OF) && !has(between, &OF);
        // Other languages are free to put a phrase first.
        let may_turn = may_turn || bonds.turned <= bonds.kept && claim.text.contains(is_other);
        Some(if may_turn || share < SHARE { Certainty::Low } else { Certainty::High })
    }

    /// Returns the line with both numbers that has most of a claim, and its share of that.
    fn nearest(&self, things: &[(Key, Span)]) -> Option<(&View<'_>, f32)> {
        let terms = || things.iter().filter(|(key, _)| !key.is_role());
        let all: f32 = terms().map(|(key, _)| key.weight()).sum();
        let own = |line: &View<'_>| -> f32 {
            terms().filter(|(key, _)| !line.spans(key).is_empty()).map(|(key, _)| key.weight()).sum()
        };
        let lines = self.one.places().iter().filter_map(|place| match place {
            Place::Line(line) if !line.spans_of(self.other.number.value).is_empty() => Some(line),
            Place::Line(_) | Place::Cell(_) => None,
        });
        let weighed = lines.map(|line| (line, own(line) / all.max(f32::EPSILON)));
        // Of equals, the first.
        weighed.reduce(|best, next| if next.1 > best.1 { next } else { best })
    }
}

/// Returns the text between two places.
fn gap<'t>(view: &View<'t>, first: Span, last: Span) -> &'t str {
    view.text.get(first.1..last.0).unwrap_or_default()
}

/// Returns true if a text has one of these English words.
fn has(text: &str, words: &[&str]) -> bool {
    tokens(text).any(|token| words.iter().any(|word| token.text.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::checks::Certainty;
    use crate::checks::swap::swapped;
    use crate::trial::judge;

    fn found(text: &str, digest: &str) -> Option<Certainty> {
        judge(text, digest, |claimed| swapped(claimed).first().map(|fault| fault.certainty))
    }

    const QUERY: &str =
        "It has an encoding latency of 2.29 ns/query and an energy consumption of 73.7 pJ/query.";
    const VALUES: &str = "SCM displayed sensitivity (0.94) and specificity (0.74).";
    const SKILLS: &str = "WizardLM is better on 17 out of 29 skills.";
    const SITES: &str = "We trained it on 2,671 patients across 11 clinical sites.";

    #[rstest]
    // Only the order shows the swap.
    #[case(QUERY, "编码延迟为73.7 ns/查询，能耗为2.29 pJ/查询。", Some(Certainty::Low))]
    #[case(QUERY, "编码延迟为2.29 ns/查询，能耗为73.7 pJ/查询。", None)]
    #[case(VALUES, "SCM은 민감도(0.74)와 특이도(0.94)를 보였다.", Some(Certainty::Low))]
    #[case(VALUES, "SCM的敏感性（0.74）和特异性（0.94）。", Some(Certainty::Low))]
    #[case(VALUES, "SCM은 민감도(0.94)와 특이도(0.74)를 보였다.", None)]
    // The part comes last in these languages.
    #[case(SKILLS, "WizardLM은 29개 중 17개에서 낫다.", None)]
    #[case(SITES, "使用来自11个站点的2,671名患者的数据。", None)]
    #[case("They have 8 categories with 10 questions each.", "각각 10개의 질문으로 8개의 범주가 있다.", None)]
    #[case("They have 3 groups of 8 people each.", "8人ずつ3つの群がある。", None)]
    // A comparison may be reversed.
    #[case(
        "Muon prefers 3T tokens over 10T tokens.",
        "Muon은 10T보다 3T 토큰을 선호한다.",
        Some(Certainty::Low)
    )]
    #[case(
        "Muon prefers 3T tokens over 10T tokens.",
        "Muon prefers 10T tokens over 3T tokens.",
        Some(Certainty::Low)
    )]
    #[case("It cuts the MAE of Muon by 11% (2.99 vs. 3.38).", "Muon의 MAE를 3.38에서 2.99로 줄인다.", None)]
    // The order differs, but each number keeps its noun.
    #[case("It uses 8 GPUs and 16 layers.", "There are 16 layers and 8 GPUs.", None)]
    // A table.
    #[case(
        "Runs SCM 0.1 0.2 0.3 0.94 0.5 0.6 0.7 0.74 0.9 1.1 1.2 1.3 1.4 1.5",
        "SCM은 민감도(0.74)와 특이도(0.94)를 보였다.",
        None
    )]
    fn numbers_in_reverse_order_changed_places(
        #[case] text: &str,
        #[case] digest: &str,
        #[case] certainty: Option<Certainty>,
    ) {
        assert_eq!(found(text, digest), certainty);
    }
}
