//! Finds a gap that a template or a model left in a sentence: `XX BLEU`, `[NUMBER] BLEU`, `○○ BLEU`.

use std::sync::LazyLock;

use papers_paper::text::math::{Piece, pieces};
use papers_paper::text::pattern;
use regex::Regex;

static GAP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        // Letters in place of digits or of a name.
        r"(?-u:\b)(?:X{2,}(?:[.,]X+)?|X[.,]X+|O{2,}|N/A)(?-u:\b)|(?-u:\b)X ?%",
        r"|(?:^|[\s(=~])(?P<sign>_{2,}|\?{2,}|%(?:\.\d)?[sdf]|\{\{?[a-z_][a-z0-9_.]{0,40}\}\}?|\$\{\w+\})(?:[\s%),.;:]|$)",
        r"|[○〇◯△▲□■●◎×ㅇ]{2,}",
        // Brackets with the kind of the thing that is missing.
        r"|[\[【](?:NUM(?:BER)?|VALUE|SCORE|MODEL(?: NAME)?|METRIC|DATA ?SET|RESULTS?|NAME|METHOD|PERCENT(?:AGE)?|FIGURE|DATE|AUTHORS?|BASELINE|TASK|X+|N)[\]】]",
        r"|[\[【<](?i:redacted|(?:insert|add|enter|fill in|put|your) [^\[\]<>()]{1,60}|(?:\w+ )?omitted|placeholder|tbd|todo|missing|unknown|blank|number here|\?+)[\]】>]",
        r"|\((?i:insert [^()]{1,60}|(?:\w+ )?omitted|to be (?:added|determined|filled(?: in)?))\)",
        r"|[\[【](?:수치|숫자|값|점수|모델명?|데이터셋명?|이름|생략|미정|数值|数字|分数|模型名?|具体数值|待补充|省略|数値|スコア|モデル名)[\]】]",
        r"|[\[【(（](?i:citation needed|source needed|need(?:s)? (?:a )?citation|출처 ?(?:필요|없음|미상|확인 필요)|需要(?:引用|来源)|来源(?:请求|待补)|要出典|出典不明|quelle fehlt|cita requerida|référence nécessaire|нужен источник)[\]】)）]",
        r"|(?-u:\b)by N(?: ?%| percent| points)|\pL\?{2,}\pL",
    ))
});

/// Returns the first gap in a sentence, outside of formulas.
pub(crate) fn gap(text: &str) -> Option<&str> {
    let found = GAP.captures(text)?;
    let found = found.name("sign").or_else(|| found.get(0))?;
    let in_text = pieces(text)
        .into_iter()
        .any(|piece| matches!(piece, Piece::Text(text) if text.contains(found.as_str())));
    in_text.then(|| found.as_str())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("The model achieves XX BLEU on the test set.", "XX")]
    #[case("It is XX.X% better.", "XX.X")]
    #[case("It improves efficiency by X%.", "X%")]
    #[case("정확도를 XX%로 높인다.", "XX")]
    #[case("The model achieves ___ BLEU.", "___")]
    #[case("The model achieves ?? BLEU.", "??")]
    #[case("The model achieves %s BLEU.", "%s")]
    #[case("The model achieves {bleu} BLEU.", "{bleu}")]
    #[case("The model achieves [NUMBER] BLEU.", "[NUMBER]")]
    #[case("The model of [redacted] achieves 28.4 BLEU.", "[redacted]")]
    #[case("<insert BLEU score here> on the test set.", "<insert BLEU score here>")]
    #[case("[Results omitted]", "[Results omitted]")]
    #[case("모델은 ○○ BLEU를 달성하였다.", "○○")]
    #[case("점수: OO BLEU", "OO")]
    #[case("It improves over the baseline by N points.", "by N points")]
    #[case("모델은 28.4를 얻었??다.", "었??다")]
    #[case("It reaches 28.4 [citation needed].", "[citation needed]")]
    #[case("모델은 28.4를 얻었다 [출처 필요].", "[출처 필요]")]
    #[case("模型取得了【数值】的BLEU分数。", "【数值】")]
    fn sees_what_was_not_filled_in(#[case] text: &str, #[case] words: &str) {
        assert_eq!(gap(text), Some(words));
    }

    #[rstest]
    #[case("The set $\\{x\\}$ and $__$ hold for $XX^T$.")]
    #[case("Is it new?? Yes, it is!!")]
    #[case("A part of [brackets] and (parentheses) with {1, 2} and snake__case.")]
    #[case("The [MASK] token and the [CLS] token are kept (unknown to the user).")]
    #[case("100%s and 5% differ; the XXL model and ALBERT-xxlarge differ.")]
    #[case("It ends (omitted variables are a problem).")]
    #[case("We propose {HoloV} and the Token Probability Deviation (TBD).")]
    #[case("○ 첫째, 모델을 제안한다.")]
    fn signs_and_brackets_are_no_gaps(#[case] text: &str) {
        assert_eq!(gap(text), None);
    }
}
