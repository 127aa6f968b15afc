//! Computes the features of the sentences of a text, each of which is a row in the table of weights.

use std::sync::LazyLock;

use super::words::{Sentence, Word, hash_of, mix};

/// The number of sentences of the longest abstract in the training data. A longer text is scaled to this length, and only this many
/// sentences before and after count, so that the time is linear.
pub const SPAN: usize = 10;

/// A group of features, whose contribution can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Words, and pairs of adjacent words.
    Words,
    /// The first four words, one by one and combined, and the last two.
    Edges,
    /// Beginnings and endings of words, as approximations of stem and tense.
    Affixes,
    /// Length, digits, symbols, capitals.
    Form,
    /// The position in the text, and the text's length.
    Place,
    /// Words that indicate a role, and the words after "we" and "this paper".
    Cues,
    /// Words, openings and cues of the two sentences before and after.
    Neighbors,
    /// Cues in any sentence before or after.
    History,
}

impl Group {
    /// All groups with their names.
    pub const ALL: [(Self, &str); 8] = [
        (Self::Words, "words"),
        (Self::Edges, "edges"),
        (Self::Affixes, "affixes"),
        (Self::Form, "form"),
        (Self::Place, "place"),
        (Self::Cues, "cues"),
        (Self::Neighbors, "neighbors"),
        (Self::History, "history"),
    ];
}

/// Symbols whose presence is a feature.
static SIGNS: LazyLock<[u64; 12]> =
    LazyLock::new(|| ["%", "(", ":", "?", ";", "©", "/", "\"", "–", "•", "@", "$"].map(hash_of));

/// Words whose successors are features: the agent, and names for the text itself.
static SPEAKERS: LazyLock<[u64; 8]> = LazyLock::new(|| {
    ["we", "paper", "article", "work", "study", "survey", "chapter", "results"].map(hash_of)
});

static NUMBER: LazyLock<u64> = LazyLock::new(|| hash_of("0"));

/// Returns the features of every sentence as hashes, sorted and without duplicates. `wanted` selects the groups.
pub fn features(sentences: &[Sentence], wanted: impl Fn(Group) -> bool) -> Vec<Vec<u64>> {
    let text = Text { sentences };
    let one = |index| {
        let mut features = Features { found: Vec::with_capacity(256), wanted: &wanted };
        text.describe(index, &mut features);
        features.found.sort_unstable();
        features.found.dedup();
        features.found
    };
    (0..sentences.len()).map(one).collect()
}

/// Collects the features of one sentence.
struct Features<'a, F> {
    found: Vec<u64>,
    wanted: &'a F,
}

impl<F: Fn(Group) -> bool> Features<'_, F> {
    /// Adds a feature: `kind` distinguishes those of one group, `value` is what was observed.
    fn add(&mut self, group: Group, kind: u64, value: u64) {
        if (self.wanted)(group) {
            self.found.push(mix(mix(group as u64 + 1, kind), value));
        }
    }

    fn words(&mut self, words: &[Word]) {
        for word in words {
            self.add(Group::Words, 0, word.hash);
            word.prefix.into_iter().for_each(|prefix| self.add(Group::Affixes, 0, prefix));
            word.suffix.into_iter().for_each(|suffix| self.add(Group::Affixes, 1, suffix));
        }
        for (first, second) in words.iter().zip(words.iter().skip(1)) {
            self.add(Group::Words, 1, mix(first.hash, second.hash));
        }
    }

    fn edges(&mut self, words: &[Word]) {
        for (opening, word) in openings(words).zip(words) {
            self.add(Group::Edges, 0, opening);
            self.add(Group::Edges, 1, word.hash);
        }
        for (kind, word) in (2..4).zip(words.iter().rev()) {
            self.add(Group::Edges, kind, word.hash);
        }
    }

    fn form(&mut self, sentence: &Sentence) {
        let words = sentence.words.iter().filter(|word| word.is_word).count() as u64;
        let numbers = sentence.words.iter().filter(|word| word.hash == *NUMBER).count() as u64;
        self.add(Group::Form, 0, 0);
        self.add(Group::Form, 1, (words / 5).min(10));
        self.add(Group::Form, 2, words.min(4));
        self.add(Group::Form, 3, numbers.min(3));
        self.add(Group::Form, 4, sentence.first);
        self.add(Group::Form, 5, sentence.last);
        self.add(Group::Form, 6, sentence.names as u64);
        for sign in SIGNS.iter().filter(|sign| sentence.words.iter().any(|word| word.hash == **sign)) {
            self.add(Group::Form, 7, *sign);
        }
    }

    fn place(&mut self, place: &Place) {
        self.add(Group::Place, 0, place.index);
        self.add(Group::Place, 1, place.left);
        self.add(Group::Place, 2, place.quarter);
        self.add(Group::Place, 3, place.length);
        self.add(Group::Place, 4, mix(place.index, place.length));
    }

    fn cues(&mut self, sentence: &Sentence, place: &Place) {
        for cue in bits(sentence.cues) {
            self.add(Group::Cues, 0, cue);
            self.add(Group::Cues, 1, mix(cue, place.quarter));
            self.add(Group::Cues, 2, mix(cue, place.index.min(3)));
            for other in bits(sentence.cues).take_while(|other| *other < cue) {
                self.add(Group::Cues, 3, mix(cue, other));
            }
        }
        for (index, speaker) in sentence.words.iter().enumerate() {
            if SPEAKERS.contains(&speaker.hash) {
                for word in sentence.words.iter().skip(index + 1).take(3) {
                    self.add(Group::Cues, 4, mix(speaker.hash, word.hash));
                }
            }
        }
    }

    /// Adds the features of a neighbor. `side` is 0 and 1 for the sentences before and after, 2 and 3 for the next ones.
    fn neighbor(&mut self, side: u64, neighbor: Option<&Sentence>) {
        let Some(neighbor) = neighbor else { return self.add(Group::Neighbors, side, 0) };
        for opening in openings(&neighbor.words).take(3) {
            self.add(Group::Neighbors, 4 + side, opening);
        }
        for cue in bits(neighbor.cues) {
            self.add(Group::Neighbors, 8 + side, cue);
        }
        if side < 2 {
            neighbor.words.iter().for_each(|word| self.add(Group::Neighbors, 12 + side, word.hash));
        }
    }

    fn history(&mut self, here: u32, before: u32, after: u32) {
        bits(before).for_each(|cue| self.add(Group::History, 0, cue));
        bits(after).for_each(|cue| self.add(Group::History, 1, cue));
        bits(here & !before).for_each(|cue| self.add(Group::History, 2, cue));
    }
}

/// Returns the hashes of the first one, two, three and four words.
fn openings(words: &[Word]) -> impl Iterator<Item = u64> {
    words.iter().take(4).scan(0, |hash, word| {
        *hash = mix(*hash, word.hash);
        Some(*hash)
    })
}

fn bits(cues: u32) -> impl Iterator<Item = u64> {
    (0..u32::BITS).filter(move |bit| cues >> bit & 1 == 1).map(u64::from)
}

/// The position of a sentence in its text, scaled to at most [`SPAN`] sentences.
pub struct Place {
    index: u64,
    left: u64,
    quarter: u64,
    length: u64,
}

impl Place {
    /// Returns the position of a sentence in a text of this length.
    pub fn of(index: usize, length: usize) -> Self {
        let seen = length.min(SPAN);
        let index = if length > SPAN { index * (SPAN - 1) / (length - 1) } else { index };
        let last = seen.saturating_sub(1);
        Self {
            index: index as u64,
            left: last.saturating_sub(index) as u64,
            quarter: (index * 4 / last.max(1)) as u64,
            length: seen as u64,
        }
    }

    /// Returns the positions from both ends, as two of 2 × [`SPAN`] indices.
    pub fn ends(&self) -> [usize; 2] {
        [self.index, self.left + SPAN as u64].map(|place| usize::try_from(place).unwrap_or(0))
    }
}

/// The sentences of a text.
struct Text<'a> {
    sentences: &'a [Sentence],
}

impl Text<'_> {
    fn describe<F: Fn(Group) -> bool>(&self, index: usize, features: &mut Features<'_, F>) {
        let Some(sentence) = self.sentences.get(index) else { return };
        let place = Place::of(index, self.sentences.len());
        features.words(&sentence.words);
        features.edges(&sentence.words);
        features.form(sentence);
        features.place(&place);
        features.cues(sentence, &place);
        for (side, distance) in [(0, 1), (2, 2)] {
            let before = index.checked_sub(distance).and_then(|before| self.sentences.get(before));
            features.neighbor(side, before);
            features.neighbor(side + 1, self.sentences.get(index + distance));
        }
        let before = self.cues(index.saturating_sub(SPAN - 1), index);
        let after = self.cues(index + 1, index + SPAN);
        features.history(sentence.cues, before, after);
    }

    /// Returns the cues of the sentences in a range.
    fn cues(&self, from: usize, to: usize) -> u32 {
        let count = to.saturating_sub(from);
        self.sentences.iter().skip(from).take(count).fold(0, |cues, sentence| cues | sentence.cues)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sentences: &[&str]) -> Vec<Vec<u64>> {
        features(&sentences.iter().map(|text| Sentence::read(text)).collect::<Vec<_>>(), |_| true)
    }

    #[test]
    fn every_group_adds_features_of_its_own() {
        let text: Vec<Sentence> = ["However, parsing is slow.", "We propose 2 faster parsers.", "They work."]
            .map(Sentence::read)
            .into();
        let all = features(&text, |_| true);
        for (group, name) in Group::ALL {
            let without = features(&text, |other| other != group);
            let only = features(&text, |other| other == group);
            assert!(!only[1].is_empty(), "{name}");
            assert_eq!(all[1].len(), without[1].len() + only[1].len(), "{name}");
        }
    }

    #[test]
    fn neighbors_change_features_and_repetition_does_not() {
        let (one, other) = (read(&["We test.", "It works."]), read(&["We hope.", "It works."]));
        assert_ne!(one[1], other[1]);
        let sorted = |features: &Vec<u64>| features.windows(2).all(|pair| pair[0] < pair[1]);
        assert!(one.iter().all(sorted), "sorted and without repetition");
    }

    #[test]
    fn a_long_text_is_seen_stretched() {
        let ends = |index, length| Place::of(index, length).ends();
        assert_eq!(ends(0, 1), [0, SPAN]);
        assert_eq!(ends(2, 5), [2, SPAN + 2]);
        assert_eq!(ends(0, 500), [0, SPAN + 9]);
        assert_eq!(ends(499, 500), [9, SPAN]);
        assert!((0..500).all(|index| ends(index, 500)[1] < 2 * SPAN));
    }

    #[test]
    fn distant_sentences_do_not_change_the_features_of_a_sentence() {
        let text = |first| std::iter::once(first).chain(["It is so."; 40]).collect::<Vec<_>>();
        let (one, other) = (read(&text("However, we propose a study.")), read(&text("Graphs.")));
        assert_ne!(one[5], other[5]);
        assert_eq!(one[20], other[20]);
    }
}
