//! Determines what a number measures: a percentage, a factor, a count, a time, a size. A number that the source has only as another
//! quantity is not supported: 40 times is not 40 %, and 30 s is not 30 ms, but 0.03 s is.

use crate::number::Number;
use crate::number::decimal::Decimal;
use crate::number::form::Form;
use crate::number::unit::{Unit, glued, is_raised, unit};
use crate::number::{degrees, korean, speed};
use crate::text::token::{Around, Kind, Token};

/// The quantity that a number measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// Unknown, as for a score or a cell of a table.
    Bare,
    /// A number of things.
    Count,
    /// A percentage.
    Percent,
    /// Points of a scale, such as percentage points.
    Points,
    /// A factor.
    Factor,
    /// `times`, which may mean repetition or multiplication.
    Repeat,
    /// A calendar year.
    Year,
    /// Part of a name, such as a version: `Llama 3`, `top-5`.
    Name,
    /// A measure with a unit.
    Measure(Unit),
}

impl Quantity {
    /// Returns the bit of this quantity in a set.
    pub(crate) const fn bit(self) -> u16 {
        match self {
            Self::Bare => 1,
            Self::Count => 2,
            Self::Percent => 4,
            Self::Points => 8,
            Self::Factor => 16,
            Self::Repeat => 32,
            Self::Year => 64,
            Self::Name => 128,
            Self::Measure(_) => 256,
        }
    }

    /// Returns the quantities that the source may have for this one, as bits.
    pub(crate) const fn kin(self) -> u16 {
        const SHARE: u16 = Quantity::Percent.bit() | Quantity::Points.bit();
        let bare = Self::Bare.bit();
        match self {
            Self::Percent => Self::Percent.bit() | bare,
            Self::Points => SHARE | bare,
            Self::Factor => Self::Factor.bit() | Self::Repeat.bit() | bare,
            Self::Measure(_) => self.bit() | bare,
            Self::Count => {
                Self::Count.bit() | Self::Factor.bit() | Self::Repeat.bit() | Self::Name.bit() | bare
            }
            Self::Repeat => Self::Count.kin(),
            Self::Bare | Self::Year | Self::Name => u16::MAX,
        }
    }

    /// Returns true if another number may stand in place of one with this quantity: meters are not square kilometers.
    pub(crate) fn may_be(self, other: Self) -> bool {
        let other_dimension = matches!(
            (self, other),
            (Self::Measure(own), Self::Measure(unit)) if own.dimension != unit.dimension
        );
        other.bit() & self.kin() != 0 && !other_dimension
    }
}

/// Counters of other scripts, at the beginning of the text attached to a number.
pub(crate) const COUNTERS: [&str; 43] = [
    "개", "가지", "종", "명", "곳", "쌍", "층", "편", "건", "장", "단계", "회", "번", "차례", "대", "토큰",
    "문장", "단어", "문항", "문제", "个", "個", "种", "種", "项", "項", "类", "类别", "张", "枚", "篇", "名",
    "人", "次", "步", "层", "層", "つ", "件", "条", "回", "台", "块",
];

/// Returns the quantity of a number.
pub(crate) fn quantity(tokens: &[Token<'_>], number: &Number) -> Quantity {
    let last = tokens.back(number.tokens.end, 1);
    let next = tokens.get(number.tokens.end);
    match number.form {
        Form::Percent if is_points(last, next) => return Quantity::Points,
        Form::Percent => return Quantity::Percent,
        Form::Word if last.is_some_and(|token| multiplies(token.text)) => return Quantity::Factor,
        Form::Word if last.is_some_and(|token| matches!(token.text, "twice" | "Twice" | "thrice")) => {
            return Quantity::Repeat;
        }
        _ => {}
    }
    if let Some(unit) = symbol(tokens, number) {
        return Quantity::Measure(unit);
    }
    if let Some(unit) = money(tokens, number) {
        return Quantity::Measure(unit);
    }
    if let Some(symbol) = degrees::scale(tokens, number) {
        return measured(symbol);
    }
    let own = last.and_then(|token| own_unit(token.text)).filter(|own| !own.is_empty());
    match (own, last.and_then(scaled_unit)) {
        (Some(own), _) => latin(own, None, number),
        (None, Some(run)) => other(run, number),
        (None, None) => next.map_or(Quantity::Bare, |next| behind(tokens, next, number)),
    }
    .or_multiplied(tokens, number)
    .or_named(tokens, number)
    .or_speed(tokens, number)
}

impl Quantity {
    /// Distinguishes multiplication (`3 times faster`, `by 40 times`, `34.88 times`) from repetition (`ran 5 times`).
    fn or_multiplied(self, tokens: &[Token<'_>], number: &Number) -> Self {
        let back = |by: usize| tokens.word_back(number.tokens.start, by);
        // Also matches the end of `a factor of 2 to 3`.
        if (back(2), back(1)) == ("factor", "of") || (back(4), back(3), back(1)) == ("factor", "of", "to") {
            return Self::Factor;
        }
        if self != Self::Repeat || tokens.word(number.tokens.end) != "times" {
            return self;
        }
        let multiplies = number.value.small().is_none()
            || back(1) == "by"
            || is_compared(tokens.word(number.tokens.end + 1));
        if multiplies { Self::Factor } else { self }
    }

    /// Makes a length per time a speed.
    fn or_speed(self, tokens: &[Token<'_>], number: &Number) -> Self {
        let Self::Measure(length) = self else { return self };
        speed::speed(tokens, number, length).map_or(self, Self::Measure)
    }

    /// Makes a number part of a name if it follows one and has no unit.
    fn or_named(self, tokens: &[Token<'_>], number: &Number) -> Self {
        let back = |by: usize| tokens.back(number.tokens.start, by);
        // The first word of a sentence may be capitalized only for that reason: `Across 5 benchmarks`.
        let begins = back(2).is_none_or(|sign| matches!(sign.text, "." | "!" | "?" | ":"));
        let before = back(1).filter(|token| {
            !begins || token.text.chars().skip(1).any(char::is_uppercase) || number.value.grain() < 1.0
        });
        let named = before.is_some_and(|token| {
            token.kind == Kind::Latin
                && token.text.chars().count() > 1
                && token.text.starts_with(|c: char| c.is_uppercase())
                && !is_plural(token.text)
        });
        let grouped = tokens.get(number.tokens.start).is_some_and(|token| token.text.contains(','));
        let digits = number.form == Form::Digits && number.tokens.len() == 1 && !grouped;
        if self == Self::Bare && named && digits { Self::Name } else { self }
    }
}

/// Returns true for words after `times` that show multiplication: `faster`, `as many`, `the size`, `that of`.
fn is_compared(word: &str) -> bool {
    const OTHER: [&str; 9] =
        ["per", "over", "under", "after", "later", "rather", "either", "whether", "further"];
    const NOUNS: [&str; 7] =
        ["improvement", "increase", "reduction", "decrease", "gain", "speedup", "acceleration"];
    matches!(word, "as" | "the" | "that" | "those" | "of" | "more" | "less" | "worse" | "its")
        || word.ends_with("er") && !OTHER.contains(&word)
        || NOUNS.contains(&word)
}

/// Returns true for points: `%p`, `percentage points`, `퍼센트포인트`.
fn is_points(last: Option<&Token<'_>>, next: Option<&Token<'_>>) -> bool {
    last.is_some_and(|token| {
        token.text == "pp"
            || ["포인트", "百分点", "百分點", "ポイント"].iter().any(|points| token.text.contains(points))
    }) || next.is_some_and(|token| {
        matches!(token.text, "p" | "pt" | "pts" | "point" | "points")
            || token.text.starts_with("포인트")
            || token.text.starts_with("ポイント")
    })
}

/// Returns true for words that multiply: `doubled`, `threefold`, `ten-fold`.
fn multiplies(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    lower.ends_with("fold") || ["doubl", "tripl", "quadrupl"].iter().any(|stem| lower.starts_with(stem))
}

/// Returns the unit within a number's token: `GB` of `80GB`, `layer` of `12-layer`. Letters of a scale are not a unit.
fn own_unit(text: &str) -> Option<&str> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.'));
    if unit.len() < text.len() && is_raised(unit) {
        return Some(unit);
    }
    let Some(end) = text.rfind(|c: char| c.is_ascii_digit()) else {
        return text.split_once('-').map(|(_, word)| word);
    };
    let letters = text.get(end + 1..)?;
    let bare = letters
        .strip_prefix(['K', 'k', 'M', 'B', 'T'])
        .filter(|rest| rest.is_empty() || rest.starts_with('-'));
    Some(bare.unwrap_or(letters).trim_start_matches('-'))
}

/// Returns the word attached to a scale: `달러` of `5만달러`.
fn scaled_unit<'a>(last: &Token<'a>) -> Option<&'a str> {
    let unit = last.text.trim_start_matches(['십', '백', '천', '만', '억', '조']);
    let scaled = last.kind == Kind::Other && unit.len() < last.text.len() && !unit.is_empty();
    scaled.then_some(unit)
}

/// Returns the unit of `300 K` and `5 T`, which may also be thousands and trillions.
fn symbol(tokens: &[Token<'_>], number: &Number) -> Option<Unit> {
    let last = tokens.back(number.tokens.end, 1).filter(|last| last.spaced)?;
    let next = tokens.get(number.tokens.end).filter(|next| next.spaced && next.kind == Kind::Latin);
    // `100 K images` is not a temperature.
    let counts = next.is_some_and(|next| is_plural(next.text));
    match last.text {
        _ if counts || number.tokens.len() < 2 => None,
        "K" => unit("kelvin"),
        "T" => unit("Tesla"),
        _ => None,
    }
}

impl Quantity {
    /// Returns the quantity of one of the values of a number: `300 K` is 300 kelvin, or 300,000 of something.
    pub(crate) fn of(self, value: Decimal, number: &Number, tokens: &[Token<'_>]) -> Self {
        let scaled = value == number.value && symbol(tokens, number).is_some();
        if scaled { Self::Bare } else { self }
    }
}

/// Returns the unit to which a measure is related: `mL` of `14 pg/mL`. A speed is a measure of its own.
pub(crate) fn per(tokens: &[Token<'_>], number: &Number, quantity: Quantity) -> Option<Unit> {
    let is_speed = matches!(quantity, Quantity::Measure(unit) if unit.is_speed());
    speed::related(tokens, number).filter(|_| !is_speed)
}

/// Returns the currency of an amount: `$5`, `€3 million`, `EUR 5`.
fn money(tokens: &[Token<'_>], number: &Number) -> Option<Unit> {
    let back = |by: usize| tokens.back(number.tokens.start, by);
    let code = back(1).filter(|code| is_currency_code(code.text));
    if let Some(unit) = code.and_then(|code| unit(code.text)) {
        return Some(unit);
    }
    let sign = back(1).filter(|sign| sign.kind == Kind::Sign && may_be_unit(sign.text))?;
    // Dollars of all countries are one, but reais are not dollars.
    let is_real = sign.is("$") && !sign.spaced && back(2).is_some_and(|before| before.text == "R");
    unit(if is_real { "BRL" } else { sign.text })
}

/// Returns false for the common signs, which are not units.
fn may_be_unit(sign: &str) -> bool {
    sign == "$" || !sign.is_ascii()
}

/// Returns true for three capitals, as in `EUR 500`; `FPS 30` has others.
fn is_currency_code(text: &str) -> bool {
    text.len() == 3 && text != "FPS" && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Returns the quantity according to the token after a number.
fn behind(tokens: &[Token<'_>], next: &Token<'_>, number: &Number) -> Quantity {
    let after = tokens.get(number.tokens.end + 1);
    match next.kind {
        // In `100 second-language learners`, nothing is measured in seconds, but `30 second-long clips` are; `30 mm-diameter` is clear.
        Kind::Latin if next.text.split_once('-').is_some_and(|(word, _)| is_unit_word(word)) => {
            Quantity::Bare
        }
        // `ngày 19 tháng 5` is a date.
        Kind::Latin if next.text == "tháng" && after.is_some_and(starts_with_digit) => Quantity::Bare,
        Kind::Latin => latin(next.text, after, number),
        Kind::Other if !next.spaced && next.text.starts_with('일') && lasts_days(tokens, next, number) => {
            measured("일간")
        }
        // `3.93日` is not a day of a month.
        Kind::Other if next.text.starts_with('日') && lasts_days_in_japanese(next.text, number) => {
            measured("日間")
        }
        Kind::Other => other(next.text, number),
        Kind::Sign => match (next.text, after) {
            ("×", Some(after)) if starts_with_digit(after) => Quantity::Bare,
            ("×", Some(after)) if after.text.starts_with(char::is_uppercase) => Quantity::Repeat,
            // A product: `5 × γ`.
            ("×", Some(after)) if after.kind == Kind::Latin && after.text.chars().count() == 1 => {
                Quantity::Bare
            }
            ("×", _) => Quantity::Factor,
            ("°", Some(after)) if after.text.starts_with('C') => measured("°C"),
            ("°", Some(after)) if after.text.starts_with('F') => measured("°F"),
            // `500 €`, but not the sign of the next amount.
            (sign, after)
                if may_be_unit(sign)
                    && (!next.spaced
                        || !after.is_some_and(|after| !after.spaced && starts_with_digit(after))) =>
            {
                measured(sign)
            }
            _ => Quantity::Bare,
        },
    }
}

/// Returns true for the days of a duration, `24일 동안` and `24일이었다`, and not for the day of a month.
fn lasts_days(tokens: &[Token<'_>], next: &Token<'_>, number: &Number) -> bool {
    /// The maximum number of days in a month.
    const DAYS: u64 = 31;
    const DURATIONS: [&str; 18] = [
        "동안", "이었", "씩", "마다", "이상", "이내", "이하", "미만", "만에", "후", "정도", "가량", "짜리",
        "내내", "이다", "걸", "소요", "지속",
    ];
    let after = tokens.get(number.tokens.end + 1).filter(|after| after.spaced);
    let rest = next.text.strip_prefix('일').unwrap_or_default();
    let lasts = |text: &str| DURATIONS.iter().any(|word| text.starts_with(word));
    let dated = tokens.word_back(number.tokens.start, 1).starts_with('월');
    let many = number.value.small().is_none_or(|days| days > DAYS) && korean::is_particle(rest);
    let next_lasts =
        |words: &[&str]| after.is_some_and(|after| words.iter().any(|word| after.text.starts_with(word)));
    let takes = matches!(rest, "이" | "은" | "가량" | "정도") && next_lasts(&["걸", "소요"]);
    !dated && (many || takes || lasts(rest) || rest.is_empty() && next_lasts(&DURATIONS))
}

/// Returns true for the days of a duration in Japanese: `3.93日`, `12日かかった`.
fn lasts_days_in_japanese(run: &str, number: &Number) -> bool {
    const TAKES: [&str; 5] = ["かか", "を要", "続", "にわた", "に及"];
    let rest = run.strip_prefix('日').unwrap_or_default();
    number.value.grain() < 1.0 || TAKES.iter().any(|word| rest.starts_with(word))
}

/// Returns true for a unit that is a word and not a symbol.
fn is_unit_word(word: &str) -> bool {
    word.len() > 2
        && word.bytes().all(|byte| byte.is_ascii_lowercase())
        && !matches!(word, "min" | "sec" | "hrs" | "msec" | "fps")
        && unit(word).is_some()
}

fn starts_with_digit(token: &Token<'_>) -> bool {
    token.text.starts_with(|c: char| c.is_ascii_digit())
}

/// Returns the measure in a unit, or an unknown quantity for a word that is none.
fn measured(word: &str) -> Quantity {
    unit(word).map_or(Quantity::Bare, Quantity::Measure)
}

/// Returns the quantity according to a Latin word after a number.
fn latin(word: &str, after: Option<&Token<'_>>, number: &Number) -> Quantity {
    let first = word.split('-').next().unwrap_or_default();
    if matches!(first, "x" | "X") {
        let more =
            after.is_some_and(|token| starts_with_digit(token) || token.text.starts_with(char::is_uppercase));
        return if more { Quantity::Repeat } else { Quantity::Factor };
    }
    match first {
        "times" => return Quantity::Repeat,
        "fold" => return Quantity::Factor,
        "point" | "points" | "pts" | "pp" => return Quantity::Points,
        "percentage" if word.contains("-point") => return Quantity::Points,
        _ => {}
    }
    if matches!(first, "frame" | "frames") && after.is_some_and(|token| matches!(token.text, "per" | "/")) {
        return measured("fps");
    }
    // `a 3 T-MRI`
    let unit = unit(first).or_else(|| unit("Tesla").filter(|_| first == "T" && word.len() > 1));
    if let Some(unit) = unit {
        return Quantity::Measure(unit);
    }
    let devices = first.len() > 3
        && first.strip_suffix('s').is_some_and(|word| word.chars().all(|c| c.is_ascii_uppercase()));
    let plural = devices || is_plural(first) && !first.starts_with(char::is_uppercase);
    let counted =
        plural || number.form == Form::Word || (word.len() > first.len()) || is_compound(first, number);
    if counted && number.value.small().is_some() { Quantity::Count } else { Quantity::Bare }
}

/// Returns true for a plural in lower case after its first letter: `Tasks 97` is a row of a table, and not a name.
fn is_plural(word: &str) -> bool {
    let ordinary = word.chars().skip(1).all(char::is_lowercase);
    ordinary && word.len() > 3 && word.ends_with('s') && !word.ends_with("ss")
}

/// Returns true for a number of any size before a plural: `10,000 permutations`.
pub(crate) fn counts_plural(tokens: &[Token<'_>], number: &Number) -> bool {
    let noun = tokens.get(number.tokens.end).filter(|noun| noun.kind == Kind::Latin);
    number.form == Form::Digits
        && noun.is_some_and(|noun| is_plural(noun.text) && noun.text.starts_with(char::is_lowercase))
}

/// Returns true for words that are counted when hyphenated to the number's token: `12-layer`.
fn is_compound(word: &str, number: &Number) -> bool {
    number.form == Form::Digits
        && matches!(word, "layer" | "stage" | "step" | "way" | "shot" | "class" | "dimensional" | "parameter")
}

/// Returns the quantity according to a word in another script after a number.
fn other(run: &str, number: &Number) -> Quantity {
    /// The calendar years that papers mention.
    const YEARS: std::ops::RangeInclusive<u64> = 1800..=2100;
    if korean::is_factor(run) || run.starts_with('倍') {
        return Quantity::Factor;
    }
    if ["포인트", "ポイント", "个点", "個點"].iter().any(|points| run.starts_with(points)) {
        return Quantity::Points;
    }
    let year = number.value.small().is_some_and(|value| YEARS.contains(&value));
    if year && run.starts_with(['년', '年']) {
        return Quantity::Year;
    }
    if let Some(unit) = glued(run) {
        return Quantity::Measure(unit);
    }
    // `15.7个F1点` is not a count.
    let counted = number.value.grain() >= 1.0 && COUNTERS.iter().any(|counter| run.starts_with(counter));
    if counted { Quantity::Count } else { Quantity::Bare }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::number::numbers;
    use crate::text::token::tokens;

    #[rstest]
    #[case("40% of users", Quantity::Percent)]
    #[case("2.5%p 향상", Quantity::Points)]
    #[case("2.5 percentage points", Quantity::Points)]
    #[case("3× faster", Quantity::Factor)]
    #[case("5 × γ", Quantity::Bare)]
    #[case("5.7x less", Quantity::Factor)]
    #[case("a 10-fold gain", Quantity::Factor)]
    #[case("a tenfold gain", Quantity::Factor)]
    #[case("40배 향상", Quantity::Factor)]
    #[case("40倍", Quantity::Factor)]
    #[case("두 배의 속도", Quantity::Factor)]
    #[case("크기 32 배치", Quantity::Bare)]
    #[case("ran 5 times", Quantity::Repeat)]
    #[case("ran 5 times over night", Quantity::Repeat)]
    #[case("5 times faster", Quantity::Factor)]
    #[case("5 times as many", Quantity::Factor)]
    #[case("5 times the size", Quantity::Factor)]
    #[case("improves by 40 times", Quantity::Factor)]
    #[case("5.7 times", Quantity::Factor)]
    #[case("by a factor of two to three", Quantity::Factor)]
    #[case("提升15.7个F1点", Quantity::Bare)]
    #[case("2.5个百分点", Quantity::Points)]
    #[case("2.5パーセントポイント", Quantity::Points)]
    #[case("31个点精度", Quantity::Points)]
    #[case("16프레임", Quantity::Bare)]
    #[case("85分", Quantity::Bare)]
    #[case("3ビットマップ", Quantity::Bare)]
    #[case("5周の走行", Quantity::Bare)]
    #[case("8× A100", Quantity::Repeat)]
    #[case("12 layers", Quantity::Count)]
    #[case("12개의 층", Quantity::Count)]
    #[case("3만개의 문장", Quantity::Count)]
    #[case("a score of 85.3 on it", Quantity::Bare)]
    #[case("85.3 points", Quantity::Points)]
    #[case("a 72-percentage-point range", Quantity::Points)]
    #[case("Across 5 challenging benchmarks", Quantity::Bare)]
    #[case("2024년", Quantity::Year)]
    #[case("LingBot 3.0이", Quantity::Name)]
    #[case("30 초기 조건", Quantity::Bare)]
    #[case("# Tasks 97 Avg", Quantity::Bare)]
    fn tells_what_a_number_measures(#[case] text: &str, #[case] expected: Quantity) {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        assert_eq!(quantity(&tokens, numbers(&tokens).last().unwrap()), expected);
    }
}
