//! Recognizes kinds of papers whose parts are in other sentences than usual.

use papers_paper::{Document, SectionRole};

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
    pub(super) fn of(title: &str, document: &Document) -> Self {
        let summary = document.sentences().filter(|(section, _)| section.is(SectionRole::Abstract));
        let summary: String = summary.flat_map(|(_, sentence)| [sentence, " "]).collect();
        let (title, summary) = (title.to_lowercase(), summary.to_lowercase());
        let fits = |words: &Words| {
            words.in_title.iter().any(|word| title.contains(word))
                || words.in_abstract.iter().any(|word| summary.contains(word))
        };
        let known = [(SURVEY, Self::Survey), (POSITION, Self::Position), (DATA, Self::Data)];
        known.into_iter().find(|(words, _)| fits(words)).map_or(Self::Report, |(_, genre)| genre)
    }
}

/// Words for a kind of paper.
struct Words {
    in_title: [&'static str; 4],
    in_abstract: [&'static str; 5],
}

const SURVEY: Words = Words {
    in_title: ["survey", "a review", "an overview", "review of"],
    in_abstract: ["this survey", "we survey", "this review", "we review", "this tutorial"],
};

const POSITION: Words = Words {
    in_title: ["position:", "position paper", "a perspective", "manifesto"],
    in_abstract: ["position paper", "this perspective", "this essay", "this viewpoint", "this commentary"],
};

const DATA: Words = Words {
    in_title: ["benchmark", "dataset", "corpus", "data set"],
    in_abstract: [
        "a new benchmark", "a new dataset", "introduce a dataset", "present a dataset",
        "a large-scale dataset",
    ],
};
