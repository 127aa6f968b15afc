//! A command line that cannot be understood → what was probably meant.

use clap::CommandFactory;
use clap::error::{ContextKind, ErrorKind};

use super::Cli;
use crate::report;
use papers_paper::PaperId;

/// Commands that other programs have, and what does the same here.
const UNKNOWN: [(&[&str], &str); 3] = [
    (&["version"], "`papers --version` prints the version"),
    (
        &["update", "upgrade", "self-update"],
        "a new version is installed in the way the old one was; the README tells how, and docs/UPGRADING.md what changes",
    ),
    (&["uninstall", "remove"], "docs/START.md tells how to remove the program and what it keeps"),
];

/// Guesses what was meant by a command line that cannot be understood: `papers 2510.06590` is `papers fetch`.
pub fn meant(error: &clap::Error) -> Option<String> {
    if let Some(value) = error.get(ContextKind::InvalidSubcommand) {
        let value = value.to_string();
        if let Some((_, instead)) = UNKNOWN.iter().find(|(words, _)| words.contains(&value.as_str())) {
            return Some((*instead).to_owned());
        }
        return value
            .parse::<PaperId>()
            .ok()
            .map(|id| format!("give papers to a command: `papers fetch {id}`"));
    }
    let option = error.get(ContextKind::InvalidArg).filter(|_| error.kind() == ErrorKind::UnknownArgument)?;
    let option = option.to_string();
    if option.contains("key") || option.contains("token") {
        return Some(
            "keys come from the environment or from a file, never from the command line: docs/MODELS.md"
                .to_owned(),
        );
    }
    let name = option.strip_prefix("--")?;
    let whole = Cli::command();
    let has = |command: &&clap::Command| command.get_arguments().any(|known| known.get_long() == Some(name));
    let owner = whole.get_subcommands().find(has)?;
    Some(format!("`{option}` is an option of `papers {}`", owner.get_name()))
}
/// What an error says, where it quotes what a terminal would obey and clap would print as it is.
pub fn obeyed(error: &clap::Error) -> Option<String> {
    let told = uncolored(&error.render().ansi().to_string());
    (report::visible(&told) != told).then_some(told)
}

/// The text without changes of color.
fn uncolored(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |before, part| {
        let colors = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        colors
            .strip_prefix('m')
            .map_or_else(|| format!("{before}\u{1b}[{part}"), |after| format!("{before}{after}"))
    })
}
