//! The stand-in for the services with recorded answers; no part of the project, and skipped where it is absent.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Bench, shared, skip};

/// The stand-in, stopped when dropped.
pub struct Standin {
    process: Child,
    port: u16,
}

impl Standin {
    /// Starts it with these arguments; `None`, with a printed line, where it cannot be.
    pub fn start(arguments: &[&str]) -> Option<Self> {
        let script = shared("standin/standin.py")?;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("port");
        let mut command = Command::new("python3");
        command.arg(script).args(["--port", "0", "--port-file"]).arg(&file).args(arguments);
        let Ok(process) = command.stdout(Stdio::null()).spawn() else {
            skip("python3 is not installed");
            return None;
        };
        let mut standin = Self { process, port: 0 };
        let begin = Instant::now();
        while begin.elapsed() < Duration::from_secs(60) {
            if let Ok(port) = std::fs::read_to_string(&file) {
                standin.port = port.parse().unwrap();
                return Some(standin);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the stand-in did not start");
    }

    /// A bench whose services are all here.
    pub fn bench(&self) -> Bench {
        let mut bench = Bench::offline();
        self.serve(&mut bench);
        bench
    }

    /// Sends a bench here.
    pub fn serve(&self, bench: &mut Bench) {
        bench.ask(&self.url());
    }

    /// Makes the next requests that begin with `path` go wrong in these ways, as its manual describes them.
    pub fn fault(&self, path: &str, faults: &str) {
        self.control("POST", "/_fault", &format!(r#"{{"on": "{path}", "do": [{faults}]}}"#));
    }

    /// Forgets the faults.
    pub fn reset(&self) {
        self.control("POST", "/_reset", "{}");
    }

    /// Where its services are.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Talks to its controls.
    pub fn control(&self, method: &str, path: &str, body: &str) -> Value {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let head = format!("{method} {path} HTTP/1.0\r\nContent-Length: {}\r\n\r\n", body.len());
        stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap()
    }
}

impl Drop for Standin {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
