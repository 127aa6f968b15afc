//! Repairs the drafts of sections once all rows are read: drops labels of figures and merges structured abstracts.

use papers_paper::SectionRole;

use super::title::is_usual;
use crate::assemble::{Block, Draft};

/// Drops headings without text, subsections or a usual name, which are labels of figures.
pub(super) fn drop_labels(drafts: &mut Vec<Draft>) {
    let levels: Vec<u8> = drafts.iter().skip(1).map(|draft| draft.level).chain([0]).collect();
    let mut below = levels.into_iter();
    drafts.retain(|draft| {
        let parent = below.next().is_some_and(|level| level > draft.level);
        parent || !draft.blocks.is_empty() || draft.heading.is_empty() || is_usual(&draft.heading)
    });
}

/// Merges the parts of a structured abstract, such as `Background` or `Methods`, whose names come again as sections.
pub(super) fn fold_abstract(drafts: &mut Vec<Draft>) {
    let Some(at) = drafts.iter().position(|draft| draft.role == Some(SectionRole::Abstract)) else { return };
    let name = |draft: &Draft| draft.heading.to_lowercase();
    let names: Vec<String> = drafts.iter().skip(at + 1).map(name).collect();
    let again = |part: &String| names.iter().filter(|name| *name == part && !part.is_empty()).count() > 1;
    let parts = names.iter().enumerate().take_while(|(at, part)| {
        let first = !names.iter().take(*at).any(|name| name == *part);
        first && (again(part) || names.first().is_some_and(again))
    });
    let repeated = names.iter().skip(1).position(|name| Some(name) == names.first()).map(|at| at + 1);
    let count = parts.count();
    if count < 2 || repeated.is_none_or(|repeated| repeated > count) {
        return;
    }
    let folded: Vec<Block> = drafts.drain(at + 1..=at + count).flat_map(|draft| draft.blocks).collect();
    if let Some(draft) = drafts.get_mut(at) {
        draft.blocks.extend(folded);
    }
}
