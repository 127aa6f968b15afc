//! Reads the scale of a temperature in words: `37 degrees Celsius`, `화씨 98도`.

use crate::number::Number;
use crate::text::token::{Around, Token};

/// Returns the symbol of the scale that words around a number name: `화씨 98도`, `摄氏37度`, `37 degrees Celsius`, `37 Grad Celsius`.
pub(super) fn scale(tokens: &[Token<'_>], number: &Number) -> Option<&'static str> {
    let before = tokens.word_back(number.tokens.start, 1);
    let ends = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
    let next = tokens.word(number.tokens.end);
    if next.starts_with(['도', '度']) {
        if ends(&["섭씨", "摄氏", "攝氏", "摂氏", "영하", "零下", "氷点下"]) {
            return Some("°C");
        }
        return ends(&["화씨", "华氏", "華氏"]).then_some("°F");
    }
    let next = next.to_lowercase();
    let degrees = ["degree", "deg", "grad", "degré", "graus", "градус"];
    if !degrees.iter().any(|degree| next.starts_with(degree)) {
        return None;
    }
    let name = tokens.word(number.tokens.end + 1).to_lowercase();
    let begins = |names: &[&str]| names.iter().any(|scale| name.starts_with(scale));
    match name.as_str() {
        "c" => Some("°C"),
        "f" => Some("°F"),
        _ if begins(&["celsius", "centigrad", "centígrad", "цельси"]) => Some("°C"),
        _ if begins(&["fahrenheit", "фаренгейт"]) => Some("°F"),
        _ if begins(&["kelvin"]) => Some("kelvin"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::number::numbers;
    use crate::text::token::tokens;

    #[rstest]
    #[case("37 degrees Celsius", Some("°C"))]
    #[case("37 Grad Celsius", Some("°C"))]
    #[case("화씨 98도", Some("°F"))]
    #[case("摄氏37度", Some("°C"))]
    #[case("37 degrees of freedom", None)]
    #[case("37도", None)]
    fn words_name_a_scale(#[case] text: &str, #[case] symbol: Option<&str>) {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        assert_eq!(scale(&tokens, &numbers(&tokens).remove(0)), symbol);
    }
}
