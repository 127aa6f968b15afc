//! The sections of a digest in one table, with their names in records, in the answers of models and in posts.

use serde::{Deserialize, Serialize};

/// The five sections of a digest, and the one-line summary above them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SectionName {
    /// The one-line summary.
    Tldr,
    /// Goal, motivation and contribution.
    Introduction,
    /// Method.
    Method,
    /// Results.
    Results,
    /// Limitations.
    Limitations,
    /// Conclusion.
    Conclusion,
}

/// The names of a section, or of a statement of the introduction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Names {
    /// The name in records and in the answers of models.
    pub key: &'static str,
    /// Other names that models use for it.
    pub others: &'static [&'static str],
    /// The heading in posts.
    pub heading: &'static str,
}

/// The sections in the order of the enumeration.
const SECTIONS: [Names; 6] = [
    Names { key: "tldr", others: &["tl;dr", "tl_dr", "summary"], heading: "" },
    Names { key: "introduction", others: &["intro", "overview"], heading: "Introduction" },
    Names { key: "method", others: &["methods", "methodology", "approach"], heading: "Method" },
    Names { key: "results", others: &["result", "findings"], heading: "Results" },
    Names { key: "limitations", others: &["limitation"], heading: "Limitations" },
    Names { key: "conclusion", others: &["conclusions"], heading: "Conclusion" },
];

/// The three statements of the introduction.
pub const STATEMENTS: [Names; 3] = [
    Names { key: "goal", others: &["goals", "objective", "purpose"], heading: "Goal" },
    Names { key: "motivation", others: &["motivations", "problem"], heading: "Motivation" },
    Names { key: "contribution", others: &["contributions"], heading: "Contribution" },
];

impl SectionName {
    /// The sections in the order of the post, without the one-line summary.
    pub const ALL: [Self; 5] =
        [Self::Introduction, Self::Method, Self::Results, Self::Limitations, Self::Conclusion];

    /// The sections that are lists of sentences.
    pub const LISTS: [Self; 4] = [Self::Method, Self::Results, Self::Limitations, Self::Conclusion];

    /// Returns the names of the section.
    #[expect(clippy::indexing_slicing, reason = "there is a row for each of the enumeration")]
    pub const fn names(self) -> Names {
        SECTIONS[self as usize]
    }

    /// The name in records, such as `results`.
    pub const fn name(self) -> &'static str {
        self.names().key
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Digest;

    #[test]
    fn the_table_and_the_digest_have_the_same_sections() {
        let mut digest = Digest { tldr: Some(String::new()), ..Digest::default() };
        let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        let json = serde_json::to_value(&digest).unwrap();
        let all = [SectionName::Tldr].into_iter().chain(SectionName::ALL);
        assert_eq!(keys(&json), all.map(|name| name.name().to_owned()).collect::<Vec<_>>());
        assert_eq!(keys(&json["introduction"]), STATEMENTS.map(|names| names.key));
        for name in SectionName::ALL {
            assert_eq!(serde_json::to_value(name).unwrap(), name.name());
        }
        for name in SectionName::LISTS {
            digest.list_mut(name).unwrap().push(name.name().to_owned());
            assert_eq!(digest.section(name), [name.name()]);
            assert_eq!(digest.sentence_mut(name, 0).unwrap(), name.name());
        }
        for (index, names) in STATEMENTS.iter().enumerate() {
            names.key.clone_into(digest.sentence_mut(SectionName::Introduction, index).unwrap());
        }
        assert_eq!(digest.section(SectionName::Introduction), STATEMENTS.map(|names| names.key));
    }
}
