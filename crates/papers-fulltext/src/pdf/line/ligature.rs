//! Replaces ligatures that stand alone, which are none: Greek letters and signs of bitmap fonts that do not name their glyphs have
//! the codes that ligatures have in fonts of text.

use super::Line;
use crate::pdf::glyph::UNKNOWN;

/// The texts of ligatures, none of which is a word.
const LIGATURES: [&str; 5] = ["ff", "fi", "fl", "ffi", "ffl"];
/// The ligature with the code of TeX's bullet.
const BULLET: &str = "ffl";

/// Returns true if a letter with this text is a ligature.
pub(super) fn is_ligature(text: &str) -> bool {
    LIGATURES.contains(&text)
}

/// Replaces the ligatures of a line that begin at these bytes and stand alone: one at its beginning by a bullet, all others by U+FFFD.
pub(super) fn replace_alone(line: &mut Line, begins: &[usize]) {
    let mut text = String::new();
    let mut end = 0;
    let starts = [line.bold_start, line.face_start];
    for &at in begins {
        let Some(length) = alone(&line.text, at) else { continue };
        let sign = if at == 0 && line.text.starts_with(BULLET) { "•" } else { UNKNOWN };
        text.push_str(line.text.get(end..at).unwrap_or_default());
        text.push_str(sign);
        end = at + length;
        let longer = |start: usize| if start > at { sign.len() - length } else { 0 };
        line.bold_start += longer(starts[0]);
        line.face_start += longer(starts[1]);
    }
    if end > 0 {
        text.push_str(line.text.get(end..).unwrap_or_default());
        line.text = text;
    }
}

/// Returns the length of the ligature at a byte if it stands alone.
fn alone(text: &str, at: usize) -> Option<usize> {
    let (before, rest) = text.split_at_checked(at)?;
    let length = rest.bytes().take(BULLET.len() + 1).take_while(u8::is_ascii_alphabetic).count();
    let (word, after) = rest.split_at_checked(length)?;
    let bounds = |c: Option<char>| c.is_none_or(|c| c == ' ' || c != '-' && c.is_ascii_punctuation());
    // "p. 12 ff."
    let pages = before.trim_end().ends_with(|c: char| c.is_ascii_digit());
    let is_alone = is_ligature(word) && bounds(before.chars().next_back()) && bounds(after.chars().next());
    (is_alone && !pages).then_some(length)
}
