//! A candidate → the facts that the table of weights asks for, and its points for each part of the digest.

use super::candidate::{Candidate, Genre, Turn};
use super::context::{Dependence, lost};
use super::cues::{SIGNS, Sign};
use super::slot::Slot;
use super::weights;
use crate::roles::Role;
use papers_paper::SectionRole as Part;

/// Points by which a sentence must fit a part to stand there.
pub(super) const LEAST: f64 = 1.0;

/// Longer sentences are read with effort, shorter ones say little.
const EASY: std::ops::RangeInclusive<usize> = 10..=34;

/// A sentence is no longer than long, so that one of a hundred words is not hopeless.
const LONGEST: usize = 30;

/// As many symbols make a formula, more of them nothing worse.
const MOST_SYMBOLS: usize = 4;

/// The position at which an abstract begins to close.
const LATE: f64 = 0.6;

/// The measures of a sentence, each from 0 to 1.
pub(super) const MEASURES: [&str; 6] = ["central", "title", "place", "long", "formulas", "symbols"];

/// The facts about a sentence: the signs that it shows, then [`FACTS`], one bit each; and the value of each measure.
pub(super) struct Facts {
    bits: u128,
    measures: [f64; MEASURES.len()],
}

impl Facts {
    fn of(c: &Candidate<'_>) -> Self {
        let signs = u128::from(c.signs.bits()) | u128::from(c.ours) << Sign::Ours as u8;
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
        Self { bits: facts.fold(signs, |bits, fact| bits | fact), measures }
    }

    pub(super) const fn have(&self, needed: u128) -> bool {
        self.bits & needed == needed
    }

    pub(super) const fn lack(&self, denied: u128) -> bool {
        self.bits & denied == 0
    }

    pub(super) fn measure(&self, measure: usize) -> f64 {
        self.measures.get(measure).copied().unwrap_or_default()
    }
}

/// A name in the table, and whether it holds for a sentence.
type Fact = (&'static str, fn(&Candidate<'_>) -> bool);

/// The facts that the table may ask for beside signs.
pub(super) const FACTS: [Fact; 51] = [
    ("in-abstract", |c| c.is_in(Part::Abstract)),
    ("in-introduction", |c| c.is_in(Part::Introduction)),
    ("in-background", |c| c.is_in(Part::Background)),
    ("in-method", |c| c.is_in(Part::Method)),
    ("in-results", |c| c.is_in(Part::Results)),
    ("in-discussion", |c| c.is_in(Part::Discussion)),
    ("in-limitations", |c| c.is_in(Part::Limitations)),
    ("in-conclusion", |c| c.is_in(Part::Conclusion)),
    ("is-background", |c| c.role == Role::Background),
    ("is-objective", |c| c.role == Role::Objective),
    ("is-method", |c| c.role == Role::Method),
    ("is-result", |c| c.role == Role::Result),
    ("is-other", |c| c.role == Role::Other),
    // Under a label of a structured abstract.
    ("labeled", |c| c.is_labeled()),
    ("labeled-background", |c| c.part == Some(Part::Background)),
    // Where the paper may be speaking of itself: nothing is announced in the section, or it is by now.
    ("announced", |c| c.is_announced()),
    ("at-announcement", |c| c.turn == Turn::At),
    ("after-announcement", |c| c.turn == Turn::After),
    // With the authors or their paper as its subject.
    ("own", is_own),
    // The authors speak, or what they made is spoken of.
    ("voiced", is_voiced),
    ("we-first", |c| c.quote.starts_with("We ") || c.quote.starts_with("we ")),
    ("gets", |c| GETS.iter().any(|opening| c.quote.starts_with(opening))),
    // Has a word of the title.
    ("topical", |c| c.title > 0.0),
    ("called-contribution", |c| c.text.contains("contribution")),
    ("theorem", |c| c.theorem),
    ("short", |c| c.words < *EASY.start()),
    ("bare-tex", |c| c.text.contains('\\') && formulas(c) == 0),
    // Says what a theory works on, where the paper introduces itself.
    ("considers", considers),
    // The end of an abstract that says what follows, without figures and comparisons, which are results.
    ("closes", closes),
    // In the second half of an abstract, where conclusions are.
    ("closing", |c| c.is_in(Part::Abstract) && c.position >= 0.5 && c.is_announced()),
    // Speaks of the results before it.
    ("looks-back", |c| c.dependence == Dependence::AfterResults),
    // Sums up in so many words.
    ("sums-up", sums_up),
    // A late "However, our method …" of an abstract that speaks of a limit.
    ("concedes", concedes),
    ("in-survey", |c| c.genre == Genre::Survey),
    ("in-data-paper", |c| c.genre == Genre::Data),
    ("in-position-paper", |c| c.genre == Genre::Position),
    // Counts what something has: "contains 9,280 summaries".
    ("counts", |c| c.text.split_whitespace().any(is_count)),
    // About the future, by its heading.
    ("in-outlook", |c| !c.is_in(Part::Conclusion) && is_outlook(&c.section.heading)),
    // In the last section of the main text.
    ("in-last", |c| c.last && !c.is_in(Part::Abstract) && !c.is_in(Part::Introduction)),
    ("late", |c| c.position >= 0.5),
    // Of a test, a subset or one setting.
    ("detail", is_detail),
    // Praises in general.
    ("hollow", |c| {
        c.signs.any(&[Sign::Outlook, Sign::Conclude]) && HOLLOW.iter().any(|word| c.text.contains(word))
    }),
    ("motivated", |c| c.text.contains("motivated by")),
    ("asks", |c| c.text.contains('?')),
    ("finds", |c| c.text.contains("finding that") || c.text.contains("showing that")),
    ("in-quotes", |c| c.text.contains(['“', '”'])),
    // Goes on with what the sentence before it says.
    ("continues", |c| {
        CONTINUES.iter().any(|opening| c.text.starts_with(opening) || c.quote.starts_with(opening))
    }),
    // Has other people's work as its subject.
    ("others-first", |c| OTHERS.iter().any(|opening| c.text.starts_with(opening))),
    // Weighs one thing against another.
    ("concessive", |c| CONCESSIVE.iter().any(|opening| c.text.starts_with(opening))),
    // Says first what for: "To train it, we …".
    ("purpose", |c| c.text.starts_with("To ") && c.has(Sign::We)),
    // Names what is missing, not only what matters.
    ("lacks", |c| c.has(Sign::Gap) && lacks(c.text)),
];

/// Openings of a sentence that goes on with what the one before it says.
const CONTINUES: [&str; 24] = [
    "First",
    "Second",
    "Third",
    "Final",
    "Furthermore",
    "Moreover",
    "In addition",
    "Additionally",
    "Specifically",
    "More specifically",
    "In particular",
    "Besides",
    "Then",
    "Next",
    "Lastly",
    "Concretely",
    "Based on",
    "Benefiting",
    "To achieve",
    "To do",
    "Together with",
    "To further",
    "We also ",
    "We further ",
];

/// Words of a conclusion that could stand in any paper.
const HOLLOW: [&str; 10] = [
    "valuable insight",
    "important implications",
    "shed light",
    "solid base",
    "excited about",
    "We hope",
    "we hope",
    "systematic understanding",
    "opens new avenues",
    "open new avenues",
];

/// Marks of a statistical test or of a part of the data.
const TESTED: [&str; 13] =
    [" = ", "p <", "p =", "p<", "p=", "p >", "CI", "n =", "N =", "t(", "F(", "χ", "SD"];

/// Openings of a sentence on what the authors' work came to.
const GETS: [&str; 9] = [
    "We achieve",
    "We obtain",
    "We reach",
    "We observe",
    "We find",
    "We found",
    "We see",
    "We improve",
    "We outperform",
];

/// Openings of a sentence on one case of several.
const CASES: [&str; 8] =
    ["When ", "If ", "For example", "For instance", "In the case", "In this ", "In contrast", "At "];

/// Openings of a sentence on what others do.
const OTHERS: [&str; 9] = [
    "Common ",
    "Previous ",
    "Prior ",
    "Existing ",
    "Recent ",
    "Current ",
    "Traditional ",
    "Conventional ",
    "Most existing ",
];

/// Openings of a sentence that weighs one thing against another.
const CONCESSIVE: [&str; 6] = ["While ", "Whereas ", "Although ", "Despite ", "Though ", "Unlike "];

/// Beginnings of words that say what is missing.
const MISSING: [&str; 32] = [
    "however",
    "although",
    "despite",
    "though",
    "yet ",
    "but ",
    "lack",
    "limit",
    "unclear",
    "unknown",
    "challeng",
    "difficult",
    "fail",
    "suffer",
    "costly",
    "expensive",
    "remain",
    "few ",
    "little ",
    "not ",
    "cannot",
    "scarce",
    "gap",
    "hard ",
    "bottleneck",
    "struggl",
    "neglect",
    "rare",
    "poor",
    "problem",
    "need",
    "risk",
];

/// Scores how well a sentence fits each part, in the order of [`Slot`]; 0 where it could not be understood.
pub(super) fn points(c: &Candidate<'_>) -> [f64; Slot::ALL.len()] {
    let mut points = [0.0; Slot::ALL.len()];
    if c.dependence == Dependence::Never {
        return points;
    }
    let facts = Facts::of(c);
    for slot in Slot::ALL.into_iter().filter(|slot| slot.understands(c.dependence)) {
        if let Some(place) = points.get_mut(slot as usize) {
            *place = weights::points(slot, &facts);
        }
    }
    points
}

fn formulas(c: &Candidate<'_>) -> usize {
    c.text.matches('$').count() / 2
}

/// Words that are formulas without being marked as such, as in the text of a PDF.
fn symbols(text: &str) -> usize {
    let is_symbol = |c: char| matches!(c, '^' | '_' | '\u{391}'..='\u{3c9}' | '\u{2200}'..='\u{22ff}' | '→' | '\u{2080}'..='\u{209c}');
    let prose = text.split('$').step_by(2);
    prose.flat_map(str::split_whitespace).filter(|word| word.contains(is_symbol)).count()
}

/// A number of two figures or more that counts things; a year does not.
fn is_count(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let digits: String = word.chars().filter(|c| *c != ',').collect();
    let figures = digits.len() > 1 && digits.chars().all(|c| c.is_ascii_digit());
    let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    figures && !year
}

fn is_voiced(c: &Candidate<'_>) -> bool {
    c.ours || c.has(Sign::We) || is_own(c)
}

fn is_own(c: &Candidate<'_>) -> bool {
    c.signs.any(&[Sign::Aim, Sign::Study, Sign::Announce, Sign::Paper, Sign::Show, Sign::Trial])
}

fn lacks(text: &str) -> bool {
    let text = text.to_lowercase();
    MISSING.iter().any(|word| text.contains(word))
}

fn considers(c: &Candidate<'_>) -> bool {
    let told = c.is_in(Part::Abstract) || c.is_in(Part::Introduction);
    told && c.has(Sign::Study) && c.has(Sign::We) && !c.has(Sign::Outcome)
}

fn closes(c: &Candidate<'_>) -> bool {
    let late = c.is_in(Part::Abstract) && c.position >= LATE && c.is_announced();
    late && c.has(Sign::Outlook) && !c.signs.any(&[Sign::Figure, Sign::Compare])
}

fn is_outlook(heading: &str) -> bool {
    heading.contains("uture") || heading.contains("FUTURE")
}

fn is_detail(c: &Candidate<'_>) -> bool {
    if c.is_in(Part::Abstract) || c.is_in(Part::Method) {
        return false;
    }
    TESTED.iter().any(|mark| c.text.contains(mark)) || CASES.iter().any(|opening| c.text.starts_with(opening))
}

fn sums_up(c: &Candidate<'_>) -> bool {
    const OPENINGS: [&str; 7] =
        ["In conclusion", "In summary", "In short", "Overall", "Taken together", "Together, ", "To conclude"];
    OPENINGS.iter().any(|opening| c.text.starts_with(opening))
}

fn concedes(c: &Candidate<'_>) -> bool {
    const TURNS: [&str; 5] = ["However,", "While ", "Although ", "Nevertheless,", "Nonetheless,"];
    let turns = TURNS.iter().any(|turn| c.text.starts_with(turn));
    let shows = c.signs.any(&[Sign::Announce, Sign::Show, Sign::Meaning]);
    turns && c.ours && c.position >= LATE && c.has(Sign::Limit) && !shows
}
