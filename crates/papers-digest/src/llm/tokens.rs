//! Estimates the number of tokens of a text. Models count differently, and report the actual number in their answers.

/// The number of parts of a token.
const TOKEN: usize = 20;

/// Estimates the number of tokens of a text: one for five English letters, for two digits, for almost every symbol of a formula,
/// and for each Hangul syllable, Chinese character or Greek letter. On five papers, from prose to almost only formulas, the result
/// was 0.96 to 1.19 of the number by OpenAI's `cl100k`.
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
