//! Assembles drafts into the sections of a [`Document`]: determines roles and splits paragraphs into sentences.
//!
//! The readers of HTML, PDF and plain text all use it, so that a section means the same whatever it was read from.

use super::{FulltextError, headings};
use papers_paper::text::sentence::slices;
use papers_paper::{Continued, Document, Paragraph, ParagraphKind, Place, Section, SectionRole, Table};

/// The minimum number of bytes of text after the abstract; a shorter text with fewer than two sections is a stub.
const MIN_BYTES: usize = 1_000;

/// A section as a reader found it, with raw paragraphs and without roles.
#[derive(Debug, Default, Clone)]
pub(super) struct Draft {
    /// The heading, with or without its number.
    pub(super) heading: String,
    /// The level, 1 for a section.
    pub(super) level: u8,
    /// True for a section of the appendix.
    pub(super) appendix: bool,
    /// The role given by the markup itself, such as that of the abstract or the acknowledgments.
    pub(super) role: Option<SectionRole>,
    /// The place where it begins.
    pub(super) place: Place,
    /// The text in order.
    pub(super) blocks: Vec<Block>,
    /// The tables in it.
    pub(super) tables: Vec<Table>,
}

/// A paragraph that is not yet split into sentences.
#[derive(Debug, Default, Clone)]
pub(super) struct Block {
    /// The kind of paragraph.
    pub(super) kind: ParagraphKind,
    /// The label that stays with the first sentence: `Theorem 1.`, `Proof.`, or the term of a description list.
    pub(super) label: String,
    /// The text.
    pub(super) text: String,
    /// True if the text ends in a displayed formula, after which the sentence may continue.
    pub(super) open: bool,
    /// True if the text begins with a displayed formula.
    pub(super) display: bool,
    /// The place where it begins.
    pub(super) place: Place,
    /// The offsets in the text, in bytes, at which it continues at another place, and these places.
    pub(super) turns: Vec<(usize, Place)>,
}

/// Converts drafts to sections, with the abstract first and without the references.
pub(super) fn assemble(drafts: Vec<Draft>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::with_capacity(drafts.len());
    let mut around: Vec<(u8, Vec<SectionRole>)> = Vec::new();
    let mut skipped: Option<u8> = None;
    let mut appendix = false;
    let last_text = drafts.iter().rposition(|draft| !draft.appendix && !draft.blocks.is_empty());
    let mut after_abstract = false;
    for (at, draft) in drafts.into_iter().enumerate() {
        if skipped.is_none_or(|level| draft.level <= level) {
            let is_body = Some(at) < last_text && !draft.blocks.is_empty() && !lists(&draft);
            skipped = (headings::is_references(&draft.heading) && !is_body).then_some(draft.level);
        }
        if skipped.is_some() {
            // LaTeX may float late tables to where the references are.
            sections.last_mut().into_iter().for_each(|last| last.tables.extend(draft.tables.clone()));
            continue;
        }
        // A draft without anything ends the sections before it, such as an abstract that minor headings follow.
        around.retain(|(level, _)| *level < draft.level);
        if draft.heading.is_empty() && draft.blocks.is_empty() && draft.tables.is_empty() {
            continue;
        }
        let mut roles = roles(&draft, around.last().map(|(_, roles)| roles.as_slice()).unwrap_or_default());
        // A part of the body is not a second abstract; one in another language follows the first.
        if after_abstract {
            roles.retain(|role| *role != SectionRole::Abstract);
        }
        let abstract_ends = sections.last().is_some_and(|last| last.is(SectionRole::Abstract));
        after_abstract |= abstract_ends && !roles.contains(&SectionRole::Abstract);
        around.push((draft.level, roles.clone()));
        if draft.level <= 1 {
            appendix = draft.appendix || appendix || headings::opens_appendix(&draft.heading);
        }
        sections.push(section(draft, roles, appendix));
    }
    keep_conclusion(&mut sections);
    keep_body(&mut sections);
    // A page may print the abstract after the table of contents or the first figure; in a `Document` it is first.
    sections.sort_by_key(|section| !section.is(SectionRole::Abstract));
    sections
}

/// Returns true if a section consists of references, most of which have a number or a year. `References` may also be the subject of
/// a section.
fn lists(draft: &Draft) -> bool {
    let entries = draft.blocks.iter().filter(|block| is_reference(&block.text)).count();
    entries * 2 >= draft.blocks.len()
}

/// Returns true for a text with a number in brackets before it or a year in it, as a reference has.
pub(super) fn is_reference(text: &str) -> bool {
    let is_year = |run: &str| run.len() == 4 && (run.starts_with("19") || run.starts_with("20"));
    text.starts_with('[') || text.split(|c: char| !c.is_ascii_digit()).any(is_year)
}

/// Removes the mark of the appendix if there would be no body left, because then its number was none.
fn keep_body(sections: &mut [Section]) {
    let all = |appendix: bool| -> usize {
        let own = sections.iter().filter(|own| own.appendix == appendix && !own.is(SectionRole::Abstract));
        own.map(length).sum()
    };
    if all(false) < MIN_BYTES && all(true) > MIN_BYTES {
        for section in sections {
            section.appendix = false;
        }
    }
}

/// Returns the number of bytes in a section's own text.
pub(super) fn length(section: &Section) -> usize {
    section.paragraphs.iter().flat_map(|paragraph| &paragraph.sentences).map(String::len).sum()
}

/// Removes the role of a conclusion from sections on limitations and future work if another section is a conclusion.
fn keep_conclusion(sections: &mut [Section]) {
    use SectionRole::{Conclusion, Limitations};
    if sections.iter().any(|section| section.is(Conclusion) && !section.is(Limitations) && !section.appendix)
    {
        for section in sections.iter_mut().filter(|section| section.is(Limitations)) {
            let first = section.roles.first() == Some(&Conclusion);
            section.roles.retain(|role| first || *role != Conclusion);
        }
    }
}

/// Rejects a document with too little text after the abstract.
pub(super) fn check_length(document: &Document) -> Result<(), FulltextError> {
    let mut chars = 0;
    let mut sections = 0;
    for section in document.sections.iter().filter(|section| !section.is(SectionRole::Abstract)) {
        let own = length(section);
        chars += own;
        sections += usize::from(own > 0 && !section.heading.is_empty());
    }
    if sections < 2 && chars < MIN_BYTES { Err(FulltextError::TooShort { chars }) } else { Ok(()) }
}

fn roles(draft: &Draft, around: &[SectionRole]) -> Vec<SectionRole> {
    draft.role.map_or_else(|| headings::roles_inside(&draft.heading, around), |role| vec![role])
}

fn section(draft: Draft, roles: Vec<SectionRole>, appendix: bool) -> Section {
    Section {
        heading: headings::without_number(&draft.heading).to_owned(),
        level: draft.level.max(1),
        roles,
        appendix,
        place: draft.place,
        paragraphs: join(draft.blocks).into_iter().filter_map(paragraph).collect(),
        tables: draft.tables,
    }
}

/// Joins blocks that share a sentence: `… is given by`, a displayed formula, `where …`.
fn join(blocks: Vec<Block>) -> Vec<Block> {
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        match joined.last_mut() {
            Some(last) if continues(last, &block) => {
                last.text.push(' ');
                let start = last.text.len();
                last.turns.push((start, block.place));
                last.turns.extend(block.turns.into_iter().map(|(at, place)| (start + at, place)));
                last.text.push_str(&block.text);
                last.open = block.open;
            }
            _ => joined.push(block),
        }
    }
    joined
}

fn continues(last: &Block, next: &Block) -> bool {
    let unfinished = !last.text.ends_with(['.', '!', '?']);
    let lower = next.text.chars().next().is_some_and(char::is_lowercase);
    next.label.is_empty()
        && next.kind == ParagraphKind::Prose
        && last.kind == ParagraphKind::Prose
        && unfinished
        && (next.display || (last.open && lower))
}

fn paragraph(block: Block) -> Option<Paragraph> {
    let slices = slices(&block.text);
    let continued = continued(&block, &slices);
    let mut sentences: Vec<String> = slices.into_iter().map(str::to_owned).collect();
    if let Some(first) = sentences.first_mut()
        && !block.label.is_empty()
    {
        *first = format!("{} {first}", block.label);
    }
    let Block { kind, place, .. } = block;
    (!sentences.is_empty()).then_some(Paragraph { kind, sentences, place, continued })
}

/// Returns the sentences from which a paragraph is at another place. A sentence across such a boundary belongs to the place where
/// it begins.
fn continued(block: &Block, sentences: &[&str]) -> Vec<Continued> {
    let text = block.text.as_ptr().addr();
    let mut turns: Vec<Continued> = Vec::new();
    for (at, place) in &block.turns {
        let from = sentences.partition_point(|sentence| sentence.as_ptr().addr() - text < *at);
        let before = turns.last().map_or(&block.place, |turn| &turn.place);
        if from >= sentences.len() || place == before {
            continue;
        }
        match turns.last_mut().filter(|last| last.from == from) {
            Some(last) => last.place = place.clone(),
            None => turns.push(Continued { from, place: place.clone() }),
        }
    }
    turns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(text: &str, id: &str) -> Block {
        Block { text: text.to_owned(), place: Place::of_id(id), ..Block::default() }
    }

    #[test]
    fn a_sentence_joined_from_two_blocks_stands_where_it_begins() {
        let formula = Block { display: true, ..block("$x$ holds. We are done.", "S1.p2") };
        let draft = Draft { blocks: vec![block("We see. Then", "S1.p1"), formula], ..Draft::default() };
        let [section] = assemble(vec![draft]).try_into().unwrap_or_else(|_| panic!("one section"));
        let [paragraph] = section.paragraphs.as_slice() else { panic!("one paragraph: {section:?}") };
        assert_eq!(paragraph.sentences, ["We see.", "Then $x$ holds.", "We are done."]);
        let ids: Vec<&str> =
            (0..3).map(|at| paragraph.place_of(at).id.as_deref().unwrap_or_default()).collect();
        assert_eq!(ids, ["S1.p1", "S1.p1", "S1.p2"]);
    }

    #[test]
    fn future_work_beside_limitations_does_not_displace_the_conclusion() {
        let draft = |heading: &str| Draft { heading: heading.to_owned(), level: 1, ..Draft::default() };
        let sections = assemble(vec![draft("Conclusion"), draft("Limitations and future work")]);
        assert_eq!(sections[1].roles, [SectionRole::Limitations]);
        let alone = assemble(vec![draft("Limitations and future work")]);
        assert!(alone[0].is(SectionRole::Conclusion));
    }

    #[test]
    fn minor_headings_after_the_end_of_the_abstract_are_the_body() {
        let draft = |heading: &str, level| Draft { heading: heading.to_owned(), level, ..Draft::default() };
        let end = draft("", 1);
        let sections = assemble(vec![draft("Abstract", 1), end, draft("Introduction", 4), draft("Setup", 4)]);
        assert!(sections[1].is(SectionRole::Introduction) && !sections[2].is(SectionRole::Abstract));
        let structured = assemble(vec![draft("Abstract", 1), draft("Methods", 2)]);
        assert!(structured[1].is(SectionRole::Abstract));
    }

    #[test]
    fn an_appendix_that_leaves_no_body_is_none() {
        let draft = |heading: &str, appendix| Draft {
            blocks: vec![block(&"We count photons. ".repeat(100), "p")],
            heading: heading.to_owned(),
            level: 1,
            appendix,
            ..Draft::default()
        };
        let marked = |drafts| assemble(drafts).iter().map(|section| section.appendix).collect::<Vec<_>>();
        assert_eq!(marked(vec![draft("Experimento CMS", true), draft("Resultados", true)]), [false, false]);
        assert_eq!(marked(vec![draft("Results", false), draft("Proofs", true)]), [false, true]);
    }

    #[test]
    fn references_that_the_paper_is_about_are_a_section_of_it() {
        let draft = |heading: &str, text: &str| Draft {
            blocks: vec![block(text, "p")],
            heading: heading.to_owned(),
            level: 1,
            ..Draft::default()
        };
        let about = draft("References", "A mutable cell holds a value.");
        let entries = draft("References", "[1] A. Author. Cells, 1999.");
        let headings = |drafts: &[&Draft]| {
            let sections = assemble(drafts.iter().copied().cloned().collect());
            sections.into_iter().map(|section| section.heading).collect::<Vec<_>>()
        };
        let results = draft("Results", "We count.");
        assert_eq!(headings(&[&about, &results, &entries]), ["References", "Results"]);
        assert_eq!(headings(&[&results, &about]), ["Results"], "nothing follows");
        assert_eq!(headings(&[&entries, &results]), ["Results"], "it has entries");
    }

    #[test]
    fn a_second_abstract_is_no_abstract_unless_it_follows_the_first() {
        let draft = |heading: &str| Draft {
            blocks: vec![block("We count.", "p")],
            heading: heading.to_owned(),
            level: 1,
            ..Draft::default()
        };
        let headings = ["Author summary", "Abstract", "Introduction", "Abstract"];
        let sections = assemble(headings.map(draft).to_vec());
        assert_eq!(sections.iter().map(|section| &*section.heading).collect::<Vec<_>>(), headings);
        let is_abstract = |section: &Section| section.is(SectionRole::Abstract);
        assert_eq!(sections.iter().map(is_abstract).collect::<Vec<_>>(), [true, true, false, false]);
    }

    #[test]
    fn tables_among_the_references_are_kept_with_the_text_before() {
        let draft = |heading: &str| Draft { heading: heading.to_owned(), level: 1, ..Draft::default() };
        let references = Draft { tables: vec![Table::default()], ..draft("References") };
        let sections = assemble(vec![draft("Results"), references]);
        assert_eq!(sections.iter().map(|section| section.tables.len()).collect::<Vec<_>>(), [1]);
    }
}
