//! Tests that no part stays empty if the paper has something for it outside the usual places and words.

use papers_digest::{Limits, digest};
use papers_fulltext::{abstract_only, plain};
use papers_paper::Digest;

fn of_abstract(text: &str) -> Digest {
    digest("Brushes", &abstract_only(text), &Limits::default()).digest
}

fn of_paper(sections: &[(&str, &str)]) -> Digest {
    let text: String = sections.iter().map(|(heading, text)| format!("{heading}\n\n{text}\n\n")).collect();
    digest("Brushes", &plain(&text), &Limits::default()).digest
}

#[test]
fn an_aim_told_in_the_past_is_the_goal() {
    let digest = of_abstract(
        "Background: Few estimates exist of how long brushes last on farms. We aimed to estimate the life of brushes on forty farms. \
         Methods: Brushes were weighed each month for two years. Results: The median life was 14.2 months.",
    );
    assert_eq!(digest.introduction.goal, "We aimed to estimate the life of brushes on forty farms.");
}

#[test]
fn a_label_of_two_parts_leaves_its_sentences_to_what_they_say() {
    let digest = of_abstract(
        "Background: Few estimates exist of how long brushes last. We aimed to estimate the life of brushes. Methods and Findings: Brushes were weighed each month for two years. \
         The life of brushes increased by 40% where farms were washed. Conclusions: Brushes can last for years, provided that farms are washed.",
    );
    assert_eq!(digest.method, ["Brushes were weighed each month for two years."]);
    assert_eq!(digest.results, ["The life of brushes increased by 40% where farms were washed."]);
}

#[test]
fn text_under_the_label_of_a_conclusion_is_the_conclusion() {
    let digest = of_abstract(
        "Background: Brushes wear out early. We aimed to estimate the life of brushes. Methods: Brushes were weighed each month. \
         Results: The median life was 14.2 months. Conclusions: Brushes can last for years, provided that farms are washed.",
    );
    assert_eq!(digest.conclusion, ["Brushes can last for years, provided that farms are washed."]);
}

#[test]
fn work_of_the_authors_is_theirs_without_a_verb_that_announces_it() {
    let digest = of_abstract(
        "Dust settles on panels in all dry regions. However, nobody knows when a brush pays off. We use a model of wear to derive when \
         a brush pays off. The model follows each fiber of the brush over a year of runs. We find that a brush pays off on 80% of farms.",
    );
    assert!(digest.introduction.goal.starts_with("We use a model of wear"), "{digest:?}");
    assert!(digest.method.iter().any(|text| text.starts_with("The model follows")), "{digest:?}");
}

#[test]
fn trials_before_the_first_outcome_are_no_result() {
    let digest = of_abstract(
        "Brushes lose their fibers. We present DryBrush, a brush of glass. We evaluate DryBrush across three climates, comparing glass \
         with fiber. We find that DryBrush lasts 40% longer than fiber.",
    );
    assert!(digest.method.iter().any(|text| text.starts_with("We evaluate")), "{digest:?}");
    assert_eq!(digest.results, ["We find that DryBrush lasts 40% longer than fiber."]);
}

/// Digests a paper without limitations, except perhaps in the last sentence of its conclusion.
fn ending(last: &str) -> Digest {
    let conclusion = format!("We have shown that brushes of glass last longer than brushes of fiber. {last}");
    of_paper(&[
        ("Abstract", "We present a brush of glass. Experiments show that it lasts 40% longer than fiber."),
        ("1 Introduction", "Brushes lose their fibers early. We present a brush of glass that keeps them."),
        ("2 Conclusion", &conclusion),
    ])
}

#[test]
fn remaining_work_is_a_limitation_if_no_other_is_admitted() {
    let left = "In future work, we will extend the brush of glass to curved panels.";
    assert_eq!(ending(left).limitations, [left]);
    assert_eq!(ending("Together we will go on.").limitations, [""; 0]);
    let admitted = ending(&format!("We focused on flat panels, but curved ones are common. {left}"));
    assert!(admitted.limitations[0].starts_with("We focused on flat panels"), "{admitted:?}");
}

#[test]
fn the_last_section_concludes_where_none_is_called_so() {
    let text = "Abstract\n\nWe present a brush of glass. Experiments show that it lasts 40% longer than fiber.\n\n\
                1 Introduction\n\nBrushes lose their fibers early. We present a brush of glass that keeps them.\n\n\
                We urge farms in dry regions to keep records of how long each brush of glass lasts.\n";
    let mut document = plain(text);
    let last = document.sections.last_mut().and_then(|section| section.paragraphs.pop());
    let paragraphs = last.into_iter().collect();
    let heading = "Moving forward".to_owned();
    document.sections.push(papers_paper::Section { heading, level: 1, paragraphs, ..Default::default() });
    let digest = digest("Brushes", &document, &Limits::default()).digest;
    assert!(digest.conclusion.iter().any(|text| text.starts_with("We urge farms")), "{digest:?}");
}

#[test]
fn a_contribution_may_say_more_of_what_the_goal_announces() {
    let digest = of_paper(&[
        (
            "Abstract",
            "We present a brush of glass for panels. We draw the fibers by using heat of a thousand degrees. Experiments show that it lasts 40% longer than fiber.",
        ),
        (
            "1 Introduction",
            "Brushes lose fibers early. We introduce the first brush of glass that lasts for a year.",
        ),
    ]);
    assert!(digest.introduction.contribution.starts_with("We introduce the first brush"), "{digest:?}");
}

#[test]
fn a_setting_or_a_test_is_not_the_result_that_the_body_adds() {
    let body = |result: &str| {
        of_paper(&[
            ("Abstract", "We present a brush of glass for panels. The fibers are drawn from glass at a thousand degrees."),
            ("1 Introduction", "Brushes lose fibers early. We present a brush of glass."),
            ("2 Results", result),
        ])
        .results
    };
    let found = "Our brush of glass lasts 40% longer than brushes of fiber.";
    let detail = "Fibers in group B were longer than in group A (t(11.77) = 3.2, p = 0.01) by 20%.";
    assert_eq!(body(&format!("{detail} {found}"))[0], found);
}
