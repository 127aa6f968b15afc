//! A command line that cannot be understood → what was probably meant.

use clap::CommandFactory;
use clap::error::{ContextKind, ErrorKind};

use super::Cli;
use papers_paper::PaperId;

/// Guesses what was meant by a command line that cannot be understood: `papers 2510.06590` is `papers fetch`.
pub fn meant(error: &clap::Error) -> Option<String> {
    if let Some(value) = error.get(ContextKind::InvalidSubcommand) {
        let id = value.to_string().parse::<PaperId>();
        return id.ok().map(|id| format!("give papers to a command: `papers fetch {id}`"));
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
