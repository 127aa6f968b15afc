//! Finds words of direction: more or less, better or worse. A nearby word such as `error` or `정확도` determines which is which: less
//! error is better, less accuracy is worse.

mod european;

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::token::{Around, Kind, Token};

/// The meaning of a word, as a set of bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sense(u8);

impl Sense {
    /// A word that may agree with another, but is too common to contradict: `poor`, `limited`.
    const FAINT: Self = Self(64);
    /// A phrase that contains a listed word but no direction, such as "gradient descent".
    const NONE: Self = Self(0);
    /// There is more of something.
    const UP: Self = Self(1);
    /// There is less of something.
    const DOWN: Self = Self(2);
    /// Something is or becomes better.
    const GOOD: Self = Self(4);
    /// Something is or becomes worse.
    const BAD: Self = Self(8);
    /// A quantity of which more is better.
    const WELCOME: Self = Self(16);
    /// A quantity of which less is better.
    const UNWELCOME: Self = Self(32);

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns true if it has any of these bits.
    const fn is_any(self, bits: Self) -> bool {
        self.0 & bits.0 != 0
    }

    /// Returns true if another sense is the opposite, false if it is the same, and `None` if they cannot be compared. If both are
    /// better or worse, that decides, because less of one quantity may be more of another.
    pub(crate) const fn opposes(self, other: Self) -> Option<bool> {
        match (self.side(Self::GOOD, Self::BAD), other.side(Self::GOOD, Self::BAD)) {
            (Some(own), Some(other)) => Some(own != other),
            _ => match (self.side(Self::UP, Self::DOWN), other.side(Self::UP, Self::DOWN)) {
                (Some(own), Some(other)) => Some(own != other),
                _ => None,
            },
        }
    }

    /// Returns true for the first side, false for the other, and `None` for neither or both.
    const fn side(self, one: Self, other: Self) -> Option<bool> {
        match (self.is_any(one), self.is_any(other)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    }

    /// Returns true if there is more, false if there is less, and `None` if that is not known.
    pub(crate) const fn is_more(self) -> Option<bool> {
        self.side(Self::UP, Self::DOWN)
    }

    /// Returns true for words that may contradict others.
    pub(crate) const fn is_plain(self) -> bool {
        !self.is_any(Self::FAINT)
    }

    /// Returns true for something that is or becomes worse.
    pub(crate) const fn is_bad(self) -> bool {
        matches!(self.side(Self::GOOD, Self::BAD), Some(false))
    }

    const fn is_direction(self) -> bool {
        self.0 & (Self::UP.0 | Self::DOWN.0 | Self::GOOD.0 | Self::BAD.0) != 0
    }

    /// Combines the direction with a nearby quantity: less error is better, and a better error is less.
    const fn about(self, thing: Self) -> Self {
        let turned = thing.is_any(Self::UNWELCOME);
        // `提升` always means that something gets better.
        if turned && self.is_any(Self::UP) && self.is_any(Self::GOOD) {
            return self;
        }
        let faint = Self(self.0 & Self::FAINT.0);
        let amount = match (self.side(Self::UP, Self::DOWN), self.side(Self::GOOD, Self::BAD)) {
            (Some(more), _) => more,
            (None, Some(better)) => better != turned,
            (None, None) => return self,
        };
        let worth = if amount == turned { Self::BAD } else { Self::GOOD };
        worth.and(if amount { Self::UP } else { Self::DOWN }).and(faint)
    }
}

const UP: Sense = Sense::UP;
const DOWN: Sense = Sense::DOWN;
const GOOD: Sense = Sense::GOOD;
const BAD: Sense = Sense::BAD;
const RAISED: Sense = UP.and(GOOD);
const SUNK: Sense = DOWN.and(BAD);

/// A word of direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Turn<'a> {
    /// The index of its token.
    pub(crate) at: usize,
    /// The word, or the part of it that is in the list.
    pub(crate) word: &'a str,
    pub(crate) sense: Sense,
}

/// A listed word and its position.
struct Mark<'a> {
    at: usize,
    start: usize,
    word: &'a str,
    sense: Sense,
}

/// Returns the words of direction in a sentence.
pub(crate) fn turns<'a>(tokens: &[Token<'a>]) -> Vec<Turn<'a>> {
    turns_of(tokens, &marks(tokens))
}

/// Returns the words of direction in a sentence in German, French or Spanish.
pub(crate) fn european_turns<'a>(tokens: &[Token<'a>]) -> Vec<Turn<'a>> {
    let mark = |(at, token): (usize, &Token<'a>)| {
        let sense = european::sense(token.text)?;
        Some(Mark { at, start: token.start, word: token.text, sense })
    };
    turns_of(tokens, &tokens.iter().enumerate().filter_map(mark).collect::<Vec<_>>())
}

fn turns_of<'a>(tokens: &[Token<'a>], marks: &[Mark<'a>]) -> Vec<Turn<'a>> {
    let turned = marks.iter().filter(|mark| mark.sense.is_direction());
    let read = |mark: &Mark<'a>| {
        let sense = thing(tokens, marks, mark).map_or(mark.sense, |thing| mark.sense.about(thing));
        Turn { at: mark.at, word: mark.word, sense }
    };
    turned.map(read).collect()
}

/// Returns the sense of the nearest quantity in the same clause.
fn thing(tokens: &[Token<'_>], marks: &[Mark<'_>], own: &Mark<'_>) -> Option<Sense> {
    /// The maximum distance in bytes between a word and its quantity: three or four English words, eight characters of other
    /// scripts.
    const REACH: usize = 26;
    /// The maximum distance in bytes between the words of a compound, in which the last word counts: `memory efficiency`.
    const COMPOUND: usize = 12;
    let parted = |mark: &Mark<'_>| {
        let between = own.at.min(mark.at)..own.at.max(mark.at);
        tokens.get(between).unwrap_or_default().iter().any(|token| is_break(token) || ends_clause(token))
    };
    let things = marks.iter().filter(|mark| !mark.sense.is_direction() && !parted(mark));
    let near = things.map(|mark| (mark.start.abs_diff(own.start), mark));
    let nearest = near.filter(|(distance, _)| *distance <= REACH).min_by_key(|(distance, _)| *distance)?.1;
    let head = |mark: &&Mark<'_>| {
        mark.start > nearest.start
            && mark.at <= nearest.at + 1
            && mark.start - nearest.start <= COMPOUND
            && mark.sense.is_any(Sense::WELCOME)
    };
    Some(marks.iter().find(head).unwrap_or(nearest).sense)
}

/// Returns true for tokens that separate clauses.
pub(crate) fn is_break(token: &Token<'_>) -> bool {
    matches!(token.text, "," | ";" | ":" | "." | "(" | ")" | "while" | "and" | "but" | "whereas" | "without")
}

/// Returns true for a Korean verb at the end of a clause: `줄이면서`.
fn ends_clause(token: &Token<'_>) -> bool {
    const ENDS: [&str; 4] = ["면서", "며", "고", "지만"];
    token.kind == Kind::Other && ENDS.iter().any(|end| token.text.ends_with(end))
}

fn marks<'a>(tokens: &[Token<'a>]) -> Vec<Mark<'a>> {
    let mut marks = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Latin if is_course(tokens, at) || is_code(tokens, at) || is_of_another(tokens, at) => {}
            Kind::Latin => marks.extend(english(token.text).map(|sense| Mark {
                at,
                start: token.start,
                word: token.text,
                sense,
            })),
            Kind::Other => {
                run(at, token, tokens.get(at + 1), &mut marks);
                marks.extend(level(tokens, at));
            }
            Kind::Sign => {}
        }
    }
    marks
}

/// Returns true for the time of `over time`, which is not a quantity.
fn is_course(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.word(at) == "time" && matches!(tokens.word_back(at, 1), "over" | "with")
}

/// Returns true for a word alone in square brackets, which is the name of a code or token: `[Expand]`.
fn is_code(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.word_back(at, 1) == "[" && tokens.word(at + 1) == "]"
}

/// Returns true for `more` and `less` before a number, which bound it, or before an adjective, whose degree they tell: `more than two
/// thirds`, `a much more skewed distribution`.
fn is_of_another(tokens: &[Token<'_>], at: usize) -> bool {
    const ADJECTIVES: [&str; 9] = ["ed", "ive", "al", "ous", "ful", "able", "ible", "ic", "less"];
    const NUMBERS: &str = "one two three four five six seven eight nine ten half a an twice";
    if !matches!(tokens.word(at), "more" | "less" | "fewer") {
        return false;
    }
    let next = tokens.word(at + 1);
    let counted = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit()) || NUMBERS.split(' ').any(|number| number == word)
    };
    next == "than" && counted(tokens.word(at + 2))
        || ADJECTIVES.iter().any(|ending| next.ends_with(ending)) && english(next).is_none()
}

/// Returns the direction of a single Chinese character between a comparison and its number: `比基线低37.1%`.
fn level<'a>(tokens: &[Token<'a>], at: usize) -> Option<Mark<'a>> {
    let token = tokens.get(at)?;
    tokens.get(at + 1).filter(|next| is_number(next))?;
    let last = token.text.chars().next_back()?;
    let sense = match last {
        '高' | '多' => Sense::UP,
        '低' | '少' => Sense::DOWN,
        _ => return None,
    };
    let start = token.end() - last.len_utf8();
    let word = token.text.get(token.text.len() - last.len_utf8()..)?;
    (token.text.contains('比') || token.text.contains('较')).then_some(Mark { at, start, word, sense })
}

/// Returns true for a token that begins with a digit.
fn is_number(token: &Token<'_>) -> bool {
    token.text.starts_with(|c: char| c.is_ascii_digit())
}

/// Finds the listed words in a run of Hangul, Han or kana. `超过` right before a number bounds it.
fn run<'a>(at: usize, token: &Token<'a>, next: Option<&Token<'a>>, marks: &mut Vec<Mark<'a>>) {
    let bounds = |word: &str, rest: &str| {
        matches!(word, "超过" | "超過") && word == rest && next.is_some_and(is_number)
    };
    let mut rest = token.text;
    while let Some(first) = rest.chars().next() {
        let listed = WORDS.get(&first).into_iter().flatten();
        let known = listed.copied().find(|(word, _)| rest.starts_with(word));
        let known = known.and_then(|(word, sense)| Some((rest.get(..word.len())?, sense)));
        let length = known.map_or(first.len_utf8(), |(word, _)| word.len());
        let start = token.end() - rest.len();
        let known = known.filter(|(word, _)| !bounds(word, rest));
        marks.extend(known.map(|(word, sense)| Mark { at, start, word, sense }));
        rest = rest.get(length..).unwrap_or_default();
    }
}

/// Returns the sense of an English word, looked up by its beginning. `HarmBench` is a name.
fn english(word: &str) -> Option<Sense> {
    const LONGEST: usize = 16;
    let first = word.split('-').next().unwrap_or_default();
    let coined = first.bytes().any(|b| b.is_ascii_lowercase())
        && first.bytes().skip(1).any(|b| b.is_ascii_uppercase());
    if first.len() > LONGEST || !first.is_ascii() || coined {
        return None;
    }
    listed(&WORDS, &first.to_ascii_lowercase())
}

/// Lists of words with their senses, by first character.
type Words = HashMap<char, Vec<(&'static str, Sense)>>;

/// The English, Korean, Chinese and Japanese words, in the order of the lists.
static WORDS: LazyLock<Words> = LazyLock::new(|| by_first(ENGLISH.iter().chain(&OTHER)));

fn by_first(lists: impl Iterator<Item = &'static (Sense, &'static str)>) -> Words {
    let mut words = Words::new();
    for (sense, list) in lists {
        for word in list.split_whitespace() {
            words.entry(word.chars().next().unwrap_or_default()).or_default().push((word, *sense));
        }
    }
    words
}

/// Returns the sense of a word in lower case; `*` stands for any ending.
fn listed(words: &Words, lower: &str) -> Option<Sense> {
    let entries = words.get(&lower.chars().next()?)?;
    let fits = |entry: &str| entry.strip_suffix('*').map_or(lower == entry, |stem| lower.starts_with(stem));
    entries.iter().find(|(entry, _)| fits(entry)).map(|&(_, sense)| sense)
}

/// English words by sense.
static ENGLISH: [(Sense, &str); 9] = [
    (RAISED, "boost* gain gains gained exceed* surge* uplift*"),
    (
        SUNK,
        "drop drops dropped dropping declin* fall falls fell falling deteriorat* degrad* weaken* diminish* collaps* impair*",
    ),
    (
        UP,
        "increas* rais* rise rises rising rose risen grow grows growing grew grown growth higher larger greater more elevat* \
         climb* longer lengthen* expand* enlarg* amplif* doubl* tripl* upward*",
    ),
    (
        DOWN,
        "decreas* reduc* lower* less fewer smaller shorter shrink* shrank cut cuts cutting shorten* minimi* lessen* saves saving \
         savings saved halv* cheaper mitigat* alleviat* suppress* downward* eliminat*",
    ),
    (
        GOOD,
        "improv* better enhanc* outperform* surpass* superior* accelerat* faster speedup* speeds strengthen* beat beats beating \
         outpac* excel* advanc* ahead",
    ),
    (
        BAD,
        "worse worsen* underperform* inferior slower slows hurt* harm* suffer* lag lags lagging undermin* hinder* poorer",
    ),
    (
        BAD.and(Sense::FAINT),
        "dip dips dipped dipping worst slow behind struggl* poor poorly fail* sacrific* compromis* limit limits limited short below bottleneck* challeng* \
         difficult* inefficien* unreliab* unstable instability costly expensive nontrivial",
    ),
    (
        Sense::WELCOME,
        "accuracy accuracies accurate performance performances quality robust robustness efficiency efficient throughput success \
         score scores precision recall f1 bleu rouge auc capability capabilities generali* reliability reliable diversity \
         stability stable speed fidelity coherence alignment effectiveness utility fluency",
    ),
    (
        Sense::UNWELCOME,
        "error errors cost costs latency latencies loss losses time times memory overhead overheads perplexity fid failure failures \
         hallucination* bias biases variance consumption complexity delay delays uncertainty redundan* burden toxicity mse rmse mae mape \
         nll ppl wer cer eer fvd lpips footprint usage",
    ),
];

/// Words of Korean, Chinese and Japanese by sense, with longer ones before their beginnings.
static OTHER: [(Sense, &str); 9] = [
    (Sense::NONE, "梯度下降 坐标下降 经验提升 경사하강 勾配降下 高低 大小"),
    (RAISED, "提升 提高 끌어올 上回 상회 超过 超過 引き上げ"),
    (SUNK, "저하 떨어지 떨어졌 떨어뜨 떨어진 하락 低下 下降 下跌 退化 劣化 減退 衰退 쇠퇴 감퇴"),
    (
        UP,
        "증가 상승 높은 높였 높이 높인 높아 높다 높음 높게 늘어 늘렸 늘리 늘린 늘었 늘인 커지 커졌 커진 증대 확대 增加 增长 增大 更高 更大 \
          上升 扩大 増加 増大 増え 高い 高く 高め 上昇 大きく",
    ),
    (
        DOWN,
        "감소 절감 낮은 낮췄 낮추 낮춘 낮아 낮다 낮음 낮게 줄어 줄였 줄이 줄인 줄임 축소 단축 완화 억제 경감 최소화 降低 减少 减小 缩短 \
            缩小 更低 更少 更小 减轻 缓解 节省 削减 減少 削減 低減 低い 低く 短縮 減ら 減り 縮小 軽減 抑制",
    ),
    (
        GOOD,
        "향상 개선 우수 능가 뛰어나 뛰어난 뛰어넘 앞서 앞선 앞섰 빠르 빠른 빨라 빨리 가속 강화 증진 우월 优于 超越 改善 改进 更快 加速 更好 \
            更优 领先 胜过 增强 向上 優れ 凌駕 高速化 凌ぐ 凌ぎ 勝る 速い 速く",
    ),
    (
        BAD,
        "악화 열등 미달 느리 느린 느려 뒤처 뒤떨어 하회 미치지 저조 劣于 恶化 更慢 更差 不如 落后 变差 损害 逊于 悪化 下回 劣る 劣り 劣っ \
           遅い 遅く 及ば",
    ),
    (
        Sense::WELCOME,
        "정확도 정확성 성능 품질 효율 견고 강건 처리량 성공률 점수 정밀도 재현율 능력 일반화 신뢰 안정성 다양성 속도 일관성 확장성 유용성 충실도 准确率 准确性 准确度 \
                      精度 性能 质量 效率 鲁棒 吞吐 成功率 得分 能力 泛化 稳定性 多样性 速度 可靠性 一致性 真实感 体验 可解释性 效果 表现 正解率 品質 効率 頑健 \
                      スループット スコア 汎化 信頼性",
    ),
    (
        Sense::UNWELCOME,
        "오류 오차 비용 지연 손실 시간 메모리 오버헤드 복잡도 복잡성 실패 환각 편향 노이즈 잡음 분산 부담 소모 불확실 错误 误差 成本 延迟 \
                        损失 时间 内存 显存 开销 复杂度 复杂性 失败 幻觉 偏差 偏见 噪声 方差 负担 消耗 不确定 誤差 誤り エラー コスト 遅延 損失 時間 \
                        メモリ 負荷 計算量 ノイズ 消費 幻覚",
    ),
];

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::text::token::tokens;

    fn senses(text: &str) -> Vec<Sense> {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        turns(&tokens).into_iter().map(|turn| turn.sense).collect()
    }

    #[rstest]
    #[case("improves accuracy by 5%", RAISED)]
    #[case("reduces the training cost", DOWN.and(GOOD))]
    #[case("the error drops", DOWN.and(GOOD))]
    #[case("the error improves", DOWN.and(GOOD))]
    #[case("accuracy drops", SUNK)]
    #[case("정확도를 5% 향상시켰다", RAISED)]
    #[case("비용을 절감하였다", DOWN.and(GOOD))]
    #[case("成功率提升", RAISED)]
    #[case("成功率降低", SUNK)]
    #[case("誤差を削減した", DOWN.and(GOOD))]
    #[case("increases the number of layers", UP)]
    #[case("the level decreases over time", DOWN)]
    #[case("raises memory efficiency", RAISED)]
    #[case("提高内存效率", RAISED)]
    #[case("延迟方面有提升", RAISED)]
    #[case("准确率比基线低 37.1%", SUNK)]
    #[case("yields 13% lower error with stable training", DOWN.and(GOOD))]
    #[case("길이를 54% 줄이면서 품질을 유지한다", DOWN)]
    fn reads_a_direction_with_what_it_is_about(#[case] text: &str, #[case] sense: Sense) {
        assert_eq!(senses(text), [sense]);
    }

    #[rstest]
    #[case("improves accuracy", "성능 저하", Some(true))]
    #[case("reduces the error", "오류 증가", Some(true))]
    #[case("reduces the error", "성능 향상", Some(false))]
    #[case("increases", "감소", Some(true))]
    #[case("improves", "증가", None)]
    #[case("outperforms", "능가", Some(false))]
    fn better_and_worse_decide_before_more_and_less(
        #[case] one: &str,
        #[case] other: &str,
        #[case] opposed: Option<bool>,
    ) {
        assert_eq!(senses(one)[0].opposes(senses(other)[0]), opposed);
        assert_eq!(senses(other)[0].opposes(senses(one)[0]), opposed);
    }

    #[rstest]
    #[case("the operations [Expand] and [Reduce]")]
    #[case("more than two thirds and less than 5%")]
    #[case("a much more skewed distribution")]
    #[case("影响超过 1000 万人")]
    fn codes_bounds_and_degrees_have_no_direction(#[case] text: &str) {
        assert_eq!(senses(text), []);
    }

    #[test]
    fn a_coined_name_has_no_direction() {
        assert_eq!(senses("attacks on HarmBench"), []);
        assert_eq!(senses("Harmful attacks"), [BAD]);
    }

    #[test]
    fn a_clause_apart_says_nothing_about_a_word() {
        assert_eq!(senses("reduces it, and cost grows"), [DOWN, UP.and(BAD)]);
    }
}
