//! Compares `papers-arxiv` with other crates that parse arXiv's answers, by processor time.
//!
//! `cargo run --release --manifest-path benches/feeds/Cargo.toml [FILE…]`; without files, a feed of 2,000 entries is made from
//! `fixtures/arxiv/feed.xml`. `--only NAME` runs one parser once, for a profiler. All except `papers` return the fields
//! unprocessed: lines stay wrapped, and LaTeX's accents are commands. `arxiv-tools` is missing, because its parser is private.

use std::hint::black_box;
use std::time::Instant;

use quick_xml::events::Event;
use quick_xml::{NsReader, Reader};

/// The number of times that each parses a file; the median counts.
const RUNS: usize = 31;
/// The number of entries in the generated feed.
const ENTRIES: usize = 2_000;
const FIXTURE: &str = include_str!("../../../fixtures/arxiv/feed.xml");

/// A parser, which returns the number of entries, or nothing if it cannot parse the feed.
type Parser = fn(&[u8]) -> Option<usize>;

const READERS: [(&str, Parser); 6] = [
    ("papers", |bytes| Some(papers_arxiv::parse_feed(bytes).ok()?.entries.len())),
    ("arxiv-client", |bytes| {
        Some(arxiv_client::Feed::from_atom(str::from_utf8(bytes).ok()?).ok()?.entries.len())
    }),
    ("feed-rs", |bytes| Some(feed_rs::parser::parse(bytes).ok()?.entries.len())),
    ("rsxiv", |bytes| Some(rsxiv::response::parse(bytes).ok()?.entries.len())),
    ("quick-xml with namespaces", with_namespaces),
    ("quick-xml", bare),
];

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let only = arguments.iter().position(|argument| argument == "--only").map(|at| {
        arguments.remove(at);
        arguments.remove(at)
    });
    let read = |path: &String| (path.clone(), std::fs::read(path).expect("a file of a feed"));
    let mut feeds: Vec<_> = arguments.iter().map(read).collect();
    if feeds.is_empty() {
        feeds.push(("fixtures/arxiv/feed.xml, repeated".to_owned(), repeated()));
    }
    for (name, bytes) in &feeds {
        println!("{name}: {:.2} MB", bytes.len() as f64 / 1e6);
        match &only {
            Some(only) => {
                let chosen = READERS.iter().filter(|(reader, _)| reader == only);
                chosen.for_each(|(_, parser)| println!("{:?}", parser(bytes)));
            }
            None => race(bytes),
        }
    }
}

/// Prints the speed of each on one feed. They take turns, so that other work on the machine affects all of them.
fn race(bytes: &[u8]) {
    let mut times = READERS.map(|_| Vec::new());
    for _ in 0..RUNS {
        for ((_, parser), times) in READERS.iter().zip(&mut times) {
            let start = Instant::now();
            black_box(parser(black_box(bytes)));
            times.push(start.elapsed().as_secs_f64());
        }
    }
    for ((reader, parser), mut times) in READERS.iter().zip(times) {
        times.sort_by(f64::total_cmp);
        let speed = bytes.len() as f64 / times[RUNS / 2] / 1e6;
        let entries = parser(bytes).map_or("cannot read it".to_owned(), |count| format!("{count} entries"));
        println!("  {reader:<26} {speed:>7.0} MB/s  {entries}");
    }
}

fn with_namespaces(bytes: &[u8]) -> Option<usize> {
    let mut reader = NsReader::from_reader(bytes);
    let mut entries = 0;
    loop {
        match reader.read_resolved_event().ok()? {
            (_, Event::Start(start)) if start.local_name().into_inner() == "entry" => entries += 1,
            (_, Event::Eof) => return Some(entries),
            _ => {}
        }
    }
}

fn bare(bytes: &[u8]) -> Option<usize> {
    let mut reader = Reader::from_reader(bytes);
    let mut entries = 0;
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) if start.name().into_inner() == "entry" => entries += 1,
            Event::Eof => return Some(entries),
            _ => {}
        }
    }
}

/// Returns a feed in which the fixture's entries are repeated.
fn repeated() -> Vec<u8> {
    let first = FIXTURE.find("<entry>").expect("an entry");
    let last = FIXTURE.rfind("</entry>").expect("an entry") + "</entry>".len();
    let (head, entries, foot) = (&FIXTURE[..first], &FIXTURE[first..last], &FIXTURE[last..]);
    let times = ENTRIES.div_ceil(entries.matches("<entry>").count());
    [head, &entries.repeat(times), foot].concat().into_bytes()
}
