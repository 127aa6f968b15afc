//! Finds the numbers that the source has beside a number of the claim: those in its line, and those in its column of a table, in
//! rows that the claim names.

use crate::checks::proximity::Claimed;
use crate::number::precision::written_grain;
use crate::number::quantity::{Quantity, quantity};
use crate::number::{Number, numbers};
use crate::source::lines::{Body, Piece};
use crate::source::occurrence::Occurrence;
use crate::text::squash::squash;
use crate::text::token::{Token, tokens};

/// A number from which another may be computed.
pub(super) struct Operand {
    pub(super) value: f64,
    pub(super) quantity: Quantity,
    /// Its place among the numbers of the sentence; `None` for a number that only the source has.
    pub(super) at: Option<usize>,
    pub(super) is_decimal: bool,
    /// Its occurrences in the source.
    pub(super) spots: Vec<Occurrence>,
}

/// The maximum number of numbers in a line; among many, some would give any result by chance.
const MOST: usize = 6;

/// The maximum number of occurrences that are examined.
const SPOTS: usize = 12;

/// Returns the numbers beside one of the claim that the claim does not mention: the 44.6% of *52.7% for Alpha and 44.6% for
/// Beta*.
pub(super) fn beside(claimed: &Claimed<'_>, one: &Operand) -> Vec<Operand> {
    one.spots.iter().take(SPOTS).flat_map(|spot| around(claimed, spot)).collect()
}

fn around(claimed: &Claimed<'_>, spot: &Occurrence) -> Vec<Operand> {
    let lines = claimed.basis.lines;
    let Some(line) = lines.get(spot.line as usize) else { return Vec::new() };
    match &line.body {
        Body::Text(_) => {
            let found = operands(claimed.basis.source.plain_line(spot.line));
            if found.len() > MOST { Vec::new() } else { found }
        }
        Body::Row(_) => {
            let told = squash(claimed.sentence.text);
            let rows =
                lines.iter().filter(|other| other.above == line.above).filter_map(|line| match &line.body {
                    Body::Row(pieces) if is_named(pieces, &told) => Some(pieces),
                    _ => None,
                });
            let column = spot.column.map(|column| column as usize);
            let cells = rows.flatten().filter(|piece| piece.column.is_some() && piece.column == column);
            cells.flat_map(|piece| operands(piece.text)).collect()
        }
        Body::Columns(_) => Vec::new(),
    }
}

/// Returns true for a row whose heading a claim has.
fn is_named(row: &[Piece<'_>], told: &str) -> bool {
    let heading = row.iter().find(|piece| piece.text.starts_with(char::is_alphabetic));
    heading.is_some_and(|piece| {
        let name = squash(piece.text.split([' ', '(', '[']).next().unwrap_or_default());
        name.len() > 1 && told.contains(&name)
    })
}

/// Returns the numbers of a text.
fn operands(text: &str) -> Vec<Operand> {
    let tokens: Vec<Token<'_>> = tokens(text).collect();
    let of = |number: &Number| Operand {
        value: number.value.value(),
        quantity: quantity(&tokens, number),
        at: None,
        is_decimal: written_grain(&tokens, number) < 1.0,
        spots: Vec::new(),
    };
    let numbers = numbers(&tokens);
    let amounts = numbers.iter().filter(|number| number.form.has_quantity());
    amounts.map(of).collect()
}
