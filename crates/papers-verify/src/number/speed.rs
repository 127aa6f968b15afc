//! Reads speeds: `36 km/h`, `5 meters per second`, `5 m s^-1`, `시속 36km`, `每秒36米`.

use crate::number::Number;
use crate::number::unit::{Unit, glued, unit};
use crate::text::token::{Around, Token};

/// Words before a number whose unit of length is meant per hour, minute or second.
const BEFORE: [(&str, &str); 18] = [
    ("시속", "h"),
    ("시간당", "h"),
    ("분속", "min"),
    ("분당", "min"),
    ("초속", "s"),
    ("초당", "s"),
    ("时速", "h"),
    ("每小时", "h"),
    ("每分钟", "min"),
    ("每秒", "s"),
    ("每秒钟", "s"),
    ("時速", "h"),
    ("毎時", "h"),
    ("每小時", "h"),
    ("分速", "min"),
    ("毎分", "min"),
    ("秒速", "s"),
    ("毎秒", "s"),
];

/// Returns the unit of a speed, for a number with this unit of length; `None` if it is not a speed.
pub(super) fn speed(tokens: &[Token<'_>], number: &Number, length: Unit) -> Option<Unit> {
    length.per(related(tokens, number).or_else(|| before(tokens, number))?)
}

/// Returns the unit to which a measure is related: `mL` of `14 pg/mL`, `s` of `30 km per s`.
pub(super) fn related(tokens: &[Token<'_>], number: &Number) -> Option<Unit> {
    let is_per = |token: &Token<'_>| {
        token.is("/") && !token.spaced || matches!(token.text, "per" | "pro" | "par" | "por")
    };
    let next = tokens.get(number.tokens.end + 1);
    let inverse = next.and_then(|next| unit(next.text.strip_suffix("^-1")?));
    inverse.or_else(|| {
        let ends = [0, 1].into_iter().map(|by| number.tokens.end + by);
        let at = ends.into_iter().find(|&at| tokens.get(at).is_some_and(is_per))?;
        let related = tokens.get(at + 1)?.text;
        unit(related).or_else(|| glued(related))
    })
}

fn before(tokens: &[Token<'_>], number: &Number) -> Option<Unit> {
    let word = tokens.word_back(number.tokens.start, 1);
    unit(BEFORE.iter().find(|(listed, _)| word.ends_with(listed))?.1)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::number::unit::tests::base;

    #[rstest]
    #[case("36 km/h", "10 m/s")]
    #[case("36 km/h", "36 kilometers per hour")]
    #[case("36 km/h", "시속 36km로")]
    #[case("36 km/h", "每小时36公里")]
    #[case("36 km/h", "36公里/小时的速度")]
    #[case("36 km/h", "36 Kilometer pro Stunde")]
    #[case("36 km/h", "毎秒10メートルで")]
    #[case("5 m/s", "5 m s^-1")]
    #[case("5 m/s", "초속 5m")]
    #[case("10 miles per hour", "10 mph")]
    #[case("10 mph", "16.09344 km/h")]
    fn speeds_convert(#[case] one: &str, #[case] other: &str) {
        assert_eq!(base(one), base(other));
        assert_ne!(base("36 km"), base(one));
    }
}
