//! Tests that `docs/TEMPLATES.md` is true, and that invalid templates are rejected.

use std::collections::BTreeSet;

use papers::render::{BUILT_IN, BuiltIn, CommitContext, Listed, PostOptions, RoundupContext};
use papers_paper::Record;
use predicates::prelude::*;
use predicates::str::contains;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::Bench;

const DOCUMENT: &str = include_str!("../../docs/TEMPLATES.md");

/// Returns a record in which nothing is missing, so that the context has all objects.
fn record() -> Value {
    let digest = json!({
        "introduction": { "goal": "A goal.", "motivation": "A reason.", "contribution": "A tool." },
        "method": ["One."], "results": ["Two."], "limitations": ["Three."], "conclusion": ["Four."],
    });
    let evidence =
        json!([{ "section": "method", "sentence": 0, "source": "One, they say.", "where": "abstract" }]);
    let paper = json!({
        "id": "2510.06590", "version": 2, "title": "A $x_1$ title", "authors": ["Ada Lovelace"], "abstract": "An abstract.",
        "primary_category": "cs.CV", "categories": ["cs.CV"], "published": "2025-10-08T02:50:14Z",
        "updated": "2025-10-08T02:50:14Z", "comment": "9 pages", "doi": "10.1/x", "journal_ref": "A journal", "upvotes": 59,
    });
    let figure = json!({ "url": "https://arxiv.org/html/2510.06590v2/x1.png", "caption": "Figure 1" });
    let entry = json!({ "paper": paper, "read": "html", "engine": "extractive", "digest": digest, "evidence": evidence, "figure": figure });
    json!({ "date": "2025-10-09", "lang": "en", "papers": [entry] })
}

fn bench() -> Bench {
    let bench = Bench::offline();
    bench.write("record.json", &record().to_string());
    bench.write("papers.toml", "templates_dir = \"mine\"\nevidence = \"footnotes\"\nfigures = \"link\"\n");
    std::fs::create_dir(bench.path("mine")).unwrap();
    bench
}

/// Collects the names of members at any depth.
fn names(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                found.insert(name.clone());
                names(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| names(item, found)),
        _ => {}
    }
}

#[track_caller]
fn documents(section: &str, context: &Value) {
    let text = DOCUMENT.split(section).nth(1).unwrap_or_else(|| panic!("there is no `{section}`"));
    let text = text.split("\n## ").next().unwrap();
    let mut fields = BTreeSet::new();
    names(context, &mut fields);
    for field in fields {
        assert!(text.contains(&format!("`{field}`")), "`{field}` is not described below `{section}`");
    }
}

#[test]
fn every_field_is_documented() {
    let run = bench().papers(&["render", "record.json", "--context"]).assert().success();
    let context: Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
    assert!(
        context["papers"][0]["figure"]["url"].is_string()
            && context["papers"][0]["footnotes"][0]["label"].is_string()
    );
    documents("## The context", &context);
    let record: Record = serde_json::from_value(record()).unwrap();
    documents(
        "### The commit message",
        &json!(CommitContext::of(record.date, &record.papers, false).unwrap()),
    );
    let listed = Listed {
        id: "2510.06590".parse().unwrap(),
        title: "A".to_owned(),
        day: record.date,
        post: "x".to_owned(),
        ending: "md".to_owned(),
        linked: true,
    };
    let roundup = RoundupContext::of(&PostOptions::default(), "ko", "", record.date, &[listed]).unwrap();
    documents("### The roundup", &json!(roundup));
}

#[test]
fn every_template_is_documented() {
    for BuiltIn { file, .. } in BUILT_IN {
        assert!(DOCUMENT.contains(&format!("`{file}`")), "`{file}` is not in docs/TEMPLATES.md");
    }
}

/// Returns the examples of the document: file and text.
fn examples() -> Vec<(&'static str, &'static str)> {
    let blocks = DOCUMENT.split("```handlebars ").skip(1);
    blocks.map(|block| block.split("\n```").next().unwrap().split_once('\n').unwrap()).collect()
}

#[test]
fn every_example_works() {
    let examples = examples();
    assert_eq!(examples.len(), 7);
    for (file, source) in examples {
        let bench = bench();
        bench.write(&format!("mine/{file}"), &format!("{source}\n"));
        let (arguments, expected) = match file {
            "article.html.hbs" => (
                &["render", "record.json", "--format", "mail"][..],
                "<li>method: “One, they say.” (abstract)</li>",
            ),
            "commit.txt.hbs" => (
                &["render", "record.json", "-o", "out", "--message"][..],
                "papers: A $x_1$ title\n\n2025-10-09 https",
            ),
            "roundup.md.hbs" => {
                (&["roundup", "--posts", "posts", "--week", "2025-W41"][..], "- Thu: [A $$x_1$$ title](https")
            }
            "frontmatter.hbs" => (
                &["render", "record.json"][..],
                "  - { id: \"2510.06590\", title: \"A $x_1$ title\", authors: [\"Ada Lovelace\"] }",
            ),
            "markdown.md.hbs" => (
                &["render", "record.json", "--format", "markdown"][..],
                "---\ntitle: \"Daily Papers — 2025-10-09\"\ndate: 2025-10-09\ntags: [papers]\n---\n\n# 1. [A $x_1$",
            ),
            "post.md.hbs" => {
                (&["render", "record.json"][..], "{% include notice.html %}\n\n- [A $$x_1$$ title](https")
            }
            _ => {
                (&["render", "record.json"][..], "Ada Lovelace · 08.10.2025 · 59 upvotes\n\n**A goal.** Two.")
            }
        };
        bench.papers(&["render", "record.json", "-o", "posts"]).assert().success();
        bench.papers(arguments).assert().success().stdout(contains(expected));
    }
}

#[rstest]
#[case("post.md.hbs", "a\n{{nothing}}\n", "line 2", "there is no field `nothing`")]
#[case("paper.md.hbs", "a\n\n b {{shout title}}\n", "line 3 column 4", "there is no helper `shout`")]
#[case("paper.md.hbs", "{{> sidebar}}\n", "line 1 column 1", "there is no partial `sidebar`")]
#[case(
    "paper.md.hbs",
    "{{#each authors}}\n{{/if}}\n",
    "line 2",
    "`{{/if}}` closes the block that `{{#each …}}` began"
)]
#[case("paper.md.hbs", "a\n{{#if title}}\n", "line 3", "caused by: invalid handlebars syntax")]
#[case("paper.md.hbs", "{{join}}\n", "line 1 column 1", "`join` needs a field or value after its name")]
#[case("frontmatter.hbs", "---\ntitle: {{post.titel}}\n---\n", "line 2", "titel")]
#[case(
    "paper.md.hbs",
    "x\n{{> post}}\n",
    "line 2 column 1",
    "the partial `post` includes itself, here or through others"
)]
fn errors_in_templates_name_file_line_and_column(
    #[case] file: &str,
    #[case] source: &str,
    #[case] place: &str,
    #[case] reason: &str,
) {
    let bench = bench();
    bench.write(&format!("mine/{file}"), source);
    let run = bench.papers(&["render", "record.json"]).assert().code(3).stdout("");
    run.stderr(contains(format!("mine/{file}` {place}")).and(contains(reason)));
}

#[test]
fn partials_that_include_each_other_a_billion_times_are_refused_at_once() {
    let bench = bench();
    let partial =
        |n: usize| format!("{{{{#*inline \"p{n}\"}}}}{{{{> p{0}}}}}{{{{> p{0}}}}}{{{{/inline}}}}\n", n + 1);
    let partials: String = (0..30).map(partial).collect();
    let end = "{{#*inline \"p30\"}}{{/inline}}\n{{> p0}}\n";
    bench.write("mine/paper.md.hbs", &(partials + end));
    let run = bench.papers(&["render", "record.json"]).assert().code(3).stdout("");
    run.stderr(
        contains("mine/paper.md.hbs` line 17 ").and(contains("`p17` includes partials that include others")),
    );
}

#[test]
fn a_template_that_names_a_field_no_paper_of_today_lacks_is_still_refused() {
    let bench = bench();
    bench.write("record.json", "{\"date\": \"2025-10-09\", \"papers\": []}");
    bench.write("mine/paper.md.hbs", "{{#if withdrawn}}\n{{withdrawn_notice}}\n{{/if}}\n");
    bench.papers(&["render", "record.json"]).assert().code(3).stderr(contains("paper.md.hbs` line 2"));
}

#[test]
fn a_template_without_a_link_adds_to_no_post() {
    let bench = bench();
    bench.write("mine/paper.md.hbs", "# {{number}}. {{title}}\n");
    let post = ["render", "record.json", "-o", "post.md"];
    bench.papers(&post).assert().success();
    let before = bench.read("post.md");
    let refused = contains("the templates write no link to a paper, such as `[{{title}}]({{url}})`");
    bench.papers(&post).assert().code(3).stderr(refused.clone());
    bench.papers(&["daily", "--source", "hf", "--offline"]).assert().code(3).stderr(refused);
    assert_eq!(bench.read("post.md"), before);
    bench.papers(&[&post[..], &["--replace"]].concat()).assert().success();
    for link in [
        "[{{title}}]({{url}})",
        "{{title}} [alphaXiv]({{alphaxiv_url}})",
        "<a href=\"{{url}}\">{{title}}</a>",
    ] {
        bench.write("mine/paper.md.hbs", &format!("# {{{{number}}}}. {link}\n"));
        bench.papers(&[&post[..], &["--replace"]].concat()).assert().success();
        let before = bench.read("post.md");
        bench.papers(&post).assert().success();
        assert_eq!(bench.read("post.md"), before, "{link}");
    }
}

#[test]
fn a_new_file_is_one_more_partial() {
    let bench = bench();
    bench.write("mine/byline.hbs", "by {{join authors}}");
    bench.write("mine/paper.md.hbs", "{{title}} {{> byline}}\n");
    bench.papers(&["render", "record.json"]).assert().success().stdout(contains("title by Ada Lovelace"));
}

/// The sample paper has every field, those of a run may have none.
#[rstest]
#[case("{{#with figure}}![{{alt}}]({{url}}){{/with}}")]
#[case("{{figure.url}}")]
#[case("{{authors.[0]}}{{lookup authors 0}}")]
#[case("{{#each authors}}x{{/each}}{{join authors}}{{date published \"%Y\"}}")]
#[case("{{raw.authors.[0]}}{{#with doi}}{{this}}{{/with}}")]
fn fields_that_a_paper_lacks_print_nothing(#[case] source: &str) {
    let bench = bench();
    bench.write(
        "record.json",
        "{\"papers\": [{\"paper\": {\"id\": \"2510.06590\", \"title\": \"A title\"}}]}",
    );
    bench.write("mine/paper.md.hbs", &format!("# [{{{{title}}}}]({{{{url}}}})\n{source}.\n"));
    let run = bench.papers(&["render", "record.json"]).assert().success();
    run.stdout(contains("# [A title](https://arxiv.org/abs/2510.06590)\n.\n"));
}

#[rstest]
#[case("{{#unless authors}}{{nobody}}{{/unless}}", "there is no field `nobody`")]
#[case("{{#with figure}}{{nothing}}{{/with}}", "there is no field")]
fn branches_that_only_some_papers_reach_are_tested_too(#[case] source: &str, #[case] reason: &str) {
    let bench = bench();
    bench.write("record.json", "{\"date\": \"2025-10-09\", \"papers\": []}");
    bench.write("mine/paper.md.hbs", source);
    bench.papers(&["render", "record.json"]).assert().code(3).stderr(contains(reason));
}

/// A formula with a tag in it is one for kramdown, and a tag for others.
#[test]
fn the_helper_markdown_writes_what_the_format_reads() {
    let bench = bench();
    let mut record = record();
    record["papers"][0]["paper"]["title"] = json!("$<img src=x onerror=alert(1)>$ of $a_1*b*_2$");
    bench.write("record.json", &record.to_string());
    bench.write("mine.hbs", "{{#each papers}}{{markdown raw.title}}\n{{title}}\n{{/each}}");
    for format in ["jekyll", "hugo", "zola", "markdown", "mail", "atom"] {
        let run = ["render", "record.json", "--format", format, "--template", "mine.hbs"];
        let run = bench.papers(&run).assert().success();
        let text = String::from_utf8(run.get_output().stdout.clone()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], lines[1], "{format}");
        assert_eq!(text.contains("<img"), format == "jekyll", "{text}");
    }
}

#[test]
fn no_title_ends_an_attribute_or_reaches_liquid() {
    let bench = bench();
    let mut record = record();
    record["papers"][0]["paper"]["title"] = json!("The \"onerror=a x\" {{ site }} {% raw %}");
    bench.write("record.json", &record.to_string());
    bench.write("own.hbs", "{{#each papers}}<img alt=\"{{xml raw.title}}\">{{/each}}");
    let run = bench.papers(&["render", "record.json", "--template", "own.hbs"]).assert().success();
    run.stdout(contains("alt=\"The &quot;onerror=a x&quot; &#123;{ site }} &#123;% raw %}\">"));
}
