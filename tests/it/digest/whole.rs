//! Tests that a digest contains the whole abstract, arranged.

use papers_digest::{Limits, digest};
use papers_fulltext::abstract_only;

use super::of_abstract;

#[test]
fn labels_of_a_structured_abstract_say_where_a_sentence_belongs() {
    let digest = of_abstract(
        "Background: Falls are frequent among patients on night wards. Methods: Beds of two wards were fitted with pressure mats for a year. \
         Results: Falls went down from 41 to 17 in the year with mats. Conclusions: Pressure mats are a cheap means against falls at night.",
    );
    assert_eq!(digest.introduction.motivation, "Falls are frequent among patients on night wards.");
    assert_eq!(digest.method, ["Beds of two wards were fitted with pressure mats for a year."]);
    assert_eq!(digest.results, ["Falls went down from 41 to 17 in the year with mats."]);
    assert_eq!(digest.conclusion, ["Pressure mats are a cheap means against falls at night."]);
}

#[test]
fn a_short_abstract_still_gives_a_digest() {
    let digest = of_abstract(
        "Tide tables fail in narrow bays. We present a model of tides that knows the shape of the bay. It halves the error for ten bays in Norway.",
    );
    assert!(
        digest.introduction.goal.starts_with("We present a model of tides that knows the shape of the bay.")
    );
    let digest = of_abstract("We study the tides of narrow bays.");
    assert_eq!(digest.introduction.goal, "We study the tides of narrow bays.");
}

#[test]
fn an_abstract_in_another_language_is_read_by_the_places_of_its_sentences() {
    let digest = of_abstract(
        "Les tables de marées sont fausses dans les baies étroites. Nous proposons un modèle qui connaît la forme de la baie. Il est \
         calculé sur une grille fine. L'erreur diminue de moitié pour dix baies de Norvège.",
    );
    assert!(digest.introduction.motivation.starts_with("Les tables"));
    assert!(digest.introduction.goal.starts_with("Nous proposons"));
    assert!(digest.method[0].starts_with("Il est"));
    assert!(digest.results[0].starts_with("L'erreur"));
    let digest = of_abstract(
        "좁은 만의 조석표는 부정확하다. 본 논문은 만의 모양을 아는 모형을 제안한다. 실험에서 오차가 절반으로 줄었다.",
    );
    assert!(digest.introduction.goal.starts_with("본 논문은") && digest.results[0].starts_with("실험에서"));
}

#[test]
fn a_sentence_that_needs_the_one_before_stays_with_it() {
    let digest = of_abstract(
        "Probes drift. We propose Keel, a probe that holds its course at sea. Across three bays it uses the drift of its plates to map the currents. \
         We find that the currents of two bays turn at night.",
    );
    let goal = "We propose Keel, a probe that holds its course at sea. Across three bays it uses the drift of its plates to map the currents.";
    assert_eq!(digest.introduction.goal, goal);
}

#[test]
fn a_connective_stays_where_both_of_its_sentences_do() {
    let digest = of_abstract(
        "Probes drift. We propose Keel, a probe that holds its course at sea. Keel is trained on the drift of forty probes. \
         We find that Keel drifts 80% less than a probe without a rudder. However, we find that Keel is 20% slower than such a probe.",
    );
    assert_eq!(digest.results.len(), 2, "{digest:?}");
    assert!(digest.results[1].starts_with("However, we find"), "{digest:?}");
}

#[test]
fn a_digest_tells_the_whole_abstract() {
    let sentences = [
        "Solar panels on farms lose output when dust settles on them.",
        "However, existing robots need rails that few farms can afford.",
        "In this paper, we propose DryBrush, a robot that cleans panels without water.",
        "It crawls along the frame on two belts that one motor drives.",
        "A brush of soft fiber removes the dust while a fan blows it away.",
        "Experiments on forty farms show that DryBrush restores 93.5% of the lost output, more than washing.",
        "Our findings suggest that farms in dry regions can rely on small robots.",
    ];
    let summary = digest("Cleaning Solar Panels", &abstract_only(&sentences.join(" ")), &Limits::default());
    for sentence in sentences {
        assert!(summary.evidence.iter().any(|one| one.source.contains(sentence)), "{sentence}");
    }
    let motivation = summary.digest.introduction.motivation;
    assert_eq!(motivation, sentences[..2].join(" "), "one statement, with its connective");
    assert!(summary.digest.results[0].contains("93.5%"), "{:?}", summary.digest.results);
    assert_eq!(summary.digest.conclusion, [sentences[6]]);
}

#[test]
fn a_full_list_takes_a_sentence_into_the_line_of_the_one_that_it_continues() {
    let text = "We propose Keel, a probe that holds its course at sea. Keel carries a rudder of three plates and a small motor. \
         It turns the plates by the waves that it measures. The waves are measured by a sensor at the bow of the probe. \
         A filter smooths the readings of the sensor over ten seconds. Keel drifts 80% less than a probe without a rudder.";
    let digest = of_abstract(text);
    assert!(digest.method.len() <= Limits::default().method, "{digest:?}");
    let line = digest
        .sentences()
        .map(|(_, _, line)| line)
        .find(|line| line.contains("It turns"))
        .unwrap()
        .to_owned();
    assert!(line.contains("three plates and a small motor. It turns"), "{line}");
    assert!(digest.sentences().any(|(_, _, line)| line.contains("A filter smooths")), "{digest:?}");
}

#[test]
fn a_structured_abstract_that_overflows_shares_lines_and_loses_nothing() {
    let methods = [
        "Forty farms were enrolled in two dry regions.",
        "Half of the farms were washed by hand each week.",
        "The other farms were brushed by a robot at night.",
        "Output was measured every ten minutes for a year.",
        "Differences were tested with a mixed model.",
    ];
    let results = "Brushed farms kept 93.5% of their output, and washed farms 71.2%.";
    let text = format!(
        "Background: Dust costs farms their output. Objective: To compare brushing with washing on farms. Methods: {} \
         Results: {results} Conclusions: Farms in dry regions can rely on brushes.",
        methods.join(" ")
    );
    let summary = digest("", &abstract_only(&text), &Limits::default());
    let lines = &summary.digest.method;
    assert!(lines.len() <= Limits::default().method, "{lines:?}");
    assert_eq!(lines.join(" "), methods.join(" "));
    for sentence in methods {
        let one = summary.evidence.iter().find(|one| one.source.ends_with(sentence)).unwrap();
        assert!(lines[one.sentence].contains(sentence), "{one:?}");
    }
}

/// In astronomy the labels of an abstract are lines of their own.
#[test]
fn a_label_alone_says_where_the_next_sentences_belong() {
    let varied = "The mixtures are varied from 50:50% to 10:90% for acid and water.";
    let digest = of_abstract(&format!(
        "Aims. This study aims at the spectra of acids in ice. Methods. {varied} Results. Pure acid has broad bands that split when it warms."
    ));
    assert_eq!(digest.introduction.goal, "This study aims at the spectra of acids in ice.");
    assert_eq!(digest.method, [varied]);
    assert_eq!(digest.results, ["Pure acid has broad bands that split when it warms."]);
}
