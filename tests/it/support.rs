//! Common parts of the tests: a server that answers as told, and the program's environment.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use assert_cmd::Command;
use tempfile::TempDir;

/// Returns the folder of the project.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Copies the content of a folder into another existing one.
pub fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let (from, to) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        if from.is_dir() {
            std::fs::create_dir(&to).unwrap();
            copy(&from, &to);
        } else {
            std::fs::copy(&from, &to).unwrap();
        }
    }
}

/// Replaces the content of a folder with that of another; empty if that does not exist.
pub fn replace(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to).unwrap();
    if from.exists() {
        copy(from, to);
    }
}

/// Writes an executable script.
pub fn executable(path: &Path, script: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, script).unwrap();
    std::fs::set_permissions(path, PermissionsExt::from_mode(0o755)).unwrap();
}

/// The number of tests that were skipped in this process.
static SKIPPED: AtomicUsize = AtomicUsize::new(0);

/// Reports that a test is skipped because a tool is missing. If `PAPERS_CI` is set, all tools should be installed, and the test
/// fails. It bypasses the test runner, which prints the output of failed tests only.
pub fn skip(why: &str) {
    assert!(std::env::var_os("PAPERS_CI").is_none(), "{why}");
    pass_over(why);
}

/// Reports that a test is skipped because it needs something that is not available everywhere.
pub fn pass_over(why: &str) {
    SKIPPED.fetch_add(1, Ordering::Relaxed);
    let _ = std::io::stderr().lock().write_all(format!("skipped: {why}\n").as_bytes());
}

/// Prints the number of skipped tests. The test that calls it has the last name of all, so that the others have started before.
pub fn tell_skipped() {
    let count = SKIPPED.load(Ordering::Relaxed);
    if count > 0 {
        let line = format!("skipped in all: {count} times a test found no recordings or no tool\n");
        let _ = std::io::stderr().lock().write_all(line.as_bytes());
    }
}

/// Returns the path of recordings, which are not part of the project; `None`, with a message, if they are missing.
pub fn shared(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("PAPERS_SHARED").map_or_else(|| project().join("../shared"), PathBuf::from);
    let path = root.join(name);
    if path.exists() {
        return Some(path);
    }
    pass_over(&format!("the recordings `{name}` are not here"));
    None
}

/// The answer of a server to a request.
#[derive(Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub manner: Manner,
}

/// How the answer is sent.
#[derive(Clone, Copy, PartialEq)]
pub enum Manner {
    Whole,
    /// Announces the whole body, and closes the connection after this many bytes.
    Truncated(usize),
    /// Closes the connection without an answer.
    Closed,
    /// Waits before the answer.
    Late(Duration),
    /// Sends the body without a head, and closes the connection.
    Raw,
    /// Sends the head, then one line at a time with this pause before each, without a content length.
    Dripped(Duration),
}

impl Reply {
    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, headers: Vec::new(), body: body.into(), manner: Manner::Whole }
    }

    pub fn status(status: u16) -> Self {
        Self { status, ..Self::ok("Rate exceeded.") }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn manner(self, manner: Manner) -> Self {
        Self { manner, ..self }
    }
}

/// A received request.
#[derive(Clone, Debug)]
pub struct Asked {
    pub start: Instant,
    pub end: Instant,
    pub path: String,
    pub query: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Asked {
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value.as_str())
    }
}

type Answer = dyn Fn(&Asked, usize) -> Reply + Send + Sync;

/// An HTTP server on loopback that calls `answer` with each request and its number.
pub struct Server {
    port: u16,
    log: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub fn new(answer: impl Fn(&Asked, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let log = Arc::new(Mutex::new(Vec::new()));
        let (answer, seen): (Arc<Answer>, _) = (Arc::new(answer), Arc::clone(&log));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, seen) = (Arc::clone(&answer), Arc::clone(&seen));
                std::thread::spawn(move || serve(stream, &*answer, &seen));
            }
        });
        Self { port, log }
    }

    /// Serves arXiv and Hugging Face with the papers of `fixtures/arxiv`.
    pub fn arxiv() -> Self {
        Self::new(|asked, _| arxiv(asked))
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn log(&self) -> Vec<Asked> {
        self.log.lock().unwrap().clone()
    }

    pub fn paths(&self) -> Vec<String> {
        self.log().into_iter().map(|asked| asked.path).collect()
    }
}

fn serve(stream: TcpStream, answer: &Answer, log: &Mutex<Vec<Asked>>) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut stream = stream;
    loop {
        let mut asked = request(&mut reader)?;
        let number = {
            let mut log = log.lock().unwrap();
            log.push(asked.clone());
            log.len() - 1
        };
        let reply = answer(&asked, number);
        let open = send(&mut stream, &reply).is_ok();
        asked.end = Instant::now();
        log.lock().unwrap()[number] = asked;
        if !open || reply.manner != Manner::Whole {
            return None;
        }
    }
}

fn request(reader: &mut BufReader<TcpStream>) -> Option<Asked> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|&read| read > 0)?;
    let start = Instant::now();
    let target = line.split(' ').nth(1)?.to_owned();
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|&read| read > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let (path, query) = (path.to_owned(), query.to_owned());
    let mut asked = Asked { start, end: start, path, query, headers, body: Vec::new() };
    asked.body = vec![0; asked.header("content-length").parse().unwrap_or(0)];
    reader.read_exact(&mut asked.body).ok()?;
    Some(asked)
}

fn send(stream: &mut TcpStream, reply: &Reply) -> std::io::Result<()> {
    let sent = match reply.manner {
        Manner::Closed => return stream.shutdown(std::net::Shutdown::Both),
        Manner::Late(wait) => {
            std::thread::sleep(wait);
            &reply.body[..]
        }
        Manner::Truncated(bytes) => &reply.body[..bytes],
        Manner::Raw => {
            return stream.write_all(&reply.body).and_then(|()| stream.shutdown(std::net::Shutdown::Write));
        }
        Manner::Dripped(pause) => return drip(stream, reply, pause),
        Manner::Whole => &reply.body[..],
    };
    let mut head = format!("HTTP/1.1 {} X\r\nContent-Length: {}\r\n", reply.status, reply.body.len());
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    stream.write_all(sent)?;
    stream.flush()
}

fn drip(stream: &mut TcpStream, reply: &Reply, pause: Duration) -> std::io::Result<()> {
    stream.write_all(format!("HTTP/1.1 {} X\r\nConnection: close\r\n\r\n", reply.status).as_bytes())?;
    for line in reply.body.split_inclusive(|&byte| byte == b'\n') {
        std::thread::sleep(pause);
        stream.write_all(line)?;
    }
    stream.flush()
}

/// Returns arXiv's answer, with the papers of `fixtures/arxiv`.
pub fn arxiv(asked: &Asked) -> Reply {
    match asked.path.as_str() {
        "/api/query" => feed(&asked.query),
        path => match path.strip_prefix("/html/") {
            Some(id) => page(id),
            None => Reply::status(404),
        },
    }
}

fn page(id: &str) -> Reply {
    let name = if id.contains('v') { format!("{id}.html") } else { format!("{id}v1.html") };
    match std::fs::read(project().join("fixtures/arxiv/html").join(name)) {
        Ok(body) => Reply::ok(body).header("Content-Type", "text/html; charset=utf-8"),
        Err(_) => Reply::status(404),
    }
}

/// The license as arXiv shows it above its pages.
pub const LICENSE: &str =
    "<a id=\"license-tr\" href=\"https://info.arxiv.org/help/license/index.html\">License: CC BY 4.0</a>";

/// Returns a page of a paper with a Creative Commons license.
pub fn licensed(reply: Reply) -> Reply {
    let text = String::from_utf8_lossy(&reply.body).replacen("<body>", &format!("<body>{LICENSE}"), 1);
    Reply { body: text.into_bytes(), ..reply }
}

/// Returns the fixture's feed with the requested entries, in order; like arXiv, it drops unknown ids.
fn feed(query: &str) -> Reply {
    let whole = std::fs::read_to_string(project().join("fixtures/arxiv/feed.xml")).unwrap();
    let entries: Vec<&str> =
        whole.split("  <entry>").skip(1).map(|e| e.split("</feed>").next().unwrap()).collect();
    let ids = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("id_list="))
        .unwrap_or_default()
        .replace("%2C", ",");
    let of = |id: &str| {
        entries.iter().find(|entry| entry.contains(&format!("/abs/{}", id.split('v').next().unwrap())))
    };
    let found: Vec<&&str> = ids.split(',').filter_map(of).collect();
    let head = whole.split("  <entry>").next().unwrap();
    let head = head.replace("totalResults>3<", &format!("totalResults>{}<", found.len()));
    let body: String = found.iter().map(|entry| format!("  <entry>{entry}")).collect();
    Reply::ok(format!("{head}{body}</feed>\n")).header("Content-Type", "application/atom+xml")
}

/// A folder, and the program's environment in it.
pub struct Bench {
    pub folder: TempDir,
    variables: Vec<(String, String)>,
}

impl Bench {
    /// Creates a bench with all services at `server`, no rate limit, and a fixed day.
    pub fn new(server: &Server) -> Self {
        let mut bench = Self::offline();
        bench.ask(&server.url(""));
        bench
    }

    /// Sends all requests to one base URL, without a rate limit.
    pub fn ask(&mut self, base: &str) {
        for (name, path) in [
            ("PAPERS_ARXIV_API_URL", "/api/query"),
            ("PAPERS_ARXIV_URL", ""),
            ("PAPERS_OAI_URL", "/oai"),
            ("PAPERS_RSS_URL", ""),
            ("PAPERS_HUGGINGFACE_URL", ""),
        ] {
            self.set(name, &format!("{base}{path}"));
        }
        self.set("PAPERS_ARXIV_INTERVAL", "0");
    }

    /// Creates a bench without a server.
    pub fn offline() -> Self {
        let mut bench = Self { folder: tempfile::tempdir().unwrap(), variables: Vec::new() };
        bench.set("PAPERS_NOW", "2025-10-09T08:15:00+09:00");
        bench
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    /// Returns the program in the folder, without the user's settings.
    pub fn std_command(&self) -> std::process::Command {
        let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("papers"));
        command.current_dir(self.folder.path()).env_clear();
        command.env("HOME", self.folder.path()).env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("PAPERS_CACHE_DIR", self.path("cache")).env("PAPERS_STATE_DIR", self.path("state"));
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Returns a shell in the folder with the same environment, which finds `papers`.
    pub fn shell(&self, script: &str) -> std::process::Command {
        let papers = self.std_command();
        let mut shell = std::process::Command::new("bash");
        shell.args(["-euo", "pipefail", "-c", script]).current_dir(self.folder.path()).env_clear();
        shell.envs(papers.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let folders = std::env::var_os("PATH").unwrap_or_default();
        let own = Path::new(papers.get_program()).parent().unwrap().to_owned();
        let folders = std::iter::once(own).chain(std::env::split_paths(&folders));
        shell.env("PATH", std::env::join_paths(folders).unwrap());
        shell
    }

    pub fn papers(&self, arguments: &[&str]) -> Command {
        let mut command = Command::from_std(self.std_command());
        command.args(arguments).timeout(Duration::from_secs(120));
        command
    }
}
