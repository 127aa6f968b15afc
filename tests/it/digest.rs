//! Tests each rule of the built-in engine with small handwritten documents.

mod ending;
mod parts;
mod theory;
mod whole;

use papers_digest::{Limits, Summary, digest};
use papers_fulltext::{abstract_only, plain};
use papers_paper::{Digest, Document, Paragraph, Section, SectionName, SectionRole};

/// A paper with all kinds of sections, each of which is the subject of a test.
const PAPER: &str = "\
Abstract

Solar panels on farms lose output when dust settles on them, and washing them wastes water. In this paper, we propose DryBrush, a robot that \
cleans panels without water. It crawls along the frame on two belts. A brush of soft fiber removes the dust while a fan blows it away. On forty \
farms, DryBrush restores 93.5% of the lost output, compared with 71.2% for manual washing.

1 Introduction

Dust is a costly problem for farms in dry regions. However, existing cleaning robots need rails that few farms can afford. We aim to clean panels \
without rails and without water. Our contributions are a crawler that needs no rails and the first public record of dust on farms.

2 Method

In Section 4 we describe the farms. DryBrush consists of two belts, a brush and a fan, all driven by one motor. The controller plans a path from the \
tilt of each panel. As shown in Table 2, the belts are short. The force is $F = \\mu N$, $N = m g \\cos \\theta$, $\\mu = 0.4$ and $m = 3$.

3 Experiments

We ran the robot on forty farms for a year. DryBrush restores 93.5% of the lost output, compared with 71.2% for manual washing on the same farms. \
Each run of DryBrush saves 40% of the energy, compared with the best robot on rails. Smith et al. (2019) report similar numbers.

4 Limitations

The brush wears out after about 300 runs and has to be replaced by hand. We did not test the robot on curved panels.

5 Conclusion

DryBrush keeps farms of any size running through the dry season. These results suggest that farms in dry regions can rely on small robots.
";

fn of(text: &str) -> Summary {
    digest("DryBrush: Cleaning Solar Panels without Water", &plain(text), &Limits::default())
}

fn of_abstract(text: &str) -> Digest {
    digest("", &abstract_only(text), &Limits::default()).digest
}

#[test]
fn each_section_says_what_it_is_for() {
    let Digest { introduction, method, results, limitations, conclusion, .. } = of(PAPER).digest;
    assert_eq!(introduction.goal, "We aim to clean panels without rails and without water.");
    assert!(introduction.motivation.starts_with("Solar panels on farms lose output"), "{introduction:?}");
    assert!(introduction.contribution.contains("we propose DryBrush, a robot"), "{introduction:?}");
    assert!(
        method.iter().any(|sentence| sentence.starts_with("A brush of soft fiber removes")),
        "{method:?}"
    );
    assert!(results.iter().any(|sentence| sentence.contains("93.5%")), "{results:?}");
    assert_eq!(limitations.len(), 2);
    assert_eq!(conclusion, ["These results suggest that farms in dry regions can rely on small robots."]);
}

#[test]
fn every_sentence_is_the_papers_own_but_for_a_connective() {
    let summary = of(PAPER);
    for (section, index, text) in summary.digest.sentences() {
        let own = summary.evidence.iter().filter(|one| (one.section, one.sentence) == (section, index));
        let sources: Vec<&str> = own.map(|one| one.source.as_str()).collect();
        assert!(!sources.is_empty() && sources.iter().all(|source| PAPER.contains(source)), "{sources:?}");
        let rest: String = text.chars().skip(1).collect();
        assert!(sources.join(" ").ends_with(&rest), "{text} of {sources:?}");
    }
}

#[test]
fn nothing_is_said_twice_outside_of_the_one_line_summary() {
    let digest = Digest { tldr: None, ..of(PAPER).digest };
    let numbers = digest.sentences().filter(|(_, _, text)| text.contains("93.5%")).count();
    assert_eq!(numbers, 1, "{digest:?}");
}

#[test]
fn no_sentence_points_to_a_table_or_derives_or_cites() {
    for (_, _, text) in of(PAPER).digest.sentences() {
        for piece in ["Section", "Table", "$", "et al."] {
            assert!(!text.contains(piece), "{text}");
        }
    }
}

#[test]
fn a_pronoun_may_follow_its_sentence_but_never_open_a_section() {
    let digest = of(PAPER).digest;
    for name in SectionName::ALL {
        let first = digest.section(name).first().copied().unwrap_or_default().to_owned();
        let results = name == SectionName::Conclusion && !digest.results.is_empty();
        assert!(!first.starts_with("It ") && (results || !first.starts_with("These results")), "{first}");
    }
    let digest = of_abstract(
        "Probes drift. We propose Keel, a probe that holds its course at sea. Keel carries a rudder of three plates and a small motor. \
         It turns the plates by the waves that it measures. Keel drifts 80% less than a probe without a rudder.",
    );
    let at = digest.method.iter().position(|sentence| sentence.starts_with("It turns"));
    assert!(at.is_none_or(|at| digest.method[at - 1].starts_with("Keel carries")), "{digest:?}");
}

#[test]
fn only_the_beginning_and_end_of_an_endless_text_are_read() {
    let sentence = |n: usize| {
        format!("We find that farm {n} gains {}.5% more output than before the robot came.", n % 50)
    };
    let paragraph = |sentences: Vec<String>| Paragraph { sentences, ..Paragraph::default() };
    let section = |role: SectionRole, sentences: Vec<String>| Section {
        heading: format!("{role:?}"),
        level: 1,
        roles: vec![role],
        paragraphs: vec![paragraph(sentences)],
        ..Section::default()
    };
    let aim = "We aim to clean panels without rails.".to_owned();
    let end = "Overall, our findings suggest that small robots keep farms running.".to_owned();
    let mut middle: Vec<String> = (0..100_000).map(sentence).collect();
    middle[50_000] =
        "We find that robots restore 93.5% of the output, compared with 71.2% for washing.".to_owned();
    let sections = vec![
        section(SectionRole::Introduction, vec![aim.clone()]),
        section(SectionRole::Results, middle),
        section(SectionRole::Conclusion, vec![end.clone()]),
    ];
    let document = Document { sections, ..Document::default() };
    let digest = digest("Robots restore output", &document, &Limits::default()).digest;
    assert_eq!((digest.introduction.goal, digest.conclusion), (aim, vec![end]));
    assert!(!digest.results.is_empty() && digest.results.iter().all(|text| !text.contains("93.5%")));
}

#[test]
fn an_empty_text_gives_an_empty_digest() {
    for text in [
        "",
        "Withdrawn.",
        "This paper has been withdrawn by the author due to an error in the proof of the main theorem.",
    ] {
        assert!(of_abstract(text).is_empty(), "{text}");
    }
}

#[test]
fn the_topic_is_the_goal_if_only_the_announcement_is_new() {
    let digest = of_abstract(
        "We study how dust settles on the panels of large solar farms. We propose a novel robot that brushes dust from the panels. \
         Panels stay clean for 30 days.",
    );
    assert!(digest.introduction.goal.starts_with("We study how dust settles"), "{digest:?}");
    assert!(digest.introduction.contribution.starts_with("We propose a novel robot"), "{digest:?}");
}

#[test]
fn an_empty_part_takes_only_what_a_list_can_spare() {
    let digest = of_abstract(
        "We propose a novel robot that brushes dust from panels. The robot is driven by one motor and two belts. \
         The robot restores 93.5% of the output, compared with 71.2% for washing.",
    );
    assert_eq!((digest.method.len(), digest.results.len()), (1, 1), "{digest:?}");
    assert_eq!(digest.introduction.contribution, "");
    let digest = of_abstract(
        "We propose a novel robot that brushes dust from panels. The method consists of a brush, two belts and one motor. We \
         introduce a new loss for images of farms. The robot restores 93.5% of the output, compared with 71.2% for washing.",
    );
    assert_eq!((digest.method.len(), digest.results.len()), (1, 1), "{digest:?}");
    assert_ne!(digest.introduction.contribution, "");
}

#[test]
fn a_motive_is_a_lack_or_a_need_and_never_what_the_authors_did() {
    let digest = of_abstract(
        "We propose a novel robot that brushes dust from panels. We train the controller on images of forty farms. \
         We reach 93.5% of the output, although dust limits every other robot.",
    );
    assert_eq!(digest.introduction.motivation, "");
}

#[test]
fn text_of_formulas_and_names_is_still_english() {
    let digest = of_abstract(
        "Let $G$ be a group. We prove that each automorphism of $G$ fixes every Sylow subgroup of Kowalski type and every \
         Rubinstein--Takagi lattice with $|G| < 100$.",
    );
    assert!(digest.introduction.goal.starts_with("We prove"), "{digest:?}");
    assert_eq!(digest.introduction.motivation, "");
}

#[test]
fn findings_of_experiments_are_neither_method_nor_contribution() {
    let digest = of_abstract(
        "Dust is a costly problem for farms. We propose a robot that brushes dust from panels. Experimental results demonstrate that brushes trained \
         by a new method of ours outperform brushes trained by hand.",
    );
    assert!(digest.results.iter().any(|text| text.starts_with("Experimental results")), "{digest:?}");
}

#[test]
fn work_that_the_abstract_names_is_the_authors_own_and_no_motive() {
    let digest = of_abstract(
        "We propose the Brush of Night Experts (BoNE). BoNE needs no rails and cannot wear out. It restores 93.5% of the output on forty farms.",
    );
    assert_eq!(digest.introduction.motivation, "", "{digest:?}");
}

#[test]
fn authors_and_years_in_brackets_are_not_quoted() {
    let text = PAPER.replace("on curved panels.", "on curved panels (Smith et al., 2019).");
    let limitations = of(&text).digest.limitations;
    assert!(limitations.iter().any(|text| text.ends_with("on curved panels.")), "{limitations:?}");
}

#[test]
fn the_one_line_summary_has_no_acronym_that_another_sentence_explains() {
    let said = of_abstract(
        "The aim of this study was to count hedges in winter. The cities were grouped into a zone of frost (ZF) and others. \
         We found 12% more hedges in ZF than in other cities. We found that hedges in parks are 31% higher than in streets.",
    );
    assert!(said.tldr.as_ref().is_some_and(|line| !line.contains("ZF")), "{said:?}");
}

#[rstest::rstest]
#[case("Here we show that hedges keep streets cool in summer.")]
#[case("For each city, we find that hedges are older than trees.")]
#[case("Rather than counting hedges on foot, our method reads them from maps.")]
#[case("We study hedges of width $w$, height $h$ and age $a$ in cities of size $n$.")]
#[case("We name two reasons: (1) rain and (2) shade keep hedges alive.")]
#[case("We aim to i) count hedges and ii) find out who cuts them.")]
fn statements_of_an_abstract_about_its_paper_are_quoted(#[case] sentence: &str) {
    assert_eq!(of_abstract(sentence).introduction.goal, sentence);
}

#[test]
fn the_headline_has_a_place_and_one_line_tells_the_paper() {
    let said = of_abstract(
        "Hedges are cut by hand. We present HedgeBot, a robot that cuts hedges. HedgeBot has two arms. It has a camera. \
         In seven gardens, HedgeBot is 31% faster than gardeners.",
    );
    assert!(said.results.iter().any(|text| text.contains("31%")), "{said:?}");
    assert!(said.tldr.unwrap().contains("HedgeBot"));
}

#[test]
fn a_question_and_a_number_said_before_are_no_results() {
    let said = of_abstract(
        "We ask how old hedges are. How can we measure their age? Hedges are 40% older than trees.",
    );
    assert_eq!(said.results, ["Hedges are 40% older than trees."]);
}

#[test]
fn a_step_is_not_the_goal_where_the_paper_says_what_it_is_about() {
    let said = of_abstract(
        "Hedges have no common definition. We introduce a definition of hedges that covers all seven cities. More specifically, we define a \
         hedge as a row of plants that is cut by hand.",
    );
    assert!(said.introduction.goal.starts_with("We introduce a definition"), "{said:?}");
}

#[test]
fn findings_in_the_past_tense_are_results() {
    let said = of_abstract(
        "Hedges are cut by hand. We developed a robot that cuts hedges. Hedges of seven cities were recorded for a year. We demonstrated that \
         the robot cuts hedges in the rain.",
    );
    assert!(said.results.iter().any(|text| text.starts_with("We demonstrated")), "{said:?}");
    assert!(said.method.iter().any(|text| text.starts_with("Hedges of seven cities were")), "{said:?}");
}

#[test]
fn an_announcement_of_the_goal_is_not_repeated() {
    let text = "Abstract\nHedges are cut by hand. We present HedgeBot, a robot that cuts hedges in the rain.\n\n1 Introduction\nHedges are \
                green. In this paper, we present HedgeBot, a robot built to cut the hedges of cities in the rain.\n";
    let said = digest("HedgeBot", &plain(text), &Limits::default()).digest;
    assert!(
        said.introduction.goal.contains("HedgeBot") && said.introduction.contribution.is_empty(),
        "{said:?}"
    );
}

#[test]
fn work_that_a_survey_describes_is_not_its_own() {
    let text = "Abstract\nHedges matter. This survey reviews how hedges are cut.\n\n1 Introduction\nHedges are green.\n\n2 Results of Robots\n\
                The robot of Smith cuts 93% of all hedges, compared with 71% for the best robot before it.\n";
    let said = digest("A Survey of Cutting Hedges", &plain(text), &Limits::default()).digest;
    assert!(said.results.is_empty(), "{said:?}");
}

#[test]
fn sentences_before_a_trial_of_the_authors_are_no_result() {
    let said = of_abstract(
        "Cutting hedges by hand reduces their growth. We conducted two experiments on hedges of seven cities. Hedges grew 12% more when cut by \
         a robot.",
    );
    assert_eq!(said.results, ["Hedges grew 12% more when cut by a robot."], "{said:?}");
    assert!(said.introduction.goal.starts_with("We conducted"), "{said:?}");
}

#[test]
fn an_outcome_is_a_result_even_if_it_repeats_the_goal() {
    let said = of_abstract(
        "Hedges are cut by hand. We present HedgeBot, a robot that cuts hedges. It climbs the hedge on two rails. In our experiments it \
         outperforms gardeners by 12%. Cutting of corners remains behind that of gardeners.",
    );
    assert!(said.introduction.goal.ends_with("two rails."), "{said:?}");
    assert!(said.results[0].starts_with("In our experiments"), "{said:?}");
}

#[test]
fn a_measurement_of_the_body_is_no_result_where_the_abstract_has_told() {
    let results = |sentence: &str| {
        of(&PAPER.replace("Smith et al. (2019) report similar numbers.", sentence)).digest.results
    };
    let detail = "The second belt of the left crawler takes 12% longer than the first belt on wet days.";
    assert!(!results(detail).iter().any(|result| result == detail));
}

#[test]
fn findings_are_no_contribution_if_only_the_goal_is_announced() {
    let found = "We find that probes with a rudder hold their course.";
    let rest = "Keel drifts 80% less than a probe without a rudder.";
    let digest = of_abstract(&format!(
        "Probes drift. We propose Keel, a probe that holds its course at sea. {found} {rest}"
    ));
    assert_eq!(
        (digest.introduction.contribution.as_str(), &digest.results[..]),
        ("", &[found, rest].map(str::to_owned)[..])
    );
}

#[test]
fn a_finding_of_the_body_is_the_contribution_if_the_abstract_has_none() {
    let text = "Abstract\nProbes drift. We propose Keel, a probe that holds its course at sea. Keel is trained on the drift of forty probes.\n\n\
                1 Introduction\nNobody knows where a probe goes. We show that a probe with a rudder holds its course in storms.\n";
    let digest = digest("Keel: a Probe that Holds its Course", &plain(text), &Limits::default()).digest;
    let shown = "We show that a probe with a rudder holds its course in storms.".to_owned();
    assert!(digest.introduction.contribution == shown || digest.results.contains(&shown), "{digest:?}");
}

#[test]
fn after_a_goal_that_tells_a_finding_only_the_authors_steps_are_method() {
    let digest = of_abstract(
        "Probes drift. We provide evidence that probes drift more in storms by following forty probes at sea. The drift is found in all seas and in all seasons.",
    );
    assert_eq!(digest.results, ["The drift is found in all seas and in all seasons."], "{digest:?}");
}

#[test]
fn measurements_are_results_if_nothing_is_announced() {
    let collected = "Leaves were collected from forty hedges each week.";
    let measured = "Hedges in shade had more leaves than hedges in the sun.";
    let digest = of_abstract(&format!(
        "Hedges shelter birds in cities. We studied how hedges of seven cities live through dry summers. {collected} {measured} \
         Roots of shaded hedges reached deeper layers of the soil."
    ));
    assert_eq!(digest.method, [collected]);
    assert_eq!(digest.results[0], measured);
}

/// Once results have begun, what has no sign of the authors' work is a result; what they did is still a method.
#[test]
fn after_the_first_result_a_method_needs_a_sign() {
    let found = "Wrens were common in the hedges of all parks.";
    let done = "We used a survey with small cameras to record nests in spring.";
    let digest = of_abstract(&format!(
        "Hedges shelter birds in cities. Our aim was to learn which hedges wrens prefer. The number of nests was 3.4 times higher in hedges \
         than in trees. {found} {done}"
    ));
    assert_eq!(digest.introduction.goal, "Our aim was to learn which hedges wrens prefer.");
    assert!(digest.results.iter().any(|line| line.contains(found)), "{digest:?}");
    assert_eq!(digest.method, [done]);
}

#[test]
fn sentences_before_the_paper_names_itself_are_no_method() {
    let known = "The goal of the player is to keep all cups low.";
    let digest = of_abstract(&format!(
        "Tasks on processors are often described as a game with cups. {known} The game has been studied in many settings since 1969. \
         This paper initiates the study of games in which the number of processors varies. We show that the fullest cup then holds a linear \
         amount of water."
    ));
    assert!(digest.introduction.goal.starts_with("This paper initiates"), "{digest:?}");
    assert!(digest.method.is_empty(), "{digest:?}");
    assert!(digest.introduction.motivation.contains(known), "{digest:?}");
}

#[test]
fn findings_do_not_fill_an_empty_method() {
    let digest = of_abstract(
        "HIV enters cells by an unknown path. We sought to find the molecules of the path. We show that gangliosides of the membrane are the \
         key to the path. We find that liposomes take the same path. These results show that gangliosides are receptors for viruses.",
    );
    assert!(digest.method.is_empty(), "{digest:?}");
}

#[test]
fn keywords_are_no_sentence() {
    let digest = of_abstract(
        "We propose a robot that cleans panels without water on many farms. Solar Panels, Cleaning Robots, Dry Farming. \
         Software and its engineering → Software maintenance tools. robots, panels",
    );
    let listed = |line: &str| line.contains("Dry Farming") || line.contains("Software");
    assert!(digest.sentences().all(|(_, _, line)| !listed(line)), "{digest:?}");
}
