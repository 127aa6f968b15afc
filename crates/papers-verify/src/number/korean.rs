//! Reads numbers in Korean words, native (`스물세 개`) and Sino-Korean (`십이만 쌍`), that count something. `수십`, `수백` and `서너` are not
//! numbers.

use crate::number::decimal::Decimal;
use crate::number::form::Form;
use crate::number::numeral::Numeral;
use crate::text::sign::{Sign, sign};

/// Reads a run of Hangul at the beginning of a word, with the word `next` to it: `네 가지`, `세가지`, `두`, `삼중`.
pub(crate) fn read(run: &str, next: Option<&str>) -> Option<(Decimal, Form)> {
    whole(run).or_else(|| native(run, next)).or_else(|| sino(run, next))
}

/// Words before a number that make it vague: `수 백만`, `몇 십`.
pub(crate) fn is_vague(word: &str) -> bool {
    matches!(word, "수" | "몇" | "여러")
}

/// Reads words that are always numbers.
fn whole(run: &str) -> Option<(Decimal, Form)> {
    const WHOLE: [(&str, Form, u64); 10] = [
        ("단일", Form::Implied, 1),
        ("이중", Form::Implied, 2),
        ("삼중", Form::Word, 3),
        ("사중", Form::Word, 4),
        ("오중", Form::Word, 5),
        ("이차원", Form::Word, 2),
        ("삼차원", Form::Word, 3),
        ("사차원", Form::Word, 4),
        ("이진", Form::Implied, 2),
        ("삼진", Form::Word, 3),
    ];
    if run.starts_with("절반") {
        return Some((Decimal::whole(5).shifted(-1), Form::Fraction));
    }
    let found = WHOLE.iter().find(|(word, ..)| run.starts_with(word));
    found.map(|&(_, form, number)| (Decimal::whole(number), form))
}

/// Counters of both kinds of numbers.
const COUNTERS: [&str; 24] = [
    "가지", "개", "종류", "단계", "배", "번", "차례", "명", "곳", "쌍", "층", "축", "편", "건", "점", "장",
    "달", "시간", "유형", "모델", "차원", "요소", "부분", "쪽",
];

/// Further counters of Sino-Korean numbers.
const UNITS: [&str; 32] = [
    "종", "회", "대", "년", "분", "초", "도", "퍼센트", "프로", "토큰", "문장", "단어", "문제", "문항",
    "질문", "샘플", "이미지", "영상", "비디오", "데이터", "매개변수", "파라미터", "에피소드", "스텝", "논문",
    "과제", "태스크", "클래스", "언어", "세대", "줄", "원",
];

/// First syllables of particles after a counter.
const PARTICLES: [&str; 20] = [
    "을", "를", "이", "가", "의", "은", "는", "에", "로", "으", "과", "와", "도", "만", "까", "부", "씩",
    "여", "당", "포인트",
];

/// Returns true for a particle, or an empty text.
pub(crate) fn is_particle(text: &str) -> bool {
    text.is_empty() || PARTICLES.iter().any(|particle| text.starts_with(particle))
}

/// Returns true for one of these counters with an optional particle: `개를` but not `개선`.
fn counts(text: &str, counters: &[&str]) -> bool {
    counters.iter().any(|counter| text.strip_prefix(counter).is_some_and(is_particle))
}

/// Returns true for `퍼센트`, `프로` and `퍼센트포인트`, but not `프로그램`.
pub(crate) fn is_percent(run: &str) -> bool {
    run.starts_with("퍼센트") || counts(run, &["프로"])
}

/// Returns true for `할` in the sense of "tenths", but not `할당`.
pub(crate) fn is_tenths(run: &str) -> bool {
    !run.starts_with("할당") && counts(run, &["할", "할가량", "할정도"])
}

/// Returns true for `배` in the sense of "times", but not `배치`.
pub(crate) fn is_factor(run: &str) -> bool {
    counts(run, &["배", "배나", "배가량", "배정도", "배이상"])
}

/// Reads native Korean numbers: `두`, `열두 개`, `스물세 가지`, `셋째`.
fn native(run: &str, next: Option<&str>) -> Option<(Decimal, Form)> {
    let (ten, rest) = prefix(run, &TENS);
    let (unit, rest) = prefix(rest, &ONES);
    if ten + unit == 0 {
        return None;
    }
    let cardinal = (Decimal::whole(ten + unit), Form::Word);
    let ordinal = (Decimal::whole(ten + unit), Form::Ordinal);
    if rest.is_empty() {
        let next = next?;
        // `열` alone means "heat" as often as "ten".
        return match next.starts_with("번째") {
            true => Some(ordinal),
            false => (unit > 0 || counts(next, &COUNTERS)).then_some(cardinal),
        };
    }
    if rest.starts_with("번째") || rest.starts_with("째") {
        return Some(ordinal);
    }
    counts(rest, &COUNTERS).then_some(cardinal)
}

const TENS: [(&str, u64); 10] = [
    ("열", 10),
    ("스물", 20),
    ("스무", 20),
    ("서른", 30),
    ("마흔", 40),
    ("쉰", 50),
    ("예순", 60),
    ("일흔", 70),
    ("여든", 80),
    ("아흔", 90),
];

const ONES: [(&str, u64); 14] = [
    ("하나", 1),
    ("다섯", 5),
    ("여섯", 6),
    ("일곱", 7),
    ("여덟", 8),
    ("아홉", 9),
    ("첫", 1),
    ("한", 1),
    ("두", 2),
    ("둘", 2),
    ("세", 3),
    ("셋", 3),
    ("네", 4),
    ("넷", 4),
];

/// Returns the number at the beginning of a text, 0 if there is none, and the text after it.
fn prefix<'a>(text: &'a str, words: &[(&str, u64)]) -> (u64, &'a str) {
    let found = words.iter().find_map(|&(word, number)| Some((number, text.strip_prefix(word)?)));
    found.unwrap_or((0, text))
}

/// Reads Sino-Korean numbers: `십이만 쌍`, `천오백`, `백 개`. Many words begin with such syllables, so that short numbers count only before
/// a counter.
fn sino(run: &str, next: Option<&str>) -> Option<(Decimal, Form)> {
    let signs: Vec<Sign> = run.chars().take_while(|&c| c != '조').map_while(sign).collect();
    // The last digit may be a particle: `이십만이`.
    (1..=signs.len()).rev().take(2).find_map(|len| {
        let signs = signs.get(..len)?;
        let rest = run.char_indices().nth(len).and_then(|(at, _)| run.get(at..)).unwrap_or_default();
        let value = signs.iter().try_fold(Numeral::new(), |numeral, &sign| numeral.sign(sign))?.value()?;
        let form =
            if is_percent(if rest.is_empty() { next? } else { rest }) { Form::Percent } else { Form::Word };
        is_number(signs, rest, next).then_some((value, form))
    })
}

/// Returns true if these characters are a number and not the beginning of a word.
fn is_number(signs: &[Sign], rest: &str, next: Option<&str>) -> bool {
    let counted = |text: &str| counts(text, &COUNTERS) || counts(text, &UNITS);
    match signs {
        // `이`, `일`, `사` and `구` are also other words.
        [Sign::Digit(3 | 5..=8)] => {
            rest.is_empty()
                && next.is_some_and(|next| counts(next, &["년", "개월", "배", "단계", "차원", "퍼센트"]))
        }
        [Sign::Digit(_)] => false,
        [_] => rest.is_empty() && next.is_some_and(counted),
        [.., Sign::Digit(_)] if rest.is_empty() => next.is_some_and(counted),
        _ if rest.is_empty() => next.is_some_and(counted) || is_long(signs) && next.is_some(),
        _ => counted(rest) || is_long(signs) && is_particle(rest),
    }
}

/// Returns true for a number that needs no counter. `이천`, `사천` and `오만` have other meanings.
fn is_long(signs: &[Sign]) -> bool {
    match signs {
        [Sign::Digit(_), last] => matches!(last, Sign::Small(1 | 2) | Sign::Myriad(8)),
        [Sign::Small(_), last] => matches!(last, Sign::Myriad(_)),
        _ => signs.len() > 2,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("네", Some("가지"), 4)]
    #[case("세가지", None, 3)]
    #[case("두", Some("모듈을"), 2)]
    #[case("열두", Some("개"), 12)]
    #[case("열", Some("배로"), 10)]
    #[case("스물한", Some("개"), 21)]
    #[case("스물세", Some("개의"), 23)]
    #[case("서른다섯", Some("가지"), 35)]
    #[case("열여덟", Some("개"), 18)]
    #[case("삼중", None, 3)]
    #[case("십이만", Some("쌍"), 120_000)]
    #[case("삼백", Some("개의"), 300)]
    #[case("천오백", Some("비디오"), 1500)]
    #[case("이십만이", Some("넘는"), 200_000)]
    #[case("백", Some("개를"), 100)]
    #[case("이십오개", None, 25)]
    #[case("삼", Some("년"), 3)]
    #[case("백만의", None, 1_000_000)]
    fn reads_cardinals(#[case] run: &str, #[case] next: Option<&str>, #[case] expected: u64) {
        assert_eq!(read(run, next), Some((Decimal::whole(expected), Form::Word)));
    }

    #[rstest]
    #[case("첫", Some("번째"), Form::Ordinal)]
    #[case("셋째", None, Form::Ordinal)]
    #[case("열두", Some("번째"), Form::Ordinal)]
    #[case("절반으로", None, Form::Fraction)]
    #[case("오십", Some("퍼센트"), Form::Percent)]
    #[case("이진", None, Form::Implied)]
    fn tells_their_forms(#[case] run: &str, #[case] next: Option<&str>, #[case] expected: Form) {
        assert_eq!(read(run, next).map(|(_, form)| form), Some(expected));
    }

    #[rstest]
    #[case("수십", Some("개"))]
    #[case("수백만", Some("건"))]
    #[case("서너", Some("개"))]
    #[case("두세", Some("가지"))]
    #[case("대여섯", Some("개"))]
    #[case("두개내", Some("출혈"))]
    #[case("세밀한", Some("문자"))]
    #[case("두드러진", Some("성과"))]
    #[case("네트워크", None)]
    #[case("한계가", None)]
    #[case("구조", Some("개선을"))]
    #[case("구조의", Some("개"))]
    #[case("열", Some("전도와"))]
    #[case("백", Some("개선"))]
    #[case("십분", Some("활용"))]
    #[case("만일", Some("이"))]
    #[case("천장", None)]
    #[case("이", Some("단계에서"))]
    #[case("이", Some("점"))]
    #[case("오만을", None)]
    #[case("일반", Some("개"))]
    #[case("일사천리로", None)]
    fn other_words_are_no_numbers(#[case] run: &str, #[case] next: Option<&str>) {
        assert_eq!(read(run, next), None);
    }
}
