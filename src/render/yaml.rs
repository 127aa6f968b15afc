//! Text → a YAML scalar that every parser reads back as that text. Written by hand: of the emitters that were tried,
//! each turned some titles into numbers, dates or errors.

use std::fmt::Write as _;

/// A double-quoted scalar.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_unprintable(c) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn is_unprintable(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// A scalar without quotes where nobody can take it for anything but a word, else a quoted one.
pub(super) fn word(text: &str) -> String {
    const OTHERWISE: [&str; 11] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"];
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        && !OTHERWISE.contains(&text.to_lowercase().as_str());
    if plain { text.to_owned() } else { quoted(text) }
}

/// A list on one line.
pub(super) fn list(items: &[String]) -> String {
    format!("[{}]", items.iter().map(|item| word(item)).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn any_text_is_read_back_as_it_is(text in "\\PC{0,60}|[\\x00-\\x1f\"\\\\:#|>{}\u{85}\u{2028}\u{feff}a-z]{0,40}") {
            let read: Vec<String> = serde_saphyr::from_str(&list(&[text.clone(), text.clone()])).unwrap();
            proptest::prop_assert_eq!(read, vec![text.clone(), text]);
        }
    }

    #[test]
    fn words_that_mean_something_else_are_quoted() {
        assert_eq!(
            list(&["papers".into(), "no".into(), "2025".into(), "기계 학습".into()]),
            r#"[papers, "no", "2025", "기계 학습"]"#
        );
    }
}
