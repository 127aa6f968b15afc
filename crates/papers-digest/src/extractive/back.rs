//! Finds sentences of a body that refer to something only named before them, although they do not begin with a pronoun: "We make
//! this assumption." Used only for sentences that are about to be selected.

use std::collections::HashSet;

use super::acronym::{is_abbreviation, is_common, singular};
use super::candidate::Candidate;
use papers_paper::SectionRole;
use papers_paper::text::words_of;

/// Nouns after "this" that mean the paper itself.
const PAPER: [&str; 20] = [
    "paper", "work", "study", "article", "letter", "survey", "review", "report", "thesis", "research",
    "manuscript", "trial", "investigation", "contribution", "meta-analysis", "chapter", "tutorial",
    "perspective", "project", "dataset",
];

/// Nouns before which "that" is not a conjunction.
const NAMED: [&str; 8] =
    ["finding", "result", "observation", "claim", "question", "problem", "assumption", "issue"];

/// Words after "those" that complete it: "those who".
const OWN: [&str; 9] = ["who", "that", "which", "whose", "where", "with", "of", "in", "from"];

/// Words after an "it" without a referent: "it is known that".
const EMPTY: [&str; 14] = [
    "is", "was", "would", "will", "may", "might", "must", "should", "can", "could", "seems", "appears",
    "remains", "becomes",
];

/// Nouns after "the mentioned".
const LIMITS: [&str; 5] = ["limitations", "issues", "problems", "drawbacks", "challenges"];

/// Nouns after "similar" that are like earlier ones.
const OUTCOMES: [&str; 8] =
    ["results", "findings", "trends", "patterns", "conclusions", "observations", "behavior", "behaviour"];

/// Things that a paper numbers, besides sections and tables: "Experiment 2".
const PARTS: [&str; 12] = [
    "Experiment", "Experiments", "Study", "Studies", "Scenario", "Scenarios", "Result", "Results", "Finding",
    "Findings", "Panel", "Panels",
];

/// The number of first words of a sentence in which "it" has no referent within the sentence.
const BEFORE_IT: usize = 6;

/// The same for "they": a plural is named sooner.
const BEFORE_THEY: usize = 3;

/// The maximum number of words between "this" and its noun: "this retrospective single-center study".
const BETWEEN: usize = 4;

/// Returns true for a sentence with a pronoun or demonstrative that refers to something outside of it.
pub(super) fn takes_up(sentence: &str) -> bool {
    let mut clauses = 0;
    let mut open = false;
    // The words in parentheses refer to what is before them, but a single one may be a label.
    let mut is_aside = |word: &&str| {
        let is_within = open || word.starts_with('(') && !word.contains(')');
        open = is_within && !word.contains(')');
        is_within
    };
    let words: Vec<(usize, &str)> = sentence
        .split_whitespace()
        .filter(|word| !is_aside(word))
        .enumerate()
        .map(|(at, word)| {
            let clause = clauses;
            // A single word before a comma is not a clause: "Overall, these brushes …".
            clauses += usize::from(at > 0 && word.ends_with([',', ';', ':']));
            (clause, word.trim_matches(|c: char| !c.is_alphanumeric()))
        })
        .collect();
    let next = |at: usize| words.get(at + 1).map_or("", |next| next.1);
    let is_ordinal = ["The first is ", "The first was "].iter().any(|words| sentence.starts_with(words));
    is_ordinal
        || (0..).zip(&words).any(|(at, (clause, word))| match *word {
            "this" | "This" => *clause == 0 && !is_paper(words.get(at + 1..).unwrap_or_default()),
            "these" | "those" => *clause == 0 && !OWN.contains(&next(at)),
            "that" => NAMED.contains(&next(at)),
            "it" => at < BEFORE_IT && !EMPTY.contains(&next(at)),
            "they" | "them" | "their" => at < BEFORE_THEY && *clause == 0,
            "aforementioned" | "above-mentioned" | "abovementioned" => true,
            "mentioned" => LIMITS.contains(&next(at)),
            "similar" => OUTCOMES.contains(&next(at)),
            _ => PARTS.contains(word) && is_number(next(at)) || is_label(word),
        })
}

/// Returns true for the number or letter of a part: "2", "(d)", "Lb".
fn is_number(word: &str) -> bool {
    let is_letter = word != "a" && word.len() == 1;
    word.starts_with(|c: char| c.is_ascii_digit())
        || is_letter
        || word.len() == 2 && word.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Returns true for a label such as "RQ2", and for one of the source of a paper ("res:base").
fn is_label(word: &str) -> bool {
    let number = word.strip_prefix("RQs").or_else(|| word.strip_prefix("RQ"));
    let of_source = |(kind, name): (&str, &str)| {
        let is_lower = |part: &str| part.starts_with(|c: char| c.is_ascii_lowercase());
        (2..=6).contains(&kind.len()) && is_lower(kind) && is_lower(name)
    };
    number.is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
        || word.split_once(':').is_some_and(of_source)
}

/// Returns true if the words after "this" name the paper, or say that it is the first of its kind.
fn is_paper(after: &[(usize, &str)]) -> bool {
    let first = after.iter().take(3).map(|word| word.1).eq(["is", "the", "first"]);
    first
        || after.iter().take(BETWEEN).any(|word| PAPER.contains(&word.1.to_lowercase().trim_end_matches('s')))
}

/// The abbreviations that the body introduces in parentheses and its symbols, which a reader of the abstract does not know.
#[derive(Default)]
pub(super) struct Unknown<'a> {
    abbreviations: HashSet<&'a str>,
    /// The symbols of the abstract; `None` if there is no abstract.
    symbols: Option<HashSet<char>>,
}

impl<'a> Unknown<'a> {
    /// Collects them from the sentences of a paper; nothing is unknown if there is no abstract.
    pub(super) fn of(candidates: &'a [Candidate<'a>]) -> Self {
        let in_abstract = |c: &&Candidate<'_>| c.is_in(SectionRole::Abstract);
        let known: Vec<&str> = candidates.iter().filter(in_abstract).map(|c| c.text).collect();
        if known.is_empty() {
            return Self::default();
        }
        let body = candidates.iter().filter(|c| !in_abstract(c));
        let mut own: HashSet<&str> = body.flat_map(|c| introduced(c.text)).collect();
        let initials: Vec<String> = known.iter().map(|text| initials(text)).collect();
        own.retain(|short| {
            let lower = short.to_lowercase();
            let is_told = known.iter().any(|text| text.contains(short));
            !is_told && !is_common(short) && !initials.iter().any(|letters| letters.contains(&lower))
        });
        let letters = known.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
        Self { abbreviations: own, symbols: Some(letters.filter_map(only).collect()) }
    }

    /// Returns true if a sentence has an abbreviation that neither it nor the digest explains, or a symbol.
    pub(super) fn is_in(&self, sentence: &str, explained: impl Fn(&str) -> bool) -> bool {
        let is_unknown = |word: &str| {
            let short = singular(word);
            is_abbreviation(short)
                && self.abbreviations.contains(short)
                && !explained(short)
                && !introduced(sentence).any(|own| own == short)
        };
        let is_new = |known: &HashSet<char>| symbols(sentence).iter().any(|symbol| !known.contains(symbol));
        self.symbols.as_ref().is_some_and(is_new)
            || !self.abbreviations.is_empty()
                && sentence.split(|c: char| !c.is_alphanumeric() && c != '-').any(is_unknown)
    }
}

/// Returns the letters of a sentence that stand for something, outside of formulas: "when θ is small". Those with a value ("p < 0.05")
/// and initials ("P. mirabilis") do not.
fn symbols(sentence: &str) -> Vec<char> {
    let prose: String = sentence.split('$').step_by(2).collect();
    let words: Vec<&str> = words_of(&prose).collect();
    let letter = |(at, word): (usize, &&str)| {
        let has_value =
            words.get(at + 1).is_some_and(|next| next.starts_with(['=', '<', '>', '≤', '≥', '≈']));
        only(word.trim_matches(['(', ')', ',', ';', ':'])).filter(|_| !has_value)
    };
    words.iter().enumerate().filter_map(letter).filter(|letter| !['a', 'A', 'I'].contains(letter)).collect()
}

/// Returns the letter of a word of one letter.
fn only(word: &str) -> Option<char> {
    let mut letters = word.chars();
    letters.next().filter(|letter| letter.is_alphabetic() && letters.next().is_none())
}

/// Returns the abbreviations that a sentence introduces in parentheses.
fn introduced(sentence: &str) -> impl Iterator<Item = &str> {
    sentence.split('(').skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '-')?;
        let short = rest.get(..end)?;
        Some(singular(short)).filter(|short| is_abbreviation(short))
    })
}

/// Returns the first letters of the words of a text.
fn initials(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter_map(|word| word.chars().next()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::candidate::candidates;
    use super::super::sample::document;
    use super::*;

    #[rstest]
    #[case("We make this assumption for all brushes.", true)]
    #[case("Overall, these brushes are the reason why panels stay clean.", true)]
    #[case("New brushes can overcome the mentioned limitations.", true)]
    #[case("As Experiment 2 suggests, the wind cleans panels on the coast.", true)]
    #[case("Panel (d) shows that the wind cleans panels on the coast.", true)]
    #[case("For Scenario Lb, the output grows less.", true)]
    #[case("The first is that dust sticks to wet panels.", true)]
    #[case("RQ1 and RQ3 use small samples of farms.", true)]
    #[case("We find similar results on farms at the coast.", true)]
    #[case("A similar brush (this is the usual one) needs water.", false)]
    #[case("We focus on Result res:base in the rest.", true)]
    #[case("The ratio was 2:1, and the experiment ended after a year.", false)]
    #[case("A plan to quantify this noise source failed.", true)]
    #[case("We find that it has no advantage over rails.", true)]
    #[case("The study was made before these tools were known.", true)]
    #[case("Brushes help those who wash by hand.", false)]
    #[case("In this paper we wash panels.", false)]
    #[case("The first wash of a year restores most of the output.", false)]
    #[case("Results in dry regions are better.", false)]
    #[case("The sample of this retrospective single-farm study was small.", false)]
    #[case("To our knowledge, this is the first brush for panels.", false)]
    #[case("Although small, it is known that brushes wear out.", false)]
    #[case("Brushes wear out, and this limits their use.", false)]
    fn references_to_the_text_before_are_found(#[case] sentence: &str, #[case] expected: bool) {
        assert_eq!(takes_up(sentence), expected, "{sentence}");
    }

    #[test]
    fn an_abbreviation_of_the_body_is_unknown_to_a_reader_of_the_abstract() {
        let document = document(&[
            (
                SectionRole::Abstract,
                &["We wash solar panels with a dry brush arm on the PV farms of a desert."],
            ),
            (
                SectionRole::Method,
                &["The dry brush arm (DBA) uses fast dust sensors (FDS) and a GPU on PV farms (PV)."],
            ),
        ]);
        let candidates = candidates("Washing panels", &document);
        let unknown = Unknown::of(&candidates);
        let is_in = |sentence| unknown.is_in(sentence, |_| false);
        assert!(is_in("The FDS failed in rain."));
        assert!(is_in("All FDSs failed in rain."));
        assert!(!unknown.is_in("The FDS failed in rain.", |short| short == "FDS"), "the digest explains it");
        for known in ["The DBA failed.", "PV failed.", "Fast dust sensors (FDS) failed.", "The GPU failed."] {
            assert!(!is_in(known), "{known}");
        }
    }

    #[rstest]
    #[case("The brush slips when θ is large.", true)]
    #[case("A farm of m panels needs one robot.", true)]
    #[case("We wash n panels with one robot.", false)]
    #[case("The robot saves time (p < 0.05) and water.", false)]
    #[case("The dust of P. mirabilis is sticky, and I wash it.", false)]
    #[case("When $k$ is large, the brush slips.", false)]
    fn a_symbol_of_the_body_is_unknown_to_a_reader_of_the_abstract(
        #[case] sentence: &str,
        #[case] expected: bool,
    ) {
        let document = document(&[(SectionRole::Abstract, &["We wash n panels of a farm in a day."])]);
        assert_eq!(
            Unknown::of(&candidates("Washing panels", &document)).is_in(sentence, |_| false),
            expected,
            "{sentence}"
        );
    }
}
