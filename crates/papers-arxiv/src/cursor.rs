//! Walks the elements of an XML document by namespace and local name. The only module that uses quick-xml.
//!
//! Rejects document types (and with them all attacks by entities), nesting deeper than [`MAX_DEPTH`], and what is not well-formed.
//! Joins text, CDATA and references: quick-xml returns `a &amp; b` in three pieces.

use std::borrow::Cow;

use quick_xml::NsReader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

use papers_paper::text::clean;

/// The maximum nesting depth. arXiv's feeds have five levels.
const MAX_DEPTH: usize = 64;

/// The reasons why XML is rejected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    /// It is not well-formed, or truncated.
    #[error("the XML is broken or cut off at byte {at}: {what}")]
    Broken {
        /// The position of the error in bytes.
        at: u64,
        /// The parser's message.
        what: String,
    },
    /// It has a document type, unlike feeds of arXiv.
    #[error("the XML has a document type, which is not read")]
    DocType,
    /// It is a web page, such as that of a proxy or a hotel.
    #[error("it is a web page")]
    Page,
    /// It is nested too deeply.
    #[error("the XML nests deeper than {MAX_DEPTH} elements")]
    Deep,
}

/// Stands for a namespace that was not named when the cursor was created.
const FOREIGN: &str = "foreign";

/// The start of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element<'a> {
    namespace: &'static str,
    start: BytesStart<'a>,
}

impl Element<'_> {
    /// Namespace and local name, to match on. The namespace is empty if there is none.
    pub(super) fn key(&self) -> (&'static str, &str) {
        (self.namespace, self.name())
    }

    /// The name without prefix.
    pub(super) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// Returns the value of an attribute by its local name.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes().flatten();
        let found = attributes.find(|attribute| attribute.key.local_name().into_inner() == name)?;
        Some(unescape(&found.value).ok()?.into_owned())
    }
}

/// Walks the elements of a document.
pub(super) struct Cursor<'a> {
    reader: NsReader<&'a [u8]>,
    namespaces: &'static [&'static str],
    depth: usize,
}

impl<'a> Cursor<'a> {
    /// A cursor before the root, for elements in these namespaces and without one.
    pub(super) fn new(bytes: &'a [u8], namespaces: &'static [&'static str]) -> Self {
        let mut reader = NsReader::from_reader(bytes);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, namespaces, depth: 0 }
    }

    /// Enters the root element.
    pub(super) fn root(&mut self) -> Result<Element<'a>, XmlError> {
        self.child()?.ok_or_else(|| self.broken("there is no element"))
    }

    /// Enters the next child of the current element; `None` at the end of that element, which the cursor then leaves. Text between
    /// children is skipped.
    pub(super) fn child(&mut self) -> Result<Option<Element<'a>>, XmlError> {
        loop {
            match self.event()? {
                Piece::Start(element) => return Ok(Some(element)),
                Piece::End => return Ok(None),
                Piece::Text(_) => {}
            }
        }
    }

    /// Returns all text in the current element, including that of its children, and leaves it.
    pub(super) fn text(&mut self) -> Result<Cow<'a, str>, XmlError> {
        let outside = self.depth - 1;
        let mut text = Cow::Borrowed("");
        while self.depth > outside {
            if let Piece::Text(piece) = self.event()? {
                text += piece;
            }
        }
        Ok(text)
    }

    /// Returns the text of the current element on one line, and leaves it; `None` if there is none.
    pub(super) fn line(&mut self) -> Result<Option<String>, XmlError> {
        Ok(Some(clean::line(&self.text()?)).filter(|line| !line.is_empty()))
    }

    /// Leaves the current element, skipping its content.
    pub(super) fn skip(&mut self) -> Result<(), XmlError> {
        let outside = self.depth - 1;
        while self.depth > outside {
            self.event()?;
        }
        Ok(())
    }

    fn event(&mut self) -> Result<Piece<'a>, XmlError> {
        loop {
            let event = self.reader.read_event().map_err(|error| self.broken(&error.to_string()))?;
            return Ok(match event {
                Event::Start(start) => {
                    let element = self.element(start)?;
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return Err(XmlError::Deep);
                    }
                    Piece::Start(element)
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Piece::End
                }
                Event::Text(text) => Piece::Text(text.into_inner()),
                Event::CData(text) => Piece::Text(text.into_inner()),
                Event::GeneralRef(reference) => Piece::Text(self.reference(&reference)?.into()),
                Event::DocType(name) if is_html(&name) => return Err(XmlError::Page),
                Event::DocType(_) => return Err(XmlError::DocType),
                Event::Eof if self.depth > 0 => return Err(self.broken("it ends inside an element")),
                Event::Eof => Piece::End,
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            });
        }
    }

    /// An element whose attributes are well-formed.
    fn element(&self, start: BytesStart<'a>) -> Result<Element<'a>, XmlError> {
        let (namespace, _) = self.reader.resolver().resolve_element(start.name());
        let namespace = match namespace {
            ResolveResult::Bound(Namespace(uri)) => {
                self.namespaces.iter().copied().find(|known| *known == uri).unwrap_or(FOREIGN)
            }
            ResolveResult::Unbound | ResolveResult::Unknown(_) => "",
        };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.broken(&error.to_string()))?;
            unescape(&attribute.value).map_err(|error| self.broken(&error.to_string()))?;
        }
        Ok(Element { namespace, start })
    }

    /// Decodes a character reference or one of XML's five entities; others would need a document type.
    fn reference(&self, reference: &BytesRef<'_>) -> Result<String, XmlError> {
        if let Some(c) = reference.resolve_char_ref().map_err(|error| self.broken(&error.to_string()))? {
            return Ok(c.to_string());
        }
        let name: &str = reference;
        let text = resolve_predefined_entity(name)
            .ok_or_else(|| self.broken(&format!("unknown entity `{name}`")))?;
        Ok(text.to_owned())
    }

    fn broken(&self, what: &str) -> XmlError {
        XmlError::Broken { at: self.reader.buffer_position(), what: what.to_owned() }
    }
}

enum Piece<'a> {
    Start(Element<'a>),
    End,
    Text(Cow<'a, str>),
}

/// Returns true for the document type of web pages.
fn is_html(name: &str) -> bool {
    name.trim_ascii().get(..4).is_some_and(|name| name.eq_ignore_ascii_case("html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_text_entities_and_cdata() {
        let mut cursor =
            Cursor::new(b"<t xmlns='n'>a &amp; b &#x3b1;<!-- no --><![CDATA[ <c> ]]><i>d</i></t>", &["n"]);
        let root = cursor.root().unwrap();
        assert_eq!(root.key(), ("n", "t"));
        assert_eq!(cursor.text().unwrap(), "a & b \u{3b1} <c> d");
    }

    #[test]
    fn an_element_of_a_namespace_that_nobody_named_has_no_known_key() {
        let mut cursor = Cursor::new(b"<a:t xmlns:a='n' xmlns:b='m'><b:i/><i/></a:t>", &["n"]);
        assert_eq!(cursor.root().unwrap().key(), ("n", "t"));
        assert_eq!(cursor.child().unwrap().unwrap().key(), (FOREIGN, "i"));
        cursor.skip().unwrap();
        assert_eq!(cursor.child().unwrap().unwrap().key(), ("", "i"));
    }

    #[test]
    fn attributes_are_well_formed_even_where_nobody_asks_for_them() {
        for broken in ["<t a='1' a='2'/>", "<t a='&nbsp;'/>", "<t a=1/>"] {
            assert!(Cursor::new(broken.as_bytes(), &[]).root().is_err(), "{broken}");
        }
        let root = Cursor::new(b"<t n:a='1 &amp; 2'/>", &[]).root().unwrap();
        assert_eq!(root.attribute("a").as_deref(), Some("1 & 2"));
    }

    #[test]
    fn refuses_entity_tricks_and_depth() {
        let laughs = br#"<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>"#;
        assert_eq!(Cursor::new(laughs, &[]).root(), Err(XmlError::DocType));
        for page in ["<!DOCTYPE html><html>", "<!doctype HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'><html>"] {
            assert_eq!(Cursor::new(page.as_bytes(), &[]).root(), Err(XmlError::Page), "{page}");
        }
        let mut unknown = Cursor::new(b"<t>&nbsp;</t>", &[]);
        unknown.root().unwrap();
        assert!(unknown.text().unwrap_err().to_string().contains("nbsp"));
        let deep = "<a>".repeat(200_000);
        let mut cursor = Cursor::new(deep.as_bytes(), &[]);
        cursor.root().unwrap();
        assert_eq!(cursor.skip(), Err(XmlError::Deep));
    }

    #[test]
    fn a_document_that_ends_early_is_an_error() {
        let whole = b"<feed xmlns='n'><entry a='1'><title>x &amp; y</title></entry></feed>";
        for end in 1..whole.len() {
            let mut cursor = Cursor::new(whole.get(..end).unwrap(), &[]);
            let read = cursor.root().and_then(|_| cursor.skip());
            assert!(read.is_err(), "cut at {end}");
        }
    }
}
