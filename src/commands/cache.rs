//! `papers cache`: shows or clears what was fetched.

use crate::cli::{CacheCommand, Global};
use crate::config::File;
use crate::outcome::Exit;
use crate::report;
use papers_arxiv as arxiv;
use papers_http::Cache;
use papers_paper::PaperId;

use super::setup::Setup;

fn report_removed(removed: u64) {
    tracing::info!("{removed} {} removed", if removed == 1 { "entry" } else { "entries" });
}

/// Runs the command.
pub(super) fn run(global: &Global, command: CacheCommand) -> anyhow::Result<Exit> {
    let setup = Setup::new(global, File::default())?;
    let cache = Cache::new(setup.settings.cache_dir);
    match command {
        CacheCommand::Clear { paper: None } => {
            let removed = cache.info()?.iter().map(|info| info.entries).sum();
            cache.clear()?;
            report_removed(removed);
        }
        CacheCommand::Clear { paper: Some(paper) } => {
            let meant = |of: &PaperId| {
                of.key() == paper.key() && (paper.version().is_none() || of.version() == paper.version())
            };
            report_removed(cache.clear_where(|url| arxiv::paper_of(url).is_some_and(|of| meant(&of)))?);
        }
        CacheCommand::Prune => {
            let ages = |url: &str| arxiv::paper_of(url).is_some_and(|of| of.version().is_none());
            report_removed(cache.prune(setup.clock.now(), ages)?);
        }
        CacheCommand::Info => {
            let mut text = format!("{}\n", cache.root().display());
            for info in cache.info()? {
                let megabytes = info.bytes as f64 / 1e6;
                text.push_str(&format!(
                    "{:<12} {:>7} entries {megabytes:>9.1} MB\n",
                    info.bucket.folder(),
                    info.entries
                ));
            }
            report::print(&text)?;
        }
    }
    Ok(Exit::Done)
}
