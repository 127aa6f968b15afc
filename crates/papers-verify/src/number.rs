//! Reads the numbers of a sentence from its tokens: digits with their scale and unit, numerals, and number words.

// Notations.
pub(crate) mod digits;
pub(crate) mod foreign;
mod half;
mod han;
mod join;
mod korean;
pub(crate) mod numeral;
mod scale;
pub(crate) mod share;
pub(crate) mod spelled;
mod stems;
mod words;

// Values, and what they measure.
pub(crate) mod decimal;
mod degrees;
pub(crate) mod form;
pub(crate) mod minus;
pub(crate) mod precision;
pub(crate) mod quantity;
pub(crate) mod shared;
pub(crate) mod side;
mod speed;
pub(crate) mod temperature;
pub(crate) mod unit;

// Dates, and numbers that are not amounts.
pub(crate) mod date;
pub(crate) mod mark;
pub(crate) mod months;

use std::ops::Range;

use crate::text::sign;
use crate::text::token::{Kind, Token};
use decimal::Decimal;
use digits::Literal;
use form::Form;
pub(crate) use korean::is_particle;
use scale::Scaled;

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number {
    /// The value; for a percentage, that of its number.
    pub(crate) value: Decimal,
    /// Another possible value: `2-3 million` begins with 2 or 2 million, and `1.500` is 1,500 in some countries.
    pub(crate) also: Option<Decimal>,
    /// The notation.
    pub(crate) form: Form,
    /// The range of its tokens.
    pub(crate) tokens: Range<usize>,
}

/// Returns true for words for "percent": `百分点`, `个百分点` and `パーセント`.
fn is_percent(run: &str) -> bool {
    ["百分", "个百分", "個百分", "パーセント"].iter().any(|word| run.starts_with(word))
        && !run.starts_with("百分位")
}

/// Returns the numbers of a sentence, in order.
pub(crate) fn numbers(tokens: &[Token<'_>]) -> Vec<Number> {
    let mut reader = Reader { tokens, numbers: Vec::new() };
    let mut at = 0;
    while at < tokens.len() {
        at = reader.read(at).max(at + 1);
    }
    reader.join();
    reader.add_halves();
    reader.numbers
}

/// Reads the numbers of a sentence one after the other. Scales, number words and adjacent numbers have modules of their own.
struct Reader<'a> {
    tokens: &'a [Token<'a>],
    numbers: Vec<Number>,
}

impl Reader<'_> {
    fn token(&self, at: usize) -> Option<&Token<'_>> {
        self.tokens.get(at)
    }

    fn run(&self, at: usize) -> Option<&str> {
        self.token(at).filter(|token| token.kind == Kind::Other).map(|token| token.text)
    }

    fn word(&self, at: usize) -> Option<&str> {
        self.token(at).filter(|token| token.kind == Kind::Latin).map(|token| token.text)
    }

    fn before(&self, at: usize) -> Option<&Token<'_>> {
        at.checked_sub(1).and_then(|at| self.token(at))
    }

    /// Reads the number at a token, if there is one, and returns the index of the next token.
    fn read(&mut self, at: usize) -> usize {
        match self.token(at) {
            Some(token)
                if token.kind == Kind::Latin && token.text.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                self.digits(at)
            }
            Some(token) if token.kind == Kind::Latin => self.words(at),
            Some(token) if token.text.starts_with(sign::is_han) => self.han(at),
            Some(token) if token.kind == Kind::Other && self.begins_word(at) => self.korean(at),
            _ => at + 1,
        }
    }

    /// Returns false for a word that is attached to a name or number.
    fn begins_word(&self, at: usize) -> bool {
        let sign_before = self.before(at).is_some_and(|sign| sign.kind == Kind::Sign);
        self.token(at).is_some_and(|token| token.spaced) || sign_before
    }

    fn push(&mut self, value: Decimal, also: Option<Decimal>, form: Form, tokens: Range<usize>) {
        self.numbers.push(Number { value, also, form, tokens });
    }

    /// Reads digits with their scale words and percent sign.
    fn digits(&mut self, at: usize) -> usize {
        let Some(literals) = self.word(at).and_then(digits::literals) else { return at + 1 };
        let Some((&last, before)) = literals.split_last() else { return at + 1 };
        if let Some((part, end)) = self.parted(last, at + 1) {
            self.push(part, None, Form::Fraction, at..end);
            return end;
        }
        let placed = self.before(at).is_some_and(|run| run.text.ends_with('第') || run.text == "제");
        // `제17조` is an article, and not 17 trillion.
        let article = placed && self.run(at + 1).is_some_and(|run| run.starts_with('조'));
        let scaled = self.scaled(last, at + 1).filter(|_| last.scale == 0 && !article);
        let Scaled { value, also, power, end } =
            scaled.unwrap_or(Scaled { value: last.value, also: last.also, power: last.scale, end: at + 1 });
        let tenths = self.run(end).is_some_and(|run| han::is_tenths(run) || korean::is_tenths(run));
        if self.token(end).is_some_and(|sign| sign.is("‰")) || tenths {
            let power = if tenths { 1 } else { -1 };
            self.push(value.shifted(power), None, Form::Percent, at..end + 1);
            return end + 1;
        }
        let (form, end) = match self.percent(end) {
            Some(after) => (Form::Percent, after),
            None if self.run(end).is_some_and(|run| run.starts_with("인칭") || run.starts_with("人称")) => {
                (Form::Implied, end)
            }
            None if last.ordinal || placed || self.run(end).is_some_and(|run| run.starts_with("번째")) => {
                (Form::Ordinal, end)
            }
            None => (Form::Digits, end),
        };
        for literal in before {
            let scaled = (literal.scale == 0 && power != 0).then(|| literal.value.shifted(power));
            self.push(literal.value, scaled.or(literal.also), form, at..end);
        }
        self.push(value, also, form, at..end);
        end
    }

    /// Reads a fraction in Korean, Chinese or Japanese: `3분의 2`.
    fn parted(&self, parts: Literal, at: usize) -> Option<(Decimal, usize)> {
        let run = self.run(at)?;
        let [count] = digits::literals(self.word(at + 1)?)?.as_slice().try_into().ok()?;
        let Literal { value, .. } = count;
        let parted = matches!(run, "분의" | "分の" | "分之");
        // `2.5분의 1` is 10 of 25 parts.
        let whole = |number: Decimal, power| number.shifted(power).small();
        let (count, parts) =
            [0, 1, 2].into_iter().find_map(|power| whole(value, power).zip(whole(parts.value, power)))?;
        Some((Decimal::ratio(count, parts)?, at + 2)).filter(|_| parted)
    }

    fn percent(&self, at: usize) -> Option<usize> {
        percent(self.tokens, at)
    }

    /// Reads Korean number words.
    fn korean(&mut self, at: usize) -> usize {
        let next = self.token(at + 1).filter(|token| token.spaced && token.kind != Kind::Sign);
        let vague = self.before(at).is_some_and(|word| korean::is_vague(word.text));
        // `치아·두개·안면` has a skull.
        let beside = [self.before(at), self.token(at + 1)];
        let in_row = beside.iter().flatten().any(|sign| sign.is("·")) && self.run(at) == Some("두개");
        let read = self.run(at).and_then(|run| korean::read(run, next.map(|token| token.text)));
        if let Some((value, form)) = read.filter(|_| !vague && !in_row) {
            self.push(value, None, form, at..at + 1);
        }
        at + 1
    }

    /// Reads a Chinese numeral.
    fn han(&mut self, at: usize) -> usize {
        let glued =
            |at: usize| self.token(at).filter(|token| !token.spaced).and(self.run(at)).unwrap_or_default();
        let before = at.checked_sub(1).and_then(|at| self.run(at)).filter(|_| !glued(at).is_empty());
        let read = han::read(
            before.unwrap_or_default(),
            self.run(at).unwrap_or_default(),
            [glued(at + 1), glued(at + 2)],
        );
        let Some((value, form)) = read else { return at + 1 };
        let end = if form == Form::Fraction { at + 3 } else { at + 1 };
        self.push(value, None, form, at..end);
        end
    }
}

/// Returns the index after a percent sign or word.
fn percent(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let token = tokens.get(at)?;
    let whole = token.is("%")
        || matches!(token.text, "percent" | "percentage" | "pp" | "Prozent" | "procent")
        || token.text.starts_with("процент");
    // `제미나이 2.5 프로` is a name; the colloquial percent is attached.
    let korean = korean::is_percent(token.text) && !(token.spaced && token.text.starts_with("프로"));
    let other = token.kind == Kind::Other && (korean || is_percent(token.text));
    if whole || other {
        return Some(at + 1);
    }
    let after = tokens.get(at + 1).filter(|token| token.kind == Kind::Latin).map_or("", |token| token.text);
    let two_words = matches!(
        (token.text, after),
        ("per" | "pour", "cent") | ("por", "ciento" | "cento") | ("phần", "trăm")
    );
    two_words.then_some(at + 2)
}

#[cfg(test)]
pub(in crate::number) mod tests {
    use rstest::rstest;

    use super::*;
    use crate::text::token::tokens;

    pub(in crate::number) fn read(text: &str) -> Vec<String> {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        numbers(&tokens).iter().map(shown).collect()
    }

    fn shown(number: &Number) -> String {
        let form = match number.form {
            Form::Digits => "",
            Form::Percent => "%",
            Form::Word => "w",
            Form::Implied => "i",
            Form::Ordinal => ".",
            Form::Fraction => "/",
        };
        format!("{}{form}", number.value.value())
    }

    #[rstest]
    #[case("20 Prozent, 5 por ciento, 3 pour cent, 7 процентов", &["20%", "5%", "3%", "7%"])]
    #[case("both pairs, dual and binary, 단일", &["2i", "2i", "2i", "2i", "1i"])]
    #[case("37.1% 높다", &["37.1%"])]
    #[case("20 percent, 5 per cent, 3퍼센트", &["20%", "5%", "3%"])]
    #[case("5‰, 0.5%", &["0.5%", "0.5%"])]
    #[case("約2割であった, 七成, 7成的, 3할", &["20%", "70%", "70%", "30%"])]
    #[case("3割り当て, 三成分, 5 할당, 分成3成员", &["3", "5", "3"])]
    #[case("[-1,1], [0,10], [1,000]", &["1", "1", "0", "10", "1000"])]
    #[case("8.5-10.5% higher", &["8.5%", "10.5%"])]
    #[case("7종의 모델과 네 가지 방법, 세가지", &["7", "4w", "3w"])]
    #[case("세 단계, 두 번째, 첫 번째, 셋째", &["3w", "2.", "1.", "3."])]
    #[case("4분 15초, 20배까지", &["4", "15", "20"])]
    #[case("GPT-4o, D^3QE, CIFAR-10, F1, top-5, L2, 3D, H100", &[])]
    #[case("256×256 images", &["256", "256"])]
    #[case("+3.5/7.6 points", &["3.5", "7.6"])]
    #[case("0에서 999까지", &["0", "999"])]
    #[case("절반으로 줄임, half, a quarter of it", &["0.5/", "0.5/", "0.25/"])]
    #[case("two thirds, two-thirds, 3분의 2, 三分之二", &["0.666667/", "0.666667/", "0.666667/", "0.666667/"])]
    #[case("twenty percent, 오십 퍼센트, 百分之二十", &["20%", "50%", "20%"])]
    #[case("스물세 개, 십이만 쌍, 수십 개, 수 백만 건, 몇 십 개", &["23w", "120000w"])]
    #[case("1億5千万枚, 五个, 第三, 数十个, 十分", &["150000000", "5w", "3."])]
    #[case("2024년 50% 이상", &["2024", "50%"])]
    fn reads_the_numbers_of_a_sentence(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(read(text), expected);
    }
}
