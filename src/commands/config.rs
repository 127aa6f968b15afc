//! `papers config`: prints the effective settings, and where each comes from. Settings that another command would reject are
//! rejected here with the same error.

use serde_json::{Map, Value, json};

use crate::cli::{ConfigArgs, Global};
use crate::config::{self, File, Origins, Setting};
use crate::environment::Environment;
use crate::outcome::Exit;
use crate::report;
use papers_paper::text::spelling::{changes, resembles};
use papers_system::disk;

use super::setup::Setup;
use super::usage::UsageError;

/// Runs the command.
pub(super) fn run(global: &Global, args: &ConfigArgs) -> anyhow::Result<Exit> {
    let setup = Setup::new(global, File::default())?;
    setup.check()?;
    let environment = Environment::of_process();
    let path = config::find(global.config.as_deref(), &environment);
    let file = match &path {
        Some(path) => Some((path.clone(), disk::read_text(path)?.parse()?)),
        None => None,
    };
    let origins = Origins { file, environment: &environment, cache_flag: global.cache_dir.is_some() };
    let settings = chosen(origins.settings(&setup.settings)?, &args.keys)?;
    if args.json {
        report::print_json(&object(&settings)?)?;
        return Ok(Exit::Done);
    }
    let place = match path {
        Some(path) => format!("the settings in `{}`", path.display()),
        None => "no file of settings is here; `papers init` writes one".to_owned(),
    };
    tracing::info!("{place}");
    report::print(&lines(&settings))?;
    Ok(Exit::Done)
}

/// Returns the requested settings, single ones or whole tables; all if none are requested.
fn chosen(settings: Vec<Setting>, keys: &[String]) -> Result<Vec<Setting>, UsageError> {
    let is_of = |setting: &Setting, key: &str| {
        setting.key.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    if let Some(key) = keys.iter().find(|key| !settings.iter().any(|setting| is_of(setting, key))) {
        let like = nearest(&settings, key).map(|nearest| format!("was `{nearest}` meant?"));
        let instead = like.unwrap_or_else(|| "`papers config` lists all".to_owned());
        return Err(UsageError::NoSetting { key: key.clone(), instead });
    }
    let wanted = |setting: &Setting| keys.is_empty() || keys.iter().any(|key| is_of(setting, key));
    Ok(settings.into_iter().filter(wanted).collect())
}

/// Returns the setting whose name, with or without its table, is most similar, if it is similar at all.
fn nearest(settings: &[Setting], key: &str) -> Option<String> {
    let names = |setting: &Setting| {
        let own = setting.key.rsplit('.').next().unwrap_or_default();
        [setting.key.clone(), own.to_owned()]
    };
    let distance = |setting: &&Setting| names(setting).map(|name| changes(key, &name)).into_iter().min();
    let found = settings.iter().min_by_key(distance)?;
    names(found).iter().any(|name| resembles(key, name)).then(|| found.key.clone())
}

/// Writes each setting as a line of TOML, with its origin as a comment.
fn lines(settings: &[Setting]) -> String {
    /// The column of the comments, which fits most settings.
    const WIDTH: usize = 48;
    let line = |setting: &Setting| match &setting.value {
        Some(value) => format!("{:<WIDTH$} # {}\n", format!("{} = {value}", setting.key), setting.origin),
        None => format!("{:<WIDTH$} # not set\n", format!("#{}", setting.key)),
    };
    settings.iter().map(line).collect()
}

fn object(settings: &[Setting]) -> serde_json::Result<Value> {
    let entry = |setting: &Setting| {
        let value = serde_json::to_value(&setting.value)?;
        Ok((setting.key.clone(), json!({ "value": value, "from": setting.origin.to_string() })))
    };
    settings.iter().map(entry).collect::<serde_json::Result<Map<String, Value>>>().map(Value::Object)
}
