//! Tidies the letters of a page before lines are made of them: removes those that are drawn twice in one place, and puts the parts of
//! a line in order.

use std::borrow::Cow;
use std::ops::Range;

use super::glyph::Glyph;

/// The maximum distance of two drawings of one letter, in font sizes: bold type is imitated by a shift of up to half a point.
const SHIFT: f64 = 0.1;
/// The same in widths of the letter: in the text layers of scans, narrow letters may be set close to each other.
const NARROW: f64 = 0.25;
/// The tolerance for letters on one baseline, in font sizes.
const LEVEL: f64 = 0.05;
/// The maximum gap between two parts of a line, in font sizes.
const GAP: f64 = 1.0;
/// The minimum number of letters of a part that is put elsewhere; fewer are parts of formulas.
const PART: usize = 3;
/// The number of letters that are searched; a line has some hundred.
const REACH: usize = 400;

/// Returns the letters of a page without repeated ones, those of a line from left to right where it is drawn in parts.
pub(super) fn tidy(glyphs: &[Glyph]) -> Cow<'_, [Glyph]> {
    let starts = starts(glyphs);
    if starts.is_empty() {
        return Cow::Borrowed(glyphs);
    }
    match without_repeats(glyphs, &starts) {
        Some(single) => {
            let starts = self::starts(&single);
            Cow::Owned(ordered(&single, &starts).unwrap_or(single))
        }
        None => ordered(glyphs, &starts).map_or(Cow::Borrowed(glyphs), Cow::Owned),
    }
}

/// Returns the letters that are drawn on the baseline of the last one, but not right of it.
fn starts(glyphs: &[Glyph]) -> Vec<usize> {
    let steps = |(at, pair): (usize, &[Glyph])| match pair {
        [last, next] if steps_back(last, next) => Some(at + 1),
        _ => None,
    };
    glyphs.windows(2).enumerate().filter_map(steps).collect()
}

/// Returns true if a letter is drawn on the baseline of the last one, but not right of it.
fn steps_back(last: &Glyph, next: &Glyph) -> bool {
    let size = next.size.max(1.0);
    next.x < last.x + SHIFT * size && (next.y - last.y).abs() < SHIFT * size
}

fn is_repeated(first: &Glyph, second: &Glyph) -> bool {
    let reach = SHIFT * first.size.max(1.0);
    first.text == second.text
        && (first.x - second.x).abs() < reach.min(NARROW * (first.end - first.x))
        && (first.y - second.y).abs() < reach
        && (first.size - second.size).abs() < reach
}

/// Removes letters that are drawn again in about the same place, as bold type is imitated; `None` if there are none. A few may be
/// narrow letters of the text layer of a scan.
fn without_repeats(glyphs: &[Glyph], starts: &[usize]) -> Option<Vec<Glyph>> {
    let mut repeated: Vec<Range<usize>> = Vec::new();
    for start in starts {
        if repeated.last().is_some_and(|last| *start < last.end) {
            continue;
        }
        let Some(first) = drawn_before(glyphs, *start) else { continue };
        let original = glyphs.get(first..*start).unwrap_or_default();
        let again = glyphs.get(*start..).unwrap_or_default();
        let count = original.iter().zip(again).take_while(|(own, again)| is_repeated(own, again)).count();
        if count >= PART {
            repeated.push(*start..start + count);
        }
    }
    if repeated.is_empty() {
        return None;
    }
    let mut kept = Vec::with_capacity(glyphs.len());
    let mut from = 0;
    for Range { start, end } in repeated {
        kept.extend_from_slice(glyphs.get(from..start).unwrap_or_default());
        from = end;
    }
    kept.extend_from_slice(glyphs.get(from..).unwrap_or_default());
    Some(kept)
}

/// Returns where a letter was drawn before in its line.
fn drawn_before(glyphs: &[Glyph], start: usize) -> Option<usize> {
    let next = glyphs.get(start)?;
    let line = (start.saturating_sub(REACH)..start).rev();
    let level = |first: &Glyph| (first.y - next.y).abs() < next.size;
    line.map_while(|first| glyphs.get(first).filter(|own| level(own)).map(|own| (first, own)))
        .find(|(_, own)| is_repeated(own, next))
        .map(|(first, _)| first)
}

/// Puts parts of lines that are drawn after what stands right of them in their places; `None` if there are none.
fn ordered(glyphs: &[Glyph], starts: &[usize]) -> Option<Vec<Glyph>> {
    let mut ordered: Option<Vec<Glyph>> = None;
    for start in starts {
        let count = part(glyphs, *start).len();
        let all = ordered.as_deref().unwrap_or(glyphs);
        if let Some(place) = place(all, *start, count) {
            let moved = ordered.get_or_insert_with(|| glyphs.to_vec());
            moved.get_mut(place..start + count)?.rotate_right(count);
        }
    }
    ordered
}

/// Returns the letters from one on that go on to the right on its baseline.
fn part(glyphs: &[Glyph], start: usize) -> &[Glyph] {
    let rest = glyphs.get(start..).unwrap_or_default();
    let goes_on = |pair: &&[Glyph]| match pair {
        [last, next] => next.x >= last.x && is_level(last, next) && next.x - last.end < GAP * last.size,
        _ => false,
    };
    let count = rest.windows(2).take(REACH).take_while(goes_on).count() + 1;
    rest.get(..count.min(rest.len())).unwrap_or_default()
}

fn is_level(a: &Glyph, b: &Glyph) -> bool {
    (a.y - b.y).abs() < LEVEL * a.size.max(1.0) && (a.size - b.size).abs() < SHIFT * a.size
}

/// Returns where a part of a line belongs among the letters drawn before it, if there is a gap for it.
fn place(glyphs: &[Glyph], start: usize, count: usize) -> Option<usize> {
    let part = glyphs.get(start..start + count)?;
    let (first, last) = (part.first()?, part.last()?);
    let inked = |part: &[Glyph]| part.iter().filter(|glyph| !glyph.text.trim().is_empty()).count();
    if inked(part) < PART || part.iter().any(is_leftward) {
        return None;
    }
    let line = (start.saturating_sub(REACH)..start).rev();
    let line = line.take_while(|at| glyphs.get(*at).is_some_and(|glyph| is_level(glyph, first)));
    let begin = line.last()?;
    let before = glyphs.get(begin..start)?;
    if inked(before) < PART || before.iter().any(is_leftward) {
        return None;
    }
    let slack = SHIFT * first.size;
    let right = before.iter().position(|glyph| glyph.x > first.x)?;
    let next = before.get(right)?;
    let fits = last.end <= next.x + slack && next.x - last.end < GAP * first.size;
    let left = right.checked_sub(1).and_then(|left| before.get(left));
    let beside = left.is_none_or(|left| left.end <= first.x + slack);
    let sorted = before.windows(2).all(|pair| matches!(pair, [a, b] if a.x <= b.x));
    (fits && beside && sorted).then_some(begin + right)
}

/// Returns true for a letter that is written from right to left.
fn is_leftward(glyph: &Glyph) -> bool {
    glyph.text.contains(|c: char| matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FEFC}'))
}
