//! Tests every kind of request with every kind of fault, over real sockets. A run with a fault may lose papers, but must not
//! invent, truncate or silently impoverish them; the next healthy run must give the same bytes as one without faults.
//!
//! The short form tests each fault with some kinds of requests. The long one has every status from 400 to 599, and servers that
//! stop answering: `cargo test --test it faults -- --ignored --nocapture`, with `PAPERS_FAULTS_STEP=8` for an eighth of it. Both
//! print the number of faults and of papers received.

mod usual;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Asked, Bench, Manner, Reply, Server, arxiv};
use usual::{abs, huggingface, oai, page, usual};

const IDS: [&str; 2] = ["2510.06590", "2510.06917"];
/// The paper whose answers replace those of the first.
const OTHER: &str = "2510.04212";
/// The number of parallel runs, most of which wait.
const WORKERS: usize = 16;
/// The maximum duration of a run with any fault: half a minute of patience, half a minute without an answer, and its requests.
const LONGEST: Duration = Duration::from_secs(150);

/// A kind of request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Api,
    Abs,
    Oai,
    Huggingface,
    Html,
    Pdf,
    Feed,
    Search,
    List,
    Image,
}

const KINDS: [Kind; 10] = [
    Kind::Api,
    Kind::Abs,
    Kind::Oai,
    Kind::Huggingface,
    Kind::Html,
    Kind::Pdf,
    Kind::Feed,
    Kind::Search,
    Kind::List,
    Kind::Image,
];

/// A fault of an answer.
#[derive(Debug, Clone)]
enum Fault {
    Status(u16),
    /// Announces the whole length and sends this many tenths.
    Cut(usize),
    /// Sends this many tenths as if they were everything.
    Short(usize),
    Closed,
    Body(&'static [u8]),
    /// Sends the answer to another kind of request.
    Strange,
    OtherPaper,
    Redirect(&'static str),
    /// Sends bytes that are not HTTP, or inconsistent HTTP.
    Raw(&'static [u8]),
    /// Sends the usual answer with an inconsistent header field.
    Field(&'static str, &'static str),
    Silent,
    Dripped,
}

const CHALLENGE: &[u8] =
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>\
    <p>Please enable cookies and prove that you are human.</p></body></html>";

impl Fault {
    /// Returns the faults of the short form.
    fn brief() -> Vec<Self> {
        let statuses =
            [400, 401, 403, 404, 406, 408, 410, 413, 421, 425, 429, 451, 500, 502, 503, 504, 520, 599];
        let mut faults: Vec<Self> = statuses.into_iter().map(Self::Status).collect();
        faults.extend([1, 5, 9].map(Self::Cut));
        faults.extend([1, 5, 9].map(Self::Short));
        faults.extend(Self::others());
        faults
    }

    /// Returns the faults of the long form: all statuses and all tenths.
    fn long() -> Vec<Self> {
        let mut faults: Vec<Self> = (400..600).map(Self::Status).collect();
        faults.extend((0..10).map(Self::Cut));
        faults.extend((0..10).map(Self::Short));
        faults.extend(Self::others());
        faults.extend([Self::Silent, Self::Dripped]);
        faults
    }

    fn others() -> Vec<Self> {
        vec![
            Self::Closed,
            Self::Body(CHALLENGE),
            Self::Body(b""),
            Self::Body(b" \n\n "),
            Self::Body(b"{\"error\": \"busy\"}"),
            Self::Body(b"Rate exceeded."),
            Self::Body(b"\xff\xfe\x00\x9f\x92\x96\x00\x01"),
            Self::Body(b"<html><body>Log in to the hotel's network</body></html>"),
            Self::Strange,
            Self::OtherPaper,
            Self::Redirect("http://login.example/hotel"),
            Self::Redirect("/loop"),
            Self::Raw(b"SSH-2.0-OpenSSH_9.6\r\n"),
            Self::Raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nno length\r\n"),
            Self::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde"),
            Self::Raw(b"HTTP/1.1 204 No Content\r\n\r\n"),
            Self::Raw(b"HTTP/1.1 206 Partial Content\r\nContent-Length: 4\r\n\r\n<htm"),
            Self::Raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
            Self::Field("Content-Encoding", "gzip"),
        ]
    }

    /// Returns the class by which it is counted.
    fn class(&self) -> &'static str {
        match self {
            Self::Status(400..500) => "status 4xx",
            Self::Status(_) => "status 5xx",
            Self::Cut(_) | Self::Short(_) => "cut off",
            Self::Closed => "closed",
            Self::Body(_) | Self::Strange => "bad body",
            Self::OtherPaper => "another paper",
            Self::Redirect(_) => "redirect",
            Self::Raw(_) | Self::Field(..) => "no HTTP",
            Self::Silent => "silent",
            Self::Dripped => "dripped",
        }
    }

    /// Returns true for a fault that is accepted as an answer or uses up all patience, so that the request is not repeated within
    /// the run.
    fn is_final(&self) -> bool {
        matches!(self, Self::Status(400 | 404 | 407 | 410) | Self::Redirect(_) | Self::Silent)
    }

    /// Returns true for a refusal of the whole site, not of one request.
    fn is_refusal(&self) -> bool {
        matches!(self, Self::Status(406 | 429 | 503) | Self::Body(b"Rate exceeded."))
    }

    fn reply(&self, usual: &Reply, kind: Kind) -> Reply {
        let part = |tenths: usize| usual.body.len() * tenths / 10;
        match self {
            Self::Status(status) => Reply { body: b"no".to_vec(), ..Reply::status(*status) },
            Self::Cut(tenths) => usual.clone().manner(Manner::Truncated(part(*tenths))),
            Self::Short(tenths) => Reply { body: usual.body[..part(*tenths)].to_vec(), ..usual.clone() },
            Self::Closed => usual.clone().manner(Manner::Closed),
            Self::Body(body) => Reply::ok(*body),
            Self::Strange => Reply::ok(match kind {
                Kind::Pdf | Kind::Image => page(OTHER).body,
                Kind::Huggingface | Kind::List => oai(OTHER).body,
                _ => b"%PDF-1.5\n1 0 obj\n<< >>\nendobj\n%%EOF\n".to_vec(),
            }),
            Self::OtherPaper => other(kind).unwrap_or_else(|| Reply::ok("somebody else's")),
            Self::Redirect(target) => Reply::status(302).header("Location", target),
            Self::Raw(bytes) => Reply::ok(*bytes).manner(Manner::Raw),
            Self::Field(name, value) => usual.clone().header(name, value),
            Self::Silent => usual.clone().manner(Manner::Late(Duration::from_secs(45))),
            Self::Dripped => usual.clone().manner(Manner::Dripped(Duration::from_millis(20))),
        }
    }
}

/// Returns the answer of this kind about another paper; `None` for answers without an id.
fn other(kind: Kind) -> Option<Reply> {
    Some(match kind {
        Kind::Api => arxiv(&asked("/api/query", &format!("id_list={OTHER}"))),
        Kind::Abs => abs(OTHER),
        Kind::Oai => oai(OTHER),
        Kind::Huggingface => huggingface(OTHER),
        Kind::Html => page(OTHER),
        Kind::Pdf | Kind::Feed | Kind::Search | Kind::List | Kind::Image => return None,
    })
}

fn asked(path: &str, query: &str) -> Asked {
    let now = Instant::now();
    let (path, query) = (path.to_owned(), query.to_owned());
    Asked { start: now, end: now, path, query, headers: Vec::new(), body: Vec::new() }
}

impl Kind {
    fn is_meant(self, asked: &Asked) -> bool {
        let path = asked.path.as_str();
        match self {
            Self::Api => path == "/api/query",
            Self::Search => path == "/api/query" && asked.query.contains("search_query"),
            Self::Abs => path.starts_with("/abs/"),
            Self::Oai => path == "/oai",
            Self::Huggingface => path.starts_with("/api/papers/"),
            Self::Html => path.starts_with("/html/") && path.contains(IDS[0]),
            Self::Pdf => path.starts_with("/pdf/") && path.contains(IDS[0]),
            Self::Feed => path.starts_with("/rss/"),
            Self::List => path == "/api/daily_papers",
            Self::Image => path.ends_with(".png"),
        }
    }

    fn arguments(self) -> Vec<&'static str> {
        let mut arguments = match self {
            Self::Api | Self::Abs | Self::Oai | Self::Huggingface => {
                vec!["fetch", "--json", "--engine", "none"]
            }
            Self::Html | Self::Pdf => vec!["fetch", "--json"],
            Self::Image => {
                vec!["fetch", "--figures", "copy", "--evidence", "none", "--replace", "-o", "_posts/x.md"]
            }
            Self::Feed => {
                vec!["daily", "--json", "--engine", "none", "--source", "cs.CL", "--date", "2025-10-09"]
            }
            Self::Search => {
                vec!["daily", "--json", "--engine", "none", "--source", "cs.CL", "--date", "2025-09-25"]
            }
            Self::List => {
                vec!["daily", "--json", "--engine", "none", "--source", "hf", "--date", "2025-10-09"]
            }
        };
        if arguments[0] == "fetch" {
            arguments.extend(IDS);
        }
        arguments
    }

    /// Returns true if a service that is requested before this kind refuses.
    fn refuses(self, asked: &Asked) -> bool {
        let of = |kind: Self| kind.is_meant(asked);
        match self {
            Self::Api => of(Self::Abs) || of(Self::Oai) || of(Self::Huggingface),
            Self::Abs => of(Self::Api) || of(Self::Oai) || of(Self::Huggingface),
            Self::Oai => of(Self::Api) || of(Self::Abs) || of(Self::Huggingface),
            Self::Huggingface => of(Self::Api) || of(Self::Abs) || of(Self::Oai),
            _ => false,
        }
    }

    /// Returns true if the result may be incomplete, with a message, because the service said that it has no more.
    fn may_have_less(self, fault: &Fault) -> bool {
        let missing = matches!(fault, Fault::Status(404 | 410));
        match self {
            Self::Html | Self::Pdf => missing,
            Self::Image => true,
            _ => false,
        }
    }
}

/// The current behavior of the services of one worker.
struct Stage {
    kind: Kind,
    fault: Option<Fault>,
    /// True if every request gets the fault, not only the first.
    always: bool,
    /// True if the services before this kind refuse.
    arranged: bool,
    met: usize,
}

impl Stage {
    fn answer(&mut self, asked: &Asked) -> Reply {
        if asked.path == "/loop" {
            return Reply::status(302).header("Location", "/loop");
        }
        if self.arranged && self.kind.refuses(asked) {
            return Reply::status(503).header("Retry-After", "3600");
        }
        let usual = usual(self.kind, asked);
        match &self.fault {
            Some(fault) if self.kind.is_meant(asked) && (self.always || self.met == 0) => {
                self.met += 1;
                fault.reply(&usual, self.kind)
            }
            _ => usual,
        }
    }
}

/// The result of a run.
#[derive(Debug, Clone, PartialEq)]
struct Ended {
    code: i32,
    out: String,
    err: String,
}

impl Ended {
    fn papers(&self) -> Vec<Value> {
        let record: Value = serde_json::from_str(&self.out).unwrap_or_default();
        record["papers"].as_array().cloned().unwrap_or_default()
    }
}

/// The results of runs without faults, by kind and by whether the services before it refuse.
type Undisturbed = BTreeMap<(Kind, bool), Ended>;

/// The services of one worker.
struct Worker {
    stage: Arc<Mutex<Stage>>,
    server: Server,
}

impl Worker {
    fn new() -> Self {
        let stage = Stage { kind: Kind::Api, fault: None, always: false, arranged: false, met: 0 };
        let stage = Arc::new(Mutex::new(stage));
        let seen = Arc::clone(&stage);
        let server = Server::new(move |asked, _| seen.lock().unwrap().answer(asked));
        Self { stage, server }
    }

    fn bench(&self, patience: &str) -> Bench {
        let mut bench = Bench::new(&self.server);
        bench.set("PAPERS_NOW", "2025-10-09T08:15:00Z");
        bench.set("PAPERS_ARXIV_PATIENCE", patience);
        std::fs::create_dir(bench.path("_posts")).unwrap();
        bench
    }

    fn run(&self, bench: &Bench, stage: Stage) -> Ended {
        let kind = stage.kind;
        *self.stage.lock().unwrap() = stage;
        let begin = Instant::now();
        let output = bench.papers(&kind.arguments()).timeout(LONGEST).output().unwrap();
        assert!(begin.elapsed() < LONGEST, "{kind:?} took {:?}", begin.elapsed());
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let written = std::fs::read_to_string(bench.path("_posts/x.md")).unwrap_or_default();
        Ended {
            code: output.status.code().unwrap_or(-1),
            out: text(output.stdout) + &written,
            err: text(output.stderr),
        }
    }

    fn undisturbed(&self) -> Undisturbed {
        let both = KINDS.into_iter().flat_map(|kind| [(kind, false), (kind, true)]);
        let run = |(kind, arranged)| {
            let stage = Stage { kind, fault: None, always: false, arranged, met: 0 };
            let ended = self.run(&self.bench("60"), stage);
            assert_eq!(ended.code, 0, "{kind:?}: {}", ended.err);
            ((kind, arranged), ended)
        };
        both.map(run).collect()
    }

    /// Tests one fault with one kind of request, followed by a healthy run.
    fn cell(&self, cell: &Cell, undisturbed: &Undisturbed) -> Came {
        let Cell { kind, fault, always } = cell;
        let (kind, always) = (*kind, *always);
        let (whole, healthy) = (&undisturbed[&(kind, true)], &undisturbed[&(kind, false)]);
        let mut bench = self.bench(if always { "0" } else { "60" });
        let first =
            self.run(&bench, Stage { kind, fault: Some(fault.clone()), always, arranged: true, met: 0 });
        let met = self.stage.lock().unwrap().met;
        assert!(met > 0, "{cell:?} was not met: {first:?}");
        assert_honest(cell, &first, whole);
        bench.set("PAPERS_ARXIV_PATIENCE", "60");
        let second = self.run(&bench, Stage { kind, fault: None, always: false, arranged: false, met: 0 });
        assert_eq!(
            (second.code, &second.out),
            (0, &healthy.out),
            "after {cell:?}: {first:?}\nthen {second:?}"
        );
        let came = if kind == Kind::Image { usize::from(first.code == 0) } else { first.papers().len() };
        Came {
            wanted: if kind == Kind::Image { 1 } else { whole.papers().len() },
            papers: came,
            whole: first.out == whole.out,
        }
    }
}

/// Checks that nothing is wrong or silently incomplete, and the exit code.
fn assert_honest(cell: &Cell, run: &Ended, whole: &Ended) {
    let Cell { kind, fault, always } = cell;
    if run.out == whole.out {
        assert_eq!(run.code, 0, "{cell:?}: {run:?}");
        return;
    }
    assert!(!run.err.is_empty(), "{cell:?} lost something without a word: {run:?}");
    let less = kind.may_have_less(fault);
    let expected = match fault {
        _ if less => 0,
        // arXiv itself says that there is no such paper.
        Fault::Status(404 | 410) if *kind == Kind::Abs => 4,
        // Some papers failed and others did not; a refused page is left for the next run.
        _ if !run.papers().is_empty() && !matches!(kind, Kind::Html | Kind::Pdf) => 4,
        _ => 5,
    };
    assert_eq!(run.code, expected, "{cell:?}: {run:?}");
    assert!(less || *always || fault.is_final(), "{cell:?} passed and was not recovered from: {run:?}");
    let entries = whole.papers();
    for paper in run.papers() {
        let id = &paper["paper"]["id"];
        let is_first = *id == IDS[0];
        assert!(
            entries.contains(&paper) || (less && is_first),
            "{cell:?} made another paper of {id}: {run:?}"
        );
    }
    if matches!(kind, Kind::Html | Kind::Pdf) && !fault.is_refusal() {
        let has = |id: &str| run.papers().iter().any(|paper| paper["paper"]["id"] == *id);
        assert!(has(IDS[1]), "{cell:?} lost a finished paper: {run:?}");
    }
}

#[derive(Debug, Clone)]
struct Cell {
    kind: Kind,
    fault: Fault,
    always: bool,
}

/// The number of requested and of received papers, and whether the result was complete.
struct Came {
    wanted: usize,
    papers: usize,
    whole: bool,
}

/// Tests all combinations, and prints a row for each kind of fault.
fn matrix(cells: &[Cell]) {
    let undisturbed = Worker::new().undisturbed();
    let next = AtomicUsize::new(0);
    let rows: Mutex<BTreeMap<(&str, bool), [usize; 4]>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                let worker = Worker::new();
                while let Some(cell) = cells.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let came = worker.cell(cell, &undisturbed);
                    let mut rows = rows.lock().unwrap();
                    add(rows.entry((cell.fault.class(), cell.always)).or_default(), &came);
                }
            });
        }
    });
    println!("fault           stays  met  undisturbed  papers wanted  papers had");
    for ((class, always), [met, whole, wanted, came]) in rows.into_inner().unwrap() {
        println!("{class:15} {always:5} {met:4} {whole:12} {wanted:14} {came:11}");
    }
}

fn add([met, whole, wanted, had]: &mut [usize; 4], came: &Came) {
    *met += 1;
    *whole += usize::from(came.whole);
    *wanted += came.wanted;
    *had += came.papers;
}

/// Returns all kinds with every fault in steps of `step`, with different offsets so that consecutive kinds get different faults.
fn cells(faults: &[Fault], always: bool, step: usize) -> Vec<Cell> {
    let of = |(n, kind): (usize, Kind)| {
        faults.iter().skip(n % step).step_by(step).map(move |fault| (kind, fault.clone()))
    };
    let pairs = KINDS.into_iter().enumerate().flat_map(of);
    let exists =
        |(kind, fault): &(Kind, Fault)| !matches!(fault, Fault::OtherPaper) || other(*kind).is_some();
    pairs.filter(exists).map(|(kind, fault)| Cell { kind, fault, always }).collect()
}

#[test]
fn every_fault_that_passes_leaves_what_an_undisturbed_run_leaves() {
    matrix(&cells(&Fault::brief(), false, 6));
}

#[test]
fn faults_that_stay_lose_papers_honestly_and_the_next_run_has_them() {
    matrix(&cells(&Fault::brief(), true, 13));
}

#[test]
#[ignore = "nine thousand runs, more than an hour on two cores"]
fn every_status_every_tenth_and_silence_once_and_for_good() {
    let faults = Fault::long();
    let step = std::env::var("PAPERS_FAULTS_STEP").map_or(1, |step| step.parse().unwrap());
    matrix(&cells(&faults, false, step));
    matrix(&cells(&faults, true, step));
}
