//! Compares symbols that are equated with a number, `λ = 0.1`, with those of the source. Such a number belongs to its symbol and to
//! nothing else.

use super::view::View;
use super::{Pair, Side};
use crate::number::Number;

impl Pair<'_, '_> {
    /// Returns whether the source equates a symbol with the number that it has in the claim and not with the other, `Some(false)` if
    /// it is the other way round, and `None` if the claim has no symbol that the source equates with just one of them.
    pub(super) fn equates(&self, claim: &View<'_>) -> Option<bool> {
        let [one, other] = [self.one, self.other].map(|side| symbol(claim, side.number));
        // In `n = 12 and n = 15`, the symbol does not distinguish them.
        if one == other {
            return None;
        }
        let sides = [(one, self.one, self.other), (other, self.other, self.one)];
        let symbols = sides.into_iter().filter_map(|(symbol, own, other)| Some((symbol?, own, other)));
        let found = symbols.filter_map(|(symbol, own, other)| {
            let keeps = own.has_equated(symbol);
            (keeps != other.has_equated(symbol)).then_some(keeps)
        });
        found.reduce(|one, next| one || next)
    }
}

impl Side<'_> {
    /// Returns true if the source equates a symbol with this number.
    fn has_equated(&self, name: &str) -> bool {
        self.spots().iter().flat_map(|spot| std::iter::once(spot.line).chain(spot.column)).any(|line| {
            let line = self.basis.source.plain_line(line);
            line.contains(name) && {
                let view = View::new(line);
                let mut own = view.numbers.iter().filter(|number| number.value == self.number.value);
                own.any(|number| symbol(&view, number) == Some(name))
            }
        })
    }
}

/// Returns the symbol with which a number is equated: `λ` of `λ = 0.1`.
fn symbol<'a>(view: &View<'a>, number: &Number) -> Option<&'a str> {
    let before = view.tokens.get(..number.tokens.start)?;
    let [.., name, sign] = before else { return None };
    (sign.is("=") && name.text.chars().all(char::is_alphanumeric)).then_some(name.text)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::checks::swap::swapped;
    use crate::trial::judge;

    fn found(text: &str, digest: &str) -> usize {
        judge(text, digest, |claimed| swapped(claimed).len())
    }

    const RATES: &str = r"We set $\alpha = 0.5$ and $\beta=0.9$ in all runs.";
    const SIZES: &str = "For N=64 the model with d=128 reaches 71.2% accuracy.";

    #[rstest]
    #[case(RATES, "All runs use β = 0.9 and α = 0.5.", 0)]
    #[case(RATES, "모든 실험에서 β=0.9, α=0.5이다.", 0)]
    #[case(RATES, "All runs use β = 0.5 and α = 0.9.", 2)]
    #[case(SIZES, "With d=128 the model reaches 71.2% accuracy for N=64.", 0)]
    #[case(SIZES, "d=128인 모델은 N=64에서 71.2%의 정확도를 보인다.", 0)]
    #[case(SIZES, "With d=64 the model reaches 71.2% accuracy for N=128.", 2)]
    #[case(SIZES, "d=64인 모델은 N=128에서 71.2%의 정확도를 보인다.", 2)]
    #[case("At T=30 the model is best with λ=0.1.", "With λ=0.1, energy is halved at T=30.", 0)]
    fn a_number_belongs_to_its_symbol(#[case] text: &str, #[case] digest: &str, #[case] expected: usize) {
        assert_eq!(found(text, digest), expected);
    }
}
