//! Tests likely mistakes: `fixtures/mistakes/table.txt` is a table of commands with message and exit code. Each command runs in a
//! new folder with the other files of `fixtures/mistakes` and the cache of `fixtures/demo`, without network.
//! `SNAPSHOTS=overwrite cargo test` accepts the new results.

use std::fs;
use std::path::Path;

use rstest::rstest;

use crate::support::{Bench, copy, project};

/// Returns the output and the exit code of a command, as in the table.
fn run(folder: &Path, command: &str) -> String {
    let mut bench = Bench::offline();
    // There is no listener on port 9, so that no request leaves the machine.
    bench.set("HTTPS_PROXY", "http://127.0.0.1:9");
    copy(folder, bench.folder.path());
    fs::remove_file(bench.path("table.txt")).unwrap();
    fs::create_dir(bench.path("cache")).unwrap();
    copy(&project().join("fixtures/demo"), &bench.path("cache"));
    let run = bench.shell(command).stdin(std::process::Stdio::null()).output().unwrap();
    let place = bench.folder.path().canonicalize().unwrap();
    let text =
        |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().replace(place.to_str().unwrap(), "SITE");
    let said = text(&run.stderr);
    // Standard output is irrelevant if there is a message.
    let printed = if said.is_empty() { text(&run.stdout) } else { String::new() };
    let code = run.status.code().unwrap_or_else(|| panic!("{command} was killed"));
    format!("$ {command}\n{printed}{said}exit code {code}\n\n")
}

/// Returns each command with its result.
fn blocks(table: &str) -> impl Iterator<Item = &str> {
    table.trim_end().split("\n\n$ ")
}

#[test]
fn likely_mistakes_are_answered_with_what_to_do() {
    let folder = project().join("fixtures/mistakes");
    let expected = fs::read_to_string(folder.join("table.txt")).unwrap();
    let commands: Vec<&str> = expected.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
    assert!(commands.len() >= 50, "{} mistakes", commands.len());
    let came: String = commands.iter().map(|command| run(&folder, command)).collect();
    if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
        fs::write(folder.join("table.txt"), &came).unwrap();
    }
    let expected = fs::read_to_string(folder.join("table.txt")).unwrap();
    for (came, expected) in blocks(&came).zip(blocks(&expected)) {
        assert_eq!(came, expected);
    }
    assert_eq!(came.len(), expected.len());
}

/// `papers config` checks files and models of the settings like the command that uses them.
#[rstest]
#[case("engine = \"llm\"\n", "no language model is configured")]
#[case("template = \"absent.hbs\"\n", "no such file: `absent.hbs`")]
#[case("templates_dir = \"absent\"\n", "no such folder: `absent`")]
#[case("template = \"broken.hbs\"\n", "template `broken.hbs` line 2")]
#[case("templates_dir = \"mine\"\n", "template `mine/prompt/system.hbs` line 1")]
#[case("posts_dir = \"papers.toml\"\n", "posts_dir cannot be `papers.toml`")]
#[case("[interests]\nbib = \"absent.bib\"\n", "`interests.bib` cannot be `absent.bib`")]
#[case("[interests]\nliked = [\"x\"]\n", "`interests.liked` cannot be `x`")]
fn settings_that_a_run_rejects_are_rejected_by_config(#[case] settings: &str, #[case] error: &str) {
    let bench = Bench::offline();
    bench.write("papers.toml", settings);
    bench.write("broken.hbs", "{{#if title}}\n");
    fs::create_dir_all(bench.path("mine/prompt")).unwrap();
    bench.write("mine/prompt/system.hbs", "{{title");
    let said = |args: &[&str]| {
        let run = bench.papers(args).assert().code(3).stdout("");
        String::from_utf8(run.get_output().stderr.clone()).unwrap()
    };
    let config = said(&["config"]);
    assert!(config.contains(error), "{config}");
    // Prompts are only read by runs that ask a model.
    if !error.contains("prompt") {
        assert_eq!(config, said(&["daily", "--offline"]));
    }
}

/// Odd but possible requests are carried out with a warning.
#[test]
fn probable_mistakes_are_reported() {
    let folder = project().join("fixtures/mistakes");
    for (command, word) in [
        ("TZ=Mars/Phobos papers status", "warning: `TZ` cannot be `Mars/Phobos`, and days are those of UTC"),
        (
            "PAPERS_LANGUAGE=en papers config lang",
            "warning: the variable `PAPERS_LANGUAGE` sets nothing; was `PAPERS_LANG` meant?",
        ),
        (
            "papers daily --offline --date 2030-01-01",
            "warning: 2030-01-01 is still to come (today is 2025-10-09)",
        ),
        ("echo '[]' > empty.json; papers render empty.json", "note: `empty.json` has no papers"),
    ] {
        let told = run(&folder, command);
        assert!(told.contains(word), "{told}");
    }
    for command in
        ["TZ=Asia/Seoul papers status", "TZ=posix/Asia/Seoul papers status", "TZ=KST-9 papers status"]
    {
        assert!(!run(&folder, command).contains("warning"), "{command}");
    }
}

/// Mistakes of users are not bugs: each has an exit code for its kind, and a message.
#[test]
fn no_mistake_is_called_unexpected() {
    let table = fs::read_to_string(project().join("fixtures/mistakes/table.txt")).unwrap();
    for block in blocks(&table) {
        let code = block.rsplit_once("exit code ").unwrap().1.trim();
        assert!(["2", "3", "4", "5", "6"].contains(&code), "{block}");
        assert!(block.lines().count() >= 3, "{block}");
    }
}
