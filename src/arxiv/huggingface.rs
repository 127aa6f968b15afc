//! Hugging Face's `api/papers/ID` → record. Fields come and go over the years; only id, title and abstract must be
//! there.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::page::PageError;
use super::withdrawn::is_withdrawn;
use crate::paper::{Author, MetadataSource, Paper, PaperId};
use crate::text::clean;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    id: String,
    title: String,
    summary: String,
    #[serde(default)]
    authors: Vec<Named>,
    published_at: Option<DateTime<Utc>>,
    upvotes: Option<u32>,
}

#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    name: String,
    #[serde(default)]
    hidden: bool,
}

/// Reads the answer. Authors that Hugging Face hides are left out.
pub(super) fn parse_paper(bytes: &[u8]) -> Result<Paper, PageError> {
    let answer: Answer =
        serde_json::from_slice(bytes).map_err(|error| PageError::Unreadable(error.to_string()))?;
    let id: PaperId = answer
        .id
        .parse()
        .map_err(|_| PageError::Unreadable(format!("no paper has the id `{}`", answer.id)))?;
    let shown = answer.authors.into_iter().filter(|author| !author.hidden);
    let summary = clean::summary(&answer.summary);
    Ok(Paper {
        id: id.base().to_owned(),
        version: None,
        title: clean::line(&answer.title),
        authors: shown
            .map(|author| Author::named(clean::name(&author.name)))
            .filter(|a| !a.name.is_empty())
            .collect(),
        withdrawn: is_withdrawn(None, &summary),
        summary,
        primary_category: None,
        categories: Vec::new(),
        published: answer.published_at,
        updated: None,
        comment: None,
        doi: None,
        journal_ref: None,
        upvotes: answer.upvotes,
        metadata_from: MetadataSource::Huggingface,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_hidden_authors_out_and_folds_titles() {
        let answer = br#"{"id": "2510.06590", "title": "Ming-UniVision:\n  Joint", "summary": "An abstract.",
            "authors": [{"name": "A B", "hidden": false}, {"name": "C D", "hidden": true}, {"_id": "x"}],
            "publishedAt": "2025-10-08T02:50:14.000Z", "upvotes": 59, "organization": {"name": "new"}}"#;
        let paper = parse_paper(answer).unwrap();
        assert_eq!((paper.title.as_str(), paper.upvotes), ("Ming-UniVision: Joint", Some(59)));
        assert_eq!(paper.authors, [Author::named("A B")]);
    }

    #[test]
    fn an_answer_without_an_abstract_is_of_no_use() {
        assert!(matches!(
            parse_paper(br#"{"id": "2510.06590", "title": "T"}"#),
            Err(PageError::Unreadable(_))
        ));
    }
}
