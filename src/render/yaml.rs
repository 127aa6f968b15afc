//! Writes strings as YAML scalars that Jekyll's parser reads as the same strings.
//!
//! TOML and JSON read the quoted form as the same string. Everything is double-quoted unless it is a plain word: `no`, `2401.01000`, `12:30` and `A: B` mean something else
//! without quotes. Called for front matter and by the helper `yaml`.

/// Words that YAML 1.1 reads as a Boolean or null.
const RESERVED: [&str; 11] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"];

/// Writes a text as a double-quoted scalar.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    text.chars().for_each(|c| push(&mut out, c));
    out.push('"');
    out
}

fn push(out: &mut String, c: char) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        '\0'..'\u{20}'
        | '\u{7f}'..='\u{9f}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{feff}'
        | '\u{fffe}'
        | '\u{ffff}' => {
            out.push_str(&format!("\\u{:04X}", u32::from(c)));
        }
        _ => out.push(c),
    }
}

/// Writes a plain word (`papers`, `arXiv-digest`, `기계학습`) without quotes, any other text double-quoted.
pub fn word(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

fn is_plain(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        && !RESERVED.contains(&text.to_ascii_lowercase().as_str())
}

/// Writes texts as a list on one line: `[papers, "machine learning"]`.
pub fn list(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| word(item)).collect();
    format!("[{}]", items.join(", "))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Daily Papers — 2025-10-09", "\"Daily Papers — 2025-10-09\"")]
    #[case("a \"b\" \\c", r#""a \"b\" \\c""#)]
    #[case("\u{7}\u{2028}\n", r#""\u0007\u2028\n""#)]
    fn quotes(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(quoted(text), expected);
    }

    #[rstest]
    #[case("papers", "papers")]
    #[case("기계학습", "기계학습")]
    #[case("no", "\"no\"")]
    #[case("NULL", "\"NULL\"")]
    #[case("2401.01000", "\"2401.01000\"")]
    #[case("machine learning", "\"machine learning\"")]
    #[case("a: b", "\"a: b\"")]
    #[case("", "\"\"")]
    fn leaves_only_plain_words_bare(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(word(text), expected);
    }

    #[test]
    fn writes_lists_as_the_reference_post_does() {
        assert_eq!(list(&["papers".to_owned(), "huggingface".to_owned()]), "[papers, huggingface]");
        assert_eq!(list(&[]), "[]");
    }

    proptest! {
        #[test]
        fn any_text_comes_back_from_a_yaml_reader(text in any::<String>()) {
            let read: String = serde_saphyr::from_str(&quoted(&text)).unwrap();
            prop_assert_eq!(read, text.clone());
            let read: Vec<String> = serde_saphyr::from_str(&list(&[text.clone(), text.clone()])).unwrap();
            prop_assert_eq!(read, vec![text.clone(), text]);
        }
    }
}
