//! Tests `papers verify` on records made by others: its findings in every format of records, and the measured rates.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "clippy knows `#[test]` functions as tests, but not their helpers"
)]
mod anchors;
mod measure;
mod recheck;

use predicates::prelude::*;
use predicates::str::{contains, is_empty};
use serde_json::Value;

use crate::support::{Bench, project, shared};

fn verify(arguments: &[&str]) -> assert_cmd::assert::Assert {
    let all: Vec<&str> = ["verify", "--offline"].iter().chain(arguments).copied().collect();
    Bench::offline().papers(&all).assert()
}

fn fixture(name: &str) -> String {
    project().join("fixtures/verify").join(name).display().to_string()
}

/// `SNAPSHOTS=overwrite cargo test` accepts the new findings.
#[test]
fn every_saved_record_gets_its_findings() {
    let mut cases = 0;
    for path in
        std::fs::read_dir(project().join("fixtures/verify")).unwrap().map(|entry| entry.unwrap().path())
    {
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        cases += 1;
        let output = verify(&[path.to_str().unwrap()]).get_output().clone();
        let found = String::from_utf8(output.stdout).unwrap();
        let golden = path.with_extension("txt");
        if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
            std::fs::write(&golden, &found).unwrap();
        }
        let expected = std::fs::read_to_string(&golden).unwrap();
        assert_eq!(found, expected, "{}: run with SNAPSHOTS=overwrite to accept", path.display());
        let code = if expected.is_empty() { 0 } else { 6 };
        assert_eq!(output.status.code(), Some(code), "{}", path.display());
    }
    assert!(cases >= 5);
}

/// Checks small records that once caused a wrong or a missing finding: `false_*` must pass, all others must not.
#[test]
fn recorded_cases_alarm_where_they_should() {
    let Some(folder) = shared("cases/verify") else { return };
    let mut wrong = Vec::new();
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let output = verify(&[path.to_str().unwrap()]).get_output().clone();
        let found = String::from_utf8(output.stdout).unwrap();
        let alarms = found.lines().filter(|line| !line.contains("empty-section")).count();
        if name.starts_with("false_") == (alarms > 0) {
            wrong.push(format!("{name}: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

#[test]
fn findings_as_json_name_their_sentence_and_what_would_be_done() {
    let output = verify(&["--json", &fixture("invented.json")]).code(6).get_output().stdout.clone();
    let checked: Value = serde_json::from_slice(&output).unwrap();
    let finding = &checked[0]["findings"][1];
    assert_eq!(checked[0]["id"], "2510.05491");
    assert_eq!(finding["section"], "introduction");
    assert_eq!(finding["sentence"], 2);
    assert_eq!(finding["kind"], "unsupported-number");
    assert_eq!(finding["detail"], "23.74%");
    assert_eq!(finding["action"], "dropped");
}

#[test]
fn a_record_may_be_one_paper_with_the_fewest_fields() {
    let bench = Bench::offline();
    let record = r#"{"paper": {"id": "2510.05491", "title": "T"}, "text": "It runs on 16 cards.", "digest": {"results": ["It runs on 17 cards."]}}"#;
    bench.write("one.json", record);
    let one = bench.path("one.json").display().to_string();
    bench.papers(&["verify", &one]).assert().code(6).stdout(contains("unsupported-number: 17"));
    bench
        .papers(&["verify", "-"])
        .write_stdin(record)
        .assert()
        .code(6)
        .stdout(contains("unsupported-number: 17"));
}

#[test]
fn a_record_without_text_is_checked_against_its_abstract_when_nothing_else_can_be_had() {
    let bench = Bench::offline();
    let record = r#"[{"paper": {"id": "2510.05491", "title": "T", "abstract": "It runs on 16 cards."}, "engine": "extractive", "digest": {"results": ["It runs on 16 cards."]}}]"#;
    bench.write("list.json", record);
    let list = bench.path("list.json").display().to_string();
    bench.papers(&["verify", "--offline", &list]).assert().success().stdout(is_empty());
}

/// Returns a digest of a paper that does not mention limitations, with these limitations and earlier findings.
fn silent(limitations: &str, findings: &str) -> String {
    format!(
        r#"{{"paper": {{"id": "2510.05491", "title": "T"}}, "text": "It runs on 16 cards. The method is plain. Memory stays low.", "engine": "openai:m",
        "findings": {findings}, "digest": {{"introduction": {{"goal": "It runs on 16 cards."}}, "method": ["The method is plain."],
        "results": ["Memory stays low."], "limitations": {limitations}, "conclusion": ["Not stated in the text read."]}}}}"#
    )
}

#[test]
fn a_section_that_says_not_stated_passes_and_a_blank_one_is_found() {
    let found = |limitations: &str, findings: &str| {
        let all = ["verify", "--offline", "-"];
        Bench::offline().papers(&all).write_stdin(silent(limitations, findings)).assert()
    };
    found(r#"["Not stated in the text read."]"#, "[]").success().stdout(is_empty());
    for blank in ["[]", r#"[" "]"#] {
        found(blank, "[]").code(6).stdout(contains("limitations: empty-section: says nothing"));
    }
    // Findings that the record already has are not reported.
    let known = r#"[{"section": "limitations", "sentence": null, "kind": "empty-section", "detail": "says nothing", "action": "kept"}]"#;
    found("[]", known).success().stdout(is_empty());
}

#[test]
fn the_settings_say_what_would_be_done() {
    let bench = Bench::offline();
    bench.write("papers.toml", "[verify]\nunsupported-number = \"mark\"\n");
    let config = bench.path("papers.toml").display().to_string();
    let arguments = ["verify", "--json", "--offline", "--config", &config, &fixture("invented.json")];
    bench.papers(&arguments).assert().code(6).stdout(contains("\"marked\""));
    bench.write("papers.toml", "[verify]\nunsupported-figure = \"mark\"\n");
    bench
        .papers(&arguments)
        .assert()
        .code(3)
        .stderr(contains("unsupported-figure").and(contains("line 2").or(contains("2 |"))));
}

#[test]
fn a_file_that_is_no_record_is_an_error_that_names_it() {
    let bench = Bench::offline();
    bench.write("bad.json", "{\"papers\": 3}");
    let bad = bench.path("bad.json").display().to_string();
    bench.papers(&["verify", &bad]).assert().failure().stderr(contains("bad.json"));
}
