//! PDF → [`Document`].
use super::FulltextError;
use crate::paper::Document;

/// Reads a PDF.
pub fn pdf(bytes: &[u8]) -> Result<Document, FulltextError> {
    let _ = bytes;
    Err(FulltextError::NotPdf { what: "stub" })
}
