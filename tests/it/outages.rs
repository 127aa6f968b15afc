//! Tests networks that are down in various ways: the time until the error, the length of the message, and what still works.
//! `docs/NETWORK.md` has the measurements: `cargo test --test it outages -- --include-ignored --nocapture`.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Bench, Reply, Server, arxiv, skip};

const TEN: [&str; 10] = [
    "2510.06590", "2510.06917", "2510.04212", "2510.00001", "2510.00002", "2510.00003", "2510.00004",
    "2510.00005", "2510.00006", "2510.00007",
];

/// Runs against an unreachable base URL, and checks the duration and the length of the message.
#[track_caller]
fn told(name: &str, base: &str, words: &str, longest: Duration) {
    for ids in [&TEN[..1], &TEN[..]] {
        let mut bench = Bench::offline();
        bench.ask(base);
        let begin = Instant::now();
        let run = bench.papers(&["fetch"]).args(ids).assert().code(5).stdout("");
        let took = begin.elapsed();
        let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
        println!("{name:10} {:2} ids {:5.1} s {} lines", ids.len(), took.as_secs_f64(), said.lines().count());
        assert!(took < longest, "{name}: {took:?}");
        assert_eq!(said.matches("error:").count(), 1, "{said}");
        assert_eq!(said.matches("hint:").count(), 1, "{said}");
        assert!(said.contains(words), "{said}");
        for part in ["connected", "HTTPS_PROXY", "SSL_CERT_FILE"] {
            assert!(said.contains(part), "{said}");
        }
        assert!(said.lines().count() <= 8, "{said}");
    }
}

const AT_ONCE: Duration = Duration::from_secs(10);

#[test]
fn a_name_that_does_not_resolve_is_told_once() {
    told("DNS", "http://no-such-host.invalid", "its name cannot be resolved", AT_ONCE);
}

#[test]
fn a_connection_that_is_refused_is_told_once() {
    told("refused", "http://127.0.0.1:1", "it takes no connection", AT_ONCE);
}

/// An unreachable proxy is reported as such, with a hint that names its variable.
#[test]
fn a_proxy_that_is_not_there_is_told_once() {
    for ids in [&TEN[..1], &TEN[..]] {
        let mut bench = Bench::offline();
        bench.ask("http://arxiv.test");
        bench.set("HTTP_PROXY", "http://127.0.0.1:1");
        let begin = Instant::now();
        let run = bench.papers(&["fetch"]).args(ids).assert().code(5);
        assert!(begin.elapsed() < AT_ONCE);
        let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
        assert_eq!((said.matches("error:").count(), said.matches("hint:").count()), (1, 1), "{said}");
        assert!(said.contains("it takes no connection (through the proxy `127.0.0.1:1`)"), "{said}");
    }
}

#[test]
fn a_proxy_that_wants_a_password_is_told_with_its_variable() {
    let server = Server::new(|_, _| Reply::status(407));
    let mut bench = Bench::offline();
    bench.ask("http://arxiv.test");
    bench.set("HTTP_PROXY", &server.url(""));
    for arguments in [["fetch", TEN[0]], ["daily", "-q"]] {
        let run = bench.papers(&arguments).assert().code(5);
        let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
        assert!(said.contains("the proxy asks for a name and a password"), "{said}");
        assert!(said.contains("`HTTP_PROXY`") && !said.contains("again later"), "{said}");
    }
}

/// A process that is killed when dropped.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a TLS server with a self-signed certificate, and returns its port.
fn self_signed(folder: &Path) -> Option<(Ended, u16)> {
    let (key, certificate) = (folder.join("key.pem"), folder.join("certificate.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"])
        .args([
            "-addext",
            "subjectAltName=DNS:localhost",
            "-addext",
            "basicConstraints=critical,CA:FALSE",
            "-keyout",
        ])
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .output();
    if !made.is_ok_and(|made| made.status.success()) {
        skip("openssl is not installed");
        return None;
    }
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let server = Command::new("openssl")
        .args(["s_server", "-quiet", "-www", "-accept", &port.to_string(), "-key"])
        .arg(&key)
        .arg("-cert")
        .arg(&certificate)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let server = Ended(server.unwrap());
    let begin = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() && begin.elapsed() < AT_ONCE {
        std::thread::sleep(Duration::from_millis(20));
    }
    Some((server, port))
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let Some((_server, port)) = self_signed(folder.path()) else { return };
    told("TLS", &format!("https://localhost:{port}"), "its certificate is not trusted", AT_ONCE);
    // The hint is true: with the certificate, the program reaches the server, whose answers are not papers.
    let mut bench = Bench::offline();
    bench.ask(&format!("https://localhost:{port}"));
    bench.set("SSL_CERT_FILE", &folder.path().join("certificate.pem").display().to_string());
    bench.set("PAPERS_ARXIV_PATIENCE", "0");
    let run = bench.papers(&["fetch", "--read", "abstract", TEN[0]]).assert().code(5);
    let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(!said.contains("certificate"), "{said}");
}

#[test]
fn a_server_that_speaks_no_tls_is_told_once() {
    let server = Server::arxiv();
    told("no TLS", &server.url("").replace("http://", "https://"), "speaks no TLS", AT_ONCE);
}

/// Returns an address that never answers: a listener whose queue is full.
fn black_hole() -> Option<(TcpListener, Vec<TcpStream>, SocketAddr)> {
    const MOST: usize = 5_000;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let mut queue = Vec::new();
    while queue.len() < MOST {
        match TcpStream::connect_timeout(&address, Duration::from_millis(300)) {
            Ok(stream) => queue.push(stream),
            Err(_) => return Some((listener, queue, address)),
        }
    }
    skip("this system's queues have no end");
    None
}

#[test]
#[ignore = "waits for what never comes, three quarters of a minute"]
fn a_black_hole_is_told_within_half_a_minute() {
    let Some((_listener, _queue, address)) = black_hole() else { return };
    told("black hole", &format!("http://{address}"), "it did not answer", Duration::from_secs(30));
}

/// A message appears within five seconds, even without a terminal.
#[test]
#[ignore = "waits for what never comes, half a minute"]
fn a_black_hole_is_not_waited_for_in_silence() {
    use std::io::Read;
    let Some((_listener, _queue, address)) = black_hole() else { return };
    let mut bench = Bench::offline();
    bench.ask(&format!("http://{address}"));
    let mut command = bench.std_command();
    command.args(["fetch", TEN[0]]).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let begin = Instant::now();
    let mut first = [0];
    child.stderr.as_mut().unwrap().read_exact(&mut first).unwrap();
    let silent = begin.elapsed();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(silent < Duration::from_secs(5), "{silent:?} of silence");
}

#[test]
fn one_dead_host_does_not_end_the_chain_of_fallbacks() {
    let page = |asked: &crate::support::Asked| match asked.path.as_str() {
        path if path.starts_with("/api/papers/") => Reply::ok(
            r#"{"id": "2510.06590", "title": "On sheep", "summary": "We count sheep with a network."}"#,
        ),
        _ => Reply::status(404),
    };
    let server = Server::new(move |asked, _| page(asked));
    let mut bench = Bench::offline();
    bench.ask("http://127.0.0.1:1");
    bench.set("PAPERS_HUGGINGFACE_URL", &server.url(""));
    let run = bench.papers(&["fetch", "--json", "--read", "abstract", TEN[0]]).assert().success();
    let record: serde_json::Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
    assert_eq!(record["papers"][0]["paper"]["metadata_from"], "huggingface");
    // The other way around: without the website, records are still available.
    let server = Server::new(|asked, _| arxiv(asked));
    let mut bench = Bench::new(&server);
    bench.set("PAPERS_ARXIV_URL", "http://127.0.0.1:1");
    bench.papers(&["fetch", "--json", "--read", "abstract", TEN[0]]).assert().success();
    let run = bench.papers(&["fetch", TEN[0]]).assert().code(5).stdout("");
    let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(said.contains("127.0.0.1") && said.contains("left for a later run"), "{said}");
}
