//! Heading → what the section does, whatever its wording.
//!
//! Phrases are looked up in the heading's words, the more telling first; each word counts once, so that "Data
//! availability" is back matter and not data, "Experimental setup" a method and not a result. Words that many kinds of
//! section use ("model", "data", "comparison") count only where nothing stronger is said.

use crate::paper::SectionRole;

use crate::paper::SectionRole::{
    Abstract, Background, Backmatter, Conclusion, Discussion, Introduction, Limitations, Method, Results,
};

/// Phrases and their roles, the more telling first. `*` at the end of a word stands for any ending.
const STRONG: &[(&str, SectionRole)] = &[
    ("abstract", Abstract),
    ("data availability", Backmatter),
    ("code availability", Backmatter),
    ("availability", Backmatter),
    ("acknowledg*", Backmatter),
    ("funding", Backmatter),
    ("financial support", Backmatter),
    ("author* contribution*", Backmatter),
    ("contribution* of authors", Backmatter),
    ("author information", Backmatter),
    ("ethic*", Backmatter),
    ("broader impact*", Backmatter),
    ("societal impact*", Backmatter),
    ("social impact*", Backmatter),
    ("impact statement", Backmatter),
    ("potential impact*", Backmatter),
    ("reproducibility", Backmatter),
    ("competing interest*", Backmatter),
    ("conflict* of interest*", Backmatter),
    ("declaration*", Backmatter),
    ("disclosure*", Backmatter),
    ("disclaimer*", Backmatter),
    ("dedication", Backmatter),
    ("use of ai", Backmatter),
    ("use of llms", Backmatter),
    ("use of large language models", Backmatter),
    ("checklist", Backmatter),
    ("related work*", Background),
    ("previous work*", Background),
    ("prior work*", Background),
    ("prior art", Background),
    ("earlier work*", Background),
    ("related literature", Background),
    ("related stud*", Background),
    ("related research", Background),
    ("literature", Background),
    ("state of the art", Background),
    ("limitations of existing", Background),
    ("limitations of prior", Background),
    ("limitations of previous", Background),
    ("limitations of current", Background),
    ("background*", Background),
    ("preliminar*", Background),
    ("prerequisite*", Background),
    ("notation*", Background),
    ("limitation*", Limitations),
    ("threat* to validity", Limitations),
    ("threats", Limitations),
    ("caveat*", Limitations),
    ("shortcoming*", Limitations),
    ("weakness*", Limitations),
    ("failure case*", Limitations),
    ("failure mode*", Limitations),
    ("failure analysis", Limitations),
    ("experiment* set up", Method),
    ("experiment* setup*", Method),
    ("experiment* setting*", Method),
    ("experiment* design*", Method),
    ("experiment* detail*", Method),
    ("experiment* protocol*", Method),
    ("experiment* configuration*", Method),
    ("experiment* method*", Method),
    ("experiment* procedure*", Method),
    ("experiment* apparatus", Method),
    ("experiment* environment*", Method),
    ("evaluation setup*", Method),
    ("evaluation setting*", Method),
    ("evaluation protocol*", Method),
    ("evaluation metric*", Method),
    ("evaluation method*", Method),
    ("evaluation criteria", Method),
    ("simulation setup*", Method),
    ("data analysis", Method),
    ("statistical analysis", Method),
    ("error analysis", Discussion),
    ("implementation detail*", Method),
    ("training detail*", Method),
    ("hyperparameter*", Method),
    ("problem statement*", Method),
    ("problem formulation*", Method),
    ("problem definition*", Method),
    ("problem setup", Method),
    ("problem setting*", Method),
    ("method*", Method),
    ("ablation*", Results),
    ("main result*", Results),
    ("main theorem*", Results),
    ("statement* of result*", Results),
    ("statement* of the main", Results),
    ("result*", Results),
    ("finding*", Results),
    ("proof* of", Method),
    ("proof*", Method),
    ("introduc*", Introduction),
    ("motivation*", Introduction),
    ("our contribution*", Introduction),
    ("contributions", Introduction),
    ("discuss*", Discussion),
    ("interpretation*", Discussion),
    ("implication*", Discussion),
    ("lessons", Discussion),
    ("conclu*", Conclusion),
    ("summary and", Conclusion),
    ("future work*", Conclusion),
    ("future direction*", Conclusion),
    ("future research", Conclusion),
    ("future prospect*", Conclusion),
    ("future perspective*", Conclusion),
    ("outlook", Conclusion),
    ("perspectives", Conclusion),
    ("final remark*", Conclusion),
    ("closing remark*", Conclusion),
    ("closing thoughts", Conclusion),
    ("final thoughts", Conclusion),
    ("final comment*", Conclusion),
    ("open problem*", Conclusion),
    ("open question*", Conclusion),
    ("experiment*", Results),
    ("evaluat*", Results),
    ("case stud*", Results),
];

/// Words of experiments' setup: they yield to stronger words, but not to the section around theirs.
const SETUP: &[(&str, SectionRole)] = &[
    ("setup*", Method),
    ("set up", Method),
    ("setting*", Method),
    ("implementation*", Method),
    ("dataset*", Method),
    ("data set*", Method),
    ("data collection", Method),
    ("data reduction", Method),
    ("baseline*", Method),
    ("metric*", Method),
    ("participants", Method),
    ("related models", Background),
    ("model comparison*", Results),
];

/// Words that say what a section does only where neither a stronger word nor the section around does.
const WEAK: &[(&str, SectionRole)] = &[
    ("comparison with", Results),
    ("comparison to", Results),
    ("comparison*", Results),
    ("comparing", Results),
    ("performance", Results),
    ("benchmark*", Results),
    ("application*", Results),
    ("example*", Results),
    ("numerics", Results),
    ("consequences", Results),
    ("summary", Conclusion),
    ("remarks", Discussion),
    ("overview", Introduction),
    ("analysis", Discussion),
    ("analyses", Discussion),
    ("approach*", Method),
    ("model*", Method),
    ("framework*", Method),
    ("architecture*", Method),
    ("algorithm*", Method),
    ("implement*", Method),
    ("pipeline", Method),
    ("procedure*", Method),
    ("design", Method),
    ("system*", Method),
    ("train*", Method),
    ("pretrain*", Method),
    ("fine tuning", Method),
    ("inference", Method),
    ("optimization", Method),
    ("loss*", Method),
    ("objective*", Method),
    ("formulation*", Method),
    ("formalism", Method),
    ("theory", Method),
    ("derivation*", Method),
    ("construction*", Method),
    ("data", Method),
    ("corpus", Method),
    ("corpora", Method),
    ("sample*", Method),
    ("materials", Method),
    ("apparatus", Method),
    ("instrument*", Method),
    ("measurement*", Method),
    ("observation*", Method),
    ("observing", Method),
    ("reduction", Method),
    ("simulation*", Method),
    ("definition*", Background),
    ("foundations", Background),
    ("fundamentals", Background),
    ("context", Background),
];

/// What a heading says that its section does, in the order of the words; empty when it does not say.
pub fn roles(heading: &str) -> Vec<SectionRole> {
    weigh(heading).0
}

/// The roles of a section inside another: its own where the heading is telling, else those of the section around it.
///
/// What stands under "Related work" is related work, whatever its heading.
pub(super) fn roles_inside(heading: &str, around: &[SectionRole]) -> Vec<SectionRole> {
    let (own, telling) = weigh(heading);
    let strict = [Background, Backmatter, Limitations, Abstract];
    let bound =
        !around.is_empty() && around.iter().all(|role| strict.contains(role)) && !own.contains(&Limitations);
    if around.is_empty() || (telling && !bound) { own } else { around.to_vec() }
}

/// A heading's roles, and whether they hold against those of the section around it.
fn weigh(heading: &str) -> (Vec<SectionRole>, bool) {
    let lower = heading.to_lowercase();
    let mut words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    for (phrases, telling) in [(STRONG, true), (SETUP, true), (WEAK, false)] {
        let mut found = search(&mut words, phrases);
        found.sort_by_key(|(at, _)| *at);
        let mut roles = Vec::new();
        for (_, role) in found {
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
        if !roles.is_empty() {
            return (roles, telling);
        }
    }
    (Vec::new(), false)
}

/// Finds phrases and blanks their words, so that each counts once.
fn search(words: &mut [&str], phrases: &[(&str, SectionRole)]) -> Vec<(usize, SectionRole)> {
    let mut found = Vec::new();
    for (phrase, role) in phrases {
        let wanted: Vec<&str> = phrase.split(' ').collect();
        let at = words
            .windows(wanted.len())
            .position(|window| window.iter().zip(&wanted).all(|(word, pattern)| matches(word, pattern)));
        if let Some(at) = at {
            found.push((at, *role));
            words.iter_mut().skip(at).take(wanted.len()).for_each(|word| *word = "");
        }
    }
    found
}

fn matches(word: &str, pattern: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == pattern,
    }
}

/// True for the heading of a list of references.
pub fn is_references(heading: &str) -> bool {
    let heading = without_number(heading).trim_end_matches([':', '.']).to_lowercase();
    matches!(
        heading.as_str(),
        "references"
            | "reference"
            | "bibliography"
            | "references and notes"
            | "notes and references"
            | "literature cited"
            | "works cited"
            | "cited literature"
            | "references cited"
    )
}

/// True for a heading after which everything is appendix.
pub(super) fn opens_appendix(heading: &str) -> bool {
    let lower = heading.trim_start().to_lowercase();
    let first = lower.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    match first {
        "appendix" | "appendices" | "appendixes" => true,
        "supplementary" | "supplemental" | "supporting" => {
            ["material", "information", "appendix", "note"].iter().any(|word| lower.contains(word))
                || lower.split_whitespace().count() == 1
        }
        _ => false,
    }
}

/// A heading without the number before it: `2.1 Setup`, `IV. RESULTS`, `A. Proofs`, `Appendix B: Data`, `§3 Model`.
pub fn without_number(heading: &str) -> &str {
    let heading = heading.trim();
    let bare = heading.strip_prefix('§').map_or(heading, str::trim_start);
    let after_word = strip_appendix_word(bare);
    let Some((number, rest)) = split_number(after_word.unwrap_or(bare)) else {
        return after_word.filter(|rest| !rest.is_empty()).unwrap_or(heading);
    };
    let rest = rest.trim_start_matches([':', '.', '—', '–', '-', ')', ' ', '\u{A0}']);
    let numbered = after_word.is_some() || is_number(number, rest);
    if numbered && !rest.is_empty() { rest } else { heading }
}

/// What follows `Appendix` or `Section`, where a number or letter does.
fn strip_appendix_word(heading: &str) -> Option<&str> {
    let (word, rest) = heading.split_once(' ')?;
    if !["appendix", "section", "chapter"].contains(&word.to_lowercase().as_str()) {
        return None;
    }
    let (number, title) = split_number(rest)?;
    let plain = number.trim_end_matches([':', '.', ')']);
    let short =
        plain.len() <= 4 && plain.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '.');
    (short && !title.trim().is_empty()).then_some(rest)
}

fn split_number(heading: &str) -> Option<(&str, &str)> {
    heading.split_once([' ', '\u{A0}'])
}

/// True when the first word of a heading is its number.
fn is_number(word: &str, rest: &str) -> bool {
    let closed = word.ends_with(['.', ')', ':']);
    let body = word.trim_start_matches('(').trim_end_matches(['.', ')', ':']);
    if body.is_empty() {
        return false;
    }
    let mut parts = body.split('.');
    let first = parts.next().unwrap_or_default();
    let digits = |part: &str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit());
    let tail = parts.all(digits);
    let dotted = body.contains('.');
    let capital = rest.chars().find(|c| c.is_alphabetic()).is_none_or(char::is_uppercase);
    if digits(first) {
        return tail && (closed || dotted || capital);
    }
    let letter = first.len() == 1 && first.bytes().all(|b| b.is_ascii_uppercase());
    let roman = !first.is_empty() && first.len() <= 5 && first.bytes().all(|b| b"IVXL".contains(&b));
    tail && (letter || roman) && (closed || dotted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("5 Conclusion and Limitations", &[Conclusion, Limitations])]
    #[case("Threats to validity", &[Limitations])]
    #[case("Broader impact", &[Backmatter])]
    #[case("Ablation studies", &[Results])]
    #[case("RELATED WORK", &[Background])]
    #[case("IV. CONCLUDING REMARKS", &[Conclusion])]
    #[case("Experimental setup", &[Method])]
    #[case("Experiments", &[Results])]
    #[case("Experimental Results", &[Results])]
    #[case("Data", &[Method])]
    #[case("Data and Methods", &[Method])]
    #[case("Data Availability", &[Backmatter])]
    #[case("Observations and data reduction", &[Method])]
    #[case("Main theorem", &[Results])]
    #[case("Proof of Theorem 3", &[Method])]
    #[case("Discussion, limitations and future work", &[Discussion, Limitations, Conclusion])]
    #[case("Limitations of existing benchmarks", &[Background])]
    #[case("Results on synthetic data", &[Results])]
    #[case("Methods and results", &[Method, Results])]
    #[case("Summary", &[Conclusion])]
    #[case("Summary and discussion", &[Conclusion, Discussion])]
    #[case("Our approach", &[Method])]
    #[case("Author Contributions", &[Backmatter])]
    #[case("Acknowledgements", &[Backmatter])]
    #[case("Ethics statement", &[Backmatter])]
    #[case("Performance comparison", &[Results])]
    #[case("Comparison with previous work", &[Background])]
    #[case("Error analysis", &[Discussion])]
    #[case("Notation and preliminaries", &[Background])]
    #[case("Mead20+", &[])]
    #[case("", &[])]
    fn heading_tells_its_roles(#[case] heading: &str, #[case] expected: &[SectionRole]) {
        assert_eq!(roles(heading), expected);
    }

    #[rstest]
    #[case("Recent benchmarks", &[Background], &[Background])]
    #[case("Limitations of our model", &[Discussion], &[Limitations])]
    #[case("Model ingredients", &[Discussion], &[Discussion])]
    #[case("Datasets", &[Results], &[Method])]
    #[case("Mead20+", &[Method], &[Method])]
    #[case("Main results", &[Introduction], &[Results])]
    #[case("Our model", &[], &[Method])]
    fn a_subsection_takes_the_roles_around_unless_its_heading_is_telling(
        #[case] heading: &str,
        #[case] around: &[SectionRole],
        #[case] expected: &[SectionRole],
    ) {
        assert_eq!(roles_inside(heading, around), expected);
    }

    #[rstest]
    #[case("1 Introduction", "Introduction")]
    #[case("1. Introduction", "Introduction")]
    #[case("2.1 Setup", "Setup")]
    #[case("2.1. Setup", "Setup")]
    #[case("IV. RESULTS", "RESULTS")]
    #[case("A. Proofs", "Proofs")]
    #[case("A.2 More proofs", "More proofs")]
    #[case("Appendix B: Data", "Data")]
    #[case("Appendix A Proofs", "Proofs")]
    #[case("§3 Model", "Model")]
    #[case("Appendix", "Appendix")]
    #[case("Appendix C", "Appendix C")]
    #[case("A survey of things", "A survey of things")]
    #[case("I saw things", "I saw things")]
    #[case("3D reconstruction", "3D reconstruction")]
    #[case("2-copulas", "2-copulas")]
    #[case("3 types of errors", "3 types of errors")]
    #[case("Section 4 Method", "Method")]
    fn number_is_taken_off_and_nothing_else(#[case] heading: &str, #[case] expected: &str) {
        assert_eq!(without_number(heading), expected);
    }

    #[rstest]
    #[case("References", true)]
    #[case("7. REFERENCES", true)]
    #[case("Reference solutions", false)]
    fn references_are_known(#[case] heading: &str, #[case] expected: bool) {
        assert_eq!(is_references(heading), expected);
    }

    #[rstest]
    #[case("Appendix A: Proofs", true)]
    #[case("APPENDICES", true)]
    #[case("Supplementary Material", true)]
    #[case("Supporting evidence", false)]
    fn appendix_begins_where_the_heading_says_so(#[case] heading: &str, #[case] expected: bool) {
        assert_eq!(opens_appendix(heading), expected);
    }
}
