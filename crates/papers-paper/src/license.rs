//! Recognizes licenses that allow copying a paper.

/// Returns true for the URL of a Creative Commons license, all of which allow copying with attribution. arXiv's own license and an
/// unknown one do not.
pub fn allows_copies(license: Option<&str>) -> bool {
    let address = license.map(str::trim).and_then(|license| license.split_once("://"));
    let Some(("http" | "https", rest)) = address else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    matches!(host, "creativecommons.org" | "www.creativecommons.org")
}

/// Returns the number of sentences of a paper's body that may be quoted: any number if the license allows copying, else `most`.
pub fn quotable(license: Option<&str>, most: usize) -> usize {
    if allows_copies(license) { usize::MAX } else { most }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_creative_commons_allows_copies() {
        for license in [
            "http://creativecommons.org/licenses/by-nc-nd/4.0/",
            "https://creativecommons.org/publicdomain/zero/1.0/",
        ] {
            assert!(allows_copies(Some(license)), "{license}");
        }
        for license in [
            "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
            "https://creativecommons.org.example/licenses/by/4.0/",
            "https://example.org/?creativecommons.org/licenses/by/4.0/",
            "creativecommons.org/licenses/by/4.0/",
            "",
        ] {
            assert!(!allows_copies(Some(license)), "{license}");
        }
        assert!(!allows_copies(None));
        assert_eq!(quotable(None, 8), 8);
        assert_eq!(quotable(Some("https://creativecommons.org/licenses/by/4.0/"), 8), usize::MAX);
    }
}
