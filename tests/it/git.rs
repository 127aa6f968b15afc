//! Tests `--stage`, `--message` and `--commit` in real repositories: git's messages are shown, the post stays, and no other files
//! are touched.

mod around;
mod unfinished;

use std::process::Command;

use assert_cmd::assert::Assert;
use predicates::prelude::*;
use predicates::str::{contains, is_empty};

use crate::support::{Bench, Server, executable};

const POST: &str = "_posts/2025-10-09-daily-papers.md";
const FIRST: (&str, &str) = ("2510.06590", "Ming-UniVision: Joint Image Understanding");
const SECOND: (&str, &str) = ("2510.06917", "# SHANKS: \n Simultaneous Hearing");

/// A Jekyll site in a repository with one commit.
struct Site {
    bench: Bench,
}

impl Site {
    fn new() -> Self {
        Self::with(Bench::offline())
    }

    fn with(bench: Bench) -> Self {
        let site = Self { bench };
        site.git(&["init", "--quiet", "--initial-branch=main"]);
        site.git(&["config", "user.name", "Ada"]);
        site.git(&["config", "user.email", "ada@example.org"]);
        site.bench.write("_config.yml", "title: t\n");
        site.git(&["add", "_config.yml"]);
        site.git(&["commit", "--quiet", "--message=Start"]);
        site
    }

    /// Returns the output of git; fails if git does.
    fn git(&self, arguments: &[&str]) -> String {
        self.git_in(".", arguments)
    }

    fn git_in(&self, folder: &str, arguments: &[&str]) -> String {
        let output = self.try_git(folder, arguments);
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{arguments:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
        said.trim_end().to_owned()
    }

    fn try_git(&self, folder: &str, arguments: &[&str]) -> std::process::Output {
        let mut git = Command::new("git");
        git.env("HOME", self.bench.folder.path()).env("GIT_EDITOR", "true");
        git.arg("-C").arg(self.bench.path(folder)).args(arguments).output().unwrap()
    }

    /// Runs `papers render` for these papers with these options.
    fn render(&self, papers: &[(&str, &str)], options: &[&str]) -> Assert {
        let papers: Vec<_> = papers
            .iter()
            .map(|(id, title)| serde_json::json!({ "paper": { "id": id, "title": title } }))
            .collect();
        let record = serde_json::json!({ "date": "2025-10-09", "lang": "en", "papers": papers });
        let mut command = self.bench.papers(&["render", "-"]);
        command.args(options).write_stdin(record.to_string()).assert()
    }

    fn commit(&self, papers: &[(&str, &str)]) -> Assert {
        self.render(papers, &["-o", "_posts", "--commit"])
    }

    fn hook(&self, name: &str, script: &str) {
        executable(&self.bench.path(&format!(".git/hooks/{name}")), script);
    }

    fn unhook(&self, name: &str) {
        std::fs::remove_file(self.bench.path(&format!(".git/hooks/{name}"))).unwrap();
    }

    fn log(&self) -> String {
        self.git(&["log", "--format=%s"])
    }

    /// Returns the files of the last commit.
    fn committed(&self) -> String {
        self.git(&["-c", "core.quotePath=false", "show", "--format=", "--name-only", "HEAD"])
    }

    fn status(&self) -> String {
        self.git(&["-c", "core.quotePath=false", "status", "--porcelain", "--", ":!cache", ":!state"])
    }
}

#[test]
fn commits_the_post_with_a_subject_and_the_papers_below() {
    let site = Site::new();
    site.commit(&[FIRST, SECOND]).success().stdout("").stderr(contains("[main "));
    let message = site.git(&["log", "-1", "--format=%B"]);
    assert_eq!(
        message,
        "Add 2 papers for 2025-10-09\n\n- 2510.06590 Ming-UniVision: Joint Image Understanding\n\
         - 2510.06917 # SHANKS: Simultaneous Hearing"
    );
    assert_eq!(site.committed(), POST);
    assert_eq!(site.status(), "");
}

#[test]
fn late_comers_make_a_commit_of_their_own_and_nothing_new_makes_none() {
    let site = Site::new();
    site.commit(&[FIRST]).success();
    site.commit(&[FIRST, SECOND]).success();
    assert_eq!(site.log(), "Add 1 paper for 2025-10-09\nAdd 1 paper for 2025-10-09\nStart");
    assert!(site.git(&["log", "-1", "--format=%b"]).contains("2510.06917"));
    assert!(!site.git(&["log", "-1", "--format=%b"]).contains("2510.06590"));
    site.commit(&[FIRST, SECOND]).success().stdout("").stderr("");
    site.render(&[FIRST, SECOND], &["-o", "_posts", "--stage", "--message"]).success().stdout("");
    assert_eq!(site.log().lines().count(), 3);
}

#[test]
fn a_post_written_anew_is_committed_as_such_and_an_equal_one_is_not() {
    let site = Site::new();
    site.commit(&[FIRST]).success();
    let replace = ["-o", "_posts", "--replace", "--commit", "--title", "Other"];
    site.render(&[FIRST], &replace).success();
    assert_eq!(site.log().lines().next(), Some("Rewrite 1 paper for 2025-10-09"));
    site.render(&[FIRST], &replace).success().stderr("");
    assert_eq!(site.log().lines().count(), 3);
}

#[test]
fn the_message_alone_goes_to_a_commit_by_the_user() {
    let site = Site::new();
    let run = site.render(&[FIRST], &["-o", "_posts", "--stage", "--message"]).success();
    let message = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert_eq!(site.status(), format!("A  {POST}"));
    site.git(&["commit", "--quiet", "--message", &message]);
    assert_eq!(site.git(&["log", "-1", "--format=%B"]), message.trim_end());
}

/// Runs the command of the README. `git commit -F -` would read the index before `papers` has staged anything.
#[test]
fn the_pipe_of_the_readme_commits_and_does_nothing_when_nothing_is_new() {
    let server = Server::arxiv();
    let site = Site::with(Bench::new(&server));
    let pipe = "papers fetch -q --lang en -o _posts 2510.06590 --stage --message | xargs -0r git commit -qm";
    let readme = std::fs::read_to_string(crate::support::project().join("README.md")).unwrap();
    assert!(readme.contains("--stage --message | xargs -0r git commit -m"));
    for commits in [2, 2] {
        let output = site.bench.shell(pipe).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(site.log().lines().count(), commits);
    }
    assert_eq!(site.log().lines().next(), Some("Add 1 paper for 2025-10-09"));
}

#[test]
fn other_changes_stay_as_they_are_staged_or_not() {
    let site = Site::new();
    site.bench.write("_config.yml", "title: staged\n");
    site.git(&["add", "_config.yml"]);
    site.bench.write("_config.yml", "title: edited again\n");
    site.bench.write("draft.md", "mine\n");
    site.commit(&[FIRST]).success();
    assert_eq!(site.committed(), POST);
    assert_eq!(site.status(), "MM _config.yml\n?? draft.md");
    assert_eq!(site.git(&["show", ":_config.yml"]), "title: staged");
}

#[test]
fn a_hook_that_rejects_is_heard_and_the_post_stays() {
    let site = Site::new();
    site.hook("pre-commit", "#!/bin/sh\necho 'no posts on Thursdays' >&2\nexit 1\n");
    let said = contains("`git commit` failed").and(contains("no posts on Thursdays"));
    let hint = contains("hint:").and(contains("git -C ")).and(contains("2025-10-09-daily-papers.md"));
    site.commit(&[FIRST]).code(1).stderr(said.and(hint));
    assert!(site.bench.read(POST).contains("Ming-UniVision"));
    assert_eq!(site.log(), "Start");
}

#[test]
fn posts_that_git_refused_are_committed_alone_by_the_next_run() {
    let site = Site::new();
    site.hook("pre-commit", "#!/bin/sh\nexit 1\n");
    let said = contains("the next run with `--commit` commits it");
    site.commit(&[FIRST]).code(1).stderr(said);
    site.commit(&[FIRST, SECOND]).code(1);
    site.unhook("pre-commit");
    site.bench.write("_posts/mine.md", "mine\n");
    site.commit(&[FIRST, SECOND]).success().stderr(contains("of an earlier run").and(contains("[main ")));
    assert_eq!(site.log(), "Add 2 papers for 2025-10-09\nStart");
    assert_eq!(site.committed(), POST);
    assert_eq!(site.status(), "?? _posts/mine.md");
    site.commit(&[FIRST, SECOND]).success().stderr(is_empty());
    assert_eq!(site.log().lines().count(), 2);
}

#[test]
fn a_post_that_is_written_as_it_was_committed_makes_no_commit() {
    let site = Site::new();
    site.commit(&[FIRST]).success();
    std::fs::remove_file(site.bench.path(POST)).unwrap();
    site.commit(&[FIRST]).success();
    assert_eq!(site.log().lines().count(), 2);
    assert_eq!(site.status(), "");
}

#[test]
fn new_papers_in_a_refused_post_are_committed_with_those_before() {
    let site = Site::new();
    site.hook("pre-commit", "#!/bin/sh\nexit 1\n");
    site.commit(&[FIRST]).code(1);
    site.unhook("pre-commit");
    site.commit(&[SECOND]).success();
    assert_eq!(site.log(), "Add 2 papers for 2025-10-09\nStart");
}

#[test]
fn a_post_that_a_hook_never_lets_pass_keeps_no_other_out() {
    let site = Site::new();
    let hook = "#!/bin/sh\ngit diff --cached --name-only | grep -q 10-09 && { echo 'not this one'; exit 1; }; exit 0\n";
    site.hook("pre-commit", hook);
    site.commit(&[FIRST]).code(1);
    let next = site.render(&[SECOND], &["-o", "_posts", "--commit", "--date", "2025-10-10"]);
    next.code(1).stderr(contains("not this one").and(contains("10-09")));
    assert_eq!(site.log(), "Add 1 paper for 2025-10-10\nStart");
}

#[test]
fn posts_committed_by_hand_removed_or_forgotten_are_left_alone() {
    for after in ["git commit -qm Mine", "git rm -qf --cached _posts/*; rm _posts/*", "rm -r state"] {
        let site = Site::new();
        site.hook("pre-commit", "#!/bin/sh\nexit 1\n");
        site.commit(&[FIRST]).code(1);
        site.unhook("pre-commit");
        assert!(site.bench.shell(after).status().unwrap().success());
        let (log, status) = (site.log(), site.status());
        site.render(&[], &["-o", "_posts", "--commit"]).success().stderr(is_empty());
        assert_eq!((site.log(), site.status()), (log, status), "{after}");
    }
}

#[test]
fn a_run_that_is_killed_while_git_works_leaves_the_commit_to_the_next() {
    let site = Site::new();
    site.hook("pre-commit", "#!/bin/sh\nkill -9 $(cut -d' ' -f4 /proc/$PPID/stat)\nexit 1\n");
    site.commit(&[FIRST]).interrupted();
    site.unhook("pre-commit");
    site.render(&[], &["-o", "_posts", "--commit"]).success();
    assert_eq!(site.log(), "Add 1 paper for 2025-10-09\nStart");
}

/// A run that is killed between the note and the post leaves a superfluous note, which does no harm.
#[test]
fn posts_to_be_committed_are_noted_before_they_are_written() {
    let site = Site::new();
    std::fs::create_dir(site.bench.path("_posts")).unwrap();
    std::os::unix::fs::symlink("x".repeat(300), site.bench.path(POST)).unwrap();
    site.commit(&[FIRST]).code(1).stderr(contains("too long"));
    let notes = |site: &Site| site.bench.shell("ls state/uncommitted-*/*.json").output().unwrap().stdout;
    assert!(!notes(&site).is_empty());
    std::fs::remove_file(site.bench.path(POST)).unwrap();
    site.render(&[], &["-o", "_posts", "--commit"]).success().stderr(is_empty());
    assert!(notes(&site).is_empty());
    assert_eq!(site.log(), "Start");
}

#[test]
fn hooks_run_and_may_change_the_message() {
    let site = Site::new();
    site.hook("commit-msg", "#!/bin/sh\necho 'checked by a hook'\necho 'Seen-By: hook' >> \"$1\"\n");
    site.commit(&[FIRST]).success().stderr(contains("checked by a hook"));
    assert!(site.git(&["log", "-1", "--format=%b"]).contains("Seen-By: hook"));
}

#[test]
fn signing_that_fails_is_no_commit() {
    let site = Site::new();
    site.git(&["config", "commit.gpgSign", "true"]);
    site.git(&["config", "gpg.program", "/bin/false"]);
    site.commit(&[FIRST]).code(1).stderr(contains("gpg failed to sign"));
    assert_eq!(site.log(), "Start");
    assert!(site.bench.path(POST).exists());
}

#[test]
fn without_an_identity_git_asks_for_one() {
    let mut site = Site::new();
    site.git(&["config", "--unset", "user.name"]);
    site.git(&["config", "--unset", "user.email"]);
    site.bench.set("GIT_CONFIG_COUNT", "1");
    site.bench.set("GIT_CONFIG_KEY_0", "user.useConfigOnly");
    site.bench.set("GIT_CONFIG_VALUE_0", "true");
    site.commit(&[FIRST]).code(1).stderr(contains("user.email"));
    assert!(site.bench.path(POST).exists());
    site.render(&[SECOND], &["-o", "_posts", "--stage", "--message"])
        .success()
        .stdout(contains("Add 1 paper"));
}

#[test]
fn a_quiet_run_commits_too() {
    let site = Site::new();
    site.render(&[FIRST], &["-o", "_posts", "--commit", "--quiet"]).success().stderr(contains("note:").not());
    assert_eq!(site.log(), "Add 1 paper for 2025-10-09\nStart");
}

#[test]
fn outside_a_repository_nothing_is_fetched() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    for option in ["--stage", "--commit"] {
        let mut command = bench.papers(&["fetch", "-o", "new/_posts", "2510.06590", option]);
        command.assert().code(3).stderr(contains("git cannot work in").and(contains("not a git repository")));
    }
    assert!(server.log().is_empty());
    assert!(!bench.path("new").exists());
}

#[test]
fn without_git_nothing_is_fetched() {
    let server = Server::arxiv();
    let mut bench = Bench::new(&server);
    bench.set("PATH", "");
    let mut command = bench.papers(&["fetch", "-o", "_posts", "2510.06590", "--commit"]);
    command.assert().code(3).stderr(contains("`git` cannot be started").and(contains("install git")));
    assert!(server.log().is_empty());
    let mut message =
        bench.papers(&["fetch", "-q", "--lang", "en", "-o", "_posts", "2510.06590", "--message"]);
    message.assert().success().stdout(contains("Add 1 paper"));
}

#[test]
fn only_a_file_can_be_staged() {
    let bench = Bench::offline();
    for option in ["--stage", "--message", "--commit"] {
        let mut command = bench.papers(&["fetch", "2510.06590", option]);
        command.assert().code(2).stderr(contains("--output")).stdout(is_empty());
    }
}

#[test]
fn an_ignored_post_is_not_forced() {
    let site = Site::new();
    site.bench.write(".gitignore", "_posts/\n");
    let refused = contains(format!("git ignores `{POST}`")).and(contains(".gitignore:1:_posts/"));
    site.commit(&[FIRST]).code(3).stderr(refused);
    assert!(!site.bench.path(POST).exists(), "what can never be committed is not begun");
    assert_eq!(site.log(), "Start");
    site.bench.write(".gitignore", "_posts/*.md\n");
    site.commit(&[FIRST]).code(3).stderr(contains("_posts/*.md"));
    site.bench.write(".gitignore", "*.md\n_posts/drafts/\n!_posts/*.md\n");
    site.commit(&[FIRST]).success();
    site.bench.write(".gitignore", "*.md\n");
    let grown = ["-o", POST, "--commit"];
    site.render(&[FIRST, SECOND], &grown).success();
    assert_eq!(site.log().lines().count(), 3, "what git has already it does not ignore");
}

#[test]
fn names_with_spaces_letters_of_any_script_and_signs_are_only_names() {
    for name in ["의 글/오늘 *.md", ":(top)x.md", "-n.md", "a'b\".md"] {
        let site = Site::new();
        site.bench.write("a b.md", "mine\n");
        let output = format!("./{name}");
        site.render(&[FIRST], &["-o", &output, "--commit"]).success();
        let names =
            site.git(&["-c", "core.quotePath=false", "show", "-z", "--format=", "--name-only", "HEAD"]);
        assert_eq!(names.trim_matches('\0'), name);
        assert_eq!(site.status(), "?? \"a b.md\"");
    }
}

#[test]
fn a_submodule_and_a_linked_worktree_have_commits_of_their_own() {
    let site = Site::new();
    site.git(&["worktree", "add", "--quiet", "-b", "drafts", "linked"]);
    let source = site.bench.folder.path().to_str().unwrap().to_owned();
    site.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &source, "sub"]);
    for folder in ["linked", "sub"] {
        site.git_in(folder, &["config", "user.name", "Ada"]);
        site.git_in(folder, &["config", "user.email", "ada@example.org"]);
        site.render(&[FIRST], &["-o", &format!("{folder}/_posts"), "--commit"]).success();
        assert_eq!(site.git_in(folder, &["log", "--format=%s"]), "Add 1 paper for 2025-10-09\nStart");
        assert_eq!(site.git_in(folder, &["status", "--porcelain"]), "");
    }
    assert_eq!(site.log(), "Start");
}

#[test]
fn a_post_behind_a_symbolic_link_is_committed_where_it_is() {
    let site = Site::new();
    std::fs::create_dir(site.bench.path("real")).unwrap();
    std::os::unix::fs::symlink("real", site.bench.path("_posts")).unwrap();
    site.commit(&[FIRST]).success();
    assert_eq!(site.committed(), "real/2025-10-09-daily-papers.md");
}

#[test]
fn a_repository_without_a_commit_gets_its_first() {
    let site = Site::new();
    site.git(&["checkout", "--quiet", "--orphan", "empty"]);
    site.git(&["rm", "--quiet", "--cached", "_config.yml"]);
    site.commit(&[FIRST]).success();
    assert_eq!(site.log(), "Add 1 paper for 2025-10-09");
    assert_eq!(site.committed(), POST);
}

#[test]
fn the_template_of_the_message_can_be_replaced_and_still_makes_a_message() {
    let site = Site::new();
    std::fs::create_dir(site.bench.path("mine")).unwrap();
    let template = "# {{#each papers}}{{title}}, {{/each}}\n{{#each papers}}\n# {{day}} {{url}}\n{{/each}}\n";
    site.bench.write("mine/commit.txt.hbs", template);
    site.bench.write("papers.toml", "templates_dir = \"mine\"\n");
    let long = (
        "2510.04212",
        "긴 제목이 이어지는 논문 긴 제목이 이어지는 논문 긴 제목이 이어지는 논문 긴 제목이 이어지는 논문",
    );
    site.git(&["config", "commit.cleanup", "strip"]);
    site.commit(&[FIRST, long]).success();
    let message = site.git(&["log", "-1", "--format=%B"]);
    let lines: Vec<&str> = message.lines().collect();
    assert_eq!(lines[0].trim().chars().count(), 72);
    assert_eq!(lines[1], "");
    assert_eq!(lines[2], " # 2025-10-09 https://arxiv.org/abs/2510.06590");
    assert_eq!(lines.len(), 4);
}

#[test]
fn a_broken_template_of_the_message_stops_before_anything_is_written() {
    let site = Site::new();
    std::fs::create_dir(site.bench.path("mine")).unwrap();
    site.bench.write("mine/commit.txt.hbs", "Add\n{{nothing}}\n");
    site.bench.write("papers.toml", "templates_dir = \"mine\"\n");
    site.commit(&[FIRST]).code(3).stderr(contains("commit.txt.hbs` line 2"));
    assert!(!site.bench.path("_posts").exists());
}
