//! `papers status`

use crate::cli::{Global, StatusArgs};
use crate::outcome::Exit;

pub(super) async fn run(_global: &Global, _args: &StatusArgs) -> anyhow::Result<Exit> {
    Ok(Exit::Done)
}
