//! A sentence → the signs by which authors announce what it does. The phrases are in `cues.txt`.

use std::sync::LazyLock;

use regex::bytes::{Regex, RegexBuilder};
use regex_automata::{
    Anchored, MatchKind,
    hybrid::dfa::{Cache, DFA},
    nfa::thompson::{self, WhichCaptures},
    util::{pool::Pool, start, syntax},
};

/// One thing a sentence can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[allow(dead_code, reason = "weights.txt asks for most signs by name")]
pub(super) enum Sign {
    /// States an aim in so many words.
    Aim,
    /// Says what is looked into.
    Study,
    /// Announces what the authors made.
    Announce,
    /// Speaks of the paper itself.
    Paper,
    /// States what the authors show.
    Show,
    /// Calls something a contribution or new.
    Novel,
    /// Names a lack, a difficulty, a need.
    Gap,
    /// Speaks of other people's work.
    Others,
    /// Says how something works or was done.
    How,
    /// Says what was tried, not what came out.
    Trial,
    /// Says what came out.
    Outcome,
    /// Sets one thing against another.
    Compare,
    /// Has a measured figure.
    Figure,
    /// Speaks of limits, whosever they are.
    Limit,
    /// Admits a limit of the authors' own.
    Admission,
    /// Says what is left to do.
    Future,
    /// Looks back on the paper.
    Conclude,
    /// Says what it means.
    Meaning,
    /// Tells of code, thanks, plans of the paper.
    Aside,
    /// Refers to a place that a digest does not have.
    Pointer,
    /// Cites.
    Cites,
    /// Leans on a neighbor in the middle.
    Leans,
    /// Has what the authors made as its subject.
    Ours,
    /// Speaks in the authors' voice.
    We,
    /// Takes a step of an argument: "it follows that", "for all".
    Step,
    /// Gives others credit for a result.
    Credit,
    /// Says that something is no limit.
    Denial,
    /// Says what follows from the work or what it is good for.
    Outlook,
    /// Says what came out, with experiments or results as its subject.
    Reports,
    /// Takes up something said before.
    Back,
}

/// The signs of a sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Signs(u32);

impl Signs {
    /// The signs that a sentence shows.
    pub(super) fn of(text: &str) -> Self {
        Self(PHRASES.shown(text.as_bytes()))
    }

    pub(super) const fn has(self, sign: Sign) -> bool {
        self.0 & (1 << sign as u32) != 0
    }

    /// One bit for each sign.
    pub(super) const fn bits(self) -> u32 {
        self.0
    }

    /// True when the sentence shows one of these.
    pub(super) fn any(self, signs: &[Sign]) -> bool {
        signs.iter().any(|&sign| self.has(sign))
    }
}

/// How many signs there are.
pub(super) const SIGNS: usize = Sign::Back as usize + 1;

/// The names of the signs in `cues.txt`, in the order of [`Sign`].
pub(super) fn names() -> Vec<&'static str> {
    let headings = include_str!("cues.txt").lines().filter_map(|line| line.strip_prefix('['));
    let names = headings.filter_map(|line| line.strip_suffix(']'));
    names.filter(|name| !NAMED.contains(name)).collect()
}

/// The lists that stand for themselves in other lists.
const NAMED: [&str; 3] = ["ADVERB", "PAPER", "OURS"];

/// The signs with an automaton of their own: they count bytes, which would multiply the states of the common one.
const ALONE: [&str; 2] = ["cites", "reports"];

/// Bytes of states that a thread may hold; the abstracts of 2,604 papers make ten megabytes of them.
const STATES: usize = 16 << 20;

/// The phrases of all signs.
struct Phrases {
    /// The phrases that are whole, the pattern of each sign under its place in `signs`.
    ///
    /// The automaton is anchored: it is asked at every byte whether a phrase starts there, and reads three bytes in the
    /// mean to say so. One that looks for all phrases at once would have a state for every mixture of phrases under way.
    common: DFA,
    signs: Vec<usize>,
    /// Those of the signs that are [`ALONE`].
    alone: Vec<(usize, Regex)>,
    /// Those in two parts.
    parted: Vec<(usize, Parted)>,
}

/// A phrase whose second part comes some bytes after the first.
///
/// An automaton has to count the bytes since each first part that it met, which makes a state of nearly every byte that
/// it reads. It is asked only about texts that have the second part.
struct Parted {
    end: Regex,
    both: Regex,
}

impl Phrases {
    /// The signs that the text shows, one bit each.
    fn shown(&self, text: &[u8]) -> u32 {
        let mut shown = self.common(text);
        for (sign, alone) in &self.alone {
            shown |= u32::from(alone.is_match(text)) << sign;
        }
        for (sign, parted) in &self.parted {
            let has = || parted.end.is_match(text) && parted.both.is_match(text);
            shown |= u32::from(shown & (1 << sign) != 0 || has()) << sign;
        }
        shown
    }

    fn common(&self, text: &[u8]) -> u32 {
        let mut cache = CACHES.get();
        let mut before = None;
        let mut shown = 0;
        for start in 0..=text.len() {
            let rest = text.get(start..).unwrap_or_default();
            shown |= self.starting(&mut cache, before, rest);
            before = rest.first().copied();
        }
        shown
    }

    /// The signs whose phrases start where `rest` does, after the byte `before`.
    #[expect(clippy::expect_used, reason = "the automaton has no limit to give up at and no byte to quit at")]
    fn starting(&self, cache: &mut Cache, before: Option<u8>, rest: &[u8]) -> u32 {
        let place = start::Config::new().anchored(Anchored::Yes).look_behind(before);
        let mut state = self.common.start_state(cache, &place).expect("anchored start");
        let mut shown = 0;
        for byte in rest.iter().copied().map(Some).chain([None]) {
            let next = match byte {
                Some(byte) => self.common.next_state(cache, state, byte),
                None => self.common.next_eoi_state(cache, state),
            };
            state = next.expect("next state");
            if state.is_dead() {
                break;
            }
            if state.is_match() {
                let patterns = (0..self.common.match_len(cache, state))
                    .map(|nth| self.common.match_pattern(cache, state, nth));
                shown |= patterns
                    .filter_map(|pattern| self.signs.get(pattern.as_usize()))
                    .fold(0, |bits, sign| bits | 1 << sign);
            }
        }
        shown
    }
}

/// The phrases of each sign, in the order of [`Sign`].
static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let lists = lists(include_str!("cues.txt"));
    let (named, signs): (Vec<_>, Vec<_>) = lists.into_iter().partition(|(name, _)| NAMED.contains(name));
    let named: Vec<(&str, String)> =
        named.into_iter().map(|(name, lines)| (name, format!("(?:{})", lines.join("|")))).collect();
    phrases(&signs, &named)
});

/// The states that the common automaton has met, for each thread that asks it at the same time.
static CACHES: LazyLock<Pool<Cache>> = LazyLock::new(|| Pool::new(|| PHRASES.common.create_cache()));

fn phrases(signs: &[(&str, Vec<String>)], named: &[(&str, String)]) -> Phrases {
    let (mut common, mut places, mut alone, mut parted) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (sign, (name, lines)) in signs.iter().enumerate() {
        let mut whole = Vec::new();
        for line in lines {
            let line = named.iter().fold(line.clone(), |line, (name, list)| line.replace(name, list));
            match line.split('~').collect::<Vec<_>>().as_slice() {
                [first, most, end] => {
                    let both = pattern(&format!("{first}.{{0,{most}}}{end}"));
                    parted.push((sign, Parted { end: pattern(end), both }));
                }
                _ => whole.push(line),
            }
        }
        if ALONE.contains(name) {
            alone.push((sign, pattern(&whole.join("|"))));
        } else {
            common.push(whole.join("|"));
            places.push(sign);
        }
    }
    Phrases { common: automaton(&common), signs: places, alone, parted }
}

#[expect(clippy::expect_used, reason = "the patterns are constant and every test runs them")]
fn automaton(patterns: &[String]) -> DFA {
    DFA::builder()
        .configure(DFA::config().match_kind(MatchKind::All).cache_capacity(STATES))
        .syntax(syntax::Config::new().case_insensitive(true).unicode(false).utf8(false))
        .thompson(thompson::Config::new().utf8(false).which_captures(WhichCaptures::None))
        .build_many(patterns)
        .expect("constant patterns")
}

#[expect(clippy::expect_used, reason = "the patterns are constant and every test runs them")]
fn pattern(text: &str) -> Regex {
    RegexBuilder::new(text).case_insensitive(true).unicode(false).build().expect("constant pattern")
}

/// The lists of the file, each with its name; the lines of a list are alternatives.
fn lists(text: &str) -> Vec<(&str, Vec<String>)> {
    let mut lists: Vec<(&str, Vec<String>)> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            lists.push((name, Vec::new()));
        } else if let Some((_, lines)) = lists.last_mut() {
            match lines.last_mut().filter(|_| line.starts_with(' ')) {
                Some(last) => last.push_str(line.trim_start()),
                None => lines.push(line.to_owned()),
            }
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn every_sign_has_its_phrases() {
        let names: Vec<_> = lists(include_str!("cues.txt")).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names[..3], NAMED);
        assert_eq!(names.len() - 3, SIGNS);
        assert_eq!(names[3 + Sign::Gap as usize], "gap");
        assert_eq!(names.last(), Some(&"back"));
    }

    #[rstest]
    #[case("The goal of this work is to save water.", Sign::Aim)]
    #[case("We revisit the design of brushes.", Sign::Study)]
    #[case("This paper also presents a brush.", Sign::Announce)]
    #[case("In this technical report, brushes are compared.", Sign::Paper)]
    #[case("We find that dust matters.", Sign::Show)]
    #[case("It is the first brush to work without water.", Sign::Novel)]
    #[case("How dust settles remains unclear.", Sign::Gap)]
    #[case("Existing cleaning methods need rails.", Sign::Others)]
    #[case("The robot consists of two belts.", Sign::How)]
    #[case("We evaluate the robot on forty farms.", Sign::Trial)]
    #[case("The robot outperforms all others.", Sign::Outcome)]
    #[case("It is faster than washing.", Sign::Compare)]
    #[case("It restores 93.5% of the output.", Sign::Figure)]
    #[case("It restores $93.5\\%$ of the output.", Sign::Figure)]
    #[case("The brush cannot reach corners.", Sign::Limit)]
    #[case("Whether dust matters on Mars remains to be explored.", Sign::Admission)]
    #[case("We cannot yet clean wet panels.", Sign::Admission)]
    #[case("Our study has several important limitations.", Sign::Aside)]
    #[case("It is 12% faster (Fig 3).", Sign::Pointer)]
    #[case("We have developed a brush.", Sign::Announce)]
    #[case("We demonstrated that dust matters.", Sign::Show)]
    #[case("Panels were recorded for a year.", Sign::How)]
    #[case("Our method does not handle wet panels.", Sign::Admission)]
    #[case("We leave curved panels for future work.", Sign::Future)]
    #[case("Overall, brushes work.", Sign::Conclude)]
    #[case("Our findings suggest that rails are not needed.", Sign::Meaning)]
    #[case("Code is available at example.org.", Sign::Aside)]
    #[case("The scores are listed in Table 3.", Sign::Pointer)]
    #[case("Dust matters (Smith et al., 2019).", Sign::Cites)]
    #[case("We address this problem.", Sign::Leans)]
    #[case("Our robot climbs.", Sign::Ours)]
    #[case("It helps us.", Sign::We)]
    #[case("It follows that the sum is finite.", Sign::Step)]
    #[case("If the norm is small, the state is slow.", Sign::Step)]
    #[case("The polarization must first be evaluated.", Sign::Step)]
    #[case("Hochster’s remarkable result is a bridge.", Sign::Credit)]
    #[case("The bound was proved by Erdős.", Sign::Credit)]
    #[case("Our definition does not limit the choice of logic.", Sign::Denial)]
    #[case("Brushes could help farms in dry regions.", Sign::Outlook)]
    #[case("It saves water, paving the way for farms in deserts.", Sign::Outlook)]
    #[case("Our findings underscore the need for brushes.", Sign::Outlook)]
    #[case("Extensive experiments on forty farms show that dust matters.", Sign::Reports)]
    #[case("The proof relies on a bound of the sum.", Sign::How)]
    #[case("Our main result is that every brush wears out.", Sign::Show)]
    #[case("Itshttps://example.org", Sign::Aside)]
    #[case("Brushes reach corners only", Sign::Gap)]
    fn a_sign_is_seen(#[case] sentence: &str, #[case] sign: Sign) {
        assert!(Signs::of(sentence).has(sign), "{sign:?}");
    }

    #[rstest]
    #[case("Our method does not require labels.", Sign::Admission)]
    #[case("To tackle this limitation, a brush is used.", Sign::Admission)]
    #[case("The novel-view benchmark is hard.", Sign::Novel)]
    #[case("GPT-4 cleans 300 panels.", Sign::Figure)]
    #[case("The models are trained on public roads.", Sign::Aside)]
    #[case("Dust (which is dry) matters.", Sign::Cites)]
    #[case("We obtain an accuracy of 93%.", Sign::Step)]
    #[case("GPT-4's answer is proved by a checker.", Sign::Credit)]
    #[case("The brush does not limit dust.", Sign::Admission)]
    #[case("Not only dust matters.", Sign::Gap)]
    #[case("The contour is wet.", Sign::We)]
    #[case("Rewards are bounded in [0,1].", Sign::Pointer)]
    #[case("Rewards are bounded in [0,1].", Sign::Cites)]
    #[case("It reads papers published at leading conferences.", Sign::Aside)]
    #[case("It is comparable to and faster than a brush.", Sign::Pointer)]
    #[case("Brushes such as ours are soft.", Sign::Back)]
    #[case("The tests where we only consider dust are hard.", Sign::Admission)]
    fn a_sign_is_not_seen_where_it_is_none(#[case] sentence: &str, #[case] sign: Sign) {
        assert!(!Signs::of(sentence).has(sign), "{sign:?}");
    }

    #[rstest]
    #[case("wets it first", 120, "then dries it", Sign::How)]
    #[case("a study", 60, "only", Sign::Limit)]
    #[case("the code", 60, "is available", Sign::Aside)]
    #[case("not well in ", 60, "one", Sign::Step)]
    fn the_second_part_of_a_phrase_comes_soon_or_not_at_all(
        #[case] first: &str,
        #[case] most: usize,
        #[case] second: &str,
        #[case] sign: Sign,
    ) {
        let apart = |spaces: usize| Signs::of(&format!("{first}{}{second}", " ".repeat(spaces))).has(sign);
        assert_eq!([1, most, most + 1].map(apart), [true, true, false]);
    }
}
