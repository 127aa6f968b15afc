//! Recognizes text that only says that something is missing.

use std::sync::LazyLock;

use super::pattern::pattern;
use super::phrase::Phrase;
use regex::Regex;

/// The nouns in Korean phrases for "none": `내용 없음`, `해당 사항 없음`.
pub(super) const NOUNS: &str = "(?:내용|요약|정보|자료|결과|언급|명시|해당(?: ?(?:내용|사항))?)";

/// Words that mean "nothing".
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    let begin = r"(?i)^[\s*_`'“”().\[-]*(?:n/?a|none|nil|null|undefined|unknown|empty|[.…?–—-]*";
    let end = r"|미정|모름|記載なし|なし|未提及|无)[\s*_`'“”().。\]-]*$";
    pattern(&format!("{begin}|(?:{NOUNS}(?:이|가)? ?)?없(?:음|습니다|다){end}"))
});

/// Statements that the source does not mention something, in the wordings of posts and of models.
static STATED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^[\s(\[]*(?:",
        r"(?:(?:this|the limitations?|limitations?|it|they) (?:is|are|were|was) )?not (?:explicitly |clearly )?(?:stated|mentioned|specified|provided|discussed|described|reported|given|addressed|available|applicable)(?: (?:in|by) the (?:provided |given |available )?(?:abstract|text|paper|source|authors|document)(?: read)?)?",
        r"|(?:(?:(?:읽은|제공된|주어진) )?(?:본문|초록|논문|텍스트|원문)(?:에|에는|에서|에서는) ?)?(?:한계(?:점)?(?:가|는|에 대해|에 대한)? ?)?(?:명시적으로 |별도로 |따로 )?(?:언급|명시|기술|서술|제시|기재|논의)(?:되어 있지|되지|하지|된 바|된 내용이|이|가)? ?(?:않(?:다|음|았다|았음|습니다|는다)|없(?:다|음|습니다))",
        r"|(?:読んだ)?(?:本文|要旨|論文)に(?:は)?(?:記載|言及|記述)(?:が|は)?(?:ない|ありません|されていない)",
        r"|(?:所读)?(?:正文|摘要|论文|文)中(?:并)?未(?:明确)?(?:提及|说明|提到|讨论)",
        r"|im (?:gelesenen |vorliegenden )?(?:text|abstract|artikel) nicht (?:angegeben|erwähnt|genannt)",
        r"|non (?:précisée?|mentionnée?|indiquée?) dans (?:le|l['’]) ?(?:résumé|texte(?: lu)?|article)",
        r"|no se (?:indica|menciona|especifica) en el (?:resumen|texto(?: leído)?|artículo)",
        r"|não consta no (?:resumo|texto(?: lido)?|artigo)|non indicato nel (?:sommario|testo(?: letto)?)|в (?:аннотации|прочитанном тексте|тексте) не указано",
        r")[\s.。)\]]*$"
    ))
});

/// The ASCII beginnings of such statements, so that the long pattern is rarely evaluated.
static BEGINNING: LazyLock<Phrase> = LazyLock::new(|| {
    Phrase::constant(
        r"^[\s(\[]*(?:(?:(?:this|the limitations?|limitations?|it|they) (?:is|are|were|was) )?not |im |non |no se )",
    )
});

/// Returns true for the text of an empty field: `N/A`, `none`, `내용 없음`, a dash.
pub fn is_bare(text: &str) -> bool {
    BARE.is_match(text)
}

/// Returns true for a statement that the source does not say something, which needs no support.
pub fn is_stated(text: &str) -> bool {
    (!text.is_ascii() || BEGINNING.is_match(text)) && STATED.is_match(text)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("N/A")]
    #[case("(none)")]
    #[case("—")]
    #[case("없음.")]
    #[case("내용이 없습니다.")]
    #[case("해당 사항 없음")]
    #[case("記載なし。")]
    fn words_of_an_empty_field_say_nothing(#[case] text: &str) {
        assert!(is_bare(text) && !is_stated(text), "{text}");
    }

    proptest::proptest! {
        #[test]
        fn what_is_stated_begins_so(text in "[(\\[ ]?(This is |the limitations were |They are |)([Nn]ot |im |no se |non )((explicitly |clearly |)(stated|mentioned|available)( in the (text|paper)|)|menciona en el resumen|gelesenen text nicht genannt)[.)]?") {
            proptest::prop_assert_eq!(is_stated(&text), STATED.is_match(&text));
        }
    }

    #[rstest]
    #[case("Not stated in the text.")]
    #[case("not mentioned")]
    #[case("명시되지 않음.")]
    #[case("본문에 명시적으로 언급되지 않음")]
    #[case("읽은 본문에 언급되어 있지 않다.")]
    fn a_statement_that_the_source_is_silent_is_one(#[case] text: &str) {
        assert!(is_stated(text) && !is_bare(text), "{text}");
    }

    #[rstest]
    #[case("None of the models fail.")]
    #[case("본문에 언급되지 않은 99%의 성능을 보인다.")]
    #[case("결과가 없다면 다시 묻는다.")]
    #[case("Not stated are the costs of training.")]
    #[case("The limits are not discussed by earlier work.")]
    fn what_says_something_is_neither(#[case] text: &str) {
        assert!(!is_stated(text) && !is_bare(text), "{text}");
    }
}
