//! Recognizes text that only says that something is missing.

use std::sync::LazyLock;

use super::pattern::pattern;
use super::phrase::Phrase;
use regex::Regex;

/// The nouns in Korean phrases for "none": `내용 없음`, `해당 사항 없음`.
pub(super) const NOUNS: &str = "(?:내용|요약|정보|자료|결과|언급|명시|해당(?: ?(?:내용|사항))?)";

/// Words that mean "nothing".
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    let begin = r"(?i)^[\s*_`'“”().\[-]*(?:n\.?/?a|not applicable|none(?: (?:is |are |was |were )?(?:reported|stated|mentioned|given|listed|noted|provided|specified|identified|found|available|applicable|disclosed|discussed)(?: (?:in|by) the (?:abstract|paper|text|authors|source))?)?|nil|null|undefined|unknown|empty|[.…?–—-]*";
    let end = r"|미정|모름|記載なし|なし|未提及|无)[\s*_`'“”().。\]-]*$";
    pattern(&format!("{begin}|(?:{NOUNS}(?:이|가)? ?)?없(?:음|습니다|다){end}"))
});

/// Statements that the source does not mention something, in the wordings of posts and of models.
static STATED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^[\s(\[]*(?:(?:apparently|apparemment|al parecer|aparentemente|a quanto pare|có vẻ|görünüşe göre|लगता है कि),? )?(?:",
        r"(?:(?:this|the limitations?|limitations?|it|they) (?:is|are|were|was) )?not (?:explicitly |clearly )?(?:stated|mentioned|specified|provided|discussed|described|reported|given|addressed|available)(?: (?:in|by) the (?:provided |given |available )?(?:abstract|text|paper|source|authors|document)(?: read)?)?",
        r"|(?:(?:(?:읽은|제공된|주어진) )?(?:본문|초록|논문|텍스트|원문)(?:에|에는|에서|에서는) ?)?(?:한계(?:점)?(?:가|는|에 대해|에 대한)? ?)?(?:명시적으로 |별도로 |따로 )?(?:언급|명시|기술|서술|제시|기재|논의)(?:되어 있지|되지|하지|된 바|된 내용이|이|가)? ?(?:않(?:다|음|았다|았음|습니다|는다|은 것으로 보인다)|없(?:다|음|습니다))",
        r"|there (?:is|are|was|were) no (?:(?:specific|explicit|further|detailed|concrete|clear) )*(?:information|details?|mention|discussion|data)(?: (?:about|on|of|regarding|concerning) (?:(?:the|any|its|specific|experimental|main) )*(?:results?|limitations?|methods?|conclusions?|findings|motivation|goals?|contributions?))?(?: (?:given|provided|available|stated))?(?: (?:in|by) (?:the |this )?(?:(?:provided|given|available) )?(?:abstract|text|paper|excerpt|article|study|authors|source|document))?",
        r"|(?:(?:no )?(?:further|more|additional|specific|exact|precise|quantitative|numerical)|no) (?:details?|information|results?|limitations?|conclusions?|figures|numbers) (?:(?:is|are|was|were) )?(?:(?:not |un)?(?:explicitly )?(?:available|given|provided|reported|stated|mentioned|specified|disclosed|discussed))(?: (?:in|by) (?:the |this )?(?:(?:provided|given|available) )?(?:abstract|text|paper|excerpt|article|study|authors|source|document))?",
        r"|(?:results?|limitations?|conclusions?|(?:further |specific )?details) (?:are|is|were|was) not (?:explicitly )?(?:stated|mentioned|discussed|reported|given|provided) in the (?:(?:provided|given|available) )?(?:abstract|text|paper|excerpt|article|source|document)",
        r"|(?:the |this )?(?:(?:provided|given|available) )?(?:authors?|paper|abstract|text|excerpt|article|study|source|document) (?:does|do|did) not (?:explicitly |clearly )?(?:report|mention|state|provide|give|discuss|specify|list|describe|contain|include) (?:(?:any|specific|explicit|numerical|quantitative|concrete|further) )*(?:results?|limitations?|details?|information|figures|numbers|conclusions?|weaknesses|drawbacks)(?: (?:of|for) (?:the|their|its|this) (?:work|study|method|approach|paper))?",
        r"|(?:(?:읽은|제공된|주어진) )?(?:본문|초록|논문|텍스트|원문|저자들?)(?:에|에는|에서|에서는|은|는|이|가|만으로는?) (?:(?:구체적인|명확한|추가|추가적인|세부|상세한|별도의|정량적|정량적인|실험|연구|주요|관련) )*(?:한계(?:점)?|결과|결론|방법(?:론)?|정보|내용|수치|세부 ?사항|사항|동기|기여|목표)(?:에 대한|에 대해(?:서)?(?:는)?)? ?(?:정보|내용|언급|설명|논의)?(?:가|이|는|은|을|를)? ?(?:(?:명시적으로|명확히|별도로|따로|구체적으로|직접|직접적으로) )?(?:(?:언급|명시|기술|서술|제시|기재|논의|보고|제공|설명|포함|공개)(?:되어 있지|하고 있지|되지|하지)|밝히지|밝히고 있지|밝혀지지) ?않(?:는다|다|음|았다|았음|습니다|았습니다)",
        r"|(?:(?:읽은|제공된|주어진) )?(?:본문|초록|논문|텍스트|원문)(?:에|에는|에서|에서는|만으로는?) (?:(?:구체적인|명확한|추가|추가적인|세부|상세한|실험|연구|주요|관련) )*(?:한계(?:점)?|결과|결론|방법(?:론)?|정보|내용|수치|세부 ?사항|동기|기여|목표)(?:에 대한|에 대해(?:서)?(?:는)?)? ?(?:정보|내용|언급|설명|논의)?(?:가|이|는|은|을|를)? ?(?:(?:확인|파악|찾을|알)(?:할)? 수 ?)?없(?:다|음|습니다|었다|었습니다)",
        r"|(?:(?:구체적인|명확한|추가|추가적인|세부|상세한|별도의|정량적인|실험|관련) )*(?:한계(?:점)?|결과|결론|정보|수치|세부 ?사항)(?:가|이|는|은|을|를|에 대해서는|에 대한 (?:정보|내용|언급|설명)(?:는|가|이|은|을|를)?) (?:(?:명시적으로|명확히|별도로|따로|구체적으로) )?(?:(?:언급|명시|기재|제공|보고)(?:되어 있지|되지) ?않(?:다|음|았다|았음|습니다|았습니다|는다)|(?:확인할|파악할|찾을|알) 수 ?없(?:다|음|습니다|었다|었습니다))",
        r"|(?:読んだ)?(?:本文|要旨|論文)に(?:は)?(?:記載|言及|記述)(?:が|は)?(?:ない(?:と見られる)?|ありません|されていない)",
        r"|(?:所读)?(?:正文|摘要|论文|文)中(?:并|似乎)?未(?:明确)?(?:提及|说明|提到|讨论)",
        r"|im (?:gelesenen |vorliegenden )?(?:text|abstract|artikel) (?:offenbar )?nicht (?:angegeben|erwähnt|genannt)",
        r"|non (?:précisée?|mentionnée?|indiquée?) dans (?:le|l['’]) ?(?:résumé|texte(?: lu)?|article)",
        r"|no se (?:indica|menciona|especifica) en el (?:resumen|texto(?: leído)?|artículo)",
        r"|não consta no (?:resumo|texto(?: lido)?|artigo)|non indicato nel (?:sommario|testo(?: letto)?)|в (?:аннотации|прочитанном тексте|тексте)(?:, по-видимому,)? не указано",
        r"|không được (?:nêu|đề cập) trong (?:phần )?(?:tóm tắt|văn bản(?: đã đọc)?|bài báo)|(?:özette|okunan metinde|metinde|makalede) belirtilmemiş(?:tir)?",
        r"|غير مذكور(?:، على ما يبدو،)? في (?:الملخص|النص(?: المقروء)?|الورقة)|(?:सारांश|पाठ|पढ़े गए पाठ|शोधपत्र) में उल्लेख नहीं है",
        r")[\s.。।)\]]*$"
    ))
});

/// Words that deny within a sentence that the source says something.
static DENIED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:未|没有)(?:明确|具体|详细)?(?:说明|提及|提到|给出|列出|报告|披露|指明)",
        r"|(?:언급|명시|기술|제시|보고|공개)(?:되|하)지 ?(?:않|못)|(?:언급|명시)(?:이|가)? ?없",
        r"|(?:記載|言及|明記)(?:が|は|も)?(?:ない|されていない|していない)",
        r"|\b(?:not|never) (?:explicitly |clearly )?(?:stated|mentioned|specified|reported|disclosed)\b",
        r"|\b(?:does|do|did) not (?:explicitly |clearly )?(?:state|mention|specify|report|disclose)\b",
    ))
});

/// The ASCII beginnings of such statements, so that the long pattern is rarely evaluated.
static BEGINNING: LazyLock<Phrase> = LazyLock::new(|| {
    Phrase::constant(
        r"^[\s(\[]*(?:apparently |apparemment |al parecer, |a quanto pare, )?(?:(?:(?:this|the limitations?|limitations?|it|they) (?:is|are|were|was) )?not |im |non |no |further |more |additional |specific |exact |precise |quantitative |numerical |there (?:is|are|was|were) no |(?:results?|limitations?|conclusions?|details) (?:are|is|were|was) not |(?:the |this )?(?:(?:provided|given|available) )?(?:authors?|paper|abstract|text|excerpt|article|study|source|document) (?:does|do|did) not )",
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

/// Returns true for a clause that says that the source does not mention something: what it names is rightly missing there.
pub fn denies(clause: &str) -> bool {
    DENIED.is_match(clause)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("N/A")]
    #[case("N.A.")]
    #[case("Not applicable.")]
    #[case("None reported.")]
    #[case("(none)")]
    #[case("—")]
    #[case("없음.")]
    #[case("내용이 없습니다.")]
    #[case("해당 사항 없음")]
    #[case("記載なし。")]
    fn words_of_an_empty_field_say_nothing(#[case] text: &str) {
        assert!(is_bare(text) && !is_stated(text), "{text}");
    }

    #[rstest]
    #[case("论文未明确说明具体的 GPU 型号", true)]
    #[case("GPU 사양은 명시되지 않았다", true)]
    #[case("The paper does not mention A100 GPUs", true)]
    #[case("未提供监督的 BERT 模型", false)]
    #[case("在 GPU 上未观察到下降", false)]
    fn clauses_deny_that_the_source_says_it(#[case] clause: &str, #[case] expected: bool) {
        assert_eq!(denies(clause), expected);
    }

    proptest::proptest! {
        #[test]
        fn statements_of_silence_begin_with_known_words(text in "[(\\[ ]?(This is |the limitations were |They are |No results |Further details are |The text does |)([Nn]ot |im |no se |non |)((discuss limitations|explicitly |clearly |)(stated|mentioned|available)( in the (text|paper)|)|menciona en el resumen|gelesenen text nicht genannt)[.)]?") {
            proptest::prop_assert_eq!(is_stated(&text), STATED.is_match(&text));
        }
    }

    #[rstest]
    #[case("Not stated in the text.")]
    #[case("not mentioned")]
    #[case("명시되지 않음.")]
    #[case("본문에 명시적으로 언급되지 않음")]
    #[case("읽은 본문에 언급되어 있지 않다.")]
    #[case("Not stated in the text read.")]
    #[case("Not stated in the abstract")]
    #[case("Apparently not stated in the text read.")]
    #[case("읽은 본문에 언급되어 있지 않은 것으로 보인다.")]
    #[case("読んだ本文には記載がないと見られる。")]
    #[case("所读正文中似乎未提及。")]
    #[case("Im gelesenen Text offenbar nicht angegeben.")]
    #[case("Apparemment non précisé dans le texte lu.")]
    #[case("Al parecer, no se indica en el texto leído.")]
    #[case("Aparentemente, não consta no texto lido.")]
    #[case("A quanto pare, non indicato nel testo letto.")]
    #[case("В прочитанном тексте, по-видимому, не указано.")]
    #[case("Có vẻ không được nêu trong phần văn bản đã đọc.")]
    #[case("Görünüşe göre okunan metinde belirtilmemiş.")]
    #[case("غير مذكور، على ما يبدو، في النص المقروء.")]
    #[case("लगता है कि पढ़े गए पाठ में उल्लेख नहीं है।")]
    #[case("The limitations are not explicitly mentioned in the paper.")]
    #[case("초록에 언급되어 있지 않다.")]
    #[case("논문에서 한계점에 대한 언급이 없다.")]
    #[case("There is no information about the results in the paper.")]
    #[case("Further details are not available.")]
    #[case("No specific results are mentioned in the text.")]
    #[case("Limitations are not discussed in the given excerpt.")]
    #[case("The authors do not report any numerical results.")]
    #[case("본문에는 구체적인 결과가 제시되지 않았다.")]
    #[case("초록에서는 실험 결과를 확인할 수 없다.")]
    #[case("논문에서 결과에 대한 정보를 찾을 수 없습니다.")]
    #[case("결과는 명확히 언급되지 않음.")]
    #[case("구체적인 결과는 알 수 없다.")]
    #[case("저자들은 결과를 별도로 밝히지 않았다.")]
    #[case("저자들은 한계점을 명시적으로 언급하지 않았다.")]
    #[case("제공된 초록에는 한계에 대한 언급이 없다.")]
    #[case("読んだ本文には記載がない。")]
    #[case("所读正文中未提及。")]
    #[case("Im gelesenen Text nicht angegeben.")]
    #[case("Non précisé dans le texte lu.")]
    #[case("No se indica en el texto leído.")]
    #[case("Não consta no texto lido.")]
    #[case("Non indicato nel testo letto.")]
    #[case("В прочитанном тексте не указано.")]
    #[case("Không được nêu trong phần văn bản đã đọc.")]
    #[case("Okunan metinde belirtilmemiş.")]
    #[case("غير مذكور في النص المقروء.")]
    #[case("पढ़े गए पाठ में उल्लेख नहीं है।")]
    fn a_statement_that_the_source_is_silent_is_one(#[case] text: &str) {
        assert!(is_stated(text) && !is_bare(text), "{text}");
    }

    #[rstest]
    #[case("None of the models fail.")]
    #[case("본문에 언급되지 않은 99%의 성능을 보인다.")]
    #[case("결과가 없다면 다시 묻는다.")]
    #[case("Not stated are the costs of training.")]
    #[case("The limits are not discussed by earlier work.")]
    #[case("Not stated in the abstract, it reaches 99%.")]
    #[case("Latency is not reported.")]
    #[case("There is no information about the speaker in the hidden state.")]
    #[case("Further details of the image are not available to the decoder.")]
    #[case("No results are reported by earlier work.")]
    #[case("The authors do not report any results on WMT, which limits the comparison.")]
    #[case("The text does not contain information about the speaker.")]
    #[case("구체적인 방법이 제시되지 않았다.")]
    #[case("논문에서 인용되지 않은 결과를 찾을 수 있다.")]
    #[case("본문에 없는 정보를 모델이 만들어 낸다.")]
    #[case("기존 연구의 한계는 보고되지 않았다.")]
    fn a_text_with_content_is_neither_silent_nor_a_denial(#[case] text: &str) {
        assert!(!is_stated(text) && !is_bare(text), "{text}");
    }
}
