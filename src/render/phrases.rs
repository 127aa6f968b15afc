//! The fixed phrases of posts, by language. Headings and labels are always English.

/// The phrases in one language.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Phrases {
    /// Stands for a section that the abstract does not state.
    pub(super) silent_abstract: &'static str,
    /// Stands for a section that the text does not state.
    pub(super) silent_text: &'static str,
    /// Stands for a section for which the built-in engine found no sentence in the text.
    pub(super) unfound_text: &'static str,
    /// Stands for a contribution that is stated only in the goal.
    pub(super) silent_contribution: &'static str,
    /// Stands for a section whose sentences the checks removed.
    pub(super) unconfirmed: &'static str,
    /// Follows a sentence that a check has marked, in parentheses.
    pub(super) unverified: &'static str,
    /// Stands above a withdrawn paper.
    pub(super) withdrawn: &'static str,
    /// Closes a long list of authors; `{n}` is their number.
    pub(super) others: &'static str,
    /// Names the model that wrote a digest, `{engine}`. This and the following are parts of the line that discloses its origin.
    pub(super) written_by: &'static str,
    /// Says that a digest consists of the paper's own sentences.
    pub(super) quoted: &'static str,
    /// Names the abstract as what was read.
    pub(super) abstract_name: &'static str,
    /// Says how much of the text was read, `{n}` percent.
    pub(super) read_share: &'static str,
    /// Says that a digest was checked.
    pub(super) checked: &'static str,
    /// Names the model that gave second opinions, `{engine}`.
    pub(super) second_opinion: &'static str,
    /// Counts the sentences that the checks removed, `{n}`.
    pub(super) left_out: &'static str,
    /// Names the license of the paper, `{name}`.
    pub(super) license: &'static str,
}

/// The languages with phrases. The first one is used for all others.
static LANGUAGES: [(&str, Phrases); 14] = [
    (
        "en",
        Phrases {
            silent_abstract: "Not stated in the abstract.",
            silent_text: "Not stated in the text read.",
            unfound_text: "Apparently not stated in the text read.",
            silent_contribution: "Not stated apart from the goal.",
            unconfirmed: "What was written about this could not be confirmed.",
            unverified: "unverified",
            withdrawn: "This paper has been withdrawn.",
            others: "and {n} more",
            written_by: "written by {engine}",
            quoted: "sentences of the paper itself",
            abstract_name: "abstract",
            read_share: "{n}% of the text read",
            checked: "checked against the text",
            second_opinion: "second opinion: {engine}",
            left_out: "left out: {n}",
            license: "license of the paper: {name}",
        },
    ),
    (
        "ko",
        Phrases {
            silent_abstract: "초록에 언급되어 있지 않다.",
            silent_text: "읽은 본문에 언급되어 있지 않다.",
            unfound_text: "읽은 본문에 언급되어 있지 않은 것으로 보인다.",
            silent_contribution: "목표 외에 따로 언급되어 있지 않다.",
            unconfirmed: "작성된 내용을 본문에서 확인할 수 없었다.",
            unverified: "확인되지 않음",
            withdrawn: "철회된 논문이다.",
            others: "외 {n}명",
            written_by: "{engine} 작성",
            quoted: "논문 원문에서 뽑은 문장",
            abstract_name: "초록",
            read_share: "본문의 {n}%를 읽음",
            checked: "원문과 대조함",
            second_opinion: "다른 모델의 확인: {engine}",
            left_out: "제외한 문장: {n}",
            license: "논문 라이선스: {name}",
        },
    ),
    (
        "ja",
        Phrases {
            silent_abstract: "要旨には記載がない。",
            silent_text: "読んだ本文には記載がない。",
            unfound_text: "読んだ本文には記載がないと見られる。",
            silent_contribution: "目的のほかには記載がない。",
            unconfirmed: "書かれた内容は本文で確認できなかった。",
            unverified: "未確認",
            withdrawn: "この論文は撤回されている。",
            others: "ほか{n}名",
            written_by: "{engine} が作成",
            quoted: "論文の文をそのまま抜粋",
            abstract_name: "要旨",
            read_share: "本文の{n}%を読んで作成",
            checked: "原文と照合済み",
            second_opinion: "別モデルによる確認: {engine}",
            left_out: "除外した文: {n}",
            license: "論文のライセンス: {name}",
        },
    ),
    (
        "zh",
        Phrases {
            silent_abstract: "摘要中未提及。",
            silent_text: "所读正文中未提及。",
            unfound_text: "所读正文中似乎未提及。",
            silent_contribution: "除目标外未另行提及。",
            unconfirmed: "所写内容未能在原文中得到证实。",
            unverified: "未经核实",
            withdrawn: "该论文已被撤回。",
            others: "及其他 {n} 人",
            written_by: "由 {engine} 撰写",
            quoted: "摘自论文原句",
            abstract_name: "摘要",
            read_share: "读了正文的 {n}%",
            checked: "已与原文核对",
            second_opinion: "另一模型复核：{engine}",
            left_out: "删去的句子：{n}",
            license: "论文许可：{name}",
        },
    ),
    (
        "de",
        Phrases {
            silent_abstract: "Im Abstract nicht angegeben.",
            silent_text: "Im gelesenen Text nicht angegeben.",
            unfound_text: "Im gelesenen Text offenbar nicht angegeben.",
            silent_contribution: "Außer dem Ziel nicht angegeben.",
            unconfirmed: "Was dazu geschrieben wurde, ließ sich nicht bestätigen.",
            unverified: "nicht bestätigt",
            withdrawn: "Diese Arbeit wurde zurückgezogen.",
            others: "und {n} weitere",
            written_by: "verfasst von {engine}",
            quoted: "Sätze der Arbeit selbst",
            abstract_name: "Abstract",
            read_share: "{n} % des Textes gelesen",
            checked: "am Text geprüft",
            second_opinion: "zweite Meinung: {engine}",
            left_out: "weggelassen: {n}",
            license: "Lizenz der Arbeit: {name}",
        },
    ),
    (
        "fr",
        Phrases {
            silent_abstract: "Non précisé dans le résumé.",
            silent_text: "Non précisé dans le texte lu.",
            unfound_text: "Apparemment non précisé dans le texte lu.",
            silent_contribution: "Non précisé en dehors du but.",
            unconfirmed: "Ce qui en a été écrit n'a pas pu être confirmé.",
            unverified: "non vérifié",
            withdrawn: "Cet article a été retiré.",
            others: "et {n} autres",
            written_by: "rédigé par {engine}",
            quoted: "phrases de l’article lui-même",
            abstract_name: "résumé",
            read_share: "{n} % du texte lu",
            checked: "vérifié sur le texte",
            second_opinion: "second avis : {engine}",
            left_out: "écartées : {n}",
            license: "licence de l’article : {name}",
        },
    ),
    (
        "es",
        Phrases {
            silent_abstract: "No se indica en el resumen.",
            silent_text: "No se indica en el texto leído.",
            unfound_text: "Al parecer, no se indica en el texto leído.",
            silent_contribution: "No se indica aparte del objetivo.",
            unconfirmed: "Lo escrito al respecto no pudo confirmarse.",
            unverified: "sin verificar",
            withdrawn: "Este artículo ha sido retirado.",
            others: "y {n} más",
            written_by: "escrito por {engine}",
            quoted: "frases del propio artículo",
            abstract_name: "resumen",
            read_share: "{n} % del texto leído",
            checked: "cotejado con el texto",
            second_opinion: "segunda opinión: {engine}",
            left_out: "omitidas: {n}",
            license: "licencia del artículo: {name}",
        },
    ),
    (
        "pt",
        Phrases {
            silent_abstract: "Não consta no resumo.",
            silent_text: "Não consta no texto lido.",
            unfound_text: "Aparentemente, não consta no texto lido.",
            silent_contribution: "Não consta além do objetivo.",
            unconfirmed: "O que foi escrito a respeito não pôde ser confirmado.",
            unverified: "não verificado",
            withdrawn: "Este artigo foi retirado.",
            others: "e mais {n}",
            written_by: "escrito por {engine}",
            quoted: "frases do próprio artigo",
            abstract_name: "resumo",
            read_share: "{n}% do texto lido",
            checked: "conferido com o texto",
            second_opinion: "segunda opinião: {engine}",
            left_out: "omitidas: {n}",
            license: "licença do artigo: {name}",
        },
    ),
    (
        "it",
        Phrases {
            silent_abstract: "Non indicato nel sommario.",
            silent_text: "Non indicato nel testo letto.",
            unfound_text: "A quanto pare, non indicato nel testo letto.",
            silent_contribution: "Non indicato oltre all'obiettivo.",
            unconfirmed: "Quanto scritto in proposito non è stato confermato.",
            unverified: "non verificato",
            withdrawn: "Questo articolo è stato ritirato.",
            others: "e altri {n}",
            written_by: "scritto da {engine}",
            quoted: "frasi dell’articolo stesso",
            abstract_name: "sommario",
            read_share: "letto il {n}% del testo",
            checked: "verificato sul testo",
            second_opinion: "secondo parere: {engine}",
            left_out: "scartate: {n}",
            license: "licenza dell’articolo: {name}",
        },
    ),
    (
        "ru",
        Phrases {
            silent_abstract: "В аннотации не указано.",
            silent_text: "В прочитанном тексте не указано.",
            unfound_text: "В прочитанном тексте, по-видимому, не указано.",
            silent_contribution: "Помимо цели не указано.",
            unconfirmed: "Написанное об этом не удалось подтвердить.",
            unverified: "не подтверждено",
            withdrawn: "Статья отозвана.",
            others: "и ещё {n}",
            written_by: "автор: {engine}",
            quoted: "предложения самой статьи",
            abstract_name: "аннотация",
            read_share: "прочитано {n} % текста",
            checked: "сверено с текстом",
            second_opinion: "второе мнение: {engine}",
            left_out: "исключено: {n}",
            license: "лицензия статьи: {name}",
        },
    ),
    (
        "vi",
        Phrases {
            silent_abstract: "Không được nêu trong phần tóm tắt.",
            silent_text: "Không được nêu trong phần văn bản đã đọc.",
            unfound_text: "Có vẻ không được nêu trong phần văn bản đã đọc.",
            silent_contribution: "Không được nêu ngoài mục tiêu.",
            unconfirmed: "Không thể xác nhận điều đã viết về phần này.",
            unverified: "chưa được xác nhận",
            withdrawn: "Bài báo này đã bị rút lại.",
            others: "và {n} người khác",
            written_by: "do {engine} viết",
            quoted: "câu trích nguyên văn từ bài báo",
            abstract_name: "tóm tắt",
            read_share: "đã đọc {n}% văn bản",
            checked: "đã đối chiếu với văn bản",
            second_opinion: "ý kiến thứ hai: {engine}",
            left_out: "đã lược bỏ: {n}",
            license: "giấy phép của bài báo: {name}",
        },
    ),
    (
        "tr",
        Phrases {
            silent_abstract: "Özette belirtilmemiş.",
            silent_text: "Okunan metinde belirtilmemiş.",
            unfound_text: "Görünüşe göre okunan metinde belirtilmemiş.",
            silent_contribution: "Amaç dışında belirtilmemiş.",
            unconfirmed: "Bu konuda yazılanlar doğrulanamadı.",
            unverified: "doğrulanmadı",
            withdrawn: "Bu makale geri çekilmiştir.",
            others: "ve {n} kişi daha",
            written_by: "yazan: {engine}",
            quoted: "makalenin kendi cümleleri",
            abstract_name: "özet",
            read_share: "metnin %{n} kadarı okundu",
            checked: "metinle karşılaştırıldı",
            second_opinion: "ikinci görüş: {engine}",
            left_out: "çıkarılan: {n}",
            license: "makalenin lisansı: {name}",
        },
    ),
    (
        "ar",
        Phrases {
            silent_abstract: "غير مذكور في الملخص.",
            silent_text: "غير مذكور في النص المقروء.",
            unfound_text: "غير مذكور، على ما يبدو، في النص المقروء.",
            silent_contribution: "غير مذكور بخلاف الهدف.",
            unconfirmed: "لم يتسنَّ التحقق مما كُتب في هذا الشأن.",
            unverified: "غير مؤكد",
            withdrawn: "سُحبت هذه الورقة.",
            others: "و{n} آخرون",
            written_by: "كتبه {engine}",
            quoted: "جمل من الورقة نفسها",
            abstract_name: "الملخص",
            read_share: "قُرئ {n}% من النص",
            checked: "تمت مقارنته بالنص",
            second_opinion: "رأي ثانٍ: {engine}",
            left_out: "المحذوف: {n}",
            license: "رخصة الورقة: {name}",
        },
    ),
    (
        "hi",
        Phrases {
            silent_abstract: "सारांश में उल्लेख नहीं है।",
            silent_text: "पढ़े गए पाठ में उल्लेख नहीं है।",
            unfound_text: "लगता है कि पढ़े गए पाठ में उल्लेख नहीं है।",
            silent_contribution: "लक्ष्य के अलावा उल्लेख नहीं है।",
            unconfirmed: "इस बारे में जो लिखा गया था, उसकी पुष्टि नहीं हो सकी।",
            unverified: "अपुष्ट",
            withdrawn: "यह शोधपत्र वापस ले लिया गया है।",
            others: "और {n} अन्य",
            written_by: "{engine} द्वारा लिखित",
            quoted: "शोधपत्र के अपने वाक्य",
            abstract_name: "सारांश",
            read_share: "पाठ का {n}% पढ़ा गया",
            checked: "पाठ से मिलान किया गया",
            second_opinion: "दूसरी राय: {engine}",
            left_out: "छोड़े गए वाक्य: {n}",
            license: "शोधपत्र का लाइसेंस: {name}",
        },
    ),
];

/// Returns the phrases in a language (`ko`, `ko-KR`), or in English if it has none.
pub(super) fn phrases(lang: &str) -> &'static Phrases {
    let primary = lang.split(['-', '_']).next().unwrap_or_default();
    let [(_, english), ..] = &LANGUAGES;
    LANGUAGES.iter().find(|(code, _)| code.eq_ignore_ascii_case(primary)).map_or(english, |(_, found)| found)
}

#[cfg(test)]
mod tests {
    use papers_paper::{Action, Finding, FindingKind, SectionName, Writer};

    use super::super::{PostOptions, Renderer, sample};
    use super::*;

    #[test]
    fn finds_a_language_whatever_its_region_and_falls_back_to_english() {
        assert_eq!(phrases("ko-KR").withdrawn, "철회된 논문이다.");
        assert_eq!(phrases("JA").unverified, "未確認");
        assert_eq!(phrases("tlh").silent_text, "Not stated in the text read.");
        assert_eq!(phrases("").silent_text, "Not stated in the text read.");
    }

    /// A sentence that the checks took away was said of the paper; only what it does not say is not stated, as far as is known.
    #[rstest::rstest]
    #[case(Writer::EXTRACTIVE, |phrases: &Phrases| phrases.unfound_text)]
    #[case("openai:gpt-4o-mini", |phrases: &Phrases| phrases.silent_text)]
    fn an_emptied_section_is_unconfirmed_and_a_silent_one_not_stated_in_every_language(
        #[case] engine: &str,
        #[case] silence: fn(&Phrases) -> &'static str,
    ) {
        for (lang, phrases) in &LANGUAGES {
            let mut record = sample::record();
            record.lang = (*lang).to_owned();
            let entry = &mut record.papers[0];
            entry.engine = engine.to_owned();
            entry.findings = vec![Finding {
                section: Some(SectionName::Results),
                sentence: Some(0),
                kind: FindingKind::UnsupportedName,
                detail: "GenEval".to_owned(),
                action: Action::Drop,
            }];
            entry.digest.results.clear();
            entry.digest.limitations.clear();
            let post = Renderer::new(&[]).unwrap().post(&PostOptions::default(), &record).unwrap();
            let plain = |text| PostOptions::default().format.markup().plain(text);
            for (heading, words) in [("Results", phrases.unconfirmed), ("Limitations", silence(phrases))] {
                let expected = format!("## {heading}\n{}\n", plain(words));
                assert!(post.contains(&expected), "{lang}: no {expected:?} in {post}");
            }
        }
    }

    #[test]
    fn every_language_can_count_authors() {
        assert!(LANGUAGES.iter().all(|(_, phrases)| phrases.others.contains("{n}")));
    }
}
