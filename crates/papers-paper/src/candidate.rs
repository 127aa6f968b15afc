//! A paper as a list announces it: what a day's selection is made from, before any record is fetched.

use super::PaperId;

/// One paper of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Identifier without version: a digest is made of the latest one.
    pub id: PaperId,
    /// Title on one line.
    pub title: String,
    /// Abstract; empty where the list has none.
    pub abstract_text: String,
    /// Names of the authors who are shown.
    pub authors: Vec<String>,
    /// arXiv's categories, the primary one first; empty where the list has none (Hugging Face).
    pub categories: Vec<String>,
    /// The facts that Hugging Face knows of the paper; all `None` for papers that other lists announce.
    pub extras: Extras,
}

/// The facts that Hugging Face's list knows of a paper and arXiv does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extras {
    /// Upvotes.
    pub upvotes: Option<u32>,
    /// Address of the code: `http` or `https`.
    pub code: Option<String>,
    /// Address of the project's page: `http` or `https`.
    pub project: Option<String>,
}

impl Candidate {
    /// Takes from another list's announcement of the same paper what this one does not have.
    pub fn complete_from(&mut self, other: Self) {
        let fill = |mine: &mut String, theirs: String| {
            if mine.is_empty() {
                *mine = theirs;
            }
        };
        fill(&mut self.title, other.title);
        fill(&mut self.abstract_text, other.abstract_text);
        if self.authors.is_empty() {
            self.authors = other.authors;
        }
        if self.categories.is_empty() {
            self.categories = other.categories;
        }
        self.extras = Extras {
            upvotes: self.extras.upvotes.or(other.extras.upvotes),
            code: self.extras.code.take().or(other.extras.code),
            project: self.extras.project.take().or(other.extras.project),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_announcements_of_a_paper_complete_each_other() {
        let arxiv = Candidate {
            id: "2510.06590".parse().unwrap(),
            title: "A title".to_owned(),
            abstract_text: "An abstract.".to_owned(),
            authors: vec!["Ada Lovelace".to_owned()],
            categories: vec!["cs.CV".to_owned()],
            extras: Extras::default(),
        };
        let upvoted =
            Extras { upvotes: Some(59), code: Some("https://example.org".to_owned()), project: None };
        let mut both = Candidate {
            title: "The title here".to_owned(),
            abstract_text: String::new(),
            authors: Vec::new(),
            categories: Vec::new(),
            extras: upvoted.clone(),
            ..arxiv.clone()
        };
        both.complete_from(arxiv.clone());
        assert_eq!(both, Candidate { title: "The title here".to_owned(), extras: upvoted, ..arxiv });
    }
}
