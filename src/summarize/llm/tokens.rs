//! Text → about how many tokens it is. An estimate, on the high side: every model counts in its own way, and what was
//! really used stands in its answer.

/// Tokens of a text, estimated: four letters of English are one token, figures and signs go by two, and a Hangul
/// syllable, a Chinese character or a Greek letter is one by itself.
pub fn estimate(text: &str) -> usize {
    let quarters: usize = text.chars().map(quarters).sum();
    quarters.div_ceil(4)
}

fn quarters(c: char) -> usize {
    match c {
        'a'..='z' | 'A'..='Z' | ' ' => 1,
        c if c.is_ascii() => 2,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_has_a_token_for_four_letters_and_hangul_one_a_syllable() {
        assert_eq!(estimate(""), 0);
        assert_eq!(estimate("attention is"), 3);
        assert_eq!(estimate("한국어"), 3);
        assert_eq!(estimate("12.3 %"), 3);
    }
}
