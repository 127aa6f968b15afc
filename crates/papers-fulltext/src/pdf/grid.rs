//! The cells of a page: where their centers are, and which of them an interval covers.

/// The cells along one side of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid {
    /// The coordinate at which the first cell begins.
    pub(super) start: f64,
    /// The side of a cell.
    pub(super) cell: f64,
}

impl Grid {
    /// Returns the range of cells whose centers are between two coordinates.
    pub(super) fn span(&self, from: f64, to: f64) -> (usize, usize) {
        let place = |place: f64| (place - self.start) / self.cell - 0.5;
        (whole(place(from).ceil()), whole(place(to).floor() + 1.0))
    }

    /// Returns the center of a cell.
    pub(super) fn middle(&self, index: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a page has few cells")]
        let index = index as f64;
        self.start + (index + 0.5) * self.cell
    }
}

/// Returns the number of cells along a side.
pub(super) fn cells(length: f64, cell: f64) -> usize {
    whole((length / cell).ceil()).max(1)
}

/// Returns the integer part of a number; zero for a negative one.
pub(super) fn whole(number: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "`as` brings what is out of bounds to the nearest number"
    )]
    let whole = number as usize;
    whole
}
