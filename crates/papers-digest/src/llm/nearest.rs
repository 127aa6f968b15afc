//! Finds the sentence of the paper that is most similar to a rejected one, so that a model can correct it. Digests in any language
//! share names, numbers and English terms with their papers.

use std::collections::BTreeSet;

use papers_paper::Document;

/// The minimum length of a significant word.
const SHORTEST: usize = 4;

/// The minimum similarity; less may be chance.
const LEAST: usize = 2;

/// Returns the sentence of the paper that shares most with this text; `None` if none shares enough.
pub(super) fn nearest<'a>(document: &'a Document, text: &str) -> Option<&'a str> {
    let wanted = words(text);
    let shared = |sentence: &str| {
        let words = words(sentence);
        let both = words.intersection(&wanted);
        // Numbers count more than words; of equally similar sentences the shorter one is chosen.
        (both.map(|word| 1 + usize::from(has_digit(word))).sum::<usize>(), usize::MAX - words.len())
    };
    let best = document
        .sentences()
        .map(|(_, sentence)| (shared(sentence), sentence))
        .max_by_key(|(score, _)| *score)?;
    (best.0.0 >= LEAST).then_some(best.1)
}

fn has_digit(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit())
}

fn words(text: &str) -> BTreeSet<String> {
    let part = |c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-');
    let bare = text.split(part).map(|word| word.trim_matches(['.', '-']));
    bare.filter(|word| word.len() >= SHORTEST || has_digit(word)).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use papers_paper::{Paragraph, Section};

    #[test]
    fn the_source_of_a_sentence_is_found_across_languages() {
        let sentences = ["RowLens reaches 63.5 on WideQA.", "We train on OpenTab for 3 days.", "It works."];
        let paragraph =
            Paragraph { sentences: sentences.map(str::to_owned).to_vec(), ..Paragraph::default() };
        let section = Section { paragraphs: vec![paragraph], ..Section::default() };
        let document = Document { sections: vec![section], ..Document::default() };
        assert_eq!(nearest(&document, "RowLens는 WideQA에서 65.3을 얻는다."), Some(sentences[0]));
        assert_eq!(nearest(&document, "OpenTab에서 3 일 동안 학습한다."), Some(sentences[1]));
        assert_eq!(nearest(&document, "이 논문은 훌륭하다."), None);
    }
}
