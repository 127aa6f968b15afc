//! The reading stage: fetches the text of a paper as HTML, else as PDF, else uses the abstract of its record.
//!
//! If a page is missing or unreadable, the next source is used. If it is refused, the paper is left for a later run, because a
//! digest of its abstract would stay in the post for good.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use memchr::memmem;

use super::{Pipeline, Reading, WhenRefused};
use crate::isolate;
use papers_arxiv as arxiv;
use papers_digest::Text;
use papers_fulltext::{self as fulltext, FulltextError};
use papers_http::{HttpError, Lifetime, Origin, Request, Unusable, redacted};
use papers_paper::text::quote;
use papers_paper::{Document, Paper, PaperId, ReadFrom};
use papers_verify::remove_instructions;

/// The number of bytes at the end of a page or PDF in which its end mark must occur.
const TAIL: usize = 2_000;

/// The number of times that an answer that ends after the paper's references is requested again before it is accepted.
const MAX_CUT: u32 = 2;

/// The reasons why a text that may exist could not be fetched.
#[derive(Debug, thiserror::Error)]
#[error("its text is left for a later run")]
pub struct Unread(#[source] pub HttpError);

/// A form of the full text.
#[derive(Clone, Copy)]
struct Form {
    request: fn(&papers_arxiv::Urls, &PaperId) -> Request,
    read: fn(&[u8], &str) -> Result<Document, FulltextError>,
    /// The mark at the end of a complete file.
    end: &'static [u8],
    /// The mark of the references, after which hardly anything can be missing.
    references: Option<&'static [u8]>,
}

const HTML: Form =
    Form { request: arxiv::html, read: read_html, end: b"</html>", references: Some(b"ltx_bibliography") };
const PDF: Form = Form { request: arxiv::pdf, read: read_pdf, end: b"%%EOF", references: None };

impl Pipeline {
    /// Reads the paper's text from the best source that the settings allow and that is available. Reports once what the other
    /// sources lacked.
    pub async fn read(&self, paper: &Paper) -> Result<Document, Unread> {
        let mut missed = Vec::new();
        let mut document = self.best(paper, &mut missed).await?;
        warn(paper, &document, &missed);
        // Neither engine quotes an instruction to models, and no check takes it for a statement of the paper.
        if let Some(order) = remove_instructions(&mut document).first() {
            tracing::warn!(
                "`{}` has instructions to models, which were not read: “{}”",
                paper.id,
                quote(order)
            );
        }
        Ok(document)
    }

    /// Reads the text from the best source. `missed` receives the sources before it that have none.
    async fn best(&self, paper: &Paper, missed: &mut Vec<HttpError>) -> Result<Document, Unread> {
        let forms: &[Form] = match self.options.read {
            Reading::Auto => &[HTML, PDF],
            Reading::Html => &[HTML],
            Reading::Pdf => &[PDF],
            Reading::Abstract => &[],
        };
        if let Some(id) = paper.paper_id() {
            for form in forms {
                match self.page(paper, &id, *form).await {
                    Ok(Page::Read(document)) => {
                        return Ok(fulltext::with_abstract(document, &paper.abstract_text));
                    }
                    Ok(Page::Missed(error)) => missed.push(error),
                    Err(error) if self.options.when_refused == WhenRefused::Abstract => missed.push(error),
                    Err(error) => return Err(Unread(error)),
                }
            }
        }
        Ok(fulltext::abstract_only(&paper.abstract_text))
    }

    /// Reads a paper's record and text from the cache, if it has what a run would read. The client must be offline.
    pub async fn kept_text(&self, id: &PaperId) -> Option<Text> {
        let fetched = arxiv::records(&self.client, &self.options.urls, std::slice::from_ref(id)).await;
        let paper = fetched.into_iter().find_map(|(_, paper)| paper.ok())?;
        let mut document = self.best(&paper, &mut Vec::new()).await.ok()?;
        remove_instructions(&mut document);
        let whole = document.read != ReadFrom::Abstract || self.options.read == Reading::Abstract;
        whole.then_some(Text { paper, document })
    }

    /// Fetches one form of the full text, or returns why there is none. A refusal is an error.
    async fn page(&self, paper: &Paper, id: &PaperId, form: Form) -> Result<Page, HttpError> {
        let request = (form.request)(&self.options.urls, id);
        let lifetime = if id.version().is_some() { Lifetime::Forever } else { Lifetime::Day };
        let (wanted, url) = (Wanted::of(paper, id), redacted(&request.url));
        let cut = Arc::new(AtomicU32::new(0));
        let read = move |bytes: &[u8], origin| {
            let known = AtomicU32::new(MAX_CUT);
            parse(bytes, &url, form, &wanted, if origin == Origin::Cache { &known } else { &cut })
        };
        match self.client.fetch(&request, lifetime, read).await {
            Ok(document) => Ok(Page::Read(document)),
            Err(error) if error.is_refusal() => Err(error),
            Err(error) => Ok(Page::Missed(error)),
        }
    }
}

/// The paper whose text is requested.
#[derive(Debug, Clone)]
struct Wanted {
    id: PaperId,
    title: String,
    abstract_text: String,
}

impl Wanted {
    fn of(paper: &Paper, id: &PaperId) -> Self {
        Self { id: id.clone(), title: paper.title.clone(), abstract_text: paper.abstract_text.clone() }
    }

    /// Rejects the text of another paper or version, by its stamp, or else by its words.
    fn check(&self, document: &Document) -> Result<(), Unusable> {
        let id = &self.id;
        match stamped(document) {
            Some(stamp) if is_of(&stamp, id) => Ok(()),
            Some(stamp) => Err(Unusable::Again(format!("it is the text of `{stamp}`, not of `{id}`"))),
            None if fulltext::is_of_another(document, &self.title, &self.abstract_text) => {
                Err(Unusable::Again(format!(
                    "it is another text than that of `{id}`, whose title and abstract it does not have"
                )))
            }
            None => Ok(()),
        }
    }
}

/// The result of requesting a form of the full text.
enum Page {
    Read(Document),
    /// It is missing, or cannot be read.
    Missed(HttpError),
}

/// Warns of what the text lacks: sources that could not be read, damaged pages, hidden text.
fn warn(paper: &Paper, document: &Document, missed: &[HttpError]) {
    let id = &paper.id;
    // Many papers have no HTML; the record says that the PDF was read.
    let usual = |error: &&HttpError| {
        document.read != ReadFrom::Abstract && matches!(error, HttpError::NotFound { .. })
    };
    let reasons: Vec<String> = missed.iter().filter(|error| !usual(error)).map(ToString::to_string).collect();
    if !reasons.is_empty() {
        let source = match document.read {
            ReadFrom::Html => "HTML",
            ReadFrom::Pdf => "PDF",
            ReadFrom::Abstract => "abstract alone",
        };
        tracing::warn!("`{id}` is read from its {source}: {}", reasons.join("; "));
    }
    for message in document.unread_message().into_iter().chain(document.hidden_message()) {
        tracing::warn!("`{id}` {message}");
    }
}

/// Parses an answer, if it is complete and of this paper. `cut` counts the answers that ended after the references.
fn parse(
    bytes: &[u8],
    url: &str,
    form: Form,
    wanted: &Wanted,
    cut: &AtomicU32,
) -> Result<Document, Unusable> {
    let whole = ends_with(bytes, form.end);
    let document = (form.read)(bytes, url).map_err(|error| unusable(&error, whole))?;
    let has_references = || form.references.is_some_and(|mark| memmem::find(bytes, mark).is_some());
    let is_taken = whole || has_references() && cut.fetch_add(1, Ordering::Relaxed) >= MAX_CUT;
    if !is_taken {
        return Err(Unusable::Again("it was cut off".to_owned()));
    }
    wanted.check(&document).map(|()| document)
}

/// Returns true for an answer with this mark at its end. UTF-16 has a zero in each letter of it.
fn ends_with(bytes: &[u8], end: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or(bytes);
    let letters: Vec<u8> = tail.iter().copied().filter(|byte| *byte != 0).collect();
    memmem::find(&letters, end).is_some()
}

/// Returns the identifier in the stamp of a text.
pub(super) fn stamped(document: &Document) -> Option<PaperId> {
    document.stamp.as_ref()?.parse().ok()
}

/// Returns true for the stamp of this paper, and of this version if one was requested.
fn is_of(stamp: &PaperId, id: &PaperId) -> bool {
    let versions = stamp.version().zip(id.version());
    stamp.key() == id.key() && versions.is_none_or(|(stamped, requested)| stamped == requested)
}

/// Classifies a parsing error: anything but a paper's text is requested again; an unreadable text would be the same next time.
fn unusable(error: &FulltextError, whole: bool) -> Unusable {
    let strange = matches!(error, FulltextError::NotFulltext { .. } | FulltextError::NotPdf { .. });
    let short = matches!(error, FulltextError::TooShort { .. } | FulltextError::MostlyHidden { .. });
    let damaged = matches!(error, FulltextError::Broken { .. } | FulltextError::CutOff);
    let broken = (short || damaged) && !whole;
    if matches!(error, FulltextError::NoReader { .. }) {
        Unusable::Unread(error.to_string())
    } else if strange || broken {
        Unusable::Again(error.to_string())
    } else {
        Unusable::Nothing(error.to_string())
    }
}

fn read_html(bytes: &[u8], url: &str) -> Result<Document, FulltextError> {
    fulltext::html(bytes, Some(url))
}

fn read_pdf(bytes: &[u8], _: &str) -> Result<Document, FulltextError> {
    isolate::pdf(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted() -> Wanted {
        Wanted::of(&Paper::default(), &"2510.06590v1".parse().unwrap())
    }

    #[test]
    fn a_stamp_is_of_the_paper_in_any_version_that_was_not_asked_otherwise() {
        let is_of = |stamp: &str, id: &str| is_of(&stamp.parse().unwrap(), &id.parse().unwrap());
        assert!(is_of("2510.06590v2", "2510.06590") && is_of("2510.06590", "2510.06590v1"));
        assert!(is_of("math/0309136v1", "math.GT/0309136v1"));
        assert!(!is_of("2510.06590v2", "2510.06590v1") && !is_of("2510.06917v1", "2510.06590v1"));
    }

    #[test]
    fn a_page_without_a_paper_is_requested_again_and_an_unreadable_one_is_not() {
        let id = wanted();
        let cut = AtomicU32::new(0);
        let html =
            |page: &str| parse(page.as_bytes(), "https://arxiv.org/html/2510.06590v1", HTML, &id, &cut);
        let challenge = "<html><title>Just a moment...</title><body>Checking your browser</body></html>";
        for page in ["", "{}", challenge, "%PDF-1.5", "<html><article class=\"ltx_document\">"] {
            assert!(matches!(html(page), Err(Unusable::Again(_))), "{page}: {:?}", html(page));
        }
        let none = "<html><body><h1>No HTML for '2510.06590'</h1></body></html>";
        assert!(matches!(html(none), Err(Unusable::Nothing(_))), "{:?}", html(none));
        let interrupted = FulltextError::NoReader { reason: "signal: 2 (SIGINT)".to_owned() };
        assert!(matches!(unusable(&interrupted, true), Unusable::Unread(_)));
    }

    #[test]
    fn a_page_that_ends_behind_its_references_is_taken_the_third_time() {
        let id = wanted();
        let text = "The detector counts every photon that reaches the plane of the mirror. ".repeat(40);
        let cut_page = format!(
            "<article class=\"ltx_document\"><section class=\"ltx_section\"><h2>A</h2><p class=\"ltx_p\">{text}</p></section>\
             <section class=\"ltx_bibliography\"><h2>References</h2></section>"
        );
        let judge = |page: &str, cut: &AtomicU32| {
            parse(page.as_bytes(), "https://arxiv.org/x", HTML, &id, cut).is_ok()
        };
        let cut = AtomicU32::new(0);
        assert_eq!(
            [judge(&cut_page, &cut), judge(&cut_page, &cut), judge(&cut_page, &cut)],
            [false, false, true]
        );
        assert!(judge(&cut_page, &AtomicU32::new(MAX_CUT)), "one that the cache has is taken");
        assert!(judge(&format!("{cut_page}</article></html>"), &AtomicU32::new(0)));
        assert!(!judge(&cut_page.replace("ltx_bibliography", "x"), &AtomicU32::new(MAX_CUT)));
    }
}
