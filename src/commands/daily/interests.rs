//! Loads the interests that rank a day's papers from `[interests]`. A liked paper that cannot be fetched is named in a warning
//! and ignored.

use crate::commands::setup::Setup;
use crate::resolve::{Interests, Liked};
use papers_arxiv as arxiv;
use papers_http::Client;

/// Loads the reader's interests; `None` if the settings have none.
pub(super) async fn of(setup: &Setup, client: &Client) -> anyhow::Result<Option<Interests>> {
    let (mut interests, ids) = setup.interests()?;
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
