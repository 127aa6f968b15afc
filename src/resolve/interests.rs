//! Ranks a day's papers by a reader's interests: the cosine similarity between each paper and the interests, with TF-IDF over
//! titles and abstracts. It is computed locally, from the papers of the day.

use std::collections::{BTreeMap, HashMap};

use rust_stemmers::{Algorithm, Stemmer};
use unicode_segmentation::UnicodeSegmentation;

use papers_paper::Candidate;

/// The weight of the words of a title, relative to those of the abstract.
const TITLE_WEIGHT: usize = 2;

/// The maximum number of words that explain a score, so that they fit on a line.
const EXPLAINED: usize = 5;

/// A paper that the reader likes: its title, and its abstract if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Liked {
    /// Title.
    pub title: String,
    /// Abstract; may be empty.
    pub abstract_text: String,
}

/// The interests of a reader.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Interests {
    /// Words and phrases with their weights; a negative weight lowers a paper's rank.
    pub keywords: Vec<(String, f64)>,
    /// Papers that the reader liked.
    pub liked: Vec<Liked>,
}

/// The score of a paper, with an explanation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Score {
    /// The cosine, from -1 to 1.
    pub value: f64,
    /// The words that contributed most, with their shares, largest first.
    pub terms: Vec<(String, f64)>,
}

impl Interests {
    /// Returns true if there are no interests.
    pub fn is_empty(&self) -> bool {
        self.keywords.is_empty() && self.liked.is_empty()
    }

    /// Computes the score of each paper, in order.
    pub fn scores(&self, papers: &[Candidate]) -> Vec<Score> {
        let mut words = Words::new();
        let keywords: Vec<(Vec<u32>, f64)> =
            self.keywords.iter().map(|(phrase, weight)| (words.phrase(phrase), *weight)).collect();
        let liked: Vec<Vec<u32>> =
            self.liked.iter().map(|text| words.read(&text.title, &text.abstract_text)).collect();
        let papers: Vec<Vec<u32>> =
            papers.iter().map(|paper| words.read(&paper.title, &paper.abstract_text)).collect();
        let weights = Weights::of(&words, papers.iter().chain(&liked));
        let interests = interests(&weights, &liked, &keywords);
        papers.iter().map(|paper| score(&words, &weights.vector(paper), &interests)).collect()
    }
}

/// Numbers the words: one number for each stem.
struct Words {
    stemmer: Stemmer,
    known: HashMap<String, Option<u32>>,
    numbers: HashMap<String, u32>,
    /// Pairs of neighboring words in the reader's phrases, which count as additional words. Pairs in other texts are not counted,
    /// because they would take more memory than all words.
    pairs: HashMap<(u32, u32), u32>,
    /// The first spelling of the word of each number.
    shown: Vec<String>,
}

impl Words {
    fn new() -> Self {
        Self {
            stemmer: Stemmer::create(Algorithm::English),
            known: HashMap::new(),
            numbers: HashMap::new(),
            pairs: HashMap::new(),
            shown: Vec::new(),
        }
    }

    fn read(&mut self, title: &str, abstract_text: &str) -> Vec<u32> {
        let mut tokens = self.tokens(title).repeat(TITLE_WEIGHT);
        tokens.extend(self.tokens(abstract_text));
        tokens
    }

    /// Reads the words of a phrase of the reader, and registers its pairs of neighbors as words.
    fn phrase(&mut self, text: &str) -> Vec<u32> {
        let words = self.words(text);
        for pair in words.windows(2) {
            if let &[a, b] = pair
                && !self.pairs.contains_key(&(a, b))
            {
                let shown = |word: u32| self.shown.get(word as usize).map_or("", String::as_str);
                let shown = format!("{} {}", shown(a), shown(b));
                self.pairs.insert((a, b), self.next());
                self.shown.push(shown);
            }
        }
        self.tokens(text)
    }

    /// Reads the words of a text, and its registered pairs.
    fn tokens(&mut self, text: &str) -> Vec<u32> {
        let mut tokens = self.words(text);
        let pairs = tokens.iter().zip(tokens.iter().skip(1)).filter_map(|(&a, &b)| self.pairs.get(&(a, b)));
        let pairs: Vec<u32> = pairs.copied().collect();
        tokens.extend(pairs);
        tokens
    }

    fn words(&mut self, text: &str) -> Vec<u32> {
        text.unicode_words().filter_map(|word| self.number(word.to_lowercase())).collect()
    }

    fn next(&self) -> u32 {
        u32::try_from(self.shown.len()).unwrap_or(u32::MAX)
    }

    /// Returns the number of a word; `None` for insignificant words.
    fn number(&mut self, word: String) -> Option<u32> {
        if let Some(&known) = self.known.get(&word) {
            return known;
        }
        let number = (!is_empty_word(&word)).then(|| self.number_of_stem(&word));
        self.known.insert(word, number);
        number
    }

    fn number_of_stem(&mut self, word: &str) -> u32 {
        let stem = self.stemmer.stem(word).into_owned();
        let next = self.next();
        *self.numbers.entry(stem).or_insert_with(|| {
            self.shown.push(word.to_owned());
            next
        })
    }
}

/// Returns true for single letters, numbers, and words that are in every abstract.
fn is_empty_word(word: &str) -> bool {
    const EMPTY: &str = " the and for are that with this from have has was were which can our their its these those not but \
                         such been also than into between over both more most other using used use may while when where how \
                         all any each they them then there we you of to in on by is as an at be or it paper propose show \
                         results based approach method new novel ";
    let short = word.is_ascii() && word.len() < 2;
    short || word.chars().all(char::is_numeric) || EMPTY.contains(&format!(" {word} "))
}

/// A text as a vector: its words in ascending order, with their weights.
type Vector = Vec<(u32, f64)>;

/// The weights of words, by how well they distinguish papers.
struct Weights {
    /// The inverse document frequency of each word.
    rarity: Vec<f64>,
}

impl Weights {
    fn of<'a>(words: &Words, texts: impl Iterator<Item = &'a Vec<u32>>) -> Self {
        let mut frequency = vec![0u32; words.shown.len()];
        let mut count = 0u32;
        for text in texts {
            count += 1;
            for (word, _) in counted(text) {
                if let Some(frequency) = frequency.get_mut(word as usize) {
                    *frequency += 1;
                }
            }
        }
        let rarity = |frequency: u32| ((f64::from(count) + 1.0) / (f64::from(frequency) + 0.5)).ln().max(0.0);
        Self { rarity: frequency.into_iter().map(rarity).collect() }
    }

    /// Returns the unit vector of a text. The weight of a word grows with the logarithm of its count.
    fn vector(&self, text: &[u32]) -> Vector {
        let rarity = |word: u32| self.rarity.get(word as usize).copied().unwrap_or_default();
        unit(
            counted(text)
                .into_iter()
                .map(|(word, count)| (word, (1.0 + count.ln()) * rarity(word)))
                .collect(),
        )
    }
}

/// Returns the words of a text in ascending order, with their counts.
fn counted(text: &[u32]) -> Vector {
    let mut sorted = text.to_vec();
    sorted.sort_unstable();
    sorted.chunk_by(|a, b| a == b).filter_map(|run| Some((*run.first()?, run.len() as f64))).collect()
}

fn unit(mut vector: Vector) -> Vector {
    let length = vector.iter().map(|(_, value)| value * value).sum::<f64>().sqrt();
    if length > 0.0 {
        for (_, value) in &mut vector {
            *value /= length;
        }
    }
    vector
}

/// Returns the vector of the reader, in which liked papers and keywords have the same weight.
fn interests(weights: &Weights, liked: &[Vec<u32>], keywords: &[(Vec<u32>, f64)]) -> BTreeMap<u32, f64> {
    let liked = sum(liked.iter().map(|text| (weights.vector(text), 1.0)));
    let named = sum(keywords.iter().map(|(text, weight)| (weights.vector(text), *weight)));
    sum([(liked, 1.0), (named, 1.0)].into_iter()).into_iter().collect()
}

/// Returns the unit vector in the direction of a weighted sum.
fn sum(vectors: impl Iterator<Item = (Vector, f64)>) -> Vector {
    let mut sum: BTreeMap<u32, f64> = BTreeMap::new();
    for (vector, weight) in vectors {
        for (word, value) in vector {
            *sum.entry(word).or_default() += weight * value;
        }
    }
    unit(sum.into_iter().collect())
}

fn score(words: &Words, paper: &[(u32, f64)], interests: &BTreeMap<u32, f64>) -> Score {
    let mut terms: Vec<(u32, f64)> = paper
        .iter()
        .filter_map(|(word, value)| Some((*word, value * interests.get(word)?)))
        .filter(|(_, share)| *share != 0.0)
        .collect();
    // An empty sum of floats is -0.
    let value = terms.iter().map(|(_, share)| share).sum::<f64>() + 0.0;
    terms.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
    let named = |(word, share): (u32, f64)| Some((words.shown.get(word as usize)?.clone(), share));
    Score { value, terms: terms.into_iter().take(EXPLAINED).filter_map(named).collect() }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let terms: Vec<String> =
            self.terms.iter().map(|(word, share)| format!("{word} {share:+.3}")).collect();
        let why = if terms.is_empty() { "nothing in common".to_owned() } else { terms.join(", ") };
        write!(f, "{:.3} ({why})", self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use papers_paper::Extras;

    fn paper(number: usize, title: &str, abstract_text: &str) -> Candidate {
        Candidate {
            id: format!("2510.{number:05}").parse().unwrap(),
            title: title.to_owned(),
            abstract_text: abstract_text.to_owned(),
            authors: Vec::new(),
            categories: Vec::new(),
            extras: Extras::default(),
        }
    }

    fn papers() -> Vec<Candidate> {
        vec![
            paper(1, "Graph kernels", "We compare kernels on graphs of molecules."),
            paper(2, "Speech recognition", "Acoustic models transcribe noisy speech of many speakers."),
            paper(3, "Robots that fold laundry", "A policy learns to fold cloth from demonstrations."),
            paper(4, "Diffusion for molecules", "A diffusion model generates molecules atom by atom."),
        ]
    }

    fn keywords(words: &[(&str, f64)]) -> Interests {
        Interests {
            keywords: words.iter().map(|&(word, weight)| (word.to_owned(), weight)).collect(),
            liked: Vec::new(),
        }
    }

    fn best(interests: &Interests) -> usize {
        let scores = interests.scores(&papers());
        (0..scores.len()).max_by(|&a, &b| scores[a].value.total_cmp(&scores[b].value)).unwrap()
    }

    #[test]
    fn keywords_find_their_papers_in_other_forms_of_the_word() {
        assert_eq!(best(&keywords(&[("recognizing speech", 1.0)])), 1);
        assert_eq!(best(&keywords(&[("folding", 1.0)])), 2);
    }

    #[test]
    fn a_phrase_counts_more_than_its_words_apart() {
        let papers = vec![
            paper(1, "A state of the art model for space missions", "We plan missions in space."),
            paper(2, "Selective state space models", "We train models of sequences."),
            paper(3, "Space models of a state", "We train models of countries."),
        ];
        let scores = keywords(&[("state space models", 1.0)]).scores(&papers);
        assert!(scores[1].value > scores[0].value && scores[1].value > scores[2].value, "{scores:?}");
        assert!(scores[1].terms.iter().any(|(word, _)| word == "state space"), "{:?}", scores[1]);
    }

    #[test]
    fn weights_decide_between_keywords_and_may_be_negative() {
        assert_eq!(best(&keywords(&[("speech", 3.0), ("laundry", 1.0)])), 1);
        assert_eq!(best(&keywords(&[("speech", 1.0), ("laundry", 3.0)])), 2);
        let scores = keywords(&[("speech", -1.0)]).scores(&papers());
        assert!(scores[1].value < 0.0 && scores[0].value == 0.0, "{scores:?}");
    }

    #[test]
    fn papers_like_those_liked_come_first() {
        let liked = Liked {
            title: "Generating molecules".to_owned(),
            abstract_text: "Atoms are placed by a diffusion process.".to_owned(),
        };
        assert_eq!(best(&Interests { keywords: Vec::new(), liked: vec![liked] }), 3);
    }

    #[test]
    fn a_score_is_a_cosine_and_its_terms_explain_it() {
        let text = papers().remove(3);
        let liked = Liked { title: text.title.clone(), abstract_text: text.abstract_text.clone() };
        let scores = Interests { keywords: Vec::new(), liked: vec![liked] }.scores(&papers());
        assert!((scores[3].value - 1.0).abs() < 1e-9, "a paper is like itself: {:?}", scores[3]);
        assert!(scores[3].terms.iter().any(|(word, _)| word == "diffusion"), "{:?}", scores[3]);
        assert_eq!(scores[2].to_string(), "0.000 (nothing in common)");
    }

    #[test]
    fn any_script_can_be_liked() {
        let papers = vec![paper(1, "확산 모델 연구", ""), paper(2, "언어 모델 연구", "")];
        let scores = keywords(&[("확산", 1.0)]).scores(&papers);
        assert!(scores[0].value > scores[1].value, "{scores:?}");
    }

    #[test]
    fn one_paper_alone_and_no_paper_at_all_have_scores() {
        assert!(keywords(&[("speech", 1.0)]).scores(&[]).is_empty());
        let one = keywords(&[("speech", 1.0)]).scores(&papers()[1..2]);
        assert!(one[0].value > 0.0 && one[0].value.is_finite(), "{one:?}");
    }
}
