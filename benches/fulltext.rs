//! Measures how fast full texts are read, compared with `trafilatura`, the usual choice in Python, on the same pages in the same
//! run.
//!
//! `cargo bench --bench fulltext`. Both are measured in processor time, so that other work does not count. Recorded pages are used
//! if available (`PAPERS_SHARED`, `../shared`), otherwise generated ones. Without Python and `trafilatura`
//! (`pip install trafilatura lxml_html_clean`), the comparison is skipped with a message.

#![expect(clippy::disallowed_methods, reason = "a benchmark is about time, files and the environment")]
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs, reason = "a benchmark prints and may fail")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;

use papers_digest as summarize;
use rustix::time::{ClockId, clock_gettime};

/// The number of runs for each page. The fastest counts, because noise only adds time.
const RUNS: usize = 20;
/// The script for the peer. It measures the extraction only, not imports or reading of files; the fastest of five runs counts.
const PEER: &str = "
import sys, time, resource, trafilatura
for path in sys.argv[1:]:
    text = open(path, encoding='utf-8', errors='replace').read()
    best = 1e9
    for _ in range(5):
        start = time.process_time()
        trafilatura.extract(text)
        best = min(best, time.process_time() - start)
    print(path, best)
print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
";

struct Page {
    path: PathBuf,
    bytes: Vec<u8>,
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let pages = pages("html", folder.path());
    println!("{:<24} {:>10} {:>10} {:>10} {:>12}", "page", "bytes", "read ms", "MB/s", "digest ms");
    let ours: Vec<f64> = pages.iter().map(html).collect();
    let total: usize = pages.iter().map(|page| page.bytes.len()).sum();
    println!("all pages: {:.1} MB/s, {} kB of memory at most", rate(total, ours.iter().sum()), peak());
    peer(&pages, &ours, total);
    pages_of("pdf").iter().for_each(pdf);
}

/// Measures and prints a page. Returns the seconds to read it.
fn html(page: &Page) -> f64 {
    let read = fastest(|| papers_fulltext::html(black_box(&page.bytes), None));
    let digest = fastest(|| {
        let document = papers_fulltext::html(black_box(&page.bytes), None).unwrap();
        summarize::digest("", &document, &summarize::Limits::default())
    });
    let name = page.path.file_name().unwrap().to_string_lossy();
    let (bytes, speed) = (page.bytes.len(), rate(page.bytes.len(), read));
    println!("{name:<24} {bytes:>10} {:>10.2} {speed:>10.1} {:>12.2}", read * 1e3, digest * 1e3);
    read
}

fn pdf(page: &Page) {
    let name = page.path.file_name().unwrap().to_string_lossy();
    let before = processor_seconds();
    let said = match papers_fulltext::pdf(&page.bytes) {
        Ok(document) => format!("{} sentences", document.sentences().count()),
        Err(error) => error.to_string(),
    };
    println!("{name:<34} {:>10.2} ms, {said}", (processor_seconds() - before) * 1e3);
}

/// Measures the peer on the same pages.
fn peer(pages: &[Page], ours: &[f64], total: usize) {
    let paths = pages.iter().map(|page| &page.path);
    let output = match Command::new("python3").arg("-c").arg(PEER).args(paths).output() {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout).into_owned(),
        _ => return println!("skipped: no Python with trafilatura here"),
    };
    let seconds = |line: &str| line.rsplit(' ').next().and_then(|number| number.parse::<f64>().ok());
    let (peaks, times): (Vec<&str>, Vec<&str>) = output.lines().partition(|line| line.starts_with("peak"));
    let theirs: f64 = times.into_iter().filter_map(seconds).sum();
    let ratio = theirs / ours.iter().sum::<f64>();
    let memory = peaks.first().and_then(|line| seconds(line)).unwrap_or_default();
    println!(
        "trafilatura: {:.2} MB/s, {memory} kB of memory at most; ours is {ratio:.1} times as fast",
        rate(total, theirs)
    );
}

fn fastest<T>(mut run: impl FnMut() -> T) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..RUNS {
        let before = processor_seconds();
        black_box(run());
        best = best.min(processor_seconds() - before);
    }
    best
}

/// Returns the processor time of this thread in seconds.
fn processor_seconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn rate(bytes: usize, seconds: f64) -> f64 {
    bytes as f64 / 1e6 / seconds
}

/// Returns the peak memory of this process in kB; 0 if the system does not report it.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|text| text.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}

/// Returns the recorded pages, or two generated in `folder`.
fn pages(kind: &str, folder: &Path) -> Vec<Page> {
    let recorded = pages_of(kind);
    if !recorded.is_empty() {
        return recorded;
    }
    println!("no recordings here: the pages are made up");
    let made = [("small.html", 20), ("large.html", 400)];
    made.map(|(name, sections)| {
        let (path, bytes) = (folder.join(name), make(sections).into_bytes());
        std::fs::write(&path, &bytes).unwrap();
        Page { path, bytes }
    })
    .into()
}

fn pages_of(kind: &str) -> Vec<Page> {
    let shared = std::env::var_os("PAPERS_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let Ok(entries) = std::fs::read_dir(shared.join("data").join(kind)) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| Page { bytes: std::fs::read(&path).unwrap(), path }).collect()
}

/// Generates a page in LaTeXML's form, with some 5 kB per section, most of it MathML.
fn make(sections: usize) -> String {
    let formula = "<math alttext=\"x_{i}^{2}+y\"><semantics><mrow><msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>\
                   <mo>+</mo><mi>y</mi></mrow><annotation encoding=\"application/x-tex\">x_{i}^{2}+y</annotation></semantics></math>";
    let sentence = format!("We show that {formula} grows by 3.5 % when the mirror is cooled below the sky. ");
    let section = format!(
        "<section class=\"ltx_section\"><h2 class=\"ltx_title ltx_title_section\">A result</h2>\
         <div class=\"ltx_para\"><p class=\"ltx_p\">{}</p></div></section>",
        sentence.repeat(16)
    );
    format!(
        "<html><body><article class=\"ltx_document\">{}</article></body></html>",
        section.repeat(sections)
    )
}
