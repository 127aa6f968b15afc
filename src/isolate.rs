//! A PDF → [`Document`], read in a process of its own that may use only so much time and memory.
//!
//! A PDF is a program of sorts: a few kilobytes can ask for gigabytes, or call themselves without end. Catching panics
//! bounds neither time nor memory nor the stack, so the program starts itself again with [`COMMAND`], and the system
//! ends that process when it takes too much. The limits hold on every Unix; none needs `unsafe`.

use std::io::{self, Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;

use rustix::process::{Resource, Rlimit, Signal, getrlimit, setrlimit};

use papers_fulltext::FulltextError;
use papers_paper::Document;

/// The hidden command that reads a PDF from standard input.
pub const COMMAND: &str = "__pdf";

/// Seconds of computing; a thesis of 500 pages takes two.
const SECONDS: u64 = 20;
/// Bytes of memory; a PDF of 50 MB takes some 300 MB.
const MEMORY: u64 = 1 << 30;
/// The longest answer that is read, in bytes; a thesis has two million letters.
const LONGEST_ANSWER: u64 = 64 << 20;

/// Reads a PDF as [`fulltext::pdf`](papers_fulltext::pdf) does, in a process of its own.
pub fn pdf(bytes: &[u8]) -> Result<Document, FulltextError> {
    let (status, answer) =
        ask(bytes).map_err(|error| FulltextError::NoReader { reason: error.to_string() })?;
    if status.success() {
        let unreadable = |error: serde_json::Error| FulltextError::NoReader { reason: error.to_string() };
        return serde_json::from_slice(&answer).map_err(unreadable)?;
    }
    Err(ended(status))
}

#[expect(clippy::disallowed_methods, reason = "the program that is started is this one")]
fn ask(bytes: &[u8]) -> io::Result<(ExitStatus, Vec<u8>)> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        // Ctrl-C is for the program, which ends in its own time.
        .process_group(0)
        .spawn()?;
    let answer = talk(&mut child, bytes);
    if answer.is_err() {
        child.kill()?;
    }
    Ok((child.wait()?, answer?))
}

/// Writes and reads at the same time: either side may have more to say than a pipe holds.
fn talk(child: &mut Child, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    thread::scope(|scope| {
        // A reader that stops early has found out enough: its answer says what.
        scope.spawn(|| stdin.map(|mut stdin| stdin.write_all(bytes)));
        let mut answer = Vec::new();
        if let Some(stdout) = stdout {
            stdout.take(LONGEST_ANSWER).read_to_end(&mut answer)?;
        }
        Ok(answer)
    })
}

/// Says why a process ended without an answer: it went over a limit, or somebody ended it, which says nothing of its PDF.
fn ended(status: ExitStatus) -> FulltextError {
    match status.signal().and_then(Signal::from_named_raw) {
        // The system kills at the hard limit, and when the machine runs out of memory.
        Some(Signal::KILL | Signal::XCPU) => {
            let seconds = least(Resource::Cpu, SECONDS);
            FulltextError::TooCostly { limit: format!("{seconds} s of computing").into() }
        }
        // The allocator and the guard of the stack both abort.
        Some(Signal::ABORT | Signal::SEGV | Signal::BUS) => {
            let memory = least(Resource::As, MEMORY) >> 20;
            FulltextError::TooCostly { limit: format!("{memory} MiB of memory").into() }
        }
        Some(_) => FulltextError::NoReader { reason: status.to_string() },
        None => FulltextError::Broken { reason: format!("its reader ended with {status}") },
    }
}

/// Binds this process to the limits; called by [`COMMAND`] before it reads anything.
pub fn limit() -> io::Result<()> {
    let to = |most, maximum| Rlimit { current: Some(most), maximum: Some(maximum) };
    let (seconds, memory) = (least(Resource::Cpu, SECONDS), least(Resource::As, MEMORY));
    setrlimit(Resource::Core, to(0, 0))?;
    setrlimit(Resource::Cpu, to(seconds, least(Resource::Cpu, SECONDS + 1)))?;
    setrlimit(Resource::As, to(memory, memory))?;
    Ok(())
}

/// Our limit, or that under which the whole program runs (`ulimit`) where that is lower: nobody may raise it.
fn least(resource: Resource, ours: u64) -> u64 {
    let Rlimit { current, maximum } = getrlimit(resource);
    [current, maximum].into_iter().flatten().fold(ours, u64::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_that_was_ended_says_what_ran_out() {
        let limit = |wait: i32| match ended(ExitStatus::from_raw(wait)) {
            FulltextError::TooCostly { limit } => limit.into_owned(),
            other => panic!("{other:?}"),
        };
        assert_eq!(limit(24), "20 s of computing");
        assert_eq!(limit(9), "20 s of computing");
        assert_eq!(limit(6), "1024 MiB of memory");
        assert!(matches!(ended(ExitStatus::from_raw(101 << 8)), FulltextError::Broken { .. }));
        // Ctrl-C, a service manager and a closed terminal say nothing of the PDF.
        for signal in [1, 2, 15] {
            assert!(
                matches!(ended(ExitStatus::from_raw(signal)), FulltextError::NoReader { .. }),
                "{signal}"
            );
        }
    }
}
