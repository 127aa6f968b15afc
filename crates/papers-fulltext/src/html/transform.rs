//! Evaluates values of `transform` to decide whether text remains visible.

use super::length::{fraction, length, number};
use super::thresholds::{FAINT, OFF_PAGE};

/// The shift down of the longest tables that LaTeXML scales.
const LONG_TABLE: f32 = 10_000.0;

/// Returns true for transforms that leave text visible. When LaTeXML scales a table, it moves it by half of the lost size, and long
/// ones so far down that a reader has to scroll.
pub(super) fn transforms(value: &str) -> bool {
    let farthest = if value.contains("scale(0.") { LONG_TABLE } else { 2.0 * OFF_PAGE };
    value.split_inclusive(')').map(str::trim).filter(|one| !one.is_empty()).all(|one| {
        let Some((name, rest)) = one.split_once('(') else { return false };
        let arguments: Vec<&str> = rest.trim_end_matches(')').split(',').map(str::trim).collect();
        let moved = |(at, value): (usize, &&str)| {
            let farthest = if at == 1 { farthest } else { 2.0 * OFF_PAGE };
            length(value).is_some_and(|step| (-2.0 * OFF_PAGE..farthest).contains(&step))
        };
        match name.trim() {
            "translate" | "translatex" | "translatey" | "translate3d" => {
                arguments.iter().enumerate().all(moved)
            }
            "scale" | "scalex" | "scaley" => {
                arguments.iter().all(|value| fraction(value).is_some_and(|part| part.abs() >= FAINT))
            }
            "rotate" | "rotatez" => arguments.iter().all(|value| number(value).is_some()),
            "matrix" => is_plain(&arguments),
            _ => false,
        }
    })
}

/// Returns true for a matrix that neither flattens text nor moves it away.
fn is_plain(arguments: &[&str]) -> bool {
    let values: Option<Vec<f32>> = arguments.iter().map(|value| length(value)).collect();
    match values.as_deref() {
        Some(&[a, b, c, d, right, down]) => {
            let far = right.abs().max(down.abs());
            (a * d - b * c).abs() >= FAINT * FAINT && far < 2.0 * OFF_PAGE
        }
        _ => false,
    }
}
