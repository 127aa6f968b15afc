//! Reads what a figure measures: a percentage, a factor, a count, a span of time, a size. A figure that the source has only as
//! another quantity is not the source's figure: 40 times is not 40 %, and 30 s is not 30 ms, but 0.03 s is.

use super::decimal::Decimal;
use super::figure::Figure;
use super::form::Form;
use super::token::{Kind, Token};

/// The quantities that a figure can measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quantity {
    /// A number that says nothing more: a score, a cell of a table.
    Bare,
    /// So many things.
    Count,
    /// A percentage.
    Percent,
    /// Points of a scale, such as percentage points.
    Points,
    /// So many times as much.
    Factor,
    /// `times`, which repeats or multiplies.
    Repeat,
    /// A year of the calendar.
    Year,
    /// A part of a name, such as a version: `Llama 3`, `top-5`.
    Name,
    /// A measure with a unit.
    Measure(Unit),
}

impl Quantity {
    /// The bit of this quantity in a set.
    pub(super) const fn bit(self) -> u16 {
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

    /// The bits of what a source may say where this is meant.
    pub(super) const fn kin(self) -> u16 {
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
}

/// A unit: what it measures, and how many of the base unit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    /// The dimension of the measure.
    pub(super) dimension: Dimension,
    times: u64,
    power: i32,
}

impl Unit {
    /// A value in base units; `None` for what has too many digits.
    pub(super) fn base(self, value: Decimal) -> Option<Decimal> {
        Some(value.times(Decimal::whole(self.times))?.shifted(self.power))
    }
}

/// The dimensions of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Dimension {
    /// Seconds.
    Time,
    /// Months: how many days they have differs.
    Calendar,
    /// Bytes; those of 1,024 are not told from those of 1,000.
    Bytes,
    /// Bits.
    Bits,
    /// Hertz.
    Frequency,
    /// Frames a second.
    Frames,
    /// Meters.
    Length,
    /// Grams.
    Mass,
    /// Watts.
    Power,
    /// Joules.
    Energy,
    /// Electronvolts.
    ElectronVolts,
    /// Operations.
    Operations,
    /// Decibels.
    Decibels,
    /// Degrees Celsius.
    Celsius,
    /// Degrees Fahrenheit.
    Fahrenheit,
    /// Dollars.
    Dollars,
    /// Euros.
    Euros,
}

/// The unit that a word is.
pub(super) fn unit(word: &str) -> Option<Unit> {
    let glued = || GLUED.iter().find(|(glued, _)| *glued == word).map(|&(_, measured)| measured);
    let (dimension, times, power) =
        time(word).or_else(|| data(word)).or_else(|| matter(word)).or_else(glued)?;
    Some(Unit { dimension, times, power })
}

/// The dimension of a unit, and its size in base units: times a number, times a power of ten.
type Measured = (Dimension, u64, i32);

/// Reads units of time.
fn time(word: &str) -> Option<Measured> {
    use Dimension::{Calendar, Time};
    Some(match word {
        "ns" | "nanosecond" | "nanoseconds" => (Time, 1, -9),
        "us" | "μs" | "microsecond" | "microseconds" => (Time, 1, -6),
        "ms" | "msec" | "millisecond" | "milliseconds" => (Time, 1, -3),
        "s" | "sec" | "secs" | "second" | "seconds" => (Time, 1, 0),
        "min" | "mins" | "minute" | "minutes" => (Time, 60, 0),
        "h" | "hr" | "hrs" | "hour" | "hours" => (Time, 3600, 0),
        "day" | "days" => (Time, 86_400, 0),
        "week" | "weeks" | "wk" | "wks" | "周" => (Time, 604_800, 0),
        "month" | "months" => (Calendar, 1, 0),
        "year" | "years" | "yr" | "yrs" => (Calendar, 12, 0),
        _ => return None,
    })
}

/// Reads units of what is stored, computed, shown or paid.
fn data(word: &str) -> Option<Measured> {
    use Dimension::{Bits, Bytes, Decibels, Dollars, Euros, Frames, Frequency, Operations};
    Some(match word {
        "byte" | "bytes" => (Bytes, 1, 0),
        "KB" | "kB" | "KiB" | "kilobyte" | "kilobytes" => (Bytes, 1, 3),
        "MB" | "MiB" | "megabyte" | "megabytes" => (Bytes, 1, 6),
        "GB" | "GiB" | "gigabyte" | "gigabytes" => (Bytes, 1, 9),
        "TB" | "TiB" | "terabyte" | "terabytes" | "테라바이트" => (Bytes, 1, 12),
        "PB" | "PiB" | "petabyte" | "petabytes" => (Bytes, 1, 15),
        "bit" | "bits" => (Bits, 1, 0),
        "Hz" | "hertz" | "헤르츠" | "赫兹" | "ヘルツ" => (Frequency, 1, 0),
        "kHz" | "KHz" | "kilohertz" => (Frequency, 1, 3),
        "MHz" | "megahertz" => (Frequency, 1, 6),
        "GHz" | "gigahertz" => (Frequency, 1, 9),
        "FPS" | "fps" => (Frames, 1, 0),
        "FLOPs" | "FLOPS" => (Operations, 1, 0),
        "MFLOPs" | "MFLOPS" => (Operations, 1, 6),
        "GFLOPs" | "GFLOPS" => (Operations, 1, 9),
        "TFLOPs" | "TFLOPS" => (Operations, 1, 12),
        "PFLOPs" | "PFLOPS" => (Operations, 1, 15),
        "dB" | "decibel" | "decibels" | "데시벨" | "分贝" => (Decibels, 1, 0),
        "USD" | "dollar" | "dollars" => (Dollars, 1, 0),
        "EUR" | "euro" | "euros" | "유로" | "欧元" | "ユーロ" => (Euros, 1, 0),
        _ => return None,
    })
}

/// Reads units of lengths, masses and energies.
fn matter(word: &str) -> Option<Measured> {
    use Dimension::{ElectronVolts, Energy, Length, Mass, Power};
    Some(match word {
        "nm" | "nanometer" | "nanometers" | "나노미터" | "纳米" => (Length, 1, -9),
        "um" | "μm" | "micrometer" | "micrometers" | "micron" | "microns" | "微米" => (Length, 1, -6),
        "mm" | "millimeter" | "millimeters" | "毫米" => (Length, 1, -3),
        "cm" | "centimeter" | "centimeters" | "센티미터" | "厘米" => (Length, 1, -2),
        "m" | "meter" | "meters" | "metre" | "metres" | "미터" | "米" | "メートル" => (Length, 1, 0),
        "km" | "kilometer" | "kilometers" | "公里" | "千米" => (Length, 1, 3),
        "mg" | "milligram" | "milligrams" | "毫克" => (Mass, 1, -3),
        "g" | "gram" | "grams" | "그램" | "グラム" => (Mass, 1, 0),
        "kg" | "kilogram" | "kilograms" | "킬로그램" | "公斤" | "千克" => (Mass, 1, 3),
        "mW" | "milliwatt" | "milliwatts" => (Power, 1, -3),
        "W" | "watt" | "watts" | "와트" | "瓦" | "ワット" => (Power, 1, 0),
        "kW" | "kilowatt" | "kilowatts" | "킬로와트" | "千瓦" => (Power, 1, 3),
        "MW" | "megawatt" | "megawatts" => (Power, 1, 6),
        "GW" | "gigawatt" | "gigawatts" => (Power, 1, 9),
        "mJ" => (Energy, 1, -3),
        "J" | "joule" | "joules" => (Energy, 1, 0),
        "kJ" | "kilojoule" | "kilojoules" => (Energy, 1, 3),
        "eV" => (ElectronVolts, 1, 0),
        "keV" => (ElectronVolts, 1, 3),
        "MeV" => (ElectronVolts, 1, 6),
        "GeV" => (ElectronVolts, 1, 9),
        "TeV" => (ElectronVolts, 1, 12),
        _ => return None,
    })
}

/// Units of other scripts, which particles may be glued to.
const GLUED: [(&str, Measured); 57] = [
    ("마이크로초", (Dimension::Time, 1, -6)),
    ("マイクロ秒", (Dimension::Time, 1, -6)),
    ("나노초", (Dimension::Time, 1, -9)),
    ("밀리초", (Dimension::Time, 1, -3)),
    ("ナノ秒", (Dimension::Time, 1, -9)),
    ("ミリ秒", (Dimension::Time, 1, -3)),
    ("纳秒", (Dimension::Time, 1, -9)),
    ("微秒", (Dimension::Time, 1, -6)),
    ("毫秒", (Dimension::Time, 1, -3)),
    ("秒钟", (Dimension::Time, 1, 0)),
    ("秒間", (Dimension::Time, 1, 0)),
    ("초", (Dimension::Time, 1, 0)),
    ("秒", (Dimension::Time, 1, 0)),
    ("분간", (Dimension::Time, 60, 0)),
    ("분", (Dimension::Time, 60, 0)),
    ("分钟", (Dimension::Time, 60, 0)),
    ("分鐘", (Dimension::Time, 60, 0)),
    ("分間", (Dimension::Time, 60, 0)),
    ("시간", (Dimension::Time, 3600, 0)),
    ("小时", (Dimension::Time, 3600, 0)),
    ("小時", (Dimension::Time, 3600, 0)),
    ("時間", (Dimension::Time, 3600, 0)),
    ("일간", (Dimension::Time, 86_400, 0)),
    ("天", (Dimension::Time, 86_400, 0)),
    ("日間", (Dimension::Time, 86_400, 0)),
    ("주간", (Dimension::Time, 604_800, 0)),
    ("週間", (Dimension::Time, 604_800, 0)),
    ("개월", (Dimension::Calendar, 1, 0)),
    ("个月", (Dimension::Calendar, 1, 0)),
    ("個月", (Dimension::Calendar, 1, 0)),
    ("ヶ月", (Dimension::Calendar, 1, 0)),
    ("か月", (Dimension::Calendar, 1, 0)),
    ("년간", (Dimension::Calendar, 12, 0)),
    ("년", (Dimension::Calendar, 12, 0)),
    ("カ月", (Dimension::Calendar, 1, 0)),
    ("ヵ月", (Dimension::Calendar, 1, 0)),
    ("年間", (Dimension::Calendar, 12, 0)),
    ("年", (Dimension::Calendar, 12, 0)),
    ("기가바이트", (Dimension::Bytes, 1, 9)),
    ("메가바이트", (Dimension::Bytes, 1, 6)),
    ("비트", (Dimension::Bits, 1, 0)),
    ("比特", (Dimension::Bits, 1, 0)),
    ("ビット", (Dimension::Bits, 1, 0)),
    ("달러", (Dimension::Dollars, 1, 0)),
    ("美元", (Dimension::Dollars, 1, 0)),
    ("ドル", (Dimension::Dollars, 1, 0)),
    ("킬로바이트", (Dimension::Bytes, 1, 3)),
    ("バイト", (Dimension::Bytes, 1, 0)),
    ("メガバイト", (Dimension::Bytes, 1, 6)),
    ("ギガバイト", (Dimension::Bytes, 1, 9)),
    ("밀리미터", (Dimension::Length, 1, -3)),
    ("마이크로미터", (Dimension::Length, 1, -6)),
    ("ミリメートル", (Dimension::Length, 1, -3)),
    ("センチメートル", (Dimension::Length, 1, -2)),
    ("キロメートル", (Dimension::Length, 1, 3)),
    ("キログラム", (Dimension::Mass, 1, 3)),
    ("킬로미터", (Dimension::Length, 1, 3)),
];

/// The most characters of a unit of other scripts: `センチメートル`.
const LONGEST_UNIT: usize = 7;

/// The unit that a run begins with, the longest where one begins another, if nothing but particles is glued to it.
fn glued(run: &str) -> Option<Unit> {
    let ends = run.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST_UNIT);
    let splits = ends.filter_map(|end| run.split_at_checked(end)).collect::<Vec<_>>();
    splits
        .into_iter()
        .rev()
        .find_map(|(word, rest)| unit(word).filter(|_| ends_unit(word, rest)))
        .or_else(|| minutes(run))
}

/// `30分で`: minutes where kana follow, as 分 alone is also a score in Chinese, and `分の` a part of so many.
fn minutes(run: &str) -> Option<Unit> {
    let rest = run.strip_prefix('分').filter(|rest| rest.starts_with(is_hiragana) && !rest.starts_with('の'));
    rest.and_then(|_| unit("分間"))
}

/// Words that count things in other scripts, at the beginning of what is glued to a figure.
const COUNTERS: [&str; 43] = [
    "개", "가지", "종", "명", "곳", "쌍", "층", "편", "건", "장", "단계", "회", "번", "차례", "대", "토큰",
    "문장", "단어", "문항", "문제", "个", "個", "种", "種", "项", "項", "类", "类别", "张", "枚", "篇", "名",
    "人", "次", "步", "层", "層", "つ", "件", "条", "回", "台", "块",
];

/// Returns the quantity that the figure made of these tokens measures.
pub(super) fn quantity(tokens: &[Token<'_>], figure: &Figure) -> Quantity {
    let last = figure.tokens.end.checked_sub(1).and_then(|at| tokens.get(at));
    let next = tokens.get(figure.tokens.end);
    match figure.form {
        Form::Percent if is_points(last, next) => return Quantity::Points,
        Form::Percent => return Quantity::Percent,
        Form::Word if last.is_some_and(|token| multiplies(token.text)) => return Quantity::Factor,
        Form::Word if last.is_some_and(|token| matches!(token.text, "twice" | "Twice" | "thrice")) => {
            return Quantity::Repeat;
        }
        _ => {}
    }
    if let Some(unit) = money(tokens, figure) {
        return Quantity::Measure(unit);
    }
    let own = last.and_then(|token| own_unit(token.text)).filter(|own| !own.is_empty());
    match own {
        Some(own) => latin(own, None, figure),
        None => next.map_or(Quantity::Bare, |next| behind(tokens, next, figure)),
    }
    .or_multiplied(tokens, figure)
    .or_named(tokens, figure)
}

impl Quantity {
    /// `3 times faster`, `by 40 times` and `34.88 times` multiply; `ran 5 times` repeats.
    fn or_multiplied(self, tokens: &[Token<'_>], figure: &Figure) -> Self {
        let word = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map_or("", |token| token.text);
        if self != Self::Repeat || word(Some(figure.tokens.end)) != "times" {
            return self;
        }
        let before = word(figure.tokens.start.checked_sub(1));
        let multiplies = figure.value.small().is_none()
            || before == "by"
            || is_compared(word(figure.tokens.end.checked_add(1)));
        if multiplies { Self::Factor } else { self }
    }

    /// A number with nothing behind it that follows a name belongs to the name.
    fn or_named(self, tokens: &[Token<'_>], figure: &Figure) -> Self {
        let back = |by: usize| figure.tokens.start.checked_sub(by).and_then(|at| tokens.get(at));
        // The first word of a sentence has its capital from there: `Across 5 benchmarks`.
        let begins = back(2).is_none_or(|sign| matches!(sign.text, "." | "!" | "?" | ":"));
        let before = back(1).filter(|token| {
            !begins || token.text.chars().skip(1).any(char::is_uppercase) || figure.value.small().is_none()
        });
        let named = before.is_some_and(|token| {
            token.kind == Kind::Latin
                && token.text.chars().count() > 1
                && token.text.starts_with(|c: char| c.is_uppercase())
        });
        let digits = figure.form == Form::Digits && figure.tokens.len() == 1;
        if self == Self::Bare && named && digits { Self::Name } else { self }
    }
}

/// True for what follows `times` where it multiplies: `faster`, `as many`, `the size`, `that of`.
fn is_compared(word: &str) -> bool {
    const OTHER: [&str; 9] =
        ["per", "over", "under", "after", "later", "rather", "either", "whether", "further"];
    const NOUNS: [&str; 7] =
        ["improvement", "increase", "reduction", "decrease", "gain", "speedup", "acceleration"];
    matches!(word, "as" | "the" | "that" | "those" | "of" | "more" | "less" | "worse" | "its")
        || word.ends_with("er") && !OTHER.contains(&word)
        || NOUNS.contains(&word)
}

/// `%p`, `percentage points`, `퍼센트포인트`.
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

/// `doubled`, `threefold`, `ten-fold`.
fn multiplies(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    lower.ends_with("fold") || ["doubl", "tripl", "quadrupl"].iter().any(|stem| lower.starts_with(stem))
}

/// Returns what a token has behind its last digit: `GB` of `80GB`, `layer` of `12-layer`; the letters of a scale are no unit.
fn own_unit(text: &str) -> Option<&str> {
    let Some(end) = text.rfind(|c: char| c.is_ascii_digit()) else {
        return text.split_once('-').map(|(_, word)| word);
    };
    let letters = text.get(end + 1..)?;
    let bare = letters
        .strip_prefix(['K', 'k', 'M', 'B', 'T'])
        .filter(|rest| rest.is_empty() || rest.starts_with('-'));
    Some(bare.unwrap_or(letters).trim_start_matches('-'))
}

/// `$5`, `€3 million`.
fn money(tokens: &[Token<'_>], figure: &Figure) -> Option<Unit> {
    match figure.tokens.start.checked_sub(1).and_then(|at| tokens.get(at))?.text {
        "$" => unit("USD"),
        "€" => unit("EUR"),
        _ => None,
    }
}

/// Reads the token behind a figure.
fn behind(tokens: &[Token<'_>], next: &Token<'_>, figure: &Figure) -> Quantity {
    let after = tokens.get(figure.tokens.end + 1);
    match next.kind {
        Kind::Latin => latin(next.text, after, figure),
        Kind::Other => other(next.text, figure),
        Kind::Sign => match (next.text, after) {
            ("×", Some(after)) if starts_with_digit(after) => Quantity::Bare,
            ("×", Some(after)) if after.text.starts_with(char::is_uppercase) => Quantity::Repeat,
            ("×", _) => Quantity::Factor,
            ("°", Some(after)) if after.text.starts_with('C') => degrees(Dimension::Celsius),
            ("°", Some(after)) if after.text.starts_with('F') => degrees(Dimension::Fahrenheit),
            _ => Quantity::Bare,
        },
    }
}

fn starts_with_digit(token: &Token<'_>) -> bool {
    token.text.starts_with(|c: char| c.is_ascii_digit())
}

const fn degrees(dimension: Dimension) -> Quantity {
    Quantity::Measure(Unit { dimension, times: 1, power: 0 })
}

/// Reads a Latin word behind a figure.
fn latin(word: &str, after: Option<&Token<'_>>, figure: &Figure) -> Quantity {
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
        _ => {}
    }
    if let Some(unit) = unit(first) {
        return Quantity::Measure(unit);
    }
    let devices = first.len() > 3
        && first.strip_suffix('s').is_some_and(|word| word.chars().all(|c| c.is_ascii_uppercase()));
    let plural = devices
        || first.len() > 3
            && first.ends_with('s')
            && !first.ends_with("ss")
            && !first.starts_with(char::is_uppercase);
    let counted =
        plural || figure.form == Form::Word || (word.len() > first.len()) || is_compound(first, figure);
    if counted && figure.value.small().is_some() { Quantity::Count } else { Quantity::Bare }
}

/// `12-layer` counts layers; the word is part of the figure's own token there.
fn is_compound(word: &str, figure: &Figure) -> bool {
    figure.form == Form::Digits
        && matches!(word, "layer" | "stage" | "step" | "way" | "shot" | "class" | "dimensional" | "parameter")
}

/// Reads a word of another script behind a figure.
fn other(run: &str, figure: &Figure) -> Quantity {
    /// Years of the calendar that papers speak of.
    const YEARS: std::ops::RangeInclusive<u64> = 1800..=2100;
    if super::korean::is_factor(run) || run.starts_with('倍') {
        return Quantity::Factor;
    }
    if ["포인트", "ポイント", "个点", "個點"].iter().any(|points| run.starts_with(points)) {
        return Quantity::Points;
    }
    let year = figure.value.small().is_some_and(|value| YEARS.contains(&value));
    if year && run.starts_with(['년', '年']) {
        return Quantity::Year;
    }
    if let Some(unit) = glued(run) {
        return Quantity::Measure(unit);
    }
    let counted = COUNTERS.iter().any(|counter| run.starts_with(counter));
    if counted { Quantity::Count } else { Quantity::Bare }
}

/// True for what may be glued behind a unit; `초기` and `분석` are words of their own, and `ビットマップ` is.
fn ends_unit(word: &str, rest: &str) -> bool {
    let han = rest.starts_with(|c: char| ('一'..='鿿').contains(&c));
    let is_kana = word.starts_with(|c: char| ('ァ'..='ヿ').contains(&c));
    // 周 is a round in Japanese, and 天 and 米 measure nothing there.
    let japanese = !matches!(word, "周" | "天" | "米");
    let kana =
        rest.starts_with(is_hiragana) || !is_kana && rest.starts_with(|c: char| ('ァ'..='ヿ').contains(&c));
    (han && !rest.starts_with(['代', '级', '間', '度', '的']))
        || japanese && kana
        || super::korean::is_particle(rest)
}

fn is_hiragana(c: char) -> bool {
    ('ぁ'..='ゟ').contains(&c)
}

/// On which side of the true value a figure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// `at least`, `over`, `≥`, `이상`: the value is this or more.
    Least,
    /// `at most`, `up to`, `<`, `이하`: the value is this or less.
    Most,
}

/// The side that words and signs around a figure say.
pub(super) fn side(tokens: &[Token<'_>], figure: &Figure) -> Option<Side> {
    before(tokens, figure).or_else(|| {
        let runs = [0, 1].into_iter().filter_map(|by| tokens.get(figure.tokens.end + by));
        runs.filter(|run| run.kind == Kind::Other).find_map(|run| {
            let counted =
                run.text.char_indices().nth(1).and_then(|(at, _)| run.text.get(at..)).unwrap_or_default();
            let says = |words: &[&str]| {
                words.iter().any(|word| run.text.starts_with(word) || counted.starts_with(word))
            };
            match (says(&["이상", "초과", "以上"]), says(&["이하", "미만", "以下", "未満", "未满"]))
            {
                (true, _) => Some(Side::Least),
                (_, true) => Some(Side::Most),
                _ => None,
            }
        })
    })
}

fn before(tokens: &[Token<'_>], figure: &Figure) -> Option<Side> {
    let word = |by: usize| {
        figure.tokens.start.checked_sub(by).and_then(|at| tokens.get(at)).map_or("", |token| token.text)
    };
    let negated = matches!(word(3), "no" | "not");
    match (word(2), word(1)) {
        (_, "<" | "≤" | "⩽" | "≦" | "최대") | ("at", "most") | ("up", "to") => Some(Side::Most),
        (_, ">" | "≥" | "⩾" | "≧" | "최소") | ("at", "least") => Some(Side::Least),
        ("less" | "fewer" | "lower" | "smaller", "than") => {
            Some(if negated { Side::Least } else { Side::Most })
        }
        ("more" | "greater" | "higher" | "larger", "than") => {
            Some(if negated { Side::Most } else { Side::Least })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::figure::figures;
    use crate::token::tokens;

    fn last<T>(text: &str, of: fn(&[Token<'_>], &Figure) -> T) -> T {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        of(&tokens, figures(&tokens).last().unwrap())
    }

    #[rstest]
    #[case("40% of users", Quantity::Percent)]
    #[case("2.5%p 향상", Quantity::Points)]
    #[case("2.5 percentage points", Quantity::Points)]
    #[case("3× faster", Quantity::Factor)]
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
    #[case("a score of 85.3 on it", Quantity::Bare)]
    #[case("85.3 points", Quantity::Points)]
    #[case("Across 5 challenging benchmarks", Quantity::Bare)]
    #[case("2024년", Quantity::Year)]
    #[case("LingBot 3.0이", Quantity::Name)]
    #[case("30 초기 조건", Quantity::Bare)]
    fn tells_what_a_figure_measures(#[case] text: &str, #[case] expected: Quantity) {
        assert_eq!(last(text, quantity), expected);
    }

    #[rstest]
    #[case("30 ms", "0.03초")]
    #[case("2 hours", "120분")]
    #[case("2 hours", "120分钟")]
    #[case("80GB", "0.08 TB")]
    #[case("$5", "5달러")]
    #[case("1.5 years", "18개월")]
    #[case("12.4 s", "12400ミリ秒から")]
    #[case("12 hours", "12時間で")]
    #[case("2 hours", "120分で")]
    #[case("1.5 years", "18カ月の")]
    #[case("80 GB", "80ギガバイトの")]
    #[case("5 bits", "5ビットに")]
    #[case("30 seconds", "30秒ビデオ")]
    #[case("5 kilograms", "5킬로그램")]
    #[case("5 nanometers", "5纳米")]
    #[case("2 kilometers", "2000メートルの")]
    fn units_convert(#[case] one: &str, #[case] other: &str) {
        let base = |text: &str| {
            let tokens: Vec<Token<'_>> = tokens(text).collect();
            let figure = figures(&tokens).remove(0);
            let Quantity::Measure(unit) = quantity(&tokens, &figure) else { panic!("{text}") };
            (unit.dimension, unit.base(figure.value))
        };
        assert_eq!(base(one), base(other));
    }

    #[rstest]
    #[case("p < 0.05", Some(Side::Most))]
    #[case("p > 0.05", Some(Side::Least))]
    #[case("at most 5", Some(Side::Most))]
    #[case("no more than 5", Some(Side::Most))]
    #[case("5개 이상", Some(Side::Least))]
    #[case("5개", None)]
    fn tells_on_which_side_a_figure_stands(#[case] text: &str, #[case] expected: Option<Side>) {
        assert_eq!(last(text, side), expected);
    }
}
