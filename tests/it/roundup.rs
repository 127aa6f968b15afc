//! Tests `papers roundup` with a real Jekyll: a week's posts become one table.

use std::process::Command;

use papers::render::{PostOptions, Renderer};
use predicates::prelude::*;
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
            "| [Mon&nbsp;6&nbsp;Oct]({{ base }}{% post_url 2025-10-06-mine %}) | [Second](https://arxiv.org/abs/2510.00002) |",
            "| [Thu&nbsp;9&nbsp;Oct]({{ base }}{% post_url 2025-10-09-daily-papers %}) | [Third](https://arxiv.org/abs/2510.00003) |",
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
            "| [Tue&nbsp;7&nbsp;Oct]({{ base }}{% post_url 2025/2025-10-07-mine %}) | [Below](https://arxiv.org/abs/2510.00002) |"
        ]
    );
    // Jekyll makes no page of a post in another encoding.
    assert!(table.contains("| Wed&nbsp;8&nbsp;Oct | [Latin](https://arxiv.org/abs/2510.00003) |"), "{table}");
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

#[test]
fn the_settings_say_where_the_posts_are_and_for_whom_the_links() {
    let formats = [
        ("hugo", "]({{< ref \"2025-10-09-daily-papers.md\" >}})", "+++\ntitle = \"Papers of 2025-W41\""),
        ("zola", "](@/posts/2025-10-09-daily-papers.md)", "\n[taxonomies]\n"),
        ("markdown", "](2025-10-09-daily-papers.md)", "| Day | Paper |"),
    ];
    for (format, link, head) in formats {
        let bench = Bench::offline();
        std::fs::create_dir_all(bench.path("content/posts")).unwrap();
        bench.write(
            "content/posts/2025-10-09-daily-papers.md",
            "# 1. [A|b](https://arxiv.org/abs/2510.00001)\n",
        );
        bench.write("papers.toml", &format!("posts_dir = \"content/posts\"\nformat = \"{format}\"\n"));
        let run = bench.papers(&["roundup", "--week", "2025-W41"]).assert().success();
        let table = String::from_utf8(run.get_output().stdout.clone()).unwrap();
        assert!(table.contains(link) && table.contains(head), "{table}");
        assert!(!table.contains("post_url") && !table.contains("---\nlayout"), "{table}");
    }
    let bench = site();
    let run = bench.papers(&["roundup", "--format", "bibtex"]).assert();
    run.failure().stderr(contains("`format` has to be"));
}

#[test]
fn a_roundup_of_a_week_that_goes_on_is_dated_in_the_future_and_jekyll_leaves_it_out() {
    let mut bench = site();
    bench.write("_config.yml", "title: t\n");
    post(&bench, "2025-10-09-daily-papers", &[("2510.00003", "Third")]);
    let roundup = ["roundup", "--week", "2025-W41", "-o", "_posts", "--replace"];
    bench.papers(&roundup).assert().success().stderr(contains("out until 2025-10-12 08:15 UTC"));
    std::fs::remove_file(bench.path(ROUNDUP)).unwrap();
    bench.set("PAPERS_NOW", "2025-10-13T08:15:00Z");
    bench.papers(&roundup).assert().success().stderr(contains("out until").not());
}

#[test]
fn a_roundup_is_committed_and_nothing_else_is() {
    let bench = site();
    post(&bench, "2025-10-09-daily-papers", &[("2510.00003", "Third")]);
    let git = "git init -q -b main; git config user.name A; git config user.email a@example.org; git add _posts; git commit -qm Start";
    assert!(bench.shell(git).status().unwrap().success());
    bench.write("mine.md", "mine");
    let roundup = ["roundup", "--week", "2025-W41", "-o", "_posts", "--commit"];
    bench.papers(&roundup).assert().success();
    let said = |script| String::from_utf8(bench.shell(script).output().unwrap().stdout).unwrap();
    assert_eq!(said("git log -1 --format=%B"), "Add the papers of 2025-W41\n\n- 2510.00003 Third\n\n");
    assert_eq!(said("git show --format= --name-only"), format!("{ROUNDUP}\n"));
    bench.papers(&roundup).assert().success().stderr("");
    assert_eq!(said("git log --format=%s").lines().count(), 2);
    bench.papers(&["roundup", "--commit"]).assert().code(2);
}

/// In Jekyll 3, `post_url` does not include the baseurl; in Jekyll 4 it does.
#[test]
fn links_of_a_site_below_a_folder_lead_to_the_posts() {
    if !has_jekyll() {
        return;
    }
    let bench = site();
    post(&bench, "2025-10-09-daily-papers", &[("2510.00003", "Third")]);
    bench.papers(&["roundup", "--week", "2025-W41", "-o", "_posts"]).assert().success();
    let four = "baseurl: /blog\n";
    let page = built_with(&bench, four);
    let links: Vec<_> = page.select(&selector("td:first-child > a")).filter_map(|a| a.attr("href")).collect();
    assert_eq!(links, ["/blog/daily-papers.html"]);
    // Simulates Jekyll 3: its version, and its `post_url`.
    std::fs::create_dir(bench.path("_plugins")).unwrap();
    bench.write(
        "_plugins/three.rb",
        "module Three\n  def relative_url(input)\n    input.url\n  end\nend\nJekyll::Tags::PostUrl.prepend(Three)\n\
         class Jekyll::Drops::UnifiedPayloadDrop\n  def jekyll\n    { \"version\" => \"3.10.0\" }\n  end\nend\n",
    );
    let page = built_with(&bench, four);
    let links: Vec<_> = page.select(&selector("td:first-child > a")).filter_map(|a| a.attr("href")).collect();
    assert_eq!(links, ["/blog/daily-papers.html"]);
}

/// Returns the roundup as built by a strict Jekyll.
fn built(bench: &Bench) -> Html {
    built_with(bench, "")
}

fn built_with(bench: &Bench, config: &str) -> Html {
    std::fs::create_dir_all(bench.path("_layouts")).unwrap();
    bench.write("_layouts/post.html", "<main>{{ content }}</main>");
    let usual = "title: t\nfuture: true\npermalink: /:title.html\nliquid:\n  error_mode: strict\nkramdown:\n  show_warnings: true\n";
    bench.write("_config.yml", &format!("{usual}{config}"));
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

/// kramdown searches all rows for code spans before it recognizes a table.
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
    // Handwritten titles with missing escapes.
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

/// The link to a post without a page would end the build of the whole site.
#[test]
fn posts_without_a_page_are_left_out_and_the_site_is_built() {
    if !has_jekyll() {
        return;
    }
    let mut bench = site();
    bench.set("PAPERS_NOW", "2025-10-13T08:15:00Z");
    let with = |name: &str, fields: &str, id: &str| {
        let text = format!("---\ntitle: x\n{fields}\n---\n# 1. [{name}](https://arxiv.org/abs/{id})\n");
        std::fs::create_dir_all(bench.path(&format!("_posts/{name}")).parent().unwrap()).unwrap();
        bench.write(&format!("_posts/{name}"), &text);
    };
    with("2025-10-09-shown.md", "date: 2025-10-09 08:15:00", "2510.00001");
    with("2025-10-09-draft.md", "published: false", "2510.00002");
    with("2025-10-09-off.md", "published: off", "2510.00003");
    with("2025-10-09-scheduled.md", "date: 2099-10-09 08:15:00", "2510.00004");
    with("2025-10-09-odd.md", "date: Oct 9, 2099", "2510.00005");
    with("_x/2025-10-09-hidden.md", "", "2510.00006");
    with(".x/2025-10-09-hidden.md", "", "2510.00007");
    with("x/2025-10-09-below.md", "", "2510.00008");
    bench.papers(&["roundup", "--week", "2025-W41", "-o", "_posts"]).assert().success();
    std::fs::create_dir_all(bench.path("_layouts")).unwrap();
    bench.write("_layouts/post.html", "<main>{{ content }}</main>");
    bench.write("_config.yml", "title: t\npermalink: /:title.html\n");
    let run = Command::new("jekyll").arg("build").current_dir(bench.folder.path()).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let page = Html::parse_document(&bench.read("_site/weekly-papers.html"));
    let links: Vec<_> = page.select(&selector("td > a")).filter_map(|a| a.attr("href")).collect();
    let paper = |id: u8| format!("https://arxiv.org/abs/2510.0000{id}");
    assert_eq!(links, [&paper(5), "/shown.html", &paper(1), "/below.html", &paper(8)]);
}

#[test]
fn hugo_builds_a_site_with_drafts_and_bundles() {
    if Command::new("hugo").arg("version").output().is_err() {
        skip("hugo is not installed");
        return;
    }
    let mut bench = Bench::offline();
    bench.set("PAPERS_NOW", "2025-10-13T08:15:00Z");
    let with = |name: &str, fields: &str, id: &str| {
        let path = format!("content/posts/{name}");
        std::fs::create_dir_all(bench.path(&path).parent().unwrap()).unwrap();
        bench.write(&path, &format!("+++\n{fields}\n+++\n# 1. [{name}](https://arxiv.org/abs/{id})\n"));
    };
    with("2025-10-09-shown.md", "date = 2025-10-09T08:15:00Z", "2510.00001");
    with("2025-10-09-draft.md", "draft = true", "2510.00002");
    with("2025-10-09-scheduled.md", "date = 2099-10-09", "2510.00003");
    with("2025-10-10-bundle/index.md", "", "2510.00004");
    bench.write("papers.toml", "posts_dir = \"content/posts\"\nformat = \"hugo\"\n");
    bench.papers(&["roundup", "--week", "2025-W41", "-o", "content/posts"]).assert().success();
    let kinds = "disableKinds = [\"taxonomy\", \"term\", \"RSS\", \"sitemap\"]\n";
    bench.write("hugo.toml", &format!("baseURL = \"https://example.org/\"\n{kinds}"));
    bench.write("config.toml", &bench.read("hugo.toml"));
    std::fs::create_dir_all(bench.path("layouts/_default")).unwrap();
    for layout in ["single", "list"] {
        bench.write(&format!("layouts/_default/{layout}.html"), "<main>{{ .Content }}</main>");
    }
    let run = Command::new("hugo").arg("--panicOnWarning").current_dir(bench.folder.path()).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let page = Html::parse_document(&bench.read("public/posts/2025-10-12-weekly-papers/index.html"));
    let links: Vec<_> = page.select(&selector("td:first-child > a")).filter_map(|a| a.attr("href")).collect();
    let at = |name: &str| format!("https://example.org/posts/{name}/");
    assert_eq!(links, [at("2025-10-09-shown"), at("2025-10-10-bundle")]);
}

#[test]
fn links_of_any_kind_make_rows() {
    let bench = site();
    bench.write("_posts/2025-10-06-mine.html", "<a href=\"https://arxiv.org/abs/2510.00001\">A <b>b</b></a>");
    bench.write("_posts/2025-10-07-mine.md", "I read <https://arxiv.org/abs/2510.00002>.\n");
    let run = bench.papers(&["roundup", "--week", "2025-W41"]).assert().success();
    let table = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let titles: Vec<&str> = rows(&table).iter().filter_map(|row| row.split(" | ").nth(1)).collect();
    let paper = |title: &str, id: u8| format!("[{title}](https://arxiv.org/abs/2510.0000{id}) |");
    assert_eq!(titles, [paper("A b", 1), paper("2510.00002", 2)]);
}

#[test]
fn posts_below_the_folder_of_jekylls_posts_are_named_by_their_path() {
    let bench = site();
    std::fs::create_dir(bench.path("_posts/daily")).unwrap();
    post(&bench, "daily/2025-10-09-mine", &[("2510.00001", "Below")]);
    let run = bench.papers(&["roundup", "--week", "2025-W41", "--posts", "_posts/daily"]).assert().success();
    run.stdout(contains("{% post_url daily/2025-10-09-mine %}"));
}

#[test]
fn a_time_zone_is_advised_only_where_it_would_help() {
    let bench = site();
    bench.write("_config.yml", "title: t\n");
    post(&bench, "2025-10-09-daily-papers", &[("2510.00003", "Third")]);
    let run = bench.papers(&["roundup", "--week", "2025-W41", "-o", "_posts"]).assert().success();
    run.stderr(contains("future: true").and(contains("timezone").not()));
}

#[test]
fn the_link_of_a_day_leads_to_its_own_post_and_not_to_a_copy_in_another_language() {
    let bench = site();
    for name in ["2025-10-09-daily-papers-ko", "2025-10-09-daily-papers"] {
        post(&bench, name, &[("2510.00003", "Third")]);
    }
    let run = bench.papers(&["roundup", "--week", "2025-W41"]).assert().success();
    run.stdout(contains("post_url 2025-10-09-daily-papers %}"));
    bench.papers(&["roundup", "--week", "2025-W40"]).assert().success().stderr(contains("the week 2025-W40"));
}
