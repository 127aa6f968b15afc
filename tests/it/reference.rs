//! The reference post and the stand-in for the services, neither of them part of the project: skipped where absent.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Bench, shared};

/// The stand-in, stopped when dropped.
pub struct Standin {
    process: Child,
    pub url: String,
}

impl Standin {
    pub fn start() -> Option<Self> {
        let script = shared("standin/standin.py")?;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("port");
        let mut command = Command::new("python3");
        command.arg(script).args(["--port", "0", "--port-file"]).arg(&file).stdout(Stdio::null());
        let Ok(process) = command.spawn() else {
            println!("skipped: python3 is not installed");
            return None;
        };
        let mut standin = Self { process, url: String::new() };
        let begin = Instant::now();
        while begin.elapsed() < Duration::from_secs(60) {
            if let Ok(port) = std::fs::read_to_string(&file) {
                standin.url = format!("http://127.0.0.1:{port}");
                return Some(standin);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the stand-in did not start");
    }

    pub fn bench(&self) -> Bench {
        let mut bench = Bench::offline();
        for (name, path) in [
            ("PAPERS_ARXIV_API_URL", "/api/query"),
            ("PAPERS_ARXIV_URL", ""),
            ("PAPERS_OAI_URL", "/oai"),
            ("PAPERS_HUGGINGFACE_URL", ""),
        ] {
            bench.set(name, &format!("{}{path}", self.url));
        }
        bench.set("PAPERS_ARXIV_INTERVAL", "0");
        bench
    }
}

impl Drop for Standin {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub const IDS: [&str; 10] = [
    "2510.06590",
    "2510.06917",
    "2510.04212",
    "2510.05862",
    "2510.06855",
    "2510.06673",
    "2510.05491",
    "2510.04999",
    "2510.05891",
    "2510.06426",
];

/// Front matter, headings and links of a post, with the reference's uneven spaces evened out.
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
    let Some(standin) = Standin::start() else { return };
    let bench = standin.bench();
    let mut command =
        bench.papers(&["fetch", "--date", "2025-10-09", "--tag", "papers", "--tag", "hugginface"]);
    let run = command.args(IDS).assert().success();
    let post = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let reference = std::fs::read_to_string(seed).unwrap();
    // The reference took this title from Hugging Face, which has no TeX in it.
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
