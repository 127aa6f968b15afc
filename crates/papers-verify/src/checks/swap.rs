//! Finds two numbers of a sentence that are swapped: the claim binds a term to one of them, and the source to the other. A term is
//! bound to a number more closely the nearer it is: `8 GPUs and 16 layers`. In a table, it is bound to the cells of its row or
//! column; in a list with *respectively*, to the number at its position.

mod order;
mod part;
mod slash;
mod symbol;
pub(super) mod view;
mod whole;

use std::cell::OnceCell;
use std::ops::Range;

use crate::checks::numbers::{is_place, says_amount};
use crate::checks::proximity::{Basis, Claimed, MOST_NUMBERS};
use crate::checks::{Certainty, Fault};
use crate::number::Number;
use crate::number::form::Form;
use crate::number::months;
use crate::number::precision::Precision;
use crate::number::quantity::{self, Quantity};
use crate::source::lines::{Body, Line, Piece};
use crate::source::occurrence::Occurrence;
use crate::text::lexicon;
use crate::text::squash::squash;
use crate::text::token::{Kind, Token};
use crate::text::words;
use view::{Key, Span, View, bond};

/// Numbers are swapped if the weight of reversed bonds is at least `TURNED`, and that of kept ones at most `KEPT` of it. That is
/// certain from `SURE` on. Chosen on Korean and Chinese sentences (`docs/MEASURED.md`).
const TURNED: f32 = 0.15;
const SURE: f32 = 0.6;
const KEPT: f32 = 0.2;

/// The minimum difference of bonds; a term equally near to both numbers is ignored.
const LEAST: f32 = 0.05;

/// Returns the numbers of a sentence that are swapped with another of its numbers.
pub(crate) fn swapped(claimed: &Claimed<'_>) -> Vec<Fault> {
    let sentence = claimed.sentence;
    let dated = |number: &Number| {
        let is_year = || quantity::quantity(&sentence.tokens, number) == Quantity::Year;
        months::is_date(&sentence.tokens, number) && !is_year()
    };
    let judged = |number: &&Number| {
        let is_amount = number.form.has_quantity() && says_amount(sentence, number) && !dated(number);
        is_amount && !is_place(sentence, number, claimed.basis.source)
    };
    let numbers: Vec<&Number> = sentence.numbers.iter().filter(judged).collect();
    if !(2..=MOST_NUMBERS).contains(&numbers.len()) {
        return Vec::new();
    }
    let claim = View::new(sentence.text);
    let sides: Vec<Side<'_>> =
        numbers.into_iter().map(|number| Side::new(number, claim.span(number), claimed)).collect();
    let fault = |number: &Number, certainty| Fault::misplaced(sentence, number, certainty);
    let impossible = whole::too_small(sentence).flatten();
    let mut swapped: Vec<Fault> = impossible.map(|number| fault(number, Certainty::High)).collect();
    for (at, one) in sides.iter().enumerate() {
        for other in sides.iter().skip(at + 1) {
            let pair = Pair { one, other };
            if !one.may_swap(other) || !pair.can_be_told(&claim) {
                continue;
            }
            let Some(certainty) = pair.crossed(&claim) else { continue };
            swapped.extend([one, other].map(|side| fault(side.number, certainty)));
        }
    }
    swapped
}

/// A number of the claim, with the context of its occurrences in the source.
struct Side<'a> {
    number: &'a Number,
    /// Its place in the claim.
    span: Option<Span>,
    quantity: Quantity,
    /// The text of the claim.
    claim: &'a str,
    /// True if the words of the claim can be compared with those of the source.
    is_known: bool,
    basis: Basis<'a>,
    spots: OnceCell<Vec<Occurrence>>,
    places: OnceCell<Vec<Place<'a>>>,
}

/// The context of an occurrence of a number.
enum Place<'a> {
    Line(View<'a>),
    /// The headings of a cell's row and column.
    Cell(Vec<View<'a>>),
}

impl<'a> Side<'a> {
    fn new(number: &'a Number, span: Option<Span>, claimed: &Claimed<'a>) -> Self {
        let quantity = claimed.sentence.quantity(number);
        let (spots, places) = (OnceCell::new(), OnceCell::new());
        let (claim, is_known) = (claimed.sentence.text, claimed.sentence.has_known_words());
        Self { number, span, quantity, claim, is_known, basis: claimed.basis, spots, places }
    }

    /// Returns true for numbers that may be swapped: of the same quantity, or one of unknown quantity. Percentages, years and
    /// numbers in names are always known, and number words are not swapped with digits.
    fn may_swap(&self, other: &Side<'_>) -> bool {
        const TOLD: [u16; 3] = [Quantity::Percent.bit(), Quantity::Year.bit(), Quantity::Name.bit()];
        let (own, others) = (self.quantity.bit(), other.quantity.bit());
        let untold = own.min(others) == Quantity::Bare.bit() && !TOLD.contains(&own.max(others));
        let word = |side: &Side<'_>| side.number.form == Form::Word;
        let whole = |side: &Side<'_>| side.number.value.grain() >= 1.0;
        let alike = own == others || untold && whole(self) == whole(other);
        self.number.value != other.number.value && word(self) == word(other) && alike
    }

    /// Returns true for a number in a column heading. If both numbers are, the cells below them matter, and not what is near.
    fn heads_column(&self) -> bool {
        self.basis.has_heading(self.spots())
    }

    /// Returns the occurrences of the number in the source.
    fn spots(&self) -> &[Occurrence] {
        self.spots.get_or_init(|| self.basis.source.spots(self.number, self.quantity, Precision::Exact))
    }

    fn places(&self) -> &[Place<'a>] {
        /// The maximum number of occurrences examined.
        const MOST: usize = 24;
        self.places
            .get_or_init(|| self.spots().iter().take(MOST).filter_map(|spot| self.place(spot)).collect())
    }

    /// Reads the context of an occurrence.
    fn place(&self, spot: &Occurrence) -> Option<Place<'a>> {
        match &self.basis.lines.get(spot.line as usize)?.body {
            Body::Row(pieces) => {
                let column = spot.column.and_then(|column| self.basis.lines.get(column as usize));
                // The name of a row may stand in a column with a heading of its own: `Model`.
                let tells = |piece: &&Piece<'_>| {
                    piece.column.is_none() || piece.text.starts_with(char::is_alphabetic)
                };
                let rows = pieces.iter().filter(tells).map(|piece| piece.text);
                let headings = rows.chain(column.into_iter().flat_map(Line::texts));
                Some(Place::Cell(headings.map(View::new).collect()))
            }
            Body::Text(_) => {
                Some(Place::Line(View::of_source(self.basis.source.plain_line(spot.line), self.claim)))
            }
            Body::Columns(_) => None,
        }
    }

    /// Returns the strength of the bond between a term and this number in the lines of the source without the other number.
    fn alone(&self, key: &Key, other: &Side<'_>) -> f32 {
        let bonds = self.places().iter().map(|place| match place {
            Place::Line(line) if line.spans_of(other.number.value).is_empty() => {
                line.bond(key, self.number.value)
            }
            Place::Line(_) | Place::Cell(_) => 0.0,
        });
        bonds.fold(self.in_cell(key), f32::max)
    }

    /// Returns the strength of the bond between a term and this number in tables, whose cells have it in a heading or not.
    fn in_cell(&self, key: &Key) -> f32 {
        let has = |headings: &[View<'_>]| headings.iter().any(|heading| !heading.spans(key).is_empty());
        let mut places = self.places().iter();
        f32::from(u8::from(places.any(|place| matches!(place, Place::Cell(headings) if has(headings)))))
    }

    /// Returns the strength of the bond to this number minus that to the other, for each line of the source with both. A term
    /// that is `outside` of both numbers in the claim and in the line shows only their order.
    fn beside<'s>(
        &'s self,
        key: &'s Key,
        other: &'s Side<'_>,
        outside: bool,
    ) -> impl Iterator<Item = f32> + 's {
        let (own, others) = (self.number.value, other.number.value);
        self.places().iter().filter_map(move |place| {
            let Place::Line(line) = place else { return None };
            let both = !line.spans_of(others).is_empty() && !line.spans(key).is_empty();
            let decides = both && (!outside || line.is_between(key, own, others) || line.lists(key));
            decides.then(|| line.bond(key, own) - line.bond(key, others))
        })
    }
}

/// The weights of the bonds that the source has as the claim does, and the other way round.
#[derive(Clone, Copy)]
struct Bonds {
    kept: f32,
    turned: f32,
}

impl Bonds {
    fn certainty(self) -> Option<Certainty> {
        if self.turned < TURNED || self.kept > KEPT * self.turned {
            return None;
        }
        Some(if self.turned >= SURE { Certainty::High } else { Certainty::Low })
    }
}

/// Two numbers of a claim.
struct Pair<'p, 'a> {
    one: &'p Side<'a>,
    other: &'p Side<'a>,
}

impl Pair<'_, '_> {
    /// Returns true if the source has both numbers, the claim has each once, and at most one is in column headings.
    fn can_be_told(&self, claim: &View<'_>) -> bool {
        let sides = [self.one, self.other];
        sides.iter().all(|side| claim.spans_of(side.number.value).len() == 1 && !side.spots().is_empty())
            && !sides.iter().all(|side| side.heads_column())
    }

    /// Returns how certain it is that the source binds the terms of each number to the other one; `None` if it binds some as the
    /// claim does, or hardly any and has the numbers in the same order.
    fn crossed(&self, claim: &View<'_>) -> Option<Certainty> {
        if self.is_part_told_last(claim) {
            return None;
        }
        if let Some(keeps) = self.equates(claim) {
            return (!keeps).then_some(Certainty::High);
        }
        let things = self.things(claim);
        let listed = |side: &Side<'_>| side.span.is_some_and(|span| claim.is_in_list(span));
        let can_bind = listed(self.one) && listed(self.other)
            || things.iter().any(|(key, span)| !matches!(key, Key::Value(_)) && self.is_between(*span));
        let bonds = self.bonds(claim, things.iter().filter(|(key, _)| can_bind || key.is_role()));
        let certainty = bonds.certainty().or_else(|| {
            let bonds = if can_bind { bonds } else { self.bonds(claim, things.iter()) };
            let certainty = self.turned_around(claim, &things, bonds)?;
            // Where no words can be compared, an order that may be that of the language says nothing.
            (self.one.is_known || certainty == Certainty::High).then_some(certainty)
        });
        certainty.filter(|_| !self.is_paired_by_place(claim, &things))
    }

    /// Returns true if neighboring lists of the source, without *respectively*, give the numbers the terms that the claim gives them:
    /// `With 85.6% and 84.2%, A and B win.`
    fn is_paired_by_place(&self, claim: &View<'_>, things: &[(Key, Span)]) -> bool {
        let lines = self.one.places().iter().filter_map(|place| match place {
            Place::Line(line) if !line.spans_of(self.other.number.value).is_empty() => Some(line.paired()),
            Place::Line(_) | Place::Cell(_) => None,
        });
        let bonds = lines.flat_map(|line| {
            let listed = things.iter().filter(|(key, _)| !key.is_role() && line.lists(key));
            let agrees = |(key, span): &(Key, Span)| {
                let bond = |side: &Side<'_>| line.bond(key, side.number.value);
                self.leaning(claim, *span) * (bond(self.one) - bond(self.other))
            };
            listed.map(agrees).collect::<Vec<f32>>()
        });
        bonds.sum::<f32>() > 0.0
    }

    /// Returns the strength of the bond between a term of the claim and one number minus that to the other.
    fn leaning(&self, claim: &View<'_>, span: Span) -> f32 {
        let near = |side: &Side<'_>| bond(claim.distance(span, side.span.as_slice()));
        near(self.one) - near(self.other)
    }

    /// Compares the bonds of both numbers in the claim with those in the source.
    fn bonds<'t>(&self, claim: &View<'_>, things: impl Iterator<Item = &'t (Key, Span)>) -> Bonds {
        let mut bonds = Bonds { kept: 0.0, turned: 0.0 };
        for &(ref key, span) in things {
            let claimed = self.leaning(claim, span);
            if claimed.abs() < LEAST {
                continue;
            }
            let agrees = |found: f32| claimed * found;
            let outside = !key.is_role() && !self.is_between(span) && !claim.is_item(span);
            let beside = self.one.beside(key, self.other, outside).map(agrees).reduce(f32::max);
            let tabled = agrees(self.one.in_cell(key) - self.other.in_cell(key));
            let found = Some(tabled)
                .filter(|&tabled| tabled > 0.0)
                .or(beside)
                .unwrap_or_else(|| agrees(self.one.alone(key, self.other) - self.other.alone(key, self.one)));
            let weight = key.weight();
            if found > 0.0 { bonds.kept += weight * found } else { bonds.turned -= weight * found }
        }
        bonds
    }

    /// Returns true for a term between the two numbers. If there are only numbers between them, as in `2%, 5% and 17%`, no term is
    /// nearer to one.
    fn is_between(&self, thing: Span) -> bool {
        let (Some(one), Some(other)) = (self.one.span, self.other.span) else { return false };
        let (first, last) = if one < other { (one, other) } else { (other, one) };
        first.1 <= thing.0 && thing.1 <= last.0
    }

    /// Returns true for measures of one dimension in different units, which cannot be swapped: `12 hours and 3.5 days`.
    fn has_two_units(&self) -> bool {
        match (self.one.quantity, self.other.quantity) {
            (Quantity::Measure(one), Quantity::Measure(other)) => {
                one.dimension == other.dimension && one != other
            }
            _ => false,
        }
    }

    /// Returns the terms of a claim, other than the two numbers, that occur once.
    fn things(&self, claim: &View<'_>) -> Vec<(Key, Span)> {
        let all = self.all_things(claim);
        let mentions: Vec<usize> =
            all.iter().map(|(key, _)| all.iter().filter(|(other, _)| other == key).count()).collect();
        let once = |(key, times): &((Key, Span), usize)| *times == 1 || key.0.is_role();
        all.into_iter().zip(mentions).filter(once).map(|(thing, _)| thing).collect()
    }

    fn all_things(&self, claim: &View<'_>) -> Vec<(Key, Span)> {
        let mut things: Vec<(Key, Span)> =
            claim.starts().into_iter().map(|span| (Key::Start, span)).collect();
        things.extend(claim.most().into_iter().map(|span| (Key::Most, span)));
        for number in &claim.numbers {
            let is_own = [self.one, self.other].into_iter().any(|side| side.number.value == number.value);
            let once = claim.spans_of(number.value).len() == 1;
            if let Some(span) = claim.span(number).filter(|_| once && !is_own && number.form.has_quantity()) {
                things.push((Key::Value(number.value), span));
            }
        }
        for (at, token) in claim.tokens.iter().enumerate() {
            let in_number = claim.numbers.iter().any(|number| number.tokens.contains(&at));
            match token.kind {
                _ if self.has_two_units() && claim.is_unit(at) => {}
                Kind::Latin if !in_number => things.extend(latin(token, self.one.is_known)),
                Kind::Other => {
                    let span = |range: Range<usize>| (token.start + range.start, token.start + range.end);
                    let terms = lexicon::places(token.text).into_iter();
                    things.extend(terms.map(|(range, stems)| (Key::Stems(stems.to_vec()), span(range))));
                }
                _ => {}
            }
        }
        things
    }
}

/// Returns the key of a name or word of the claim. A word of another language may look like an English one: `compare`.
fn latin(token: &Token<'_>, is_known: bool) -> Option<(Key, Span)> {
    let word = token.text.strip_suffix("'s").or_else(|| token.text.strip_suffix("’s")).unwrap_or(token.text);
    let coined = word.chars().skip(1).any(|c| !c.is_lowercase());
    let key = if coined {
        Key::Name(squash(word).trim_end_matches('s').to_owned())
    } else if is_known && words::tells(word) && word.len() > 2 {
        Key::Stems(vec![words::stem(word)])
    } else {
        return None;
    };
    Some((key, (token.start, token.end())))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::trial::judge;

    fn found(text: &str, digest: &str) -> usize {
        judge(text, digest, |claimed| swapped(claimed).len())
    }

    const RECORDINGS: &str =
        "Based on 38 participants and more than 31 hours of recordings, it contains 129 samples.";
    const GPUS: &str = "It uses 8 GPUs and 16 layers.";
    const GOLD: &str =
        "With average scores of 85.6% and 84.2%, Gemini 2.5 Pro and GPT-5 achieve gold medal level.";
    const DAYS: &str = "It predicts RMM and ROMI up to 21 and 33 days ahead, respectively.";
    const RATES: &str = "It improves sequence recovery rate and binding affinity by 6.23% and 5.12%, respectively, and beats \
        Muon by 17.76% in rate and cost.";
    const SCORES: &str = "GPT-4 reaches 52.7% accuracy, ahead of Qwen3 with 44.6%.";

    #[rstest]
    #[case(GPUS, "16개의 GPU와 8개의 층을 사용하였다.")]
    #[case(GPUS, "There are 16 GPUs and 8 layers.")]
    #[case(GPUS, "使用了16个GPU和8个层。")]
    #[case(SCORES, "GPT-4는 44.6%로, Qwen3의 52.7%를 능가한다.")]
    #[case(SCORES, "GPT-4达到44.6%，优于Qwen3的52.7%。")]
    #[case(SCORES, "GPT-4 has 44.6%, and Qwen3 has 52.7%.")]
    #[case("GPT-4 and Qwen3 reach 52.7% and 44.6%, respectively.", "GPT-4 has 44.6%, Qwen3 has 52.7%.")]
    #[case(SCORES, "GPT-4和Qwen3分别达到44.6%和52.7%。")]
    #[case(GOLD, "Gemini 2.5 Pro and GPT-5 reach 84.2% and 85.6%, respectively.")]
    #[case(GOLD, "GPT-5 and Gemini 2.5 Pro reach 85.6% and 84.2%, respectively.")]
    #[case(GOLD, "Gemini 2.5 Pro와 GPT-5는 각각 84.2%와 85.6%를 기록하였다.")]
    #[case(GOLD, "Gemini 2.5 Pro和GPT-5分别达到84.2%和85.6%。")]
    #[case(
        "With scores of 85.6% and 84.2%, Alpha and Beta win.",
        "Alpha and Beta reach 84.2% and 85.6%, respectively."
    )]
    #[case(GOLD, "MATH에서 Gemini 2.5 Pro와 GPT-5는 각각 84.2%와 85.6%를 기록하였다.")]
    #[case(GOLD, "Gemini 2.5 Pro의 정확도와 GPT-5의 정확도는 각각 84.2%와 85.6%이다.")]
    #[case(DAYS, "RMM을 33일, ROMI를 21일 앞까지 예측한다.")]
    #[case(DAYS, "RMMは33日、ROMIは21日先まで予測する。")]
    #[case(RATES, "Affinity rises by 6.23% and sequence recovery by 5.12%.")]
    #[case("Latency falls from 12.4 s to 9.3 s.", "지연이 9.3초에서 12.4초로 변했다.")]
    #[case("It rises from about 3.1% to over 30%.", "从仅30%提升到超过3.1%。")]
    #[case("It gains 10% on average and up to 68.04%.", "평균 68.04%, 최대 10% 향상된다.")]
    #[case("It has 257 languages across 72 countries.", "有257个国家72种语言。")]
    #[case(
        "On GPT-4, Qwen3 and Llama, it gains 1.2, 3.4 and 5.6 points, respectively.",
        "Qwen3에서 1.2점, GPT-4에서 3.4점 향상된다."
    )]
    fn numbers_that_changed_places_are_found(#[case] text: &str, #[case] digest: &str) {
        assert_eq!(found(text, digest), 2);
    }

    #[rstest]
    #[case(
        "In the first stage it has 32K tokens, and in the second stage 128K.",
        "1단계에서 32K, 2단계에서 128K 토큰이다."
    )]
    #[case(GPUS, "8개의 GPU와 16개의 층을 사용하였다.")]
    #[case(
        RECORDINGS,
        "Der Datensatz enthält 129 Proben von 38 Teilnehmern, die nicht alle aus der Klinik sind und auch von der Straße kommen."
    )]
    #[case(RECORDINGS, "تضم 129 عينة من 38 مشاركًا.")]
    #[case(
        "It was fielded between 7th August and 3rd September 2023.",
        "조사는 2023년 8월 7일부터 9월 3일까지 이루어졌다."
    )]
    #[case(GOLD, "Gemini 2.5 Pro and GPT-5 reach 85.6% and 84.2%, respectively.")]
    #[case(GOLD, "GPT-5 and Gemini 2.5 Pro reach 84.2% and 85.6%, respectively.")]
    #[case(GOLD, "Gemini 2.5 Pro와 GPT-5는 각각 85.6%와 84.2%를 기록하였다.")]
    #[case(GOLD, "Gemini 2.5 Pro和GPT-5分别达到85.6%和84.2%。")]
    #[case(GOLD, "Gemini 2.5 ProとGPT-5はそれぞれ85.6%と84.2%を達成した。")]
    #[case(
        "With scores of 85.6% and 84.2%, Alpha and Beta win.",
        "Alpha and Beta reach 85.6% and 84.2%, respectively."
    )]
    #[case(GOLD, "MATH에서 Gemini 2.5 Pro와 GPT-5는 각각 85.6%와 84.2%를 기록하였다.")]
    #[case(GOLD, "Gemini 2.5 Pro의 정확도와 GPT-5의 정확도는 각각 85.6%와 84.2%이다.")]
    #[case(
        "With rates of 71.3% and 64.8%, GPT-4 and Qwen3 differ.",
        "The rate is 64.8% for Qwen3, but 71.3% for GPT-4."
    )]
    #[case(DAYS, "RMM을 21일, ROMI를 33일 앞까지 예측한다.")]
    #[case(DAYS, "ROMIは33日、RMMは21日先まで予測する。")]
    #[case(RATES, "Binding affinity improves by 5.12% and sequence recovery rate by 6.23%.")]
    #[case(GPUS, "There are 16 layers and 8 GPUs.")]
    #[case(SCORES, "Qwen3의 44.6%보다 높은 52.7%를 GPT-4가 달성하였다.")]
    #[case(SCORES, "Qwen3 has 44.6%, GPT-4 52.7%.")]
    #[case("GPT-4 and Qwen3 reach 52.7% and 44.6%, respectively.", "GPT-4 has 52.7%, Qwen3 has 44.6%.")]
    #[case("Latency falls from 12.4 s to 9.3 s.", "지연이 12.4초에서 9.3초로 줄었다.")]
    #[case("We add 1 GPU to 3 layers.", "(1) layers, (3) GPU")]
    #[case(
        "It needs 21.74% fewer steps than Adam and 11.31% fewer than Muon.",
        "Adam보다 21.74%, Muon보다 11.31% 적은 스텝이 든다."
    )]
    #[case("It gains 2.1% over Adam and 3.4% over Muon.", "Adam보다 2.1%, Muon보다 3.4% 향상되었다.")]
    #[case("It gains 2.1% over Adam and 3.4% over Muon.", "相比Adam提升2.1%，相比Muon提升3.4%。")]
    #[case(SCORES, "GPT-4 and Qwen3 reach 52.7% and 44.6%, respectively.")]
    #[case("It has 257 languages across 72 countries.", "有72个国家257种语言。")]
    #[case("It gains 10% on average and up to 68.04%.", "平均提升10%，最高达68.04%。")]
    #[case("We study three sizes: 350M, 1.1B and 5.4B.", "350M, 1.1B, 5.4B의 세 가지 크기에서 실험하였다.")]
    #[case(
        "ABC outperforms single-LLM and centralized baselines on MedQA and PubMedQA datasets, attaining accuracies of 84.3% \
         and 78.4%, respectively.",
        "ABC 在 MedQA 和 PubMedQA 数据集上优于单 LLM 和中心化基准模型，准确率分别达到 84.3% 和 78.4%。"
    )]
    #[case(
        "It has attribute-level accuracies of 93.7% for target lesions, 94.9% for non-target lesions, and 94.0% for new ones.",
        "目标病灶、非目标病灶和新发病灶的属性级准确率分别为 93.7%、94.9% 和 94.0%。"
    )]
    #[case("HEALIX has 589 notes across 9 note types.", "HEALIX 包含 9 种记录类型的 589 条记录。")]
    #[case(
        "It reaches 92.3% and 50.5% on Spot-v2 and Spot-Pro.",
        "Spot-v2에서 92.3%, Spot-Pro에서 50.5%를 달성한다."
    )]
    #[case(
        "It reaches R^2 > 0.98 (1-hour horizon) and keeps it up to five hours ahead.",
        "1시간 예측에서 R^2>0.98이고 5시간까지 안정적이다."
    )]
    #[case(
        "On MATH and hard MATH it gains 3.4 and 2.4 points, respectively.",
        "在MATH和困难MATH中分别提升3.4和2.4个点。"
    )]
    #[case(
        "On GPT-4, Qwen3 and Llama, it gains 1.2, 3.4 and 5.6 points, respectively.",
        "GPT-4에서 1.2점, Qwen3에서 3.4점 향상된다."
    )]
    #[case(
        "It loses 2.4% of Muon, and gains 5.2% and 9.1% on GPT-4 and Qwen3, respectively.",
        "Muon损失2.4%，在GPT-4和Qwen3上分别提升5.2%和9.1%。"
    )]
    #[case(
        "GPT-4 gains 3.2/6.7 points without training and 7.4/4.9 with it, respectively.",
        "GPT-4无训练时分别提升3.2/6.7，训练后7.4/4.9。"
    )]
    fn numbers_in_their_places_pass(#[case] text: &str, #[case] digest: &str) {
        assert_eq!(found(text, digest), 0);
    }
}
