//! Tests that a site made by version 0.1.0 (`fixtures/upgrade`: its settings, posts, feed, bibliography) can be extended by this
//! version: all of its bytes stay, and new papers are added.

use crate::support::{Bench, copy, project};

fn site() -> Bench {
    let bench = Bench::offline();
    copy(&project().join("fixtures/upgrade"), bench.folder.path());
    bench
}

/// Returns true if the new text is the old one with an insertion in one place.
fn is_grown(old: &str, new: &str) -> bool {
    let before = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    let after = old.bytes().rev().zip(new.bytes().rev()).take_while(|(a, b)| a == b).count();
    new.len() > old.len() && before + after >= old.len()
}

/// Renders a new and an existing paper into a file.
fn grow(bench: &Bench, format: &str, output: &str) -> String {
    let paper = |id: &str| serde_json::json!({ "paper": { "id": id, "title": "New | one" } });
    let record =
        serde_json::json!({ "date": "2025-10-08", "papers": [paper("2510.00103"), paper("2510.00104")] });
    let mut command = bench.papers(&["render", "-", "--format", format, "-o", output]);
    let run = command.write_stdin(record.to_string()).assert().success();
    String::from_utf8(run.get_output().stderr.clone()).unwrap()
}

#[test]
fn old_files_keep_every_byte_and_new_papers_fit_in() {
    let bench = site();
    for (format, file) in [
        ("jekyll", "_posts/2025-10-08-daily-papers.md"),
        ("hugo", "hugo/2025-10-08.md"),
        ("zola", "zola/2025-10-08.md"),
        ("mail", "mail/2025-10-08-daily-papers.html"),
        ("jsonfeed", "feed.json"),
        ("bibtex", "papers.bib"),
    ] {
        let old = bench.read(file);
        let said = grow(&bench, format, file);
        let new = bench.read(file);
        assert!(is_grown(&old, &new), "{file}: {new}");
        assert!(said.contains("added 1 paper"), "{file}: what stands is known: {said}");
        assert!(new.contains("2510.00104"), "{file}: {new}");
    }
    let post = bench.read("_posts/2025-10-08-daily-papers.md");
    assert!(post.contains("\n# 2. [New &#124; one](https://arxiv.org/abs/2510.00104)"), "{post}");
    bench
        .papers(&["lint", "_posts/2025-10-07-daily-papers.md", "_posts/2025-10-08-daily-papers.md"])
        .assert()
        .success();
}

#[test]
fn old_settings_go_on_working() {
    let bench = site();
    grow(&bench, "jekyll", "new.md");
    let post = bench.read("new.md");
    assert!(post.contains("title: \"Papers of 2025-10-08\"") && post.contains("tags: [reading]"), "{post}");
    let status = bench.papers(&["status"]).assert().success();
    let status = String::from_utf8(status.get_output().stdout.clone()).unwrap();
    assert!(status.contains("fresh 2"), "{status}");
}
