//! `papers cache`: what was fetched, shown or cleared.

use std::fmt::Write as _;

use crate::cli::{CacheCommand, Global};
use crate::config::File;
use crate::outcome::Exit;
use crate::report;
use papers_http::Cache;

use super::setup::Setup;

/// Runs the command.
pub(super) fn run(global: &Global, command: CacheCommand) -> anyhow::Result<Exit> {
    let cache = Cache::new(Setup::new(global, File::default())?.settings.cache_dir);
    match command {
        CacheCommand::Clear => cache.clear()?,
        CacheCommand::Info => {
            let mut text = format!("{}\n", cache.root().display());
            for info in cache.info()? {
                // Writing to a string cannot fail.
                let megabytes = info.bytes as f64 / 1e6;
                let _ = writeln!(
                    text,
                    "{:<12} {:>7} entries {megabytes:>9.1} MB",
                    info.bucket.folder(),
                    info.entries
                );
            }
            report::print(&text)?;
        }
    }
    Ok(Exit::Done)
}
