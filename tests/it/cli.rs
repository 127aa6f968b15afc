//! Tests the command line as a new user sees it: help, mistakes, exit codes, lists of ids.

use predicates::prelude::*;
use predicates::str::{contains, is_empty};

use crate::support::{Bench, Reply, Server, project};

#[test]
fn no_arguments_show_the_help() {
    Bench::offline().papers(&[]).assert().code(2).stderr(contains("Usage: papers"));
}

#[test]
fn the_readme_shows_the_help_as_it_is() {
    let help = Bench::offline().papers(&["help"]).output().unwrap().stdout;
    let help = String::from_utf8(help).unwrap();
    let readme = std::fs::read_to_string(project().join("README.md")).unwrap();
    for line in help.lines().map(str::trim).filter(|line| !line.is_empty()) {
        assert!(readme.contains(line), "the README does not have this line of `papers help`: {line}");
    }
}

#[test]
fn every_command_explains_itself() {
    for command in [
        "fetch", "render", "read", "verify", "recheck", "lint", "roundup", "init", "batch", "cache",
        "completions", "man",
    ] {
        Bench::offline().papers(&[command, "--help"]).assert().success().stdout(contains("Usage: papers"));
    }
}

#[test]
fn a_pipe_of_the_shell_is_read_once_like_a_file() {
    let bench = Bench::offline();
    std::fs::copy(project().join("fixtures/fulltext/latexml/page.html"), bench.path("paper.html")).unwrap();
    bench.write("record.json", r#"{"papers": [{"paper": {"id": "2510.06590", "title": "A"}}]}"#);
    for (command, word) in [
        ("papers fetch --dry-run --offline <(echo 2510.06590)", "2510.06590"),
        ("papers read <(cat paper.html)", "# Abstract"),
        ("papers recheck <(cat record.json)", "not a record with evidence"),
    ] {
        let run = bench.shell(command).output().unwrap();
        let said =
            format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
        assert!(said.contains(word), "{command}: {said}");
        assert!(!said.contains("no such file") && !said.contains("is not an arXiv"), "{command}: {said}");
    }
}

#[test]
fn ids_come_from_arguments_files_and_standard_input() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.write("ids.txt", "# today\nhttps://arxiv.org/abs/2510.06917v1\n\n2510.04212 # loss\n");
    for (arguments, input) in [
        (vec!["ids.txt"], ""),
        (vec!["-"], "2510.06917\n2510.04212\n"),
        (vec![], "arXiv:2510.06917\nhttps://huggingface.co/papers/2510.04212\n2510.06917\n"),
    ] {
        let mut command = bench.papers(&["fetch", "--json", "--read", "abstract"]);
        let output =
            command.args(arguments).write_stdin(input).assert().success().get_output().stdout.clone();
        let record: serde_json::Value = serde_json::from_slice(&output).unwrap();
        let ids: Vec<&str> =
            record["papers"].as_array().unwrap().iter().map(|e| e["paper"]["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["2510.06917", "2510.04212"]);
    }
}

#[test]
fn quoted_text_cannot_control_the_terminal() {
    let run = Bench::offline()
        .papers(&["--color", "never", "fetch", "--offline", "-"])
        .write_stdin("x\u{9b}2J\u{7}\n")
        .assert();
    run.code(4)
        .stderr(contains("is not an arXiv").and(contains("\u{7}").not()).and(contains("\u{9b}").not()));
}

#[test]
fn empty_values_are_refused() {
    for (command, option, value) in [
        ("fetch", "--title", ""),
        ("fetch", "--tag", " "),
        ("fetch", "--output", ""),
        ("fetch", "--output", "-"),
        ("daily", "--top", "0"),
        ("daily", "--source", ""),
        ("daily", "--query", ""),
        ("status", "--days", "0"),
    ] {
        let bench = Bench::offline();
        let mut run = bench.papers(&[command, option, value]);
        run.assert().code(2).stdout(is_empty()).stderr(contains(option));
    }
}

#[test]
fn a_bad_line_is_named_and_the_others_go_on() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.write("ids.txt", "2510.06917\n2513.00001\n");
    bench
        .papers(&["fetch", "--read", "abstract", "ids.txt"])
        .assert()
        .code(4)
        .stdout(contains("SHANKS"))
        .stderr(contains("ids.txt, line 2: `2513.00001` is not an arXiv identifier"));
}

#[test]
fn an_unknown_setting_names_line_and_key() {
    let bench = Bench::offline();
    bench.write("papers.toml", "lang = \"en\"\ntagz = [\"papers\"]\n");
    bench
        .papers(&["fetch", "--offline", "2510.06590"])
        .assert()
        .code(3)
        .stderr(contains("papers.toml").and(contains("line 2")).and(contains("tagz")));
}

#[test]
fn later_settings_win() {
    let server = Server::arxiv();
    let mut bench = Bench::new(&server);
    bench.write("papers.toml", "lang = \"ja\"\ntitle = \"From the file\"\n");
    let post = |bench: &Bench, more: &[&str]| {
        let mut command = bench.papers(&["fetch", "--read", "abstract", "2510.06590"]);
        String::from_utf8(command.args(more).output().unwrap().stdout).unwrap()
    };
    assert!(post(&bench, &[]).contains("alphaxiv.org/ja/overview"));
    bench.set("PAPERS_LANG", "zh");
    let zh = post(&bench, &[]);
    assert!(zh.contains("alphaxiv.org/zh/overview") && zh.contains("title: \"From the file\""), "{zh}");
    assert!(post(&bench, &["--lang", "en"]).contains("https://www.alphaxiv.org/overview/2510.06590"));
}

#[test]
fn a_settings_file_that_is_named_must_exist() {
    let bench = Bench::offline();
    let mut command = bench.papers(&["--config", "absent.toml", "cache", "info"]);
    command.assert().code(3).stderr(contains("absent.toml").and(contains("hint:")));
}

#[test]
fn a_broken_template_is_told_with_file_line_and_column() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.write("mine.hbs", "---\ntitle: x\n---\n{{#each papers}}\n{{/if}}\n");
    let run = bench
        .papers(&["fetch", "--read", "abstract", "--template", "mine.hbs", "2510.06590"])
        .assert()
        .code(3);
    run.stderr(contains("mine.hbs").and(contains("5")));
    bench.write("mine.hbs", "{{nothing}}\n");
    let run = bench.papers(&["fetch", "--template", "mine.hbs", "2510.06590"]).assert().code(3);
    run.stderr(contains("mine.hbs` line 1").and(contains("hint: `docs/TEMPLATES.md`")));
}

#[test]
fn quiet_says_nothing_and_no_terminal_gets_no_colors_and_no_bar() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.papers(&["-q", "fetch", "--read", "abstract", "2510.06590"]).assert().success().stderr(is_empty());
    let run = bench.papers(&["fetch", "2510.99999"]).assert().code(4);
    let errors = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(errors.starts_with("error: ") && !errors.contains('\u{1b}'), "{errors:?}");
}

#[test]
fn the_cache_can_be_shown_and_cleared() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    bench.papers(&["fetch", "2510.06590"]).assert().success();
    bench
        .papers(&["cache", "info"])
        .assert()
        .success()
        .stdout(predicates::str::is_match(r"records-v1 +1 entries").unwrap());
    bench.papers(&["cache", "clear"]).assert().success();
    bench
        .papers(&["cache", "info"])
        .assert()
        .success()
        .stdout(predicates::str::is_match(r"records-v1 +0 entries").unwrap());
}

/// Returns a feed with an entry for each of these ids.
fn feed(ids: &[&str]) -> String {
    let entry = |id: &&str| {
        format!(
            "<entry><id>http://arxiv.org/abs/{id}v1</id><title>On {id}</title>\
             <summary>We count the sheep of {id}.</summary><author><name>Ada</name></author></entry>"
        )
    };
    let entries: String = ids.iter().map(entry).collect();
    format!("<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>")
}

#[test]
fn records_that_came_together_are_one_file_and_are_served_and_cleared_one_by_one() {
    let server = Server::new(|asked, _| {
        let list = asked.query.trim_start_matches("id_list=").split('&').next().unwrap_or_default();
        Reply::ok(feed(&list.split("%2C").collect::<Vec<_>>()))
    });
    let bench = Bench::new(&server);
    let ids: Vec<String> = (0..250).map(|n| format!("2510.{n:05}")).collect();
    bench.write("ids.txt", &ids.join("\n"));
    let records = |options: &[&str]| {
        let command = [&["fetch", "--json", "--engine", "none", "ids.txt"], options].concat();
        bench.papers(&command).assert().success().get_output().stdout.clone()
    };
    let first = records(&[]);
    assert_eq!(server.log().len(), 2, "two hundred in one request");
    assert_eq!(std::fs::read_dir(bench.path("cache/records-v1")).unwrap().count(), 1, "a folder of packs");
    assert_eq!(std::fs::read_dir(bench.path("cache/records-v1/packs")).unwrap().count(), 2);
    assert!(records(&["--offline"]) == first && records(&[]) == first, "from the cache they are others");
    assert_eq!(server.log().len(), 2, "nothing was asked again");
    let info = || bench.papers(&["cache", "info"]).assert().success();
    info().stdout(contains("250 entries"));
    bench.papers(&["cache", "clear", "2510.00007"]).assert().success().stderr(contains("1 entry removed"));
    info().stdout(contains("249 entries"));
    bench.papers(&["fetch", "--offline", "--engine", "none", "2510.00007"]).assert().failure();
    bench.papers(&["fetch", "--offline", "--engine", "none", "2510.00008"]).assert().success();
    assert!(records(&[]) == first && server.log().len() == 3, "only what was cleared is asked for");
}

#[test]
fn a_record_that_is_none_is_an_error_that_names_the_file() {
    let bench = Bench::offline();
    bench.write("record.json", "{\"papers\": 1}");
    bench.papers(&["render", "record.json"]).assert().failure().stderr(contains("record.json"));
}

#[test]
fn a_record_of_another_schema_is_refused() {
    let bench = Bench::offline();
    bench.write("record.json", "{\"schema\": 2, \"papers\": []}");
    bench.papers(&["render", "record.json"]).assert().failure().stderr(contains("schema 2"));
}

fn printed(arguments: &[&str]) -> String {
    String::from_utf8(Bench::offline().papers(arguments).output().unwrap().stdout).unwrap()
}

/// Returns the commands in the help. Lines with more indentation continue the one before.
fn commands() -> Vec<String> {
    let help = printed(&["help"]);
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let named = list.lines().filter(|line| !line.starts_with("   "));
    named.map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
}

#[test]
fn completions_have_every_command_and_no_hidden_one() {
    let commands = commands();
    assert!(commands.len() > 10, "{commands:?}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = printed(&["completions", shell]);
        let words: Vec<&str> = script.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
        for command in &commands {
            assert!(words.contains(&command.as_str()), "{shell} does not know `{command}`");
        }
        for option in ["--min-upvotes", "--dry-run", "--workflow"] {
            assert!(script.contains(option.trim_start_matches('-')), "{shell} does not know `{option}`");
        }
        for hidden in ["papers__roles", "papers roles", "'roles'", "\"roles\"", "read-pdf"] {
            assert!(!script.contains(hidden), "{shell} completes {hidden}");
        }
    }
}

#[test]
fn the_manual_page_of_each_command_has_all_its_options() {
    for command in commands().iter().filter(|command| *command != "help") {
        let help = printed(&[command, "--help"]);
        let page = printed(&["man", command]).replace("\\-", "-");
        assert!(page.starts_with(".ie") || page.contains(".TH"), "{command}: {page}");
        let options: Vec<&str> = help
            .lines()
            .filter(|line| line.trim_start().starts_with('-'))
            .filter_map(|line| line.split([' ', ',', '=', '<', '[']).find(|word| word.starts_with("--")))
            .map(|option| option.trim_end_matches('.'))
            .collect();
        assert!(options.len() > 5, "{command}: {options:?}");
        for option in options {
            assert!(page.contains(option), "the page of `{command}` does not have {option}");
        }
    }
}

#[test]
fn quoted_arguments_cannot_control_the_terminal() {
    let bench = Bench::offline();
    let typed = "a\u{1b}]0;pwned\u{7}\u{202e}b";
    let option = format!("--{typed}");
    let lists: [&[&str]; 6] = [
        &[typed],
        &["fetch", &option],
        &["fetch", "--format", typed],
        &["fetch", typed],
        &["roundup", "--week", typed],
        &["lint", typed],
    ];
    for arguments in lists {
        let run = bench.papers(arguments).output().unwrap();
        let told = String::from_utf8(run.stderr).unwrap();
        assert!(told.contains(r"\u{1b}]0;pwned\u{7}\u{202e}b") || told.contains("a ]0;pwned"), "{told}");
        assert!(!told.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{arguments:?}: {told:?}");
        assert!(run.stdout.is_empty());
    }
}

#[test]
fn commands_without_effect_say_so() {
    let bench = Bench::offline();
    bench.write("none.txt", "# later\n");
    bench
        .papers(&["fetch", "none.txt"])
        .assert()
        .code(0)
        .stdout("")
        .stderr("note: no papers: none.txt has no identifiers\n");
    bench.papers(&["cache", "clear"]).assert().code(0).stderr("note: 0 entries removed\n");
    bench.write("record.json", r#"{"papers": []}"#);
    bench
        .papers(&["render", "--replace", "record.json"])
        .assert()
        .stderr(contains("warning: `--replace` has nothing to replace without `--output`"));
}

#[test]
fn a_line_that_is_the_goal_is_printed_once() {
    let bench = Bench::offline();
    let record = |goal: &str| {
        format!(
            r#"{{"date": "2025-10-09", "papers": [{{"paper": {{"id": "2510.06590", "title": "A"}}, "digest": {{"tldr": "We count.", "introduction": {{"goal": "{goal}", "motivation": "", "contribution": ""}}}}}}]}}"#
        )
    };
    bench.write("papers.toml", "[post]\ntldr = true\n");
    for (goal, times) in [("We count.", 1), ("We measure.", 1)] {
        bench.write("record.json", &record(goal));
        let run = bench.papers(&["render", "record.json"]).output().unwrap();
        let post = String::from_utf8(run.stdout).unwrap();
        assert_eq!(post.matches("We count.").count(), times, "{post}");
        assert_eq!(post.contains("**We count.**"), goal == "We measure.", "{post}");
    }
}

#[test]
fn pages_cannot_be_refreshed_without_requests() {
    let run = Bench::offline().papers(&["fetch", "--offline", "--refresh", "page", "2510.06590"]).assert();
    run.code(2).stderr(contains("contradict each other"));
}
