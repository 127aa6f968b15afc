//! Filters candidates by the reader's rules. Words are matched as a whole, in any script.

use unicode_normalization::UnicodeNormalization;

use papers_paper::Candidate;

/// The rules. An empty list sets no condition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Title or abstract must contain one of these words or phrases.
    pub include: Vec<String>,
    /// Title and abstract must contain none of these.
    pub exclude: Vec<String>,
    /// One author must have one of these names, with its words in any order.
    pub authors: Vec<String>,
    /// One category must be one of these. `cs` and `cs.*` stand for a whole archive.
    pub categories: Vec<String>,
    /// The minimum number of upvotes for papers on Hugging Face's list. It does not apply to other papers.
    pub min_upvotes: u32,
}

impl Filter {
    /// Returns true if a paper satisfies all rules.
    pub fn admits(&self, paper: &Candidate) -> bool {
        let text = folded(&format!("{} \u{b7} {}", paper.title, paper.abstract_text));
        let says = |word: &String| contains_word(&text, &folded(word));
        let upvoted = paper.extras.upvotes.is_none_or(|upvotes| upvotes >= self.min_upvotes);
        upvoted
            && (self.include.is_empty() || self.include.iter().any(says))
            && !self.exclude.iter().any(says)
            && (self.authors.is_empty() || self.authors.iter().any(|name| wrote(paper, name)))
            && (self.categories.is_empty() || self.categories.iter().any(|wanted| is_in(paper, wanted)))
    }
}

fn wrote(paper: &Candidate, name: &str) -> bool {
    let name = folded(name);
    let words: Vec<&str> = name.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    !words.is_empty()
        && paper.authors.iter().any(|author| {
            let author = folded(author);
            words.iter().all(|word| contains_word(&author, word))
        })
}

fn is_in(paper: &Candidate, wanted: &str) -> bool {
    let wanted = wanted.trim().trim_end_matches(".*");
    let archive =
        |category: &str| category.split('.').next().unwrap_or_default().eq_ignore_ascii_case(wanted);
    paper.categories.iter().any(|category| category.eq_ignore_ascii_case(wanted) || archive(category))
}

/// Normalizes a text for comparison: lower case, NFKC, single spaces.
fn folded(text: &str) -> String {
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns true if `text` contains `word` as a whole: without a letter or digit directly before or after it. In scripts
/// without spaces any occurrence counts.
fn contains_word(text: &str, word: &str) -> bool {
    let (Some(first), Some(last)) = (word.chars().next(), word.chars().next_back()) else { return false };
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !joins(before, first) && !joins(after, last)
    })
}

/// Returns true if a neighboring character belongs to the same word as the outermost character of a match.
fn joins(neighbor: Option<char>, edge: char) -> bool {
    neighbor.is_some_and(char::is_alphanumeric) && edge.is_alphanumeric() && !is_unspaced(edge)
}

/// Scripts written without spaces: Thai and Lao, Khmer, kana, Han.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use papers_paper::Extras;

    fn paper(title: &str) -> Candidate {
        Candidate {
            id: "2510.06590".parse().unwrap(),
            title: title.to_owned(),
            abstract_text: "We study plain things.".to_owned(),
            authors: vec!["Yann Le Cun".to_owned(), "José Álvarez".to_owned()],
            categories: vec!["cs.CL".to_owned(), "stat.ML".to_owned()],
            extras: Extras { upvotes: Some(5), ..Extras::default() },
        }
    }

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    #[rstest]
    #[case("An LLM for all", "llm", true)]
    #[case("LLMs for all", "llm", false)]
    #[case("GPT-4 at work", "gpt-4", true)]
    #[case("GPT-4o at work", "gpt-4", false)]
    #[case("C++ and C", "c++", true)]
    #[case("State  space\nmodels", "state space models", true)]
    #[case("確率的拡散モデルの研究", "拡散モデル", true)]
    #[case("대규모 언어 모델", "언어 모델", true)]
    #[case("대규모 언어모델", "언어", false)]
    #[case("Диффузионные модели", "модели", true)]
    #[case("Диффузионные модели", "модел", false)]
    #[case("Ａｔｔｅｎｔｉｏｎ", "attention", true)]
    #[case("anything", "", false)]
    fn finds_whole_words_in_any_script(#[case] title: &str, #[case] word: &str, #[case] found: bool) {
        let filter = Filter { include: words(&[word]), ..Filter::default() };
        assert_eq!(filter.admits(&paper(title)), found);
        let filter = Filter { exclude: words(&[word]), ..Filter::default() };
        assert_eq!(filter.admits(&paper(title)), !found);
    }

    #[test]
    fn a_phrase_does_not_run_from_title_into_abstract() {
        let filter = Filter { include: words(&["title we"]), ..Filter::default() };
        assert!(!filter.admits(&paper("A title")));
    }

    #[rstest]
    #[case("Le Cun", true)]
    #[case("LeCun", false)]
    #[case("Álvarez, José", true)]
    #[case("Alva", false)]
    #[case("", false)]
    fn finds_authors_by_their_names_in_any_order(#[case] name: &str, #[case] found: bool) {
        let filter = Filter { authors: words(&[name]), ..Filter::default() };
        assert_eq!(filter.admits(&paper("T")), found);
    }

    #[rstest]
    #[case("cs.CL", true)]
    #[case("stat.*", true)]
    #[case("stat", true)]
    #[case("cs.LG", false)]
    fn finds_categories_and_archives(#[case] category: &str, #[case] found: bool) {
        let filter = Filter { categories: words(&[category]), ..Filter::default() };
        assert_eq!(filter.admits(&paper("T")), found);
    }

    #[test]
    fn upvotes_are_asked_only_of_those_who_have_them() {
        let filter = Filter { min_upvotes: 6, ..Filter::default() };
        assert!(!filter.admits(&paper("T")));
        assert!(filter.admits(&Candidate { extras: Extras::default(), ..paper("T") }));
        assert!(Filter { min_upvotes: 5, ..Filter::default() }.admits(&paper("T")));
    }
}
