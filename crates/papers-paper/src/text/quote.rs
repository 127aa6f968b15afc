//! Quotes the beginning of a text in a message.

/// The length of a quotation, in characters.
const CHARS: usize = 120;

/// Quotes the beginning of a text on one line, with `…` for the rest.
pub fn quote(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(CHARS).collect();
    if short.len() < line.len() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_and_lines_joined() {
        assert_eq!(quote("No\n other  passage"), "No other passage");
        assert_eq!(quote(&"가".repeat(CHARS + 1)), format!("{}…", "가".repeat(CHARS)));
    }
}
