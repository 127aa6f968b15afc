//! Runs the stand-in for the services with recorded answers, which is not part of the project; skipped without it.

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
    /// Starts it with these arguments; `None`, with a message, if that is not possible.
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

    /// Creates a bench that uses these services.
    pub fn bench(&self) -> Bench {
        let mut bench = Bench::offline();
        self.serve(&mut bench);
        bench
    }

    /// Makes a bench use these services.
    pub fn serve(&self, bench: &mut Bench) {
        bench.ask(&self.url());
    }

    /// Sets these faults, in the stand-in's notation, for the next requests to paths that begin with `path`.
    pub fn fault(&self, path: &str, faults: &str) {
        self.control("POST", "/_fault", &format!(r#"{{"on": "{path}", "do": [{faults}]}}"#));
    }

    /// Removes the faults.
    pub fn reset(&self) {
        self.control("POST", "/_reset", "{}");
    }

    /// Returns the base URL of its services.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Sends a request to its control API.
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
