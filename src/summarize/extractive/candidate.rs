//! `Document` → its sentences, each with all that selection looks at.

use std::cmp::Ordering;

use super::cues::{Sign, Signs};
use super::stand::{Standing, standing, untied};
use super::words::{Bag, Words};
use super::{central, label};
use crate::paper::{Document, Paragraph, Section, SectionRole};
use crate::summarize::roles::{Role, roles};

/// Sentences of a document that are looked at: twice what the longest papers have. A longer text gives its beginning,
/// where papers say what they are about, and its end, where they conclude.
const MOST: usize = 4_000;

/// How many of them are the beginning.
const HEAD: usize = 3_000;

/// Where a sentence stands to the one that first announces, in its section, what the paper does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Nothing is announced: everything may be the paper's own.
    Unannounced,
    /// What others did, or what is wrong.
    Before,
    /// It announces.
    At,
    /// What the paper does.
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

/// A sentence and what is known of it.
pub(super) struct Candidate<'a> {
    /// The sentence as the paper has it.
    pub(super) text: &'a str,
    /// What of it a digest may quote: all but what ties it to the sentence before.
    pub(super) quote: &'a str,
    pub(super) standing: Standing,
    pub(super) section: &'a Section,
    /// What a label such as "Results:" says of the place, or that the section has no role of its own.
    pub(super) part: Option<SectionRole>,
    pub(super) role: Role,
    pub(super) signs: Signs,
    pub(super) words: usize,
    /// Place in its section, from 0 to 1.
    pub(super) position: f64,
    pub(super) turn: Turn,
    pub(super) bag: Bag,
    /// Share of the title's words that it has.
    pub(super) title: f64,
    /// True when its subject is what the authors made: "Our method", or the name that the title gives it.
    pub(super) ours: bool,
    /// How much of what the paper speaks about it speaks of, from 0 to 1.
    pub(super) centrality: f64,
}

impl Candidate<'_> {
    /// True when the sentence stands in a part of the paper with this role.
    pub(super) fn is_in(&self, role: SectionRole) -> bool {
        self.section.is(role) || self.part == Some(role)
    }

    /// True under a label of a structured abstract.
    pub(super) fn is_labeled(&self) -> bool {
        self.part.is_some() && self.section.is(SectionRole::Abstract)
    }

    /// True where the paper may be speaking of itself.
    pub(super) fn is_announced(&self) -> bool {
        self.turn != Turn::Before
    }

    pub(super) fn has(&self, sign: Sign) -> bool {
        self.signs.has(sign)
    }
}

/// What the title tells.
struct Title<'a> {
    text: &'a str,
    bag: Bag,
}

impl Title<'_> {
    /// True when the sentence begins with a name that the title has too.
    fn names(&self, sentence: &str) -> bool {
        let is_end = |c: char| !c.is_alphanumeric() && c != '-';
        let first = sentence.split(is_end).next().unwrap_or_default();
        let name = first.chars().filter(|c| c.is_uppercase() || c.is_ascii_digit()).count() > 1;
        name && self.text.split(is_end).any(|word| word == first)
    }
}

/// The sentences of the main text, in reading order. Appendix, references and thanks have none.
pub(super) fn candidates<'a>(title: &str, document: &'a Document) -> Vec<Candidate<'a>> {
    let mut words = Words::new();
    let title = Title { text: title, bag: words.bag(title) };
    let mut candidates = Vec::new();
    let excerpt = excerpt(document);
    let results = excerpt.iter().position(|(section, _)| section.is(SectionRole::Results));
    for (index, (section, sentences)) in excerpt.iter().enumerate() {
        let body = is_body(section, results.is_some_and(|results| index < results));
        let part = body.then_some(SectionRole::Method);
        candidates.extend(section_candidates((section, part), sentences, &mut words, &title));
    }
    central::weigh(&mut candidates, words.len());
    candidates
}

/// The sentences that are looked at, section by section.
fn excerpt<'a>(document: &'a Document) -> Vec<(&'a Section, Vec<&'a str>)> {
    let main = |section: &&Section| !section.appendix && !section.is(SectionRole::Backmatter);
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

/// A section whose heading says nothing describes what the paper is named after; so does an analysis that comes before
/// the results.
fn is_body(section: &Section, before_results: bool) -> bool {
    section.roles.is_empty() || before_results && section.roles == [SectionRole::Discussion]
}

fn section_candidates<'a>(
    (section, mut part): (&'a Section, Option<SectionRole>),
    sentences: &[&'a str],
    words: &mut Words,
    title: &Title<'_>,
) -> Vec<Candidate<'a>> {
    let in_abstract = section.is(SectionRole::Abstract);
    let announces =
        |signs: &Signs| signs.any(&[Sign::Announce, Sign::Study, Sign::Aim, Sign::Paper, Sign::Show]);
    let quotes = sentences.iter().map(|text| untied(text, in_abstract));
    let signed: Vec<(&str, Signs)> = quotes.map(|quote| (quote, Signs::of(quote))).collect();
    let first = signed.iter().position(|(_, signs)| announces(signs));
    let last = sentences.len().saturating_sub(1).max(1);
    let mut candidates = Vec::with_capacity(sentences.len());
    for (index, ((text, role), (quote, signs))) in
        sentences.iter().zip(roles(sentences)).zip(signed).enumerate()
    {
        let label = in_abstract.then(|| label::split(text)).flatten().map(|(part, _)| part);
        part = label.or(part);
        let bag = words.bag(text);
        candidates.push(Candidate {
            text,
            quote,
            standing: standing(quote, signs, in_abstract),
            section,
            part,
            role,
            signs,
            words: text.split_whitespace().count(),
            position: index as f64 / last as f64,
            turn: Turn::of(index, first),
            title: bag.common(&title.bag) as f64 / title.bag.len().max(1) as f64,
            ours: signs.has(Sign::Ours) || title.names(quote),
            bag,
            centrality: 0.0,
        });
    }
    candidates
}
