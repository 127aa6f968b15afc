//! Decompresses streams whose damage would change words. lopdf returns as much as it could decompress, without an error.

use std::io::Read;

use flate2::read::ZlibDecoder;
use pdf_extract::{Document, Object, ObjectId, Stream};

/// Returns the content of a page, or `None` if a part of it is damaged or missing.
pub(super) fn page(document: &Document, id: ObjectId) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for part in document.get_page_contents(id) {
        let part = match document.get_object(part).ok()? {
            Object::Null => continue,
            part => part.as_stream().ok()?,
        };
        match content(part)? {
            content if bytes.is_empty() => bytes = content,
            content => bytes.extend(content),
        }
        bytes.push(b'\n');
    }
    Some(bytes)
}

/// Returns the content of a stream, or `None` if it is damaged, according to the checksum at the end of its compressed bytes.
pub(super) fn content(stream: &Stream) -> Option<Vec<u8>> {
    let is_plain = stream.dict.get(b"DecodeParms").is_err();
    match stream.filters().as_deref() {
        Ok([b"FlateDecode"]) if is_plain && !stream.content.is_empty() => {
            let mut bytes = Vec::with_capacity(stream.content.len() * 2);
            ZlibDecoder::new(stream.content.as_slice()).read_to_end(&mut bytes).ok()?;
            Some(bytes)
        }
        _ => Some(stream.get_plain_content().unwrap_or_else(|_| stream.content.clone())),
    }
}

#[cfg(test)]
mod tests {
    use pdf_extract::dictionary;

    use super::*;

    #[test]
    fn content_that_a_page_names_and_a_file_has_lost_is_missing() {
        let mut file = Document::with_version("1.5");
        let [lost, empty] = [file.new_object_id(), file.add_object(Object::Null)];
        let mut page_of = |content: ObjectId| file.add_object(dictionary! { "Contents" => content });
        let [cut, blank] = [page_of(lost), page_of(empty)];
        assert_eq!(page(&file, cut), None);
        assert_eq!(page(&file, blank), Some(Vec::new()));
    }

    #[test]
    fn compressed_content_that_was_changed_is_not_read() {
        let text = b"(We count photons.) Tj ".repeat(20);
        let mut stream = Stream::new(dictionary! {}, text.clone());
        stream.compress().unwrap();
        assert_eq!(content(&stream), Some(text));
        let end = stream.content.len() - 1;
        stream.content[end] ^= 1;
        assert_eq!(content(&stream), None);
        stream.content.truncate(end - 8);
        assert_eq!(content(&stream), None);
    }
}
