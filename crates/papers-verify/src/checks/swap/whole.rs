//! Finds parts that are more than their whole: `140개 중 226개`.

use crate::number::Number;
use crate::number::form::Form;
use crate::number::quantity::{Quantity, quantity};
use crate::sentence::Sentence;

/// Endings of the words between a whole and its part.
const OF: [&str; 8] = ["중에서", "중에", "가운데", "중", "のうち", "中有", "中", "里有"];

/// Returns the numbers of a sentence of which the second is called a part of the first, but is more: `140개 중 226개`.
pub(super) fn too_small<'s>(sentence: &'s Sentence<'_>) -> impl Iterator<Item = [&'s Number; 2]> {
    let counted = |number: &Number| {
        number.form == Form::Digits
            && number.value.grain() >= 1.0
            && matches!(quantity(&sentence.tokens, number), Quantity::Count | Quantity::Bare)
    };
    sentence.numbers.windows(2).filter_map(move |pair| {
        let [whole, part] = pair else { return None };
        let between =
            sentence.tokens.get(whole.tokens.end..part.tokens.start).filter(|run| run.len() <= 2)?;
        let words: String = between.iter().map(|token| token.text).collect();
        let noun = OF.iter().find_map(|word| words.strip_suffix(word)).filter(|noun| !noun.is_empty())?;
        let alike = sentence.unit(part).starts_with(noun) && !matches!(noun, "대" | "번" | "위" | "등");
        let more = part.value.value() > whole.value.value();
        (alike && more && counted(whole) && counted(part)).then_some([whole, part])
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("종양 140개 중 226개(62%)에 변이가 있었다.", 1)]
    #[case("腫瘍140例中226例（62％）に変異があった。", 1)]
    #[case("종양 226개 중 140개(62%)에 변이가 있었다.", 0)]
    #[case("병원 2곳 중 환자 30명이 참여하였다.", 0)]
    #[case("환자 12명 중 36%가 참여하였다.", 0)]
    fn no_part_is_more_than_its_whole(#[case] text: &str, #[case] expected: usize) {
        assert_eq!(too_small(&Sentence::new(text)).count(), expected);
    }
}
