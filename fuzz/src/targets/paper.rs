//! Readers of what arXiv and Hugging Face answer, and of full texts.

use papers_digest::Limits;
use papers_fulltext::{FulltextError, markdown};
use papers_paper::text::math::{Piece, pieces};
use papers_paper::text::{cite, clean, harmless, quote, sentence};
use papers_paper::{Digest, Document, Paper, PaperId, Pasted, Summary, Writer};
use papers_verify::Policy;

use super::check_line;

pub(super) fn atom(bytes: &[u8]) {
    if let Ok(feed) = papers_arxiv::parse_feed(bytes) {
        feed.entries.iter().for_each(check_paper);
    }
}

pub(super) fn announcements(bytes: &[u8]) {
    if let Ok(list) = papers_arxiv::parse_announcements(bytes) {
        list.papers.iter().for_each(|paper| check_line(&paper.candidate.title));
    }
}

pub(super) fn daily(bytes: &[u8]) {
    if let Ok(list) = papers_arxiv::parse_daily(bytes) {
        assert!(list.papers.len() + list.unreadable <= list.items);
        list.papers.iter().for_each(|paper| check_line(&paper.title));
    }
    if let Ok(paper) = papers_arxiv::parse_paper(bytes) {
        check_paper(&paper);
    }
}

pub(super) fn abs(bytes: &[u8]) {
    if let Ok(paper) = papers_arxiv::parse_page(bytes) {
        check_paper(&paper);
    }
}

pub(super) fn oai(bytes: &[u8]) {
    if let Ok(papers) = papers_arxiv::parse_records(bytes) {
        papers.iter().for_each(check_paper);
    }
}

/// A record has a valid identifier and visible text, and is the same after it was stored.
fn check_paper(paper: &Paper) {
    let id: PaperId = paper.id.parse().expect("an identifier");
    assert_eq!(id.base(), paper.id);
    check_line(&paper.title);
    paper.authors.iter().for_each(|author| check_line(&author.name));
    paper.comment.iter().chain(&paper.journal_ref).for_each(|text| check_line(text));
    paper.abstract_text.lines().for_each(check_line);
    let stored = serde_json::to_string(paper).expect("JSON");
    assert_eq!(serde_json::from_str::<Paper>(&stored).expect("a record"), *paper);
}

pub(super) fn html(bytes: &[u8]) {
    check_read(papers_fulltext::html(bytes, Some("https://arxiv.org/html/2510.06590v1")));
}

pub(super) fn pdf(bytes: &[u8]) {
    check_read(papers_fulltext::pdf(bytes));
}

/// Reads the content of a page, and the map of its font's codes after the line `%%`, in an undamaged PDF: damage to a whole file
/// mostly hides its pages.
pub(super) fn page(bytes: &[u8]) {
    const MARK: &[u8] = b"\n%%\n";
    let at = bytes.windows(MARK.len()).position(|window| window == MARK);
    let (content, map) = at.map_or((bytes, &b""[..]), |at| (&bytes[..at], &bytes[at + MARK.len()..]));
    pdf(&whole_pdf(content, map));
}

/// Returns a PDF with one page.
fn whole_pdf(content: &[u8], map: &[u8]) -> Vec<u8> {
    let stream = |bytes: &[u8]| {
        [format!("<< /Length {} >>\nstream\n", bytes.len()).as_bytes(), bytes, b"\nendstream"].concat()
    };
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>";
    let plain = font.replace(" /ToUnicode 6 0 R", " /Encoding /WinAnsiEncoding");
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R \
         /Resources << /Font << /F1 4 0 R /F2 {plain} >> /ExtGState << /G0 << /ca 0 /CA 0 >> >> >> >>"
    );
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        page.into_bytes(),
        font.into(),
        stream(content),
        stream(map),
    ];
    let mut file = b"%PDF-1.5\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend([format!("{number} 0 obj\n").as_bytes(), object, b"\nendobj\n"].concat());
    }
    let end = format!(
        "{table}trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n",
        objects.len() + 1,
        file.len()
    );
    file.extend(end.bytes());
    file
}

fn check_read(read: Result<Document, FulltextError>) {
    let Ok(document) = read else { return };
    check_document(&document);
    drop(markdown(&document));
}

/// A document has no empty or invisible sentences, and is the same after it was stored.
fn check_document(document: &Document) {
    for (section, sentence) in document.sentences() {
        check_line(&section.heading);
        check_line(sentence);
        assert_eq!(sentence.trim(), sentence);
        assert!(!sentence.is_empty());
    }
    let stored = serde_json::to_string(document).expect("JSON");
    assert_eq!(serde_json::from_str::<Document>(&stored).expect("a document"), *document);
}

/// Digests a text with the built-in engine and checks the digest against the text.
pub(super) fn text(bytes: &[u8]) {
    let document = papers_fulltext::plain(&String::from_utf8_lossy(bytes));
    check_document(&document);
    let summary = papers_digest::digest("A title", &document, &Limits::default());
    let ledger = papers_verify::ledger(&a_paper(""), &document, &summary.digest);
    assert!(ledger.len() <= summary.digest.sentences().count());
    check(&document, summary.digest, &Writer::Extractive);
}

/// Checks sentences, one a line, that a model wrote about the text after the first blank line.
pub(super) fn claims(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (sentences, text) = text.split_once("\n\n").unwrap_or((&text, ""));
    let digest = Digest { results: sentences.lines().map(str::to_owned).collect(), ..Digest::default() };
    check(&papers_fulltext::plain(text), digest, &Writer::model("openai:m", "en"));
}

fn a_paper(abstract_text: &str) -> Paper {
    Paper {
        id: "2510.06590".to_owned(),
        title: "A title".to_owned(),
        abstract_text: abstract_text.to_owned(),
        ..Paper::default()
    }
}

/// Checks a digest. What is left of it is part of it.
fn check(document: &Document, digest: Digest, writer: &Writer) {
    let (paper, policy) = (a_paper(""), Policy::default());
    let count = digest.sentences().count();
    for finding in papers_verify::inspect(&paper, document, &digest, writer, &policy) {
        let found = finding.section.zip(finding.sentence);
        assert!(found.is_none_or(|(section, at)| at < digest.section(section).len().max(1)), "{finding:?}");
    }
    let summary = Summary { digest, ..Summary::default() };
    if let Ok(checked) = papers_verify::check(&paper, document, summary, writer, &policy) {
        assert!(checked.digest.sentences().count() <= count);
    }
}

/// Cleans, splits and quotes a text.
pub(super) fn words(bytes: &[u8]) {
    let text = &*String::from_utf8_lossy(bytes);
    check_line(&clean::line(text));
    check_line(&clean::name(text));
    clean::abstract_text(text).lines().for_each(check_line);
    let parts = pieces(text).into_iter().map(|piece| match piece {
        Piece::Text(text) | Piece::Math(text) | Piece::Display(text) => text.len(),
    });
    assert!(parts.sum::<usize>() <= text.len());
    let mut rest = text;
    for sentence in sentence::slices(text) {
        let (between, after) = rest.split_once(sentence).expect("sentences in order");
        assert!(between.trim().is_empty() && !sentence.is_empty() && sentence.trim() == sentence);
        rest = after;
    }
    assert!(rest.trim().is_empty());
    let broken = harmless(text);
    assert_eq!(harmless(&broken), broken);
    drop((cite::tidy(text), quote(text)));
    for id in Pasted::of(text).ids {
        assert_eq!(id.to_string().parse(), Ok(id));
    }
}
