//! Tests that only what a format's templates use is read and paid for, by counting requests and answers.

use serde_json::Value;

use crate::llm::fake;
use crate::support::{Bench, Reply, Server, arxiv};

const IDS: [&str; 3] = ["2510.06590", "2510.06917", "2510.04212"];

/// The numbers of requests for records, for pages, and to the model.
type Counts = (usize, usize, usize);

/// Counts the requests of a run for three papers, in a folder with these files.
fn counted(arguments: &[&str], files: &[(&str, &str)]) -> (Counts, String) {
    let server = fake::good();
    let bench = fake::bench(&server, "openai");
    for (name, text) in files {
        bench.write(name, text);
    }
    let run = bench.papers(&["fetch"]).args(arguments).args(IDS).assert().success();
    let stdout = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    (counts(&server), stdout)
}

fn counts(server: &Server) -> Counts {
    let paths = server.paths();
    let of = |begin: &str| paths.iter().filter(|path| path.starts_with(begin)).count();
    let pages = of("/html/") + of("/pdf/");
    (of("/api/query"), pages, fake::questions(server).len())
}

#[test]
fn every_format_asks_for_what_its_template_uses() {
    for format in ["jekyll", "hugo", "zola", "markdown", "mail", "jsonfeed", "atom", "bibtex"] {
        let expected = if format == "bibtex" { (1, 0, 0) } else { (1, 3, 3) };
        assert_eq!(counted(&["--format", format], &[]).0, expected, "{format}");
    }
    assert_eq!(counted(&["--json", "--format", "bibtex"], &[]).0, (1, 3, 3));
}

#[test]
fn a_template_of_ones_own_is_looked_at_too() {
    let titles = "{{#each papers}}{{title}} {{authors_line}}\n{{/each}}";
    let (counts, post) = counted(&["--template", "mine.hbs"], &[("mine.hbs", titles)]);
    assert_eq!((counts, post.lines().count()), ((1, 0, 0), 3));
    let figures = "{{#each papers}}{{title}}{{#if figure}} {{figure.url}}{{/if}}\n{{/each}}";
    let of = |how| counted(&["--template", "mine.hbs", "--figures", how], &[("mine.hbs", figures)]).0;
    assert_eq!((of("none"), of("link")), ((1, 0, 0), (1, 3, 0)));
    let dynamic = "{{#each papers}}{{#with (lookup @root.papers @index)}}{{title}}{{/with}}\n{{/each}}";
    assert_eq!(counted(&["--template", "mine.hbs"], &[("mine.hbs", dynamic)]).0, (1, 3, 3));
}

#[test]
fn without_an_engine_there_are_records_alone() {
    let (counts, post) = counted(&["--engine", "none"], &[]);
    assert_eq!(counts, (1, 0, 0));
    assert_eq!(post.matches("\n# ").count() + post.matches("\n> [Alphaxiv](").count(), 6, "{post}");
    assert!(!post.contains("\n## "), "{post}");
    let (counts, record) = counted(&["--engine", "none", "--json"], &[]);
    let record: Value = serde_json::from_str(&record).unwrap();
    assert_eq!((counts, &record["papers"][2]["engine"]), ((1, 0, 0), &Value::from("none")));
    for entry in record["papers"].as_array().unwrap() {
        let summary = entry["paper"]["abstract"].as_str().unwrap();
        let first = summary.split(['.', '$', '\\']).next().unwrap();
        assert!(!first.is_empty() && post.contains(first), "{first}\n{post}");
    }
    let (counts, feed) = counted(&["--engine", "none", "--format", "jsonfeed"], &[]);
    assert_eq!(counts, (1, 0, 0));
    assert!(!feed.contains("<h3>"), "{feed}");
}

#[test]
fn records_without_a_digest_need_no_model_and_cost_nothing() {
    let server = Server::arxiv();
    let mut bench = Bench::new(&server);
    bench.set("PAPERS_LLM_MODEL", "gpt-4o-mini");
    bench.papers(&["fetch", IDS[0]]).assert().code(3);
    bench.papers(&["fetch", "--format", "bibtex", IDS[0]]).assert().success();
    let plan = bench.papers(&["fetch", "--dry-run", "--format", "bibtex", IDS[0]]).assert().success();
    let plan = String::from_utf8(plan.get_output().stdout.clone()).unwrap();
    assert!(
        plan.contains("at most 0 for full texts") && plan.contains("none, nothing is digested"),
        "{plan}"
    );
}

#[test]
fn a_day_is_made_by_the_same_stages() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        "/api/daily_papers" => Reply::ok(
            r#"[{"paper": {"id": "2510.06590", "title": "A", "summary": "B", "upvotes": 3, "authors": []}}]"#,
        ),
        _ => arxiv(asked),
    });
    let bench = Bench::new(&server);
    bench.papers(&["daily", "--engine", "none"]).assert().success();
    assert!(!bench.read("_posts/2025-10-09-daily-papers.md").contains("\n## "));
    assert!(server.paths().iter().all(|path| !path.starts_with("/html/")), "{:?}", server.paths());
}
