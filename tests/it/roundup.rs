//! `papers roundup`: a week's posts → one table, through a real Jekyll.

use std::process::Command;

use papers::render::{PostOptions, Renderer};
use predicates::str::contains;
use scraper::Html;

use crate::jekyll::{cases, pairs, record, same_tex, seen, selector, text};
use crate::support::{Bench, skip};

const ROUNDUP: &str = "_posts/2025-10-12-weekly-papers.md";

fn site() -> Bench {
    let bench = Bench::offline();
    std::fs::create_dir(bench.path("_posts")).unwrap();
    bench
}

fn post(bench: &Bench, name: &str, papers: &[(&str, &str)]) {
    let papers = papers.iter().map(|(id, title)| format!("# [{title}](https://arxiv.org/abs/{id})\n\n"));
    bench.write(&format!("_posts/{name}.md"), &papers.collect::<Vec<_>>().concat());
}

fn rows(table: &str) -> Vec<&str> {
    table.lines().filter(|line| line.starts_with("| [")).collect()
}

#[test]
fn lists_the_papers_of_the_week_once_by_day() {
    let bench = site();
    post(&bench, "2025-10-05-sunday", &[("2510.00001", "Before")]);
    post(&bench, "2025-10-09-daily-papers", &[("2510.00003", "Third"), ("2510.00002v2", "Again")]);
    post(&bench, "2025-10-06-mine", &[("2510.00002", "Second")]);
    post(&bench, "2025-10-13-monday", &[("2510.00004", "After")]);
    bench.write("_posts/notes.md", "# [Not a post](https://arxiv.org/abs/2510.00009)");
    let run = bench.papers(&["roundup", "--week", "2025-10-08"]).assert().success();
    let table = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert_eq!(
        rows(&table),
        [
            "| [Mon&nbsp;6&nbsp;Oct]({% post_url 2025-10-06-mine %}) | [Second](https://arxiv.org/abs/2510.00002) |",
            "| [Thu&nbsp;9&nbsp;Oct]({% post_url 2025-10-09-daily-papers %}) | [Third](https://arxiv.org/abs/2510.00003) |",
        ]
    );
    assert!(
        table.starts_with("---\nlayout: post\ntitle: \"Papers of 2025-W41\"\ndate: 2025-10-12 08:15:00\n"),
        "{table}"
    );
}

#[test]
fn posts_in_folders_and_of_any_encoding_are_listed() {
    let bench = site();
    std::fs::create_dir(bench.path("_posts/2025")).unwrap();
    post(&bench, "2025/2025-10-07-mine", &[("2510.00002", "Below")]);
    let latin = b"caf\xe9: # [no](x)\n\n# [Latin](https://arxiv.org/abs/2510.00003)\n";
    std::fs::write(bench.path("_posts/2025-10-08-old.mkd"), latin).unwrap();
    let run = bench.papers(&["roundup", "--week", "2025-W41"]).assert().success();
    let table = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert_eq!(
        rows(&table),
        [
            "| [Tue&nbsp;7&nbsp;Oct]({% post_url 2025/2025-10-07-mine %}) | [Below](https://arxiv.org/abs/2510.00002) |",
            "| [Wed&nbsp;8&nbsp;Oct]({% post_url 2025-10-08-old %}) | [Latin](https://arxiv.org/abs/2510.00003) |",
        ]
    );
}

#[test]
fn without_a_week_it_is_the_last_that_is_over() {
    let mut bench = site();
    post(&bench, "2025-10-09-daily-papers", &[("2510.00003", "Third")]);
    bench.papers(&["roundup"]).assert().success().stdout("").stderr(contains("no post"));
    bench.set("PAPERS_NOW", "2025-10-12T23:00:00+09:00");
    bench.papers(&["roundup"]).assert().success().stdout(contains("Third"));
    bench.papers(&["roundup", "--week"]).assert().success().stdout(contains("Third"));
    bench.papers(&["roundup", "--week", "last"]).assert().code(2).stderr(contains("2025-W41"));
}

#[test]
fn a_file_that_holds_something_else_is_only_replaced_on_demand() {
    let bench = site();
    post(&bench, "2025-10-09-daily-papers", &[("2510.00003", "Third")]);
    let roundup = ["roundup", "--week", "2025-W41", "-o", "_posts"];
    bench.papers(&roundup).assert().success().stdout("").stderr(contains("wrote"));
    let written = bench.read(ROUNDUP);
    bench.papers(&roundup).assert().success().stderr("");
    bench.write(ROUNDUP, "my own words");
    bench.papers(&roundup).assert().failure().stderr(contains("--replace"));
    assert_eq!(bench.read(ROUNDUP), "my own words");
    bench.papers(&[&roundup[..], &["--replace"]].concat()).assert().success();
    assert_eq!(bench.read(ROUNDUP), written);
}

#[test]
fn the_template_can_be_replaced() {
    let bench = site();
    std::fs::create_dir(bench.path("mine")).unwrap();
    bench.write("mine/roundup.md.hbs", "{{week}}: {{#each papers}}{{id}} {{title}} {{post}}{{/each}}");
    bench.write("papers.toml", "templates_dir = \"mine\"");
    post(&bench, "2025-10-09-it's", &[("2510.00003", "Third")]);
    let run = bench.papers(&["roundup", "--week", "2025-W41"]).assert().success();
    run.stdout("2025-W41: 2510.00003 Third\n");
}

/// The roundup as a strict Jekyll builds it.
fn built(bench: &Bench) -> Html {
    std::fs::create_dir(bench.path("_layouts")).unwrap();
    bench.write("_layouts/post.html", "<main>{{ content }}</main>");
    bench.write("_config.yml", "title: t\nfuture: true\npermalink: /:title.html\nliquid:\n  error_mode: strict\nkramdown:\n  show_warnings: true\n");
    let run =
        Command::new("jekyll").args(["build", "--trace"]).current_dir(bench.folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&run.stdout) + String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success() && !said.to_lowercase().contains("warning"), "{said}");
    Html::parse_document(&bench.read("_site/weekly-papers.html"))
}

fn has_jekyll() -> bool {
    let found = Command::new("jekyll").arg("--version").output().is_ok();
    if !found {
        skip("jekyll is not installed");
    }
    found
}

/// kramdown looks for code spans over all rows before it believes in a table.
#[test]
fn backticks_of_several_titles_do_not_pair() {
    if !has_jekyll() {
        return;
    }
    let bench = site();
    let titles = [
        ("2510.00001", "About \\`Collusion\\'"),
        ("2510.00002", "A \\`\\`Surfaceless\\'\\' theorem"),
        ("2510.00003", "Un crit\\`ere"),
    ];
    post(&bench, "2025-10-09-daily-papers", &titles);
    bench.papers(&["roundup", "--week", "2025-W41", "-o", "_posts"]).assert().success();
    assert_eq!(built(&bench).select(&selector("tbody tr")).count(), 3);
}

#[test]
fn jekyll_shows_a_row_a_paper_whatever_the_titles() {
    if !has_jekyll() {
        return;
    }
    let bench = site();
    let mut random = fastrand::Rng::with_seed(5);
    let mut texts = pairs(&cases::ALL);
    texts.extend((0..300).map(|_| (cases::random(&mut random), String::new())));
    texts.retain(|(title, _)| !seen(title).is_empty());
    let options = PostOptions::default();
    bench.write(
        "_posts/2025-10-09-daily-papers.md",
        &Renderer::new(&[]).unwrap().post(&options, &record(&texts)).unwrap(),
    );
    // Hand-written titles, with what their author did not escape.
    post(
        &bench,
        "2025-10-07-mine",
        &[("2510.90001", "[De|Re]con | x"), ("2510.90002", "a <i>b</i> {{ x }} *y* `|`")],
    );
    bench.papers(&["roundup", "--week", "2025-W41", "-o", "_posts"]).assert().success();
    let page = built(&bench);
    let titles: Vec<String> =
        page.select(&selector("tbody tr td:nth-child(2) > a:only-child")).map(text).collect();
    assert_eq!(titles.len(), texts.len() + 2);
    assert_eq!(titles[..2], ["[De|Re]con | x", "a <i>b</i> {{ x }} *y* `|`"]);
    for (found, (title, _)) in titles[2..].iter().zip(&texts) {
        assert_eq!(same_tex(found), same_tex(&seen(title)), "\ntitle: {title}");
    }
    assert!(page.select(&selector("tbody tr td:nth-child(3)")).next().is_none(), "a title has made a column");
    let links: Vec<_> = page.select(&selector("td:first-child > a")).filter_map(|a| a.attr("href")).collect();
    assert_eq!(links[0], "/mine.html");
}
