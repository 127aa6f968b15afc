//! The addresses of the services.

use url::Url;

/// The addresses of the services.
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
