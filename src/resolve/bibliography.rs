//! Reads titles and abstracts from a `.bib` file, as BibTeX and reference managers write it. Skips what it does not understand,
//! because libraries are rarely well-formed throughout.

use super::Liked;
use papers_paper::text::clean;

/// Returns the entries that have a title.
pub fn bibliography(text: &str) -> Vec<Liked> {
    text.split('@').skip(1).filter_map(entry).collect()
}

/// Reads one entry after its `@`: `article{key, title = {…}, …}`.
fn entry(text: &str) -> Option<Liked> {
    let (_, mut rest) = text.split_once(['{', '('])?;
    let (mut title, mut abstract_text) = (String::new(), String::new());
    while let Some((before, after)) = rest.split_once('=') {
        let name = before.rsplit([',', '\n', ' ']).find(|word| !word.trim().is_empty()).unwrap_or_default();
        let (value, left) = value(after.trim_start());
        match name.trim().to_ascii_lowercase().as_str() {
            "title" => title = clean::line(&value),
            "abstract" => abstract_text = clean::line(&value),
            _ => {}
        }
        rest = left;
    }
    (!title.is_empty()).then_some(Liked { title, abstract_text })
}

/// Returns a field's value without braces or quotes, and the text after it.
fn value(text: &str) -> (String, &str) {
    let mut depth = 0usize;
    let quoted = text.starts_with('"');
    for (at, c) in text.char_indices() {
        let first = at == 0;
        match c {
            '{' => depth += 1,
            '}' if depth <= 1 && !quoted => return cut(text, at, usize::from(depth == 1)),
            '}' => depth = depth.saturating_sub(1),
            '"' if quoted && !first && depth == 0 => return cut(text, at, 1),
            ',' | '\n' if depth == 0 && !quoted => return cut(text, at, 0),
            _ => {}
        }
    }
    (text.to_owned(), "")
}

/// Returns the value up to `end`, without its first `opening` bytes, and the rest.
fn cut(text: &str, end: usize, opening: usize) -> (String, &str) {
    let value = text.get(opening..end).unwrap_or_default();
    let without_case = value.replace(['{', '}'], "");
    (without_case, text.get(end + 1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        bibliography(text).into_iter().map(|liked| (liked.title, liked.abstract_text)).collect()
    }

    fn pair(title: &str, abstract_text: &str) -> (String, String) {
        (title.to_owned(), abstract_text.to_owned())
    }

    #[test]
    fn reads_braces_quotes_and_bare_values() {
        let text = "% my library\n@article{a1,\n  title = {The {BERT} of\n   things},\n  year = 2019,\n  abstract = \"Short, and = plain.\"\n}\n\
                    @inproceedings(b2, author = {A and B}, Title={Second})\n";
        assert_eq!(read(text), [pair("The BERT of things", "Short, and = plain."), pair("Second", "")]);
    }

    #[test]
    fn a_broken_entry_does_not_hide_the_next() {
        let text = "@article{x, title = {never closed\n@book{y, title = {Whole}}\n@comment{nothing}\n@string{z = {q}}";
        let titles = read(text);
        assert!(titles.contains(&pair("Whole", "")), "{titles:?}");
    }

    #[test]
    fn booktitle_is_no_title() {
        assert_eq!(read("@inproceedings{k, booktitle = {Proceedings}, title = {Mine}}"), [pair("Mine", "")]);
        assert_eq!(read("@inproceedings{k, booktitle = {Proceedings}}"), []);
    }
}
