//! Joins words that are split at the end of a line, and decides whether they keep their hyphen.

use std::collections::HashSet;

/// First parts of compounds that keep their hyphen, unless the paper itself has the word.
const COMPOUNDS: &[&str] = &[
    "self", "well", "cross", "high", "low", "long", "short", "large", "small", "fine", "real", "end",
    "state", "open", "non", "quasi", "ground", "human", "data", "model", "task", "time", "domain", "zero",
    "two", "three", "four", "few", "second", "third", "single", "half", "full", "top", "near", "least",
    "higher", "lower", "best", "worst", "mid", "graph", "text", "image", "word", "sentence", "token",
];

/// Second parts of compounds that keep their hyphen.
const SECONDS: &[&str] = &[
    "dimensional", "connected", "based", "driven", "aware", "level", "scale", "order", "time", "trained",
    "tuned", "tuning", "resolution", "quality", "free", "dependent", "independent", "specific", "art",
    "shot", "like", "wise", "supervised", "agnostic", "invariant", "temperature", "energy", "frequency",
    "performance", "term", "range", "world", "modal", "step", "grained", "known", "defined", "purpose",
    "source", "efficient", "consistent", "ended", "body", "field", "loop", "regressive", "encoder", "value",
    "valued", "weighted", "linear", "parametric", "compliant", "configuring", "critical", "friendly",
    "generated", "intensive", "oriented", "performing", "safe", "sensitive", "specified", "suited", "of",
    "the", "to", "in", "up",
];

/// Endings of second parts that are participles. They keep their hyphen after a noun, adjective or adverb: `hardware-supported`.
const PARTICIPLES: [&str; 2] = ["ed", "ing"];
/// The minimum length of such a second part.
const SECOND: usize = 6;
/// The minimum length of the part before it.
const FIRST: usize = 4;

/// Prefixes that are written without a hyphen.
const PREFIXES: &[&str] = &[
    "un", "in", "dis", "re", "inter", "intra", "over", "under", "sub", "super", "semi", "auto", "bi", "uni",
    "multi", "hyper", "micro", "macro", "meta", "trans", "con", "pre", "mis", "out", "up", "down", "on",
    "through", "back", "with",
];

/// The words of a paper, without and with hyphens.
#[derive(Debug, Default)]
pub(super) struct Words {
    whole: HashSet<String>,
    hyphened: HashSet<String>,
}

impl Words {
    /// Collects the words that are not split at the end of a line.
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut words = Self::default();
        let mut parted = false;
        for line in lines {
            let line = if parted { line.split_once(' ').map_or("", |(_, rest)| rest) } else { line };
            parted = line.ends_with('-');
            let body =
                line.strip_suffix('-').and_then(|body| body.rsplit_once(' ')).map_or(line, |(body, _)| body);
            for word in body.split_whitespace() {
                let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
                if bare.contains('-') {
                    words.hyphened.insert(bare);
                } else if !bare.is_empty() {
                    words.whole.insert(bare);
                }
            }
        }
        words
    }

    /// Appends a line to a text, and joins a word that is split between them.
    pub(super) fn join(&self, text: &mut String, line: &str) {
        let parted = text.ends_with('-')
            && text.chars().rev().nth(1).is_some_and(char::is_alphanumeric)
            && line.starts_with(char::is_alphanumeric);
        if !parted {
            if !text.is_empty() && !text.ends_with(['/', '—', ' ']) && !self.runs_on(text, line) {
                text.push(' ');
            }
        } else if self.is_suspended(text, line) {
            text.push(' ');
        } else if !self.keeps(text, line) {
            text.pop();
        }
        text.push_str(line);
    }

    /// Returns true if the word at the end of the text shares its second part with one that follows: `encoder-` in "encoder- and
    /// decoder-based".
    fn is_suspended(&self, text: &str, line: &str) -> bool {
        let next = line.split(' ').next().unwrap_or_default();
        let first =
            text.trim_end_matches('-').rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        matches!(next, "and" | "or") && !self.whole.contains(&format!("{first}{next}").to_lowercase())
    }

    /// Returns true if no space belongs between two lines: Chinese and Japanese have none, and Korean words are split anywhere.
    fn runs_on(&self, text: &str, line: &str) -> bool {
        let (Some(last), Some(first)) = (text.chars().next_back(), line.chars().next()) else { return false };
        if is_unspaced(last) && is_unspaced(first) {
            return true;
        }
        let parts = || {
            let word = |c: char| !c.is_alphabetic();
            Some((text.rsplit(word).next()?, line.split(word).next()?))
        };
        is_hangul(last)
            && is_hangul(first)
            && parts().is_some_and(|(first, second)| {
                self.whole.contains(&format!("{first}{second}")) && !self.whole.contains(first)
            })
    }

    /// Returns true if the hyphen at the end of the text is part of the word.
    fn keeps(&self, text: &str, line: &str) -> bool {
        let first = text
            .trim_end_matches('-')
            .rsplit(|c: char| c.is_whitespace() || c == '(')
            .next()
            .unwrap_or_default();
        let first = first.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let second: String = line.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
        let second = second.trim_end_matches('-').to_lowercase();
        let inner = second.split('-').next().unwrap_or_default();
        let known = |word: &str| self.whole.contains(word);
        if self.hyphened.contains(&format!("{first}-{second}")) {
            return true;
        }
        if known(&format!("{first}{inner}")) || self.hyphened.contains(&format!("{first}{second}")) {
            return false;
        }
        if !line.starts_with(char::is_lowercase) {
            return true;
        }
        let last = first.rsplit('-').next().unwrap_or_default();
        if SECONDS.contains(&inner) && last.len() > 1 && !PREFIXES.contains(&last) {
            return true;
        }
        let participle = inner.len() >= SECOND && PARTICIPLES.iter().any(|end| inner.ends_with(end));
        let is_first = || last.len() >= FIRST && known(last) && !PREFIXES.contains(&last);
        known(inner)
            && (COMPOUNDS.contains(&last)
                || (participle && is_first())
                || (first.contains('-') && known(last)))
    }
}

/// Returns true for a character of a script that separates no words: ideographs, kana, and their punctuation.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF1F}')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}')
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("the instru-", "ment is cold", "the instrument is cold")]
    #[case("state-of-the-", "art in cost", "state-of-the-art in cost")]
    #[case("GPT-", "4 reads", "GPT-4 reads")]
    #[case("Bose-", "Einstein", "Bose-Einstein")]
    #[case("AutoScholar-", "Query is new", "AutoScholarQuery is new")]
    #[case("a low-", "dimensional space", "a low-dimensional space")]
    #[case("inter-", "connected parts", "interconnected parts")]
    #[case("the pre-", "trained twin", "the pre-trained twin")]
    #[case("the sec-", "ond line", "the second line")]
    #[case("user-", "specified maps", "user-specified maps")]
    #[case("self-", "configuring tools", "self-configuring tools")]
    #[case("hardware-", "supported maps", "hardware-supported maps")]
    #[case("it is mea-", "sured and out-", "it is measured and out-")]
    #[case("it is per-", "formed well", "it is performed well")]
    #[case("a dash -", "here", "a dash - here")]
    #[case("encoder-", "and decoder-based", "encoder- and decoder-based")]
    #[case("the err-", "or is small", "the error is small")]
    #[case("two", "words", "two words")]
    #[case("检测准", "确性高", "检测准确性高")]
    #[case("共 924", "条", "共 924 条")]
    #[case("새로운 방", "법을 개발", "새로운 방법을 개발")]
    #[case("새로운", "방법을 개발", "새로운 방법을 개발")]
    #[case("https://a.org/", "b", "https://a.org/b")]
    fn a_parted_word_is_joined_as_the_paper_writes_it(
        #[case] text: &str,
        #[case] line: &str,
        #[case] expected: &str,
    ) {
        let words = Words::of(
            [
                "AutoScholarQuery and a pre-trained model",
                "of the art with an error",
                "hardware is supported, sured and formed per day",
                "이 방법을 쓴다",
            ]
            .into_iter(),
        );
        let mut text = text.to_owned();
        words.join(&mut text, line);
        assert_eq!(text, expected);
    }

    #[test]
    fn halves_of_parted_words_are_no_words() {
        let words = Words::of(["it is real-", "ized here"].into_iter());
        let mut text = "real-".to_owned();
        words.join(&mut text, "ized");
        assert_eq!(text, "realized");
    }
}
