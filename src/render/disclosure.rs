//! Writes the line that says who wrote a digest, from what, and how it was checked.

use std::collections::BTreeSet;

use super::links;
use super::markup::Markup;
use super::phrases::{Phrases, phrases};
use papers_paper::{Action, Entry, ReadFrom, Writer};
use url::Url;

/// Writes the line, escaped for `markup`. It says only what the record shows: a digest without evidence was not checked by us.
pub(super) fn disclosure(entry: &Entry, lang: &str, markup: Markup) -> String {
    let phrases = phrases(lang);
    let mut parts = Vec::new();
    match entry.engine.as_str() {
        "" => {}
        Writer::EXTRACTIVE => parts.push(phrases.quoted.to_owned()),
        engine => parts.push(phrases.written_by.replace("{engine}", engine)),
    }
    parts.push(source(entry, phrases));
    parts.extend(entry.read_percent().map(|percent| phrases.read_share.replace("{n}", &percent.to_string())));
    let dropped = dropped(entry);
    if !entry.evidence.is_empty() || !entry.findings.is_empty() {
        parts.push(phrases.checked.to_owned());
    }
    parts
        .extend(entry.second_opinion.as_deref().map(|name| phrases.second_opinion.replace("{engine}", name)));
    if dropped > 0 {
        parts.push(phrases.left_out.replace("{n}", &dropped.to_string()));
    }
    let line = markup.plain(&parts.join(" · "));
    match entry.license.as_deref().and_then(|address| license(address, phrases, markup)) {
        Some(license) => format!("{line} · {license}"),
        None => line,
    }
}

/// Writes the name of the paper's license, with a link; `None` for a URL that is not a license of arXiv's papers.
fn license(address: &str, phrases: &Phrases, markup: Markup) -> Option<String> {
    let name = markup.plain(&license_name(address)?);
    let url = links::page(address)?;
    Some(phrases.license.replace("{name}", &markup.link(&name, &url)))
}

/// Returns the name of a license: `CC BY-NC 4.0` for `http://creativecommons.org/licenses/by-nc/4.0/`, `arXiv` for arXiv's own. arXiv
/// offers no others.
fn license_name(address: &str) -> Option<String> {
    let address = Url::parse(address.trim()).ok()?;
    let mut parts = address.path_segments()?;
    let host = address.host_str()?;
    match (host.trim_start_matches("www."), parts.next()?, parts.next()?, parts.next()?) {
        ("creativecommons.org", "licenses", kind, version) => {
            Some(format!("CC {} {version}", kind.to_ascii_uppercase()))
        }
        ("creativecommons.org", "publicdomain", "zero", version) => Some(format!("CC0 {version}")),
        ("arxiv.org", "licenses", ..) => Some("arXiv".to_owned()),
        _ => None,
    }
}

/// Names what was read: `HTML v1`, `PDF v2`, `abstract`.
fn source(entry: &Entry, phrases: &Phrases) -> String {
    let form = match entry.read {
        ReadFrom::Html => "HTML",
        ReadFrom::Pdf => "PDF",
        ReadFrom::Abstract => phrases.abstract_name,
    };
    match entry.read_version.or(entry.paper.version) {
        Some(version) => format!("{form} v{version}"),
        None => form.to_owned(),
    }
}

/// Counts the sentences that the checks removed.
fn dropped(entry: &Entry) -> usize {
    let gone = entry.findings.iter().filter(|f| matches!(f.action, Action::Drop | Action::Trim));
    gone.map(|finding| (finding.section, finding.sentence)).collect::<BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn line(more: &serde_json::Value, lang: &str) -> String {
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
        assert_eq!(line(&checked, "en"), en);
        assert_eq!(line(&checked, "ko-KR"), "openai:m 작성 · HTML v2 · 원문과 대조함 · 제외한 문장: 2");
        let asked = json!({ "engine": "openai:m", "second_opinion": "ollama:n_1", "evidence": [], "findings": [finding(0, "kept")] });
        let en = "written by openai:m · abstract v2 · checked against the text · second opinion: ollama:n_1";
        assert_eq!(line(&asked, "en"), en);
        let evidence = json!([{ "section": "method", "sentence": 0, "source": "s", "where": "abstract" }]);
        let own = json!({ "engine": "extractive", "read": "abstract", "evidence": evidence });
        assert_eq!(
            line(&own, "en"),
            "sentences of the paper itself · abstract v2 · checked against the text"
        );
    }

    #[test]
    fn tells_how_much_was_read_if_that_is_much_less_than_all() {
        for (share, said) in [
            (json!(0.075), "HTML v2 · 7% of the text read"),
            (json!(0.0001), "HTML v2 · 1% of the text read"),
            (json!(0.74), "HTML v2 · 74% of the text read"),
            (json!(0.8), "HTML v2"),
            (json!(null), "HTML v2"),
        ] {
            let entry = json!({ "engine": "openai:m", "read": "html", "read_share": share });
            assert_eq!(line(&entry, "en"), format!("written by openai:m · {said}"));
        }
    }

    #[test]
    fn names_the_license_and_leads_to_it() {
        for (address, name) in [
            ("http://creativecommons.org/licenses/by-nc-sa/4.0/", "CC BY-NC-SA 4.0"),
            ("https://creativecommons.org/publicdomain/zero/1.0", "CC0 1.0"),
            ("http://arxiv.org/licenses/nonexclusive-distrib/1.0/", "arXiv"),
        ] {
            let said = line(&json!({ "license": address, "read_version": 3 }), "en");
            assert_eq!(said, format!("abstract v3 · license of the paper: <a href=\"{address}\">{name}</a>"));
        }
        for address in [
            "javascript:alert(1)",
            "https://a.example/creativecommons.org/licenses/by/4.0/",
            "https://a.example/?arxiv.org/licenses/",
            r"https://creativecommons.org\@a.example/licenses/by/4.0/",
        ] {
            assert_eq!(line(&json!({ "license": address }), "en"), "abstract v2", "{address}");
        }
    }

    #[test]
    fn a_digest_without_a_ledger_is_not_said_to_be_checked() {
        assert_eq!(line(&json!({ "engine": "openai:m" }), "en"), "written by openai:m · abstract v2");
        assert_eq!(line(&json!({}), "tlh"), "abstract v2");
    }
}
