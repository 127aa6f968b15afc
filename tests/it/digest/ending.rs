//! Tests the rules for the last two sections, limitations and conclusion.

use papers_digest::{Limits, digest};
use papers_fulltext::plain;
use papers_paper::Digest;

use super::{PAPER, of, of_abstract};

#[test]
fn limits_of_others_are_not_the_authors() {
    let digest = of_abstract(
        "Existing robots are limited to flat panels and cannot climb. We propose a robot that climbs panels of any shape on two belts. \
         To tackle the limitation of weight, we use belts of fiber. It cleans 93% of all panels, more than any robot on rails.",
    );
    assert!(digest.limitations.is_empty(), "{:?}", digest.limitations);
}

#[test]
fn an_abstract_may_admit_a_limit() {
    let digest = of_abstract(
        "We propose a robot that climbs panels of any shape on two belts. The belts are driven by one motor. The robot cleans 93% of all panels, \
         more than any robot on rails. However, our method does not handle panels that are wet.",
    );
    assert_eq!(digest.limitations, ["Our method does not handle panels that are wet."]);
}

#[test]
fn a_section_on_limitations_goes_before_what_is_admitted_elsewhere() {
    let text = PAPER.replace("small robots.", "small robots. Our study is limited to dry regions.");
    let limitations = of(&text).digest.limitations;
    assert!(limitations.iter().all(|sentence| !sentence.contains("dry regions")), "{limitations:?}");
}

#[test]
fn counts_are_limits_and_none_may_be_nothing() {
    let limits = Limits { method: 1, results: 0, limitations: 1, conclusion: 1, ..Limits::default() };
    let digest = digest("", &plain(PAPER), &limits).digest;
    assert_eq!(
        (digest.method.len(), digest.results.len(), digest.limitations.len(), digest.conclusion.len()),
        (1, 0, 1, 1)
    );
}

#[test]
fn the_conclusion_does_not_repeat_the_results() {
    let text = PAPER.replace(
        "DryBrush keeps farms",
        "DryBrush outperforms manual washing and reduces the use of energy. DryBrush keeps farms",
    );
    let conclusion = of(&text).digest.conclusion;
    assert!(conclusion.iter().all(|sentence| !sentence.contains("outperforms")), "{conclusion:?}");
}

#[test]
fn the_end_of_an_abstract_that_says_what_follows_is_the_conclusion() {
    for end in [
        "Our findings highlight the need for brushes on farms in dry regions.",
        "This approach could help farms of any size to save water.",
        "By brushing at night, the robot paves the way for farms in deserts.",
    ] {
        let text = format!(
            "Dust is a costly problem for farms. We propose a novel robot that brushes dust from panels. The robot is driven by one motor. \
             The robot restores 93.5% of the output, compared with 71.2% for washing. {end}"
        );
        let digest = of_abstract(&text);
        assert_eq!(digest.conclusion, [end], "{digest:?}");
        assert_eq!(digest.results.len(), 1, "{digest:?}");
    }
}

/// Digests a paper with this discussion and no other limitations.
fn with_discussion(discussion: &str) -> Digest {
    let text = format!(
        "Abstract\nWe present a catalog of hedges in seven cities. It lists 571 hedges.\n\n1 Introduction\nNobody knows how many \
         hedges a city has.\n\n2 Discussion\nHedges are green in most months of the year. {discussion}\n"
    );
    digest("A Catalog of Hedges", &plain(&text), &Limits::default()).digest
}

#[rstest::rstest]
#[case("The catalog of hedges is not without its limitations in winter.")]
#[case("We also assume that observers err independently; relaxing this needs a larger study.")]
#[case("It is unclear whether the count of hedges holds for towns not considered here.")]
#[case("The reasons why hedges die in dry summers remain poorly understood.")]
#[case("The catalog of hedges is further limited to cities with open maps.")]
#[case("Our study of hedges focused on parks and did not examine private land.")]
#[case("Extending this work on hedges to trees also remains an important avenue for future work.")]
#[case("For simplicity, we restrict the catalog of hedges to seven cities.")]
#[case("The age and the height of the hedges were not recorded in this study.")]
#[case("The online nature of our questionnaire on hedges kept out older gardeners.")]
fn a_limit_is_found_where_the_authors_admit_it(#[case] admission: &str) {
    assert_eq!(with_discussion(admission).limitations, [admission]);
}

#[test]
fn plans_for_the_future_are_no_limitation() {
    let said =
        with_discussion("Catalogs of hedges will become an even more valuable resource in the future.");
    assert!(said.limitations.is_empty(), "{said:?}");
}

#[test]
fn a_conclusion_is_not_the_paper_told_again() {
    let said =
        with_discussion("We have described a study of hedges and presented a catalog of seven cities.");
    assert!(said.conclusion.is_empty(), "{said:?}");
}

#[rstest::rstest]
#[case("Below, we report the errors of the count of hedges by city.")]
#[case("P7 counted 12% more hedges than all others in the study.")]
#[case("“I like the hedges of the city more than its trees,” was a common answer.")]
#[case("The count of hedges in [23] is 12% lower than that of our catalog.")]
#[case("We now turn to the accuracy of our catalog of hedges, which is 93%.")]
#[case("However, our catalog of hedges has several important limitations.")]
#[case("This study of hedges has some limitations that should be taken into consideration.")]
#[case("The catalog of hedges is not without limitations.")]
#[case("Hedges in our catalog are 12% higher in parks than in streets (Fig 3).")]
#[case("Hedges in our catalog are 12% higher in parks than in streets (data not shown).")]
fn sentences_of_no_use_to_readers_are_left_out(#[case] sentence: &str) {
    let said = with_discussion(sentence);
    assert!(said.sentences().all(|(_, _, text)| text != sentence), "{said:?}");
}

#[test]
fn a_labeled_conclusion_is_no_result() {
    let said = of_abstract(
        "Objective: We examine how hedges age. Methods: Hedges of seven cities were recorded for a year. Results: Hedges grew by 12%. \
         Conclusion: Cutting might be associated with a higher survival of hedges.",
    );
    assert_eq!(
        said.conclusion,
        ["Cutting might be associated with a higher survival of hedges."],
        "{said:?}"
    );
}

#[test]
fn a_section_on_conclusions_and_limitations_admits_only_what_is_admitted() {
    let text = "Abstract\nWe present a catalog of hedges in seven cities.\n\n1 Introduction\nHedges are green.\n\n2 Conclusion and \
                Limitations\nSubsequently, we count the hedges of seven cities by hand. The catalog does not cover hedges in small towns.\n";
    let said = digest("A Catalog of Hedges", &plain(text), &Limits::default()).digest;
    assert_eq!(said.limitations, ["The catalog does not cover hedges in small towns."], "{said:?}");
}

#[test]
fn sentences_after_an_announcement_of_limits_are_limits_up_to_a_summary() {
    let limits = with_discussion(
        "Our study has several limitations. First, the probes were all of one make. Second, the sea was calm on most days. \
         In conclusion, probes with a rudder hold their course.",
    )
    .limitations;
    assert_eq!(limits, ["The probes were all of one make.", "The sea was calm on most days."]);
}

#[rstest::rstest]
#[case("We could not measure hedges on private land to quantify the noise of the catalog.", true)]
#[case("We could not measure hedges on private land to quantify this noise of the catalog.", false)]
#[case("We could not measure hedges in the catalog again after these changes of the city.", false)]
fn a_limit_that_takes_up_what_was_said_before_is_left_out(#[case] limit: &str, #[case] told: bool) {
    assert_eq!(with_discussion(limit).limitations.iter().any(|one| one == limit), told);
}

#[test]
fn a_limit_of_a_step_is_not_one_of_the_paper() {
    let step = "We did not use the count of small hedges for the map of the catalog.";
    let text = format!(
        "Abstract\nWe present a catalog of hedges in seven cities. It lists 571 hedges.\n\n1 Method\nHedges are counted by hand. {step}\n\n\
         2 Conclusion\nThe catalog of hedges shows where cities are green.\n"
    );
    assert!(digest("A Catalog of Hedges", &plain(&text), &Limits::default()).digest.limitations.is_empty());
}
