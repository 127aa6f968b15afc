//! Recognizes clauses that say that the paper does not mention a name, or does nothing with what it names.

use std::sync::LazyLock;

use papers_paper::text::phrase::Phrase;
use papers_paper::text::silence;

use crate::sentence::Sentence;

/// Returns true for a name in a clause that says that the paper does not mention it.
pub(crate) fn is_denied(sentence: &Sentence<'_>, at: usize) -> bool {
    let (before, behind) = clause(sentence, at);
    silence::denies(&format!("{before}{behind}"))
}

/// Returns true for a name in a clause that says that the paper does nothing with it: `未与 QMIX 比较`, `QMIX와 비교하지 않았다`.
pub(super) fn is_left_out(sentence: &Sentence<'_>, at: usize) -> bool {
    let (before, behind) = clause(sentence, at);
    LEFT_OUT.is_match(before) || LEFT_OUT_AFTER.is_match(behind)
}

/// Words before a name that the paper leaves out.
static LEFT_OUT: LazyLock<Phrase> = LazyLock::new(|| {
    Phrase::constant(concat!(
        "(?:未|没有)(?:能|直接|明确)?(?:与|使用|采用|涉及|包含|包括|涵盖|扩展到|验证|测试|讨论|指出|关于|纳入)|缺乏(?:与|在|对)",
        r"|not (?:yet )?(?:been )?(?:compared? (?:with|to|against)|tested on|evaluated? on|validated? on|include|cover|extended? to)\b",
        r"|\bwithout (?:a )?comparison (?:with|to)\b",
    ))
});

/// Words after it.
static LEFT_OUT_AFTER: LazyLock<Phrase> = LazyLock::new(|| {
    Phrase::constant(
        "(?:비교|평가|검증|확장|포함|사용|고려)(?:하|되)지 ?(?:않|못)|(?:比較|評価|検証)し(?:てい)?ない",
    )
});

/// Returns the clause of a token: what is before it, and the rest with it.
fn clause<'a>(sentence: &Sentence<'a>, at: usize) -> (&'a str, &'a str) {
    const ENDS: [char; 4] = [',', ';', ':', '。'];
    let start = sentence.tokens.get(at).map_or(0, |token| token.start);
    let (before, behind) = sentence.text.split_at_checked(start).unwrap_or_default();
    (before.rsplit(ENDS).next().unwrap_or_default(), behind.split(ENDS).next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    fn is_excused(text: &str, name: &str) -> bool {
        let sentence = Sentence::new(text);
        let at = sentence.tokens.iter().position(|token| token.text == name).unwrap();
        is_denied(&sentence, at) || is_left_out(&sentence, at)
    }

    #[rstest]
    #[case("未与更多算法（如QMIX、VDN）比较，尚未扩展到 CT 和 MRI。", "QMIX")]
    #[case("未与更多算法（如QMIX、VDN）比较，尚未扩展到 CT 和 MRI。", "MRI")]
    #[case("论文未明确说明具体的 GPU 型号。", "GPU")]
    #[case("QMIX와 비교하지 않았다.", "QMIX")]
    #[case("The method was not compared with QMIX.", "QMIX")]
    fn a_name_with_which_nothing_is_done_needs_no_support(#[case] text: &str, #[case] name: &str) {
        assert!(is_excused(text, name));
    }

    #[rstest]
    #[case("未见提升，但 QMIX 更快", "QMIX")]
    #[case("QMIX는 정확도를 낮추지 않았다", "QMIX")]
    #[case("It was not compared with VDN, but QMIX is slower.", "QMIX")]
    fn a_denial_of_something_else_is_no_excuse(#[case] text: &str, #[case] name: &str) {
        assert!(!is_excused(text, name));
    }
}
