//! Removes the numbers of lines that stand so close to the text that they would be words of it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::glyph::Glyph;

/// The minimum number of lines that are numbered one after the other.
const LINES: usize = 5;
/// A page with more letters is none of a manuscript.
const LETTERS: usize = 20_000;
/// The maximum number of digits.
const DIGITS: usize = 4;
/// The tolerance for the ends of numbers below each other, in points.
const ALIGNED: f64 = 1.0;
/// The minimum share of the lines beside the numbers that have one.
const SHARE: f64 = 0.7;
/// The minimum gap between a number and a word, in font sizes.
const GAP: f64 = 0.2;
/// The maximum number of blanks beside a number.
const BLANKS: usize = 8;
/// The maximum number of series that are tried for a number.
const WAITING: usize = 20;
/// The width of the text beside numbers that is looked at, in font sizes.
const BESIDE: f64 = 15.0;

/// A number that no other letter touches.
struct Number {
    value: u32,
    at: Range<usize>,
    left: f64,
    right: f64,
    y: f64,
    size: f64,
}

/// Returns the letters of a page without the numbers of its lines: n, n + 1, n + 2 … below each other, one for nearly every line.
pub(super) fn without(glyphs: Cow<'_, [Glyph]>) -> Cow<'_, [Glyph]> {
    if glyphs.len() > LETTERS {
        return glyphs;
    }
    let numbers = numbers(&glyphs);
    if numbers.len() < LINES {
        return glyphs;
    }
    let mut gone: Vec<Range<usize>> = Vec::new();
    for series in series(&numbers) {
        if series.len() >= LINES && covers(&glyphs, &series) {
            gone.extend(series.iter().map(|number| number.at.clone()));
        }
    }
    if gone.is_empty() {
        return glyphs;
    }
    gone.sort_by_key(|range| range.start);
    let mut gone = gone.into_iter().peekable();
    let mut kept = Vec::with_capacity(glyphs.len());
    for (at, glyph) in glyphs.iter().enumerate() {
        while gone.next_if(|range| range.end <= at).is_some() {}
        if gone.peek().is_none_or(|range| at < range.start) {
            kept.push(glyph.clone());
        }
    }
    Cow::Owned(kept)
}

/// Finds the numbers that stand alone on either side.
fn numbers(glyphs: &[Glyph]) -> Vec<Number> {
    let is_inked = |glyph: &&Glyph| !glyph.text.trim().is_empty();
    let mut numbers = Vec::new();
    let mut at = 0;
    while let Some(first) = glyphs.get(at) {
        if !is_digit(first) {
            at += 1;
            continue;
        }
        let (head, rest) = glyphs.split_at(at);
        let joins = |pair: &&[Glyph]| matches!(pair, [a, b] if is_digit(b) && touches(a, b));
        let count = 1 + rest.windows(2).take_while(joins).count();
        let (digits, after) = rest.split_at(count);
        let before = head.iter().rev().take(BLANKS).find(is_inked);
        let after = after.iter().take(BLANKS).find(is_inked);
        let free = before.is_none_or(|before| !touches(before, first))
            && digits.last().zip(after).is_none_or(|(last, after)| !touches(last, after));
        if let (true, Some(last)) = (free && count <= DIGITS, digits.last()) {
            let digit = |glyph: &Glyph| glyph.text.bytes().map(|byte| u32::from(byte - b'0')).sum::<u32>();
            let value = digits.iter().fold(0, |value, glyph| 10 * value + digit(glyph));
            let Glyph { x: left, y, size, .. } = *first;
            numbers.push(Number { value, at: at..at + count, left, right: last.end, y, size });
        }
        at += count;
    }
    numbers
}

fn is_digit(glyph: &Glyph) -> bool {
    matches!(glyph.text.as_bytes(), [b'0'..=b'9'])
}

/// Returns true if there is no gap between a letter and the next.
fn touches(a: &Glyph, b: &Glyph) -> bool {
    let size = a.size.max(b.size).max(1.0);
    (a.y - b.y).abs() < size && (-size..GAP * size).contains(&(b.x - a.end))
}

/// Returns the series in which each number is one more than that above it.
fn series(numbers: &[Number]) -> Vec<Vec<&Number>> {
    let mut all: Vec<Vec<&Number>> = Vec::new();
    // The series that wait for a number.
    let mut open: HashMap<u32, Vec<usize>> = HashMap::new();
    for number in numbers {
        let follows = |index: &usize| {
            all.get(*index).and_then(|series| series.last()).is_some_and(|last| {
                let aligned =
                    (last.left - number.left).abs() < ALIGNED || (last.right - number.right).abs() < ALIGNED;
                aligned && number.y < last.y && (last.size - number.size).abs() < ALIGNED
            })
        };
        let waiting = open.entry(number.value).or_default();
        let place = waiting.iter().rev().take(WAITING).position(follows);
        let index = if let Some(back) = place {
            waiting.swap_remove(waiting.len() - 1 - back)
        } else {
            all.push(Vec::new());
            all.len() - 1
        };
        all.get_mut(index).into_iter().for_each(|series| series.push(number));
        open.entry(number.value + 1).or_default().push(index);
    }
    all
}

/// Returns true if nearly all lines beside a series have one of its numbers.
fn covers(glyphs: &[Glyph], series: &[&Number]) -> bool {
    let (Some(first), Some(last)) = (series.first(), series.last()) else { return false };
    let (top, bottom) = (first.y + first.size / 2.0, last.y - last.size / 2.0);
    let (left, right) = (first.left - BESIDE * first.size, first.right + BESIDE * first.size);
    let beside = |glyph: &&Glyph| (bottom..top).contains(&glyph.y) && (left..right).contains(&glyph.x);
    let mut heights: Vec<f64> = glyphs.iter().filter(beside).map(|glyph| glyph.y).collect();
    heights.sort_by(f64::total_cmp);
    let steps = heights.windows(2).filter(|pair| matches!(pair, [a, b] if b - a > first.size / 2.0));
    // The numbers of pages in a table of contents stand right of the text.
    let text: Vec<&Glyph> =
        glyphs.iter().filter(beside).filter(|glyph| !glyph.text.trim().is_empty()).collect();
    let is_after_text = |number: &&&Number| {
        text.iter().any(|glyph| {
            (glyph.y - number.y).abs() < number.size / 2.0
                && (number.left - 2.0 * number.size..number.left).contains(&glyph.x)
        })
    };
    series.len() as f64 >= SHARE * (steps.count() + 1) as f64
        && series.iter().filter(is_after_text).count() * 2 < series.len()
}
