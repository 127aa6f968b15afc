//! Prepares the sentences of a `Document` with everything that selection uses.

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use super::central;
use super::context::{Dependence, dependence, is_label_of_theorem, is_stated, theorem, untied};
use super::cues::{Sign, Signs};
use super::genre::Genre;
use super::held::Facts;
use super::label::label;
use super::words::{Bag, Words};
use crate::roles::chain::Scores;
use crate::roles::words::Sentence;
use crate::roles::{Role, beliefs, likeliest};
use papers_paper::text::cite::bare::without_places;
use papers_paper::text::phrase::Phrase;
use papers_paper::text::words_of;
use papers_paper::{Document, Section, SectionRole};

/// The maximum number of sentences considered: twice as many as the longest papers have. Of a longer text, these are from its
/// beginning, where papers say what they are about, and from its end, where they conclude.
const MOST: usize = 4_000;

/// The number of sentences at the beginning of a longer text that are considered.
const HEAD: usize = 3_000;

/// The position of a sentence relative to the first one in its section that announces what the paper does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// The section announces nothing, so that all may be the paper's own.
    Unannounced,
    /// Before the announcement: previous work or its problems.
    Before,
    /// The announcement itself.
    At,
    /// After the announcement: what the paper does.
    After,
}

impl Turn {
    fn of(index: usize, announcing: Option<usize>) -> Self {
        match announcing.map(|announcing| index.cmp(&announcing)) {
            None => Self::Unannounced,
            Some(Ordering::Less) => Self::Before,
            Some(Ordering::Equal) => Self::At,
            Some(Ordering::Greater) => Self::After,
        }
    }
}

/// The position of a name in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// It is the first word.
    First,
    /// It is a later word.
    Within,
}

/// The content of the sentences before a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// They announce limitations.
    Limits,
    /// They state the outcome, in an abstract.
    Result,
}

/// A sentence with its properties.
pub(super) struct Candidate<'a> {
    /// The sentence as in the paper.
    pub(super) text: &'a str,
    /// Its words as hashes, for a sentence of the abstract, which is classified twice.
    pub(super) hashes: Option<Sentence>,
    /// The part that a digest may quote, without its connection to the sentence before.
    pub(super) quote: &'a str,
    pub(super) dependence: Dependence,
    pub(super) section: &'a Section,
    /// The role that a label such as "Results:" gives it, or that it is assumed to have if the section has none.
    pub(super) given_role: Option<SectionRole>,
    pub(super) role: Role,
    /// The probability of each role.
    pub(super) beliefs: Scores,
    pub(super) signs: Signs,
    pub(super) words: usize,
    /// The position in its section, from 0 to 1.
    pub(super) position: f64,
    pub(super) turn: Turn,
    pub(super) bag: Bag,
    /// The share of the title's words that it has.
    pub(super) title: f64,
    /// The position in it of a name that title or abstract gives to the authors' work.
    pub(super) named: Option<Named>,
    /// True if it is in the last section of the main text.
    pub(super) is_in_last_section: bool,
    /// The content of the sentences before it.
    pub(super) after: Option<After>,
    /// The kind of paper.
    pub(super) genre: Genre,
    /// True if it states a theorem.
    pub(super) theorem: bool,
    /// The share of the paper's vocabulary that it uses, from 0 to 1.
    pub(super) centrality: f64,
    /// The facts about it, collected on first use.
    pub(super) facts: OnceCell<Facts>,
}

impl Candidate<'_> {
    /// Returns true if the sentence is in a part of the paper with this role.
    pub(super) fn is_in(&self, role: SectionRole) -> bool {
        self.section.is(role) || self.given_role == Some(role)
    }

    /// Returns true if it has a label in a structured abstract.
    pub(super) fn is_labeled(&self) -> bool {
        self.given_role.is_some() && self.section.is(SectionRole::Abstract)
    }

    /// Returns the logarithms of the role probabilities, which are finite.
    pub(super) fn log_beliefs(&self) -> Scores {
        const UNLIKELY: f32 = 1e-4;
        self.beliefs.map(|belief| belief.max(UNLIKELY).ln())
    }

    /// Returns true if its subject is the authors' work: "Our method", or its name.
    pub(super) fn is_ours(&self) -> bool {
        self.has(Sign::Ours) || self.named == Some(Named::First)
    }

    /// Returns true for a sentence that begins with a connective. Labels, list marks and ordinals do not count.
    pub(super) fn is_tied(&self) -> bool {
        let begins = self.text.starts_with(char::is_uppercase) && label(self.text).is_none();
        begins && self.text.len() > self.quote.len() && !self.has(Sign::Ordinal)
    }

    /// Returns true for a sentence with a question.
    pub(super) fn asks(&self) -> bool {
        self.text.contains('?')
    }

    /// Returns true if the sentence may be about the paper's own work.
    pub(super) fn is_announced(&self) -> bool {
        self.turn != Turn::Before
    }

    pub(super) fn has(&self, sign: Sign) -> bool {
        self.signs.has(sign)
    }
}

/// The words of the title, and the names of the authors' work in title and abstract.
struct Title<'a> {
    names: HashSet<&'a str, RandomState>,
    bag: Bag,
    genre: Genre,
}

impl<'a> Title<'a> {
    fn of(title: &'a str, document: &'a Document, bag: Bag) -> Self {
        let mut names: HashSet<&str, RandomState> = words(title).filter(|word| is_name(word)).collect();
        let in_abstract = document.sentences().filter(|(section, _)| section.is(SectionRole::Abstract));
        for (_, sentence) in in_abstract {
            if let Some(announced) = NAMED.find(sentence) {
                let rest = sentence.get(announced.start..).unwrap_or_default();
                names.extend(words(rest).find(|word| is_name(word)));
            }
        }
        Self { names, bag, genre: Genre::of(title, document) }
    }

    /// Returns the position of a name of the authors' work in a sentence.
    fn find(&self, sentence: &str) -> Option<Named> {
        if self.names.is_empty() {
            return None;
        }
        let place = words(sentence).position(|word| self.names.contains(word))?;
        Some(if place == 0 { Named::First } else { Named::Within })
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty())
}

/// Returns true for a name such as `GPT-4`, `MoNE` or `DryBrush`, with two capitals or digits.
fn is_name(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase() || c.is_ascii_digit()).count() > 1
}

/// Phrases before the name of the authors' work.
static NAMED: LazyLock<Phrase> = LazyLock::new(|| {
    Phrase::constant(
        r"\b(?:we|paper|work|study) (?-i:(?:\w+ )?(?:propose|introduce|present|develop|design|build|create|release)s?\b)",
    )
});

/// A section of the main text, with those of its sentences that are considered.
struct Excerpt<'a> {
    section: &'a Section,
    sentences: Vec<&'a str>,
}

/// Returns the sentences of the main text in reading order, without appendix, references and acknowledgments.
pub(super) fn candidates<'a>(title: &'a str, document: &'a Document) -> Vec<Candidate<'a>> {
    let mut words = Words::new();
    let title = Title::of(title, document, words.bag(title));
    let excerpts = excerpts(document);
    let mut candidates = Vec::new();
    for (excerpt, assumed) in excerpts.iter().zip(assumed_roles(&excerpts)) {
        candidates.extend(section_candidates(excerpt, assumed, &mut words, &title));
    }
    let last = excerpts.last().map_or(0, |excerpt| candidates.len() - excerpt.sentences.len());
    candidates.iter_mut().skip(last).for_each(|candidate| candidate.is_in_last_section = true);
    let bags = candidates.iter().map(|candidate| (&candidate.bag, candidate.is_in(SectionRole::Abstract)));
    let centralities = central::centralities(bags, words.len());
    for (candidate, centrality) in candidates.iter_mut().zip(centralities) {
        candidate.centrality = centrality;
    }
    candidates
}

/// Returns the sentences to be considered, by section.
fn excerpts(document: &Document) -> Vec<Excerpt<'_>> {
    let mut excerpts: Vec<Excerpt<'_>> = main_sections(document)
        .map(|section| Excerpt { section, sentences: sentences(section) })
        .filter(|excerpt| !excerpt.sentences.is_empty())
        .collect();
    let total: usize = excerpts.iter().map(|excerpt| excerpt.sentences.len()).sum();
    if total > MOST {
        let skipped = HEAD..total - (MOST - HEAD);
        let mut places = 0..total;
        for excerpt in &mut excerpts {
            excerpt.sentences.retain(|_| places.next().is_some_and(|place| !skipped.contains(&place)));
        }
    }
    excerpts
}

/// Returns the sections without appendix, references and acknowledgments, but with limitations in an appendix. If all of a page is an
/// appendix, it was parsed incorrectly.
fn main_sections(document: &Document) -> impl Iterator<Item = &Section> {
    let is_apart = |section: &Section| {
        section.appendix && !section.is(SectionRole::Limitations) || section.is(SectionRole::Backmatter)
    };
    let is_body = |section: &Section| {
        !is_apart(section) && !section.is(SectionRole::Abstract) && !section.paragraphs.is_empty()
    };
    let has_body = document.sections.iter().any(is_body);
    let is_main =
        move |section: &&Section| !is_apart(section) || !has_body && !section.is(SectionRole::Backmatter);
    document.sections.iter().filter(is_main)
}

fn sentences(section: &Section) -> Vec<&str> {
    section.paragraphs.iter().flat_map(|paragraph| &paragraph.sentences).map(String::as_str).collect()
}

/// The role of the sentences of a section that describes the authors' work, although its heading does not say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Assumed {
    /// The section has roles of its own.
    Nothing,
    /// All of its sentences have this role.
    Role(SectionRole),
    /// The role depends on the position, in a text without headings such as a letter.
    ByPosition,
}

impl Assumed {
    /// Returns the role at a position in the section (0 to 1).
    fn at(self, position: f64) -> Option<SectionRole> {
        /// The end of the introduction in a text without headings, and the beginning of its conclusion.
        const INTRODUCED: f64 = 0.15;
        const CONCLUDING: f64 = 0.92;
        match self {
            Self::Nothing => None,
            Self::Role(role) => Some(role),
            Self::ByPosition if position < INTRODUCED => Some(SectionRole::Introduction),
            Self::ByPosition if position >= CONCLUDING => Some(SectionRole::Conclusion),
            Self::ByPosition => Some(SectionRole::Method),
        }
    }
}

/// Returns the assumed role of each section.
fn assumed_roles(excerpts: &[Excerpt<'_>]) -> Vec<Assumed> {
    let is_without_heading = |section: &Section| section.heading.is_empty() && section.roles.is_empty();
    let is_undivided = excerpts
        .iter()
        .all(|excerpt| excerpt.section.is(SectionRole::Abstract) || is_without_heading(excerpt.section));
    let is_concluded = excerpts.iter().any(|excerpt| excerpt.section.is(SectionRole::Conclusion));
    let results = excerpts.iter().position(|excerpt| excerpt.section.is(SectionRole::Results));
    let assumed = |(index, excerpt): (usize, &Excerpt<'_>)| {
        let is_before_results = results.is_some_and(|results| index < results);
        let is_last = index + 1 == excerpts.len();
        match excerpt.section.roles.as_slice() {
            [] if is_undivided => Assumed::ByPosition,
            [] if is_last && !is_concluded => Assumed::Role(SectionRole::Discussion),
            [] => Assumed::Role(SectionRole::Method),
            // An analysis of the problem.
            [SectionRole::Discussion] if is_before_results => Assumed::Role(SectionRole::Method),
            _ => Assumed::Nothing,
        }
    };
    (0..).zip(excerpts).map(assumed).collect()
}

/// A sentence with what its words show.
struct Read<'a> {
    text: &'a str,
    quote: &'a str,
    signs: Signs,
    hashes: Sentence,
    beliefs: Scores,
    role: Role,
}

impl Read<'_> {
    /// Returns true for a sentence that announces what the paper does.
    fn announces(&self, in_abstract: bool) -> bool {
        let is_at_work = in_abstract && self.role != Role::Background && self.signs.has(Sign::We);
        is_at_work || self.signs.any(&[Sign::Announce, Sign::Study, Sign::Aim, Sign::Paper, Sign::Show])
    }

    /// Returns true for a sentence of an abstract that states an outcome.
    fn states_outcome(&self) -> bool {
        let outcome = [Sign::Reports, Sign::Show, Sign::Outcome, Sign::Number, Sign::Compare];
        self.role == Role::Result && self.signs.any(&outcome)
    }
}

/// Reads the sentences of a section.
fn read<'a>(sentences: &[&'a str], in_abstract: bool) -> Vec<Read<'a>> {
    let hashes: Vec<Sentence> = sentences.iter().map(|text| Sentence::read(text)).collect();
    let beliefs = beliefs(&hashes);
    let read = |((&text, hashes), beliefs)| {
        let quote = untied(text, in_abstract);
        Read { text, quote, signs: signs(quote, text), hashes, role: likeliest(&beliefs), beliefs }
    };
    sentences.iter().zip(hashes).zip(beliefs).map(read).collect()
}

/// Returns the signs of a sentence and its quote, without the places in brackets that a digest leaves out.
fn signs(quote: &str, sentence: &str) -> Signs {
    let whole = without_places(sentence);
    if quote == sentence { Signs::of(&whole, &whole) } else { Signs::of(&without_places(quote), &whole) }
}

/// Returns the indices of sentences with limitations announced before: "Our study has several limitations." The list ends where the
/// text turns to its conclusions. In other sections, such an announcement may be about other work.
fn announced_limits(section: &Section, sentences: &[Read<'_>]) -> Vec<usize> {
    /// The maximum number of sentences after an announcement that may state limitations.
    const MOST: usize = 8;
    let roles =
        [SectionRole::Discussion, SectionRole::Conclusion, SectionRole::Limitations, SectionRole::Results];
    if !roles.iter().any(|&role| section.is(role)) {
        return Vec::new();
    }
    let ends = |read: &Read<'_>| read.signs.any(&[Sign::SumsUp, Sign::Conclude]);
    let mut limits = Vec::new();
    for (at, _) in sentences.iter().enumerate().filter(|(_, read)| read.signs.has(Sign::Ahead)) {
        let after = sentences.iter().enumerate().skip(at + 1).take(MOST);
        limits.extend(after.take_while(|(_, read)| !ends(read)).map(|(index, _)| index));
    }
    limits
}

fn section_candidates<'a>(
    excerpt: &Excerpt<'a>,
    assumed: Assumed,
    words: &mut Words<'a>,
    title: &Title<'_>,
) -> Vec<Candidate<'a>> {
    let Excerpt { section, sentences } = excerpt;
    let in_abstract = section.is(SectionRole::Abstract);
    let read = read(sentences, in_abstract);
    let announcement = read.iter().position(|read| read.announces(in_abstract));
    let limits = announced_limits(section, &read);
    let outcome = read.iter().position(Read::states_outcome).filter(|_| in_abstract);
    let last = sentences.len().saturating_sub(1).max(1);
    let mut labeled_role = None;
    let mut candidates = Vec::with_capacity(sentences.len());
    for (index, Read { text, quote, signs, hashes, beliefs, role }) in read.into_iter().enumerate() {
        if in_abstract && let Some(label) = label(text) {
            // "Summary:" at the beginning is the name of the abstract.
            labeled_role = label.role.filter(|role| index > 0 || *role != SectionRole::Conclusion);
        }
        let position = index as f64 / last as f64;
        let previous = index.checked_sub(1).and_then(|previous| sentences.get(previous));
        let is_labeled_theorem = previous.is_some_and(|previous| is_label_of_theorem(previous));
        let bag = words.bag(text);
        candidates.push(Candidate {
            text,
            hashes: in_abstract.then_some(hashes),
            quote,
            dependence: dependence(quote, signs, in_abstract),
            section,
            given_role: labeled_role.or(assumed.at(position)),
            role,
            beliefs,
            signs,
            words: words_of(text).count(),
            position,
            turn: Turn::of(index, announcement),
            title: bag.common(&title.bag) as f64 / title.bag.len().max(1) as f64,
            named: title.find(quote),
            is_in_last_section: false,
            after: if limits.contains(&index) {
                Some(After::Limits)
            } else {
                outcome.filter(|outcome| *outcome < index).map(|_| After::Result)
            },
            genre: title.genre,
            theorem: !in_abstract && (theorem(text).is_some() || is_labeled_theorem && is_stated(text)),
            bag,
            centrality: 0.0,
            facts: OnceCell::new(),
        });
    }
    candidates
}
