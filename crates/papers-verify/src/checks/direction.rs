//! Finds sentences that say the opposite of their passage: what improves degrades, or what is less is more.
//!
//! The passage of a word of direction is the line of the source with most of the claim's terms around it. The claim is reversed if
//! the words of direction near the same terms say the opposite there, and neither they nor those of the next best lines agree as
//! strongly. Words near a negation are not judged.

mod change;
mod compared;
mod rival;

use crate::checks::polarity::{Turn, european_turns, turns};
use crate::checks::proximity::{Claimed, NUMBER_BESIDE, Passage, TWO_WORDS, closeness};
use crate::checks::swap::view::View;
use crate::checks::{Certainty, Fault};
use crate::number::numbers;
use crate::sentence::Sentence;
use crate::text::token::{Token, tokens};
use crate::text::words;
use papers_paper::FindingKind;

/// The minimum share of the claim's terms in the best line.
const SHARE: f32 = 0.25;
/// The same for a claim about which less is known: that something is better, or that there is more or less of it.
const SHARE_OF_GOOD: f32 = 0.5;
/// The minimum share of a line that may contradict, relative to the best one.
const SECOND: f32 = 0.6;
/// The minimum share of a line that may agree, relative to the best one.
const THIRD: f32 = 0.5;
/// The maximum number of lines examined; those of an abstract occur twice.
const LINES: usize = 8;
/// The minimum strength of words that agree, relative to that of words that contradict.
const AGREES: f32 = 1.0;
const AGREES_WITH_GOOD: f32 = 0.5;

/// Returns a word of direction that contradicts the numbers beside it or its passage. This is wrong more often than other checks.
pub(crate) fn reversed(claimed: &Claimed<'_>) -> Option<Fault> {
    let is_european = claimed.sentence.is_european();
    if !claimed.sentence.has_known_words() && !is_european {
        return None;
    }
    let fault = |word: &str| Fault {
        kind: FindingKind::ReversedClaim,
        detail: word.to_owned(),
        certainty: Certainty::Low,
    };
    if let Some(word) = compared::contradicted(claimed.sentence) {
        return Some(fault(word));
    }
    let tokens = &claimed.sentence.tokens;
    let turns = turns_of(claimed.sentence);
    if let Some(fault) = change::turned(claimed, &turns) {
        return Some(fault);
    }
    if let Some(winner) = rival::turned(claimed) {
        return Some(fault(&winner));
    }
    let judged =
        |turn: &&Turn<'_>| turn.sense.is_plain() && !is_negated(tokens, turn.at) && !is_mixed(turn, &turns);
    let least = if is_european { NUMBER_BESIDE } else { TWO_WORDS };
    let against = |turn: &&Turn<'_>| is_against(claimed, turn, &claimed.claim().passage(turn.at, least));
    let of_problem = speaks_of_problem(claimed.sentence.text);
    // A number right beside the word outweighs the words for a problem.
    let is_own =
        |turn: &&Turn<'_>| !of_problem && !is_european || has_number_beside(claimed.sentence, turn.at);
    let found =
        against_numbers(claimed, &turns).or_else(|| turns.iter().filter(judged).filter(is_own).find(against));
    found.map(|turn| fault(turn.word))
}

/// Returns the words of direction of a sentence.
fn turns_of<'a>(sentence: &Sentence<'a>) -> Vec<Turn<'a>> {
    if sentence.is_european() { european_turns(&sentence.tokens) } else { turns(&sentence.tokens) }
}

/// Returns true for a sentence about a problem, in which what is worse is not the paper's result.
fn speaks_of_problem(sentence: &str) -> bool {
    // Tasks are called so, too.
    const TASKS: [&str; 16] = [
        "math problem", "mathematical problem", "mathematics problem", "word problem", "reasoning problem",
        "coding problem", "programming problem", "optimization problem", "optimisation problem",
        "inverse problem", "problem solving", "problem-solving", "challenge set", "수학 문제", "최적화 문제",
        "문제 풀이",
    ];
    const WORDS: [&str; 17] = [
        "problem", "vulnerab", "susceptib", "struggl", "suffer", "challeng", "문제", "취약", "한계",
        "어려움", "问题", "不足", "挑战", "困难", "問題", "課題", "困難",
    ];
    let mut lower = sentence.to_lowercase();
    for task in TASKS {
        lower = lower.replace(task, " ");
    }
    WORDS.iter().any(|word| lower.contains(word))
}

/// Returns true if a number stands right beside a word; other languages put words such as `sich um` between them.
fn has_number_beside(sentence: &Sentence<'_>, at: usize) -> bool {
    let beside = if sentence.is_european() { 3 } else { 2 };
    let reach = at.saturating_sub(beside)..=at + beside;
    sentence.numbers.iter().any(|number| {
        reach.contains(&number.tokens.start) || reach.contains(&number.tokens.end.saturating_sub(1))
    })
}

/// Returns the only word of direction near two numbers that go the other way: `increases from 72.8 to 71.1`.
fn against_numbers<'t, 'a>(claimed: &Claimed<'_>, turns: &'t [Turn<'a>]) -> Option<&'t Turn<'a>> {
    /// The maximum distance in tokens from both numbers.
    const NEAR: usize = 6;
    if turns.is_empty() || claimed.sentence.numbers.len() < 2 {
        return None;
    }
    View::new(claimed.sentence.text).changes().find_map(|(one, next)| {
        let near = one.tokens.start.saturating_sub(NEAR)..next.tokens.end + NEAR;
        let mut near = turns.iter().filter(|turn| near.contains(&turn.at));
        let turn = near.next().filter(|_| near.next().is_none())?;
        let rises = next.value.value() > one.value.value();
        let is_opposite = turn.sense.is_more().is_some_and(|more| more != rises);
        // The `from` before the first number negates nothing.
        let before = claimed.sentence.tokens.get(..one.tokens.start.saturating_sub(1)).unwrap_or_default();
        (is_opposite && one.form == next.form && !is_negated(before, turn.at)).then_some(turn)
    })
}

/// Returns true if a word nearby says the opposite, so that it is unclear what either refers to.
fn is_mixed(turn: &Turn<'_>, turns: &[Turn<'_>]) -> bool {
    /// The distance in tokens within which a word is nearby.
    const BESIDE: usize = 4;
    let near = turns.iter().filter(|other| other.at.abs_diff(turn.at) < BESIDE);
    near.into_iter().any(|other| other.sense.opposes(turn.sense) == Some(true))
}

/// Returns true if the passage contradicts a word of direction. Papers rarely call their own results bad, so that a passage which
/// says that something is good is stronger evidence than the reverse, which is often about the problem. The reverse is judged only
/// if the line has a number of the claim, and so is all in languages whose words are not compared.
fn is_against(claimed: &Claimed<'_>, turn: &Turn<'_>, passage: &Passage) -> bool {
    let is_bad = turn.sense.is_bad();
    let counts_alone = is_bad && !claimed.sentence.is_european();
    let (least, agrees) = if is_bad { (SHARE, AGREES) } else { (SHARE_OF_GOOD, AGREES_WITH_GOOD) };
    let Some(&(_, best)) = passage.lines.first().filter(|(_, best)| *best >= least) else { return false };
    let (mut against, mut agreeing) = (0.0_f32, 0.0_f32);
    for &(line, share) in passage.lines.iter().take(LINES).filter(|(_, share)| *share >= THIRD * best) {
        let found = strengths(turn, claimed.basis.source.plain_line(line), passage);
        if share >= SECOND * best && (counts_alone || found.has_number) {
            against = against.max(found.against);
        }
        agreeing = agreeing.max(found.agreeing);
    }
    against > 0.0 && agreeing < agrees * against
}

/// The words of direction in a line, weighted by their distance from the claim's terms.
struct Strengths {
    /// The strength of the strongest word that contradicts, and of the strongest that agrees.
    against: f32,
    agreeing: f32,
    /// True if the line has a number of the claim.
    has_number: bool,
}

fn strengths(turn: &Turn<'_>, line: &str, passage: &Passage) -> Strengths {
    let tokens: Vec<Token<'_>> = tokens(line).collect();
    let mut things: Vec<(usize, f32)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let weights = words::all(token.text).filter_map(|stem| passage.stems.get(&stem));
        things.extend(weights.map(|&weight| (at, weight)));
    }
    let found = numbers(&tokens).into_iter();
    let numbers: Vec<(usize, f32)> =
        found.filter_map(|number| Some((number.tokens.start, *passage.values.get(&number.value)?))).collect();
    let mut strengths = Strengths { against: 0.0, agreeing: 0.0, has_number: !numbers.is_empty() };
    things.extend(numbers);
    for other in turns(&tokens) {
        let near = things.iter().filter(|(at, _)| *at != other.at);
        let strength = near.map(|(at, weight)| weight * closeness(at.abs_diff(other.at))).sum();
        match (turn.sense.opposes(other.sense), is_negated(&tokens, other.at)) {
            (Some(true), false) if other.sense.is_plain() => {
                strengths.against = strengths.against.max(strength);
            }
            (Some(_), _) | (None, true) => strengths.agreeing = strengths.agreeing.max(strength),
            (None, false) => {}
        }
    }
    strengths
}

/// Returns true if a word nearby negates this one; `not only` does not.
fn is_negated(tokens: &[Token<'_>], at: usize) -> bool {
    const REACH: usize = 5;
    let near = at.saturating_sub(REACH)..(at + REACH).min(tokens.len());
    near.into_iter().any(|near| {
        let only = tokens.get(near + 1).is_some_and(|next| next.text == "only");
        tokens.get(near).is_some_and(|token| negates(token.text)) && !only
    })
}

/// Parts of words and sentences that negate in Korean, Chinese and Japanese.
pub(crate) const EASTERN_NEGATIONS: [&str; 14] =
    ["않", "없", "못", "아니", "不", "未", "无", "没", "非", "ない", "なかっ", "なく", "せず", "ません"];

/// Returns true for words that negate or minimize others.
pub(crate) fn negates(word: &str) -> bool {
    const LATIN: &str = "not no never without cannot nor neither don't doesn't didn't isn't aren't avoid avoids avoiding prevent \
                         prevents preventing despite block blocks minimal negligible minor little from rather nicht kein keine keinen \
                         ohne nie weder trotz ne pas sans jamais ni malgré sin nunca tampoco";
    const OTHER: [&str; 12] =
        ["막", "차단", "미미", "避免", "防止", "방지", "회피", "防ぐ", "避け", "尽管", "轻微", "わずか"];
    let lower = word.to_ascii_lowercase();
    let contains = |part: &&str| word.contains(*part);
    LATIN.split(' ').any(|latin| latin == lower)
        || EASTERN_NEGATIONS.iter().any(contains)
        || OTHER.iter().any(contains)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::trial::judge;

    fn found(text: &str, digest: &str) -> Option<String> {
        judge(text, digest, reversed).map(|fault| fault.detail)
    }

    #[rstest]
    #[case("Error falls by 20%.", "오류가 20% 증가하였다.")]
    #[case("Error falls by 20%.", "The error rises by 20%.")]
    #[case("A model.", "The score increases from 72.8 to 71.1.")]
    #[case("A model.", "准确率从 0.826 降低至 0.849。")]
    #[case("A model.", "PassRatio를 71.1에서 72.8로 감소시킨다.")]
    #[case("It improves the accuracy of translation by 5.2 points.", "번역 정확도를 5.2점 저하시킨다.")]
    #[case("It improves the accuracy of translation by 5.2 points.", "翻译准确率降低了5.2个百分点。")]
    #[case("It improves the accuracy of translation by 5.2 points.", "翻訳の正解率が5.2ポイント低下した。")]
    #[case("NorMuon outperforms Muon on language models.", "NorMuon underperforms Muon on language models.")]
    #[case("Training cost is reduced while quality improves.", "학습 비용이 증가한다.")]
    #[case(
        "SHANKS achieves 37.1% higher interruption accuracy than a baseline.",
        "On a math problem, SHANKS achieves 37.1% lower interruption accuracy than a baseline."
    )]
    #[case(
        "SHANKS achieves 37.1% higher interruption accuracy than a baseline.",
        "수학 문제에서 SHANKS의 끼어들기 정확도는 기준보다 37.1% 낮은 값이다."
    )]
    #[case(
        "SHANKS achieves 37.1% higher interruption accuracy than a baseline.",
        "SHANKS打断准确率比基线低37.1%。"
    )]
    #[case(
        "Alpha's accuracy rises by 7.5 points.",
        "Die Genauigkeit von Alpha sinkt um 7,5 Punkte und der Rest bleibt gleich."
    )]
    #[case("Alpha's error falls by 18%.", "L'erreur d'Alpha augmente de 18 % dans les tests.")]
    #[case("Alpha's error falls by 18%.", "El error de Alpha aumenta un 18 % en las pruebas.")]
    #[case("A model.", "Die Genauigkeit sinkt von 60 % auf 72 % und das ist gut.")]
    #[case("A model.", "La précision diminue de 60 % à 72 % dans les tests.")]
    fn the_opposite_of_a_passage_is_found(#[case] text: &str, #[case] digest: &str) {
        assert!(found(text, digest).is_some());
    }

    #[rstest]
    #[case("Error falls by 20%.", "오류가 20% 감소하였다.")]
    #[case("Error falls by 20%.", "정확도가 20% 향상되었다.")]
    #[case(
        "Alpha gains 5% on long texts.",
        "Alpha lag auf langen Texten mit 5 % vorn, auf jeden Fall vor Beta."
    )]
    #[case(
        "Alpha has an MSE of 0.32 on long series, improving the strongest baseline by 10%.",
        "Alpha's MSE drops by 10% on long series."
    )]
    #[case("Alpha's error falls by 18%.", "Der Fehler von Alpha sinkt um 18 % und die Genauigkeit steigt.")]
    #[case(
        "Alpha's accuracy rises by 7.5 points.",
        "La precisión de Alpha mejora en 7,5 puntos en las pruebas."
    )]
    #[case("A model.", "La precisión aumenta de 60 % a 72 % en las pruebas.")]
    #[case("A model.", "The score increases from 71.1 to 72.8, and the error falls from 3 to 2.")]
    #[case("A model.", "错误率从 5% 降低至 3%。")]
    #[case("It improves accuracy without a loss of quality.", "품질 저하 없이 정확도를 높인다.")]
    #[case("Accuracy improves, whereas quality degrades.", "품질이 저하된다.")]
    #[case(
        "Denoising improves the attention of models on critical tokens.",
        "모델은 잡음에 취약하여 핵심 토큰에 대한 성능이 저하되는 문제가 있다."
    )]
    #[case("Existing methods suffer from low accuracy on long texts.", "긴 텍스트에서 정확도가 저하된다.")]
    #[case("It does not improve accuracy on long texts.", "긴 텍스트에서는 정확도가 저하된다.")]
    #[case("Deep networks degrade on noisy data.", "It improves networks on noisy data.")]
    #[case(
        "Leachate pH is high at first (pH > 10) and decreases over time.",
        "浸出液pH最初大于10，随后下降。"
    )]
    #[case("Weights of the network follow the loss.", "经梯度下降训练网络的权重和损失。")]
    fn agreeing_and_undecidable_directions_pass(#[case] text: &str, #[case] digest: &str) {
        assert_eq!(found(text, digest), None);
    }
}
