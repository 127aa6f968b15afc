//! Prepares the sentences of a `Document` with everything that selection uses.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::LazyLock;

use super::context::{Dependence, dependence, is_label_of_theorem, is_stated, theorem, untied};
use super::cues::{Sign, Signs};
use super::words::{Bag, Words};
use super::{central, label};
use crate::roles::chain::Scores;
use crate::roles::words::Sentence;
use crate::roles::{Role, beliefs, likeliest};
use papers_paper::text::cite::bare::without_places;
use papers_paper::text::phrase::Phrase;
use papers_paper::{Document, Paragraph, Section, SectionRole};

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

/// The kind of paper, if its parts are in other sentences than usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Genre {
    /// It reports the authors' work.
    Report,
    /// It reviews other work: its method is what it covers, and its conclusion is an outlook.
    Survey,
    /// It offers data or a benchmark: its method is how that was built, and its size.
    Data,
    /// It argues for a position.
    Position,
}

impl Genre {
    /// Recognizes the kind of paper from the title, else from the abstract.
    fn of(title: &str, document: &Document) -> Self {
        let summary = document.sentences().filter(|(section, _)| section.is(SectionRole::Abstract));
        let summary: String = summary.flat_map(|(_, sentence)| [sentence, " "]).collect();
        let (title, summary) = (title.to_lowercase(), summary.to_lowercase());
        let says = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
        match () {
            () if says(&SURVEY.0, &title) || says(&SURVEY.1, &summary) => Self::Survey,
            () if says(&POSITION.0, &title) || says(&POSITION.1, &summary) => Self::Position,
            () if says(&DATA.0, &title) || says(&DATA.1, &summary) => Self::Data,
            () => Self::Report,
        }
    }
}

/// Words for a kind of paper in the title, and in the abstract.
type GenreWords = ([&'static str; 4], [&'static str; 5]);

const SURVEY: GenreWords = (
    ["survey", "a review", "an overview", "review of"],
    ["this survey", "we survey", "this review", "we review", "this tutorial"],
);

const POSITION: GenreWords = (
    ["position:", "position paper", "a perspective", "manifesto"],
    ["position paper", "this perspective", "this essay", "this viewpoint", "this commentary"],
);

const DATA: GenreWords = (
    ["benchmark", "dataset", "corpus", "data set"],
    ["a new benchmark", "a new dataset", "introduce a dataset", "present a dataset", "a large-scale dataset"],
);

/// A sentence with its properties.
pub(super) struct Candidate<'a> {
    /// The sentence as in the paper.
    pub(super) text: &'a str,
    /// Its words as hashes, for a sentence of the abstract, which is classified twice.
    pub(super) read: Option<Sentence>,
    /// The part that a digest may quote, without its connection to the sentence before.
    pub(super) quote: &'a str,
    pub(super) dependence: Dependence,
    pub(super) section: &'a Section,
    /// The role given by a label such as "Results:", or by the position if the section has none.
    pub(super) part: Option<SectionRole>,
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
    pub(super) last: bool,
    /// The content of the sentences before it.
    pub(super) after: Option<After>,
    /// The kind of paper.
    pub(super) genre: Genre,
    /// True if it states a theorem.
    pub(super) theorem: bool,
    /// The share of the paper's vocabulary that it uses, from 0 to 1.
    pub(super) centrality: f64,
}

impl Candidate<'_> {
    /// Returns true if the sentence is in a part of the paper with this role.
    pub(super) fn is_in(&self, role: SectionRole) -> bool {
        self.section.is(role) || self.part == Some(role)
    }

    /// Returns true if it has a label in a structured abstract.
    pub(super) fn is_labeled(&self) -> bool {
        self.part.is_some() && self.section.is(SectionRole::Abstract)
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
        let begins = self.text.starts_with(char::is_uppercase) && label::split(self.text).is_none();
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
    names: HashSet<&'a str>,
    bag: Bag,
    genre: Genre,
}

impl<'a> Title<'a> {
    fn of(title: &'a str, document: &'a Document, bag: Bag) -> Self {
        let mut names: HashSet<&str> = words(title).filter(|word| is_name(word)).collect();
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

/// Returns the sentences of the main text in reading order, without appendix, references and acknowledgments.
pub(super) fn candidates<'a>(title: &str, document: &'a Document) -> Vec<Candidate<'a>> {
    let mut words = Words::new();
    let title = Title::of(title, document, words.bag(title));
    let mut candidates = Vec::new();
    let excerpt = excerpt(document);
    let results = excerpt.iter().position(|(section, _)| section.is(SectionRole::Results));
    let undivided = is_undivided(&excerpt);
    let concluded = excerpt.iter().any(|(section, _)| section.is(SectionRole::Conclusion));
    for (index, (section, sentences)) in excerpt.iter().enumerate() {
        let body = is_body(section, results.is_some_and(|results| index < results));
        let ends = !concluded && index + 1 == excerpt.len() && section.roles.is_empty();
        let part = if ends { SectionRole::Discussion } else { SectionRole::Method };
        let part = body.then_some(part);
        let first = candidates.len();
        candidates.extend(section_candidates((section, part), sentences, &mut words, &title));
        if undivided && body {
            candidates
                .iter_mut()
                .skip(first)
                .for_each(|candidate| candidate.part = Some(place(candidate.position)));
        }
    }
    let last = excerpt.last().map_or(0, |(_, sentences)| candidates.len() - sentences.len());
    candidates.iter_mut().skip(last).for_each(|candidate| candidate.last = true);
    let bags = candidates.iter().map(|candidate| (&candidate.bag, candidate.is_in(SectionRole::Abstract)));
    let centralities = central::centralities(bags, words.len());
    for (candidate, centrality) in candidates.iter_mut().zip(centralities) {
        candidate.centrality = centrality;
    }
    candidates
}

/// Returns the sentences to be considered, by section.
fn excerpt<'a>(document: &'a Document) -> Vec<(&'a Section, Vec<&'a str>)> {
    // If all of a page is an appendix, it was parsed incorrectly.
    // Limitations after the references or in an appendix are admitted all the same.
    let apart = |section: &Section| {
        section.appendix && !section.is(SectionRole::Limitations) || section.is(SectionRole::Backmatter)
    };
    let has_body = |section: &Section| {
        !apart(section) && !section.is(SectionRole::Abstract) && !section.paragraphs.is_empty()
    };
    let all = !document.sections.iter().any(has_body);
    let main = |section: &&Section| !apart(section) || all && !section.is(SectionRole::Backmatter);
    let texts = |paragraph: &'a Paragraph| paragraph.sentences.iter().map(String::as_str);
    let sections: Vec<_> = document
        .sections
        .iter()
        .filter(main)
        .map(|section| (section, section.paragraphs.iter().flat_map(texts).collect::<Vec<_>>()))
        .filter(|(_, sentences)| !sentences.is_empty())
        .collect();
    let total: usize = sections.iter().map(|(_, sentences)| sentences.len()).sum();
    let skipped = if total > MOST { HEAD..total - (MOST - HEAD) } else { 0..0 };
    let mut seen = 0;
    let mut excerpt = Vec::new();
    for (section, mut sentences) in sections {
        sentences.retain(|_| {
            seen += 1;
            !skipped.contains(&(seen - 1))
        });
        excerpt.push((section, sentences));
    }
    excerpt
}

/// Returns true for a text without headings, such as a letter.
fn is_undivided(excerpt: &[(&Section, Vec<&str>)]) -> bool {
    let whole = |section: &Section| section.heading.is_empty() && section.roles.is_empty();
    excerpt.iter().all(|(section, _)| section.is(SectionRole::Abstract) || whole(section))
}

/// Returns the role suggested by a position (0 to 1) in a text without headings: the introduction is first and the conclusion last.
fn place(position: f64) -> SectionRole {
    match position {
        ..0.15 => SectionRole::Introduction,
        0.92.. => SectionRole::Conclusion,
        _ => SectionRole::Method,
    }
}

/// Returns true for a section that describes the authors' work: one without roles, or a discussion before the results.
fn is_body(section: &Section, before_results: bool) -> bool {
    section.roles.is_empty() || before_results && section.roles == [SectionRole::Discussion]
}

/// The maximum number of sentences after an announcement of limitations that may state them.
const LISTED: usize = 8;

/// Returns the indices of sentences with limitations announced before: "Our study has several limitations." The list ends where the
/// text turns to its conclusions. In other sections, such an announcement may be about other work.
fn listed(section: &Section, signed: &[(&str, Signs)]) -> Vec<usize> {
    let roles =
        [SectionRole::Discussion, SectionRole::Conclusion, SectionRole::Limitations, SectionRole::Results];
    let ends = |signs: Signs| signs.any(&[Sign::SumsUp, Sign::Conclude]);
    let mut listed = Vec::new();
    for (at, (_, signs)) in signed.iter().enumerate() {
        if signs.has(Sign::Ahead) && roles.iter().any(|&role| section.is(role)) {
            let after = signed.iter().enumerate().skip(at + 1).take(LISTED);
            listed.extend(after.take_while(|(_, (_, signs))| !ends(*signs)).map(|(index, _)| index));
        }
    }
    listed
}

/// Returns true for a sentence of an abstract that states an outcome.
fn comes_out(((_, signs), role): (&(&str, Signs), &Role)) -> bool {
    *role == Role::Result
        && signs.any(&[Sign::Reports, Sign::Show, Sign::Outcome, Sign::Number, Sign::Compare])
}

fn section_candidates<'a>(
    (section, mut part): (&'a Section, Option<SectionRole>),
    sentences: &[&'a str],
    words: &mut Words,
    title: &Title<'_>,
) -> Vec<Candidate<'a>> {
    let in_abstract = section.is(SectionRole::Abstract);
    let announces = |(signs, role): (&Signs, &Role)| {
        let at_work = in_abstract && *role != Role::Background && signs.has(Sign::We);
        at_work || signs.any(&[Sign::Announce, Sign::Study, Sign::Aim, Sign::Paper, Sign::Show])
    };
    let read: Vec<Sentence> = sentences.iter().map(|text| Sentence::read(text)).collect();
    let beliefs = beliefs(&read);
    let roles: Vec<Role> = beliefs.iter().map(likeliest).collect();
    let quotes = sentences.iter().map(|text| untied(text, in_abstract));
    let signs = |quote, text| Signs::of(&without_places(quote), &without_places(text));
    let signed: Vec<(&str, Signs)> =
        quotes.zip(sentences).map(|(quote, text)| (quote, signs(quote, text))).collect();
    let first = signed.iter().map(|(_, signs)| signs).zip(&roles).position(announces);
    let listed = listed(section, &signed);
    let came_out = in_abstract.then(|| signed.iter().zip(&roles).position(comes_out)).flatten();
    let last = sentences.len().saturating_sub(1).max(1);
    let mut candidates = Vec::with_capacity(sentences.len());
    let judged = sentences.iter().zip(read).zip(roles).zip(beliefs);
    for (index, ((((text, read), role), beliefs), (quote, signs))) in judged.zip(signed).enumerate() {
        let label = in_abstract.then(|| label::split(text)).flatten();
        part = label.map_or(part, |(part, _)| part);
        let bag = words.bag(text);
        let labeled = index.checked_sub(1).and_then(|before| sentences.get(before));
        let labeled = labeled.is_some_and(|label| is_label_of_theorem(label));
        candidates.push(Candidate {
            text,
            read: in_abstract.then_some(read),
            quote,
            dependence: dependence(quote, signs, in_abstract),
            section,
            part,
            role,
            beliefs,
            signs,
            words: text.split_whitespace().count(),
            position: index as f64 / last as f64,
            turn: Turn::of(index, first),
            title: bag.common(&title.bag) as f64 / title.bag.len().max(1) as f64,
            named: title.find(quote),
            last: false,
            after: match () {
                () if listed.contains(&index) => Some(After::Limits),
                () if came_out.is_some_and(|result| result < index) => Some(After::Result),
                () => None,
            },
            genre: title.genre,
            theorem: !in_abstract && (theorem(text).is_some() || labeled && is_stated(text)),
            bag,
            centrality: 0.0,
        });
    }
    candidates
}
