//! Tests the reference post with the stand-in for the services, neither of which is part of the project; skipped without them.

use crate::standin::Standin;
use crate::support::{Bench, shared};

pub const IDS: [&str; 10] = [
    "2510.06590", "2510.06917", "2510.04212", "2510.05862", "2510.06855", "2510.06673", "2510.05491",
    "2510.04999", "2510.05891", "2510.06426",
];

/// Returns front matter, headings and links of a post, with the reference's uneven spaces normalized.
fn form(post: &str) -> Vec<String> {
    let mut fences = 0;
    let mut form = Vec::new();
    for line in post.lines() {
        fences += usize::from(line == "---");
        if fences == 1 || line.starts_with('#') || line.starts_with('>') {
            form.push(line.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    form
}

#[test]
fn ten_ids_give_a_post_of_the_reference_posts_form() {
    let Some(seed) = shared("seed/2025-10-09-daily-papers.md") else { return };
    let Some(standin) = Standin::start(&[]) else { return };
    let bench = standin.bench();
    let mut command =
        bench.papers(&["fetch", "--date", "2025-10-09", "--tag", "papers", "--tag", "hugginface"]);
    let run = command.args(IDS).assert().success();
    let post = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let reference = std::fs::read_to_string(seed).unwrap();
    // The reference has this title from Hugging Face, which has no TeX in it.
    let unescaped = post.replace(r"$$\bf{D^3}$$QE", "D^3QE");
    assert_eq!(form(&unescaped), form(&reference));
    assert!(
        unescaped.contains("---\n\n\n# 1. ["),
        "two blank lines follow the front matter, as in the reference"
    );
}

#[test]
fn the_reference_post_has_no_hazards() {
    let Some(seed) = shared("seed/2025-10-09-daily-papers.md") else { return };
    Bench::offline().papers(&["lint"]).arg(seed).assert().success().stdout("");
}
