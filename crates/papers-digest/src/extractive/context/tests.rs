use rstest::rstest;

use super::*;

fn dependence(sentence: &str) -> Dependence {
    let text = untied(sentence, false);
    super::dependence(text, Signs::of(text, text), false)
}

#[rstest]
#[case("This solver uses two belts.", true)]
#[case("These climbing robots use two belts.", true)]
#[case("This analysis shows two belts.", true)]
#[case("The resulting robot has two belts.", true)]
#[case("This allows two belts.", false)]
#[case("This further allows two belts.", false)]
#[case("These are two belts.", false)]
#[case("It uses two belts.", false)]
fn a_demonstrative_names_what_it_refers_to(#[case] sentence: &str, #[case] expected: bool) {
    assert_eq!(names_referent(sentence), expected, "{sentence}");
}

#[rstest]
#[case("This makes the training of large models slow and costly.")]
#[case("It also reaches the best score on MMBench and on GenEval.")]
#[case("On top of it, the decoder treats drawing as a task of its own.")]
#[case("From these thoughts it decides whether to interrupt a user.")]
#[case("In our experiments it reaches the best score on GenEval.")]
#[case("In dialogues with tools it completes most of the calls in time.")]
#[case("With this approach, the error of the estimate falls by half.")]
#[case("The second is trained on ten times more pairs of images.")]
#[case("While they scale well, they need labels for every image.")]
#[case("We demonstrate this by filtering a set of fifteen thousand dialogues.")]
#[case("Their errors add up in the updates of the weights over time.")]
#[case("While still young, this approach promises to save water.")]
fn a_sentence_that_depends_on_its_neighbor_does_not_stand_alone(#[case] text: &str) {
    assert_eq!(dependence(text), Dependence::AfterPrevious, "{text}");
}

#[rstest]
#[case("This paper asks how a model can think while it listens.")]
#[case("In this work, we train a tokenizer with continuous codes.")]
#[case("It is known that the rounding errors of BF16 are biased.")]
#[case("While brushes are old, this paper presents a new one.")]
#[case("When users talk for long, they interrupt the model often.")]
#[case("Another important contribution of this paper is a new measure of regret.")]
#[case("Both the encoder and the decoder are trained on one loss.")]
#[case("The model reasons about the speech while it listens to it.")]
#[case("Hidden table names lower the score of all static models.")]
#[case("Most of the active projects on GitHub hold a copied file.")]
#[case("3D models of panels are the input of the planner of the robot.")]
#[case("The model plans a tube that the robot always stays inside of.")]
fn a_sentence_that_names_its_subject_stands_alone(#[case] text: &str) {
    assert_eq!(dependence(text), Dependence::Alone, "{text}");
}

#[rstest]
#[case("This work has simplifications and limitations that should be acknowledged.")]
#[case("A1234, and CONACYT (Mexico) Grants No. 7347, No. 2518, and No.")]
#[case("Acknowledgments We met many colleagues who helped us with tools.")]
#[case("In Section 4 we describe how the model is trained on speech.")]
#[case("The scores of all models are listed in Table 2 below here.")]
#[case("From (6) we can deduce that the error of the sum is bounded.")]
#[case("The full action (11) is minimized numerically for every node.")]
#[case("After some time the quantity … becomes so small that it is zero.")]
#[case("After decoupling the temperature just can be where a is free.")]
#[case("Lemma 3 bounds the error of every block of the matrix.")]
#[case("Code is available at https://example.org for all to use.")]
#[case("We set $a = b$, $c = d$, $e = f$ and $g = h$ from here on.")]
#[case("The update is $x_{t+1} = x_t - \\eta \\nabla f(x_t) + \\beta (x_t - x_{t-1})$.")]
#[case("GPT-4 71.2 80.3 92.1 LLaMA 60.4 70.1 81.0 ours 75.")]
#[case("6They are also the reason why the panels of farms stay clean.")]
#[case("4a range of some hundred brushes is sold by these two makers.")]
#[case("the encoder compresses the image and the decoder expands it.")]
#[case("Training of the tokenizer")]
#[case("The score (as measured on the test set is the best of all.")]
#[case("In 4.4, we show that the sums of all rings are well-defined.")]
#[case("In the rest of the proof we consider rings that are not finite.")]
#[case("The balance is exact, where E = mV 2 is the energy at impact.")]
fn sentences_that_state_nothing_are_never_quoted(#[case] text: &str) {
    assert_eq!(dependence(text), Dependence::Never, "{text}");
}

#[rstest]
#[case("However, existing models need labels.", "existing models need labels.")]
#[case("To address this gap, we propose SHANKS.", "we propose SHANKS.")]
#[case("Thus we need fewer labels.", "we need fewer labels.")]
#[case("(2) Finally, we release the data.", "we release the data.")]
#[case("Results: The error falls by half.", "The error falls by half.")]
#[case("Built on top of it, Ming-UniVision draws.", "Ming-UniVision draws.")]
#[case("Face encoder: We detect faces.", "We detect faces.")]
#[case("A hierarchy of spaces– Given a space, it splits.", "Given a space, it splits.")]
#[case("There is one answer: We wash panels.", "There is one answer: We wash panels.")]
#[case("To bridge this gap we wash panels.", "we wash panels.")]
#[case("As a model of such a system, we study nodes.", "we study nodes.")]
#[case("Yetis are rare.", "Yetis are rare.")]
#[case("Thus far, we showed that dust is sticky.", "we showed that dust is sticky.")]
#[case("Additional tasks In this work we wash roofs.", "In this work we wash roofs.")]
#[case("Forces for general We and Oh are small.", "Forces for general We and Oh are small.")]
fn connectives_to_the_sentence_before_are_left_out(#[case] sentence: &str, #[case] text: &str) {
    assert_eq!(untied(sentence, false), text);
}

#[rstest]
#[case("These findings suggest that one tokenizer is enough.", Dependence::AfterResults)]
#[case("Together, these results widen the choice of tokenizers.", Dependence::AfterResults)]
#[case("This result can be seen as a criterion for tokenizers.", Dependence::AfterResults)]
#[case("Results of this kind are a tool for theorems on rings.", Dependence::AfterResults)]
#[case("This is achieved by training the tokenizer on two tasks.", Dependence::AfterAim)]
fn sentences_that_refer_to_results_or_aim_stand_after_them(#[case] text: &str, #[case] expected: Dependence) {
    assert_eq!(dependence(text), expected);
}

#[rstest]
#[case(
    "Theorem 2. The sum of two $n$-rings is an $n$-ring.",
    Some("The sum of two $n$-rings is an $n$-ring.")
)]
#[case(
    "Corollary 1.3 (Finite sums). Every finite sum of rings is a ring.",
    Some("Every finite sum of rings is a ring.")
)]
#[case("Main Theorem. Every sum of rings is a ring.", Some("Every sum of rings is a ring."))]
#[case("Theorem 3. [6] Every sum of rings is a ring.", None)]
#[case("Theorem 1. (Theorem 2 of the first paper) Every sum of rings is a ring.", None)]
#[case("Theorem 4. Let $R$ be a ring.", None)]
#[case("Theorem 5. The sum of all R i is finite.", None)]
#[case("Theorem provers are old.", None)]
fn a_theorem_in_words_is_read_without_its_number(#[case] text: &str, #[case] expected: Option<&str>) {
    assert_eq!(theorem(text), expected);
}

#[test]
fn an_announcement_may_contain_an_address_in_an_abstract() {
    let text = "We present Ming, a tokenizer for images of any size that is available at www.example.org and needs no \
                labels for any of its tasks.";
    let found = |in_abstract| super::dependence(text, Signs::of(text, text), in_abstract);
    assert_eq!((found(true), found(false)), (Dependence::Alone, Dependence::Never));
}

#[rstest]
#[case("Ming is an open-source library for images with a set of tutorials in a public repository.", true)]
#[case("We collect 3,158 claims about 26 books at a cost of $5.2K in all.", true)]
#[case("A weight function was fit to all data with a one-tailed cutpoint of .025.", true)]
#[case("We release our source code and all of the data that we used for this study.", false)]
#[case("The code and data of all our experiments are available upon request to us.", false)]
#[case("We thank the farmers of four villages who let us wash their panels for a year.", false)]
fn an_abstract_is_refused_only_where_it_tells_of_code_or_thanks(#[case] text: &str, #[case] told: bool) {
    let found = super::dependence(text, Signs::of(text, text), true);
    assert_eq!(found != Dependence::Never, told, "{text}: {found:?}");
}

#[test]
fn a_label_of_a_theorem_may_be_a_sentence() {
    assert!(is_label_of_theorem("Theorem 2.") && is_label_of_theorem("Corollary 1.3 (Finite sums)."));
    assert!(!is_label_of_theorem("Theorem 2. Every sum is finite.") && !is_label_of_theorem("Lemma 2."));
}

#[rstest]
#[case("The sort takes O n log n steps on every input.", 3)]
#[case("The system has H S ⊗ 1 + 1 ⊗ H B as its energy.", 4)]
#[case("The effect is large (n = 30, p < 0.05) in type B cells.", 1)]
#[case("A sort of I and $n \\log n$ steps.", 0)]
fn letters_that_a_formula_left_are_counted(#[case] text: &str, #[case] expected: usize) {
    assert_eq!(lost(text), expected, "{text}");
}
