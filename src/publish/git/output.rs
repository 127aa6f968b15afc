//! Runs a command to its end and returns its output. A hook of the user's may leave a process running, such as a preview or a
//! connection that ssh keeps, which holds the output open: only the end of the command itself is waited for.

use std::io::{self, Read};
use std::mem;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// The time for what the command printed before its end, if others hold its output open.
const REST: Duration = Duration::from_millis(500);

/// Runs a command to its end.
pub(super) fn output(mut command: Command) -> io::Result<Output> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let stdout = child.stdout.take().map(Heard::new).transpose()?;
    let stderr = child.stderr.take().map(Heard::new).transpose()?;
    let status = child.wait()?;
    let bytes = |heard: Option<Heard>| heard.map(Heard::bytes).unwrap_or_default();
    Ok(Output { status, stdout: bytes(stdout), stderr: bytes(stderr) })
}

/// The bytes read so far from one end of a pipe.
struct Heard {
    bytes: Arc<Mutex<Vec<u8>>>,
    /// It is closed when the other end is.
    end: Receiver<()>,
}

impl Heard {
    fn new(mut pipe: impl Read + Send + 'static) -> io::Result<Self> {
        let bytes = Arc::<Mutex<Vec<u8>>>::default();
        let (open, end) = mpsc::channel();
        let heard = Arc::clone(&bytes);
        let listen = move || {
            let _open = open;
            let mut part = [0; 4096];
            loop {
                match pipe.read(&mut part) {
                    Ok(0) => break,
                    Ok(count) => {
                        let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
                        heard.extend(part.iter().take(count));
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(_) => break,
                }
            }
        };
        thread::Builder::new().spawn(listen)?;
        Ok(Self { bytes, end })
    }

    fn bytes(self) -> Vec<u8> {
        // Nothing is sent: it returns when the pipe is closed, or in time.
        let _ = self.end.recv_timeout(REST);
        mem::take(&mut self.bytes.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
