//! Tests a release: the archive, the installer and the action, with releases on loopback.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use predicates::str::contains;
use serde_json::Value;

use crate::support::{Bench, Reply, Server, executable, project, replace};

/// The archive that the installer chooses on the machine that runs the tests.
const TARGET: &str = match (cfg!(target_os = "linux"), cfg!(target_arch = "x86_64")) {
    (true, true) => "x86_64-unknown-linux-musl",
    (true, false) => "aarch64-unknown-linux-musl",
    (false, true) => "x86_64-apple-darwin",
    (false, false) => "aarch64-apple-darwin",
};

/// Creates a release of version 1.2.3 whose program is a script. `daily` notes the day in the state folder and does the same as the
/// real program with regard to git.
fn release() -> (Bench, Server) {
    let bench = Bench::offline();
    let program = bench.path("built/papers");
    let real = assert_cmd::cargo::cargo_bin!("papers").display();
    executable(
        &program,
        &format!(
            "#!/bin/bash\ncase $1 in\n\
             --version) echo papers 1.2.3 ;;\n\
             daily) mkdir -p ~/.local/state/papers; echo \"$DAY\" >> ~/.local/state/papers/days\n\
               echo \"$DAY $STATE\"; [ \"$CODE\" = 0 ] || exit \"$CODE\"\n\
               exec \"{real}\" render \"$RECORDS/$DAY.json\" -o _posts --commit ;;\n\
             *) exec \"{real}\" \"$@\" ;;\n\
             esac\n"
        ),
    );
    let packed = Command::new(project().join("release/package.sh"))
        .args([&program, Path::new(TARGET), &bench.path("packed")])
        .output()
        .unwrap();
    assert!(packed.status.success(), "{}", String::from_utf8_lossy(&packed.stderr));
    let folder = bench.path("packed");
    let server = Server::new(move |asked, _| {
        let (place, name) = asked.path.rsplit_once('/').unwrap();
        match (place, std::fs::read(folder.join(name))) {
            ("/download/v1.2.3" | "/latest/download", Ok(bytes)) => Reply::ok(bytes),
            _ => Reply::status(404),
        }
    });
    (bench, server)
}

fn install(bench: &Bench, releases: &str, version: &str) -> Output {
    let mut shell = bench.shell(&project().join("release/install.sh").display().to_string());
    shell.envs([("PAPERS_RELEASES", releases), ("PAPERS_VERSION", version)]);
    shell.env("PAPERS_INSTALL_DIR", bench.path("bin")).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn an_archive_is_installed_with_its_checksum_checked() {
    let (bench, server) = release();
    for version in ["1.2.3", "v1.2.3", ""] {
        let run = install(&bench, &server.url(""), version);
        assert!(run.status.success(), "{}", said(&run));
        let expected = format!("installed papers 1.2.3 as {}/papers", bench.path("bin").display());
        assert!(said(&run).starts_with(&expected), "{}", said(&run));
        assert!(said(&run).contains("to your PATH"));
    }
    let listed =
        Command::new("tar").arg("-tzf").arg(bench.path(&format!("packed/papers-{TARGET}.tar.gz"))).output();
    let listed = String::from_utf8(listed.unwrap().stdout).unwrap();
    for name in ["papers", "LICENSE", "man/papers.1", "completions/papers.zsh"] {
        assert!(listed.lines().any(|line| line == format!("papers-{TARGET}/{name}")), "{listed}");
    }
}

#[test]
fn a_file_other_than_the_release_is_not_installed() {
    let (bench, server) = release();
    let missing = install(&bench, &server.url(""), "9.9.9");
    assert!(
        !missing.status.success() && said(&missing).contains("/download/v9.9.9/papers-"),
        "{}",
        said(&missing)
    );
    let archive = bench.path(&format!("packed/papers-{TARGET}.tar.gz"));
    let mut bytes = std::fs::read(&archive).unwrap();
    bytes.push(0);
    std::fs::write(archive, bytes).unwrap();
    let damaged = install(&bench, &server.url(""), "1.2.3");
    assert!(
        !damaged.status.success() && said(&damaged).contains("nothing was installed"),
        "{}",
        said(&damaged)
    );
    let unknown = install(&bench, "", "");
    assert!(
        !unknown.status.success() && said(&unknown).contains("set PAPERS_RELEASES"),
        "{}",
        said(&unknown)
    );
    assert!(!bench.path("bin/papers").exists());
}

/// A site with a remote, the workflow that `papers init` writes, and the steps of the action that it uses.
struct Runner {
    bench: Bench,
    server: Server,
    workflow: Vec<Value>,
    action: Value,
}

/// Returns the workflow after a user followed its instructions: the first step removed, the next uncommented, and the repository
/// filled in.
fn completed(workflow: &str) -> String {
    let (head, rest) = workflow.split_once("      # The build of papers that wrote").unwrap();
    let (_, rest) = rest.split_once("          exit 3\n").unwrap();
    let (step, rest) = rest.trim_start_matches('\n').split_once("\n\n").unwrap();
    let step = step.replace("      # ", "      ").replace("OWNER/papers", "ada/papers");
    format!("{head}{step}\n\n{rest}")
}

impl Runner {
    fn new() -> Self {
        let (bench, server) = release();
        bench.papers(&["init", "new"]).assert().success();
        let workflow = completed(&bench.read("new/.github/workflows/papers.yml"));
        assert!(workflow.lines().count() < 40, "a few lines: {workflow}");
        let workflow: Value = serde_saphyr::from_str(&workflow).unwrap();
        let workflow = workflow["jobs"]["daily"]["steps"].as_array().unwrap().clone();
        let text = std::fs::read_to_string(project().join("action/action.yml")).unwrap();
        let action: Value = serde_saphyr::from_str(&text).unwrap();
        let script = "git init -q --bare -b main remote.git && git clone -q remote.git site && cd site\n\
                      git config user.name a; git config user.email a@example.org\n\
                      git commit -qm Start --allow-empty && git push -q -u origin HEAD:main";
        assert!(bench.shell(script).status().unwrap().success());
        executable(&bench.path("tools/gh"), "#!/bin/bash\necho \"$@\" >> \"$ASKED\"\n");
        Self { bench, server, workflow, action }
    }

    /// Returns the value of an expression of the action, with inputs and variables of the workflow.
    fn value(&self, expression: &str, outputs: &BTreeMap<String, String>) -> String {
        match expression {
            "inputs.releases" => self.server.url(""),
            "github.action_path" => project().join("action").display().to_string(),
            "github.server_url" => "https://example.org".to_owned(),
            "github.action_repository" => "ada/papers".to_owned(),
            "github.token" => "token".to_owned(),
            _ => match expression.strip_prefix("inputs.") {
                Some(name) => self.action["inputs"][name]["default"].as_str().unwrap().to_owned(),
                None => outputs[expression.strip_prefix("steps.run.outputs.").unwrap()].clone(),
            },
        }
    }

    /// Runs the whole workflow on a new machine, whose home has only what the cache kept. Returns the outputs, and true if it
    /// succeeds.
    fn job(&self, day: &str, code: &str) -> (BTreeMap<String, String>, bool) {
        let mut ran = None;
        for step in &self.workflow {
            match step["uses"].as_str().unwrap() {
                "actions/checkout@v6" => {}
                "ada/papers/action@v1" => ran = Some(self.action(day, code)),
                other => panic!("{other} is not known here"),
            }
        }
        ran.unwrap()
    }

    /// Runs the steps of the action; after a failed one, only those with `always()`.
    fn action(&self, day: &str, code: &str) -> (BTreeMap<String, String>, bool) {
        let (home, store) = (self.bench.path(&format!("home-{day}")), self.bench.path("store"));
        std::fs::create_dir_all(home.join("temp")).unwrap();
        let mut outputs = BTreeMap::new();
        let mut green = true;
        for step in self.action["runs"]["steps"].as_array().unwrap() {
            if !green && step["if"] != "always()" {
                continue;
            }
            let state = home.join(".local/state/papers");
            match step["uses"].as_str().and_then(|uses| uses.split('@').next()) {
                Some("actions/cache/restore") => replace(&store, &state),
                Some("actions/cache/save") => replace(&state, &store),
                Some(_) => {}
                None => green &= self.step(step, day, code, &mut outputs),
            }
        }
        (outputs, green)
    }

    fn step(&self, step: &Value, day: &str, code: &str, outputs: &mut BTreeMap<String, String>) -> bool {
        let script = step["run"].as_str().unwrap();
        assert!(!script.contains("${{"), "an expression in a script is a hole for injection");
        let home = self.bench.path(&format!("home-{day}"));
        let mut shell = self.bench.shell(script);
        shell.envs([("DAY", day), ("CODE", code), ("STATE", "fresh: 1 paper"), ("WAIT", "0")]);
        for (name, value) in step["env"].as_object().into_iter().flatten() {
            shell.env(name, self.filled(value.as_str().unwrap(), outputs));
        }
        let files =
            [("HOME", ""), ("RUNNER_TEMP", "temp"), ("GITHUB_PATH", "path"), ("GITHUB_OUTPUT", "output")];
        shell.envs(files.map(|(name, file)| (name, home.join(file))));
        shell.env("GITHUB_STEP_SUMMARY", home.join("summary")).env("RECORDS", self.bench.path("records"));
        let added = std::fs::read_to_string(home.join("path")).unwrap_or_default();
        let old = std::env::var_os("PATH").unwrap_or_default();
        let own = std::iter::once(self.bench.path("tools"));
        let folders = own.chain(added.lines().map(PathBuf::from)).chain(std::env::split_paths(&old));
        shell.env("ASKED", self.bench.path("asked")).env("GITHUB_REPOSITORY", "ada/site");
        shell.env("GITHUB_WORKFLOW_REF", "ada/site/.github/workflows/papers.yml@refs/heads/main");
        shell.env("PATH", std::env::join_paths(folders).unwrap());
        let run = shell.current_dir(self.bench.path("site")).output().unwrap();
        outputs.extend(written(&std::fs::read_to_string(home.join("output")).unwrap_or_default()));
        run.status.success()
    }

    fn filled(&self, text: &str, outputs: &BTreeMap<String, String>) -> String {
        let mut parts = text.split("${{ ");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |filled, part| {
            let (expression, rest) = part.split_once(" }}").unwrap();
            filled + &self.value(expression, outputs) + rest
        })
    }
}

/// Parses the outputs in a file as GitHub does: `name=value`, or `name<<END`, lines, `END`.
fn written(file: &str) -> BTreeMap<String, String> {
    let mut outputs = BTreeMap::new();
    let mut lines = file.lines();
    while let Some(line) = lines.next() {
        if let Some((name, end)) = line.split_once("<<") {
            let value: Vec<&str> = lines.by_ref().take_while(|line| *line != end).collect();
            outputs.insert(name.to_owned(), value.join("\n"));
        } else if let Some((name, value)) = line.split_once('=') {
            outputs.insert(name.to_owned(), value.to_owned());
        }
    }
    outputs
}

#[test]
fn ten_days_of_the_workflow_keep_what_red_days_learned() {
    let runner = Runner::new();
    std::fs::create_dir(runner.bench.path("records")).unwrap();
    for number in 1..=10 {
        let day = format!("2025-10-{number:02}");
        let record = format!(
            r#"{{"date": "{day}", "papers": [{{"paper": {{"id": "2510.065{number:02}", "title": "A"}}}}]}}"#
        );
        runner.bench.write(&format!("records/{day}.json"), &record);
        let code = if [3, 6, 7].contains(&number) { "5" } else { "0" };
        let (outputs, green) = runner.job(&day, code);
        assert_eq!(green, code == "0", "{day}");
        assert_eq!(
            (outputs["code"].as_str(), outputs["state"].as_str()),
            (code, &*format!("{day} fresh: 1 paper"))
        );
        let (post, message) = match green {
            true => (format!("_posts/{day}-daily-papers.md"), format!("Add 1 paper for {day}")),
            false => (String::new(), String::new()),
        };
        assert_eq!((&outputs["post"], &outputs["message"]), (&post, &message));
    }
    let days = runner.bench.read("store/days");
    assert_eq!(days.lines().count(), 10, "a red day too is remembered: {days}");
    let asked = runner.bench.read("asked");
    assert_eq!(asked.lines().count(), 10, "the schedule is kept alive on red days too");
    assert!(asked.contains("repos/ada/site/actions/workflows/papers.yml/enable"), "{asked}");
    let pushed = runner.bench.shell("git -C remote.git log --format=%s main").output().unwrap();
    assert_eq!(String::from_utf8(pushed.stdout).unwrap().lines().count(), 1 + 7);
}

/// GitHub would only call `uses: OWNER/…` invalid, so that a separate step says what to fill in.
#[test]
fn a_short_workflow_without_a_repository_says_what_to_fill_in() {
    let bench = Bench::offline();
    let run = bench.papers(&["init", "new"]).assert().success();
    run.stdout(contains("replace OWNER/papers"));
    let text = bench.read("new/.github/workflows/papers.yml");
    let workflow: Value = serde_saphyr::from_str(&text).unwrap();
    let steps = workflow["jobs"]["daily"]["steps"].as_array().unwrap();
    assert!(steps.iter().all(|step| !step["uses"].as_str().unwrap_or_default().contains("OWNER")), "{text}");
    let run = bench.shell(steps[1]["run"].as_str().unwrap()).output().unwrap();
    assert_eq!(run.status.code(), Some(3));
    assert!(
        said(&run).starts_with("::error title=papers::in .github/workflows/papers.yml"),
        "{}",
        said(&run)
    );
}

/// Other files that name the repository would be wrong if it moves.
#[test]
fn only_cargo_toml_names_the_repository() {
    let listed = Command::new("git").args(["ls-files"]).current_dir(project()).output().unwrap();
    let own = |line: &str| {
        let address = line.find("crates.io/crates/papers").or_else(|| {
            let (at, _) = line.match_indices("github.com/").find(|(at, _)| {
                let rest = line.split_at(at + "github.com/".len()).1;
                rest.split(|c: char| !(c.is_alphanumeric() || "-_./".contains(c))).next().is_some_and(
                    |path| {
                        path.split('/').nth(1).is_some_and(|name| name.trim_end_matches(".git") == "papers")
                    },
                )
            })?;
            Some(at)
        });
        address.is_some() && !line.contains("OWNER/papers")
    };
    let names = String::from_utf8(listed.stdout).unwrap();
    assert!(names.lines().count() > 100, "the sources are in git");
    for name in names.lines().filter(|name| !["Cargo.toml", "tests/it/ship.rs"].contains(name)) {
        let Ok(text) = std::fs::read_to_string(project().join(name)) else { continue };
        let found: Vec<&str> = text.lines().filter(|line| own(line)).collect();
        assert!(found.is_empty(), "{name} names the repository; take it from Cargo.toml: {found:?}");
    }
}
