//! Makes the URLs of a paper that posts link to, and escapes other URLs for Markdown.
//!
//! Links always lead to the public sites, even if the text came from a mirror or proxy.

use papers_paper::PaperId;
use url::{ParseError, Url};

use super::clean::is_odd;

/// The URLs of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Links {
    /// `https://arxiv.org/abs/ID`, without a version: it shows the latest one and its history.
    pub(super) arxiv: String,
    /// The same at the version that was read.
    pub(super) versioned: String,
    /// `https://arxiv.org/pdf/ID`.
    pub(super) pdf: String,
    /// `https://arxiv.org/html/ID`.
    pub(super) html: String,
    /// `https://www.alphaxiv.org/ko/overview/ID`; without a language for English.
    pub(super) alphaxiv: String,
    /// `https://huggingface.co/papers/ID`.
    pub(super) huggingface: String,
}

/// Returns the URLs of a paper for readers of `lang`.
pub(super) fn links(id: &PaperId, lang: &str) -> Links {
    let base = id.base();
    Links {
        arxiv: format!("https://arxiv.org/abs/{base}"),
        versioned: format!("https://arxiv.org/abs/{id}"),
        pdf: format!("https://arxiv.org/pdf/{id}"),
        html: format!("https://arxiv.org/html/{id}"),
        alphaxiv: format!("https://www.alphaxiv.org/{}overview/{base}", language_folder(lang)),
        huggingface: format!("https://huggingface.co/papers/{base}"),
    }
}

/// Returns `ko/` for `ko` and `ko-KR`; nothing for English and invalid languages.
fn language_folder(lang: &str) -> String {
    let primary = lang.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let is_code = matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_lowercase());
    if is_code && primary != "en" { format!("{primary}/") } else { String::new() }
}

/// Returns the URL of a DOI.
pub(super) fn doi(doi: &str) -> String {
    format!("https://doi.org/{}", encoded(doi.trim()))
}

/// Escapes the URL of an image for `![…](…)`. Accepts web URLs and paths within the site; `None` for anything else.
pub(super) fn image(url: &str) -> Option<String> {
    let url = url.trim();
    match Url::parse(url) {
        // A URL is written in normalized form, because the host of `https://arxiv.org\@a.example/` depends on the parser.
        Ok(address) => is_plain_web(&address).then(|| encoded(address.as_str())),
        // `//host/…` leads to another host without naming a scheme.
        Err(ParseError::RelativeUrlWithoutBase) => {
            (!url.is_empty() && !url.starts_with("//")).then(|| encoded(url))
        }
        Err(_) => None,
    }
}

/// Returns true for a web URL without a user before its host, which could disguise the host.
fn is_plain_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none()
}

/// Escapes the URL of a page for `[…](…)`; `None` if it is not a web URL.
pub(super) fn page(url: &str) -> Option<String> {
    image(url).filter(|url| url.to_ascii_lowercase().starts_with("http"))
}

/// Encodes as `%XX` everything in a URL that has a meaning in Markdown, Liquid or HTML.
fn encoded(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        let special = is_odd(c) || matches!(c, ' ' | '"' | '\'' | '(' | ')' | '<' | '>' | '[' | ']');
        if special || matches!(c, '\\' | '^' | '`' | '{' | '|' | '}' | '*' | '$') {
            let mut buffer = [0; 4];
            for byte in c.encode_utf8(&mut buffer).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("ko", "https://www.alphaxiv.org/ko/overview/2510.06590")]
    #[case("zh-CN", "https://www.alphaxiv.org/zh/overview/2510.06590")]
    #[case("en", "https://www.alphaxiv.org/overview/2510.06590")]
    #[case("", "https://www.alphaxiv.org/overview/2510.06590")]
    #[case("../x", "https://www.alphaxiv.org/overview/2510.06590")]
    fn alphaxiv_is_linked_in_the_language(#[case] lang: &str, #[case] expected: &str) {
        assert_eq!(links(&"2510.06590v2".parse().unwrap(), lang).alphaxiv, expected);
    }

    #[test]
    fn only_the_versioned_link_and_the_files_name_a_version() {
        let links = links(&"hep-ex/0307015v2".parse().unwrap(), "ko");
        assert_eq!(links.arxiv, "https://arxiv.org/abs/hep-ex/0307015");
        assert_eq!(links.versioned, "https://arxiv.org/abs/hep-ex/0307015v2");
        assert_eq!(links.pdf, "https://arxiv.org/pdf/hep-ex/0307015v2");
    }

    #[rstest]
    #[case("https://arxiv.org/html/2510.06590v1/x1.png", Some("https://arxiv.org/html/2510.06590v1/x1.png"))]
    #[case("/assets/a b(1).png", Some("/assets/a%20b%281%29.png"))]
    #[case("assets/{{x}}|y.png", Some("assets/%7B%7Bx%7D%7D%7Cy.png"))]
    #[case("javascript:alert(1)", None)]
    #[case(" JavaScript:alert(1)", None)]
    #[case("data:image/png;base64,AA", None)]
    #[case("//evil.example/x.png", None)]
    #[case(r"/\evil.example/x.png", Some("/%5Cevil.example/x.png"))]
    #[case(r"https://arxiv.org\@evil.example/html/x.png", Some("https://arxiv.org/@evil.example/html/x.png"))]
    #[case("https://arxiv.org@evil.example/html/x.png", None)]
    #[case("https://arxiv.org:x@evil.example/html/x.png", None)]
    #[case("https://arxiv.org:99999/html/x.png", None)]
    #[case("https:arxiv.org/html/x.png", Some("https://arxiv.org/html/x.png"))]
    #[case("blob:https://arxiv.org/x", None)]
    #[case("java\tscript:alert(1)", None)]
    #[case("/a\u{202e}gnp.x\u{ffff}", Some("/a%E2%80%AEgnp.x%EF%BF%BF"))]
    #[case("https://\u{430}rxiv.org/html/x.png", Some("https://xn--rxiv-43d.org/html/x.png"))]
    #[case("https://arxiv。org/html/x.png", Some("https://arxiv.org/html/x.png"))]
    #[case("", None)]
    fn images_are_web_addresses_or_paths(#[case] url: &str, #[case] expected: Option<&str>) {
        assert_eq!(image(url).as_deref(), expected);
    }
    #[rstest]
    #[case("https://github.com/a/b", Some("https://github.com/a/b"))]
    #[case("https://a.org/x) {{y}}", Some("https://a.org/x%29%20%7B%7By%7D%7D"))]
    #[case("javascript:alert(1)", None)]
    #[case("a/b", None)]
    fn pages_are_web_addresses(#[case] url: &str, #[case] expected: Option<&str>) {
        assert_eq!(page(url).as_deref(), expected);
    }
}
