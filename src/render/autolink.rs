//! Splits text into the URLs that become links and the text between them.
//!
//! Hugo, GitHub and mail clients link bare URLs automatically, kramdown does not. So that all formats
//! agree, URLs in sentences are always written as links, and those in titles and names as plain text.

use papers_paper::PaperId;

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Text in which nothing becomes a link.
    Text(&'a str),
    /// A URL that needs no escaping in any format, between `<` and `>` or in quotes.
    Url(&'a str),
}

/// Splits the text into its non-empty parts.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut rest, mut from) = (text, 0);
    while let Some(at) = rest.get(from..).and_then(|tail| tail.find("http")).map(|at| from + at) {
        let (before, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let Some(url) = linkable_url(before, tail) else {
            from = at + "http".len();
            continue;
        };
        parts.push(Part::Text(before));
        parts.push(Part::Url(url));
        rest = tail.get(url.len()..).unwrap_or_default();
        from = 0;
    }
    parts.push(Part::Text(rest));
    parts.retain(|part| *part != Part::Text(""));
    parts
}

/// The URL at the start of `tail`, if it is to be linked: not after a letter, a digit or `<`, not before a
/// character that URLs cannot contain, and not to a paper, because a post's links tell which papers it has.
fn linkable_url<'a>(before: &str, tail: &'a str) -> Option<&'a str> {
    if before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '<') {
        return None;
    }
    let scheme = ["https://", "http://"].into_iter().find(|scheme| tail.starts_with(scheme))?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~/?#=&%+,;:!".contains(c);
    let end = tail.find(|c| !is_plain(c)).unwrap_or(tail.len());
    let is_cut_off =
        tail.get(end..)?.starts_with(['{', '\\', '*', '^', '|', '$', '@', '`', '<', '(', '[', '\'']);
    let url = tail.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '&', '#', '-']);
    let host = url.get(scheme.len()..)?.split(['/', '?', '#', ':']).next()?;
    let is_host = host.contains('.')
        && !host.starts_with('.')
        && !host.contains(['%', '&', '=', '~', '+', '!', ';', ',']);
    (!is_cut_off && is_host && url.parse::<PaperId>().is_err()).then_some(url)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn addresses(text: &str) -> Vec<&str> {
        let text_of = |part: &Part<'_>| match part {
            Part::Text(text) | Part::Url(text) => (*text).to_owned(),
        };
        assert_eq!(parts(text).iter().map(text_of).collect::<String>(), text);
        let url = |part| if let Part::Url(url) = part { Some(url) } else { None };
        parts(text).into_iter().filter_map(url).collect()
    }

    #[rstest]
    #[case("Code: https://github.com/a/b_c.", &["https://github.com/a/b_c"])]
    #[case("코드는 https://a.org/x에서 (http://b.org:80/?q=1&r=2#z)", &["https://a.org/x", "http://b.org:80/?q=1&r=2#z"])]
    #[case("https://a.org", &["https://a.org"])]
    #[case("xhttps://a.org httpx http:// https://localhost/x", &[])]
    #[case("https://user@evil.example/ https://a.org/{{x}} https://a.org/x_$i$ <https://a.org>", &[])]
    #[case("https://arxiv.org/abs/2510.06590 https://huggingface.co/papers/2510.06590", &[])]
    #[case("", &[])]
    fn finds(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(addresses(text), expected);
    }
}
