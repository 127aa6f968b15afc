//! Tokens → the figures of a sentence: digits with their scale and unit, and number words.

use std::ops::Range;

use super::about::is_about;
use super::decimal::Decimal;
use super::digits;
use super::spelled::{self, Spelled};
use super::token::{Kind, Token};

/// A figure in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    /// Its value; a percentage has that of its number.
    pub(super) value: Decimal,
    /// Another way to read it: `2-3 million` begins with 2 or 2 million, `1.500` is 1,500 to some.
    pub(super) also: Option<Decimal>,
    /// How it is written.
    pub(super) form: Form,
    /// True when it is said to be about this much.
    pub(super) about: bool,
    /// The tokens that it is made of.
    pub(super) tokens: Range<usize>,
}

/// How a figure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// In digits.
    Digits,
    /// In digits, with a percent sign or word.
    Percent,
    /// In words.
    Word,
    /// In a word that only implies it: `both`, `dual`.
    Implied,
    /// As a place in a row: `third`, `두 번째`.
    Ordinal,
}

impl Form {
    /// The form of number words.
    fn of(words: &[Spelled]) -> Self {
        match words {
            [Spelled::Ordinal(_)] => Self::Ordinal,
            [Spelled::Implied(_)] => Self::Implied,
            _ => Self::Word,
        }
    }
}

/// The figures of a sentence, in order.
pub(super) fn figures(tokens: &[Token<'_>]) -> Vec<Figure> {
    let mut reader = Reader { tokens, figures: Vec::new() };
    let mut at = 0;
    while at < tokens.len() {
        at = reader.read(at).max(at + 1);
    }
    reader.spread_scales();
    reader.figures
}

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    figures: Vec<Figure>,
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

    /// Reads what stands at a token; returns the token after it.
    fn read(&mut self, at: usize) -> usize {
        match self.token(at) {
            Some(token)
                if token.kind == Kind::Latin && token.text.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                self.digits(at)
            }
            Some(token) if token.kind == Kind::Latin => self.words(at),
            Some(token) if token.kind == Kind::Other && self.begins_word(at) => self.korean(at),
            _ => at + 1,
        }
    }

    /// False for what is glued to a name or figure.
    fn begins_word(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.token(at));
        self.token(at).is_some_and(|token| token.spaced) || before.is_some_and(|sign| sign.kind == Kind::Sign)
    }

    fn push(&mut self, value: Decimal, also: Option<Decimal>, form: Form, tokens: Range<usize>) {
        let about = is_about(self.tokens, &tokens);
        self.figures.push(Figure { value, also, form, about, tokens });
    }

    /// Digits, their scale words and percent sign.
    fn digits(&mut self, at: usize) -> usize {
        let Some(numbers) = self.word(at).and_then(digits::numbers) else { return at + 1 };
        let mut end = at + 1;
        let (last, before) = match numbers.split_last() {
            Some((last, before)) => (*last, before.to_vec()),
            None => return end,
        };
        let (mut value, mut also, mut scale) = (last.value, last.also, last.scale);
        if scale == 0
            && let Some((power, after)) = self.scale(end)
        {
            (value, also, scale, end) = (value.shifted(power), None, power, after);
            (value, end) = self.lower_myriads(value, power, end);
        } else if let Some((power, after)) = self.times_power(end) {
            (value, also, end) = (value.shifted(power), None, after);
        }
        let form = match self.percent(end) {
            Some(after) => {
                end = after;
                Form::Percent
            }
            None if last.ordinal => Form::Ordinal,
            None if self.run(end).is_some_and(|run| run.starts_with("번째")) => Form::Ordinal,
            None => Form::Digits,
        };
        for number in before {
            let scaled = (number.scale == 0 && scale != 0).then(|| number.value.shifted(scale));
            self.push(number.value, scaled.or(number.also), form, at..end);
        }
        self.push(value, also, form, at..end);
        end
    }

    /// The power of ten that a word at `at` gives the number before it.
    fn scale(&self, at: usize) -> Option<(i32, usize)> {
        if let Some(run) = self.run(at) {
            return spelled::myriad(run).map(|power| (power, at + 1));
        }
        let power = match self.word(at)? {
            "K" => 3,
            "M" => 6,
            "B" => 9,
            "T" => 12,
            word => spelled::scale(word.split('-').next()?)?,
        };
        Some((power, at + 1))
    }

    /// `3만 5천`, `2억 3천만 5백`, `1만 2,000`: what follows a power of ten adds to the number.
    fn lower_myriads(&self, mut value: Decimal, mut power: i32, mut at: usize) -> (Decimal, usize) {
        while let Some((more, less, after)) = self.lower_myriad(power, at) {
            let Some(sum) = value.plus(more) else { break };
            (value, power, at) = (sum, less, after);
        }
        (value, at)
    }

    /// A number that stands behind this power of ten and is below it, its own power, and the token after it.
    fn lower_myriad(&self, power: i32, at: usize) -> Option<(Decimal, i32, usize)> {
        let word = self.word(at)?;
        let [number] = digits::numbers(word)?.as_slice().try_into().ok()?;
        let digits::Number { value, .. } = number;
        if let Some((less, after)) = self.scale(at + 1).filter(|_| self.run(at + 1).is_some()) {
            return (less < power).then_some((value.shifted(less), less, after));
        }
        let behind_myriad = at.checked_sub(1).and_then(|at| self.run(at)).is_some();
        let long = word.bytes().filter(u8::is_ascii_digit).count() >= 3;
        (behind_myriad && long && value.value() < 10_f64.powi(power)).then_some((value, 0, at + 1))
    }

    /// `3 × 10^5`.
    fn times_power(&self, at: usize) -> Option<(i32, usize)> {
        let sign = self.token(at)?;
        let times = sign.is("×") || sign.is("·") || sign.text == "x";
        let power = self.word(at + 1)?.strip_prefix("10^")?.parse().ok()?;
        times.then_some((power, at + 2))
    }

    /// The token after a percent sign or word.
    fn percent(&self, at: usize) -> Option<usize> {
        let token = self.token(at)?;
        let whole = token.is("%") || matches!(token.text, "percent" | "percentage" | "pp");
        let korean = token.kind == Kind::Other
            && ["퍼센트", "프로", "百分"].iter().any(|word| token.text.starts_with(word));
        if whole || korean {
            return Some(at + 1);
        }
        let two_words = token.text == "per" && self.word(at + 1) == Some("cent");
        two_words.then_some(at + 2)
    }

    /// English number words, alone or within a hyphenated word.
    fn words(&mut self, at: usize) -> usize {
        let mut end = at;
        let mut spelled = Vec::new();
        while let Some(word) = self.word(end).filter(|_| end == at || !self.begins_anew(end)) {
            if word == "a" && spelled == [Spelled::Half] {
                end += 1;
                continue;
            }
            let parts: Option<Vec<Spelled>> = word.split('-').map(spelled::english).collect();
            let Some(parts) = parts else { break };
            spelled.extend(parts);
            end += 1;
        }
        if let Some(value) = spelled::sum(&spelled).filter(|_| !spelled.is_empty()) {
            self.push(value, None, Form::of(&spelled), at..end);
            return end;
        }
        self.within(at);
        at + 1
    }

    /// `five three-stage`: two figures, not eight.
    fn begins_anew(&self, at: usize) -> bool {
        let count = |at: usize| self.word(at).and_then(spelled::english);
        match (at.checked_sub(1).and_then(count), count(at)) {
            (Some(Spelled::Count(before)), Some(Spelled::Count(now))) => before < 20 || now >= 10,
            (Some(Spelled::Half), None)
            | (_, Some(Spelled::Scale(_) | Spelled::Dozen))
            | (Some(Spelled::Scale(_)), Some(Spelled::Count(_))) => false,
            _ => true,
        }
    }

    /// Number words within a hyphenated word: `three-stage`, `best-of-three`.
    fn within(&mut self, at: usize) {
        let Some(word) = self.word(at).filter(|word| word.contains('-')) else { return };
        let found: Vec<Spelled> = word.split('-').filter_map(spelled::english).collect();
        for one in found {
            if let Some(value) = spelled::sum(&[one]) {
                self.push(value, None, Form::of(&[one]), at..at + 1);
            }
        }
    }

    /// Korean number words.
    fn korean(&mut self, at: usize) -> usize {
        let next = self
            .token(at + 1)
            .filter(|token| token.spaced && token.kind != Kind::Sign)
            .map(|token| token.text);
        let Some(spelled) = self.run(at).and_then(|run| spelled::korean(run, next)) else { return at + 1 };
        if let Some(value) = spelled::sum(&[spelled]) {
            self.push(value, None, Form::of(&[spelled]), at..at + 1);
        }
        at + 1
    }

    /// `2-3만` and `2~3 million` begin with a number whose scale stands with the next one.
    fn spread_scales(&mut self) {
        for at in 1..self.figures.len() {
            let (Some(next), Some(one)) = (self.figures.get(at).cloned(), self.figures.get(at - 1).cloned())
            else {
                return;
            };
            let range = one.tokens.end + 1 == next.tokens.start
                && self
                    .token(one.tokens.end)
                    .is_some_and(|sign| matches!(sign.text, "-" | "~" | "–" | "—" | "∼" | "to"));
            let power = self.scale(next.tokens.start + 1).map(|(power, _)| power);
            let letter =
                || Some(digits::numbers(self.word(next.tokens.start)?)?.last()?.scale).filter(|&s| s != 0);
            if range
                && let Some(power) = power.or_else(letter)
                && let Some(one) = self.figures.get_mut(at - 1)
                && one.also.is_none()
            {
                one.also = Some(one.value.shifted(power));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::verify::token::tokens;

    fn read(text: &str) -> Vec<String> {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        figures(&tokens).iter().map(shown).collect()
    }

    fn shown(figure: &Figure) -> String {
        let form = match figure.form {
            Form::Digits => "",
            Form::Percent => "%",
            Form::Word => "w",
            Form::Implied => "i",
            Form::Ordinal => ".",
        };
        format!("{}{}{form}", if figure.about { "~" } else { "" }, figure.value.value())
    }

    #[rstest]
    #[case("약 1,500만 QA 쌍", &["~15000000"])]
    #[case("15 million images, 15M images", &["15000000", "15000000"])]
    #[case("1.1 B pretraining", &["1100000000"])]
    #[case("3만 5천 개, 1만 2,000장, (두 가지)", &["35000", "12000", "2w"])]
    #[case("1,5 Millionen Bilder, 3 milliards", &["1500000", "3000000000"])]
    #[case("both pairs, dual and binary, 단일", &["2i", "2i", "2i", "2i", "1i"])]
    #[case("3 × 10^5 steps", &["300000"])]
    #[case("37.1% 높다", &["37.1%"])]
    #[case("20 percent, 5 per cent, 3퍼센트", &["20%", "5%", "3%"])]
    #[case("8.5-10.5% higher", &["8.5%", "10.5%"])]
    #[case("7종의 모델과 네 가지 방법, 세가지", &["7", "4w", "3w"])]
    #[case("세 단계, 두 번째, 첫 번째, 셋째", &["3w", "2.", "1.", "3."])]
    #[case("4분 15초, 20배까지", &["4", "15", "20"])]
    #[case("two hundred and three-stage twenty-one", &["200w", "3w", "21w"])]
    #[case("half a million", &["500000w"])]
    #[case("the 3rd of 5 stages", &["3.", "5"])]
    #[case("GPT-4o, D^3QE, CIFAR-10, F1, top-5, L2, 3D, H100", &[])]
    #[case("256×256 images", &["256", "256"])]
    #[case("+3.5/7.6 points", &["3.5", "7.6"])]
    #[case("0에서 999까지", &["0", "999"])]
    #[case("twice as fast, doubling, tenfold", &["2w", "2w", "10w"])]
    #[case("절반으로 줄임", &["0.5w"])]
    #[case("2024년 50% 이상", &["2024", "~50%"])]
    #[case("five three-stage models", &["5w", "3w"])]
    fn reads_the_figures_of_a_sentence(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(read(text), expected);
    }

    #[test]
    fn the_scale_of_a_range_is_that_of_both_ends() {
        let tokens: Vec<Token<'_>> = tokens("2~3만 개, 3-4 million").collect();
        let also: Vec<Option<Decimal>> = figures(&tokens).into_iter().map(|figure| figure.also).collect();
        let whole = |n| Some(Decimal::whole(n));
        assert_eq!(also, [whole(20_000), None, whole(3_000_000), None]);
    }
}
