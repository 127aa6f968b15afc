//! Loads the interests that rank a day's papers from `[interests]`. A liked paper that cannot be fetched is named in a warning
//! and ignored.

use std::path::Path;

use crate::commands::setup::Setup;
use crate::config::ConfigError;
use crate::resolve::{Interests, Liked, bibliography};
use papers_arxiv as arxiv;
use papers_http::Client;
use papers_paper::PaperId;
use papers_system::disk;

/// Loads the reader's interests; `None` if the settings have none.
pub(super) async fn of(setup: &Setup, client: &Client) -> anyhow::Result<Option<Interests>> {
    let settings = &setup.settings.interests;
    let mut interests = Interests {
        keywords: settings.keywords.iter().map(|(word, weight)| (word.clone(), *weight)).collect(),
        liked: Vec::new(),
    };
    if let Some(path) = &settings.bib {
        interests.liked.extend(bibliography(&library(path)?));
    }
    let ids: Vec<PaperId> = settings.liked.iter().map(|text| liked_id(text)).collect::<Result<_, _>>()?;
    for (id, fetched) in arxiv::records(client, &setup.settings.options.urls, &ids).await {
        match fetched {
            Ok(paper) => {
                interests.liked.push(Liked { title: paper.title, abstract_text: paper.abstract_text });
            }
            Err(error) => tracing::warn!("the liked paper `{id}` does not count: {error}"),
        }
    }
    Ok(Some(interests).filter(|interests| !interests.is_empty()))
}

fn library(path: &Path) -> Result<String, ConfigError> {
    disk::read_text(path).map_err(|error| {
        ConfigError::value("`interests.bib`", path.display().to_string(), error.source.to_string())
    })
}

fn liked_id(text: &str) -> Result<PaperId, ConfigError> {
    text.parse().map_err(|error| ConfigError::value("`interests.liked`", text, format!("{error}")))
}
