//! The facts that hold for a sentence, to which the weights refer, and the values of its measures.

/// The names of the measures of a sentence. The first three are shares from 0 to 1, the others are counts.
pub(super) const MEASURES: [&str; 6] = ["central", "title", "place", "long", "formulas", "symbols"];

/// The facts about a sentence as bits (first its signs), and the values of its measures.
pub(super) struct Facts {
    pub(super) bits: u128,
    pub(super) measures: [f64; MEASURES.len()],
}

impl Facts {
    /// Returns true if all of these facts hold.
    pub(super) const fn have_all(&self, needed: u128) -> bool {
        self.bits & needed == needed
    }

    /// Returns true if none of these facts holds.
    pub(super) const fn have_none(&self, denied: u128) -> bool {
        self.bits & denied == 0
    }

    /// Returns the bits of the facts that hold, in order.
    pub(super) fn held(&self) -> impl Iterator<Item = usize> + use<> {
        let mut left = self.bits;
        std::iter::from_fn(move || {
            let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(bit)
        })
    }

    pub(super) fn measure(&self, measure: usize) -> f64 {
        self.measures.get(measure).copied().unwrap_or_default()
    }
}
