//! Tests git under special conditions: hooks, inherited variables, other processes, attributes of files, unfinished merges.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use predicates::prelude::*;
use predicates::str::contains;

use super::{FIRST, POST, SECOND, Site};
use crate::support::{Bench, executable};

/// Writes a record of one paper, for scripts that run `papers` themselves.
fn write_record(bench: &Bench, name: &str, id: &str) {
    let record = serde_json::json!({ "date": "2025-10-09", "lang": "en", "papers": [{ "paper": { "id": id, "title": "T" } }] });
    bench.write(name, &record.to_string());
}

/// `git pull --autostash` exits with success although the stash did not apply.
#[test]
fn files_that_a_stash_left_in_conflict_are_not_called_resolved() {
    let site = Site::new();
    site.commit(&[FIRST]).success();
    let upstream = site.bench.read(POST);
    site.bench.write(POST, &upstream.replace("## Method", "## Method (mine)"));
    site.git(&["stash"]);
    site.bench.write(POST, &upstream.replace("## Method", "## Method (theirs)"));
    site.git(&["commit", "--quiet", "--all", "--message=Theirs"]);
    assert!(!site.try_git(".", &["stash", "pop"]).status.success());
    let (status, log, post) = (site.status(), site.log(), site.bench.read(POST));
    assert!(status.starts_with("UU") && post.contains("<<<<<<<"), "{status}");
    site.commit(&[SECOND]).code(2).stderr(contains("conflict marks").and(contains(POST)));
    assert_eq!(
        (site.status(), site.log(), site.bench.read(POST)),
        (status.clone(), log.clone(), post.clone())
    );
    let next = site.render(&[SECOND], &["-o", "_posts", "--commit", "--date", "2025-10-10"]);
    next.code(1).stderr(contains("something else is in progress").and(contains("Unmerged paths")));
    assert_eq!((site.log(), site.bench.read(POST)), (log, post.clone()));
    assert!(site.status().starts_with("UU"), "{}", site.status());
    site.bench.papers(&["lint", POST]).assert().code(6).stdout(contains("conflict"));
}

#[test]
fn the_folder_of_the_output_decides_whatever_a_hook_or_a_script_left_in_the_environment() {
    let other = Site::new();
    let git_dir = other.bench.path(".git");
    let work_tree = other.bench.folder.path().to_owned();
    let index = git_dir.join("index");
    for variables in [
        vec![("GIT_DIR", &git_dir)],
        vec![("GIT_DIR", &git_dir), ("GIT_WORK_TREE", &work_tree)],
        vec![("GIT_INDEX_FILE", &index)],
        vec![("GIT_DIR", &git_dir), ("GIT_INDEX_FILE", &index), ("GIT_COMMON_DIR", &git_dir)],
    ] {
        let mut site = Site::new();
        for (name, value) in &variables {
            site.bench.set(name, value.to_str().unwrap());
        }
        let before = std::fs::read(&index).unwrap();
        // Runs in the other repository's folder, like its hooks.
        let record = serde_json::json!({ "date": "2025-10-09", "papers": [{ "paper": { "id": FIRST.0, "title": "T" } }] });
        let mut command = site.bench.papers(&["render", "-", "--commit", "-o"]);
        command.arg(site.bench.path("_posts")).current_dir(&work_tree).write_stdin(record.to_string());
        command.assert().success();
        assert_eq!(site.log(), "Add 1 paper for 2025-10-09\nStart", "{variables:?}");
        assert_eq!(site.status(), "", "{variables:?}");
        assert_eq!(other.log(), "Start");
        assert_eq!(std::fs::read(&index).unwrap(), before, "{variables:?}");
    }
}

/// In a hook, the post becomes part of the commit in progress with either option, and the program never starts itself again.
#[test]
fn a_hook_of_the_site_itself_adds_the_post_to_the_commit_that_is_being_made() {
    for option in ["--stage", "--commit"] {
        for worktree in [false, true] {
            let site = Site::new();
            write_record(&site.bench, "record.json", FIRST.0);
            let program = site.bench.std_command();
            let program = program.get_program().to_str().unwrap();
            let record = site.bench.path("record.json");
            site.hook("pre-commit", &format!(
                "#!/bin/sh\necho run >> \"$HOME/runs\"\nPAPERS_NOW=2025-10-09T08:15:00Z PAPERS_STATE_DIR=\"$HOME/state\" {program} \
                 render {} -o _posts {option}\n",
                record.display()
            ));
            let folder = if worktree { "linked" } else { "." };
            if worktree {
                site.git(&["worktree", "add", "--quiet", "-b", "drafts", "linked"]);
            }
            site.bench.write(&format!("{folder}/about.md"), "mine\n");
            site.git_in(folder, &["add", "about.md"]);
            site.git_in(folder, &["commit", "--quiet", "--message=Mine"]);
            let files = site.git_in(folder, &["show", "--format=", "--name-only", "HEAD"]);
            assert_eq!(files, format!("{POST}\nabout.md"), "{option} {worktree}");
            assert_eq!(site.git_in(folder, &["status", "--porcelain", "--untracked-files=no"]), "");
            assert_eq!(site.bench.read("runs"), "run\n");
        }
    }
}

/// Two sites have hooks that write to each other.
#[test]
fn hooks_that_start_each_other_come_to_an_end() {
    let site = Site::new();
    std::fs::create_dir(site.bench.path("b")).unwrap();
    site.git_in("b", &["init", "--quiet"]);
    for folder in [".", "b"] {
        let (from, to) = if folder == "." { ("b.json", "b/_posts") } else { ("a.json", "_posts") };
        write_record(&site.bench, from, FIRST.0);
        let program = site.bench.std_command();
        let hook = format!(
            "#!/bin/sh\necho run >> \"$HOME/runs\"\ntest $(wc -l < \"$HOME/runs\") -lt 20 || exit 1\ncd \"$HOME\"\nsed -i \
             \"s/2510\\.[0-9]*/2510.$(printf %05d $(wc -l < runs))/\" {from}\nPAPERS_NOW=2025-10-09T08:15:00Z \
             PAPERS_STATE_DIR=\"$HOME/state\" {} render {from} -o {to} --commit\n",
            program.get_program().to_str().unwrap()
        );
        executable(&site.bench.path(&format!("{folder}/.git/hooks/pre-commit")), &hook);
    }
    site.git_in("b", &["config", "user.name", "Ada"]);
    site.git_in("b", &["config", "user.email", "ada@example.org"]);
    site.commit(&[FIRST]).success();
    assert_eq!(site.bench.read("runs"), "run\nrun\n");
    assert_eq!(site.log().lines().count(), 2);
}

/// A hook stages into a copy of the index; the owner's next commit must not undo its change.
#[test]
fn changes_of_a_formatting_hook_to_the_post_stay() {
    let site = Site::new();
    let hook = "#!/bin/sh\nfor post in $(git diff --cached --name-only -- _posts); do\nsed -i 's/Ming/MING/' \"$post\" && git add \
                \"$post\"\ndone\n";
    site.hook("pre-commit", hook);
    site.bench.write("_config.yml", "title: staged by me\n");
    site.git(&["add", "_config.yml"]);
    site.commit(&[FIRST]).success();
    assert_eq!(site.status(), "M  _config.yml", "what I staged stays staged, and nothing else is");
    assert!(site.git(&["show", &format!("HEAD:{POST}")]).contains("MING-UniVision"));
    site.git(&["commit", "--quiet", "--message=Mine"]);
    assert!(site.git(&["show", &format!("HEAD:{POST}")]).contains("MING-UniVision"));
    assert_eq!(site.committed(), "_config.yml");
}

#[test]
fn a_post_that_git_does_not_look_at_is_told_with_the_way_back() {
    for mark in ["assume-unchanged", "skip-worktree"] {
        let site = Site::new();
        site.commit(&[FIRST]).success();
        site.git(&["update-index", &format!("--{mark}"), POST]);
        for papers in [vec![FIRST, SECOND], vec![]] {
            let run = site.render(&papers, &["-o", "_posts", "--commit"]);
            run.code(1).stderr(contains(format!("marked `{mark}`")).and(contains(format!("--no-{mark}"))));
        }
        assert_eq!(site.log().lines().count(), 2);
        site.git(&["update-index", &format!("--no-{mark}"), POST]);
        site.render(&[], &["-o", "_posts", "--commit"]).success();
        assert_eq!(site.log().lines().count(), 3);
        assert_eq!(site.status(), "");
    }
}

#[test]
fn each_reason_why_git_cannot_work_has_a_hint_of_its_own() {
    let mut site = Site::new();
    let run = site.render(&[FIRST], &["-o", ".git/x.md", "--commit"]);
    run.code(3).stderr(contains("must be run in a work tree").and(contains("git worktree add")));
    site.git(&["init", "--quiet", "--bare", "bare.git"]);
    let run = site.render(&[FIRST], &["-o", "bare.git/x.md", "--stage"]);
    run.code(3).stderr(contains("bare repository").and(contains("git clone")));
    site.bench.set("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
    let run = site.commit(&[FIRST]);
    let run = run.code(3).stderr(contains("dubious ownership").and(contains("hint: another user owns it")));
    // Git trusts the top of the work tree, which its own command names, and no folder below.
    let said = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(!said.lines().any(|line| line.contains("safe.directory") && line.contains("_posts")), "{said}");
    let bench = Bench::offline();
    let mut command = bench.papers(&["render", "-", "-o", "_posts", "--commit"]);
    let run = command.write_stdin("{\"papers\": []}").env("GIT_DIR", ".").assert();
    run.code(3).stderr(contains("not a git repository").and(contains("`GIT_DIR` is not followed")));
}

#[test]
fn the_index_of_another_git_is_waited_for() {
    let site = Site::new();
    let lock = site.bench.path(".git/index.lock");
    std::fs::write(&lock, "").unwrap();
    let releases = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(1500));
        std::fs::remove_file(lock).unwrap();
    });
    site.commit(&[FIRST]).success().stderr(contains("waiting up to 30 s"));
    releases.join().unwrap();
    assert_eq!(site.log(), "Add 1 paper for 2025-10-09\nStart");
}

#[test]
fn a_process_that_a_hook_leaves_running_is_not_waited_for() {
    let site = Site::new();
    executable(&site.bench.path(".git/hooks/post-commit"), "#!/bin/sh\nsleep 60 &\necho started\n");
    let begin = Instant::now();
    site.commit(&[FIRST]).success().stderr(contains("started"));
    assert!(begin.elapsed() < Duration::from_secs(50), "{:?}", begin.elapsed());
    assert_eq!(site.log(), "Add 1 paper for 2025-10-09\nStart");
}

/// As on a full disk, or in a repository that another user owns.
#[test]
fn a_lock_that_git_cannot_make_is_not_taken_for_that_of_another_git() {
    let site = Site::new();
    std::fs::remove_file(site.bench.path(".git/index")).unwrap();
    std::os::unix::fs::symlink("/nowhere/index", site.bench.path(".git/index")).unwrap();
    let said = site.commit(&[FIRST]).code(1);
    said.stderr(contains("index.lock").and(contains("waiting up to").not()));
    assert!(site.bench.path(POST).exists());
}

/// Runs the program a hundred times at once, each with another paper; `output` returns the post of each.
fn hundred_commits(output: impl Fn(usize) -> String) -> Site {
    let site = Site::new();
    let start = |n: usize| {
        let mut command = site.bench.std_command();
        command.args(["render", "-", "--commit", "-o", &output(n)]).stdin(Stdio::piped());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let paper =
            serde_json::json!({ "paper": { "id": format!("2510.{n:05}"), "title": format!("Paper {n}") } });
        let record = serde_json::json!({ "date": "2025-10-09", "lang": "en", "papers": [paper] });
        child.stdin.take().unwrap().write_all(record.to_string().as_bytes()).unwrap();
        child
    };
    for child in (0..100).map(start).collect::<Vec<_>>() {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(site.status(), "");
    site
}

#[test]
fn a_hundred_runs_at_once_commit_a_hundred_posts() {
    let site = hundred_commits(|n| format!("_posts/2025-10-09-{n}.md"));
    assert_eq!(site.git(&["ls-files", "_posts"]).lines().count(), 100);
    let messages = site.git(&["log", "--format=%B"]);
    for n in 0..100 {
        assert!(messages.contains(&format!("- 2510.{n:05} Paper {n}")), "{n} is in no message");
    }
}

#[test]
fn a_hundred_runs_at_once_commit_one_post() {
    let site = hundred_commits(|_| "_posts".to_owned());
    let post = site.git(&["show", &format!("HEAD:{POST}")]);
    assert_eq!(post.matches("\n# ").count(), 100);
}

/// The hint for a repository in which another run is active is not needed, because no run gives up.
#[test]
fn a_lock_that_stays_is_waited_for_once_and_told_in_git_s_own_words() {
    let site = Site::new();
    write_record(&site.bench, "record.json", FIRST.0);
    let hook = site.bench.path(".git/hooks/pre-commit");
    executable(&hook, "#!/bin/sh\nexit 1\n");
    site.bench.papers(&["render", "record.json", "-o", "_posts/earlier.md", "--commit"]).assert().code(1);
    std::fs::remove_file(hook).unwrap();
    std::fs::write(site.bench.path(".git/index.lock"), "").unwrap();
    let mut command = Command::new("timeout");
    let papers = site.bench.std_command();
    command.arg("60").arg(papers.get_program()).args(["render", "-", "-o", "_posts", "--commit"]);
    command.current_dir(site.bench.folder.path()).envs(papers.get_envs().filter_map(|(k, v)| Some((k, v?))));
    let record = std::fs::File::open(site.bench.path("record.json")).unwrap();
    let output = command.stdin(record).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("index.lock") && said.contains("`git add` failed"), "{said}");
    assert_eq!(said.matches("waiting up to").count(), 1, "{said}");
}

#[test]
fn a_commit_needs_no_folder_of_temporary_files() {
    let mut site = Site::new();
    site.bench.set("TMPDIR", "/nowhere");
    site.commit(&[FIRST]).success();
    assert!(site.status().is_empty(), "{}", site.status());
}

#[test]
fn a_commit_on_no_branch_is_warned_about() {
    let site = Site::new();
    site.git(&["checkout", "--quiet", "--detach"]);
    site.commit(&[FIRST]).success().stderr(contains("is on no branch"));
    site.git(&["switch", "--quiet", "main"]);
    site.commit(&[FIRST]).success().stderr(contains("no branch").not());
}

#[test]
fn a_submodule_that_is_not_checked_out_is_told_before_anything_is_written() {
    let (posts, site) = (Site::new(), Site::new());
    let origin = posts.bench.folder.path().to_str().unwrap();
    site.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", origin, "_posts"]);
    for (key, value) in [("user.name", "Ada"), ("user.email", "ada@example.org")] {
        site.git_in("_posts", &["config", key, value]);
    }
    site.commit(&[FIRST]).success();
    site.git(&["submodule", "--quiet", "deinit", "--force", "_posts"]);
    for output in ["_posts", "_posts/2025"] {
        let run = site.render(&[SECOND], &["-o", output, "--commit"]);
        run.code(3).stderr(contains("git submodule update --init"));
    }
    assert!(std::fs::read_dir(site.bench.path("_posts")).unwrap().next().is_none());
}

/// A copy of a clone from macOS keeps its settings.
#[test]
fn a_folder_of_another_case_in_the_index_is_another_folder() {
    let site = Site::new();
    if site.bench.path("_CONFIG.YML").exists() {
        return crate::support::pass_over("the file system ignores the case of letters");
    }
    site.git(&["config", "core.ignorecase", "true"]);
    std::fs::create_dir(site.bench.path("_Posts")).unwrap();
    site.bench.write("_Posts/README.md", "Posts.\n");
    site.git(&["add", "_Posts"]);
    site.git(&["commit", "--quiet", "--message=Folder"]);
    site.commit(&[FIRST]).success();
    assert_eq!(site.committed(), POST);
    site.git(&["config", "core.ignorecase", "false"]);
    assert_eq!(site.status(), "");
}

/// `docker stop` waits for ten seconds.
#[test]
fn a_signal_is_heard_while_another_git_has_the_index() {
    let server = crate::support::Server::arxiv();
    let site = Site::with(Bench::new(&server));
    site.bench.write(".git/index.lock", "");
    let mut command = site.bench.std_command();
    command.args(["fetch", FIRST.0, "-o", "_posts", "--commit"]).stdout(Stdio::null()).stderr(Stdio::piped());
    let run = command.spawn().unwrap();
    let begin = Instant::now();
    while !site.bench.path(POST).exists() && begin.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let sent = Instant::now();
    Command::new("kill").arg(run.id().to_string()).status().unwrap();
    let output = run.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.code() == Some(130) && said.contains("interrupted while git was at work"),
        "{said}"
    );
    assert!(sent.elapsed() < Duration::from_secs(15), "{said}");
    std::fs::remove_file(site.bench.path(".git/index.lock")).unwrap();
    site.render(&[], &["-o", "_posts", "--commit"]).success();
    assert_eq!(site.log(), "Add 1 paper for 2025-10-09\nStart");
}
