//! Recognizes sentences that a model copied from its prompt, such as those of the example.

use std::collections::HashSet;

use papers_paper::Digest;
use papers_paper::text::quote;

use super::answer::Fault;

/// The number of letters and digits in a row that are compared, in Latin letters and in scripts whose letters are syllables or words.
const ROW: usize = 10;
const DENSE_ROW: usize = 5;

/// The minimum number of rows in a sentence that can be judged; the words of shorter ones may be anyone's.
const FEWEST: usize = 12;

/// The share of a sentence's rows above which it is the prompt's. Of 18,503 sentences of abstracts, the highest share is 0.22.
const COPIED: f64 = 0.5;

/// Finds a sentence that the prompt has, whole or in part or with a few words changed.
pub fn copied(digest: &Digest, prompt: &str) -> Option<Fault> {
    let prompt = letters(prompt);
    let [known, known_dense] = [ROW, DENSE_ROW].map(|row| prompt.windows(row).collect::<HashSet<_>>());
    let is_copied = |sentence: &str| {
        let sentence = letters(sentence);
        let dense = sentence.iter().filter(|&&c| c > '\u{2e7f}').count() * 2 > sentence.len();
        let (row, known) = if dense { (DENSE_ROW, &known_dense) } else { (ROW, &known) };
        let rows = sentence.windows(row);
        let (all, shared) = (rows.len(), rows.filter(|row| known.contains(row)).count());
        all >= FEWEST && shared as f64 > COPIED * all as f64
    };
    let (_, _, sentence) = digest.sentences().find(|(_, _, sentence)| is_copied(sentence))?;
    Some(Fault::Example(quote(sentence)))
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const PROMPT: &str = "Say only what the text says. An example: {\"goal\": \"Let robots answer questions about gardens that are too \
                          large to be seen at once, bed by bed.\", \"method\": [\"화단마다 작은 표지를 세우고 질문에 맞는 화단만 살피는 \
                          BedLens를 제안한다.\"], \"results\": [\"先选择要看的花坛，就能在不增加步数的情况下照料大型花园。\"]}";

    fn of(sentence: &str) -> Option<Fault> {
        copied(&Digest { results: vec![sentence.to_owned()], ..Digest::default() }, PROMPT)
    }

    #[rstest]
    #[case("Let robots answer questions about gardens that are too large to be seen at once, bed by bed.")]
    #[case("It lets robots answer questions about gardens that are too large to be seen.")]
    #[case("화단마다 작은 표지를 세우고 질문에 맞는 화단만 살피는 BedLens를 제안한다.")]
    #[case("화단마다 작은 표지를 세우고 질문에 맞는 화단만 살핀다.")]
    #[case("先选择要看的花坛，就能在不增加步数的情况下照料花园。")]
    fn a_sentence_of_the_prompt_is_recognized(#[case] sentence: &str) {
        assert!(of(sentence).is_some());
    }

    #[rstest]
    #[case("Robots answer questions about orchards from photographs taken by drones.")]
    #[case("로봇이 과수원 사진에 관한 질문에 답하게 한다.")]
    #[case("화단만 살핀다.")]
    #[case("机器人根据无人机照片回答有关果园的问题。")]
    fn a_sentence_on_the_same_subject_is_not(#[case] sentence: &str) {
        assert_eq!(of(sentence), None);
    }
}
