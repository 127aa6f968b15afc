//! Recognizes numbers that are supported by the sentence itself: it lists that many items (`A, B, C의 세 단계`,
//! `two losses (A and B)`), numbers them (`三个阶段：(1) … (2) … (3) …`), or refers back to them (`这两个问题`). List markers are not
//! quantities.

use crate::number::Number;
use crate::number::form::Form;
use crate::number::mark;
use crate::sentence::Sentence;
use crate::text::token::Around;

/// Returns true for a small number that is supported by the sentence itself, or announces a list: `two problems: …`.
pub(crate) fn counts_what_follows(sentence: &Sentence<'_>, number: &Number) -> bool {
    let (_, behind) = sentence.around(number);
    let announces = number.form == Form::Word && behind.contains(':');
    counts_its_list(sentence, number) || announces
}

/// Returns true if the sentence lists that many items, or refers to previously named ones.
pub(crate) fn counts_its_list(sentence: &Sentence<'_>, number: &Number) -> bool {
    /// The maximum length of a list that is recognized.
    const LONGEST: u64 = 9;
    let Some(count) = number.value.small().filter(|count| (2..=LONGEST).contains(count)) else {
        return false;
    };
    let (before, after) = sentence.around(number);
    number.form == Form::Word && points_back(before)
        || is_listed_before(before, count)
        || is_listed_behind(after, count)
}

/// Returns true if a number follows a demonstrative: `these two`, `이 두`, `这两个`.
fn points_back(before: &str) -> bool {
    const POINTERS: [&str; 26] = [
        "these", "those", "이", "위", "这", "這", "上述", "该", "これら", "diese", "diesen", "dieser",
        "beide", "ces", "estos", "estas", "esos", "esas", "estes", "esses", "essas", "questi", "queste",
        "эти", "этих", "इन",
    ];
    let before = before.trim_end();
    let word = before.rsplit([' ', ',', '.', '(']).next().unwrap_or_default().to_lowercase();
    POINTERS
        .iter()
        .any(|pointer| word == *pointer || !pointer.is_ascii() && is_han(&word) && word.ends_with(pointer))
}

fn is_han(word: &str) -> bool {
    word.ends_with(|c: char| ('一'..='鿿').contains(&c) || ('ぁ'..='ゟ').contains(&c))
}

/// Returns true for a list of that many items that ends at the number. In Chinese and Japanese, the list may be in a clause of its
/// own.
fn is_listed_before(before: &str, count: u64) -> bool {
    let flat = without_brackets(before);
    let clause = flat.rsplit([',', ';', ':', '。']).next().unwrap_or_default();
    let last = clause.rsplit([' ', '(']).next().unwrap_or_default();
    items(before) == count || items(clause) == count || last.matches('/').count() as u64 + 1 == count
}

/// Returns true for a list of that many items after the number: in brackets, after a colon, or numbered.
fn is_listed_behind(after: &str, count: u64) -> bool {
    let behind = |signs: &[char]| after.find(signs).and_then(|at| after.get(at + 1..)).unwrap_or_default();
    let inside = behind(&['(', ':']).split([')', ';']).next().unwrap_or_default();
    let flat = without_brackets(behind(&[':']));
    let sentence = flat.split(['。', '.']).next().unwrap_or_default();
    let parted = sentence.matches(';').count() as u64 + 1 == count && count > 1;
    [inside, sentence].into_iter().any(|list| items(list) == count) || parted || marks(after) == count
}

/// Returns the number of list markers in order: `(1)`, `1)`, `1.`, `(i)`, `(a)`, `一是`.
fn marks(text: &str) -> u64 {
    const ROMAN: [&str; 9] = ["(i)", "(ii)", "(iii)", "(iv)", "(v)", "(vi)", "(vii)", "(viii)", "(ix)"];
    const HAN: [&str; 5] = ["一是", "二是", "三是", "四是", "五是"];
    const LETTERS: [&str; 6] = ["(a)", "(b)", "(c)", "(d)", "(e)", "(f)"];
    let counted = |marks: &[&str]| marks.iter().take_while(|mark| text.contains(**mark)).count() as u64;
    let numbered =
        |sign: &str| (1..10).take_while(|number| text.contains(&format!("{number}{sign}"))).count() as u64;
    let all =
        [counted(&ROMAN), counted(&HAN), counted(&LETTERS), numbered(")"), numbered(". "), numbered("、")];
    all.into_iter().max().filter(|&most| most > 1).unwrap_or_default()
}

/// Returns a text without brackets and their content.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let outside = |c: &char| {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    };
    text.chars().filter(outside).collect()
}

/// Counts the items in a list.
fn items(list: &str) -> u64 {
    const SIGNS: [&str; 4] = [", ", "、", "·", "; "];
    const WORDS: [&str; 27] = [
        " and ", " or ", "와 ", "과 ", " 및 ", "하고 ", " 또는 ", "이고 ", "和", "与", "與", "以及", "或",
        " und ", " oder ", " et ", " ou ", " y ", " e ", " и ", " или ", " và ", " hoặc ", " ve ", " dan ",
        " और ", " و",
    ];
    let list = list.replace(", and ", ", ").replace(", or ", ", ").replace(", 및 ", ", ");
    let signs: usize = SIGNS.iter().map(|sign| list.matches(sign).count()).sum();
    let words: usize = WORDS.iter().map(|word| list.matches(word).count()).sum();
    if signs + words == 0 { 0 } else { (signs + words + 1) as u64 }
}

/// Returns true for a list marker: `(1)`, `(2)`, or `1.` at the beginning of a clause. They must be consecutive numbers from one
/// on.
pub(crate) fn is_marker(sentence: &Sentence<'_>, number: &Number) -> bool {
    let marker = |number: &Number| number.value.small().filter(|_| has_form_of_marker(sentence, number));
    let Some(own) = marker(number) else { return false };
    let opens = sentence.tokens.first().is_some_and(|sign| sign.is("("));
    own == 1
        || number.tokens.start == usize::from(opens)
        || sentence.numbers.iter().filter_map(marker).any(|before| before.checked_add(1) == Some(own))
}

fn has_form_of_marker(sentence: &Sentence<'_>, number: &Number) -> bool {
    let stops = matches!(sentence.tokens.word(number.tokens.end), "." | "、");
    let begins =
        matches!(sentence.tokens.word_back(number.tokens.start, 1), "" | ";" | "." | "。" | ":" | ",");
    number.form == Form::Digits && (mark::is_bracketed(&sentence.tokens, number) || begins && stops)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn borne_out(text: &str) -> bool {
        let sentence = Sentence::new(text);
        let number = sentence.numbers.iter().find(|number| !is_marker(&sentence, number));
        counts_its_list(&sentence, number.unwrap())
    }

    #[rstest]
    #[case("encoding, expansion, reconstruction: 三个阶段", true)]
    #[case("该方法兼顾对后处理的鲁棒性、效率和可解释性这三个方面", true)]
    #[case("它包含三个组件: (1) 编码; (2) 解码; (3) 融合", true)]
    #[case("它包含三个组件: (1) 编码; (2) 解码", false)]
    #[case("问题有两个: 一是大纲固定, 二是缺乏评估", true)]
    #[case("HTML/DOCX/PDF三种格式", true)]
    #[case("本文解决这两个问题", true)]
    #[case("이 두 문제를 해결한다", true)]
    #[case("These two problems are solved.", true)]
    #[case("多个问题中的两个问题", false)]
    #[case("four tasks: detection (ETD<8%), location (EL<6%), extraction and relations", true)]
    #[case("four tasks: detection, location and relations", false)]
    fn a_sentence_bears_out_what_it_lists(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(borne_out(text), expected);
    }

    #[rstest]
    #[case("1. 数据; 2. 模型; 3. 训练", 3)]
    #[case("1.데이터 2.모델", 1)]
    #[case("2. The model is trained.", 1)]
    #[case("(3) 정적 프롬프트를 교체한다.", 1)]
    #[case("It has 2. Then 5 more.", 0)]
    fn marks_are_told_from_amounts(#[case] text: &str, #[case] expected: usize) {
        let sentence = Sentence::new(text);
        assert_eq!(sentence.numbers.iter().filter(|number| is_marker(&sentence, number)).count(), expected);
    }
}
