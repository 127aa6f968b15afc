use papers_paper::Digest;

use super::super::sample::abstract_of;
use crate::Limits;

fn digest(sentences: &[&str]) -> Digest {
    super::super::digest("", &abstract_of(sentences), &Limits::default()).digest
}

#[test]
fn a_question_is_no_method_and_stands_before_its_answer() {
    let told = digest(&[
        "Dust lowers the output of solar panels on farms.",
        "We propose DryBrush, a robot that cleans panels with two belts.",
        "On forty farms it restores 93.5% of the output.",
        "Can one motor drive both belts?",
        "Yes: with one motor DryBrush still restores 91% of the output.",
    ]);
    assert!(told.method.iter().all(|line| !line.contains('?')), "{told:?}");
    assert_eq!(told.results.len(), 3, "{told:?}");
    assert!(told.results[1].ends_with('?') && told.results[2].starts_with("Yes: "), "{told:?}");
}

#[test]
fn results_of_others_are_a_motive() {
    let old = "An old result by Noether implies that panels can be washed by two brushes.";
    let told = digest(&[
        "This paper studies the problem of washing many panels with one brush.",
        old,
        "We show that one brush suffices for any number of panels.",
    ]);
    assert_eq!((told.introduction.motivation.as_str(), told.results.len()), (old, 1), "{told:?}");
}

#[test]
fn sentences_about_the_authors_work_do_not_follow_into_the_motivation() {
    let told = digest(&[
        "Robots that clean panels need rails, which few farms can afford.",
        "To address this lack, we propose DryBrush, a robot that climbs panels on two belts.",
        "On forty farms, DryBrush restores 93.5% of the output.",
    ]);
    assert!(!told.introduction.motivation.contains("DryBrush"), "{told:?}");
}

#[test]
fn the_treatment_of_the_subjects_is_the_method() {
    let told = digest(&[
        "The aim of this study was to learn how dust affects farmers.",
        "The Dust Scale was administered to 617 farmers, 74.2% of whom were women.",
        "In addition, the farmers were randomly assigned to washing by hand or by robot.",
        "Farmers with small farms reported more dust than those with large farms.",
    ]);
    assert_eq!((told.method.len(), told.results.len()), (2, 1), "{told:?}");
}

#[test]
fn a_sentence_about_what_the_goal_names_may_begin_the_method() {
    let told = digest(&[
        "Dust lowers the output of solar panels on farms.",
        "However, robots that clean panels need rails, which few farms can afford.",
        "We propose DryBrush, a robot that climbs panels on two belts.",
        "This robot uses a motor for both belts and a camera to find the edge of the panel.",
        "On forty farms, DryBrush restores 93.5% of the output.",
    ]);
    assert!(told.method.iter().any(|line| line.starts_with("This robot uses")), "{told:?}");
}

#[test]
fn the_sentence_after_the_last_result_may_begin_the_conclusion() {
    let told = digest(&[
        "Robots that clean panels need rails, which few farms can afford.",
        "We propose DryBrush, a robot that climbs panels on two belts.",
        "On forty farms, DryBrush restores 93.5% of the output.",
        "This opens the way to farms in regions where water is too scarce for washing.",
    ]);
    assert!(told.conclusion.iter().any(|line| line.starts_with("This opens")), "{told:?}");
}

#[test]
fn an_announcement_that_takes_up_a_problem_is_rather_the_goal_than_background() {
    let told = digest(&[
        "Cleaning solar panels offers a powerful way to restore the output of farms.",
        "However, its use has been limited by rails, which few farms can afford.",
        "In this work, we tackle this bottleneck by introducing a robot that climbs on two belts.",
        "On forty farms, the robot restores 93.5% of the output.",
    ]);
    assert!(told.introduction.goal.contains("by introducing a robot"), "{told:?}");
}

#[test]
fn the_name_of_the_abstract_is_no_label_of_a_conclusion() {
    let told = digest(&[
        "Summary: Dust lowers the output of solar panels on farms in dry regions.",
        "However, robots that clean panels need rails, which few farms can afford.",
        "We propose DryBrush, a robot that climbs panels on two belts.",
    ]);
    assert!(told.introduction.motivation.contains("need rails") && told.conclusion.is_empty(), "{told:?}");
}

#[test]
fn a_long_motivation_loses_its_commonplaces() {
    let told = digest(&[
        "Dust lowers the output of solar panels on farms.",
        "Many farms have solar panels today.",
        "Solar panels are made of glass and silicon.",
        "However, robots that clean panels need rails, which few farms can afford.",
        "Washing by hand takes water that is scarce in dry regions.",
        "In this paper, we propose DryBrush, a robot that cleans panels without water.",
    ]);
    let motivation = &told.introduction.motivation;
    assert!(!motivation.contains("Many farms") && !motivation.contains("glass"), "{told:?}");
    assert!(motivation.starts_with("Dust lowers") && motivation.contains("need rails"), "{told:?}");
    assert!(motivation.ends_with("scarce in dry regions."), "{told:?}");
}

#[test]
fn a_motivation_keeps_a_turn_and_what_its_next_sentence_takes_up() {
    let told = digest(&[
        "Dust lowers the output of solar panels on farms.",
        "Many farms have solar panels today.",
        "Robots brush the panels of rich farms at night.",
        "Farms cannot feed these robots where no power is stored.",
        "Yet rails rust where the air is full of salt.",
        "Farmers wash their panels by hand in dry regions.",
        "In this paper, we propose DryBrush, a robot that cleans panels without water.",
    ]);
    let motivation = &told.introduction.motivation;
    assert!(!motivation.contains("Many farms") && motivation.contains("Robots brush"), "{told:?}");
    assert!(motivation.contains("ails rust"), "{told:?}");
}

#[test]
fn a_long_motivation_and_a_long_list_are_told_whole() {
    let mut sentences =
        vec!["Dust lowers the output of solar panels on farms in many dry regions of the world."];
    let lacks: Vec<String> = (1..=7)
        .map(|n| format!("However, robots of kind {n} need rails, water and a driver that few farms can afford in a dry year."))
        .collect();
    sentences.extend(lacks.iter().map(String::as_str));
    sentences.push("In this paper, we propose DryBrush, a robot that cleans panels without water.");
    let found: Vec<String> = (1..=8)
        .map(|n| format!("On farms of kind {n}, DryBrush restores {n}1.5% of the output that dust had taken away from the panels."))
        .collect();
    sentences.extend(found.iter().map(String::as_str));
    let told = digest(&sentences);
    let all = [
        std::slice::from_ref(&told.introduction.motivation),
        told.method.as_slice(),
        told.results.as_slice(),
    ]
    .concat()
    .join(" ");
    for n in 1..=7 {
        assert!(
            all.contains(&format!("robots of kind {n}")) && all.contains(&format!("{n}1.5%")),
            "{told:?}"
        );
    }
}
