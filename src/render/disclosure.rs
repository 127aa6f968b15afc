//! An entry of a record → one line that tells who wrote its digest, from what, and how it was checked.

use std::collections::BTreeSet;

use super::markup::Markup;
use crate::paper::{Entry, ReadFrom, Treatment};

/// The engine that quotes the paper's own sentences.
const QUOTING: &str = "extractive";

/// What the line says in one language. `{engine}`, `{n}` and `{name}` stand for what is told.
struct Words {
    by: &'static str,
    quoted: &'static str,
    summary: &'static str,
    checked: &'static str,
    dropped: &'static str,
}

/// The languages; the first speaks for all others.
static LANGUAGES: [(&str, Words); 10] = [
    (
        "en",
        Words {
            by: "written by {engine}",
            quoted: "sentences of the paper itself",
            summary: "abstract",
            checked: "checked against the text",
            dropped: "left out: {n}",
        },
    ),
    (
        "ko",
        Words {
            by: "{engine} 작성",
            quoted: "논문 원문에서 뽑은 문장",
            summary: "초록",
            checked: "원문과 대조함",
            dropped: "제외한 문장: {n}",
        },
    ),
    (
        "ja",
        Words {
            by: "{engine} が作成",
            quoted: "論文の文をそのまま抜粋",
            summary: "要旨",
            checked: "原文と照合済み",
            dropped: "除外した文: {n}",
        },
    ),
    (
        "zh",
        Words {
            by: "由 {engine} 撰写",
            quoted: "摘自论文原句",
            summary: "摘要",
            checked: "已与原文核对",
            dropped: "删去的句子：{n}",
        },
    ),
    (
        "de",
        Words {
            by: "verfasst von {engine}",
            quoted: "Sätze der Arbeit selbst",
            summary: "Abstract",
            checked: "am Text geprüft",
            dropped: "weggelassen: {n}",
        },
    ),
    (
        "fr",
        Words {
            by: "rédigé par {engine}",
            quoted: "phrases de l’article lui-même",
            summary: "résumé",
            checked: "vérifié sur le texte",
            dropped: "écartées : {n}",
        },
    ),
    (
        "es",
        Words {
            by: "escrito por {engine}",
            quoted: "frases del propio artículo",
            summary: "resumen",
            checked: "cotejado con el texto",
            dropped: "omitidas: {n}",
        },
    ),
    (
        "pt",
        Words {
            by: "escrito por {engine}",
            quoted: "frases do próprio artigo",
            summary: "resumo",
            checked: "conferido com o texto",
            dropped: "omitidas: {n}",
        },
    ),
    (
        "it",
        Words {
            by: "scritto da {engine}",
            quoted: "frasi dell’articolo stesso",
            summary: "sommario",
            checked: "verificato sul testo",
            dropped: "scartate: {n}",
        },
    ),
    (
        "ru",
        Words {
            by: "автор: {engine}",
            quoted: "предложения самой статьи",
            summary: "аннотация",
            checked: "сверено с текстом",
            dropped: "исключено: {n}",
        },
    ),
];

fn words(lang: &str) -> &'static Words {
    let primary = lang.split(['-', '_']).next().unwrap_or_default();
    let [(_, english), ..] = &LANGUAGES;
    LANGUAGES.iter().find(|(code, _)| code.eq_ignore_ascii_case(primary)).map_or(english, |(_, found)| found)
}

/// The line, safe in `markup`. It says only what the record tells: a digest without a ledger was not checked by us.
pub(super) fn disclosure(entry: &Entry, lang: &str, markup: Markup) -> String {
    let words = words(lang);
    let mut parts = Vec::new();
    match entry.engine.as_str() {
        "" => {}
        QUOTING => parts.push(words.quoted.to_owned()),
        engine => parts.push(words.by.replace("{engine}", engine)),
    }
    parts.push(source(entry, words));
    let dropped = dropped(entry);
    if !entry.evidence.is_empty() || !entry.findings.is_empty() {
        parts.push(words.checked.to_owned());
    }
    if dropped > 0 {
        parts.push(words.dropped.replace("{n}", &dropped.to_string()));
    }
    markup.plain(&parts.join(" · "))
}

/// `HTML v1`, `PDF v2`, `abstract`.
fn source(entry: &Entry, words: &Words) -> String {
    let form = match entry.read {
        ReadFrom::Html => "HTML",
        ReadFrom::Pdf => "PDF",
        ReadFrom::Abstract => words.summary,
    };
    match entry.paper.version {
        Some(version) => format!("{form} v{version}"),
        None => form.to_owned(),
    }
}

/// How many sentences the checks took out.
fn dropped(entry: &Entry) -> usize {
    let gone = entry.findings.iter().filter(|f| matches!(f.action, Treatment::Dropped | Treatment::Trimmed));
    gone.map(|finding| (finding.section, finding.sentence)).collect::<BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn line(more: serde_json::Value, lang: &str) -> String {
        let mut entry = json!({ "paper": { "id": "2510.06590", "version": 2, "title": "A" } });
        entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        disclosure(&serde_json::from_value(entry).unwrap(), lang, Markup::Html)
    }

    #[test]
    fn tells_who_wrote_from_what_and_what_the_checks_took_out() {
        let finding = |sentence: usize, action: &str| json!({ "section": "method", "sentence": sentence, "kind": "unsupported-number", "detail": "7", "action": action });
        let checked = json!({ "engine": "openai:m", "read": "html",
            "findings": [finding(0, "dropped"), finding(0, "dropped"), finding(1, "trimmed"), finding(2, "kept")] });
        let en = "written by openai:m · HTML v2 · checked against the text · left out: 2";
        assert_eq!(line(checked.clone(), "en"), en);
        assert_eq!(line(checked, "ko-KR"), "openai:m 작성 · HTML v2 · 원문과 대조함 · 제외한 문장: 2");
        let evidence = json!([{ "section": "method", "sentence": 0, "source": "s", "where": "abstract" }]);
        let own = json!({ "engine": "extractive", "read": "abstract", "evidence": evidence });
        assert_eq!(line(own, "en"), "sentences of the paper itself · abstract v2 · checked against the text");
    }

    #[test]
    fn a_digest_without_a_ledger_is_not_said_to_be_checked() {
        assert_eq!(line(json!({ "engine": "openai:m" }), "en"), "written by openai:m · abstract v2");
        assert_eq!(line(json!({}), "tlh"), "abstract v2");
    }
}
