//! A day → Hugging Face's list of it.

use super::Source;
use super::sources::{Scope, SourceError, ask};
use papers_arxiv as arxiv;
use papers_http::Client;
use papers_paper::Candidate;

/// The day's list, in Hugging Face's order.
pub(super) async fn list(client: &Client, scope: &Scope<'_>) -> Result<Vec<Candidate>, SourceError> {
    let request = arxiv::daily(scope.urls, scope.day);
    let listed = ask(client, scope, &request, arxiv::parse_daily).await;
    listed.map_err(|source| SourceError::Http { from: Source::Huggingface, day: scope.day, source })
}
