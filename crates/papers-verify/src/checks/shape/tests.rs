//! Tests the checks of shape with sentences in many languages.

use rstest::rstest;

use super::*;

#[rstest]
#[case("The method improves the", false)]
#[case("The method improves the.", false)]
#[case("The method improves accuracy,", false)]
#[case("The method (which is new improves it.", false)]
#[case("이 방법은 정확도를", false)]
#[case("We show that it works and...", false)]
#[case("... combines both methods.", false)]
#[case("…그리고 정확도를 높인다.", false)]
#[case("The method improves accuracy by a large", true)]
#[case("이 방법은 정확도를 크게 향상", true)]
fn sees_where_a_sentence_stops(#[case] text: &str, #[case] stops_usual: bool) {
    assert!(truncation(text, "ko", stops_usual).is_some(), "{text}");
}

#[rstest]
#[case("The method improves accuracy.", true)]
#[case("정확도를 크게 향상함", false)]
#[case("It holds on $[0, 1)$.", true)]
#[case("1) data, 2) models, and 3) results.", true)]
#[case("It is called “new.”", true)]
#[case("성능을 (크게) 높였다.", true)]
fn whole_sentences_are_left_alone(#[case] text: &str, #[case] stops_usual: bool) {
    assert_eq!(truncation(text, "ko", stops_usual), None);
}

#[rstest]
#[case("ko", "정확도가 28.4에 이르렀으며, 이는")]
#[case("ko", "모델은 어텐션만으로 이루어지며.")]
#[case("ko", "저자들은 \"어텐션만으로")]
#[case("ko", "모델은 단어를 읽었고 그")]
#[case("ja", "モデルは28.4を達成し、これは")]
#[case("zh", "模型取得28.4，这")]
#[case("de", "Das Modell wurde trainiert und")]
#[case("fr", "Le modèle dépasse les")]
#[case("es", "El modelo supera a los")]
#[case("ru", "Модель обучалась на 8 GPU и")]
#[case("tr", "Model hızlıdır ve")]
fn words_that_cannot_end_a_sentence_are_known_by_language(#[case] lang: &str, #[case] text: &str) {
    assert!(truncation(text, lang, false).is_some());
}

#[rstest]
#[case("de", "Das Verfahren nimmt keine Verteilung an")]
#[case("de", "Die Studie bezog 40 Kliniken ein.")]
#[case("en", "The screen measures 5\"")]
#[case("en", "It reads \"yes\" or \"no\"")]
#[case("ko", "위치 x와 y")]
#[case("zh", "结果为各项的总和")]
#[case("ja", "精度の向上")]
#[case("es", "Se mide en los ejes x e y")]
fn other_words_may_end_a_sentence(#[case] lang: &str, #[case] text: &str) {
    assert_eq!(truncation(text, lang, false), None);
}

#[test]
fn a_habit_of_full_stops_is_told_from_other_styles() {
    assert!(end_in_stops(&["하나를 제안한다.", "둘을 보였다.", "셋이다.", "넷을 하였다.", "그리고 성능"]));
    assert!(!end_in_stops(&["하나를 제안함.", "둘을 보임.", "셋 개발", "넷을 하였다.", "다섯 (It works.)"]));
    assert!(end_in_stops(&["It works.", "It is new.", "It is fast.", "It is small.", "It is"]));
}

#[test]
fn near_duplicates_and_loops_are_repetitions() {
    let sentences = [
        "The model improves accuracy on all five benchmarks.",
        "It is trained on public data.",
        "The model improves accuracy on all five of the benchmarks.",
        "it is the same it is the same it is the same it is the same",
    ];
    let found: Vec<usize> = repetitions(&sentences, true).into_iter().map(|one| one.item).collect();
    assert_eq!(found, [2, 3]);
}

#[rstest]
#[case("NorMuon更好更好更好更好更好更好。", true)]
#[case("低精度训练低精度训练低精度训练会失败。", true)]
#[case("更好的模型和更好的数据更好。", false)]
#[case("结果显示显著提升，显著提升，显著提升，显著提升。", true)]
#[case("ET-1は上昇した、ET-1は上昇した、ET-1は上昇した、ET-1は上昇した。", true)]
#[case("수록률이 높았다 높았다 높았다 높았다 높았다.", true)]
#[case("The gain was high, high, high, high.", true)]
#[case("성능이 향상되었고 성능이 향상되었고 성능이 향상되었다.", false)]
#[case("성능이 향상되었고 성능이 향상되었고 성능이 향상되었고 성능이 향상되었다.", true)]
#[case("The model is fast and the model is fast and the model is fast.", true)]
#[case("Das Modell ist schnell und das Modell ist schnell und das Modell ist schnell.", true)]
#[case("The model is fast and the model is small and the model is new.", false)]
#[case("It maps text to text and text to speech.", false)]
#[case("It reads 0 0 0 0 0 and ATATATATATATAT.", false)]
#[case("정확도가높다정확도가높다정확도가높다정확도가높다", true)]
#[case("이 방법은 점점 더 더욱더 좋아진다.", false)]
#[case("CAGCAGCAGCAGCAG 반복을 세고 1010101010을 읽는다.", false)]
#[case("哈哈哈哈，试试看。", false)]
fn letters_again_and_again_are_a_loop(#[case] text: &str, #[case] expected: bool) {
    assert_eq!(Said::new(text).loops(), expected);
}

#[test]
fn a_sentence_within_another_item_and_a_template_are_repetitions() {
    let sentences = [
        "It is robust against unseen generators. Images are made token by token.",
        "We train it. Images are made token by token.",
        "The goal is to improve the writing of a report by writing a coherent report.",
        "The results are to improve the writing of a report by writing a coherent report.",
        "On A it improves the accuracy of the model by 5% over the baseline.",
        "On B it improves the accuracy of the model by 6% over the baseline.",
    ];
    let found: Vec<(usize, &str)> =
        repetitions(&sentences, true).into_iter().map(|one| (one.item, one.sentence)).collect();
    assert_eq!(found, [(1, "Images are made token by token."), (3, sentences[3])]);
}

#[test]
fn a_sentence_made_of_those_before_it_is_a_repetition_unless_it_has_a_new_number() {
    let items = [
        "We propose a model in two stages that reconstructs the flow of ramps from data of the main line.",
        "It joins the learned features with graph networks for a better forecast of the traffic.",
        "The model in two stages that reconstructs the flow of ramps joins the learned features with graph networks.",
        "We propose a model in two stages that reconstructs the flow of ramps with an error of 4.1%.",
    ];
    let found =
        |by_model| -> Vec<usize> { repetitions(&items, by_model).into_iter().map(|one| one.item).collect() };
    assert_eq!((found(true), found(false)), (vec![2], vec![]));
}

#[rstest]
#[case("IMMFM", true)]
#[case("Introduction", true)]
#[case("Concentration of results", true)]
#[case("On the flow of ramps in two stages.", true)]
#[case("Memory stays low.", false)]
#[case("연구 목표", true)]
#[case("RowLens는 행을 골라 읽는다.", false)]
#[case("ネットワーク", true)]
#[case("วิธีนี้ใช้หน่วยความจำใกล้เคียงกับวิธีเดิม", false)]
#[case("วิธีการ", true)]
#[case("ວິທີນີ້ໃຊ້ໜ່ວຍຄວາມຈຳໜ້ອຍກວ່າ", false)]
#[case("វិធីនេះប្រើអង្គចងចាំតិចជាង", false)]
#[case("ဤနည်းလမ်းသည် မှတ်ဉာဏ်ကို လျှော့ချသည်", false)]
#[case("सटीकता बढ़ती है।", false)]
#[case("सटीकता", true)]
#[case("درستی بڑھتی ہے۔", false)]
fn a_word_a_heading_and_the_title_are_no_statements(#[case] text: &str, #[case] expected: bool) {
    assert_eq!(is_fragment(text, "On the Flow of Ramps in Two Stages"), expected);
}

#[test]
fn a_section_of_blanks_is_empty() {
    let digest = Digest { method: vec!["x".to_owned()], results: vec![" ".to_owned()], ..Digest::default() };
    let found: Vec<SectionName> = empty(&digest).collect();
    assert_eq!(
        found,
        [SectionName::Introduction, SectionName::Results, SectionName::Limitations, SectionName::Conclusion]
    );
}
