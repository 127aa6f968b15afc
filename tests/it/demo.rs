//! Tests `fixtures/demo`, the cache for the README's first command, made from the answers in `fixtures/arxiv`.

use std::path::Path;

use chrono::{DateTime, Utc};
use papers_arxiv::parse_feed;
use papers_http::{Bucket, Cache};

use crate::support::{Bench, project};

/// Creates the cache that these answers would leave.
fn make(root: &Path) {
    let cache = Cache::new(root.to_owned());
    let now: DateTime<Utc> = "2025-10-09T00:00:00Z".parse().unwrap();
    let feed = std::fs::read(project().join("fixtures/arxiv/feed.xml")).unwrap();
    for paper in parse_feed(&feed).unwrap().entries {
        let url = format!("https://export.arxiv.org/api/query?id_list={}", paper.id);
        cache.store(Bucket::Records, &url, now, &serde_json::to_vec(&paper).unwrap()).unwrap();
        let page = std::fs::read(project().join(format!("fixtures/arxiv/html/{}v1.html", paper.id))).unwrap();
        cache.store(Bucket::Pages, &format!("https://arxiv.org/html/{}v1", paper.id), now, &page).unwrap();
    }
}

fn files(root: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for bucket in [Bucket::Records, Bucket::Pages] {
        for entry in std::fs::read_dir(root.join(bucket.folder())).unwrap() {
            let path = entry.unwrap().path();
            files.push((
                path.file_name().unwrap().to_string_lossy().into_owned(),
                std::fs::read(path).unwrap(),
            ));
        }
    }
    files.sort();
    files
}

/// `SNAPSHOTS=overwrite cargo test` creates the demo again after a change of the answers.
#[test]
fn the_demo_is_what_the_answers_give() {
    let demo = project().join("fixtures/demo");
    if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
        let _ = std::fs::remove_dir_all(&demo);
        make(&demo);
    }
    let fresh = tempfile::tempdir().unwrap();
    make(fresh.path());
    assert!(files(fresh.path()) == files(&demo), "run with SNAPSHOTS=overwrite to make fixtures/demo anew");
}

#[test]
fn the_demo_gives_a_whole_post_with_every_section_filled() {
    let bench = Bench::offline();
    let cache = project().join("fixtures/demo");
    let mut command = bench.papers(&["fetch", "--offline", "--lang", "en", "--cache-dir"]);
    let output = command.arg(cache).args(["2510.06590", "2510.06917", "2510.04212"]).assert().success();
    let post = String::from_utf8(output.get_output().stdout.clone()).unwrap();
    assert!(!post.to_lowercase().contains("not stated"), "{post}");
    assert_eq!(post.matches("\n## Limitations\n").count(), 3);
    for sentence in ["37.1%", "56.9%", "$$t_{chunk}$$"] {
        assert!(post.contains(sentence), "no {sentence} in {post}");
    }
    for section in post.split("\n## ").skip(1) {
        let first = section.split_once('\n').unwrap().1.trim_start();
        assert!(
            !["It ", "This ", "These ", "On top of it"].iter().any(|word| first.starts_with(word)),
            "{section}"
        );
    }
}
