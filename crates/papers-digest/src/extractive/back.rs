//! Finds sentences of a body that refer to something only named before them, although they do not begin with a pronoun: "We make
//! this assumption." Used only for sentences that are about to be selected.

/// Nouns after "this" that mean the paper itself.
const PAPER: [&str; 20] = [
    "paper",
    "work",
    "study",
    "article",
    "letter",
    "survey",
    "review",
    "report",
    "thesis",
    "research",
    "manuscript",
    "trial",
    "investigation",
    "contribution",
    "meta-analysis",
    "chapter",
    "tutorial",
    "perspective",
    "project",
    "dataset",
];

/// Nouns before which "that" is not a conjunction.
const NAMED: [&str; 8] =
    ["finding", "result", "observation", "claim", "question", "problem", "assumption", "issue"];

/// Words after "those" that complete it: "those who".
const OWN: [&str; 9] = ["who", "that", "which", "whose", "where", "with", "of", "in", "from"];

/// Words after an "it" without a referent: "it is known that".
const EMPTY: [&str; 14] = [
    "is", "was", "would", "will", "may", "might", "must", "should", "can", "could", "seems", "appears",
    "remains", "becomes",
];

/// The number of first words of a sentence in which "it" has no referent within the sentence.
const BEFORE_IT: usize = 6;

/// The same for "they": a plural is named sooner.
const BEFORE_THEY: usize = 3;

/// The maximum number of words between "this" and its noun: "this retrospective single-center study".
const BETWEEN: usize = 4;

/// Returns true for a sentence with a pronoun or demonstrative that refers to something outside of it.
pub(super) fn takes_up(sentence: &str) -> bool {
    let mut clauses = 0;
    let words: Vec<(usize, &str)> = sentence
        .split_whitespace()
        .map(|word| {
            let clause = clauses;
            clauses += usize::from(word.ends_with([',', ';', ':']));
            (clause, word.trim_matches(|c: char| !c.is_alphanumeric()))
        })
        .collect();
    let next = |at: usize| words.get(at + 1).map_or("", |next| next.1);
    (0..).zip(&words).any(|(at, (clause, word))| match *word {
        "this" | "This" => *clause == 0 && !is_paper(words.get(at + 1..).unwrap_or_default()),
        "these" | "those" => *clause == 0 && !OWN.contains(&next(at)),
        "that" => NAMED.contains(&next(at)),
        "it" => at < BEFORE_IT && !EMPTY.contains(&next(at)),
        "they" | "them" | "their" => at < BEFORE_THEY && *clause == 0,
        _ => false,
    })
}

/// Returns true if the words after "this" name the paper, or say that it is the first of its kind.
fn is_paper(after: &[(usize, &str)]) -> bool {
    let first = after.iter().take(3).map(|word| word.1).eq(["is", "the", "first"]);
    first
        || after.iter().take(BETWEEN).any(|word| PAPER.contains(&word.1.to_lowercase().trim_end_matches('s')))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("We make this assumption for all brushes.", true)]
    #[case("A plan to quantify this noise source failed.", true)]
    #[case("We find that it has no advantage over rails.", true)]
    #[case("The study was made before these tools were known.", true)]
    #[case("Brushes help those who wash by hand.", false)]
    #[case("In this paper we wash panels.", false)]
    #[case("The sample of this retrospective single-farm study was small.", false)]
    #[case("To our knowledge, this is the first brush for panels.", false)]
    #[case("Although small, it is known that brushes wear out.", false)]
    #[case("Brushes wear out, and this limits their use.", false)]
    fn what_a_sentence_takes_up(#[case] sentence: &str, #[case] expected: bool) {
        assert_eq!(takes_up(sentence), expected, "{sentence}");
    }
}
