//! Reads the numbers of a Latin token that begins with a digit: `1,500`, `60k`, `8.5-10.5`, `256x256`, `10^5`, `3e-4`.

use crate::number::decimal::Decimal;
use crate::number::spelled;
use crate::number::unit;

/// A number as written in a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Literal {
    /// The value, including the scale of its letter.
    pub(crate) value: Decimal,
    /// Another possible value: `1.500` is 1,500 in half of the world.
    pub(crate) also: Option<Decimal>,
    /// The power of ten of its letter, such as 3 for `60k`.
    pub(crate) scale: i32,
    /// True for `3rd`.
    pub(crate) ordinal: bool,
}

/// Returns the numbers of a token; `None` if it is a name, such as `3DGS` or `2WikiMultihopQA`.
pub(crate) fn literals(token: &str) -> Option<Vec<Literal>> {
    if !token.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some(value) = power(token).or_else(|| scientific(token)) {
        return Some(vec![Literal { value, also: None, scale: 0, ordinal: false }]);
    }
    let token = without_power(token);
    if let Some(value) = grouped_by_marks(token) {
        return Some(vec![Literal { value, also: None, scale: 0, ordinal: false }]);
    }
    let mut numbers: Vec<Literal> = Vec::new();
    for part in token.split(['-', '^', '\'']) {
        if let Some(power) = scale(part) {
            // `7-billion-parameter`
            if let Some(last) = numbers.last_mut().filter(|last| last.scale == 0) {
                *last = Literal { value: last.value.shifted(power), scale: power, ..*last };
            }
            continue;
        }
        let mut rest = part;
        while rest.starts_with(|c: char| c.is_ascii_digit()) {
            rest = number(rest, &mut numbers)?;
        }
    }
    Some(numbers)
}

/// Returns a token without the power of its unit: `707mm` for `707mm^2` and `707mm2`.
fn without_power(token: &str) -> &str {
    if let Some((measure, _)) =
        token.split_once('^').filter(|(measure, _)| measure.ends_with(char::is_alphabetic))
    {
        return measure;
    }
    let unit = token.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.'));
    match unit::is_raised(unit) {
        true => token.trim_end_matches(['2', '3']),
        false => token,
    }
}

/// Returns the power of ten of a scale word within a token.
fn scale(part: &str) -> Option<i32> {
    part.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| spelled::scale(part)).flatten()
}

/// Parses `10^5` and `10^-4`.
fn power(token: &str) -> Option<Decimal> {
    let exponent = token.strip_prefix("10^")?.parse().ok()?;
    Some(Decimal::whole(1).shifted(exponent))
}

/// Parses `3e5` and `1.5e-4`.
fn scientific(token: &str) -> Option<Decimal> {
    let (number, exponent) = token.split_once(['e', 'E'])?;
    Some(Decimal::parse(number)?.shifted(exponent.parse().ok()?))
}

/// Parses the Swiss notation `15'000`.
fn grouped_by_marks(token: &str) -> Option<Decimal> {
    let groups: Vec<&str> = token.split('\'').collect();
    let digits = |group: &&str| group.bytes().all(|b| b.is_ascii_digit());
    let (first, rest) = groups.split_first()?;
    let grouped = !rest.is_empty() && first.len() <= 3 && rest.iter().all(|group| group.len() == 3);
    (grouped && groups.iter().all(digits)).then(|| Decimal::parse(&groups.concat())).flatten()
}

/// Reads one number and its letters, and returns the text after them, which is empty except for `256x256`.
fn number<'a>(text: &'a str, numbers: &mut Vec<Literal>) -> Option<&'a str> {
    let is_numeric = |c: char| c.is_ascii_digit() || c == ',' || c == '.';
    let (digits, rest) = text.split_at(text.find(|c| !is_numeric(c)).unwrap_or(text.len()));
    let letters = rest.find(|c: char| c.is_ascii_digit()).map_or(rest, |at| rest.split_at(at).0);
    let after = rest.strip_prefix(letters)?;
    let Suffix { scale, ordinal } = suffix(letters)?;
    // `256times256` is TeX without its backslash.
    if !after.is_empty() && !letters.eq_ignore_ascii_case("x") && letters != "times" {
        return None;
    }
    for (value, also) in values(digits)? {
        // With an English scale, a point is one of decimals: `5.576M`.
        let also = also.filter(|_| scale == 0);
        numbers.push(Literal { value: value.shifted(scale), also, scale, ordinal });
    }
    Some(after)
}

/// Returns the values of digits with commas and dots: one, or several for `1,2,3` and `3.1.4`.
fn values(digits: &str) -> Option<Vec<(Decimal, Option<Decimal>)>> {
    let mut groups = digits.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let three = |group: &&str| group.split('.').next().is_some_and(|whole| whole.len() == 3);
    let points = digits.matches('.').count();
    if let ("0", [fraction], 0) = (first, rest.as_slice(), points)
        && fraction.len() > 2
    {
        // No group of thousands begins with 0, but an interval such as `(0,100)` may.
        return Some(vec![(Decimal::parse(&format!("0.{fraction}"))?, Decimal::parse(fraction))]);
    }
    if let Some(value) = grouped_in_europe(digits) {
        return Some(vec![(value, None)]);
    }
    if points <= 1 && first.len() <= 3 && rest.iter().all(three) || (rest.is_empty() && points <= 1) {
        return Some(vec![(Decimal::parse(digits)?, grouped_by_points(digits))]);
    }
    if let ([fraction], 0) = (rest.as_slice(), points)
        && fraction.len() <= 2
    {
        return Some(vec![(Decimal::parse(&format!("{first}.{fraction}"))?, None)]);
    }
    if let ([second], 2) = (rest.as_slice(), points)
        && first.contains('.')
    {
        return Some(vec![(Decimal::parse(first)?, None), (Decimal::parse(second)?, None)]);
    }
    let whole = grouped_by_two(digits).or_else(|| with_long_fraction(digits));
    digits.split([',', '.']).map(|part| Some((Decimal::parse(part)?, whole))).collect()
}

/// Parses `1.234.567` and `1.234,5`, in which points group thousands.
fn grouped_in_europe(digits: &str) -> Option<Decimal> {
    let (whole, fraction) = digits.split_once(',').unwrap_or((digits, ""));
    let mut groups = whole.split('.');
    let first = groups.next()?;
    let groups: Vec<&str> = groups.collect();
    let is_grouped =
        (1..=3).contains(&first.len()) && first != "0" && groups.iter().all(|group| group.len() == 3);
    let is_clear = groups.len() > 1 || groups.len() == 1 && !fraction.is_empty();
    let fits = is_grouped && is_clear && !fraction.contains([',', '.']);
    fits.then(|| Decimal::parse(&format!("{first}{}.{fraction}", groups.concat()))).flatten()
}

/// Parses `1,2345`, which may be a decimal or two numbers.
fn with_long_fraction(digits: &str) -> Option<Decimal> {
    let (whole, fraction) = digits.split_once(',').filter(|_| !digits.contains('.'))?;
    (fraction.len() > 3 && !fraction.contains(','))
        .then(|| Decimal::parse(&format!("{whole}.{fraction}")))
        .flatten()
}

/// Parses the Indian notation `1,00,000` as 100,000.
fn grouped_by_two(digits: &str) -> Option<Decimal> {
    let groups: Vec<&str> = digits.split(',').collect();
    let [first, middle @ .., last] = groups.as_slice() else { return None };
    let grouped = first.len() <= 2 && last.len() == 3 && middle.iter().all(|group| group.len() == 2);
    (grouped && !middle.is_empty()).then(|| Decimal::parse(digits)).flatten()
}

/// Parses `1.500` as 1,500.
fn grouped_by_points(digits: &str) -> Option<Decimal> {
    let (whole, fraction) = digits.split_once('.')?;
    let grouped = fraction.len() == 3 && whole.len() <= 3 && whole != "0" && !whole.contains(',');
    grouped.then(|| Decimal::parse(&format!("{whole}{fraction}"))).flatten()
}

/// Units with capitals; those without are never names.
pub(crate) const UNITS: [&str; 28] = [
    "GB", "MB", "TB", "PB", "Gb", "Mb", "GiB", "MiB", "TiB", "Hz", "MHz", "GHz", "FPS", "dB", "FLOPs",
    "TFLOPs", "GFLOPs", "PFLOPs", "V", "W", "kW", "MW", "GPUs", "eV", "keV", "MeV", "GeV", "TeV",
];

/// Returns true for a metric prefix before a unit: `mW`, `kWh`, `GPa`.
fn is_prefixed(letters: &str) -> bool {
    const BASES: [&str; 10] = ["W", "Wh", "J", "V", "A", "Ah", "Pa", "N", "Hz", "eV"];
    letters.strip_prefix(['n', 'u', 'μ', 'm', 'k', 'M', 'G', 'T']).is_some_and(|base| BASES.contains(&base))
}

struct Suffix {
    scale: i32,
    ordinal: bool,
}

/// Parses the letters after a number; `None` if the token is a name.
fn suffix(letters: &str) -> Option<Suffix> {
    let scale = match letters {
        "K" | "k" => 3,
        "M" | "mn" => 6,
        "B" | "b" | "bn" => 9,
        "T" | "tn" => 12,
        _ => 0,
    };
    let ordinal = matches!(letters, "st" | "nd" | "rd" | "th");
    // `18F` are women.
    let unit = matches!(letters, "X" | "F")
        || UNITS.contains(&letters)
        || letters.chars().all(char::is_lowercase)
        || is_prefixed(letters);
    let dimension = letters == "d";
    ((scale != 0 || ordinal || unit) && !dimension).then_some(Suffix { scale, ordinal })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn plain(token: &str) -> Option<Vec<Decimal>> {
        Some(literals(token)?.into_iter().map(|number| number.value).collect())
    }

    #[rstest]
    #[case("1,500", &["1500"])]
    #[case("1,500,000.5", &["1500000.5"])]
    #[case("37,1", &["37.1"])]
    #[case("1,2,3", &["1", "2", "3"])]
    #[case("0,173", &["0.173"])]
    #[case("0,0001", &["0.0001"])]
    #[case("1.234.567", &["1234567"])]
    #[case("1.234,56", &["1234.56"])]
    #[case("707mm^2", &["707"])]
    #[case("707mm2", &["707"])]
    #[case("2,000mm^2", &["2000"])]
    #[case("60k", &["60000"])]
    #[case("8B", &["8000000000"])]
    #[case("8.5-10.5", &["8.5", "10.5"])]
    #[case("256x256", &["256", "256"])]
    #[case("5.7x", &["5.7"])]
    #[case("256times256", &["256", "256"])]
    #[case("7-billion-parameter", &["7000000000"])]
    #[case("10^5", &["100000"])]
    #[case("10^-2", &["0.01"])]
    #[case("2^10", &["2", "10"])]
    #[case("3e-4", &["0.0003"])]
    #[case("1.5e+6", &["1500000"])]
    #[case("15'000", &["15000"])]
    #[case("3rd", &["3"])]
    #[case("12-layer", &["12"])]
    #[case("7B-parameter", &["7000000000"])]
    #[case("80GB", &["80"])]
    #[case("15ms", &["15"])]
    #[case("2024", &["2024"])]
    fn reads_numbers(#[case] token: &str, #[case] expected: &[&str]) {
        let expected = expected.iter().map(|text| Decimal::parse(text).unwrap()).collect();
        assert_eq!(plain(token), Some(expected));
    }

    #[rstest]
    #[case("3DGS")]
    #[case("2D-3D")]
    #[case("3d")]
    #[case("2WikiMultihopQA")]
    #[case("GPT-4")]
    fn names_that_begin_with_digits_are_no_numbers(#[case] token: &str) {
        assert_eq!(plain(token), None);
    }

    #[test]
    fn a_point_may_group_thousands() {
        assert_eq!(literals("1.500").unwrap()[0].also, Some(Decimal::whole(1500)));
        assert_eq!(literals("0.825").unwrap()[0].also, None);
        assert_eq!(literals("1,00,000").unwrap()[0].also, Some(Decimal::whole(100_000)));
        assert_eq!(literals("1,2,3").unwrap()[0].also, None);
        assert_eq!(literals("0,100").unwrap()[0].also, Some(Decimal::whole(100)));
        assert_eq!(literals("1,2345").unwrap()[0].also, Decimal::parse("1.2345"));
    }
}
