//! stub
use crate::paper::*;
/// x
#[derive(Debug, thiserror::Error)]
#[error("x")]
pub struct FulltextError;
/// x
pub fn html(_: &[u8], _: &url::Url) -> Result<Document, FulltextError> {
    Err(FulltextError)
}
/// x
pub fn pdf(_: &[u8]) -> Result<Document, FulltextError> {
    Err(FulltextError)
}
/// x
pub fn plain(t: &str) -> Document {
    abstract_only(t)
}
/// x
pub fn markdown(d: &Document) -> String {
    d.text()
}
/// x
pub fn abstract_only(t: &str) -> Document {
    Document {
        sections: vec![Section {
            heading: "Abstract".into(),
            level: 1,
            roles: vec![SectionRole::Abstract],
            appendix: false,
            paragraphs: vec![Paragraph {
                kind: ParagraphKind::Prose,
                sentences: crate::text::sentence::sentences(t),
            }],
        }],
        ..Document::default()
    }
}
