//! Compares a text with the record of its paper, to find pages that were served under the identifier of another paper.
//!
//! Titles and abstracts change between versions, so that only a text that has almost nothing of either is another paper's. It is
//! compared by its words and by pairs of neighboring words; words that all papers use are left out. Only English texts are compared,
//! because a paper in French has an English abstract in its record.

use std::borrow::Cow;
use std::collections::HashSet;

use papers_paper::text::english::is_english;
use papers_paper::{Document, SectionRole};

/// A text with this share of the record's pairs of words is of the paper: 1 in 20. A conclusion, which has the topic of the
/// abstract but not its sentences, has at least 1 in 15 of its pairs in the rest of the paper.
const PAIRS: usize = 20;
/// A page is of the paper, too, if its opening has this share of the record's words: 1 in 5.
const WORDS: usize = 5;
/// The same for the words of the title: 2 in 3.
const TITLE: (usize, usize) = (2, 3);
/// The number of words in the opening of a text, which begins with the abstract.
const OPENING: usize = 600;
/// Shorter abstracts of a text are not compared.
const MIN_ABSTRACT: usize = 20;
/// Records with fewer different words are not compared.
const MIN_WORDS: usize = 6;
/// The shortest word that is compared, and the number of letters by which words are compared, so that `measure` and `measuring` are the
/// same.
const LETTERS: (usize, usize) = (4, 7);

/// Words that papers of all fields use.
const COMMON: [&str; 56] = [
    "this", "that", "with", "from", "have", "which", "these", "their", "they", "paper", "also", "been",
    "such", "more", "than", "both", "into", "using", "used", "show", "shows", "propose", "proposed",
    "approach", "method", "methods", "results", "result", "based", "however", "while", "where", "when",
    "over", "between", "each", "other", "some", "through", "most", "many", "well", "only", "then", "thus",
    "here", "there", "different", "significant", "performance", "present", "study", "problem", "data",
    "model", "models",
];

/// Returns true if a text is plainly not of the paper with this title and abstract.
pub fn is_of_another(document: &Document, title: &str, abstract_text: &str) -> bool {
    let (title, abstract_text) = (without_commands(title), without_commands(abstract_text));
    let (title_words, abstract_words) = (content_words(&title), content_words(&abstract_text));
    let record: HashSet<&str> = title_words.iter().chain(&abstract_words).map(String::as_str).collect();
    let pairs: HashSet<String> = pairs(&title_words).chain(pairs(&abstract_words)).collect();
    let is_comparable = record.len() >= MIN_WORDS
        && abstract_length(document) >= MIN_ABSTRACT
        && is_english(title.split_whitespace().chain(abstract_text.split_whitespace()));
    is_comparable
        && !shares_pairs(document, &pairs)
        && !opens_like(document, &record, &title_words)
        && is_english(document.sentences().flat_map(|(_, sentence)| sentence.split_whitespace()))
}

/// Returns each two neighboring words.
fn pairs(words: &[String]) -> impl Iterator<Item = String> {
    words.windows(2).map(|pair| pair.join(" "))
}

/// Returns true if the text has enough of these pairs. Most texts have them in their abstract, and are not read any further.
fn shares_pairs(document: &Document, pairs_of_record: &HashSet<String>) -> bool {
    let mut found: HashSet<&str> = HashSet::new();
    document.sentences().any(|(_, sentence)| {
        let words = content_words(&without_commands(sentence));
        found.extend(pairs(&words).filter_map(|pair| pairs_of_record.get(&pair)).map(String::as_str));
        found.len() * PAIRS >= pairs_of_record.len()
    })
}

/// Returns true if the opening of the text has enough of the words of the record, or of those of its title.
fn opens_like(document: &Document, record: &HashSet<&str>, title: &[String]) -> bool {
    let mut opening = HashSet::new();
    let mut length = 0;
    for (_, sentence) in document.sentences().take_while(|(_, sentence)| {
        let before = length;
        length += sentence.split_whitespace().count();
        before < OPENING
    }) {
        opening.extend(content_words(&without_commands(sentence)));
    }
    let title: HashSet<&str> = title.iter().map(String::as_str).collect();
    let shared = |words: &HashSet<&str>| words.iter().filter(|word| opening.contains(**word)).count();
    let (part, whole) = TITLE;
    shared(record) * WORDS >= record.len()
        || (!title.is_empty() && shared(&title) * whole >= title.len() * part)
}

/// Returns the number of words in the text's own abstract.
fn abstract_length(document: &Document) -> usize {
    let of_abstract = document.sentences().filter(|(section, _)| section.is(SectionRole::Abstract));
    of_abstract.map(|(_, sentence)| sentence.split_whitespace().count()).sum()
}

/// Returns the words with content, by their first letters in lower case.
fn content_words(text: &str) -> Vec<String> {
    let (shortest, compared) = LETTERS;
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= shortest);
    words
        .map(str::to_lowercase)
        .filter(|word| !COMMON.contains(&word.as_str()))
        .map(|word| word.trim_end_matches('s').chars().take(compared).collect())
        .collect()
}

/// Removes the names of TeX commands.
fn without_commands(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut parts = text.split('\\');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push(' ');
        plain.push_str(part.trim_start_matches(|c: char| c.is_ascii_alphabetic()));
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::plain;

    const TITLE: &str = "Photon counting with cold mirrors";
    const ABSTRACT: &str = "We count single photons with a mirror that is cooled to four kelvin, and find that the noise of the \\emph{detector} \
        falls by half. The mirror needs no vacuum, so that it is suited to telescopes.";
    const BODY: &str = "The detector is behind the mirror. It has been built in the workshop, and we have tested it for a month.";

    fn text(of: &str) -> Document {
        plain(&format!("Abstract\n\n{of}\n\n1 Introduction\n\n{BODY}\n\n2 Results\n\n{BODY}\n"))
    }

    #[rstest]
    #[case::same(TITLE, ABSTRACT)]
    #[case::another_title("On light", ABSTRACT)]
    #[case::another_abstract(
        "Photons, cooled mirrors and noise",
        "We survey the yeasts in the dough of bread, and name the species that we find in it."
    )]
    #[case::rewritten(
        "On light",
        "A cooled mirror halves the noise of a photon detector. With it, telescopes are able to count faint light."
    )]
    #[case::french(
        "Les levures du pain",
        "Nous étudions les levures du pain au levain dans les boulangeries et nous proposons une taxonomie."
    )]
    #[case::withdrawn("On light", "This paper has been withdrawn.")]
    fn a_paper_is_known_by_any_part_of_its_record(#[case] title: &str, #[case] abstract_text: &str) {
        assert!(!is_of_another(&text(ABSTRACT), title, abstract_text));
    }

    #[rstest]
    #[case(
        "Sourdough bread and yeast: a microbial survey",
        "We survey yeasts in sourdough bread. We propose a taxonomy of yeasts."
    )]
    #[case(
        "Lunch before $\\mathbf{trials}$",
        "In this paper we show that the results of jury trials are based on the mood of the judges and their lunch."
    )]
    fn a_text_without_title_and_abstract_of_the_record_is_of_another_paper(
        #[case] title: &str,
        #[case] abstract_text: &str,
    ) {
        assert!(is_of_another(&text(ABSTRACT), title, abstract_text));
    }

    #[test]
    fn texts_that_cannot_be_compared_are_left_alone() {
        let (title, record) = (
            "Sourdough bread and yeast: a microbial survey",
            "We survey yeasts in sourdough bread. We propose a taxonomy of the yeasts.",
        );
        assert!(is_of_another(&text(ABSTRACT), title, record));
        assert!(!is_of_another(&plain(&BODY.repeat(20)), title, record), "it has no abstract");
        let french = "Nous comptons les photons avec un miroir froid et nous trouvons que le bruit du détecteur est réduit de moitié. \
            Le miroir est utile aux télescopes, car il se passe du vide.";
        let french = plain(&format!("Abstract\n\n{french}\n\n1 Introduction\n\n{french}\n"));
        assert!(!is_of_another(&french, title, record), "it is not in English");
    }
}
