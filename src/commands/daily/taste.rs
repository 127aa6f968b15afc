//! `[interests]` → the reader's taste. What cannot be had is told, and the rest still ranks.

use std::path::Path;

use crate::commands::setup::Setup;
use crate::config::ConfigError;
use crate::resolve::{Liked, Taste, bibliography};
use papers_arxiv as arxiv;
use papers_http::Client;
use papers_paper::PaperId;
use papers_system::disk;

/// The reader's taste; `None` where the settings say nothing of it.
pub(super) async fn of(setup: &Setup, client: &Client) -> anyhow::Result<Option<Taste>> {
    let interests = &setup.settings.interests;
    let mut taste = Taste {
        keywords: interests.keywords.iter().map(|(word, weight)| (word.clone(), *weight)).collect(),
        liked: Vec::new(),
    };
    if let Some(path) = &interests.bib {
        taste.liked.extend(bibliography(&library(path)?));
    }
    let ids: Vec<PaperId> = interests.liked.iter().map(|text| liked_id(text)).collect::<Result<_, _>>()?;
    for (id, fetched) in arxiv::records(client, &setup.settings.urls, &ids).await {
        match fetched {
            Ok(paper) => taste.liked.push(Liked { title: paper.title, summary: paper.summary }),
            Err(error) => tracing::warn!("the liked paper `{id}` does not count: {error}"),
        }
    }
    Ok(Some(taste).filter(|taste| !taste.is_empty()))
}

fn library(path: &Path) -> Result<String, ConfigError> {
    disk::read_text(path).map_err(|error| {
        ConfigError::value("`interests.bib`", path.display().to_string(), error.source.to_string())
    })
}

fn liked_id(text: &str) -> Result<PaperId, ConfigError> {
    text.parse().map_err(|error| ConfigError::value("`interests.liked`", text, format!("{error}")))
}
