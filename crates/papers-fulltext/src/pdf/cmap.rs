//! Rewrites a font's ToUnicode CMap in the one form that `pdf-extract` reads without panicking.
//!
//! `pdf-extract` panics on one-byte targets (found in PDFs of withdrawn and word-processed papers on arXiv), on unpaired
//! surrogates, on ranges that overflow, and on anything that it cannot parse. All valid mappings are kept, and everything else is
//! dropped. Mappings are written as ranges where possible, because each token takes a microsecond to parse.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The maximum number of mappings kept: the number of two-byte codes.
const MOST_CODES: usize = 65_536;
/// The maximum number of entries in a section, which is the limit of the standard.
const RUNS_A_SECTION: usize = 100;

/// Codes with their text in UTF-16.
type Pairs = BTreeMap<u32, Vec<u16>>;

/// A token of a CMap.
#[derive(Debug, PartialEq)]
enum Piece<'a> {
    /// The digits of a hexadecimal string `<…>`, which may be separated by whitespace.
    Hex(Vec<u8>),
    Open,
    Close,
    Word(&'a [u8]),
}

/// Rewrites a CMap; `None` if it has no valid mapping.
pub(super) fn repair(map: &[u8]) -> Option<Vec<u8>> {
    let mut pairs = Pairs::new();
    let mut list: Option<&[u8]> = None;
    let mut pieces = Pieces { rest: map };
    while let Some(piece) = pieces.next() {
        match (piece, list) {
            (Piece::Word(word), _) => list = word.strip_prefix(b"begin"),
            (Piece::Hex(code), Some(b"bfchar")) => {
                if let Some(Piece::Hex(target)) = pieces.next() {
                    add(&mut pairs, number(&code), units(&target));
                }
            }
            (Piece::Hex(low), Some(b"bfrange")) => {
                if let Some(Piece::Hex(high)) = pieces.next() {
                    add_range(&mut pairs, number(&low), number(&high), &mut pieces);
                }
            }
            _ => {}
        }
    }
    (!pairs.is_empty()).then(|| write(pairs))
}

fn add(pairs: &mut Pairs, code: Option<u32>, target: Option<Vec<u16>>) {
    if let (Some(code), Some(target)) = (code, target)
        && pairs.len() < MOST_CODES
    {
        pairs.insert(code, target);
    }
}

/// Adds the mappings of a range, `<low> <high> <first>` or `<low> <high> [<each> …]`, from the third operand on.
fn add_range(pairs: &mut Pairs, low: Option<u32>, high: Option<u32>, pieces: &mut Pieces<'_>) {
    let (Some(low), Some(high)) = (low, high) else { return };
    match pieces.next() {
        Some(Piece::Hex(first)) => {
            let Some(first) = units(&first) else { return };
            for code in (low..=high).take(MOST_CODES) {
                add(pairs, Some(code), after(&first, code - low));
            }
        }
        Some(Piece::Open) => {
            let mut code = low;
            while let Some(Piece::Hex(target)) = pieces.next() {
                if code <= high {
                    add(pairs, Some(code), units(&target));
                }
                code = code.saturating_add(1);
            }
        }
        _ => {}
    }
}

/// Returns the text with its last character moved on by `steps` code points.
fn after(first: &[u16], steps: u32) -> Option<Vec<u16>> {
    let text = String::from_utf16(first).ok()?;
    let last = text.chars().next_back()?;
    let next = char::from_u32(u32::from(last).checked_add(steps)?)?;
    let kept = text.strip_suffix(last)?;
    Some(kept.chars().chain([next]).collect::<String>().encode_utf16().collect())
}

/// Parses hexadecimal digits; `None` if they are more than four bytes or invalid.
fn number(digits: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(digits).ok().filter(|text| !text.starts_with('+'))?;
    u32::from_str_radix(text, 16).ok()
}

/// Returns the UTF-16 of a target, in which one byte is a code unit; `None` for an unpaired surrogate.
fn units(digits: &[u8]) -> Option<Vec<u16>> {
    let units: Option<Vec<u16>> = match digits.len() {
        0 => None,
        1 | 2 => Some(vec![u16::try_from(number(digits)?).ok()?]),
        _ => digits.chunks(4).map(|four| u16::try_from(number(four)?).ok()).collect(),
    };
    units.filter(|units| String::from_utf16(units).is_ok())
}

/// Consecutive codes, with the text of the first. The last character of each text is one after that of the text before.
struct Run {
    first: u32,
    last: u32,
    text: Vec<u16>,
}

impl Run {
    /// Returns true if a code and its text continue the run. Only the last byte of a text may change within a run.
    fn takes(&self, code: u32, text: &[u16]) -> bool {
        let steps = u16::try_from(code - self.first).unwrap_or(u16::MAX);
        match (self.text.as_slice(), text) {
            ([first], [unit]) => {
                code == self.last + 1 && first.checked_add(steps) == Some(*unit) && first >> 8 == unit >> 8
            }
            _ => false,
        }
    }
}

fn write(pairs: Pairs) -> Vec<u8> {
    let mut runs: Vec<Run> = Vec::new();
    for (code, text) in pairs {
        match runs.last_mut().filter(|run| run.takes(code, &text)) {
            Some(run) => run.last = code,
            None => runs.push(Run { first: code, last: code, text }),
        }
    }
    let (single, several): (Vec<Run>, Vec<Run>) = runs.into_iter().partition(|run| run.first == run.last);
    let mut out = String::from("/CIDInit /ProcSet findresource begin\n");
    list(&mut out, "bfchar", &single, |run| format!("<{:04X}>", run.first));
    list(&mut out, "bfrange", &several, |run| format!("<{:04X}> <{:04X}>", run.first, run.last));
    out.push_str("end\n");
    out.into_bytes()
}

/// Writes runs in sections of one kind, observing the limit of the standard.
fn list(out: &mut String, kind: &str, runs: &[Run], codes: impl Fn(&Run) -> String) {
    for section in runs.chunks(RUNS_A_SECTION) {
        _ = writeln!(out, "{} begin{kind}", section.len());
        for run in section {
            let text: String = run.text.iter().map(|unit| format!("{unit:04X}")).collect();
            _ = writeln!(out, "{} <{text}>", codes(run));
        }
        _ = writeln!(out, "end{kind}");
    }
}

/// The tokenizer of a CMap. It skips names, numbers and comments.
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

    fn repaired(map: &str) -> Vec<String> {
        let text = String::from_utf8(repair(map.as_bytes()).unwrap_or_default()).unwrap();
        text.lines().filter(|line| line.starts_with('<')).map(str::to_owned).collect()
    }

    #[rstest]
    #[case("1 beginbfrange <00> <02> <41> endbfrange", &["<0000> <0002> <0041>"])]
    #[case("1 beginbfrange <01> <02> [<0041> <D835DC00>] endbfrange", &["<0001> <0041>", "<0002> <D835DC00>"])]
    #[case("2 beginbfchar <05> <00660069> <06> <d800> endbfchar", &["<0005> <00660069>"])]
    #[case("1 beginbfrange <0000> <0001> <FFFF> endbfrange", &["<0000> <FFFF>", "<0001> <D800DC00>"])]
    #[case("/CMapName /X def % <01> <02>\n1 begincodespacerange <00> <FF> endcodespacerange", &[])]
    #[case("1 beginbfchar <00 05> <00 41\n00 42> endbfchar", &["<0005> <00410042>"])]
    #[case("1 beginbfchar <+5> <0041> endbfchar", &[])]
    #[case("1 beginbfrange <20> <7e> <2", &[])]
    #[case("<< /Registry (Adobe) >> 1 beginbfchar <1> <", &[])]
    #[case("", &[])]
    fn every_pair_that_makes_sense_is_kept(#[case] map: &str, #[case] expected: &[&str]) {
        assert_eq!(repaired(map), expected);
    }

    #[test]
    fn huge_ranges_are_capped() {
        assert!(
            repaired("9 beginbfrange <00000000> <FFFFFFFF> <0041> <0> <FFFFFFFF> <41>").len() <= MOST_CODES
        );
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_give_a_map_that_can_be_read(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            proptest::prop_assert!(repair(&bytes).is_none_or(|map| map.ends_with(b"end\n")));
        }
    }
}
