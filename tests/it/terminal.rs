//! Tests the output on a terminal of 80 columns, with a pseudo-terminal in Python.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::{Bench, Manner, Server, arxiv, skip};

/// Runs a command in a terminal of 24 lines and 80 columns, types once there is output, and prints the output.
const TERMINAL: &str = r"
import fcntl, os, pty, select, struct, sys, termios
typed = sys.argv[1].encode()
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 80, 0, 0))
    os.execv(sys.argv[2], sys.argv[2:])
while True:
    try:
        shown = os.read(terminal, 65536)
    except OSError:
        break
    if not shown:
        break
    os.write(1, shown)
    if typed:
        os.write(terminal, typed)
        typed = b''
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
";

/// Returns the output of the terminal, and the exit code; `None` without Python.
fn shown(bench: &Bench, typed: &str, arguments: &[&str]) -> Option<(String, i32)> {
    if Command::new("python3").arg("--version").output().is_err() {
        skip("python3 is not installed");
        return None;
    }
    let papers = bench.std_command();
    let mut command = Command::new("python3");
    command.args(["-c", TERMINAL, typed]).arg(papers.get_program()).args(arguments);
    command.env_clear().envs(papers.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.env("TERM", "xterm-256color").current_dir(bench.folder.path()).stdin(Stdio::null());
    let run = command.output().unwrap();
    assert!(run.stderr.is_empty(), "{}", String::from_utf8_lossy(&run.stderr));
    Some((plain(&String::from_utf8_lossy(&run.stdout)), run.status.code().unwrap()))
}

/// Returns the text without escape sequences, each of which ends a piece of a line.
fn plain(shown: &str) -> String {
    let mut text = String::new();
    let mut rest = shown.chars();
    while let Some(c) = rest.next() {
        match c {
            '\u{1b}' => {
                let end = rest.by_ref().skip(1).find(char::is_ascii_alphabetic);
                if end != Some('m') {
                    text.push('\n');
                }
            }
            '\r' => text.push('\n'),
            c => text.push(c),
        }
    }
    text
}

#[test]
fn ids_are_asked_for_where_none_are_given_and_no_bar_stands_in_the_way() {
    let server = Server::arxiv();
    let bench = Bench::new(&server);
    let Some((shown, code)) = shown(&bench, "2510.06590\n\u{4}", &["fetch", "--read", "abstract", "-o", "."])
    else {
        return;
    };
    assert_eq!(code, 0, "{shown}");
    let prompt = shown.find("ids or addresses of papers, one a line").unwrap_or_else(|| panic!("{shown}"));
    assert_eq!(shown.lines().next().map(|line| line.starts_with("ids or addresses")), Some(true), "{shown}");
    assert!(!shown[..prompt].contains("papers") && !shown.contains("0/0"), "{shown}");
    assert!(shown.contains("wrote 1 paper"), "{shown}");
}

#[test]
fn the_bar_fits_the_line_counts_down_and_is_never_empty() {
    let server = Server::new(|asked, _| match asked.path.starts_with("/html") {
        true => arxiv(asked).manner(Manner::Late(Duration::from_millis(600))),
        false => arxiv(asked),
    });
    let mut bench = Bench::new(&server);
    bench.set("PAPERS_ARXIV_PAGE_INTERVAL", "5");
    let Some((shown, code)) = shown(&bench, "", &["fetch", "-o", ".", "2510.06590", "2510.06917"]) else {
        return;
    };
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("0/2 papers") && shown.contains("1/2 papers"), "{shown}");
    assert!(!shown.contains("0/0"), "{shown}");
    // Each line of the picture fills the width of the terminal, at which the next begins.
    let whole = |line: &&str| line.contains(" papers") && line.chars().count() > 80;
    for picture in shown.lines().filter(whole) {
        let lines: Vec<char> = picture.chars().collect();
        let marks = lines.chunks(80).skip(1).map(|line| line[0]);
        assert_eq!(lines.len() % 80, 0, "{picture}");
        assert!(marks.into_iter().all(|mark| !mark.is_ascii_alphanumeric()), "{picture}");
    }
    let seconds = |before: &str| -> Vec<u64> {
        let numbers = shown
            .split(before)
            .skip(1)
            .map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
        numbers.filter_map(|digits| digits.parse().ok()).collect()
    };
    let (left, waits) = (seconds("papers, about "), seconds("waiting "));
    assert!(left.len() > 1 && left.is_sorted_by(|a, b| a >= b), "{left:?}");
    assert!(
        shown.contains("about 4 s left") && waits.first() > waits.last(),
        "the wait counts down: {waits:?}"
    );
}
