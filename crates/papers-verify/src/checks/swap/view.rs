//! Measures the distances between terms and numbers in a text, also in lists whose items correspond.

use super::slash;
use crate::number::decimal::Decimal;
use crate::number::quantity::{COUNTERS, Quantity, quantity};
use crate::number::{Number, numbers};
use crate::text::squash::squash;
use crate::text::token::{Around, Kind, Token, tokens};
use crate::text::words;

/// The form in which a term is searched.
#[derive(PartialEq)]
pub(super) enum Key {
    /// A name, in folded form.
    Name(String),
    /// A word, or the English words for a word of another language.
    Stems(Vec<u64>),
    /// Another number.
    Value(Decimal),
    /// The number from which something rises or falls.
    Start,
    /// The number that is called the highest: `up to 12`.
    Most,
}

impl Key {
    /// Returns the weight of the term; names are more specific than words.
    pub(super) const fn weight(&self) -> f32 {
        match self {
            Self::Name(_) => 1.5,
            Self::Stems(_) => 1.0,
            Self::Value(_) => 1.2,
            Self::Start | Self::Most => 2.0,
        }
    }

    /// Returns true for what a number is, as opposed to a term near it.
    pub(super) const fn is_role(&self) -> bool {
        matches!(self, Self::Start | Self::Most)
    }
}

/// A text with its tokens and numbers.
pub(crate) struct View<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: Vec<Token<'a>>,
    pub(super) numbers: Vec<Number>,
    /// The items with their numbers, for lists that correspond (`A and B reach 1 and 2, respectively`).
    listed: Vec<(Span, Span)>,
}

/// A range of bytes in a text.
pub(super) type Span = (usize, usize);

impl<'a> View<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self::reading(text, false)
    }

    /// Reads the line of a source for a claim. Where the claim lists item by item, lists of the same length correspond in the source
    /// without *respectively*, too: `With 85.6% and 84.2%, A and B …`.
    pub(super) fn of_source(text: &'a str, claim: &str) -> Self {
        Self::reading(text, tells_item_by_item(claim))
    }

    /// Reads the same text as if it said *respectively*, if only commas and `and` are between the numbers of its list.
    pub(super) fn paired(&self) -> Self {
        let view = Self::reading(self.text, true);
        let joins = |one: Span, next: Span| {
            let between = self.text.get(one.1..next.0).unwrap_or_default();
            matches!(between.trim_matches([' ', ',', '%']), "" | "and" | "&")
        };
        let is_plain =
            view.listed.windows(2).all(|pair| matches!(pair, [(_, one), (_, next)] if joins(*one, *next)));
        if is_plain { view } else { Self { listed: Vec::new(), ..view } }
    }

    fn reading(text: &'a str, corresponds: bool) -> Self {
        let tokens: Vec<Token<'a>> = tokens(text).collect();
        let numbers = numbers(&tokens);
        let view = Self { text, tokens, numbers, listed: Vec::new() };
        let has_lists = corresponds || tells_item_by_item(text);
        let mut listed = if has_lists { view.items(corresponds) } else { Vec::new() };
        if listed.is_empty() && text.contains('/') {
            let spans: Vec<Span> = view.numbers.iter().filter_map(|number| view.span(number)).collect();
            listed = slash::items(text, &view.tokens, &spans);
        }
        Self { listed, ..view }
    }

    /// Returns the items of corresponding lists, each with its number.
    fn items(&self, corresponds: bool) -> Vec<(Span, Span)> {
        let mut items = Vec::new();
        let is_amount = |number: &&Number| quantity(&self.tokens, number) != Quantity::Name;
        let amounts = self.numbers.iter().filter(is_amount);
        let spans: Vec<Span> = amounts.filter_map(|number| self.span(number)).collect();
        let mut rest = spans.as_slice();
        while let Some((first, _)) = rest.split_first() {
            let joined = |pair: &&[Span]| {
                let between =
                    pair.first().zip(pair.get(1)).and_then(|(one, next)| self.text.get(one.1..next.0));
                between.is_some_and(|between| {
                    width(&between.replace(", and ", ", ").replace("up to ", "")) <= ROW
                        && !between.contains(CLAUSE)
                })
            };
            let length = 1 + rest.windows(2).take_while(joined).count();
            let (row, after) = rest.split_at(length);
            if let Some(last) = row.last().filter(|_| length > 1) {
                let clause = clause(self.text, (first.0, last.1));
                if corresponds || self.text.get(clause.0..clause.1).is_some_and(tells_item_by_item) {
                    let list = self.list((first.0, last.1), clause).unwrap_or_else(|| vec![NOTHING; length]);
                    items.extend(list.into_iter().zip(row.iter().copied()));
                }
            }
            rest = after;
        }
        items
    }

    /// Returns the list that corresponds to a sequence of numbers, with as many items: the last one before it, or the one after it.
    /// `None` if that is ambiguous, for pairs of numbers (`3.2/6.7`), and if there is no such list.
    fn list(&self, (first, last): Span, (start, end): Span) -> Option<Vec<Span>> {
        let says = |range: Span| self.text.get(range.0..range.1).unwrap_or_default();
        let length = self.numbers.iter().filter_map(|number| self.span(number));
        let length = length.filter(|number| first <= number.0 && number.1 <= last).count();
        let before = pieces(self.text, (start, first));
        let ends = before.iter().rposition(|piece| piece.is_last);
        // `A and B outperform C and D by …` has two lists.
        let single = |list: &&[Piece]| {
            list.split_last().is_some_and(|(_, list)| list.iter().all(|piece| !piece.follows_and))
        };
        let before = ends.and_then(|last| before.get((last + 1).checked_sub(length)?..=last)).filter(single);
        let behind = pieces(self.text, (last, end));
        let behind = behind.get(..length).filter(|list| list.last().is_some_and(|piece| piece.is_last));
        let behind = behind.filter(single);
        let behind = behind.filter(|_| !tells_item_by_item(says((start, first))));
        let items = match (before, behind) {
            (Some(items), None) | (None, Some(items)) if !says((first, last)).contains('/') => items,
            _ => return None,
        };
        let [first, .., last] = items else { return None };
        let ends = [first, last].map(|piece| says(piece.span));
        Some(items.iter().map(|piece| self.trimmed(piece.span, ends)).collect())
    }

    /// Returns an item without the words that belong to the whole list, given its first and last items: `MedQA` for `in general on
    /// MedQA`, `A` for `MMLU에서 A`, and of the last item `B` for `B的准确率`. If both ends have the word, each item has its own.
    fn trimmed(&self, (start, end): Span, [first, last]: [&str; 2]) -> Span {
        const PREPOSITIONS: [&str; 7] = [" on ", " of ", " for ", " in ", " with ", "在", "对"];
        const POSTPOSITIONS: [&str; 4] = ["的", "의 ", "에서 ", "에서는 "];
        let item = self.text.get(start..end).unwrap_or_default();
        let is_last = item == last;
        let own = |word: &str| first.contains(word) && last.contains(word);
        let begins = |word: &&&str| !is_last && !own(word) || own(word) && PREPOSITIONS.contains(word);
        let words = || PREPOSITIONS.iter().chain(&POSTPOSITIONS).filter(|word| item.contains(**word));
        let from = words().filter(begins).filter_map(|word| Some(item.rfind(word)? + word.len())).max();
        let to = words().filter(|word| !begins(word)).filter_map(|word| item.find(word)).min();
        match (from, to.filter(|&to| to > 0)) {
            (Some(from), _) => (start + from, end),
            (None, Some(to)) => (start, start + to),
            (None, None) => (start, end),
        }
    }

    /// Returns true for a term counted by the number before it: `72个国家`.
    fn is_counted(&self, thing: Span) -> bool {
        let counts = |number: Span| {
            let between = self.text.get(number.1..thing.0).map(str::trim).unwrap_or_default();
            COUNTERS.contains(&between.trim_end_matches(['의', '的', 'の']))
        };
        self.numbers.iter().filter_map(|number| self.span(number)).any(counts)
    }

    /// Returns true for the unit of a number, which distinguishes nothing.
    pub(super) fn is_unit(&self, at: usize) -> bool {
        let measured = |number: &Number| matches!(quantity(&self.tokens, number), Quantity::Measure(_));
        self.numbers.iter().any(|number| number.tokens.end == at && measured(number))
    }

    pub(super) fn span(&self, number: &Number) -> Option<Span> {
        let first = self.tokens.get(number.tokens.start)?;
        let last = self.tokens.get(number.tokens.end.checked_sub(1)?)?;
        Some((first.start, last.end()))
    }

    pub(super) fn spans_of(&self, value: Decimal) -> Vec<Span> {
        let own = self.numbers.iter().filter(|number| number.value == value || number.also == Some(value));
        own.filter_map(|number| self.span(number)).collect()
    }

    pub(super) fn spans(&self, key: &Key) -> Vec<Span> {
        match key {
            Key::Value(value) => return self.spans_of(*value),
            Key::Start => return self.starts(),
            Key::Most => return self.most(),
            Key::Name(_) | Key::Stems(_) => {}
        }
        let latin = self.tokens.iter().filter(|token| token.kind == Kind::Latin);
        let is_it = |token: &&Token<'_>| match key {
            Key::Name(name) => squash(token.text).trim_end_matches('s') == name,
            Key::Stems(stems) => words::all(token.text).any(|stem| stems.contains(&stem)),
            Key::Value(_) | Key::Start | Key::Most => false,
        };
        latin.filter(is_it).map(|token| (token.start, token.end())).collect()
    }

    /// Returns the numbers from which something rises or falls to the next.
    pub(super) fn starts(&self) -> Vec<Span> {
        self.changes().filter_map(|(one, _)| self.span(one)).collect()
    }

    /// Returns the numbers between which something rises or falls: `from 12 to 15`, `von 12 auf 15`, `12에서 15로`, `从12到15`.
    pub(crate) fn changes<'s>(&'s self) -> impl Iterator<Item = (&'s Number, &'s Number)> {
        /// The maximum number of tokens between both numbers, with the unit of the first.
        const UNIT: usize = 3;
        let begins = move |pair: &'s [Number]| {
            let [one, next] = pair else { return None };
            let between = self.tokens.get(one.tokens.end..next.tokens.start)?;
            let has = |words: &[&str]| {
                between.iter().any(|token| words.iter().any(|word| token.text.contains(word)))
            };
            let behind = self.tokens.word(next.tokens.end);
            let from = self.is_preceded(one, |word| {
                word == "from"
                    || ["从", "由", "自"].iter().any(|from| word.trim_end_matches(ABOUT).ends_with(from))
            });
            let english = from && between.iter().any(|token| token.text == "to");
            let european = between.len() <= UNIT
                && EUROPEAN.iter().any(|(from, to)| {
                    between.last().is_some_and(|token| token.text == *to)
                        && self.is_preceded(one, |word| word == *from)
                });
            let korean = has(&["에서"]) && ["로", "까지"].iter().any(|word| behind.contains(word));
            let chinese = from && has(&["到", "至", "为"]);
            let japanese = has(&["から"]) && ["に", "へ", "まで"].iter().any(|word| behind.contains(word));
            (english || european || korean || chinese || japanese).then_some((one, next))
        };
        self.numbers.windows(2).filter_map(begins)
    }

    /// Returns the numbers that are called the highest.
    pub(super) fn most(&self) -> Vec<Span> {
        const WORDS: [&str; 6] = ["최대", "최고", "最高", "最大", "高达", "最多"];
        let is_most = |number: &&Number| {
            let words = number.tokens.start.checked_sub(2).and_then(|at| self.tokens.get(at..at + 2));
            let english =
                words.is_some_and(|words| matches!(words, [up, to] if up.text == "up" && to.text == "to"));
            let ends = |word: &str| {
                let word = word.trim_end_matches(ABOUT);
                WORDS.iter().any(|most| word.ends_with(most))
            };
            english || self.is_preceded(number, ends)
        };
        self.numbers.iter().filter(is_most).filter_map(|number| self.span(number)).collect()
    }

    /// Returns true if the word before a number, except for `about` and the like, meets a condition.
    fn is_preceded(&self, number: &Number, fits: impl Fn(&str) -> bool) -> bool {
        const SMALL: [&str; 12] =
            ["about", "only", "just", "approximately", "roughly", "around", "~", "$", "약", "仅", "约", "∼"];
        let before = self.tokens.get(..number.tokens.start).unwrap_or_default().iter().rev();
        let mut before = before.map(|token| token.text).skip_while(|word| SMALL.contains(word));
        before.next().is_some_and(fits)
    }

    /// Returns the strength of the bond between a term and a number, at their nearest positions.
    pub(super) fn bond(&self, key: &Key, value: Decimal) -> f32 {
        let places = self.spans_of(value);
        self.spans(key).into_iter().map(|thing| bond(self.distance(thing, &places))).fold(0.0, f32::max)
    }

    /// Returns the distance from a term to the nearest of some positions; `None` if there are none.
    pub(super) fn distance(&self, thing: Span, places: &[Span]) -> Option<usize> {
        let own = self.listed.iter().find(|(item, _)| item.0 <= thing.0 && thing.1 <= item.1);
        if let Some((_, number)) = own {
            return places.contains(number).then_some(0);
        }
        let apart = |place: &Span| {
            if place.0 < thing.1 {
                return self.text.get(place.1..thing.0.max(place.1)).map(width);
            }
            let between = self.text.get(thing.1..place.0).map(width)?;
            Some(between + if self.is_counted(thing) { BREAK } else { 0 })
        };
        places.iter().filter(|place| !self.is_in_list(**place)).filter_map(apart).min()
    }

    /// Returns true for a term within an item of a corresponding list.
    pub(super) fn is_item(&self, thing: Span) -> bool {
        self.listed.iter().any(|(item, _)| item.0 <= thing.0 && thing.1 <= item.1)
    }

    /// Returns true if a term occurs within an item of a corresponding list.
    pub(super) fn lists(&self, key: &Key) -> bool {
        self.spans(key).into_iter().any(|span| self.is_item(span))
    }

    /// Returns true if a term occurs between two numbers.
    pub(super) fn is_between(&self, key: &Key, one: Decimal, other: Decimal) -> bool {
        let others = self.spans_of(other);
        let pairs =
            self.spans_of(one).into_iter().flat_map(|one| others.iter().map(move |&other| (one, other)));
        let gaps: Vec<Span> = pairs.map(|(one, other)| (one.min(other).1, one.max(other).0)).collect();
        let between = |thing: &Span| gaps.iter().any(|gap| gap.0 <= thing.0 && thing.1 <= gap.1);
        self.spans(key).iter().any(between)
    }

    /// Returns true for a number that corresponds to an item of a list.
    pub(super) fn is_in_list(&self, number: Span) -> bool {
        self.listed.iter().any(|(_, own)| *own == number)
    }
}

/// Characters that may be between `从` or `最高` and the number.
const ABOUT: [char; 6] = ['仅', '约', '大', '达', '近', '的'];

/// Prepositions of a change in other languages in Latin script.
const EUROPEAN: [(&str, &str); 9] = [
    ("von", "auf"),
    ("vom", "auf"),
    ("de", "à"),
    ("de", "a"),
    ("de", "hasta"),
    ("desde", "hasta"),
    ("de", "para"),
    ("da", "a"),
    ("van", "naar"),
];

/// The maximum distance between consecutive numbers of a sequence, as [`width`] measures it.
const ROW: usize = 12;

/// The item of a number whose corresponding item is unknown.
const NOTHING: Span = (0, 0);

/// Characters that end a clause.
const CLAUSE: [char; 4] = [';', '。', '；', ':'];

/// Returns the clause around a part of a text; a full stop ends it if a space follows.
fn clause(text: &str, (start, end): Span) -> Span {
    let ends = |at: usize, c: char| {
        CLAUSE.contains(&c)
            || c == '.' && text.get(at + 1..).is_none_or(|rest| rest.starts_with(' ') || rest.is_empty())
    };
    let before = text.get(..start).unwrap_or_default().char_indices();
    let behind = text.get(end..).unwrap_or_default().char_indices();
    let from = before.rev().find(|&(at, c)| ends(at, c)).map_or(0, |(at, c)| at + c.len_utf8());
    let to =
        behind.map(|(at, c)| (end + at, c)).find(|&(at, c)| ends(at, c)).map_or(text.len(), |(at, _)| at);
    (from, to)
}

/// A piece of a text between the separators of a list.
struct Piece {
    span: Span,
    /// True if a word such as `and`, which precedes the last item of a list, is before it; a comma alone may separate other things.
    is_last: bool,
    /// True if this word is not a sign such as the Chinese comma, which stands between all items.
    follows_and: bool,
}

/// Splits a part of a text into pieces.
fn pieces(text: &str, (start, end): Span) -> Vec<Piece> {
    const LAST: [&str; 10] = [", and ", " and ", "和", "与", "以及", "와 ", "과 ", " 및 ", "と", "、"];
    const JOINS: [&str; 1] = [", "];
    let mut pieces = Vec::new();
    let (mut from, mut at, mut joined) = (start, start, None);
    let push = |pieces: &mut Vec<Piece>, span: Span, joined: Option<&str>| {
        let piece = text.get(span.0..span.1).map(|piece| piece.trim_matches([' ', ',', '.', '%']));
        if piece.is_some_and(|piece| piece.contains(char::is_alphanumeric) && piece != "respectively") {
            let follows_and = joined.is_some_and(|join| join != "、");
            pieces.push(Piece { span, is_last: joined.is_some(), follows_and });
        }
    };
    while let Some(rest) = text.get(at..end).filter(|rest| !rest.is_empty()) {
        let ends = LAST.iter().find(|join| rest.starts_with(**join));
        let join = ends.or_else(|| JOINS.iter().find(|join| rest.starts_with(**join)));
        let length = join.map_or_else(|| rest.chars().next().map_or(1, char::len_utf8), |join| join.len());
        if join.is_some() {
            push(&mut pieces, (from, at), joined);
            (from, joined) = (at + length, ends.copied());
        }
        at += length;
    }
    push(&mut pieces, (from, end), joined);
    pieces
}

/// The width of a separator of clauses.
const BREAK: usize = 6;

/// Returns the width of the text between two terms: the number of characters in other scripts, twice that for each Latin word, and
/// more for separators.
fn width(between: &str) -> usize {
    /// The width of a word after which something else is compared: `5% fewer than Adam and 7% …`.
    const NEXT: usize = 9;
    const JOINS: &str = "and or while whereas but";
    const PARTS: &str = "to from ahead over versus vs against";
    const RUNS: [&str; 13] = ["와", "과", "및", "和", "与", "與", "及", "到", "至", "而", "比", "と", "から"];
    let of = |token: Token<'_>| match token.kind {
        Kind::Latin => {
            let is_one_of = |words: &str| words.split(' ').any(|word| word == token.text);
            match (is_one_of(JOINS), is_one_of(PARTS)) {
                (true, _) => NEXT,
                (_, true) => BREAK,
                _ => 2,
            }
        }
        Kind::Sign if matches!(token.text, "," | ";" | ":" | "(" | ")" | "/" | "、") => BREAK,
        Kind::Sign => 1,
        Kind::Other => {
            // `提升到` and `降至` bind what rises or falls to its number.
            let parts = |run: &&str| match *run {
                "到" | "至" => token.text.starts_with(*run),
                run => token.text.starts_with(run) || token.text.ends_with(run),
            };
            let parted = RUNS.iter().any(parts);
            token.text.chars().count() + if parted { BREAK } else { 0 }
        }
    };
    tokens(between).map(of).sum()
}

/// The distance at which the strength of a bond is halved.
const HALF: f32 = 4.0;

/// Returns the strength of the bond between terms at this distance, from 0 to 1.
pub(super) fn bond(distance: Option<usize>) -> f32 {
    distance.map_or(0.0, |distance| HALF / (HALF + distance as f32))
}

/// Returns true for a clause with corresponding lists, in which the nearest item is not the corresponding one.
fn tells_item_by_item(clause: &str) -> bool {
    const WORDS: [&str; 5] = ["respectively", "각각", "分别", "分別", "それぞれ"];
    WORDS.iter().any(|word| clause.contains(word))
}
