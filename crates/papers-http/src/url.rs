//! Removes secrets from URLs, for messages and for the names and headers of cache entries.

use ::url::Url;

/// The parameters that this program uses itself. Any other one is from a base URL and may be a key.
const OWN: [&str; 13] = [
    "id_list", "search_query", "start", "max_results", "sortBy", "sortOrder", "verb", "identifier",
    "metadataPrefix", "date", "limit", "p", "sort",
];

/// The mask that replaces a secret value.
const MASK: &str = "***";

/// Returns the URL without user and password, and with the values of foreign parameters masked.
pub fn redacted(url: &Url) -> String {
    let mut clean = url.clone();
    // Only URLs that cannot have them refuse to lose them.
    let _ = (clean.set_username(""), clean.set_password(None));
    let foreign = |name: &str| !OWN.contains(&name);
    if url.query_pairs().any(|(name, _)| foreign(&name)) {
        clean.set_query(None);
        let mut pairs = clean.query_pairs_mut();
        for (name, value) in url.query_pairs() {
            pairs.append_pair(&name, if foreign(&name) { MASK } else { &value });
        }
    }
    clean.to_string()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://arxiv.org/abs/2510.06590", "https://arxiv.org/abs/2510.06590")]
    #[case("https://ada:secret@mirror.org/abs/1", "https://mirror.org/abs/1")]
    #[case("http://mirror.org/q?token=secret&id_list=1%2C2", "http://mirror.org/q?token=***&id_list=1%2C2")]
    #[case(
        "http://mirror.org/q?id_list=1%2C2&max_results=2",
        "http://mirror.org/q?id_list=1%2C2&max_results=2"
    )]
    fn credentials_are_never_shown(#[case] url: &str, #[case] expected: &str) {
        assert_eq!(redacted(&url.parse().unwrap()), expected);
    }
}
