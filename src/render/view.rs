//! Record and options → the context of the templates. All text passes through the escaper here and nowhere else.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::context::{
    Context, EvidenceView, FigureView, Footnote, FrontMatter, IntroductionView, PaperView, Post, RawPaper,
    RawPost, SectionView,
};
use super::evidence::Marks;
use super::markup::Markup;
use super::phrases::{Phrases, phrases};
use super::{EvidenceStyle, PostOptions, RenderError, clean, links, yaml};
use papers_paper::{Action, Author, Entry, PaperId, ReadFrom, Record, SectionName};

/// Authors named in `authors_line`; a reader of a digest wants no more, and papers with thousands exist.
const AUTHORS_NAMED: usize = 10;

impl Context {
    /// What the templates see of a record.
    pub fn of(options: &PostOptions, record: &Record) -> Result<Self, RenderError> {
        let numbered = record.papers.iter().zip(options.first_number..);
        let papers = numbered
            .map(|(entry, number)| View { options, lang: &record.lang, entry }.paper(number))
            .collect::<Result<_, _>>()?;
        Ok(Self { post: post(options, record)?, papers })
    }
}

fn post(options: &PostOptions, record: &Record) -> Result<Post, RenderError> {
    let markup = options.format.markup();
    let title = options.title_on(record.date);
    let front_matter = FrontMatter {
        layout: yaml::word(&options.layout),
        title: yaml::quoted(clean::one_line(&title).trim()),
        date: options.moment_on(record.date)?,
        tags: yaml::list(&options.tags),
        categories: yaml::list(&options.categories),
        lang: yaml::word(&record.lang),
    };
    Ok(Post {
        title: markup.line(&title),
        date: record.date.to_string(),
        time: options.time.trim().to_owned(),
        moment: options.instant_on(record.date)?,
        lang: markup.plain(&record.lang),
        count: record.papers.len(),
        appended: options.first_number > 1,
        evidence: options.evidence,
        front_matter,
        raw: RawPost { title, tags: options.tags.clone(), categories: options.categories.clone() },
    })
}

struct View<'a> {
    options: &'a PostOptions,
    lang: &'a str,
    entry: &'a Entry,
}

impl View<'_> {
    fn paper(&self, number: usize) -> Result<PaperView, RenderError> {
        let entry = self.entry;
        let paper = &entry.paper;
        let id = paper.paper_id().ok_or_else(|| RenderError::Identifier { id: paper.id.clone() })?;
        let links = links::links(&id, self.lang);
        let markup = self.markup();
        let mut marks = Marks::new(self.evidence_style(), markup, &id, &entry.evidence);
        let line = |text: &Option<String>| text.as_deref().map(|t| markup.line(t)).filter(|t| !t.is_empty());
        let plain = |text: &str| markup.plain(text);
        let withdrawn_note = if paper.withdrawn { plain(self.phrases().withdrawn) } else { String::new() };
        Ok(PaperView {
            number,
            id: id.base().to_owned(),
            version: paper.version,
            url: links.arxiv,
            versioned_url: links.versioned,
            pdf_url: links.pdf,
            html_url: links.html,
            alphaxiv_url: links.alphaxiv,
            huggingface_url: links.huggingface,
            title: title(&paper.title, &id, markup),
            authors: paper.authors.iter().map(|author| markup.name(&author.name)).collect(),
            authors_line: authors_line(&paper.authors, self.phrases(), markup),
            summary: markup.line(&paper.summary),
            primary_category: paper.primary_category.as_deref().map(plain),
            categories: paper.categories.iter().map(|category| plain(category)).collect(),
            published: paper.published.map(|at| at.date_naive().to_string()),
            updated: paper.updated.map(|at| at.date_naive().to_string()),
            comment: line(&paper.comment),
            doi: paper.doi.as_deref().map(|doi| markup.identifier(doi)),
            doi_url: paper.doi.as_deref().map(links::doi),
            journal_ref: line(&paper.journal_ref),
            withdrawn: paper.withdrawn,
            withdrawn_note,
            upvotes: paper.upvotes,
            code_url: paper.code.as_deref().and_then(links::page),
            project_url: paper.project.as_deref().and_then(links::page),
            metadata_from: paper.metadata_from,
            read: entry.read,
            engine: plain(&entry.engine),
            introduction: self.introduction(&mut marks),
            method: self.section(SectionName::Method, &mut marks),
            results: self.section(SectionName::Results, &mut marks),
            limitations: self.section(SectionName::Limitations, &mut marks),
            conclusion: self.section(SectionName::Conclusion, &mut marks),
            evidence: self.evidence(),
            footnotes: marks.footnotes.into_iter().map(|(label, text)| Footnote { label, text }).collect(),
            figure: self.figure(),
            raw: self.raw(),
        })
    }

    const fn markup(&self) -> Markup {
        self.options.format.markup()
    }

    /// Footnotes and comments are Markdown's; elsewhere templates have the list.
    const fn evidence_style(&self) -> EvidenceStyle {
        if self.markup().is_markdown() { self.options.evidence } else { EvidenceStyle::None }
    }

    fn phrases(&self) -> &'static Phrases {
        phrases(self.lang)
    }

    fn introduction(&self, marks: &mut Marks<'_>) -> IntroductionView {
        let introduction = &self.entry.digest.introduction;
        let mut statement = |index, text: &str| {
            self.sentence(SectionName::Introduction, index, text, marks).unwrap_or_else(|| self.silence())
        };
        IntroductionView {
            goal: statement(0, &introduction.goal),
            motivation: statement(1, &introduction.motivation),
            contribution: statement(2, &introduction.contribution),
        }
    }

    fn section(&self, name: SectionName, marks: &mut Marks<'_>) -> SectionView {
        let texts = self.entry.digest.section(name).into_iter().enumerate();
        let sentences: Vec<String> =
            texts.filter_map(|(index, text)| self.sentence(name, index, text, marks)).collect();
        if sentences.is_empty() {
            SectionView { stated: false, sentences: vec![self.silence()] }
        } else {
            SectionView { stated: true, sentences }
        }
    }

    /// A sentence with the mark of a check and its evidence; `None` for one that says nothing.
    fn sentence(&self, name: SectionName, index: usize, text: &str, marks: &mut Marks<'_>) -> Option<String> {
        let mut out = self.markup().line(text);
        if out.is_empty() {
            return None;
        }
        if self.is_marked(name, index) {
            let _ = write!(out, " ({})", self.markup().plain(self.phrases().unverified));
        }
        out.push_str(&marks.of(name, index));
        Some(out)
    }

    /// Returns true if a check marked this sentence. Findings count sentences as they were before any was dropped; the
    /// introduction's three keep their places. The work grows with the number of findings, never with the sentence numbers in
    /// them: a record comes from outside.
    fn is_marked(&self, name: SectionName, index: usize) -> bool {
        let at = |treatment| {
            let own = self.entry.findings.iter().filter(move |finding| finding.section == Some(name));
            own.filter(move |finding| finding.action == treatment).filter_map(|finding| finding.sentence)
        };
        let dropped: BTreeSet<usize> = at(Action::Drop).collect();
        let is_here = |at: usize| {
            let gone = match name {
                SectionName::Introduction => 0,
                _ => dropped.range(..at).count(),
            };
            !dropped.contains(&at) && at - gone == index
        };
        at(Action::Mark).any(is_here)
    }

    fn silence(&self) -> String {
        self.markup().plain(match self.entry.read {
            ReadFrom::Abstract => self.phrases().silent_abstract,
            ReadFrom::Html | ReadFrom::Pdf => self.phrases().silent_text,
        })
    }

    fn evidence(&self) -> Vec<EvidenceView> {
        let view = |e: &papers_paper::Evidence| EvidenceView {
            section: e.section,
            sentence: e.sentence,
            source: self.markup().line(&e.source),
            place: self.markup().plain(&e.place),
        };
        self.entry.evidence.iter().map(view).collect()
    }

    fn figure(&self) -> Option<FigureView> {
        let figure = self.entry.figure.as_ref()?;
        Some(FigureView { url: links::image(&figure.url)?, caption: self.markup().line(&figure.caption) })
    }

    fn raw(&self) -> RawPaper {
        let paper = &self.entry.paper;
        RawPaper {
            title: paper.title.clone(),
            authors: paper.authors.iter().map(|author| author.name.clone()).collect(),
            summary: paper.summary.clone(),
            comment: paper.comment.clone(),
            journal_ref: paper.journal_ref.clone(),
            digest: self.entry.digest.clone(),
        }
    }
}

/// The title, or the identifier where there is none: an empty link could not be followed.
fn title(title: &str, id: &PaperId, markup: Markup) -> String {
    let title = markup.line(title);
    if title.is_empty() { id.base().to_owned() } else { title }
}

/// All authors up to ten; of more, the first ten and the number of the others.
fn authors_line(authors: &[Author], phrases: &Phrases, markup: Markup) -> String {
    let named: Vec<String> = authors.iter().take(AUTHORS_NAMED).map(|a| markup.plain(&a.name)).collect();
    let named = named.join(", ");
    match authors.len().checked_sub(AUTHORS_NAMED) {
        None | Some(0) => named,
        Some(others) => {
            format!("{named} {}", markup.plain(&phrases.others.replace("{n}", &others.to_string())))
        }
    }
}
