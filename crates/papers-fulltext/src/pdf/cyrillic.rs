//! Reads Russian text whose fonts name no letters: its codes are those of Windows (CP1251), which PDFs without names show as accented
//! Latin letters.

use std::rc::Rc;

use super::sheet::Sheet;

/// The minimum share of accented letters of a text that is not in Latin script; Vietnamese has a third.
const ACCENTED: f64 = 0.6;
/// The most common letters of Russian, which are half of all in any text, and the least share of them in Russian.
const COMMON: &str = "оеаинтсрОЕАИНТСР";
const RUSSIAN: f64 = 0.4;
/// The test reads one letter in this many.
const SAMPLE: usize = 7;

/// Decodes the letters of a file if they are certainly Russian in CP1251.
pub(super) fn decode(sheets: &mut [Sheet]) {
    let (mut letters, mut cyrillic, mut common) = (0_usize, 0_usize, 0_usize);
    for glyph in sheets.iter().flat_map(|sheet| sheet.glyphs.iter().step_by(SAMPLE)) {
        if let [byte] = glyph.text.as_bytes() {
            letters += usize::from(byte.is_ascii_alphabetic());
            continue;
        }
        for c in glyph.text.chars() {
            letters += usize::from(c.is_alphabetic());
            if let Some(letter) = letter(c) {
                cyrillic += 1;
                common += usize::from(COMMON.contains(letter));
            }
        }
    }
    if cyrillic as f64 > ACCENTED * letters as f64 && common as f64 > RUSSIAN * cyrillic as f64 {
        let glyphs = sheets.iter_mut().flat_map(|sheet| sheet.glyphs.iter_mut().chain(&mut sheet.hidden));
        for glyph in glyphs.filter(|glyph| glyph.text.chars().any(|c| letter(c).is_some())) {
            glyph.text = Rc::from(glyph.text.chars().map(|c| letter(c).unwrap_or(c)).collect::<String>());
        }
    }
}

/// Returns the letter with the code of a character.
fn letter(c: char) -> Option<char> {
    match c {
        // Fonts whose other codes are like those of TeX have œ and Œ at these.
        'œ' => Some('ч'),
        'Œ' => Some('Ч'),
        '\u{C0}'..='\u{FF}' => char::from_u32(u32::from(c) - 0xC0 + u32::from('А')),
        '¨' => Some('Ё'),
        '¸' => Some('ё'),
        _ => None,
    }
}
