//! The fixed phrases of posts, by language. Headings and labels are always English.

/// The phrases in one language.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Phrases {
    /// For a section that the abstract does not state.
    pub(super) silent_abstract: &'static str,
    /// For a section that the text does not state.
    pub(super) silent_text: &'static str,
    /// For a contribution that is stated only in the goal.
    pub(super) silent_contribution: &'static str,
    /// For a section whose sentences the checks removed.
    pub(super) unconfirmed: &'static str,
    /// Follows a sentence that a check has marked, in parentheses.
    pub(super) unverified: &'static str,
    /// For a withdrawn paper.
    pub(super) withdrawn: &'static str,
    /// Closes a long list of authors; `{n}` is their number.
    pub(super) others: &'static str,
}

/// The languages with phrases. The first one is used for all others.
static LANGUAGES: [(&str, Phrases); 10] = [
    (
        "en",
        Phrases {
            silent_abstract: "Not stated in the abstract.",
            silent_text: "Not stated in the text read.",
            silent_contribution: "Not stated apart from the goal.",
            unconfirmed: "What was written about this could not be confirmed.",
            unverified: "unverified",
            withdrawn: "This paper has been withdrawn.",
            others: "and {n} more",
        },
    ),
    (
        "ko",
        Phrases {
            silent_abstract: "초록에 언급되어 있지 않다.",
            silent_text: "읽은 본문에 언급되어 있지 않다.",
            silent_contribution: "목표 외에 따로 언급되어 있지 않다.",
            unconfirmed: "작성된 내용을 본문에서 확인할 수 없었다.",
            unverified: "확인되지 않음",
            withdrawn: "철회된 논문이다.",
            others: "외 {n}명",
        },
    ),
    (
        "ja",
        Phrases {
            silent_abstract: "要旨には記載がない。",
            silent_text: "読んだ本文には記載がない。",
            silent_contribution: "目的のほかには記載がない。",
            unconfirmed: "書かれた内容は本文で確認できなかった。",
            unverified: "未確認",
            withdrawn: "この論文は撤回されている。",
            others: "ほか{n}名",
        },
    ),
    (
        "zh",
        Phrases {
            silent_abstract: "摘要中未提及。",
            silent_text: "所读正文中未提及。",
            silent_contribution: "除目标外未另行提及。",
            unconfirmed: "所写内容未能在原文中得到证实。",
            unverified: "未经核实",
            withdrawn: "该论文已被撤回。",
            others: "及其他 {n} 人",
        },
    ),
    (
        "de",
        Phrases {
            silent_abstract: "Im Abstract nicht angegeben.",
            silent_text: "Im gelesenen Text nicht angegeben.",
            silent_contribution: "Außer dem Ziel nicht angegeben.",
            unconfirmed: "Was dazu geschrieben wurde, ließ sich nicht bestätigen.",
            unverified: "nicht bestätigt",
            withdrawn: "Diese Arbeit wurde zurückgezogen.",
            others: "und {n} weitere",
        },
    ),
    (
        "fr",
        Phrases {
            silent_abstract: "Non précisé dans le résumé.",
            silent_text: "Non précisé dans le texte lu.",
            silent_contribution: "Non précisé en dehors du but.",
            unconfirmed: "Ce qui en a été écrit n'a pas pu être confirmé.",
            unverified: "non vérifié",
            withdrawn: "Cet article a été retiré.",
            others: "et {n} autres",
        },
    ),
    (
        "es",
        Phrases {
            silent_abstract: "No se indica en el resumen.",
            silent_text: "No se indica en el texto leído.",
            silent_contribution: "No se indica aparte del objetivo.",
            unconfirmed: "Lo escrito al respecto no pudo confirmarse.",
            unverified: "sin verificar",
            withdrawn: "Este artículo ha sido retirado.",
            others: "y {n} más",
        },
    ),
    (
        "pt",
        Phrases {
            silent_abstract: "Não consta no resumo.",
            silent_text: "Não consta no texto lido.",
            silent_contribution: "Não consta além do objetivo.",
            unconfirmed: "O que foi escrito a respeito não pôde ser confirmado.",
            unverified: "não verificado",
            withdrawn: "Este artigo foi retirado.",
            others: "e mais {n}",
        },
    ),
    (
        "it",
        Phrases {
            silent_abstract: "Non indicato nel sommario.",
            silent_text: "Non indicato nel testo letto.",
            silent_contribution: "Non indicato oltre all'obiettivo.",
            unconfirmed: "Quanto scritto in proposito non è stato confermato.",
            unverified: "non verificato",
            withdrawn: "Questo articolo è stato ritirato.",
            others: "e altri {n}",
        },
    ),
    (
        "ru",
        Phrases {
            silent_abstract: "В аннотации не указано.",
            silent_text: "В прочитанном тексте не указано.",
            silent_contribution: "Помимо цели не указано.",
            unconfirmed: "Написанное об этом не удалось подтвердить.",
            unverified: "не подтверждено",
            withdrawn: "Статья отозвана.",
            others: "и ещё {n}",
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
    use papers_paper::{Action, Finding, FindingKind, SectionName};

    use super::super::{PostOptions, Renderer, sample};
    use super::*;

    #[test]
    fn finds_a_language_whatever_its_region_and_falls_back_to_english() {
        assert_eq!(phrases("ko-KR").withdrawn, "철회된 논문이다.");
        assert_eq!(phrases("JA").unverified, "未確認");
        assert_eq!(phrases("tlh").silent_text, "Not stated in the text read.");
        assert_eq!(phrases("").silent_text, "Not stated in the text read.");
    }

    /// A sentence that the checks took away was said of the paper; only what it does not say is not stated.
    #[test]
    fn an_emptied_section_is_unconfirmed_and_a_silent_one_not_stated_in_every_language() {
        for (lang, phrases) in &LANGUAGES {
            let mut record = sample::record();
            record.lang = (*lang).to_owned();
            let entry = &mut record.papers[0];
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
            for (heading, words) in [("Results", phrases.unconfirmed), ("Limitations", phrases.silent_text)] {
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
