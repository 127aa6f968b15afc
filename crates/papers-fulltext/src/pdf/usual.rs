//! The usual look of a paper: the sizes of its running text, the distance of its lines, the form of its numbers.

use std::collections::BTreeMap;

use super::heading;
use super::layout::Row;

/// A font size with this part of a paper's letters is one of its running text's.
const COMMON: f64 = 0.3;
/// The same after the references, where appendices are set smaller.
const COMMON_LATE: f64 = 0.15;
/// The tolerance of a usual size, as a share of it.
pub(super) const ABOUT: f64 = 0.06;
/// The size where nothing can be measured.
const SIZE: f64 = 10.0;

/// The usual look of a paper.
#[derive(Debug, Clone, Default)]
pub(super) struct Usual {
    /// Font sizes with the part of the letters that each has, the most common first.
    sizes: Vec<(f64, f64)>,
    /// From baseline to baseline.
    pub(super) leading: f64,
    /// True when sections have Roman numbers.
    pub(super) roman: bool,
}

impl Usual {
    /// Measures the rows of a paper.
    pub(super) fn of(rows: &[Row]) -> Self {
        let mut letters: BTreeMap<i64, usize> = BTreeMap::new();
        for row in rows {
            *letters.entry(tenths(row.line.size)).or_default() += row.line.letters;
        }
        let all = letters.values().sum::<usize>().max(1) as f64;
        let mut sizes: Vec<(f64, f64)> =
            letters.into_iter().map(|(size, count)| (size as f64 / 10.0, count as f64 / all)).collect();
        sizes.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        let leading = leading(rows, sizes.first().map_or(SIZE, |(size, _)| *size));
        let roman = rows.iter().filter(|row| heading::is_roman(&row.line.text)).count() >= 2;
        Self { sizes, leading, roman }
    }

    /// The most common font size.
    pub(super) fn body(&self) -> f64 {
        self.sizes.first().map_or(SIZE, |(size, _)| *size)
    }

    /// True for a size of the running text, `late` after the references.
    pub(super) fn is_text(&self, size: f64, late: bool) -> bool {
        let least = if late { COMMON_LATE } else { COMMON };
        is_about(size, self.body())
            || self.sizes.iter().any(|(usual, part)| *part >= least && is_about(size, *usual))
    }
}

/// True for sizes that differ only by rounding.
pub(super) fn is_about(a: f64, b: f64) -> bool {
    (a / b - 1.0).abs() < ABOUT
}

#[expect(clippy::cast_possible_truncation, reason = "font sizes are small")]
fn tenths(size: f64) -> i64 {
    (size * 10.0).round() as i64
}

fn leading(rows: &[Row], size: f64) -> f64 {
    let mut steps: BTreeMap<i64, usize> = BTreeMap::new();
    for pair in rows.windows(2) {
        let [above, below] = pair else { continue };
        let step = above.line.y - below.line.y;
        if above.column == below.column && step > 0.8 * size && step < 3.0 * size {
            *steps.entry(tenths(step)).or_default() += 1;
        }
    }
    steps.into_iter().max_by_key(|(_, count)| *count).map_or(1.2 * size, |(step, _)| step as f64 / 10.0)
}
