//! Parses the sources of a day's papers: `hf`, or a category such as `cs.CL`.

use std::fmt;
use std::str::FromStr;

use papers_paper::{UnknownCategory, category};

/// The sources of a day's papers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Hugging Face Daily Papers.
    Huggingface,
    /// arXiv's announcements in a category, `cs.CL`, or in a whole archive, `hep-th`.
    Category(String),
    /// A search in arXiv's query language among the day's submissions.
    Query(String),
}

impl Source {
    /// Returns true for sources of arXiv, which list nothing at weekends and on holidays.
    pub fn is_arxiv(&self) -> bool {
        !matches!(self, Self::Huggingface)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Huggingface => f.write_str("Hugging Face"),
            Self::Category(category) => f.write_str(category),
            Self::Query(query) => write!(f, "`{query}`"),
        }
    }
}

/// A name that is not a source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a source is `hf` or a category such as `cs.CL`; {0}")]
pub struct UnknownSource(#[from] pub UnknownCategory);

impl FromStr for Source {
    type Err = UnknownSource;

    fn from_str(text: &str) -> Result<Self, UnknownSource> {
        let name = text.trim();
        if ["hf", "huggingface"].iter().any(|known| name.eq_ignore_ascii_case(known)) {
            return Ok(Self::Huggingface);
        }
        Ok(Self::Category(category(name)?))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("hf", "Hugging Face")]
    #[case("HuggingFace", "Hugging Face")]
    #[case(" cs.CL ", "cs.CL")]
    #[case("hep-th", "hep-th")]
    #[case("cond-mat.mtrl-sci", "cond-mat.mtrl-sci")]
    #[case("physics.chem-ph", "physics.chem-ph")]
    #[case("cs.cl", "cs.CL")]
    fn reads(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(text.parse::<Source>().unwrap().to_string(), expected);
    }

    #[rstest]
    #[case("")]
    #[case("nlp")]
    #[case("cs.")]
    #[case("cs.CL OR cat:cs.LG")]
    #[case("cs.CL/../../x")]
    #[case("cs.XX")]
    fn refuses(#[case] text: &str) {
        assert!(text.parse::<Source>().is_err());
    }
}
