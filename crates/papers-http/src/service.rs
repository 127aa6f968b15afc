//! The services, with their names in lock files and messages.

/// The services, which have different rate limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Service {
    /// arXiv's API. It shares its rate limit with OAI-PMH and the feeds, because arXiv's terms apply to all three together.
    Api,
    /// arXiv's OAI-PMH.
    Oai,
    /// arXiv's feeds of announcements.
    Feeds,
    /// The pages of arxiv.org.
    Pages,
    /// Hugging Face.
    Huggingface,
}

impl Service {
    /// The name in lock files.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Oai => "oai",
            Self::Feeds => "feeds",
            Self::Pages => "pages",
            Self::Huggingface => "huggingface",
        }
    }
}

impl std::fmt::Display for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Api => "arXiv's API",
            Self::Oai => "arXiv's OAI-PMH",
            Self::Feeds => "arXiv's feeds",
            Self::Pages => "arXiv's website",
            Self::Huggingface => "Hugging Face",
        })
    }
}
