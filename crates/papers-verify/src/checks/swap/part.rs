//! Reads parts of wholes: `140/226` and `709 of the 1,206` are `226개 중 140개` and `Von 1.206 … 709`.

use super::view::{Span, View};
use super::{Pair, Place};

impl Pair<'_, '_> {
    /// Returns true if the claim names a whole and then its part, with words between them, and the source the part and then the whole.
    pub(super) fn is_part_told_last(&self, claim: &View<'_>) -> bool {
        let (Some(one), Some(other)) = (self.one.span, self.other.span) else { return false };
        let (whole, part) = if one < other { (self.one, self.other) } else { (self.other, self.one) };
        let (whole, part) = (whole.number.value, part.number.value);
        let has_part_first = |line: &View<'_>| {
            let ends =
                |end: Span| line.spans_of(whole).into_iter().any(|begin| is_of(between(line, end, begin)));
            line.spans_of(part).into_iter().any(ends)
        };
        let has_words_between =
            |first: Span, last: Span| between(claim, first, last).contains(char::is_alphabetic);
        part.value() <= whole.value()
            && part.grain() >= 1.0
            && whole.grain() >= 1.0
            && has_words_between(one.min(other), one.max(other))
            && self
                .one
                .places()
                .iter()
                .any(|place| matches!(place, Place::Line(line) if has_part_first(line)))
    }
}

fn between<'t>(view: &View<'t>, first: Span, last: Span) -> &'t str {
    view.text.get(first.1..last.0).unwrap_or_default().trim()
}

/// Returns true for what English puts between a part and its whole.
fn is_of(between: &str) -> bool {
    matches!(
        between,
        "/" | "of" | "of the" | "of all" | "of these" | "of those" | "out of" | "out of the" | "among the"
    )
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::checks::swap::swapped;
    use crate::trial::judge;

    fn found(text: &str, digest: &str) -> usize {
        judge(text, digest, |claimed| swapped(claimed).len())
    }

    const TUMORS: &str = "62% (140/226) of tumors had a BRAF mutation.";
    const PATHS: &str = "Overall, 709 of the 1,206 metapaths were significant.";
    const EVENTS: &str = "Events were found in 31% (N = 12/39) of DMGs and in 44% (N = 21/48) of other HGGs.";

    #[test]
    fn a_pair_of_scores_has_its_order() {
        assert_eq!(found("It gains +3.5/7.6 points on MATH.", "MATH에서 +7.6/3.5 포인트 향상된다."), 2);
    }

    #[rstest]
    #[case(TUMORS, "종양 226개 중 140개(62%)에 BRAF 변이가 있었다.")]
    #[case(TUMORS, "종양 226개 가운데 140개(62%)에 BRAF 변이가 있었다.")]
    #[case(TUMORS, "腫瘍226例中140例（62％）にBRAF変異があった。")]
    #[case(TUMORS, "226个肿瘤中有140个（62%）存在BRAF突变。")]
    #[case(TUMORS, "Von 226 Tumoren hatten 140 (62 %) eine BRAF-Mutation, die nicht selten ist.")]
    #[case(TUMORS, "Of 226 tumors, 140 (62%) had a BRAF mutation.")]
    #[case(PATHS, "1,206개 메타경로 가운데 709개가 유의하였다.")]
    #[case(EVENTS, "DMG의 31%(39개 중 12개)와 기타 HGG의 44%(48개 중 21개)에서 확인되었다.")]
    #[case(EVENTS, "在31%（39例中12例）的DMG和44%（48例中21例）的其他HGG中发现。")]
    fn a_whole_may_stand_before_its_part(#[case] text: &str, #[case] digest: &str) {
        assert_eq!(found(text, digest), 0);
    }
}
