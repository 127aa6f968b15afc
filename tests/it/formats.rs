//! Tests the formats besides Jekyll with their engines and readers: nothing is lost, and no text becomes markup.

use std::fs;
use std::process::Command;

use papers::render::{Format, PostOptions, Renderer};
use papers_paper::Record;
use papers_paper::text::invisible::overrides;
use predicates::prelude::*;
use predicates::str::contains;
use pulldown_cmark::{Options, Parser};
use scraper::Html;
use serde_json::{Value, json};

use crate::jekyll::{cases, pairs, record, same_tex, seen, selector, text};
use crate::support::{Bench, Server, skip};

const TITLES: &str = "h1 > a[href^='https://arxiv.org/abs/']";

fn texts() -> Vec<(String, String)> {
    let mut random = fastrand::Rng::with_seed(11);
    let mut texts = pairs(&cases::ALL);
    texts.extend((0..300).map(|_| (cases::random(&mut random), cases::random(&mut random))));
    texts.retain(|(title, _)| !seen(title).is_empty());
    texts
}

fn render(format: Format, record: &Record) -> String {
    let options = PostOptions { format, ..PostOptions::default() };
    Renderer::new(&[]).unwrap().post(&options, record).unwrap()
}

/// Records from elsewhere may have authors without a name, but feeds must not.
#[test]
fn authors_without_a_name_are_left_out() {
    let of = |authors: &[&str]| json!({ "paper": { "id": "2510.06590", "title": "A", "authors": authors } });
    let record = json!({ "date": "2025-10-09", "papers": [of(&["", "Ada", " "]), of(&[""])] });
    let record: Record = serde_json::from_value(record).unwrap();
    let feed: Value = serde_json::from_str(&render(Format::Jsonfeed, &record)).unwrap();
    assert_eq!(feed["items"][0]["authors"], json!([{ "name": "Ada" }]));
    assert_eq!(feed["items"][1]["authors"], json!([]));
    let feed = render(Format::Atom, &record);
    assert_eq!(feed.matches("<name>").count(), 2, "the feed's own and Ada's: {feed}");
    assert!(render(Format::Mail, &record).contains("<p>Ada<br>"));
    assert_eq!(render(Format::Bibtex, &record).matches("author = {Ada}").count(), 1);
}

/// Splits a post into the TOML between `+++` and the rest.
fn front_matter(post: &str) -> (toml::Table, &str) {
    let (toml, body) = post.strip_prefix("+++\n").unwrap().split_once("\n+++\n").unwrap();
    (toml.parse().unwrap(), body)
}

/// Checks that the page has all titles and goals as text, and no elements other than the template's.
fn check_page(page: &Html, texts: &[(String, String)]) {
    let titles: Vec<String> = page.select(&selector(TITLES)).map(text).collect();
    assert_eq!(titles.len(), texts.len());
    let goals: Vec<String> = page.select(&selector("li:first-child")).map(text).collect();
    for ((found, goal), (title, summary)) in titles.iter().zip(goals).zip(texts) {
        assert_eq!(same_tex(found), same_tex(&seen(title)), "\ntitle: {title}");
        let stated = seen(summary);
        let expected = if stated.is_empty() { "초록에 언급되어 있지 않다." } else { &stated };
        assert_eq!(same_tex(&goal), same_tex(&format!("Goal: {expected}")), "\nabstract: {summary}");
    }
    let strange =
        page.select(&selector("main table, main script, main em, main strong, main del, main pre")).next();
    assert!(strange.is_none(), "{}", strange.unwrap().html());
}

/// Returns the page that Hugo builds from a post; `None`, with a message, if it is not installed.
fn hugo(post: &str) -> Option<Html> {
    if Command::new("hugo").arg("version").output().is_err() {
        skip("hugo is not installed");
        return None;
    }
    let site = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = site.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let page = "<html><body><div id=\"title\">{{ .Title }}</div><main>{{ .Content }}</main></body></html>";
    write(
        "config.toml",
        "baseURL = \"https://example.org/\"\ndisableKinds = [\"taxonomy\", \"term\", \"RSS\", \"sitemap\"]\n",
    );
    write("layouts/_default/single.html", page);
    write("layouts/_default/list.html", page);
    write("content/posts/2025-10-09-daily-papers.md", post);
    let run = Command::new("hugo").arg("--panicOnWarning").current_dir(site.path()).output().unwrap();
    let said = String::from_utf8_lossy(&run.stdout) + String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    let page = site.path().join("public/posts/2025-10-09-daily-papers/index.html");
    Some(Html::parse_document(&fs::read_to_string(page).unwrap()))
}

#[test]
fn hugo_shows_every_hazard_as_text() {
    let texts = texts();
    let Some(page) = hugo(&render(Format::Hugo, &record(&texts))) else { return };
    assert_eq!(page.select(&selector("#title")).map(text).collect::<Vec<_>>(), ["Daily Papers — 2025-10-09"]);
    check_page(&page, &texts);
}

fn html(markdown: &str, options: Options) -> Html {
    let mut html = String::from("<main>");
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(markdown, options));
    Html::parse_document(&html)
}

/// Uses Zola's engine with all of its extensions.
#[test]
fn zola_shows_every_hazard_as_text() {
    let texts = texts();
    let post = render(Format::Zola, &record(&texts));
    let (front_matter, body) = front_matter(&post);
    assert_eq!(front_matter["title"].as_str(), Some("Daily Papers — 2025-10-09"));
    assert_eq!(front_matter["date"].to_string(), "2025-10-09T08:15:00Z");
    assert_eq!(front_matter["taxonomies"]["tags"].as_array().unwrap().len(), 1);
    assert!(!body.contains("{{") && !body.contains("{%"), "a shortcode would run");
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_DEFINITION_LIST;
    check_page(&html(body, options), &texts);
}

/// Returns the texts of elements, with `\(…\)` instead of the tags around formulas.
fn formulas(page: &Html, css: &str, [open, close]: [&str; 2]) -> Vec<String> {
    let without_dollars = |html: String| html.replace("<span>$</span>", "$");
    let written = |html: String| without_dollars(html).replace(open, "\\(").replace(close, "\\)");
    let elements =
        page.select(&selector(css)).map(|element| written(element.inner_html())).collect::<Vec<_>>();
    elements.iter().map(|html| text(Html::parse_fragment(html).root_element())).collect()
}

/// Uses an engine that supports `$…$`, like GitHub's.
#[test]
fn markdown_readers_see_formulas_and_text() {
    let texts = texts();
    let body = render(Format::Markdown, &record(&texts));
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM;
    let page = html(&body.replacen("**", "", 2), options);
    let titles = formulas(&page, TITLES, ["<span class=\"math math-inline\">", "</span>"]);
    let number = regex::Regex::new(r"\$(\d+(?:\.\d+)*)").unwrap();
    for (found, (title, _)) in titles.iter().zip(&texts) {
        let signs = [
            ("lt", "<"),
            ("gt", ">"),
            ("ast", "*"),
            ("lbrace", "\\{"),
            ("rbrace", "\\}"),
            ("lbrack", "["),
            ("rbrack", "]"),
            ("newline", "\\\\"),
            ("cr", "\\\\"),
        ];
        let found = found.replace('＆', "\\&").replace('‹', "<").replace('›', ">").replace('∗', "*");
        let found =
            signs.iter().fold(found.clone(), |found, (name, sign)| found.replace(&format!("\\{name}"), sign));
        // A percent sign is put behind its formula.
        let dollars = |text: &str| {
            same_tex(&text.replace("\\)%", "%\\)").replace("\\(", "$").replace("\\)", "$"))
                .replace("\\%", "%")
        };
        // A number behind a formula is put into it.
        let moved = |text: &str| number.replace_all(&dollars(text), "${1}$$").into_owned();
        assert_eq!(moved(&found), moved(&seen(title)), "\ntitle: {title}");
    }
    assert!(page.select(&selector(".math-inline")).count() > 100);
    assert!(page.select(&selector("table, script, em, strong, del")).next().is_none());
}

#[test]
fn a_mail_shows_every_hazard_as_text() {
    let texts = texts();
    let mail = render(Format::Mail, &record(&texts));
    let page = Html::parse_document(&mail);
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    let titles = formulas(&page, "h2 > a", ["<code>", "</code>"]);
    for (found, (title, _)) in titles.iter().zip(&texts) {
        assert_eq!(same_tex(found), same_tex(&seen(title)), "\ntitle: {title}");
    }
    assert!(page.select(&selector("script, b, em, table")).next().is_none());
}

#[test]
fn a_feed_is_a_json_feed_with_an_item_a_paper() {
    let texts = texts();
    let feed: Value = serde_json::from_str(&render(Format::Jsonfeed, &record(&texts))).unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    let items = feed["items"].as_array().unwrap();
    assert_eq!(items.len(), texts.len());
    for (item, (title, summary)) in items.iter().zip(&texts) {
        // Feed readers get no characters that change the direction of text, and no control characters.
        let [title, summary] =
            [title, summary].map(|text| text.replace(overrides, "").replace(['\0', '\u{feff}'], ""));
        assert_eq!(item["title"], title.as_str());
        assert_eq!(item["summary"], summary.as_str());
        assert!(item["id"].as_str().unwrap().starts_with("https://arxiv.org/abs/2510."));
        assert!(chrono::DateTime::parse_from_rfc3339(item["date_published"].as_str().unwrap()).is_ok());
        assert_eq!(item["authors"][0]["name"], title.as_str());
        let content = Html::parse_fragment(item["content_html"].as_str().unwrap());
        assert_eq!(content.select(&selector("h3")).count(), 5);
    }
}

#[test]
fn a_bibliography_has_an_entry_a_paper_with_balanced_braces() {
    let texts = texts();
    let bibliography = render(Format::Bibtex, &record(&texts));
    assert_eq!(bibliography.matches("@misc{arXiv:2510.").count(), texts.len());
    for entry in bibliography.split("\n\n") {
        let depth = entry.chars().fold(0_i32, |depth, c| match c {
            '{' => depth + 1,
            '}' => depth - 1,
            _ => depth,
        });
        assert_eq!(depth, 0, "{entry}");
    }
}

fn saved(papers: &[(&str, &str)]) -> String {
    let papers: Vec<_> = papers
        .iter()
        .map(|(id, title)| json!({ "paper": { "id": id, "title": title, "authors": ["A. Author"] } }))
        .collect();
    json!({ "date": "2025-10-09", "lang": "en", "papers": papers }).to_string()
}

const FILES: [(&str, &str); 8] = [
    ("jekyll", "2025-10-09-daily-papers.md"),
    ("hugo", "2025-10-09-daily-papers.md"),
    ("zola", "2025-10-09-daily-papers.md"),
    ("markdown", "2025-10-09-daily-papers.md"),
    ("mail", "2025-10-09-daily-papers.html"),
    ("jsonfeed", "feed.json"),
    ("atom", "feed.xml"),
    ("bibtex", "papers.bib"),
];

#[test]
fn every_format_has_its_file_and_grows_without_losing_anything() {
    for (format, file) in FILES {
        let bench = Bench::offline();
        let write = |papers: &[(&str, &str)]| {
            let mut command = bench.papers(&["render", "-", "--format", format, "-o", "out"]);
            command.write_stdin(saved(papers)).assert().success()
        };
        write(&[("2510.00001", "First title")]).stderr(contains("wrote 1 paper"));
        let first = bench.read(&format!("out/{file}"));
        write(&[("2510.00001", "First title"), ("2510.00002", "Second title")])
            .stderr(contains("added 1 paper"));
        let both = bench.read(&format!("out/{file}"));
        for title in ["First title", "Second title"] {
            assert_eq!(both.matches(title).count(), 1, "{format}: {both}");
        }
        assert_eq!(
            both.matches("Daily Papers").count(),
            first.matches("Daily Papers").count(),
            "{format}: {both}"
        );
        write(&[("2510.00002", "Second title"), ("2510.00001", "First title")]).stderr("");
        assert_eq!(bench.read(&format!("out/{file}")), both, "{format}");
    }
}

#[test]
fn numbers_go_on_in_a_mail_and_it_stays_one_document() {
    let bench = Bench::offline();
    for papers in [&[("2510.00001", "First")][..], &[("2510.00002", "Second"), ("2510.00003", "Third")]] {
        let mut command = bench.papers(&["render", "-", "--format", "mail", "-o", "mail.html"]);
        command.write_stdin(saved(papers)).assert().success();
    }
    let page = Html::parse_document(&bench.read("mail.html"));
    let headings: Vec<String> = page.select(&selector("body > h2")).map(text).collect();
    assert_eq!(headings, ["1. First", "2. Second", "3. Third"]);
    assert!(bench.read("mail.html").ends_with("</html>\n"));
}

#[test]
fn a_file_of_many_days_is_not_replaced_by_one() {
    for (format, file) in [("jsonfeed", "feed.json"), ("atom", "feed.xml"), ("bibtex", "papers.bib")] {
        let bench = Bench::offline();
        let write = |papers: &[(&str, &str)]| {
            let mut command = bench.papers(&["render", "-", "--format", format, "-o", ".", "--replace"]);
            command.write_stdin(saved(papers)).assert()
        };
        write(&[("2510.00001", "First"), ("2510.00002", "Second")]).success();
        let both = bench.read(file);
        write(&[("2510.00002", "Second")]).failure().stderr(contains("was not replaced"));
        assert_eq!(bench.read(file), both);
        write(&[("2510.00002", "Second, new"), ("2510.00001", "First")]).success();
        assert!(bench.read(file).contains("Second, new"));
    }
}

#[test]
fn a_file_that_is_no_feed_is_not_touched() {
    let bench = Bench::offline();
    bench.write("feed.json", "my own notes");
    let mut command = bench.papers(&["render", "-", "--format", "jsonfeed", "-o", "feed.json"]);
    let run = command.write_stdin(saved(&[("2510.00001", "First")])).assert().failure();
    run.stderr(contains("feed.json").and(contains("no JSON Feed")));
    assert_eq!(bench.read("feed.json"), "my own notes");
}

#[test]
fn fetch_and_the_settings_know_formats_and_an_own_template_takes_the_place_of_the_chosen() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.write("papers.toml", "format = \"bibtex\"\nlang = \"en\"\n");
    bench.write("mine.hbs", "{{#each papers}}{{id}} {{title}}\n{{/each}}");
    let fetch = ["fetch", "--read", "abstract", "2510.06590"];
    bench.papers(&fetch).assert().success().stdout(contains("@misc{arXiv:2510.06590,"));
    bench.papers(&[&fetch[..], &["--format", "hugo"]].concat()).assert().stdout(contains("+++\ntitle = "));
    let own = bench.papers(&[&fetch[..], &["--template", "mine.hbs"]].concat()).assert().success();
    own.stdout(predicates::str::starts_with("2510.06590 Ming"));
    bench.papers(&["render", "-", "--format", "docx"]).assert().code(2).stderr(contains("jsonfeed"));
}

#[test]
fn a_feed_template_that_makes_no_json_is_refused_before_anything_is_fetched() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.write("mine.hbs", "{\"items\": [{{#each papers}}{{title}},{{/each}}]}");
    let mut command =
        bench.papers(&["fetch", "--format", "jsonfeed", "--template", "mine.hbs", "2510.06590"]);
    command.assert().code(3).stderr(contains("mine.hbs").and(contains("not JSON")));
    assert!(server.log().is_empty());
}

const ADDRESSES: &str = "Code is at https://github.com/a/b_c, not at www.evil.example or of x@evil.example.";

#[test]
fn addresses_in_sentences_are_links_and_others_text_in_every_format() {
    let record = record(&[("See https://a.example or www.b.example".to_owned(), ADDRESSES.to_owned())]);
    let zola = html(papers::render::body(&render(Format::Zola, &record)), Options::ENABLE_GFM);
    let github = html(papers::render::body(&render(Format::Markdown, &record)), Options::ENABLE_GFM);
    let mail = Html::parse_document(&render(Format::Mail, &record));
    let pages = [Some(zola), Some(github), Some(mail), hugo(&render(Format::Hugo, &record))];
    for page in pages.into_iter().flatten() {
        let all = selector("a");
        let targets = page.select(&all).map(|link| link.value().attr("href").unwrap());
        let mut links: Vec<&str> = targets.filter(|href| !href.contains("xiv.org/")).collect();
        links.sort_unstable();
        links.dedup();
        assert_eq!(links, ["https://a.example", "https://github.com/a/b_c"], "{}", page.html());
        let title = page.select(&selector("a[href*='arxiv.org']")).next().unwrap();
        assert_eq!(text(title), "See https://a.example or www.b.example");
    }
}
