//! Finds changes that the source tells the other way round wherever it has their number: `increases by 71%` for *reduces by 71%*, and
//! `falls by 2.3%` for *falls to 2.3%*.

use super::is_negated;
use crate::checks::polarity::{Turn, is_break, turns};
use crate::checks::proximity::Claimed;
use crate::checks::{Certainty, Fault};
use crate::number::{Number, numbers};
use crate::source::lines::Body;
use crate::text::token::{Around, Kind, Token, tokens};
use papers_paper::FindingKind;

/// A word of direction with its number.
#[derive(Clone, Copy)]
struct Change<'a> {
    turn: Turn<'a>,
    /// True if the number is where the change ends, and not its size.
    is_end: bool,
}

/// The number of places at which the source tells a change like the claim or otherwise, turned round, and with the number in the
/// other role.
#[derive(Default)]
struct Told {
    kept: usize,
    turned: usize,
    other_role: usize,
}

/// Returns the first change of a sentence that the source tells the other way round. `turns` are the sentence's words of direction.
pub(super) fn turned(claimed: &Claimed<'_>, turns: &[Turn<'_>]) -> Option<Fault> {
    let sentence = claimed.sentence;
    let tokens = &sentence.tokens;
    let turns = plain(turns);
    let judged = sentence.numbers.iter().filter(|number| number.form.has_quantity());
    judged.into_iter().find_map(|number| {
        let own = change(tokens, number, &turns).filter(|own| !is_negated(tokens, own.turn.at))?;
        let (kind, detail) = match told(claimed, number, own) {
            Told { kept: 0, turned: 1.., .. } => (FindingKind::ReversedClaim, own.turn.word.to_owned()),
            Told { kept: 0, other_role: 1.., .. } => (FindingKind::MismatchedNumber, sentence.shown(number)),
            _ => return None,
        };
        Some(Fault { kind, detail, certainty: Certainty::Low })
    })
}

fn plain<'a>(turns: &[Turn<'a>]) -> Vec<Turn<'a>> {
    turns.iter().filter(|turn| turn.sense.is_plain()).copied().collect()
}

/// Compares a change with those that the source tells of the same number.
fn told(claimed: &Claimed<'_>, number: &Number, own: Change<'_>) -> Told {
    let is_comparison = compares(&claimed.sentence.tokens, own.turn.at);
    let mut told = Told::default();
    let mut lines: Vec<u32> = claimed.claim().spots_of(number).iter().map(|spot| spot.line).collect();
    lines.dedup();
    for line in lines {
        if !matches!(claimed.basis.lines.get(line as usize).map(|line| &line.body), Some(Body::Text(_))) {
            told.kept += 1;
            continue;
        }
        let tokens: Vec<Token<'_>> = tokens(claimed.basis.source.plain_line(line)).collect();
        let turns = plain(&turns(&tokens));
        for same in numbers(&tokens).iter().filter(|same| same.value == number.value) {
            let is_unclear = |change: &Change<'_>| {
                is_negated(&tokens, change.turn.at) || is_comparison && compares(&tokens, change.turn.at)
            };
            let change = change(&tokens, same, &turns).filter(|change| !is_unclear(change));
            match change
                .map(|change| (own.turn.sense.opposes(change.turn.sense), own.is_end == change.is_end))
            {
                Some((Some(true), _)) => told.turned += 1,
                Some((_, false)) => told.other_role += 1,
                Some((_, true)) | None => told.kept += 1,
            }
        }
    }
    told
}

/// Returns true for a comparison, which may be told from its other side: *A is 80 times smaller than B* for *B is 80 times larger
/// than A*.
fn compares(tokens: &[Token<'_>], at: usize) -> bool {
    const BEFORE: usize = 8;
    const BEHIND: usize = 4;
    let near = tokens.get(at.saturating_sub(BEFORE)..(at + BEHIND).min(tokens.len())).unwrap_or_default();
    let is_than = |token: &Token<'_>| {
        token.text == "than" || ["보다", "比", "より"].iter().any(|than| token.text.starts_with(than))
    };
    near.iter().any(is_than)
}

/// Returns the change whose size or end is a number.
fn change<'a>(tokens: &[Token<'a>], number: &Number, turns: &[Turn<'a>]) -> Option<Change<'a>> {
    before(tokens, number, turns).or_else(|| behind(tokens, number, turns))
}

/// Reads a word before the number: `reduces it by up to 71%`, `steigt um 71 %`, `a reduction of 71%`, `减少约71%`.
fn before<'a>(tokens: &[Token<'a>], number: &Number, turns: &[Turn<'a>]) -> Option<Change<'a>> {
    const SMALL: &str = "about approximately roughly around nearly almost over only just merely up at least most more than a an \
                         average margin factor of as much high low little further additional total ~ etwa rund bis zu environ";
    /// Words whose `to` compares.
    const LIKE: [&str; 8] =
        ["equivalent", "equal", "comparable", "similar", "relative", "corresponding", "close", "due"];
    /// The maximum distance in tokens of a word from `by`, and from `to` or `of`.
    const BY: usize = 12;
    const TO: usize = 7;
    let is_small = |at: usize| {
        let word = tokens.word(at);
        SMALL.split(' ').any(|small| small == word) || word == "to" && tokens.word_back(at, 1) == "up"
    };
    let first = number.tokens.start;
    let at = (0..first).rev().find(|&at| !is_small(at))?;
    let own = tokens.get(at)?;
    if own.kind == Kind::Other {
        return chinese(own, turns.iter().rev().find(|turn| turn.at == at)?);
    }
    let has_of = at + 1 < first && tokens.word(at + 1) == "of";
    let (last, reach, is_end) = match own.text {
        "by" | "um" | "de" | "en" => (at, BY, false),
        "to" if LIKE.contains(&tokens.word_back(at, 1)) => return None,
        "to" | "auf" | "à" | "hasta" => (at, TO, true),
        _ if has_of => (at + 1, TO, false),
        _ => return None,
    };
    let turn = turns.iter().rev().find(|turn| turn.at < last && last - turn.at <= reach)?;
    let parted = tokens.get(turn.at..last)?.iter().any(is_break);
    let fits = if is_end { turn.sense.is_more().is_some() } else { !has_of || is_size(turn.word) };
    (fits && !parted).then_some(Change { turn: *turn, is_end })
}

/// Reads a Chinese word at the end of the run before a number. Some of them bound the number.
fn chinese<'a>(run: &Token<'a>, turn: &Turn<'a>) -> Option<Change<'a>> {
    const BOUNDS: [&str; 7] = ["上回", "下回", "优于", "劣于", "超越", "胜过", "不如"];
    const SMALL: [&str; 12] =
        ["了", "约", "近", "大约", "高达", "多达", "最多", "至少", "达", "仅", "平均", "大幅"];
    let (_, mut rest) = run.text.rsplit_once(turn.word)?;
    let mut is_end = false;
    while let Some((left, ends)) = rest
        .strip_prefix(['到', '至', '为'])
        .map(|left| (left, true))
        .or_else(|| SMALL.iter().find_map(|small| rest.strip_prefix(small)).map(|left| (left, is_end)))
    {
        (rest, is_end) = (left, ends);
    }
    let is_chinese = !run.text.contains(|c| matches!(c, '가'..='힣' | 'ぁ'..='ヿ'));
    let is_change = is_chinese && rest.is_empty() && !BOUNDS.contains(&turn.word);
    is_change.then_some(Change { turn: *turn, is_end })
}

/// Reads a word behind the number: `71% fewer steps`, `a 71% reduction`, `71% 줄인다`, `71%に減らす`.
fn behind<'a>(tokens: &[Token<'a>], number: &Number, turns: &[Turn<'a>]) -> Option<Change<'a>> {
    const UNITS: &str =
        "% times x × fold percent percentage points point pp p - relative absolute average overall";
    /// The maximum number of tokens between the number and the word.
    const REACH: usize = 4;
    let mut particles = Particles::default();
    let mut nouns = 0;
    for (at, token) in tokens.iter().enumerate().skip(number.tokens.end).take(REACH) {
        if is_break(token) {
            return None;
        }
        let turn = turns.iter().find(|turn| turn.at == at);
        match (token.kind, turn) {
            (Kind::Other, _) => {
                let rest = particles.skip(token.text)?;
                if !rest.is_empty() {
                    let turn = turn.filter(|turn| rest.starts_with(turn.word))?;
                    return Some(Change { turn: *turn, is_end: particles.has_end });
                }
            }
            (Kind::Latin, Some(turn)) => {
                return is_size(turn.word).then_some(Change { turn: *turn, is_end: false });
            }
            _ if UNITS.split(' ').any(|unit| unit == token.text) => {}
            (Kind::Latin, None) if nouns == 0 => nouns += 1,
            _ => return None,
        }
    }
    None
}

/// The particles between a number and a word of direction in Korean, Japanese and Chinese.
#[derive(Default)]
struct Particles {
    /// True if the number is where a change ends: `71%로`.
    has_end: bool,
    /// True if it may be a mere value: `71%의 높은 정확도`.
    has_of: bool,
}

impl Particles {
    /// Returns a run behind a number without its unit and particles; `None` if it is not about a change, or if the number may be its
    /// size or its end: `71%까지`.
    fn skip<'t>(&mut self, run: &'t str) -> Option<&'t str> {
        const SMALL: [&str; 15] = [
            "배", "점", "포인트", "퍼센트", "더", "가량", "정도", "이상", "만큼", "넘게", "倍", "ポイント",
            "点", "个百分点", "以上",
        ];
        const ENDS: [&str; 4] = ["으로", "로", "に", "へ"];
        const OF: [&str; 3] = ["의", "的", "の"];
        const VALUES: [&str; 7] = ["높", "낮", "우수", "뛰어난", "빠른", "高い", "低い"];
        let mut rest = run;
        loop {
            let left = |parts: &[&str]| parts.iter().find_map(|part| rest.strip_prefix(part));
            if rest.starts_with("까지") || rest.starts_with("まで") || self.has_of && left(&VALUES).is_some()
            {
                return None;
            }
            if let Some(left) = left(&SMALL) {
                rest = left;
            } else if let Some(left) = left(&ENDS) {
                (rest, self.has_end) = (left, true);
            } else if let Some(left) = left(&OF) {
                (rest, self.has_of) = (left, true);
            } else {
                return Some(rest);
            }
        }
    }
}

/// Returns true for an English comparative or noun that may follow the size of a change, or precede `of` and it.
fn is_size(word: &str) -> bool {
    const NOUNS: &str = "reduction reductions increase increases decrease decreases decline drop drops degradation improvement \
                         improvements gain gains boost boosts speedup speedups acceleration savings saving growth rise more less fewer \
                         better worse shorter";
    let lower = word.to_ascii_lowercase();
    NOUNS.split(' ').any(|noun| noun == lower) || lower.len() > 4 && lower.ends_with("er")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::checks::direction::turns_of;
    use crate::trial::judge;

    fn found(text: &str, digest: &str) -> Option<FindingKind> {
        judge(text, digest, |claimed| turned(claimed, &turns_of(claimed.sentence))).map(|fault| fault.kind)
    }

    const STEPS: &str = "It boosts Alpha from 26.7% to 62.6% and reduces the rate of wrong steps by 71%.";
    const RATE: &str = "The rate of searches is reduced to just 2.3%, with up to 82.5% higher throughput.";

    #[rstest]
    #[case(STEPS, "It increases the rate of wrong steps by 71%.")]
    #[case(STEPS, "틀린 단계는 71% 늘어난다.")]
    #[case(STEPS, "错误步骤的比例增加了约71%。")]
    #[case(STEPS, "誤ったステップは71%増加する。")]
    #[case(STEPS, "Der Anteil der falschen Schritte steigt um 71 %, und der Rest bleibt gleich.")]
    #[case(RATE, "The rate of searches rises to 2.3%.")]
    #[case(RATE, "처리량을 82.5% 낮춘다.")]
    #[case(RATE, "吞吐量最多降低 82.5%。")]
    #[case("It reaches a 5.48 times speedup over Beta.", "Beta보다 5.48배 느리다.")]
    #[case("It reaches a 5.48 times speedup over Beta.", "Betaより5.48倍遅い。")]
    #[case("The model reaches 77% length reduction.", "길이를 77% 늘린다.")]
    fn a_change_turned_round_is_found(#[case] text: &str, #[case] digest: &str) {
        assert_eq!(found(text, digest), Some(FindingKind::ReversedClaim));
    }

    #[rstest]
    #[case(STEPS, "It reduces the rate of wrong steps to 71%.")]
    #[case(STEPS, "틀린 단계의 비율을 71%로 줄인다.")]
    #[case(STEPS, "错误步骤的比例减少到71%。")]
    #[case(STEPS, "誤ったステップの割合は71%に減少する。")]
    #[case(RATE, "The rate of searches falls by 2.3%.")]
    #[case(RATE, "검색 비율을 2.3% 낮춘다.")]
    #[case(RATE, "搜索率降低了2.3%。")]
    fn a_size_for_an_end_is_found(#[case] text: &str, #[case] digest: &str) {
        assert_eq!(found(text, digest), Some(FindingKind::MismatchedNumber));
    }

    #[rstest]
    #[case(STEPS, "It cuts the rate of wrong steps by 71%.")]
    #[case(STEPS, "틀린 단계는 71% 줄어들고 Alpha는 62.6%로 오른다.")]
    #[case(STEPS, "错误步骤减少71%，Alpha提高到62.6%。")]
    #[case(STEPS, "틀린 단계를 71%까지 줄인다.")]
    #[case(RATE, "검색 비율을 2.3%로 낮추고 처리량은 82.5% 높인다.")]
    #[case(RATE, "2.3%의 높은 검색 비율을 보인다.")]
    #[case(RATE, "It does not raise the rate to 2.3%.")]
    #[case("Accuracy is 71%. It reduces steps by 71%.", "정확도가 71% 증가한다.")]
    #[case("It exceeds 71% of people.", "超过71%的人减少。")]
    #[case("It cuts latency by 30%.", "30% 빠르다.")]
    #[case("Models reduce cultural failures by 18%.", "减少18%的文化失败。")]
    #[case("The update is 80 times larger than the noise.", "The noise is 80 times smaller than the update.")]
    #[case("It has lengths of 6.29 and speedups of 3.39.", "将长度提升至6.29。")]
    #[case("Its gains are equivalent to roughly 1.3 times as much data.", "It gains 1.3 times more data.")]
    fn what_agrees_or_cannot_be_told_passes(#[case] text: &str, #[case] digest: &str) {
        assert_eq!(found(text, digest), None);
    }
}
