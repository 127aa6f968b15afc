//! Tests `papers roles`, and the accuracy of the weights on sentences labeled by people.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use papers_digest::roles::{Role, roles};
use predicates::str::{contains, is_empty};
use serde::Deserialize;

use crate::support::{Bench, shared};

#[derive(Deserialize)]
struct Labeled {
    sentences: Vec<String>,
    labels: Vec<Role>,
}

/// Returns accuracy and macro-F1 over labeled abstracts, in percent.
fn measure(texts: Vec<Labeled>) -> (f64, f64) {
    let mut counts: HashMap<(Role, Role), f64> = HashMap::new();
    for text in texts {
        let sentences: Vec<&str> = text.sentences.iter().map(String::as_str).collect();
        for pair in text.labels.into_iter().zip(roles(&sentences)) {
            *counts.entry(pair).or_default() += 1.0;
        }
    }
    let count = |wanted: &dyn Fn(Role, Role) -> bool| -> f64 {
        counts.iter().filter(|((label, found), _)| wanted(*label, *found)).map(|(_, count)| count).sum()
    };
    let f1 = |role| {
        let right = count(&|label, found| label == role && found == role);
        2.0 * right / (count(&|label, _| label == role) + count(&|_, found| found == role))
    };
    let accuracy = count(&|label, found| label == found) / count(&|_, _| true);
    (100.0 * accuracy, 20.0 * Role::ALL.into_iter().map(f1).sum::<f64>())
}

#[test]
fn reads_the_dev_split_as_well_as_documented() {
    let Some(dev) = shared("data/labelled/CSAbstruct/dev.jsonl") else { return };
    let dev = papers_system::disk::read_text(&dev).unwrap();
    let (accuracy, f1) = measure(dev.lines().map(|line| serde_json::from_str(line).unwrap()).collect());
    println!("accuracy {accuracy:.1}, macro-F1 {f1:.1}");
    assert!(accuracy >= 70.0 && f1 >= 67.3, "accuracy {accuracy:.1}, macro-F1 {f1:.1}");
}

#[test]
fn every_line_gets_one_line() {
    let input = concat!(
        "\u{feff}{\"sentences\": [\"Parsing is slow.\", \"We propose a faster parser.\"]}\r\n",
        "\n",
        "{\"sentences\": []}\n",
        "{\"sentences\": [\"\", \" \", \"\\u0000\\u200b\", \"한국어 문장입니다.\", \"👩‍🔬🏳️‍🌈\"], \"id\": 7}",
    );
    let output = Bench::offline().papers(&["roles"]).write_stdin(input).assert().success();
    let output = String::from_utf8(output.get_output().stdout.clone()).unwrap();
    let counts: Vec<usize> = output
        .lines()
        .map(|line| serde_json::from_str::<HashMap<String, Vec<Role>>>(line).unwrap()["roles"].len())
        .collect();
    assert_eq!(counts, [2, 0, 5]);
}

#[test]
fn a_line_of_another_form_is_named_after_the_answers_before_it() {
    for bad in ["{\"sentences\": [1]}", "{\"sentence\": []}", "not JSON", "{\"sentences\": [\"cut"] {
        Bench::offline()
            .papers(&["roles"])
            .write_stdin(format!("{{\"sentences\": []}}\n\n{bad}\n"))
            .assert()
            .code(1)
            .stdout("{\"roles\":[]}\n")
            .stderr(contains("line 3 is not of the form"));
    }
}

#[test]
fn no_input_is_no_output() {
    Bench::offline()
        .papers(&["roles"])
        .write_stdin("")
        .assert()
        .success()
        .stdout(is_empty())
        .stderr(is_empty());
}

#[expect(clippy::disallowed_methods, reason = "the tests talk to the built program line by line")]
fn spawn() -> std::io::Result<Child> {
    Command::new(assert_cmd::cargo::cargo_bin!("papers"))
        .arg("roles")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
}

#[test]
fn answers_a_line_before_the_next_is_asked() {
    let mut child = spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    for _ in 0..3 {
        input.write_all(b"{\"sentences\": [\"All rights reserved.\"]}\n").unwrap();
        assert_eq!(output.next().unwrap().unwrap(), "{\"roles\":[\"other\"]}");
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn ends_when_nobody_reads_on() {
    let mut child = spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    drop(child.stdout.take());
    // The input has no end, so that only the program can end this.
    while input.write_all(b"{\"sentences\": [\"We use a parser.\"]}\n").is_ok() {}
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(output.stderr.is_empty());
}

#[test]
fn a_book_in_one_sentence_and_a_section_of_ten_thousand_are_read() {
    let book = "word 1,5 {\\alpha} ".repeat(200_000);
    assert_eq!(roles(&[&book]).len(), 1);
    let section = vec!["We compare the two methods on four data sets."; 10_000];
    assert_eq!(roles(&section).len(), 10_000);
}

#[test]
fn the_same_sentences_get_the_same_roles() {
    let text = ["Graphs are everywhere.", "This paper studies their cuts.", "We show a bound of 3.5%."];
    assert_eq!(roles(&text), roles(&text));
}
