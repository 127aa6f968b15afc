//! Recognizes fractions within a line: a numerator, a bar below it, and a denominator below the bar.
//!
//! Without them, 3/4 would be read as 34: PDFs draw the digits one after the other, above and below the line.

use super::geometry::Rectangle;
use super::glyph::Glyph;

/// The maximum thickness of a bar, in points.
const THICK: f64 = 1.5;
/// The distances between the baselines of numerator and denominator, in font sizes.
const STEP: std::ops::Range<f64> = 0.8..1.6;
/// Up to this distance, the bar may be close to the numerator; two lines of text, of which one is underlined, are further apart.
const CLOSE_STEP: f64 = 1.15;
/// The minimum distance of the bar from the baseline of the numerator if the step is larger, in font sizes.
const BELOW: f64 = 0.3;
/// The maximum size of a numerator in a line of text, as a share of that of the line.
const SCRIPT: f64 = 0.85;
/// The maximum height of a root above the baseline of what it belongs to, in font sizes.
const ROOT: f64 = 1.3;
/// The height above the baseline that a denominator fills, in font sizes.
const HEIGHT: f64 = 0.5;
/// The tolerance for the position of the numerator on its bar, in font sizes.
const OFF: f64 = 0.25;
/// The maximum length of a bar, in font sizes; lines of tables below a centered caption are longer.
const LONG: f64 = 8.0;
/// The maximum gap between letters of a numerator, which has no wide spaces, in font sizes.
const GAP: f64 = 0.35;
/// The maximum height of a bar above the baseline of its line, in font sizes.
const AXIS: f64 = 0.5;

/// A thin horizontal line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bar {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) y: f64,
}

impl Bar {
    /// Returns the bar that fills an area, if it is thin enough.
    pub(super) fn of(area: &Rectangle) -> Option<Self> {
        let Rectangle { left, bottom, right, top } = *area;
        let thickness = top - bottom;
        (thickness < THICK && right - left > 2.0 * thickness).then(|| Self {
            left,
            right,
            y: bottom.midpoint(top),
        })
    }
}

/// Letters that were drawn one after the other at one height.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Run {
    /// The position of the first in the text of the line, in bytes.
    pub(super) from: usize,
    left: f64,
    right: f64,
    y: f64,
    size: f64,
}

impl Run {
    /// Adds a letter that is written at a position of the text, or begins with it.
    pub(super) fn take(&mut self, glyph: &Glyph, at: usize) {
        let same = (glyph.y - self.y).abs() < 0.05 * glyph.size && (glyph.size - self.size).abs() < 0.5;
        if same && at > self.from && glyph.x >= self.left && glyph.x - self.right < GAP * glyph.size {
            self.right = self.right.max(glyph.end);
        } else {
            *self = Self { from: at, left: glyph.x, right: glyph.end, y: glyph.y, size: glyph.size };
        }
    }

    /// Returns the bar between these letters and the first letter of a denominator. `size` is that of the line.
    pub(super) fn bar_above(&self, glyph: &Glyph, bars: &[Bar], size: f64) -> Option<Bar> {
        let step = (self.y - glyph.y) / self.size.max(1.0);
        if !STEP.contains(&step) || glyph.x > self.right {
            return None;
        }
        let off = OFF * self.size;
        let parts = |bar: &&Bar| {
            let below = self.y - bar.y;
            // Text that is underlined is as wide as its line, and as large as the text around it.
            let wider = bar.left < self.left - off && bar.right > self.right + off;
            let close = step < CLOSE_STEP || wider || self.size < SCRIPT * size;
            let least = if close { 0.0 } else { BELOW * self.size };
            below > least
                && bar.right - bar.left < LONG * self.size
                && bar.y > glyph.y + HEIGHT * glyph.size
                && (bar.left.midpoint(bar.right) - self.left.midpoint(self.right)).abs() < off
                && bar.right > self.right - off
                && (bar.left - off..bar.right).contains(&glyph.x)
        };
        bars.iter().find(parts).copied()
    }
}

/// The position of a written letter: on the page, and in the text of its line, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Position {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) at: usize,
}

/// Returns the bar between the last letters, which may have indices and exponents, and the first letter of a denominator, and where
/// the numerator begins in the text. `line` is the height and the size of the line, above which the numerator is raised.
pub(super) fn bar_below(
    written: &[Position],
    last: &Glyph,
    glyph: &Glyph,
    bars: &[Bar],
    line: (f64, f64),
) -> Option<(Bar, usize)> {
    if glyph.x >= last.x || last.y - glyph.y < HEIGHT * glyph.size {
        return None;
    }
    let off = OFF * last.size;
    let between = |bar: &&Bar| {
        (HEIGHT..ROOT).contains(&((bar.y - glyph.y) / glyph.size.max(1.0)))
            && bar.y < last.y
            && bar.right - bar.left < LONG * line.1
            && (bar.left - off..bar.right).contains(&glyph.x)
            && (bar.left..bar.right + off).contains(&last.end)
    };
    let bar = bars.iter().find(between)?;
    let above = |letter: &&Position| letter.x > bar.left - off && letter.y > bar.y - OFF * line.1;
    let first = written.iter().rev().take_while(above).last()?;
    let raised = first.y > line.0 + OFF * line.1;
    let centered = (bar.left.midpoint(bar.right) - first.x.midpoint(last.end)).abs() < 2.0 * off;
    (raised && centered).then_some((*bar, first.at))
}

/// A fraction whose denominator is being written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fraction {
    pub(super) bar: Bar,
    /// The positions of numerator and denominator in the text of the line, in bytes.
    pub(super) numerator: usize,
    pub(super) denominator: usize,
    /// The height of the denominator.
    pub(super) y: f64,
}

impl Fraction {
    /// Returns true for a letter of the denominator.
    pub(super) fn holds(&self, glyph: &Glyph) -> bool {
        let rise = glyph.y - self.y;
        // The sign of a root hangs from its line.
        let root = &*glyph.text == "√" && (0.0..ROOT * glyph.size).contains(&rise);
        (root || rise.abs() < 0.5 * glyph.size) && glyph.y < self.bar.y && glyph.x < self.bar.right
    }

    /// Returns true for a letter on the line that the fraction belongs to.
    pub(super) fn is_in_line_of(&self, glyph: &Glyph) -> bool {
        (0.0..AXIS * glyph.size).contains(&(self.bar.y - glyph.y))
    }

    /// Writes the fraction in one line: `3/4`, `(n + 1)/2`.
    pub(super) fn close(&self, text: &mut String) {
        let both = text.is_char_boundary(self.numerator) && text.is_char_boundary(self.denominator);
        if !both || self.denominator > text.len() || self.numerator > self.denominator {
            return;
        }
        let denominator = text.split_off(self.denominator);
        let numerator = text.split_off(self.numerator);
        if text.ends_with(char::is_alphanumeric) {
            text.push(' ');
        }
        text.push_str(&bracketed(&numerator, is_compound(&numerator)));
        text.push('/');
        let digits = denominator.trim().chars().all(|c| c.is_ascii_digit() || c == '.');
        let single = denominator.trim().chars().nth(1).is_none();
        text.push_str(&bracketed(&denominator, !digits && !single));
    }
}

/// Returns true for text that needs brackets as a numerator or an exponent: it has an operator, or a space before a letter.
pub(super) fn is_compound(text: &str) -> bool {
    let words = text.split_whitespace().skip(1);
    text.contains(|c: char| "+-−±/·×*=<>".contains(c))
        || words.into_iter().any(|word| word.starts_with(char::is_alphabetic))
}

fn bracketed(text: &str, brackets: bool) -> String {
    let text = text.trim();
    if brackets { format!("({text})") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::style::Style;

    fn glyph(x: f64, y: f64, size: f64) -> Glyph {
        Glyph { text: "1".into(), x, y, end: x + size / 2.0, size, style: Style::default(), face: 0 }
    }

    fn bar(left: f64, right: f64, y: f64) -> Bar {
        Bar { left, right, y }
    }

    fn over(numerator: &Glyph, denominator: &Glyph, bars: &[Bar]) -> bool {
        let mut run = Run::default();
        run.take(numerator, 0);
        run.bar_above(denominator, bars, 10.0).is_some()
    }

    #[test]
    fn a_bar_between_two_numbers_makes_a_fraction() {
        let (one, two) = (glyph(100.0, 103.9, 7.0), glyph(100.0, 96.5, 7.0));
        assert!(over(&one, &two, &[bar(99.8, 103.7, 102.5)]));
        assert!(!over(&one, &two, &[]), "an exponent and an index");
        assert!(!over(&one, &two, &[bar(71.8, 131.7, 102.5)]), "a line of a table");
        let (one, two) = (glyph(100.0, 106.8, 10.0), glyph(100.0, 93.1, 10.0));
        assert!(over(&one, &two, &[bar(99.8, 105.2, 102.5)]));
        let below = glyph(100.0, 94.8, 10.0);
        assert!(!over(&one, &below, &[bar(99.8, 105.2, 105.2)]), "underlined");
        assert!(over(&one, &below, &[bar(95.0, 110.0, 105.2)]), "wider than its numerator");
        let (one, two) = (glyph(100.0, 104.4, 7.0), glyph(100.0, 95.8, 7.0));
        assert!(over(&one, &two, &[bar(99.9, 103.9, 102.7)]), "small");
    }

    #[test]
    fn a_numerator_may_have_an_exponent() {
        let written = [(90.0, 100.0, 0), (100.0, 104.0, 1), (103.5, 106.0, 2)];
        let written = written.map(|(x, y, at)| Position { x, y, at });
        let (last, below) = (glyph(103.5, 106.0, 5.0), glyph(101.5, 96.0, 7.0));
        let over = |line| bar_below(&written, &last, &below, &[bar(99.8, 106.2, 102.5)], (line, 10.0));
        assert_eq!(over(100.0).map(|(_, at)| at), Some(1));
        assert!(over(104.0).is_none(), "underlined");
    }

    #[test]
    fn only_thin_areas_are_bars() {
        let area = |right, top| Bar::of(&Rectangle { left: 10.0, bottom: 20.0, right, top });
        assert_eq!(area(14.0, 20.4), Some(bar(10.0, 14.0, 20.2)));
        assert!(area(14.0, 22.0).is_none() && area(10.4, 20.4).is_none());
    }

    #[test]
    fn parts_of_several_letters_get_brackets() {
        let close = |before: &str, numerator: &str, denominator: &str| {
            let mut text = format!("{before}{numerator}{denominator}");
            let (from, to) = (before.len(), before.len() + numerator.len());
            let fraction = Fraction { bar: bar(0.0, 1.0, 0.0), numerator: from, denominator: to, y: 0.0 };
            fraction.close(&mut text);
            text
        };
        assert_eq!(close("of ", "3", "4"), "of 3/4");
        assert_eq!(close("1", "1", "2"), "1 1/2");
        assert_eq!(close("", "n + 1", "2n"), "(n + 1)/(2n)");
    }
}
