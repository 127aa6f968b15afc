//! `papers skip`: adds identifiers to `[skip] ids` of the settings. The rest of the file stays byte for byte.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use papers_paper::PaperId;
use papers_system::disk::{self, Durability};
use serde::Deserialize;
use toml::Spanned;

use crate::cli::{Global, SkipArgs};
use crate::config;
use crate::environment::Environment;
use crate::outcome::Exit;
use crate::publish::Target;

/// Runs the command.
pub(super) fn run(global: &Global, args: &SkipArgs) -> anyhow::Result<Exit> {
    let ids: Vec<PaperId> = args.papers.iter().map(|text| text.parse()).collect::<Result<_, _>>()?;
    let path = config::find(global.config.as_deref(), &Environment::of_process());
    let path = path.unwrap_or_else(|| PathBuf::from("papers.toml"));
    if global.config.is_some() || path.exists() {
        config::read(&path)?;
    }
    let target = Target::file(path.clone());
    let _lock = target.lock()?;
    let existing = target.text()?.unwrap_or_default();
    let text =
        with_skipped(&existing, &ids).with_context(|| format!("`{}` was not changed", path.display()))?;
    if text == existing {
        tracing::info!("`{}` skips {} already", path.display(), args.papers.join(", "));
        return Ok(Exit::Done);
    }
    check(&text, &ids, &path)?;
    disk::write(&path, text.as_bytes(), Durability::Synced)?;
    tracing::info!(
        "wrote `{}`; posts that already have the paper keep it until you remove it",
        path.display()
    );
    Ok(Exit::Done)
}

#[derive(Deserialize)]
struct File {
    skip: Option<Table>,
}

#[derive(Deserialize)]
struct Table {
    ids: Option<Spanned<Vec<Spanned<String>>>>,
}

/// Returns the text of the settings with these papers in `[skip] ids`.
fn with_skipped(text: &str, ids: &[PaperId]) -> anyhow::Result<String> {
    let table = toml::from_str::<File>(text)?.skip;
    let known = table.as_ref().and_then(|table| table.ids.as_ref());
    let has = |id: &PaperId| {
        let mut known = known.into_iter().flat_map(Spanned::get_ref);
        known.any(|known| known.get_ref().parse::<PaperId>().is_ok_and(|known| known.key() == id.key()))
    };
    let new: Vec<String> = ids.iter().filter(|id| !has(id)).map(|id| format!("\"{}\"", id.key())).collect();
    if new.is_empty() {
        return Ok(text.to_owned());
    }
    let new = new.join(", ");
    let (at, insertion) = match (&table, known) {
        (_, Some(known)) => match known.get_ref().last() {
            Some(last) => (last.span().end, format!(", {new}")),
            None => (known.span().start + 1, new),
        },
        (Some(_), None) => {
            let header = text.find("[skip]").context("`[skip]` has no `ids`: add `ids = []`")?;
            (header + "[skip]".len(), format!("\nids = [{new}]"))
        }
        (None, None) => {
            let gap = if text.is_empty() {
                ""
            } else if text.ends_with('\n') {
                "\n"
            } else {
                "\n\n"
            };
            (text.len(), format!("{gap}[skip]\nids = [{new}]\n"))
        }
    };
    let (before, after) = text.split_at_checked(at).context("it cannot be edited")?;
    Ok(format!("{before}{insertion}{after}"))
}

/// Checks the new settings before they are written.
fn check(text: &str, ids: &[PaperId], path: &Path) -> anyhow::Result<()> {
    let again = with_skipped(text, ids).ok();
    ensure!(
        again.as_deref() == Some(text),
        "`{}` cannot be edited: add the papers to `ids` under `[skip]` by hand",
        path.display()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("", "[skip]\nids = [\"2510.00001\"]\n")]
    #[case("lang = \"en\"", "lang = \"en\"\n\n[skip]\nids = [\"2510.00001\"]\n")]
    #[case("[skip]\nids = [] # none\n", "[skip]\nids = [\"2510.00001\"] # none\n")]
    #[case("[skip]\n[daily]\ntop = 1\n", "[skip]\nids = [\"2510.00001\"]\n[daily]\ntop = 1\n")]
    #[case(
        "[skip]\nids = [\n  \"2510.00002\", # dull ]\n]\n[daily]\n",
        "[skip]\nids = [\n  \"2510.00002\", \"2510.00001\", # dull ]\n]\n[daily]\n"
    )]
    #[case("skip = { ids = [\"2510.00001v2\"] }", "skip = { ids = [\"2510.00001v2\"] }")]
    fn adds_a_paper_and_leaves_the_rest(#[case] text: &str, #[case] expected: &str) {
        let ids = ["2510.00001v3".parse().unwrap()];
        let text = with_skipped(text, &ids).unwrap();
        assert_eq!(text, expected);
        check(&text, &ids, Path::new("papers.toml")).unwrap();
    }

    #[test]
    fn settings_that_cannot_be_read_are_left_alone() {
        assert!(with_skipped("lang = ", &["2510.00001".parse().unwrap()]).is_err());
    }
}
