//! The labels of a structured abstract: "Methods: …" → the part of the paper it stands for.

use crate::paper::SectionRole;

/// Longest label, in words.
const LONGEST: usize = 3;

/// The part that a label at the beginning of the sentence names.
pub(super) fn of(sentence: &str) -> Option<SectionRole> {
    let (label, _) = sentence.split_once([':', '.'])?;
    if label.split_whitespace().count() > LONGEST {
        return None;
    }
    match label.trim().to_lowercase().as_str() {
        "background" | "introduction" | "motivation" | "importance" | "context" | "problem"
        | "problem statement" => Some(SectionRole::Background),
        "objective" | "objectives" | "aim" | "aims" | "purpose" | "goal" | "goals" => {
            Some(SectionRole::Introduction)
        }
        "method" | "methods" | "materials and methods" | "methodology" | "approach" | "design" => {
            Some(SectionRole::Method)
        }
        "result" | "results" | "main results" | "key results" | "findings" | "main findings"
        | "key findings" => Some(SectionRole::Results),
        "conclusion" | "conclusions" | "discussion" | "significance" | "summary" | "relevance" => {
            Some(SectionRole::Conclusion)
        }
        "limitation" | "limitations" => Some(SectionRole::Limitations),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Methods: We train a model.", Some(SectionRole::Method))]
    #[case("RESULTS. The error falls.", Some(SectionRole::Results))]
    #[case("Results show that: the error falls.", None)]
    #[case("We train a model.", None)]
    fn reads_labels_of_structured_abstracts(#[case] sentence: &str, #[case] part: Option<SectionRole>) {
        assert_eq!(of(sentence), part);
    }
}
