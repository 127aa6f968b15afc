//! Tests that the output of `papers init` can be followed literally.

mod settings;
mod workflow;

use std::process::Command;

use predicates::prelude::*;
use predicates::str::contains;

use crate::support::{Bench, pass_over, project, skip};

#[test]
fn existing_files_are_kept() {
    let bench = Bench::offline();
    bench.write("papers.toml", "lang = \"en\"\n");
    bench.write("_config.yml", "title: mine\n");
    let run = bench.papers(&["init", "--templates"]).assert().success();
    let wrote = contains("kept  papers.toml").and(contains("wrote .github/workflows/papers.yml"));
    run.stdout(wrote.and(contains("exclude: [papers.toml, Gemfile, Gemfile.lock,")));
    assert_eq!(bench.read("papers.toml"), "lang = \"en\"\n");
    assert_eq!(bench.read("_config.yml"), "title: mine\n");
    assert!(!bench.path("index.html").exists(), "a site that exists needs no other");
    bench.write("_templates/paper.md.hbs", "mine");
    let again = bench.papers(&["init", "--templates"]).assert().success();
    again.stdout(
        contains("wrote").not().and(contains("Next\n- Set `templates_dir = \"_templates\"` in papers.toml")),
    );
    assert_eq!(bench.read("_templates/paper.md.hbs"), "mine");
}

/// Posts are committed only in a repository, which a new folder is not.
#[test]
fn the_first_hour_shows_what_init_prints() {
    let bench = Bench::offline();
    let run = bench.papers(&["init", "--contact", "ada@example.org", "site"]).assert().success();
    let printed = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let start = std::fs::read_to_string(project().join("docs/START.md")).unwrap();
    let shown = start.split_once("$ papers init --contact ada@example.org site\n").unwrap().1;
    assert!(printed.starts_with(shown.split_once("…\n```").unwrap().0), "{printed}");
}

#[test]
fn a_folder_without_a_repository_is_told_how_to_become_one() {
    let bench = Bench::offline();
    let run = bench.papers(&["init", "new"]).assert().success();
    let said = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let line = said.lines().find(|line| line.contains("git init")).unwrap();
    let commands = line.split('`').nth(1).unwrap();
    let script = format!(
        "git config --global user.name a; git config --global user.email a@b.org; cd new; {commands}"
    );
    assert!(bench.shell(&script).output().unwrap().status.success(), "{commands}");
    bench.papers(&["init", "new"]).assert().success().stdout(contains("git init").not());
    bench.papers(&["init", "new/below"]).assert().success().stdout(contains("git init").not());
}

#[test]
fn templates_written_to_be_edited_are_used() {
    let bench = Bench::offline();
    bench.papers(&["init", "--templates", "site"]).assert().success();
    bench.write("site/_templates/paper.md.hbs", "{{title}} in my own words\n");
    bench.write(
        "site/record.json",
        r#"{"date": "2025-10-09", "papers": [{"paper": {"id": "2510.06590", "title": "A"}}]}"#,
    );
    let mut command = bench.papers(&["render", "record.json"]);
    command.current_dir(bench.path("site")).assert().success().stdout(contains("A in my own words"));
}

#[test]
fn an_empty_folder_becomes_a_site_that_jekyll_builds() {
    let bench = Bench::offline();
    bench
        .papers(&["init", "new/site"])
        .assert()
        .success()
        .stdout(contains("wrote _config.yml").and(contains("exclude:").not()));
    if Command::new("jekyll").arg("--version").output().is_err() {
        skip("jekyll is not installed");
        return;
    }
    bench.write(
        "record.json",
        r#"{"date": "2025-10-09", "papers": [{"paper": {"id": "2510.06590", "title": "A <b> title"}}]}"#,
    );
    bench.papers(&["render", "record.json", "-o", "new/site/_posts"]).assert().success();
    bench.write("new/site/ids.txt", "2510.06590\n");
    let site = bench.path("new/site");
    let run = Command::new("jekyll").args(["build", "--trace"]).current_dir(&site).output().unwrap();
    let said = String::from_utf8_lossy(&run.stdout).to_lowercase()
        + &String::from_utf8_lossy(&run.stderr).to_lowercase();
    assert!(run.status.success() && !said.contains("warning") && !said.contains("error"), "{said}");
    assert!(bench.read("new/site/_site/index.html").contains("Daily Papers — 2025-10-09</a>"));
    assert!(bench.read("new/site/_site/2025/10/09/daily-papers.html").contains("A &lt;b&gt; title"));
    assert!(!site.join("_site/papers.toml").exists() && !site.join("_site/ids.txt").exists());
    let index = bench.read("new/site/_site/index.html");
    assert!(index.contains(">2025-10-09</time>") && index.contains("prefers-color-scheme: dark"), "{index}");
    assert!(index.contains("application/atom+xml") && index.contains("href=\"/feed.xml\""), "{index}");
    let feed = bench.read("new/site/_site/feed.xml");
    let feed = roxmltree::Document::parse(&feed).unwrap_or_else(|error| panic!("{error}: {feed}"));
    let texts = |name: &str| -> Vec<&str> {
        feed.descendants()
            .filter(|node| node.has_tag_name(("http://www.w3.org/2005/Atom", name)))
            .filter_map(|node| node.text())
            .collect()
    };
    assert_eq!(texts("title"), ["Daily Papers", "Daily Papers — 2025-10-09"]);
    assert!(texts("content")[0].contains("A &lt;b&gt; title"), "{:?}", texts("content"));
}

#[test]
fn systemd_understands_the_units() {
    let bench = Bench::offline();
    std::fs::create_dir(bench.path("my site")).unwrap();
    bench
        .papers(&["init", "--systemd", "my site"])
        .assert()
        .success()
        .stdout(contains("systemctl --user enable"));
    let units = ["papers.service", "papers.timer"].map(|name| bench.path("my site/.papers").join(name));
    let Ok(run) = Command::new("systemd-analyze").arg("verify").args(&units).output() else {
        pass_over("systemd-analyze is not installed");
        return;
    };
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success() && !said.contains("papers."), "{said}");
}

#[test]
fn the_line_for_cron_runs_in_the_site_whatever_its_name() {
    let bench = Bench::offline();
    let run = bench.papers(&["init", "it's 100% mine"]).assert().success();
    let said = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let line = said.lines().find_map(|line| line.trim().split_once(" 10,16,22 * * * ")).unwrap();
    let minute: u32 = line.0.parse().unwrap();
    assert!((5..55).contains(&minute));
    assert!(!line.1.replace("\\%", "").contains('%'), "cron takes `%` for a line end");
    let shell = line.1.replace("\\%", "%");
    let shell = shell
        .replace("git pull -q --rebase --autostash || git rebase --abort; ", "")
        .replace(" daily -q --commit; git push -q;", " --version; pwd;");
    let output = bench.shell(&shell).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed.starts_with("papers ") && printed.trim_end().ends_with("it's 100% mine"), "{printed}");
}

/// An edit that was pushed from elsewhere to the post that a run adds to must not conflict with what the run commits.
#[test]
fn the_line_for_cron_adds_to_what_was_pushed_from_elsewhere() {
    let bench = Bench::offline();
    let run = bench.papers(&["init", "site"]).assert().success();
    let said = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let line = said.lines().find_map(|line| line.trim().split_once(" 10,16,22 * * * ")).unwrap().1;
    let shell = |script: &str| {
        let output = bench.shell(script).output().unwrap();
        assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
    };
    shell(
        "git init -q --bare remote && cd site && git init -q -b main && git remote add origin ../remote \
         && git config user.name a && git config user.email a@example.org && mkdir -p _posts \
         && echo 1 > _posts/a.md && git add . && git commit -qm 1 && git push -qu origin main \
         && git clone -qb main ../remote ../laptop && cd ../laptop \
         && git config user.name b && git config user.email b@example.org \
         && echo mine >> _posts/a.md && git commit -qam mine && git push -q",
    );
    bench.write("site/papers", "echo 2 >> _posts/a.md; git commit -qm 2 -- _posts/a.md\n");
    let quoted = format!("'{}'", assert_cmd::cargo::cargo_bin!("papers").display());
    assert!(line.contains(&quoted), "{line}");
    shell(&line.replace(&quoted, "sh papers"));
    shell("cd laptop && git pull -q");
    assert_eq!(bench.read("laptop/_posts/a.md"), "1\nmine\n2\n");
}

#[test]
fn settings_fit_the_site_and_the_user() {
    let mut bench = Bench::offline();
    bench.set("LANG", "de_AT.UTF-8");
    bench.set("TZ", "Europe/Vienna");
    let run = bench.papers(&["init", "--contact", "ada@example.org", "new"]).assert().success();
    run.stdout(contains("contact").not());
    let settings: toml::Table = bench.read("new/papers.toml").parse().unwrap();
    for (key, value) in [("lang", "de"), ("timezone", "Europe/Vienna"), ("contact", "ada@example.org")] {
        assert_eq!(settings[key].as_str(), Some(value));
    }
    assert_eq!(settings["daily"]["top"].as_integer(), Some(10));
    let config = bench.read("new/_config.yml");
    assert!(config.contains("timezone: Europe/Vienna #") && config.contains("lang: de #"), "{config}");
    assert!(!config.contains('@'), "{config}");
    let mut shown = bench.papers(&["config", "daily.top", "post.evidence"]);
    let shown = shown.current_dir(bench.path("new")).assert().success();
    shown.stdout(
        predicates::str::is_match("post.evidence = \"links\" +# papers.toml\ndaily.top = 10 +# papers.toml")
            .unwrap(),
    );
}

#[test]
fn an_exclude_that_is_there_is_added_to_and_formulas_are_asked_about() {
    let bench = Bench::offline();
    bench.write("_config.yml", "theme: minima\nexclude:\n  - vendor\n");
    let run = bench.papers(&["init"]).assert().success();
    run.stdout(
        contains("add `papers.toml` to your `exclude:`")
            .and(contains("exclude: [papers.toml").not())
            .and(contains("nothing here loads MathJax").and(contains("_includes/custom-head.html"))),
    );
}

#[test]
fn settings_of_a_site_that_would_spoil_posts_are_reported() {
    let bench = Bench::offline();
    bench.write("_config.yml", "markdown: CommonMarkGhPages\ntheme: jekyll-theme-cayman\n");
    std::fs::create_dir(bench.path("_layouts")).unwrap();
    bench.write("_layouts/default.html", "{% if site.mathjax %}<script src=MathJax.js>{% endif %}");
    let run = bench.papers(&["init"]).assert().success();
    run.stdout(
        contains("`markdown: CommonMarkGhPages` in _config.yml")
            .and(contains("Posts get the layout `default`"))
            .and(contains("set `mathjax` to true there")),
    );
    assert!(bench.read("papers.toml").contains("\nlayout = \"default\"\n"));
    let other = Bench::offline();
    other.write("_config.yml", "kramdown: {hard_wrap: true}\n");
    std::fs::create_dir(other.path("_layouts")).unwrap();
    other.write("_layouts/article.html", "x");
    let run = other.papers(&["init"]).assert().success();
    run.stdout(contains("one of `article`").and(contains("`hard_wrap: true` in _config.yml")));
    let sound = Bench::offline();
    sound.write("_config.yml", "theme: minima\n");
    let run = sound.papers(&["init"]).assert().success();
    run.stdout(contains("markdown:").or(contains("the layout `")).not());
}

/// Hugo builds posts in the place where `papers init` found it.
#[test]
fn a_site_of_hugo_gets_posts_that_hugo_builds() {
    let bench = Bench::offline();
    bench.write("hugo.toml", "baseURL = 'https://example.org/'\ntitle = 'x'\n");
    std::fs::create_dir_all(bench.path("layouts/_default")).unwrap();
    bench.write("layouts/_default/single.html", "{{ .Params.lang }}|{{ .Description }}|{{ .Content }}");
    bench.write("layouts/_default/list.html", "{{ range .Pages }}{{ .RelPermalink }}{{ end }}");
    bench.papers(&["init"]).assert().success().stdout(contains("papers fetch -o content/posts"));
    bench.write(
        "record.json",
        r#"{"date": "2025-10-09", "papers": [{"paper": {"id": "2510.06590", "title": "A <b> title"}, "digest": {"tldr": "One."}}]}"#,
    );
    bench.papers(&["render", "record.json", "-o", "content/posts"]).assert().success();
    let Ok(run) = Command::new("hugo").arg("--quiet").current_dir(bench.folder.path()).output() else {
        skip("hugo is not installed");
        return;
    };
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let page = bench.read("public/posts/2025-10-09-daily-papers/index.html");
    assert!(page.contains("A &lt;b&gt; title") && page.contains("<strong>One.</strong>"), "{page}");
}
