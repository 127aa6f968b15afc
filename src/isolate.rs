//! Reads a PDF into a [`Document`] in a child process with limits on CPU time and memory.
//!
//! A PDF is a kind of program: a few kilobytes can demand gigabytes or recurse without end. Catching panics
//! limits neither time nor memory nor stack, so the program starts itself again as the hidden [`SUBCOMMAND`],
//! and the kernel kills that process when it exceeds a limit. Setting limits needs no `unsafe`.

use std::io::{self, Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;

use rustix::process::{Resource, Rlimit, Signal, getrlimit, setrlimit};

use papers_fulltext::FulltextError;
use papers_paper::Document;

/// The hidden command that reads a PDF from standard input.
pub const SUBCOMMAND: &str = "__pdf";

/// The limit on CPU time, in seconds; a thesis of 500 pages takes two.
const CPU_SECONDS: u64 = 20;
/// The limit on address space, in bytes; a PDF of 50 MB takes about 300 MB.
const ADDRESS_SPACE: u64 = 1 << 30;
/// The maximum size of the child's output, in bytes; a thesis has about two million characters.
const MAX_OUTPUT_BYTES: u64 = 64 << 20;

/// Reads a PDF as [`fulltext::pdf`](papers_fulltext::pdf) does, but in a child process.
pub fn pdf(bytes: &[u8]) -> Result<Document, FulltextError> {
    let (status, answer) =
        run_child(bytes).map_err(|error| FulltextError::NoReader { reason: error.to_string() })?;
    if status.success() {
        let unreadable = |error: serde_json::Error| FulltextError::NoReader { reason: error.to_string() };
        return serde_json::from_slice(&answer).map_err(unreadable)?;
    }
    Err(failure_of(status))
}

#[expect(clippy::disallowed_methods, reason = "the program that is started is this one")]
fn run_child(bytes: &[u8]) -> io::Result<(ExitStatus, Vec<u8>)> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg(SUBCOMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        // Ctrl-C must not reach the child: the program decides when to end.
        .process_group(0)
        .spawn()?;
    let answer = exchange(&mut child, bytes);
    if answer.is_err() {
        child.kill()?;
    }
    Ok((child.wait()?, answer?))
}

/// Writes the input and reads the output concurrently, because either may exceed the capacity of a pipe.
fn exchange(child: &mut Child, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    thread::scope(|scope| {
        // A write error is not an error here: a child that stops reading early says why in its output.
        thread::Builder::new().spawn_scoped(scope, || stdin.map(|mut stdin| stdin.write_all(bytes)))?;
        let mut answer = Vec::new();
        if let Some(stdout) = stdout {
            stdout.take(MAX_OUTPUT_BYTES).read_to_end(&mut answer)?;
        }
        Ok(answer)
    })
}

/// Returns why a process ended without an answer: it exceeded a limit, which is the PDF's fault, or was killed by somebody.
fn failure_of(status: ExitStatus) -> FulltextError {
    match status.signal().and_then(Signal::from_named_raw) {
        // The system kills at the hard limit, and when the machine runs out of memory.
        Some(Signal::KILL | Signal::XCPU) => {
            let seconds = effective_limit(Resource::Cpu, CPU_SECONDS);
            FulltextError::TooCostly { limit: format!("{seconds} s of CPU time").into() }
        }
        // A failed allocation aborts the process, and so does a stack overflow.
        Some(Signal::ABORT | Signal::SEGV | Signal::BUS) => {
            let memory = effective_limit(Resource::As, ADDRESS_SPACE) >> 20;
            FulltextError::TooCostly { limit: format!("{memory} MiB of memory").into() }
        }
        Some(_) => FulltextError::NoReader { reason: status.to_string() },
        None => FulltextError::Broken { reason: format!("its reader ended with {status}") },
    }
}

/// Applies the limits to this process; [`SUBCOMMAND`] calls this before it reads its input.
pub fn apply_limits() -> io::Result<()> {
    let rlimit = |most, maximum| Rlimit { current: Some(most), maximum: Some(maximum) };
    let (seconds, memory) =
        (effective_limit(Resource::Cpu, CPU_SECONDS), effective_limit(Resource::As, ADDRESS_SPACE));
    setrlimit(Resource::Core, rlimit(0, 0))?;
    setrlimit(Resource::Cpu, rlimit(seconds, effective_limit(Resource::Cpu, CPU_SECONDS + 1)))?;
    setrlimit(Resource::As, rlimit(memory, memory))?;
    Ok(())
}

/// Returns our limit, or the inherited one (`ulimit`) if that is lower: a process cannot raise its own hard limit.
fn effective_limit(resource: Resource, ours: u64) -> u64 {
    let Rlimit { current, maximum } = getrlimit(resource);
    [current, maximum].into_iter().flatten().fold(ours, u64::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_killed_process_is_reported_with_the_limit_it_exceeded() {
        let limit = |wait: i32| match failure_of(ExitStatus::from_raw(wait)) {
            FulltextError::TooCostly { limit } => limit.into_owned(),
            other => panic!("{other:?}"),
        };
        assert_eq!(limit(24), "20 s of CPU time");
        assert_eq!(limit(9), "20 s of CPU time");
        assert_eq!(limit(6), "1024 MiB of memory");
        assert!(matches!(failure_of(ExitStatus::from_raw(101 << 8)), FulltextError::Broken { .. }));
        // Ctrl-C, a service manager and a closed terminal say nothing of the PDF.
        for signal in [1, 2, 15] {
            assert!(
                matches!(failure_of(ExitStatus::from_raw(signal)), FulltextError::NoReader { .. }),
                "{signal}"
            );
        }
    }
}
