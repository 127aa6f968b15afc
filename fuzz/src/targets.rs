//! The fuzz targets: parsers of untrusted bytes, with the conditions that must hold for any input. AFL runs them for hours
//! (`fuzz/README.md`), `tests/it/mutated.rs` for seconds.

use papers::lint::lint;
use papers::publish::grown;
use papers::render::{Format, PostOptions, Renderer};
use papers_digest::Limits;
use papers_paper::{Document, Paper, Record, Writer};
use papers_verify::Policy;

/// A target, which panics if a condition is violated.
pub type Target = fn(&[u8]);

/// The targets by name, each with seed files from the project.
pub const TARGETS: [(&str, &[&str], Target); 8] = [
    ("atom", &["fixtures/arxiv/feed.xml"], |bytes| drop(papers_arxiv::parse_feed(bytes))),
    ("announcements", &["fuzz/seeds/announcements.xml"], |bytes| {
        drop(papers_arxiv::parse_announcements(bytes));
    }),
    ("daily", &["fuzz/seeds/daily.json"], |bytes| drop(papers_arxiv::parse_daily(bytes))),
    ("html", &["fixtures/arxiv/html/2510.06590v1.html", "fixtures/fulltext/latexml/page.html"], html),
    ("pdf", &["fixtures/fulltext/ieee/paper.pdf", "fixtures/fulltext/revtex/paper.pdf"], |bytes| {
        drop(papers_fulltext::pdf(bytes));
    }),
    ("text", &["fixtures/fulltext/body.tex"], text),
    ("lint", &["fixtures/cases/hazards/stdout", "fixtures/cases/rich/stdout"], |bytes| {
        drop(lint(&String::from_utf8_lossy(bytes)));
    }),
    ("record", &["fixtures/cases/hazards/record.json"], record),
];

/// Reads, digests and checks a page.
fn html(bytes: &[u8]) {
    if let Ok(document) = papers_fulltext::html(bytes, None) {
        digested(&document);
    }
}

/// Reads, digests and checks plain text.
fn text(bytes: &[u8]) {
    digested(&papers_fulltext::plain(&String::from_utf8_lossy(bytes)));
}

/// Digests a text with the built-in engine and checks the digest against the text.
fn digested(document: &Document) {
    let paper: Paper = serde_json::from_str(r#"{"id": "2510.06590", "title": "A title"}"#).expect("a paper");
    let summary = papers_digest::digest("A title", document, &Limits::default());
    drop(papers_verify::inspect(&paper, document, &summary.digest, &Writer::Extractive, &Policy::default()));
}

/// Renders a record. Its post must have no fault of the class *build*, and its content must be kept when a digest is added.
fn record(bytes: &[u8]) {
    let Ok(record) = serde_json::from_slice::<Record>(bytes) else { return };
    let renderer = Renderer::new(&[]).expect("the built-in templates");
    let Ok(post) = renderer.post(&PostOptions::default(), &record) else { return };
    let broken = lint(&post).into_iter().find(|fault| fault.rule.class() == papers::lint::Class::Build);
    assert!(broken.is_none(), "{broken:?}\n{post}");
    let longer =
        grown(Format::Jekyll, &post, "# 9. [B](https://arxiv.org/abs/2510.00009)\n").expect("a post");
    assert!(longer.starts_with(post.trim_end()), "what stands stays");
}
