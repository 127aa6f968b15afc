//! The record of a paper as arXiv has it, in the form of `--json`.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::PaperId;

/// A paper's record, cleaned: titles and abstracts on one line, LaTeX accents as letters, math as `$TeX$`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// arXiv identifier without version: `2510.06590` or `hep-ex/0307015`.
    pub id: String,
    /// The version that the record describes; `None` if the source does not give it (OAI-PMH, Hugging Face).
    #[serde(default)]
    pub version: Option<u32>,
    /// Title on one line.
    pub title: String,
    /// Authors in the paper's order.
    #[serde(default, deserialize_with = "super::or_default")]
    pub authors: Vec<Author>,
    /// Abstract. Paragraphs, if the source marks them, are separated by a newline.
    #[serde(default, rename = "abstract", deserialize_with = "super::or_default")]
    pub abstract_text: String,
    /// The category under which the paper was submitted, such as `cs.CV`.
    #[serde(default)]
    pub primary_category: Option<String>,
    /// All categories in the source's order, which usually begins with the primary one.
    #[serde(default, deserialize_with = "super::or_default")]
    pub categories: Vec<String>,
    /// The time at which version 1 was submitted; midnight UTC if the source gives only the day.
    #[serde(default)]
    pub published: Option<DateTime<Utc>>,
    /// The time at which this version was submitted; midnight UTC if the source gives only the day.
    #[serde(default)]
    pub updated: Option<DateTime<Utc>>,
    /// The authors' comment, such as `12 pages, 3 figures`.
    #[serde(default)]
    pub comment: Option<String>,
    /// DOI of the published paper, without the URL of a resolver.
    #[serde(default)]
    pub doi: Option<String>,
    /// The journal, volume and pages of the published paper.
    #[serde(default)]
    pub journal_ref: Option<String>,
    /// True if the comment or the abstract says that the paper was withdrawn.
    #[serde(default, deserialize_with = "super::or_default")]
    pub withdrawn: bool,
    /// URL of the license, if the source gives it (OAI-PMH and abs pages do).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// Upvotes on Hugging Face, if the source gives them.
    #[serde(default)]
    pub upvotes: Option<u32>,
    /// URL of the code with `http` or `https`, if the source gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// URL of the project's page with `http` or `https`, if the source gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// The service that the record came from.
    #[serde(default, deserialize_with = "super::or_default")]
    pub metadata_from: MetadataSource,
}

impl Paper {
    /// Returns the identifier, with the version if the record has one.
    pub fn paper_id(&self) -> Option<PaperId> {
        let id: PaperId = self.id.parse().ok()?;
        Some(id.with_version(self.version))
    }
}

/// One author. In a record a plain string is read as the name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "AuthorForm")]
pub struct Author {
    /// Name as the authors write it, given name first.
    pub name: String,
    /// Affiliations, if the source gives them.
    pub affiliations: Vec<String>,
}

impl Author {
    /// An author without affiliations.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), affiliations: Vec::new() }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum AuthorForm {
    Name(String),
    Full {
        name: String,
        #[serde(default, deserialize_with = "super::or_default")]
        affiliations: Vec<String>,
    },
}

impl From<AuthorForm> for Author {
    fn from(form: AuthorForm) -> Self {
        match form {
            AuthorForm::Name(name) => Self::named(name),
            AuthorForm::Full { name, affiliations } => Self { name, affiliations },
        }
    }
}

/// The services that can give a record, in the order in which they are asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MetadataSource {
    /// arXiv's API, `export.arxiv.org/api/query`.
    #[default]
    ArxivApi,
    /// The `citation_*` fields of the paper's abs page.
    ArxivAbs,
    /// OAI-PMH, `metadataPrefix=arXivRaw`.
    ArxivOai,
    /// Hugging Face's `api/papers/ID`.
    Huggingface,
}

impl std::fmt::Display for MetadataSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::ArxivApi => "arXiv's API",
            Self::ArxivAbs => "the abs page",
            Self::ArxivOai => "OAI-PMH",
            Self::Huggingface => "Hugging Face",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_authors_as_strings_or_objects() {
        let authors: Vec<Author> =
            serde_json::from_str(r#"["Ada Lovelace", {"name": "Alan Turing", "affiliations": ["NPL"]}]"#)
                .unwrap();
        assert_eq!(authors[0], Author::named("Ada Lovelace"));
        assert_eq!(authors[1].affiliations, ["NPL"]);
    }

    #[test]
    fn names_sources_in_kebab_case() {
        assert_eq!(serde_json::to_string(&MetadataSource::ArxivApi).unwrap(), r#""arxiv-api""#);
        assert_eq!(serde_json::to_string(&MetadataSource::Huggingface).unwrap(), r#""huggingface""#);
    }
}
