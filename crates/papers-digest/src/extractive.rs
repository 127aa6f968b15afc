//! The built-in engine: selects sentences of the paper and never writes one. Parts about which the text says nothing stay empty.
//!
//! ```text
//! Document ─candidate─▶ sentences with role, signs, centrality ─score─▶ points for each part ─select─▶ Summary
//!               │ roles, cues, context, central                     weights          arrange, moves
//! ```

// The sentences of a paper, and what is known of each.
mod back;
mod candidate;
mod central;
mod context;
mod cues;
mod facts;
mod foreign;
mod genre;
mod held;
mod label;
mod question;
mod words;

// The points of a sentence for each part.
mod body;
mod score;
mod slot;
mod table;
mod weights;

// The choice of sentences for each part.
mod arrange;
mod choice;
mod moves;
mod one_line;
mod select;
mod spare;

// The words of the digest.
mod acronym;
mod lines;
mod quotes;
mod wording;

// Documents for tests.
#[cfg(test)]
mod sample;

pub use moves::{MOVES, MoveFeatures, WORD_ROWS};

use super::{Limits, Summary};
use papers_paper::{Document, Paper, SectionRole, quotable};

/// Digests a document with sentences of its own. The title helps to find what the paper is about.
pub fn digest(title: &str, document: &Document, limits: &Limits) -> Summary {
    let candidates = candidate::candidates(title, document);
    select::summary(title, &candidates, limits)
}

/// Digests like [`digest()`], but quotes no more sentences of the body than the paper's license and the limits allow.
pub fn quotation(paper: &Paper, document: &Document, limits: &Limits) -> Summary {
    let summary = digest(&paper.title, document, limits);
    let license = paper.license.as_deref().or(document.license.as_deref());
    quotes::limited(summary, quotable(license, limits.quotes))
}

/// Returns the names of the features that determine the move of a sentence of an abstract, for the trainer (`examples/train`).
pub fn move_feature_names() -> Vec<&'static str> {
    moves::names()
}

/// Returns the features of the sentences of an abstract; those of signs are indices into [`move_feature_names()`].
pub fn abstract_features(title: &str, document: &Document) -> Vec<MoveFeatures> {
    let candidates = candidate::candidates(title, document);
    moves::features(&candidates.iter().collect::<Vec<_>>())
}

/// Returns the names of the features that determine the points of a sentence of the body, for the trainer.
pub fn body_feature_names() -> Vec<&'static str> {
    body::names()
}

/// Returns the sentences of the body with their features, as indices into [`body_feature_names()`] with their values.
pub fn body_features(title: &str, document: &Document) -> Vec<(String, Vec<(usize, f32)>)> {
    let candidates = candidate::candidates(title, document);
    let body = body::Body::of(&candidates);
    let of_body = (0..).zip(&candidates).filter(|(_, c)| !c.is_in(SectionRole::Abstract));
    let features = |index, c| body.features(index, c).collect();
    of_body.map(|(index, c)| (c.text.to_owned(), features(index, c))).collect()
}

#[cfg(test)]
mod tests {
    use papers_paper::{Evidence, SectionName};

    use super::*;

    #[test]
    fn only_a_license_to_copy_lets_more_of_a_body_be_quoted() {
        let document = sample::document(&[
            (SectionRole::Abstract, &["We propose DryBrush, a network that paints with few strokes."]),
            (
                SectionRole::Results,
                &["Our experiments show that DryBrush needs 31% fewer strokes than the best baseline."],
            ),
            (SectionRole::Limitations, &["A limitation of our method is that it cannot paint hands."]),
        ]);
        let body = |license: Option<&str>, quotes| {
            let paper = serde_json::json!({"id": "2510.06590", "title": "DryBrush", "license": license});
            let limits = Limits { quotes, ..Limits::default() };
            let summary = quotation(&serde_json::from_value(paper).unwrap(), &document, &limits);
            summary.evidence.iter().filter(|one| !Evidence::is_of_abstract(one)).count()
        };
        let free = Some("http://creativecommons.org/licenses/by/4.0/");
        assert!(body(free, 0) >= 2 && body(None, 8) == body(free, 0));
        assert_eq!(
            (body(None, 1), body(Some("http://arxiv.org/licenses/nonexclusive-distrib/1.0/"), 0)),
            (1, 0)
        );
    }

    /// Its sentences cannot all be divided among the parts in each way.
    #[test]
    fn an_abstract_as_long_as_a_book_is_digested() {
        let nouns = ["cache", "robot", "layer", "graph", "signal", "policy", "reward"];
        let sentence = |n: usize| {
            let [first, second, third] = [n, n / 7, n / 49].map(|n| nouns[n % nouns.len()]);
            format!("We show that the {first} of each {second} improves the {third} by {n} points.")
        };
        let sentences: Vec<String> = (0..2_000).map(sentence).collect();
        let document = sample::abstract_of(&sentences.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(!digest("Caches", &document, &Limits::default()).digest.is_empty());
    }

    /// Two sentences in one line each keep their place in the paper.
    #[test]
    fn each_sentence_of_a_line_has_its_own_evidence() {
        let sentences = [
            "Painting robots need many strokes for a portrait.",
            "These strokes wear out the brush within a day.",
            "We propose DryBrush, a network that paints with few strokes.",
            "DryBrush needs 31% fewer strokes than the best baseline.",
        ];
        let document = sample::abstract_of(&sentences);
        let summary = digest("DryBrush", &document, &Limits::default());
        assert_eq!(summary.digest.introduction.motivation, sentences[..2].join(" "));
        let own = summary
            .evidence
            .iter()
            .filter(|one| (one.section, one.sentence) == (SectionName::Introduction, 1));
        assert_eq!(own.map(|one| one.source.as_str()).collect::<Vec<_>>(), sentences[..2]);
    }
}
