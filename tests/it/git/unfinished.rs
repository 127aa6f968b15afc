//! Tests git while an operation of the user is unfinished: a merge, a rebase, a cherry-pick, a bisect.

use std::process::Command;

use predicates::prelude::*;
use predicates::str::{contains, is_empty};

use super::{FIRST, POST, Site};

#[test]
fn a_detached_head_gets_the_commit_and_the_branch_does_not() {
    let site = Site::new();
    site.git(&["checkout", "--quiet", "--detach"]);
    site.commit(&[FIRST]).success().stderr(contains("detached HEAD"));
    assert_eq!(site.log().lines().count(), 2);
    assert_eq!(site.git(&["rev-list", "--count", "main"]), "1");
}

/// Creates two branches that change the same line.
fn conflicting(site: &Site) {
    site.git(&["checkout", "--quiet", "-b", "other"]);
    site.bench.write("_config.yml", "title: other\n");
    site.git(&["commit", "--quiet", "--all", "--message=Other"]);
    site.git(&["checkout", "--quiet", "main"]);
    site.bench.write("_config.yml", "title: main\n");
    site.git(&["commit", "--quiet", "--all", "--message=Main"]);
}

/// Checks that nothing is committed or staged, that git's message says why, and that the operation in progress is unchanged.
#[track_caller]
fn is_left_alone(site: &Site, words: &str) {
    let (status, log) = (site.status(), site.log());
    site.commit(&[FIRST]).code(1).stderr(contains(words).and(contains("git -C ")));
    assert_eq!(site.status(), format!("{status}\n?? _posts/").trim_start());
    assert_eq!(site.log(), log);
    assert!(site.bench.read(POST).contains("Ming-UniVision"));
}

#[test]
fn a_merge_in_progress_is_left_to_the_user() {
    let site = Site::new();
    conflicting(&site);
    assert!(!site.try_git(".", &["merge", "other"]).status.success());
    is_left_alone(&site, "You have unmerged paths");
    assert!(site.bench.read("_config.yml").contains("<<<<<<<"), "the conflict is still there to be resolved");
    site.git(&["rev-parse", "--verify", "MERGE_HEAD"]);
}

#[test]
fn a_rebase_in_progress_is_left_to_the_user() {
    let site = Site::new();
    conflicting(&site);
    assert!(!site.try_git(".", &["rebase", "other"]).status.success());
    is_left_alone(&site, "rebase in progress");
    site.bench.write("_config.yml", "title: both\n");
    site.git(&["add", "_config.yml"]);
    site.git(&["rebase", "--continue"]);
    assert_eq!(site.log(), "Main\nOther\nStart");
    assert!(site.bench.path(POST).exists());
}

/// A staged post would become part of the commit that is being replayed.
#[test]
fn in_a_rebase_nothing_is_staged_and_the_hint_does_it_afterwards() {
    let site = Site::new();
    conflicting(&site);
    assert!(!site.try_git(".", &["rebase", "other"]).status.success());
    let status = site.status();
    let refused = site.render(&[FIRST], &["-o", "_posts", "--stage", "--message"]);
    let refused = refused.code(1).stdout(is_empty()).stderr(contains("rebase in progress"));
    assert_eq!(site.status(), format!("{status}\n?? _posts/"));
    site.git(&["rebase", "--abort"]);
    let said = String::from_utf8(refused.get_output().stderr.clone()).unwrap();
    let (_, remedy) = said.split_once("when git is content: `").unwrap();
    let remedy = remedy.split_once('`').unwrap().0;
    assert!(Command::new("sh").args(["-c", remedy]).status().unwrap().success(), "{remedy}");
    assert_eq!(site.status(), format!("A  {POST}"));
}

#[test]
fn after_a_rebase_the_next_run_commits_or_the_hint_does() {
    for by_hand in [true, false] {
        let site = Site::new();
        conflicting(&site);
        assert!(!site.try_git(".", &["rebase", "other"]).status.success());
        let refused = site.commit(&[FIRST]).code(1);
        site.git(&["rebase", "--abort"]);
        if by_hand {
            let said = String::from_utf8(refused.get_output().stderr.clone()).unwrap();
            let remedy = said.split_once("when git is content: `").unwrap().1.split_once('`').unwrap().0;
            let script = remedy.replace("commit --", "commit --message='By hand' --");
            assert!(site.bench.shell(&script).status().unwrap().success(), "{script}");
        } else {
            site.render(&[], &["-o", "_posts", "--commit"]).success();
        }
        assert_eq!(site.status(), "");
        assert_eq!(site.committed(), POST);
    }
}

#[test]
fn a_cherry_pick_and_a_bisect_are_left_to_the_user() {
    let site = Site::new();
    conflicting(&site);
    assert!(!site.try_git(".", &["cherry-pick", "other"]).status.success());
    is_left_alone(&site, "cherry-pick");
    site.git(&["cherry-pick", "--abort"]);
    std::fs::remove_dir_all(site.bench.path("_posts")).unwrap();
    site.git(&["bisect", "start", "main", "main~1"]);
    is_left_alone(&site, "bisect");
}
