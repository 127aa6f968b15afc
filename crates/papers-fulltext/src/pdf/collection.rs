//! Reads the codes of fonts that refer to Adobe's character collections for Japanese, Chinese and Korean, as those of dvipdfmx do.
//!
//! Such a font names no letters: its codes are numbers of glyphs (CIDs) in a collection, or characters in an encoding that the
//! PDF specification predefines (9.7.5.2). The encodings are those of [`encoding_rs`]; the characters of the CIDs are packed from
//! Adobe's maps by `collection/pack.py`. Vertical writing is not read.

use std::collections::HashMap;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_16BE};
use pdf_extract::{Stream, dictionary};

/// The bit that both bytes of a character have in the encodings for Unix but not in the standards that they are based on.
const EUC: u8 = 0x80;

/// The encoding of the codes of a font.
#[derive(Debug, Clone, Copy)]
enum Codes {
    /// Pairs of bytes that are CIDs.
    Cids,
    /// Characters.
    Encoded(&'static Encoding),
    /// Characters of JIS X 0208, whose two bytes have seven bits.
    Jis,
}

/// A font's collection and encoding.
#[derive(Debug)]
pub(super) struct Collection {
    codes: Codes,
    /// The character of each CID, or 0.
    characters: Vec<u16>,
    /// The CIDs of characters, if the codes are characters.
    cids: HashMap<char, u32>,
}

/// A code of a string.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Code {
    pub(super) number: u32,
    pub(super) cid: u32,
    pub(super) character: Option<char>,
    /// The number of its bytes.
    pub(super) length: usize,
}

impl Collection {
    /// Returns the collection of a name, `Japan1`, for fonts whose encoding has this name, or is a map of their own.
    pub(super) fn of(ordering: &[u8], encoding: Option<&[u8]>) -> Option<Self> {
        let packed: &[u8] = match ordering {
            b"Japan1" => include_bytes!("collection/japan1.bin"),
            b"GB1" => include_bytes!("collection/gb1.bin"),
            b"CNS1" => include_bytes!("collection/cns1.bin"),
            b"Korea1" => include_bytes!("collection/korea1.bin"),
            _ => return None,
        };
        let codes = encoding.map_or(Some(Codes::Cids), codes)?;
        let characters = unpack(packed)?;
        let mut cids = HashMap::new();
        if !matches!(codes, Codes::Cids) {
            for (character, cid) in characters.iter().zip(0..) {
                let character = char::from_u32(u32::from(*character)).filter(|character| *character != '\0');
                if let Some(character) = character {
                    cids.entry(character).or_insert(cid);
                }
            }
        }
        Some(Self { codes, characters, cids })
    }

    /// Returns the first code of a string.
    pub(super) fn first(&self, string: &[u8]) -> Option<Code> {
        let pair = string.first_chunk::<2>();
        let units = pair.map(|pair| u32::from(u16::from_be_bytes(*pair)));
        let (encoding, bytes) = match self.codes {
            Codes::Cids => {
                let cid = units?;
                return Some(Code { number: cid, cid, character: self.character(cid), length: 2 });
            }
            Codes::Jis => (EUC_JP, pair?.map(|byte| byte | EUC).to_vec()),
            Codes::Encoded(encoding) => (encoding, string.get(..length(encoding, string))?.to_vec()),
        };
        let (text, malformed) = encoding.decode_without_bom_handling(&bytes);
        let character = text.chars().next().filter(|_| !malformed);
        let cid = character.and_then(|character| self.cids.get(&character)).copied().unwrap_or(0);
        let number = bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
        Some(Code { number, cid, character, length: bytes.len() })
    }

    /// Returns the character of a CID.
    pub(super) fn character(&self, cid: u32) -> Option<char> {
        let character = self.characters.get(usize::try_from(cid).ok()?)?;
        char::from_u32(u32::from(*character)).filter(|character| *character != '\0')
    }
}

/// Returns the codes that a predefined encoding has.
fn codes(name: &[u8]) -> Option<Codes> {
    if name == b"H" {
        return Some(Codes::Jis);
    }
    let name = std::str::from_utf8(name).ok()?;
    let (standard, encoding) = match name.strip_suffix("-H")? {
        "Identity" => return Some(Codes::Cids),
        standard if standard.starts_with("Uni") => (standard, UTF_16BE),
        standard if standard.contains("RKSJ") => (standard, SHIFT_JIS),
        "EUC" => ("EUC", EUC_JP),
        standard if standard.starts_with("GB") => (standard, GB18030),
        standard if standard.starts_with("KSC") => (standard, EUC_KR),
        standard if standard.contains("B5") => (standard, BIG5),
        _ => return None,
    };
    // Characters of 8 or 32 bits, and codes of Johab, are in no font that was seen.
    let is_other = ["UTF8", "UTF32", "Johab"].iter().any(|other| standard.contains(other));
    (!is_other).then_some(Codes::Encoded(encoding))
}

/// Returns the number of bytes of the first character of a string.
fn length(encoding: &'static Encoding, string: &[u8]) -> usize {
    const ASCII: u8 = 0x80;
    /// The syllables of half width in Shift-JIS.
    const HALF_WIDTH: std::ops::RangeInclusive<u8> = 0xA0..=0xDF;
    const HIGH_SURROGATES: std::ops::RangeInclusive<u8> = 0xD8..=0xDB;
    let first = string.first().copied().unwrap_or_default();
    match encoding {
        encoding if encoding == UTF_16BE && HIGH_SURROGATES.contains(&first) => 4,
        encoding if encoding == UTF_16BE => 2,
        encoding if encoding == SHIFT_JIS && HALF_WIDTH.contains(&first) => 1,
        _ if first < ASCII => 1,
        _ => 2,
    }
}

/// Unpacks the characters of a collection.
fn unpack(packed: &[u8]) -> Option<Vec<u16>> {
    let stream = Stream::new(dictionary! {"Filter" => "FlateDecode"}, packed.to_vec());
    let bytes = stream.get_plain_content().ok()?;
    let (high, low) = bytes.split_at_checked(bytes.len() / 2)?;
    let mut last = 0_u16;
    let characters = high.iter().zip(low).map(|(high, low)| {
        last = last.wrapping_add(u16::from_be_bytes([*high, *low]));
        last
    });
    Some(characters.collect())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(b"Japan1", "90ms-RKSJ-H", "時計A")]
    #[case(b"Japan1", "EUC-H", "時計A")]
    #[case(b"Japan1", "UniJIS-UTF16-H", "時計A")]
    #[case(b"GB1", "UniGB-UCS2-H", "钟楼A")]
    #[case(b"GB1", "GBK-EUC-H", "钟楼A")]
    #[case(b"CNS1", "ETen-B5-H", "鐘樓A")]
    #[case(b"Korea1", "KSCms-UHC-H", "시계A")]
    fn the_codes_of_a_predefined_encoding_are_characters_with_cids(
        #[case] ordering: &[u8],
        #[case] encoding: &str,
        #[case] text: &str,
    ) {
        let collection = Collection::of(ordering, Some(encoding.as_bytes())).unwrap();
        let Codes::Encoded(codes) = collection.codes else { panic!("{encoding}") };
        let bytes = if codes == UTF_16BE {
            text.encode_utf16().flat_map(u16::to_be_bytes).collect()
        } else {
            codes.encode(text).0.into_owned()
        };
        let mut rest = bytes.as_slice();
        for character in text.chars() {
            let code = collection.first(rest).unwrap();
            assert_eq!((code.character, collection.character(code.cid)), (Some(character), Some(character)));
            rest = &rest[code.length..];
        }
        assert!(rest.is_empty());
    }

    #[test]
    fn cids_are_those_of_the_collection() {
        let collection = Collection::of(b"Japan1", Some(b"Identity-H")).unwrap();
        let first = collection.first(&[0x04, 0x65, 0]).unwrap();
        assert_eq!((first.cid, first.character, first.length), (1125, Some('亜'), 2));
        assert_eq!(collection.first(&[4]), None);
        assert!(Collection::of(b"Japan1", Some(b"Identity-V")).is_none(), "vertical writing");
        assert!(Collection::of(b"Identity", Some(b"Identity-H")).is_none());
    }

    #[test]
    fn the_standard_of_japan_has_seven_bits() {
        let collection = Collection::of(b"Japan1", Some(b"H")).unwrap();
        assert_eq!(collection.first(b"0!").map(|code| code.character), Some(Some('亜')));
    }
}
