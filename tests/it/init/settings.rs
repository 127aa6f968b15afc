//! Tests that the settings that `papers init` writes, and those in README and docs, are the ones that the program reads.

use std::collections::BTreeSet;

use papers::config::{File, Profile, Profiles};
use papers::environment::Environment;
use papers_digest::llm::LlmFile;

use crate::support::project;

const SETTINGS: &str = include_str!("../../../templates/init/papers.toml");

/// Settings without a default, whose lines in the file are examples.
const EXAMPLES: [&str; 7] =
    ["contact", "cache_dir", "template", "templates_dir", "state_dir", "timezone", "front_matter"];

/// Settings that have moved, and still work.
const MOVED: [&str; 1] = ["evidence"];

/// Settings below `[verify]` whose lines are examples.
const VERIFY_EXAMPLES: [&str; 2] = ["model", "base_url"];

/// Settings below `[feed]` whose lines are examples.
const FEED_EXAMPLES: [&str; 2] = ["home_page_url", "feed_url"];

/// Settings below `[daily]` whose lines are examples.
const DAILY_EXAMPLES: [&str; 5] = ["query", "top", "holidays", "title", "tags"];

/// Settings below `[llm]` whose lines are examples.
const LLM_EXAMPLES: [&str; 11] = [
    "model", "base_url", "api_key_file", "max_cost", "prices", "extra", "context_tokens",
    "max_output_tokens", "effort", "sentence_chars", "max_cost_month",
];

/// Returns the settings of the file with the `#` before each removed.
fn uncommented() -> String {
    let is_setting = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase() || c == '[');
    SETTINGS
        .lines()
        .filter_map(|line| line.strip_prefix('#'))
        .filter(is_setting)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Returns the keys that are possible after `before`, as in the program's error about an unknown one.
fn keys(before: &str) -> BTreeSet<String> {
    let error = toml::from_str::<File>(&format!("{before}\nstrange = 1")).unwrap_err().to_string();
    let expected = error.rsplit("expected").next().unwrap_or_default();
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_settings_explain_every_option() {
    let own: toml::Table = uncommented().parse().unwrap();
    for key in keys("").into_iter().filter(|key| !MOVED.contains(&key.as_str())) {
        let Some(value) = own.get(&key) else { panic!("`{key}` is not in templates/init/papers.toml") };
        let Some(table) = value.as_table().filter(|_| key != "front_matter") else { continue };
        for inner in keys(&format!("[{key}]")) {
            // Serde lists it among the kinds, but hidden text of a page has no action.
            assert!(
                inner == "hidden-text" || table.contains_key(&inner),
                "`{key}.{inner}` is not in templates/init/papers.toml"
            );
        }
    }
}

#[test]
fn the_settings_are_the_defaults() {
    assert!(SETTINGS.parse::<toml::Table>().unwrap().is_empty(), "nothing is set that the user did not set");
    let mut own: toml::Table = uncommented().parse().unwrap();
    own.retain(|key, _| !EXAMPLES.contains(&key) && !["daily", "interests", "llm"].contains(&key));
    own["feed"].as_table_mut().unwrap().retain(|key, _| !FEED_EXAMPLES.contains(&key));
    own["verify"].as_table_mut().unwrap().retain(|key, _| !VERIFY_EXAMPLES.contains(&key));
    let text = own.to_string();
    let environment = Environment::from([("XDG_CACHE_HOME", "/c"), ("XDG_STATE_HOME", "/s")]);
    let settings = |file: File| {
        let mut settings = file.complete(&environment).unwrap();
        let policy = std::mem::take(&mut settings.options.verify);
        format!("{}{settings:#?}", serde_json::to_string(&policy).unwrap())
    };
    assert_eq!(settings(toml::from_str(&text).unwrap()), settings(File::default()));
    let with_examples: File = toml::from_str(&uncommented()).unwrap();
    with_examples.complete(&environment).unwrap();
}

/// The documents with settings to copy.
const DOCUMENTS: [&str; 5] =
    ["README.md", "docs/DAILY.md", "docs/JEKYLL.md", "docs/MODELS.md", "docs/VERIFY.md"];

/// Returns the blocks of settings in a document, with commented settings enabled.
fn documented(path: &str) -> Vec<String> {
    let text = std::fs::read_to_string(project().join(path)).unwrap();
    let comment = regex::Regex::new("(?m)^# ([a-z_]+ = )").unwrap();
    let blocks = text.split("\n```toml\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    blocks.map(|block| comment.replace_all(block, "$1").into_owned()).collect()
}

#[test]
fn the_documents_name_settings_that_exist() {
    for path in DOCUMENTS {
        let blocks = documented(path);
        assert!(!blocks.is_empty(), "{path} has no settings any more");
        for block in blocks {
            toml::from_str::<File>(&block).unwrap_or_else(|error| panic!("{path}: {error}\n{block}"));
        }
    }
}

#[test]
fn the_settings_in_the_readme_are_the_defaults() {
    let [block] = &*documented("README.md") else { panic!("the README has one block of settings") };
    let shown: toml::Table = block.parse().unwrap();
    let file: toml::Table = uncommented().parse().unwrap();
    for (key, value) in shown.iter().filter(|(key, _)| !EXAMPLES.contains(&key.as_str())) {
        let Some(table) = value.as_table() else {
            assert_eq!(Some(value), file.get(key), "{key}");
            continue;
        };
        for (inner, value) in table {
            assert_eq!(Some(value), file[key].get(inner), "{key}.{inner}");
        }
    }
}

#[test]
fn the_settings_of_daily_are_the_defaults() {
    let own: toml::Table = uncommented().parse().unwrap();
    let mut daily = own["daily"].as_table().unwrap().clone();
    daily.retain(|key, _| key != "nlp" && !DAILY_EXAMPLES.contains(&key));
    let profiles: Profiles = toml::from_str(&daily.to_string()).unwrap();
    let complete = |profiles: &Profiles| profiles.complete(None, Profile::default()).unwrap();
    assert_eq!(complete(&profiles), complete(&Profiles::default()));
    let with_examples: File = toml::from_str(&uncommented()).unwrap();
    with_examples.daily.unwrap().complete(Some("nlp"), Profile::default()).unwrap();
}

#[test]
fn the_settings_of_models_are_the_defaults() {
    let file: toml::Table = uncommented().parse().unwrap();
    let mut llm = file["llm"].as_table().unwrap().clone();
    llm.retain(|key, _| !LLM_EXAMPLES.contains(&key));
    let complete = |text: &str| {
        let named = format!("model = \"gpt-4o-mini\"\n{text}");
        format!("{:#?}", toml::from_str::<LlmFile>(&named).unwrap().complete(|_| None).unwrap())
    };
    assert_eq!(complete(&llm.to_string()), complete(""));
}
