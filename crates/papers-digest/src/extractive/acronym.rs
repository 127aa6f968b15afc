//! Finds what the abbreviations of a paper stand for, and adds it where a digest uses one before it is explained: "RAG
//! [retrieval-augmented generation]". The brackets mark what an editor inserted.

use std::collections::HashMap;

use super::candidate::Candidate;

/// Abbreviations that readers know, although papers introduce them.
const COMMON: [&str; 44] = [
    "AI", "API", "AUC", "AUROC", "BERT", "BMI", "CI", "CNN", "CPU", "CT", "DNA", "DNN", "EEG", "EU", "GAN",
    "GPS", "GPT", "GPU", "GUI", "HIV", "IQR", "IoT", "LLM", "LSTM", "MAE", "ML", "MLP", "MRI", "MSE", "NLP",
    "ODE", "OR", "OS", "PCA", "PDE", "RMSE", "RNA", "RNN", "ROC", "SD", "SVM", "UK", "US", "WHO",
];

/// Words without a letter of their own in most abbreviations: "state of the art (SA)".
const SMALL: [&str; 14] =
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"];

/// Characters that do not occur in what an abbreviation stands for.
const FOREIGN: [char; 15] = ['(', ')', '[', ']', '{', '}', '$', '\\', '"', '\'', '’', ':', ';', '.', '_'];

/// Characters between words and parts of words.
const MARKS: [char; 3] = [' ', '-', '/'];

/// Returns true for an abbreviation that needs no explanation.
pub(super) fn is_common(short: &str) -> bool {
    COMMON.contains(&short)
}

/// Returns true for up to eight letters and digits with at least two capitals.
pub(super) fn is_abbreviation(word: &str) -> bool {
    (2..=8).contains(&word.len()) && word.bytes().filter(u8::is_ascii_uppercase).count() > 1
}

/// Returns an abbreviation without the ending of its plural.
pub(super) fn singular(short: &str) -> &str {
    short.strip_suffix('s').unwrap_or(short)
}

/// The meaning of an abbreviation.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Meaning {
    words: String,
    is_plural: bool,
}

/// The abbreviations that a paper explains with words of which they are the initials.
#[derive(Debug, Default)]
pub(super) struct Acronyms<'a>(HashMap<&'a str, Option<Meaning>>);

impl<'a> Acronyms<'a> {
    /// Collects them from the sentences of a paper. One that is explained in two ways is ambiguous and counts as unexplained.
    pub(super) fn of(candidates: &'a [Candidate<'a>]) -> Self {
        let mut all = HashMap::new();
        for (short, meaning) in candidates.iter().flat_map(|c| explained(c.text)) {
            let known = all.entry(short).or_insert_with(|| Some(meaning.clone()));
            if known.as_ref().is_some_and(|known| !is_same(&known.words, &meaning.words)) {
                *known = None;
            }
        }
        Self(all)
    }

    /// Returns true if the paper explains an abbreviation in one way.
    pub(super) fn explains(&self, short: &str) -> bool {
        self.meaning(short).is_some()
    }

    fn meaning(&self, short: &str) -> Option<&Meaning> {
        self.0.get(short)?.as_ref().filter(|_| !is_common(short))
    }
}

/// Returns true if two explanations differ in capitals, hyphens or a plural only.
fn is_same(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        let letters: String = text.chars().filter(|c| c.is_alphanumeric() && *c != 's').collect();
        letters.to_lowercase()
    };
    plain(one) == plain(other)
}

/// Returns the abbreviations that a sentence explains: "retrieval-augmented generation (RAG)", "RAG (retrieval-augmented generation)".
fn explained(sentence: &str) -> impl Iterator<Item = (&str, Meaning)> {
    sentence.match_indices('(').filter_map(|(at, _)| {
        let (before, inside) = (sentence.get(..at)?.trim_end(), sentence.get(at + 1..)?);
        let first = inside.get(..inside.find([')', ',', ';'])?)?.trim();
        let (short, words) = if is_abbreviation(singular(first)) {
            (first, ending(before, singular(first))?)
        } else {
            let short = before.rsplit(' ').next().filter(|word| is_abbreviation(singular(word)))?;
            let whole = inside.get(..inside.find(')')?)?.trim();
            (short, ending(whole, singular(short)).filter(|words| words.len() == whole.len())?)
        };
        let begins = before.len() == words.len();
        let words = if begins { uncapitalized(words) } else { words.to_owned() };
        let is_plural = short.ends_with('s');
        Some((singular(short), Meaning { words, is_plural }))
    })
}

/// Returns the end of a text of whose words the abbreviation has the initials; further letters may be within a word: "hyperspectral
/// imaging (HSI)".
fn ending<'a>(text: &'a str, short: &str) -> Option<&'a str> {
    if short.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // The first letter of "dLLM" counts too, but not the second one of "LoRA".
    let letters = short.chars().enumerate().filter(|(at, c)| *at == 0 || c.is_ascii_uppercase());
    let letters: Vec<char> = letters.map(|(_, c)| c.to_ascii_lowercase()).collect();
    // More parts than that are not an explanation, and take long to try.
    let most = 2 * letters.len();
    let tail = text.rmatch_indices(MARKS).nth(most).and_then(|(at, _)| text.get(at..)).unwrap_or(text);
    let start = start_of(tail, &letters, Next::Nothing)?;
    tail.get(start..).filter(|words| !words.contains(FOREIGN))
}

/// The kind of text that follows a part of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Nothing,
    Word,
    /// Another part of the same word: "policy" after "on-".
    Part,
}

/// Returns where the words begin that end this text and have these letters. All but small words and further parts of a hyphenated one
/// must contribute their initial, above all the last word of the whole. They do not begin with a small word.
fn start_of(text: &str, letters: &[char], next: Next) -> Option<usize> {
    let start = text.rfind(MARKS).map_or(0, |mark| mark + 1);
    let word = text.get(start..)?.to_lowercase();
    let is_first_part = !text.get(..start)?.ends_with('-');
    let is_small = SMALL.contains(&word.as_str()) && next == Next::Word;
    let before = start.checked_sub(1).and_then(|end| text.get(..end));
    let next_before = if is_first_part { Next::Word } else { Next::Part };
    let taken = (0..letters.len()).rev().find_map(|at| {
        let (others, own) = letters.split_at_checked(at)?;
        if !word.starts_with(*own.first()?) || !is_spelled(&word, own) {
            return None;
        }
        if others.is_empty() {
            (is_first_part && !is_small).then_some(start)
        } else {
            start_of(before?, others, next_before)
        }
    });
    let may_skip = next != Next::Nothing && (!is_first_part || is_small);
    taken.or_else(|| start_of(before.filter(|_| may_skip)?, letters, next_before))
}

/// Returns true if the word has the letters in this order.
fn is_spelled(word: &str, letters: &[char]) -> bool {
    let mut rest = word.chars();
    letters.iter().all(|letter| rest.any(|c| c == *letter))
}

/// Returns words from the beginning of a sentence as they are within one, unless they are a name: several have capitals.
fn uncapitalized(words: &str) -> String {
    let is_name = words.split([' ', '-']).skip(1).any(|word| word.starts_with(char::is_uppercase));
    let first = words.split([' ', '-']).next().unwrap_or_default();
    if is_name || first.len() < 2 || first.chars().skip(1).any(char::is_uppercase) {
        return words.to_owned();
    }
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Returns the words in the number of the abbreviation, where it is regular.
fn numbered(meaning: &Meaning, is_plural: bool) -> String {
    const IRREGULAR: [&str; 9] = ["ss", "us", "is", "ies", "ses", "xes", "zes", "hes", "ices"];
    let words = meaning.words.as_str();
    match (meaning.is_plural, is_plural) {
        (true, false) if !IRREGULAR.iter().any(|ending| words.ends_with(ending)) => {
            words.strip_suffix('s').unwrap_or(words).to_owned()
        }
        (false, true) if !words.ends_with(['s', 'x', 'y', 'h', 'z']) => format!("{words}s"),
        _ => words.to_owned(),
    }
}

/// Explains the abbreviations of a digest, sentence by sentence.
pub(super) struct Explainer<'a> {
    acronyms: &'a Acronyms<'a>,
    /// The text that the reader knows, in lower case: the title and the sentences so far.
    read: String,
    known: Vec<&'a str>,
}

impl<'a> Explainer<'a> {
    /// Creates one for a reader who knows the title.
    pub(super) fn new(title: &str, acronyms: &'a Acronyms<'a>) -> Self {
        Self { acronyms, read: title.to_lowercase(), known: Vec::new() }
    }

    /// Returns the next sentence of the digest with explanations of the abbreviations that are new to the reader.
    pub(super) fn explain(&mut self, sentence: &str) -> String {
        let mut out = String::with_capacity(sentence.len());
        self.read.push(' ');
        self.read.push_str(&sentence.to_lowercase());
        for (at, piece) in sentence.split('$').enumerate() {
            if at > 0 {
                out.push('$');
            }
            if at % 2 == 0 { self.explain_prose(piece, &mut out) } else { out.push_str(piece) }
        }
        out
    }

    fn explain_prose(&mut self, prose: &str, out: &mut String) {
        let mut rest = prose;
        while let Some(start) = rest.find(|c: char| c.is_alphanumeric()) {
            let (before, word) = rest.split_at(start);
            let end = word.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(word.len());
            let (word, after) = word.split_at(end);
            out.push_str(before);
            out.push_str(word);
            let of_owner =
                ["'s", "’s"].into_iter().find(|ending| after.starts_with(ending)).unwrap_or_default();
            let after = after.get(of_owner.len()..).unwrap_or_default();
            out.push_str(of_owner);
            if let Some(words) = self.new_to_reader(word).filter(|_| !after.starts_with(['(', '[', ')'])) {
                out.push_str(&format!(" [{words}]"));
            }
            rest = after;
        }
        out.push_str(rest);
    }

    /// Returns what the abbreviation in this word stands for, unless the reader knows it: "RAG", "RAGs", "RAG-based", not "RAG-X".
    fn new_to_reader(&mut self, word: &str) -> Option<String> {
        let compound = word.split_once('-').filter(|(_, rest)| !rest.contains(|c: char| c.is_uppercase()));
        let parts = [Some(word), compound.map(|(first, _)| first)].into_iter().flatten();
        let found = parts.map(singular).find_map(|short| self.acronyms.0.get_key_value(short));
        let short = *found?.0;
        let meaning = self.acronyms.meaning(short)?;
        if self.known.contains(&short) {
            return None;
        }
        self.known.push(short);
        let words = numbered(meaning, word.ends_with('s') && word.len() == short.len() + 1);
        let is_read = |words: &str| self.read.contains(&words.to_lowercase());
        (!is_read(&meaning.words) && !is_read(&words)).then_some(words)
    }
}

#[cfg(test)]
mod tests {
    use papers_paper::SectionRole;
    use rstest::rstest;

    use super::super::candidate::candidates;
    use super::super::sample::{abstract_of, document};
    use super::*;
    use crate::Limits;

    #[rstest]
    #[case("We clean by dry brush washing (DBW).", "DBW", Some("dry brush washing"))]
    #[case("Dry brush washing (DBW) is cheap.", "DBW", Some("dry brush washing"))]
    #[case("Dry Brush Washing (DBW) is cheap.", "DBW", Some("Dry Brush Washing"))]
    #[case("We use DBW (dry brush washing) here.", "DBW", Some("dry brush washing"))]
    #[case("The state of the art (SA) is a rail.", "SA", Some("state of the art"))]
    #[case(
        "A pre-trained brush controller (PBC; see below) moves.",
        "PBC",
        Some("pre-trained brush controller")
    )]
    #[case("T cell receptors (TCRs) are no brushes.", "TCR", Some("T cell receptors"))]
    #[case("We use diffusive long brushes (dLB).", "dLB", Some("diffusive long brushes"))]
    #[case("We use rotating long brushes (dLB).", "dLB", None)]
    #[case("It won the Olympiad on Astronomy and Arts (OAA).", "OAA", Some("Olympiad on Astronomy and Arts"))]
    #[case("We use hyperspectral imaging (HSI).", "HSI", Some("hyperspectral imaging"))]
    #[case("We use an in-context learner (ICL).", "ICL", Some("in-context learner"))]
    #[case("We clean panels (DBW) with brushes.", "DBW", None)]
    #[case("A well-trained model (TM) moves it.", "TM", None)]
    #[case("We use DBW (dry brush washing twice) here.", "DBW", None)]
    fn initials_explain_an_abbreviation(
        #[case] sentence: &str,
        #[case] short: &str,
        #[case] words: Option<&str>,
    ) {
        let document = abstract_of(&[sentence]);
        let candidates = candidates("", &document);
        let meaning = Acronyms::of(&candidates).meaning(short).map(|meaning| meaning.words.clone());
        assert_eq!(meaning.as_deref(), words, "{sentence}");
    }

    #[test]
    fn many_parts_of_a_word_are_soon_given_up() {
        let parts = "a-".repeat(4_000);
        assert_eq!(ending(&format!("{parts}a"), "AAAAAAAA"), None);
    }

    #[rstest]
    #[case("The DBW is fast.", "The DBW [dry brush washer] is fast.")]
    #[case(
        "All DBWs are fast, and a DBW is cheap.",
        "All DBWs [dry brush washers] are fast, and a DBW is cheap."
    )]
    #[case("The DBW's arm is long.", "The DBW's [dry brush washer] arm is long.")]
    #[case("A DBW-based farm saves water.", "A DBW-based [dry brush washer] farm saves water.")]
    #[case("A DBW-Pro saves water.", "A DBW-Pro saves water.")]
    #[case("A washer (DBW) saves water.", "A washer (DBW) saves water.")]
    #[case("The $DBW$ of a farm is small.", "The $DBW$ of a farm is small.")]
    #[case("The DBW is a dry brush washer.", "The DBW is a dry brush washer.")]
    #[case("The API of a GMR is open.", "The API of a GMR is open.")]
    fn an_abbreviation_is_explained_where_it_is_new(#[case] sentence: &str, #[case] expected: &str) {
        let document = document(&[
            (SectionRole::Abstract, &["We build dry brush washers (DBWs) with an interface (API)."]),
            (SectionRole::Method, &["A green mild robot (GMR) is no giant mild robot (GMR)."]),
        ]);
        let candidates = candidates("", &document);
        let acronyms = Acronyms::of(&candidates);
        assert_eq!(Explainer::new("", &acronyms).explain(sentence), expected);
        assert_eq!(Explainer::new("Dry brush washers", &acronyms).explain(sentence), sentence, "the title");
        let mut again = Explainer::new("", &acronyms);
        assert_eq!(
            (again.explain(expected), again.explain(sentence)),
            (expected.to_owned(), sentence.to_owned())
        );
    }

    /// The evidence is the paper's own sentence, without the explanation.
    #[test]
    fn the_goal_explains_what_the_abstract_explains_before_it() {
        let goal = "We propose DryBrush, a robot for the DBW of panels.";
        let document = abstract_of(&["Dry brush washing (DBW) of solar panels saves water.", goal]);
        let summary = super::super::digest("A robot", &document, &Limits::default());
        let told = "We propose DryBrush, a robot for the DBW [dry brush washing] of panels.";
        assert_eq!(summary.digest.introduction.goal, told);
        assert_eq!(summary.digest.tldr.as_deref(), Some(told));
        assert_eq!(
            summary.digest.introduction.motivation,
            "Dry brush washing (DBW) of solar panels saves water."
        );
        assert!(summary.evidence.iter().any(|one| one.source == goal));
    }
}
