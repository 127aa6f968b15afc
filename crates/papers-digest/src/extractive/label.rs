//! Splits the labels of a structured abstract from their sentences: "Methods: We …".

use papers_paper::SectionRole;

/// The maximum length of a label in words.
const LONGEST: usize = 3;

/// Labels that count without a mark after them, because they are not ordinary words as in "Background subtraction is …".
const UNMARKED: [&str; 7] =
    ["aims", "objectives", "methods", "results", "conclusion", "conclusions", "purpose"];

/// Labels for both method and results.
const MIXED: [&str; 5] = [
    "methods and findings",
    "methods and results",
    "methodology and principal findings",
    "methodology/principal findings",
    "results and discussion",
];

/// Returns the part that a label at the beginning of a sentence names, and the text after it: nothing, if the label is a sentence
/// of its own. A label of two parts ("Methods and Findings") names no part.
pub(super) fn split(sentence: &str) -> Option<(Option<SectionRole>, &str)> {
    if let Some(label) = sentence.strip_suffix([':', '.', '—']).filter(|label| is_label(label)) {
        return Some((part(label), ""));
    }
    let marked =
        sentence.split_once([':', '.', '—']).filter(|(_, rest)| rest.starts_with(char::is_whitespace));
    if let Some((label, rest)) = marked
        && is_label(label)
    {
        return Some((part(label), rest.trim_start()));
    }
    let (label, rest) = sentence.split_once(' ')?;
    let bare = UNMARKED.contains(&label.to_lowercase().as_str()) && rest.starts_with(char::is_uppercase);
    (bare && is_label(label)).then(|| (part(label), rest))
}

fn is_label(label: &str) -> bool {
    part(label).is_some() || MIXED.contains(&label.trim().to_lowercase().as_str())
}

fn part(label: &str) -> Option<SectionRole> {
    if label.split_whitespace().count() > LONGEST {
        return None;
    }
    let part = match label.trim().to_lowercase().as_str() {
        "background" | "introduction" | "motivation" | "importance" | "context" | "problem" | "rationale"
        | "problem statement" => SectionRole::Background,
        "objective" | "objectives" | "aim" | "aims" | "purpose" | "goal" | "goals" => {
            SectionRole::Introduction
        }
        "method"
        | "methods"
        | "materials and methods"
        | "methodology"
        | "approach"
        | "design"
        | "study design" => SectionRole::Method,
        "result" | "results" | "main results" | "key results" | "findings" | "main findings"
        | "key findings" | "principal findings" => SectionRole::Results,
        "conclusion"
        | "conclusions"
        | "conclusion/significance"
        | "conclusions and relevance"
        | "conclusions/significance"
        | "interpretation"
        | "discussion"
        | "significance"
        | "summary"
        | "relevance" => SectionRole::Conclusion,
        "limitation" | "limitations" => SectionRole::Limitations,
        _ => return None,
    };
    Some(part)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Methods: We train a model.", Some((Some(SectionRole::Method), "We train a model.")))]
    #[case("RESULTS. The error falls.", Some((Some(SectionRole::Results), "The error falls.")))]
    #[case("Results High accuracy was reached.", Some((Some(SectionRole::Results), "High accuracy was reached.")))]
    #[case("Principal Findings: The error falls.", Some((Some(SectionRole::Results), "The error falls.")))]
    #[case("Conclusions/Significance: It is over.", Some((Some(SectionRole::Conclusion), "It is over.")))]
    #[case("Methods and Findings: The error falls.", Some((None, "The error falls.")))]
    #[case("Aims.", Some((Some(SectionRole::Introduction), "")))]
    #[case("Results show that: the error falls.", None)]
    #[case("Background Subtraction is old.", None)]
    #[case("We train a model.", None)]
    fn reads_labels_of_structured_abstracts(
        #[case] sentence: &str,
        #[case] split: Option<(Option<SectionRole>, &str)>,
    ) {
        assert_eq!(super::split(sentence), split);
    }
}
