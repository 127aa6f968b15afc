//! Loads a file, and decrypts it if it needs no password: many publishers encrypt files only to forbid changes.
//!
//! lopdf decrypts files whose `/Encrypt` refers to an object. In files that hold the dictionary in their trailer, which the
//! standard also allows, lopdf finds no object at all; here they are loaded as if they were not encrypted, and decrypted
//! afterwards.

use std::borrow::Cow;

use memchr::memmem;
use pdf_extract::{Document as File, Object};

use super::rebuild::with_table;
use crate::FulltextError;

/// The entry of a trailer that says how a file is encrypted.
const ENTRY: &[u8] = b"/Encrypt";
/// The end of a stream.
const STREAM_END: &[u8] = b"endstream";

/// Loads a file.
pub(super) fn load(bytes: &[u8]) -> Result<File, FulltextError> {
    let broken = |error: pdf_extract::Error| FulltextError::Broken { reason: error.to_string() };
    let mended = with_ends_of_streams(bytes);
    let has_pages = |file: &File| file.trailer.has(b"Encrypt") || file.page_iter().next().is_some();
    let (bytes, file) = match File::load_mem(&mended) {
        Ok(file) if has_pages(&file) => (mended, file),
        other => {
            let rebuilt = with_table(&mended).and_then(|bytes| {
                let file = File::load_mem(&bytes).ok().filter(has_pages)?;
                Some((Cow::Owned(bytes), file))
            });
            match rebuilt {
                Some(rebuilt) => rebuilt,
                None => (mended, other.map_err(broken)?),
            }
        }
    };
    // lopdf removes the entry when it has decrypted a file.
    let Ok(entry) = file.trailer.get(b"Encrypt") else { return Ok(file) };
    let dictionary = match entry {
        Object::Null => return File::load_mem(&without_entry(&bytes)).map_err(broken),
        Object::Dictionary(dictionary) => dictionary.clone(),
        _ => return Err(FulltextError::Encrypted),
    };
    let mut file = File::load_mem(&without_entry(&bytes)).map_err(broken)?;
    let id = file.add_object(dictionary);
    file.trailer.set("Encrypt", id);
    file.decrypt("").map_err(|_| FulltextError::Encrypted)?;
    Ok(file)
}

/// Returns a file in which each `endstream` is on a line of its own. lopdf drops streams that end otherwise, such as those of
/// VTeX, which wrote a blank before it. If most streams of a file have no blank there, one is the last byte of the data.
fn with_ends_of_streams(bytes: &[u8]) -> Cow<'_, [u8]> {
    let ends = memmem::find_iter(bytes, STREAM_END).filter_map(|at| at.checked_sub(1));
    let (blanks, others): (Vec<usize>, Vec<usize>) = ends.partition(|at| bytes.get(*at) == Some(&b' '));
    if blanks.len() <= others.len() {
        return Cow::Borrowed(bytes);
    }
    let mut out = bytes.to_vec();
    for at in blanks {
        if let Some(byte) = out.get_mut(at) {
            *byte = b'\n';
        }
    }
    Cow::Owned(out)
}

/// Returns a file with the entry renamed, so that its objects are read as they are.
fn without_entry(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for at in memmem::find_iter(bytes, ENTRY) {
        let ends = bytes.get(at + ENTRY.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        if let (true, Some(last)) = (ends, out.get_mut(at + ENTRY.len() - 1)) {
            *last = b'_';
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use pdf_extract::{EncryptionState, EncryptionVersion, Permissions, dictionary};
    use rstest::rstest;

    use super::*;

    /// Returns a file whose only text is encrypted with a password, with the dictionary in the trailer or as an object.
    fn encrypted(version: u8, password: &str, direct: bool) -> Vec<u8> {
        let mut file = File::with_version("1.5");
        let pages = file.new_object_id();
        let page = file.add_object(dictionary! { "Type" => "Page", "Parent" => pages });
        let kids = vec![page.into()];
        file.objects.insert(pages, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 1 }.into());
        let text = Object::string_literal("a secret");
        let catalog = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages, "Text" => text });
        file.trailer.set("Root", catalog);
        let name = || Object::string_literal(vec![7_u8; 16]);
        file.trailer.set("ID", vec![name(), name()]);
        let (owner_password, user_password, permissions) = ("owner", password, Permissions::all());
        let document = &file;
        let version = match version {
            1 => EncryptionVersion::V1 { document, owner_password, user_password, permissions },
            _ => EncryptionVersion::V2 {
                document,
                owner_password,
                user_password,
                key_length: 128,
                permissions,
            },
        };
        let state = EncryptionState::try_from(version).unwrap();
        file.encrypt(&state).unwrap();
        if direct {
            let id = file.trailer.get(b"Encrypt").unwrap().as_reference().unwrap();
            let dictionary = file.objects.remove(&id).unwrap();
            file.trailer.set("Encrypt", dictionary);
        }
        let mut bytes = Vec::new();
        file.save_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_blank_before_the_end_of_every_stream_ends_its_line() {
        let blank = b"stream\nab endstream stream\ncd endstream stream\nef\nendstream";
        assert_eq!(
            *with_ends_of_streams(blank),
            b"stream\nab\nendstream stream\ncd\nendstream stream\nef\nendstream"[..]
        );
        let data = b"stream\nab endstream stream\ncd\nendstream";
        assert_eq!(*with_ends_of_streams(data), data[..]);
    }

    #[rstest]
    fn files_that_need_no_password_are_decrypted(
        #[values(1, 2)] version: u8,
        #[values(false, true)] direct: bool,
    ) {
        let file = load(&encrypted(version, "", direct)).unwrap();
        assert_eq!(file.page_iter().count(), 1);
        assert_eq!(file.catalog().unwrap().get(b"Text").unwrap().as_str().unwrap(), b"a secret");
        let locked = load(&encrypted(version, "user", direct));
        assert!(matches!(locked, Err(FulltextError::Encrypted)));
    }
}
