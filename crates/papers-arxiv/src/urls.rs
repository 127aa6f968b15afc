//! The URLs of the services.

use url::Url;

/// The URLs of the services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Urls {
    /// arXiv's API.
    pub api: Url,
    /// arXiv's pages: `abs/ID`, `html/ID`, `pdf/ID` below it.
    pub arxiv: Url,
    /// arXiv's OAI-PMH.
    pub oai: Url,
    /// arXiv's feeds of announcements: `rss/CATEGORY` below it.
    pub rss: Url,
    /// Hugging Face.
    pub huggingface: Url,
}

impl Default for Urls {
    /// The URLs of the services themselves.
    #[expect(clippy::expect_used, reason = "constants; a test parses them")]
    fn default() -> Self {
        let url = |address: &str| address.parse().expect("an address of a service is a URL");
        Self {
            api: url("https://export.arxiv.org/api/query"),
            arxiv: url("https://arxiv.org"),
            oai: url("https://oaipmh.arxiv.org/oai"),
            rss: url("https://rss.arxiv.org"),
            huggingface: url("https://huggingface.co"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_services_have_addresses() {
        assert_eq!(Urls::default().api.host_str(), Some("export.arxiv.org"));
    }
}
