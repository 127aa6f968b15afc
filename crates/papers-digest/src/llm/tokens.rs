//! Estimates the number of tokens of a text. Models count differently, and report the actual number in their answers.

/// Parts that make a token.
const TOKEN: usize = 20;

/// Tokens of a text, estimated: five letters of English are one token, two digits are, the signs of formulas nearly go
/// one by one, and a Hangul syllable, a Chinese character or a Greek letter is one by itself. On five papers, from
/// prose to hardly anything but formulas, this gave 0.96 to 1.19 of what OpenAI's `cl100k` counts.
pub fn estimate(text: &str) -> usize {
    text.chars().map(parts).sum::<usize>().div_ceil(TOKEN)
}

fn parts(c: char) -> usize {
    match c {
        'a'..='z' | 'A'..='Z' | ' ' => 4,
        '0'..='9' => 10,
        c if c.is_ascii() => 16,
        _ => TOKEN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_has_a_token_for_five_letters_and_formulas_more() {
        assert_eq!(estimate(""), 0);
        assert_eq!(estimate("attention is what we need"), 5);
        assert_eq!(estimate("한국어"), 3);
        assert_eq!(estimate(r"$x_{ij}^2$"), 6);
    }
}
