//! Collects the facts about a candidate to which the weights refer.

use super::candidate::{After, Candidate, Turn};
use super::context::{Dependence, lost};
use super::cues::{self, SIGNS, Sign, Signs};
use super::genre::Genre;
use super::held::Facts;
use crate::roles::Role;
use papers_paper::SectionRole;
use papers_paper::text::words_of;

/// The range of sentence lengths, in words, that are easy to read and say enough.
const EASY: std::ops::RangeInclusive<usize> = 10..=34;

/// The maximum number of words over that range that count, so that a very long sentence still has a chance.
const LONGEST: usize = 30;

/// The maximum number of symbols that count.
const MOST_SYMBOLS: usize = 4;

/// The position in its section, from 0 to 1, from which a sentence may conclude or concede something.
const LATE: f64 = 0.6;

impl Candidate<'_> {
    /// Returns the facts to which the weights refer. They are collected on first use, when the candidate has all of its properties.
    pub(super) fn facts(&self) -> &Facts {
        self.facts.get_or_init(|| collect(self))
    }
}

/// Collects the facts about a candidate.
fn collect(c: &Candidate<'_>) -> Facts {
    let signs = u128::from(c.signs.bits()) | u128::from(c.is_ours()) << Sign::Ours as u8;
    let facts = (SIGNS..).zip(FACTS).map(|(bit, (_, holds))| u128::from(holds(c)) << bit);
    let formulas = formulas(c);
    let measures = [
        c.centrality,
        c.title,
        c.position,
        c.words.saturating_sub(*EASY.end()).min(LONGEST) as f64,
        formulas as f64,
        (symbols(c.text) + lost(c.text)).min(MOST_SYMBOLS) as f64,
    ];
    Facts { bits: facts.fold(signs, |bits, fact| bits | fact), measures }
}

/// Returns the names of all signs and facts, each at the index of its bit.
pub(super) fn names() -> Vec<&'static str> {
    cues::names().into_iter().chain(FACTS.iter().map(|(name, _)| *name)).collect()
}

/// The name of a fact in `weights.txt`, and the test for it.
type Fact = (&'static str, fn(&Candidate<'_>) -> bool);

/// The facts, besides signs, that `weights.txt` may refer to.
const FACTS: [Fact; 49] = [
    ("in-abstract", |c| c.is_in(SectionRole::Abstract)),
    ("in-introduction", |c| c.is_in(SectionRole::Introduction)),
    ("in-background", |c| c.is_in(SectionRole::Background)),
    ("in-method", |c| c.is_in(SectionRole::Method)),
    ("in-results", |c| c.is_in(SectionRole::Results)),
    ("in-discussion", |c| c.is_in(SectionRole::Discussion)),
    ("in-limitations", |c| c.is_in(SectionRole::Limitations)),
    ("in-conclusion", |c| c.is_in(SectionRole::Conclusion)),
    ("is-background", |c| c.role == Role::Background),
    ("is-objective", |c| c.role == Role::Objective),
    ("is-method", |c| c.role == Role::Method),
    ("is-result", |c| c.role == Role::Result),
    ("is-other", |c| c.role == Role::Other),
    // Under a label of a structured abstract.
    ("labeled", |c| c.is_labeled()),
    ("labeled-background", |c| c.given_role == Some(SectionRole::Background)),
    // Not before the sentence with which its section announces what the paper does, if there is one.
    ("announced", |c| c.is_announced()),
    ("at-announcement", |c| c.turn == Turn::At),
    ("after-announcement", |c| c.turn == Turn::After),
    // With the authors or their paper as its subject.
    ("own", is_own),
    // In the authors' voice, or about what they made.
    ("voiced", is_voiced),
    ("we-first", |c| c.quote.starts_with("We ") || c.quote.starts_with("we ")),
    // Has a word of the title.
    ("topical", |c| c.title > 0.0),
    ("called-contribution", |c| c.text.contains("contribution")),
    ("called-limitation", |c| c.text.contains("limitation")),
    ("theorem", |c| c.theorem),
    ("short", |c| c.words < *EASY.start()),
    ("bare-tex", |c| c.text.contains('\\') && formulas(c) == 0),
    // States the subject of a theory paper ("we consider …") in the abstract or introduction.
    ("considers", considers),
    // After a sentence that announces limits.
    ("listed", |c| c.after == Some(After::Limits)),
    // After a sentence of the abstract that says what came out.
    ("after-result", |c| c.after == Some(After::Result)),
    // Late in an abstract, about implications; without numbers and comparisons, which are results.
    ("closes", closes),
    // In the second half of an abstract.
    ("closing", |c| c.is_in(SectionRole::Abstract) && c.position >= 0.5 && c.is_announced()),
    // Refers to the results before it.
    ("looks-back", |c| c.dependence == Dependence::AfterResults),
    // A late sentence that begins like "However, our method …" and mentions a limit.
    ("concedes", concedes),
    ("in-survey", |c| c.genre == Genre::Survey),
    ("in-data-paper", |c| c.genre == Genre::Data),
    ("in-position-paper", |c| c.genre == Genre::Position),
    // Contains a count: "contains 9,280 summaries".
    ("counts", |c| words_of(c.text).any(is_count)),
    // In a section whose heading mentions the future.
    ("in-outlook", |c| !c.is_in(SectionRole::Conclusion) && is_outlook(&c.section.heading)),
    // In the last section of the main text.
    ("in-last", |c| {
        c.is_in_last_section && !c.is_in(SectionRole::Abstract) && !c.is_in(SectionRole::Introduction)
    }),
    ("late", |c| c.position >= 0.5),
    ("motivated", |c| c.text.contains("motivated by")),
    ("asks", |c| c.asks()),
    ("in-quotes", |c| c.text.contains(['“', '”'])),
    // Has the name of what the authors made.
    ("named", |c| c.named.is_some()),
    // Says what the authors or their field have left to do, and not only what the future brings.
    ("undone", is_undone),
    // Tells again what the paper has presented.
    ("retells", retells),
    // Gives something a name or a range: "We define …".
    ("names", |c| c.text.contains(" define")),
    // Begins with a purpose: "To train it, we …".
    ("purpose", |c| c.text.starts_with("To ") && c.has(Sign::We)),
];

fn formulas(c: &Candidate<'_>) -> usize {
    c.text.matches('$').count() / 2
}

/// Counts the words outside of `$…$` that contain mathematical symbols, as in the text of a PDF.
fn symbols(text: &str) -> usize {
    let is_symbol = |c: char| matches!(c, '^' | '_' | '\u{391}'..='\u{3c9}' | '\u{2200}'..='\u{22ff}' | '→' | '\u{2080}'..='\u{209c}');
    if text.is_ascii() && !text.contains(['^', '_']) {
        return 0;
    }
    let prose = text.split('$').step_by(2);
    prose.flat_map(words_of).filter(|word| word.contains(is_symbol)).count()
}

/// Returns true for a number of two digits or more that is not a year.
fn is_count(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let digits: String = word.chars().filter(|c| *c != ',').collect();
    let long = digits.len() > 1 && digits.chars().all(|c| c.is_ascii_digit());
    let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    long && !year
}

/// Returns true for a sentence in the authors' voice, or about what they made.
pub(super) fn is_voiced(c: &Candidate<'_>) -> bool {
    c.is_ours() || c.has(Sign::We) || is_own(c)
}

fn is_own(c: &Candidate<'_>) -> bool {
    c.signs.any(&[Sign::Aim, Sign::Study, Sign::Announce, Sign::Paper, Sign::Show, Sign::Trial])
}

/// Returns true for signs of something that is missing, small, unknown or not possible.
pub(super) fn lacks(signs: Signs) -> bool {
    signs.any(&[Sign::Admission, Sign::Limit, Sign::Few, Sign::Unable, Sign::Unclear, Sign::Biased])
}

/// Returns true for what the authors or their field have left to do.
pub(super) fn is_undone(c: &Candidate<'_>) -> bool {
    if !c.has(Sign::Future) || c.has(Sign::Study) {
        return false;
    }
    let text = c.text.to_lowercase();
    let left = [
        "future work", "future research", "future stud", "future direction", "further work",
        "further research",
    ];
    let vague = text.contains("in the future") && !text.contains("we ");
    left.iter().any(|words| text.contains(words)) || is_voiced(c) && !vague
}

/// Returns true for a sentence that says again what the paper has presented, and no outcome.
pub(super) fn retells(c: &Candidate<'_>) -> bool {
    let tells = ["presented", "described", "introduced", "proposed", "developed", "discussed", "reviewed"];
    let says = [Sign::Show, Sign::Meaning, Sign::Outlook, Sign::Number];
    c.has(Sign::Conclude) && !c.signs.any(&says) && tells.iter().any(|word| c.text.contains(word))
}

fn considers(c: &Candidate<'_>) -> bool {
    let early = c.is_in(SectionRole::Abstract) || c.is_in(SectionRole::Introduction);
    early && c.has(Sign::Study) && c.has(Sign::We) && !c.has(Sign::Outcome)
}

fn closes(c: &Candidate<'_>) -> bool {
    let late = c.is_in(SectionRole::Abstract) && c.position >= LATE && c.is_announced();
    late && c.has(Sign::Outlook) && !c.signs.any(&[Sign::Number, Sign::Compare])
}

/// Returns true for the heading of a section on the future.
pub(super) fn is_outlook(heading: &str) -> bool {
    heading.contains("uture") || heading.contains("FUTURE")
}

fn concedes(c: &Candidate<'_>) -> bool {
    let shows = c.signs.any(&[Sign::Announce, Sign::Show, Sign::Meaning]);
    c.has(Sign::Turns) && c.is_ours() && c.position >= LATE && c.has(Sign::Limit) && !shows
}
