//! Tests the built-in engine with handwritten papers in theory, physics and mathematics: it must not quote steps of an argument.

use papers_digest::{Limits, digest};
use papers_fulltext::plain;
use papers_paper::Digest;

/// A theoretical paper, in which all sections have sentences that make no sense without the argument before.
const PAPER: &str = "\
Abstract

We show that a chain of springs with random weights comes to rest at its lowest energy. The motion is described by using a master equation for the \
energy of each spring. We find that the time to rest grows with the square of the length of the chain.

1 Introduction

Chains of springs with random weights are found in every machine. The mass of each spring is assumed small. In this paper we consider chains with random weights. The pendulum was the first system to be described by an equation of motion. Our main result is that chains with random weights come to rest at a rate that their heaviest weight sets.

2 Chains of springs

If some of the weights are equal there exist chains that never come to rest. In order to bound the energy, the sum over springs must first be evaluated. \
One can see that the energy of the chain falls at every step of time. We derive \
a master equation for the energy of the chain by averaging over the random weights.

3 Results

It follows that the energy of the chain is bounded in time. We find \
that chains of equal weights come to rest twice as fast as chains with random weights.

4 Discussion

4.1 Summary

Our results suggest that disorder of the weights slows chains of springs down. The spring is one of the oldest systems known.

4.2 Limitations

Our bound does not limit the length of the chain. We did not consider chains that are driven from outside.
";

fn of_paper() -> Digest {
    digest("Chains of springs at rest", &plain(PAPER), &Limits::default()).digest
}

fn quotes(digest: &Digest, piece: &str) -> bool {
    digest.sentences().any(|(_, _, text)| text.contains(piece))
}

#[test]
fn steps_of_an_argument_are_no_method_and_no_result() {
    let digest = of_paper();
    for step in
        ["If some of", "must first be", "One can see", "It follows", "he energy of the chain is bounded"]
    {
        assert!(!quotes(&digest, step), "{step}: {digest:?}");
    }
    assert!(digest.method.iter().any(|text| text.contains("master equation")), "{digest:?}");
}

#[test]
fn theorems_of_others_are_not_results_of_the_paper() {
    let text = "Abstract\n\nWe present a proof that a chain of springs with random weights comes to rest.\n\n1 Main Result\n\n\
        Hochberg’s remarkable result provides a bridge for proving statements about chains, by first reducing them to pairs.\n";
    let digest = digest("Chains of springs at rest", &plain(text), &Limits::default()).digest;
    assert!(!quotes(&digest, "Hochberg"), "{digest:?}");
}

#[test]
fn an_introduction_that_names_no_lack_gives_no_motive() {
    let digest = of_paper();
    assert_eq!(digest.introduction.motivation, "");
}

#[test]
fn the_main_result_is_a_contribution_and_what_came_first_long_ago_is_not() {
    let contribution = of_paper().introduction.contribution;
    assert!(contribution.starts_with("Our main result"), "{contribution}");
}

#[test]
fn a_summary_in_a_discussion_concludes() {
    let conclusion = of_paper().conclusion;
    assert_eq!(
        conclusion,
        ["Our results suggest that disorder of the weights slows chains of springs down."]
    );
}

#[test]
fn a_denied_limit_is_not_a_limitation() {
    let admitted = ["We did not consider chains that are driven from outside."];
    assert_eq!(of_paper().limitations, admitted);
    for strength in [
        "We bound the energy without making assumptions about the weights.",
        "Our bound does not need any assumption.",
    ] {
        let text = PAPER.replace("Our bound does not limit the length of the chain.", strength);
        let digest = digest("Chains of springs at rest", &plain(&text), &Limits::default()).digest;
        assert_eq!(digest.limitations, admitted, "{strength}");
    }
}

#[test]
fn a_body_of_details_leaves_the_method_to_the_abstract() {
    let details: String = ["color", "width", "weight", "shade", "grain"]
        .map(|word| format!("The {word} of the paper is computed by the press with two plates. "))
        .concat();
    let text = format!(
        "Abstract\n\nWe propose Kite, a plane of paper. Kite is folded by using a press with two plates. It flies 40% farther.\n\n\
         1 Paper\n\n{details}\n\n2 Results\n\nKite flies 40% farther than a plane that is folded by hand.\n"
    );
    let digest = digest("Kite: a plane of paper", &plain(&text), &Limits::default()).digest;
    assert_eq!(digest.method.first().unwrap(), "Kite is folded by using a press with two plates.");
    assert!(digest.method.iter().all(|text| !text.contains("is computed by")), "{digest:?}");
}

/// A proof with its results in the introduction and in a theorem, whose abstract says how it was achieved.
const NOTE: &str = "\
Abstract

We show that each chain of springs comes to rest. This is achieved by using a bound on the energy of pairs of springs. Results of this kind are a \
fundamental tool for the design of machines.

1 Introduction

We consider chains of springs that are driven by one motor at their end. We prove that two chains that share a spring rest at the same time. Pairs of \
springs were bounded by Hochberg.

2 Chains of springs

Theorem 2. The weight of a sum of springs is the square of its length.

Theorem 3. [6] Every chain of two springs is a pendulum of some length.

Theorem 4. Let C be a chain, then every spring of C is at rest.
";

#[test]
fn theorems_in_words_and_what_the_introduction_shows_are_quoted() {
    let digest = digest("Chains of springs at rest", &plain(NOTE), &Limits::default()).digest;
    assert!(quotes(&digest, "We prove that two chains"), "{digest:?}");
    assert!(digest.results.iter().any(|text| text.starts_with("The weight of a sum")), "{digest:?}");
    assert!(!quotes(&digest, "pendulum") && !quotes(&digest, "Let C"), "{digest:?}");
}

#[test]
fn the_way_to_the_goal_is_a_method_and_the_use_of_results_a_conclusion() {
    let digest = digest("Chains of springs at rest", &plain(NOTE), &Limits::default()).digest;
    assert!(digest.method.iter().any(|text| text.starts_with("This is achieved by")), "{digest:?}");
    assert_eq!(
        digest.conclusion,
        ["Results of this kind are a fundamental tool for the design of machines."],
        "{digest:?}"
    );
}

#[test]
fn a_letter_without_headings_introduces_itself_and_concludes() {
    let body = "The chain has a mass and a length that are read from the motor. ".repeat(30);
    let text = format!(
        "Abstract\n\nWe study chains of springs.\n\nWe show that chains of springs come to rest within a minute.\n\n\
         {body}\n\nOur findings suggest that machines need fewer springs.\n"
    );
    let mut document = plain(&text);
    let body = document.sections[0].paragraphs.split_off(1);
    let section = papers_paper::Section { level: 1, paragraphs: body, ..Default::default() };
    document.sections.push(section);
    let digest = digest("Chains of springs at rest", &document, &Limits::default()).digest;
    assert_eq!(digest.conclusion, ["Our findings suggest that machines need fewer springs."], "{digest:?}");
    assert!(digest.results.iter().any(|text| text.starts_with("We show that chains")), "{digest:?}");
}

#[test]
fn a_sentence_that_lost_its_formula_is_never_quoted() {
    let text = NOTE.replace(
        "Theorem 2. The weight",
        "We show that the method takes O n log n steps for a chain of n springs.\n\nTheorem 2. The weight",
    );
    let digest = digest("Chains of springs at rest", &plain(&text), &Limits::default()).digest;
    assert!(!quotes(&digest, "log n"), "{digest:?}");
}
