//! Recognizes names of currencies for amounts that the source has with a sign: `USD`, `US-Dollar` and `dollars US` for `$`.

use crate::number::unit::unit;
use crate::sentence::Sentence;
use crate::source::Source;
use crate::text::token::Around;

/// Returns true for the code of a currency in which the source has an amount, and for the country of its dollars.
pub(super) fn is_currency(sentence: &Sentence<'_>, at: usize, source: &Source) -> bool {
    const COUNTRIES: [&str; 2] = ["US", "USA"];
    let known = |text: &str| unit(text).is_some_and(|unit| source.has_dimension_of(unit));
    let is_dollars = |text: &str| unit(text).is_some() && unit(text) == unit("$") && known(text);
    let own = sentence.tokens.word(at);
    let parts = own.split('-');
    let country = parts.clone().next().is_some_and(|first| COUNTRIES.contains(&first));
    let beside = is_dollars(sentence.tokens.word_back(at, 1)) || is_dollars(sentence.tokens.word(at + 1));
    let code = own.len() == 3 && own.bytes().all(|byte| byte.is_ascii_uppercase());
    code && known(own) || country && (beside || parts.skip(1).any(is_dollars))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::checks::names::tests::missing;

    #[rstest]
    #[case("Es kostete 9.423,34 US-Dollar.")]
    #[case("Cela a coûté 9 423,34 dollars US et plus.")]
    #[case("It cost 9,423.34 US dollars.")]
    #[case("비용은 미화 9,423.34달러(USD)였다.")]
    #[case("비용은 US$9,423.34였다.")]
    fn a_sign_is_a_currency(#[case] digest: &str) {
        assert_eq!(missing("It cost $9,423.34.", digest), [""; 0]);
    }

    #[rstest]
    #[case("It cost $9.", "비용은 9유로(EUR)였다.", "EUR")]
    #[case("It cost $9.", "US에서 9달러였다.", "US")]
    fn other_currencies_and_countries_are_names(
        #[case] text: &str,
        #[case] digest: &str,
        #[case] name: &str,
    ) {
        assert_eq!(missing(text, digest), [name]);
    }
}
