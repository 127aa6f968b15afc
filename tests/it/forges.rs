//! Tests the recipes of `docs/DAILY.md` for repositories outside GitHub, as written.

use serde_json::Value;

use crate::support::{Bench, executable, project};

const DAILY: &str = include_str!("../../docs/DAILY.md");

/// Creates a bare repository, a clone with one commit, and a `papers` that commits the day's post and exits with `$CODE`.
fn site() -> Bench {
    let bench = Bench::offline();
    let script = "git config --global user.name a; git config --global user.email a@b.org\n\
                  git init -q --bare -b main remote.git && git clone -q remote.git site && cd site\n\
                  git commit -qm Start --allow-empty && git push -q -u origin HEAD:main";
    assert!(bench.shell(script).status().unwrap().success());
    let record = r#"{"date": "2025-10-09", "papers": [{"paper": {"id": "2510.06590", "title": "A"}}]}"#;
    bench.write("record.json", record);
    let papers = assert_cmd::cargo::cargo_bin!("papers").display().to_string();
    let record = bench.path("record.json").display().to_string();
    let daily =
        format!("[ \"$1\" = daily ] || exit 0\n\"{papers}\" render {record} -o _posts --commit; exit $CODE");
    executable(&bench.path("tools/papers"), &format!("#!/bin/bash\n{daily}\n"));
    for name in ["apt-get", "curl"] {
        executable(&bench.path(&format!("tools/{name}")), "#!/bin/bash\n");
    }
    bench
}

/// Runs a script in the clone with these tools. Returns the exit code and the log of the remote repository.
fn run(bench: &Bench, script: &str, code: &str, place: &str) -> (Option<i32>, String) {
    let mut shell = bench.shell(script);
    let old = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(bench.path("tools")).chain(std::env::split_paths(&old));
    shell.env("PATH", std::env::join_paths(folders).unwrap()).env("CODE", code);
    shell.envs([
        ("CI_COMMIT_BRANCH", "main"),
        ("PUSH_TOKEN", "t"),
        ("PAPERS_RELEASES", "https://example.org"),
    ]);
    shell.envs([("CI_SERVER_HOST", "git.example.org"), ("CI_PROJECT_PATH", "ada/site")]);
    let run = shell.current_dir(bench.path(place)).output().unwrap();
    let log = bench.shell("git -C remote.git log --format=%s main").output().unwrap();
    (run.status.code(), String::from_utf8(log.stdout).unwrap())
}

#[test]
fn the_line_for_cron_commits_pushes_and_keeps_a_log() {
    let bench = site();
    let line = DAILY.lines().find_map(|line| Some(line.split_once(" 10,16,22 * * * ")?.1)).unwrap();
    // In cron's shell, a failed command does not end the script.
    let line = line.replace("/home/ada/site", ".").replace("\"$HOME/.cargo/bin/papers\"", "papers");
    let line = format!("set +e\n{line}");
    let theirs =
        "git clone -q remote.git other; cd other; echo x > x; git add x; git commit -qm Theirs; git push -q";
    assert!(bench.shell(theirs).status().unwrap().success());
    bench.write("site/draft.md", "not committed\n");
    let (_, log) = run(&bench, &line, "4", "site");
    assert_eq!(log, "Add 1 paper for 2025-10-09\nTheirs\nStart\n", "what others pushed stays");
    assert!(bench.read("papers.log").contains("Add 1 paper"));
    executable(&bench.path("tools/papers"), "#!/bin/bash\ntouch began\n");
    let held = format!("exec 9> ~/papers.lock && flock 9\n{line}");
    run(&bench, &held, "0", "site");
    assert!(!bench.path("site/began").exists(), "two runs at once");
}

#[test]
fn the_pipeline_for_gitlab_pushes_and_ends_with_the_code_of_the_day() {
    let yaml = DAILY.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    let job = &serde_saphyr::from_str::<Value>(yaml).unwrap()["papers"];
    assert_eq!((&job["cache"]["when"], &job["allow_failure"]["exit_codes"]), (&"always".into(), &4.into()));
    let lines: Vec<&str> = job["script"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    for code in ["0", "4"] {
        let bench = site();
        let alias = format!(
            "git config --global url.\"file://{}\".insteadOf https://papers:t@git.example.org/ada/site.git\n\
             git -C remote.git config receive.advertisePushOptions true; cd site; git checkout -q --detach",
            bench.path("remote.git").display()
        );
        assert!(bench.shell(&alias).status().unwrap().success());
        let (ended, log) = run(&bench, &lines.join("\n"), code, "site");
        assert_eq!((ended, &*log), (code.parse().ok(), "Add 1 paper for 2025-10-09\nStart\n"));
    }
    assert!(project().join("release/install.sh").exists(), "the script names it");
}
