//! Reads the CMaps of fonts: ToUnicode maps, which give the text of each code, and the maps of multi-byte codes to glyphs.
//!
//! All valid mappings are read, and everything else is passed over: targets of one byte (found in PDFs of withdrawn and
//! word-processed papers on arXiv), unpaired surrogates, ranges that overflow.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// The maximum number of mappings that are read: the number of two-byte codes.
const MAX_CODES: usize = 65_536;
/// The number of bytes of the longest codes.
const MAX_CODE_BYTES: usize = 4;

/// Codes with their text.
type Texts = BTreeMap<u32, String>;

/// A token of a CMap.
#[derive(Debug, PartialEq)]
enum Piece<'a> {
    /// The digits of a hexadecimal string `<…>`, which may be separated by whitespace.
    Hex(Vec<u8>),
    Open,
    Close,
    Word(&'a [u8]),
    Number(u32),
}

/// Reads a ToUnicode map.
pub(super) fn texts(map: &[u8]) -> Texts {
    let mut texts = Texts::new();
    let mut list: Option<&[u8]> = None;
    let mut pieces = Pieces { rest: map };
    while let Some(piece) = pieces.next() {
        match (piece, list) {
            (Piece::Word(word), _) => list = word.strip_prefix(b"begin"),
            (Piece::Hex(code), Some(b"bfchar")) => {
                if let Some(Piece::Hex(target)) = pieces.next() {
                    add(&mut texts, number(&code), text(&target));
                }
            }
            (Piece::Hex(low), Some(b"bfrange")) => {
                if let Some(Piece::Hex(high)) = pieces.next() {
                    add_range(&mut texts, number(&low), number(&high), &mut pieces);
                }
            }
            _ => {}
        }
    }
    texts
}

fn add(texts: &mut Texts, code: Option<u32>, target: Option<String>) {
    if let (Some(code), Some(target)) = (code, target)
        && texts.len() < MAX_CODES
        && !is_tex(&target)
    {
        texts.insert(code, target);
    }
}

/// Returns true for what the package `mmap` names the signs of formulas, so that they can be copied into TeX: commands, such as
/// `\theta` or `\mathrm{x}`, and signs with the space around them. The names of their glyphs say which signs they are.
fn is_tex(text: &str) -> bool {
    let bare = text.trim();
    let spaced =
        bare.len() == 1 && bare.len() < text.len() && bare.bytes().all(|byte| byte.is_ascii_punctuation());
    spaced || (text.len() > 1 && text.starts_with('\\'))
}

/// Adds the mappings of a range, `<low> <high> <first>` or `<low> <high> [<each> …]`, from the third operand on.
fn add_range(texts: &mut Texts, low: Option<u32>, high: Option<u32>, pieces: &mut Pieces<'_>) {
    let (Some(low), Some(high)) = (low, high) else { return };
    match pieces.next() {
        Some(Piece::Hex(first)) => {
            let Some(first) = text(&first) else { return };
            for code in (low..=high).take(MAX_CODES) {
                add(texts, Some(code), after(&first, code - low));
            }
        }
        Some(Piece::Open) => {
            let mut code = low;
            while let Some(Piece::Hex(target)) = pieces.next() {
                if code <= high {
                    add(texts, Some(code), text(&target));
                }
                code = code.saturating_add(1);
            }
        }
        _ => {}
    }
}

/// Returns the text with its last character moved on by `steps` code points.
fn after(first: &str, steps: u32) -> Option<String> {
    let last = first.chars().next_back()?;
    let next = char::from_u32(u32::from(last).checked_add(steps)?)?;
    let kept = first.strip_suffix(last)?;
    Some(kept.chars().chain([next]).collect())
}

/// Parses hexadecimal digits; `None` if they are more than four bytes or invalid.
fn number(digits: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(digits).ok().filter(|text| !text.starts_with('+'))?;
    u32::from_str_radix(text, 16).ok()
}

/// Returns the text of a target in UTF-16, in which one byte is a code unit; `None` for an unpaired surrogate.
fn text(digits: &[u8]) -> Option<String> {
    let units: Option<Vec<u16>> = match digits.len() {
        0 => None,
        1 | 2 => Some(vec![u16::try_from(number(digits)?).ok()?]),
        _ => digits.chunks(4).map(|four| u16::try_from(number(four)?).ok()).collect(),
    };
    String::from_utf16(&units?).ok()
}

/// The multi-byte codes of a font, and the numbers of their glyphs.
#[derive(Debug, Default)]
pub(super) struct Codes {
    /// Ranges of codes, with the number of their bytes.
    spaces: Vec<(usize, RangeInclusive<u32>)>,
    /// Ranges of codes, with the glyph of the first.
    glyphs: Vec<(RangeInclusive<u32>, u32)>,
}

impl Codes {
    /// Reads the map of an encoding.
    pub(super) fn of(map: &[u8]) -> Self {
        let mut codes = Self::default();
        let mut list: Option<&[u8]> = None;
        let mut pieces = Pieces { rest: map };
        while let Some(piece) = pieces.next() {
            match (piece, list) {
                (Piece::Word(word), _) => list = word.strip_prefix(b"begin"),
                (Piece::Hex(low), Some(b"codespacerange")) => {
                    let Some(Piece::Hex(high)) = pieces.next() else { continue };
                    let range = number(&low).zip(number(&high)).map(|(low, high)| low..=high);
                    codes.spaces.extend(range.map(|range| (low.len().div_ceil(2), range)));
                }
                (Piece::Hex(low), Some(b"cidrange")) => {
                    let Some(Piece::Hex(high)) = pieces.next() else { continue };
                    codes.add(number(&low), number(&high), pieces.next());
                }
                (Piece::Hex(code), Some(b"cidchar")) => {
                    codes.add(number(&code), number(&code), pieces.next());
                }
                _ => {}
            }
        }
        codes
    }

    fn add(&mut self, low: Option<u32>, high: Option<u32>, glyph: Option<Piece<'_>>) {
        if let (Some(low), Some(high), Some(Piece::Number(glyph))) = (low, high, glyph)
            && self.glyphs.len() < MAX_CODES
        {
            self.glyphs.push((low..=high, glyph));
        }
    }

    /// Returns the first code of a string, its glyph and the number of its bytes.
    pub(super) fn first(&self, string: &[u8]) -> Option<(u32, u32, usize)> {
        let mut code = 0;
        for (length, byte) in (1..=MAX_CODE_BYTES).zip(string) {
            code = code << 8 | u32::from(*byte);
            if self.spaces.iter().any(|(bytes, range)| *bytes == length && range.contains(&code)) {
                let glyph = self.glyphs.iter().find(|(range, _)| range.contains(&code));
                let glyph = glyph.map_or(0, |(range, glyph)| glyph.saturating_add(code - range.start()));
                return Some((code, glyph, length));
            }
        }
        None
    }
}

/// The tokenizer of a CMap. It skips names and comments.
struct Pieces<'a> {
    rest: &'a [u8],
}

impl<'a> Pieces<'a> {
    fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, &[]));
        self.rest = rest;
        taken
    }

    fn until(&mut self, end: impl Fn(u8) -> bool) -> &'a [u8] {
        let length = self.rest.iter().position(|byte| end(*byte)).unwrap_or(self.rest.len());
        self.take(length)
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            match *self.rest.first()? {
                b'%' => _ = self.until(|byte| matches!(byte, b'\n' | b'\r')),
                b'[' => return self.take(1).first().map(|_| Piece::Open),
                b']' => return self.take(1).first().map(|_| Piece::Close),
                b'<' if self.rest.get(1) != Some(&b'<') => {
                    self.take(1);
                    let digits = self.until(|byte| byte == b'>');
                    self.take(1).first()?;
                    return Some(Piece::Hex(
                        digits.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect(),
                    ));
                }
                byte if byte.is_ascii_digit() => {
                    let digits = self.until(|byte| !byte.is_ascii_digit());
                    let number = std::str::from_utf8(digits).unwrap_or_default().parse();
                    return Some(Piece::Number(number.unwrap_or(u32::MAX)));
                }
                byte if byte.is_ascii_alphabetic() => {
                    return Some(Piece::Word(self.until(|byte| !byte.is_ascii_alphanumeric())));
                }
                b'/' => {
                    self.take(1);
                    self.until(|byte| byte.is_ascii_whitespace() || b"/<>[]()".contains(&byte));
                }
                _ => _ = self.take(1),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("1 beginbfrange <00> <02> <41> endbfrange", &[(0, "A"), (1, "B"), (2, "C")])]
    #[case("1 beginbfrange <01> <02> [<0041> <D835DC00>] endbfrange", &[(1, "A"), (2, "\u{1D400}")])]
    #[case("2 beginbfchar <05> <00660069> <06> <d800> endbfchar", &[(5, "fi")])]
    #[case("1 beginbfrange <0000> <0001> <FFFF> endbfrange", &[(0, "\u{FFFF}"), (1, "\u{10000}")])]
    #[case("/CMapName /X def % <01> <02>\n1 begincodespacerange <00> <FF> endcodespacerange", &[])]
    #[case("1 beginbfchar <00 05> <00 41\n00 42> endbfchar", &[(5, "AB")])]
    #[case("1 beginbfchar <+5> <0041> endbfchar", &[])]
    #[case("1 beginbfrange <20> <7e> <2", &[])]
    #[case("<< /Registry (Adobe) >> 1 beginbfchar <1> <", &[])]
    #[case("2 beginbfchar <12> <005C007400680065007400610020> <5C> <005C> endbfchar", &[(92, "\\")])]
    #[case("2 beginbfchar <00> <0020002D0020> <01> <002D> endbfchar", &[(1, "-")])]
    #[case("", &[])]
    fn every_pair_that_makes_sense_is_kept(#[case] map: &str, #[case] expected: &[(u32, &str)]) {
        let expected = expected.iter().map(|(code, text)| (*code, (*text).to_owned())).collect();
        assert_eq!(texts(map.as_bytes()), expected);
    }

    #[test]
    fn huge_ranges_are_capped() {
        let map = b"9 beginbfrange <00000000> <FFFFFFFF> <0041> <0> <FFFFFFFF> <41>";
        assert!(texts(map).len() <= MAX_CODES);
    }

    #[test]
    fn codes_have_as_many_bytes_as_their_space() {
        let codes = Codes::of(
            b"2 begincodespacerange <00> <80> <8140> <9FFC> endcodespacerange 1 begincidrange <8140> <817E> 633 endcidrange",
        );
        assert_eq!(codes.first(b"A"), Some((0x41, 0, 1)));
        assert_eq!(codes.first(b"\x81\x42A"), Some((0x8142, 635, 2)));
        assert_eq!(codes.first(b"\x81"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_give_a_map(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            proptest::prop_assert!(texts(&bytes).len() <= MAX_CODES);
            proptest::prop_assert!(Codes::of(&bytes).first(&bytes).is_none_or(|(_, _, length)| length <= MAX_CODE_BYTES));
        }
    }
}
