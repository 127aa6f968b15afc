//! Runs the golden cases. Each folder of `fixtures/cases` is one run of the program: `args` has its arguments, one per line, and
//! the other files are in its working folder. Its output must equal `stdout`, its messages `stderr`, and its exit code `code`; a
//! missing file means empty or 0. `SNAPSHOTS=overwrite cargo test` accepts the new results.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Bench, copy, project};

const EXPECTED: [&str; 3] = ["stdout", "stderr", "code"];

fn cases() -> Vec<PathBuf> {
    let root = project().join("fixtures/cases");
    let mut cases: Vec<_> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(!cases.is_empty(), "`fixtures/cases` is empty: nothing was tested");
    cases
}

/// Returns the results of a run, in the order of [`EXPECTED`].
fn run(case: &Path) -> [String; 3] {
    let bench = Bench::offline();
    copy(case, bench.folder.path());
    for name in EXPECTED {
        let _ = fs::remove_file(bench.path(name));
    }
    let arguments = bench.read("args");
    let arguments: Vec<&str> = arguments.lines().collect();
    let run = bench.papers(&arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let code = run.status.code().unwrap_or_else(|| panic!("{} was killed", case.display()));
    let code = if code == 0 { String::new() } else { format!("{code}\n") };
    [text(&run.stdout), text(&run.stderr), code]
}

fn bless(case: &Path, printed: &[String; 3]) {
    for (name, text) in EXPECTED.iter().zip(printed) {
        match text.is_empty() {
            true => drop(fs::remove_file(case.join(name))),
            false => fs::write(case.join(name), text).unwrap(),
        }
    }
}

#[test]
fn every_case_gives_what_it_gave() {
    let overwrite = std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite");
    let mut wrong = String::new();
    for case in cases() {
        let came = run(&case);
        if overwrite {
            bless(&case, &came);
        }
        for (name, came) in EXPECTED.iter().zip(came) {
            let expected = fs::read_to_string(case.join(name)).unwrap_or_default();
            if came != expected {
                wrong += &format!("== {}/{name}, expected:\n{expected}== came:\n{came}", case.display());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
