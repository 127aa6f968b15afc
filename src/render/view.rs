//! Builds the context of the templates from a record and options. All text is escaped here and nowhere else.

use std::collections::BTreeSet;

use toml::Table;

use super::context::{
    Context, EvidenceView, FigureView, Footnote, FrontMatter, Headings, IntroductionView, PaperView, Post,
    RawPaper, RawPost, SectionView, Shows,
};
use super::disclosure::disclosure;
use super::evidence::Marks;
use super::markup::Markup;
use super::phrases::{Phrases, phrases};
use super::{Empty, EvidenceStyle, Format, PostOptions, RenderError, clean, inside, links, own, yaml};
use papers_paper::{Action, Author, Entry, Paper, PaperId, ReadFrom, Record, SectionName, Writer, quotable};

/// The maximum number of authors in `authors_line`. Some papers have thousands.
const AUTHORS_NAMED: usize = 10;

/// The place of the contribution among the statements of the introduction.
const CONTRIBUTION: usize = 2;

/// The maximum length of a label before a colon in a caption, such as `Figure 12` or `Abbildung 3`.
const MAX_LABEL: usize = 20;

impl Context {
    /// Builds the context of a record.
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
    let lang = language(record);
    let title = options.title_on(record.date);
    let asked = |is_asked: bool, text: fn(&Record) -> String| is_asked.then(|| text(record));
    let raw = RawPost {
        title: title.clone(),
        tags: options.tags.clone(),
        categories: options.categories.clone(),
        description: asked(options.shape.description, inside::description),
        excerpt: asked(options.shape.excerpt, inside::excerpt),
    };
    let own = own::on(&options.own, record.date);
    let front_matter = FrontMatter {
        layout: yaml::word(&options.layout),
        title: yaml::quoted(clean::one_line(&title).trim()),
        date: options.moment_on(record.date)?,
        tags: yaml::list(&options.tags),
        categories: yaml::list(&options.categories),
        lang: yaml::word(lang),
        more: more(options, &own, lang, &raw),
        own_toml: own::in_toml(&own),
    };
    Ok(Post {
        format: options.format,
        sentences: options.shape.sentences,
        line_break: line_break(options.format),
        headings: Headings {
            paper: options.shape.heading_level.paper(),
            section: options.shape.heading_level.section(),
        },
        shows: Shows { tldr: options.shape.tldr, links: options.shape.links },
        feed: options.feed.clone(),
        title: markup.line(&title),
        date: record.date.to_string(),
        time: options.time.trim().to_owned(),
        moment: options.instant_on(record.date)?,
        lang: markup.plain(lang),
        rtl: is_rtl(lang),
        count: record.papers.len(),
        appended: options.first_number > 1,
        evidence: options.evidence,
        front_matter,
        raw,
    })
}

/// The language of nearly all papers at arXiv.
const PAPERS_LANG: &str = "en";

/// Returns the language of the sentences: the record's if models wrote most of the digests, else that of the papers, from which the
/// built-in engine copies.
fn language(record: &Record) -> &str {
    let is_by_model = |entry: &&Entry| entry.writer(&record.lang).is_some_and(|writer| writer.is_model());
    let by_models = record.papers.iter().filter(is_by_model).count();
    if 2 * by_models >= record.papers.len() { &record.lang } else { PAPERS_LANG }
}

/// Returns true for a language that is written from right to left.
fn is_rtl(lang: &str) -> bool {
    const RTL: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];
    let primary = lang.split(['-', '_']).next().unwrap_or_default();
    RTL.iter().any(|known| known.eq_ignore_ascii_case(primary))
}

/// Returns the additional lines of YAML. The owner's own keys replace ours.
fn more(options: &PostOptions, own: &Table, lang: &str, raw: &RawPost) -> Vec<String> {
    let quoted = |text: &Option<String>| text.as_deref().map(yaml::quoted);
    let ours = [
        ("lang", options.shape.lang.then(|| yaml::word(lang))),
        ("description", quoted(&raw.description)),
        ("excerpt", quoted(&raw.excerpt)),
    ];
    let ours = ours.into_iter().filter(|(key, _)| !own.contains_key(*key));
    let lines = ours.filter_map(|(key, value)| Some(format!("{key}: {}", value?)));
    lines.chain(own::in_yaml(own)).collect()
}

/// Returns a line break that survives editors that strip trailing spaces.
const fn line_break(format: Format) -> &'static str {
    match format {
        Format::Jekyll => r"\\",
        Format::Hugo | Format::Zola | Format::Markdown => r"\",
        Format::Mail | Format::Jsonfeed | Format::Atom | Format::Bibtex => "<br>",
    }
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
        let quotes = quotable(entry.license.as_deref(), self.options.quotes);
        let mut marks = Marks::new(self.evidence_style(), markup, &id, &entry.evidence).within(quotes);
        let line = |text: &Option<String>| text.as_deref().map(|t| markup.line(t)).filter(|t| !t.is_empty());
        let plain = |text: &str| markup.plain(text);
        let tldr = self.tldr(&mut marks);
        let introduction = self.introduction(&mut marks);
        let sections = self.sections(&mut marks);
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
            authors: named(&paper.authors).map(|name| markup.name(name)).collect(),
            authors_line: authors_line(&paper.authors, self.phrases(), markup),
            byline: self.byline(),
            abstract_text: markup.line(&paper.abstract_text),
            primary_category: paper.primary_category.as_deref().map(plain),
            categories: paper.categories.iter().map(|category| plain(category)).collect(),
            published: paper.published.map(|at| at.date_naive().to_string()),
            updated: paper.updated.map(|at| at.date_naive().to_string()),
            comment: line(&paper.comment).filter(|_| !says_only_withdrawn(paper)),
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
            digested: entry.is_digested(),
            engine: plain(&entry.engine),
            tldr,
            disclosure: self.disclosure(),
            introduction,
            lists: sections.clone(),
            sections,
            evidence: self.evidence(),
            footnotes: marks.footnotes.into_iter().map(|(label, text)| Footnote { label, text }).collect(),
            figure: self.figure(),
            raw: self.raw(),
        })
    }

    const fn markup(&self) -> Markup {
        self.options.format.markup()
    }

    /// Footnotes and comments are Markdown's, links HTML's too; elsewhere templates have the list.
    const fn evidence_style(&self) -> EvidenceStyle {
        match (self.options.evidence, self.markup()) {
            (style, Markup::Markdown(_)) => style,
            (EvidenceStyle::Links, Markup::Html) => EvidenceStyle::Links,
            _ => EvidenceStyle::None,
        }
    }

    /// The parts that the settings show, with a dot between them.
    fn byline(&self) -> Option<String> {
        let (paper, shape) = (&self.entry.paper, &self.options.shape);
        let plain = |text: &String| self.markup().plain(text);
        let authors = || authors_line(&paper.authors, self.phrases(), self.markup());
        let parts = [
            shape.authors.then(authors),
            shape.date.then(|| paper.published.map(|at| at.date_naive().to_string())).flatten(),
            shape.categories.then(|| paper.categories.iter().map(plain).collect::<Vec<_>>().join(", ")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }

    fn tldr(&self, marks: &mut Marks<'_>) -> Option<String> {
        let digest = &self.entry.digest;
        let line = digest.tldr.as_deref()?;
        // The goal is two lines below, and should not be repeated.
        let is_goal = self.options.shape.tldr && line.trim() == digest.introduction.goal.trim();
        if is_goal { None } else { self.sentence(SectionName::Tldr, 0, line, marks) }
    }

    /// Returns method, results, limitations and conclusion.
    fn sections(&self, marks: &mut Marks<'_>) -> [SectionView; SectionName::LISTS.len()] {
        SectionName::LISTS.map(|name| self.section(name.names().heading, name, marks))
    }

    fn disclosure(&self) -> Option<String> {
        let wanted = self.options.shape.disclosure && self.entry.is_digested();
        wanted.then(|| disclosure(self.entry, self.lang, self.markup()))
    }

    fn phrases(&self) -> &'static Phrases {
        phrases(self.lang)
    }

    fn introduction(&self, marks: &mut Marks<'_>) -> IntroductionView {
        let introduction = &self.entry.digest.introduction;
        let mut statement = |index, text: &str| {
            self.sentence(SectionName::Introduction, index, text, marks)
                .unwrap_or_else(|| self.silence(SectionName::Introduction, Some(index)))
        };
        let goal = statement(0, &introduction.goal);
        let motivation = statement(1, &introduction.motivation);
        let contribution = statement(2, &introduction.contribution);
        let shown = [&goal, &motivation, &contribution].iter().any(|text| !text.is_empty());
        IntroductionView { shown, goal, motivation, contribution }
    }

    fn section(&self, heading: &'static str, name: SectionName, marks: &mut Marks<'_>) -> SectionView {
        let texts = self.entry.digest.section(name).into_iter().enumerate();
        let sentences: Vec<String> =
            texts.filter_map(|(index, text)| self.sentence(name, index, text, marks)).collect();
        let stated = !sentences.is_empty();
        let silence = Some(self.silence(name, None)).filter(|silence| !stated && !silence.is_empty());
        SectionView { heading, stated, sentences: sentences.into_iter().chain(silence).collect() }
    }

    /// A sentence with the mark of a check and its evidence; `None` for one that says nothing.
    fn sentence(&self, name: SectionName, index: usize, text: &str, marks: &mut Marks<'_>) -> Option<String> {
        let mut out = self.markup().prose(text);
        if out.is_empty() {
            return None;
        }
        if self.is_marked(name, index) {
            out.push_str(&format!(" ({})", self.markup().plain(self.phrases().unverified)));
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

    /// Returns the words for a place where the text says nothing; empty where the settings leave that out.
    fn silence(&self, name: SectionName, statement: Option<usize>) -> String {
        if self.options.shape.empty == Empty::Omit || !self.entry.is_digested() {
            return String::new();
        }
        // The checks removed a statement here, so that "not stated" would be untrue.
        let emptied = self.entry.findings.iter().any(|finding| {
            finding.action == Action::Drop
                && finding.section == Some(name)
                && finding.sentence.is_some()
                && (statement.is_none() || finding.sentence == statement)
        });
        if emptied {
            return self.markup().plain(self.phrases().unconfirmed);
        }
        // The contribution of a paper is often its goal, which a digest states only once.
        let beside = name == SectionName::Introduction
            && statement == Some(CONTRIBUTION)
            && !self.markup().line(&self.entry.digest.introduction.goal).is_empty();
        self.markup().plain(match self.entry.read {
            _ if beside => self.phrases().silent_contribution,
            ReadFrom::Abstract => self.phrases().silent_abstract,
            // The built-in engine only selects: it knows which sentences it found, not what the paper states.
            ReadFrom::Html | ReadFrom::Pdf if self.entry.engine == Writer::EXTRACTIVE => {
                self.phrases().unfound_text
            }
            ReadFrom::Html | ReadFrom::Pdf => self.phrases().silent_text,
        })
    }

    fn evidence(&self) -> Vec<EvidenceView> {
        let view = |e: &papers_paper::Evidence| EvidenceView {
            section: e.section,
            sentence: e.sentence,
            source: self.markup().line(&e.source),
            place: self.markup().line(&e.place),
        };
        self.entry.evidence.iter().map(view).collect()
    }

    fn figure(&self) -> Option<FigureView> {
        let figure = self.entry.figure.as_ref()?;
        let label = figure.caption.split_once(':').map_or("", |(label, _)| label);
        let label = if label.is_empty() || label.chars().count() > MAX_LABEL { "Figure" } else { label };
        let alt = format!("{label}, {}", inside::plain(&self.entry.paper.title));
        Some(FigureView {
            url: self.image(&links::image(&figure.url)?),
            caption: self.markup().prose(&figure.caption),
            alt: self.markup().plain(&alt),
        })
    }

    /// Completes a path from the root of the site, because the site may be published below a folder. A site whose Liquid is off has
    /// no filters.
    fn image(&self, url: &str) -> String {
        let liquid = self.options.own.get("render_with_liquid").and_then(toml::Value::as_bool) != Some(false);
        match (url.strip_prefix('/'), self.options.format) {
            (Some(_), Format::Jekyll) if liquid => format!("{{{{ '{url}' | relative_url }}}}"),
            (Some(path), Format::Hugo) => format!("{{{{< relref \"/\" >}}}}{path}"),
            _ => url.to_owned(),
        }
    }

    fn raw(&self) -> RawPaper {
        let paper = &self.entry.paper;
        RawPaper {
            title: paper.title.clone(),
            authors: named(&paper.authors).map(str::to_owned).collect(),
            abstract_text: paper.abstract_text.clone(),
            comment: paper.comment.clone(),
            journal_ref: paper.journal_ref.clone(),
            digest: self.entry.digest.clone(),
        }
    }
}

/// Returns true if the comment of a withdrawn paper has no more in it than the note above it.
fn says_only_withdrawn(paper: &Paper) -> bool {
    let comment = paper.comment.as_deref().unwrap_or_default().trim().trim_end_matches('.').to_lowercase();
    paper.withdrawn
        && matches!(comment.as_str(), "withdrawn" | "paper withdrawn" | "this paper has been withdrawn")
}

/// Returns the title, or the identifier if there is none, because an empty link cannot be clicked.
fn title(title: &str, id: &PaperId, markup: Markup) -> String {
    let title = markup.line(title);
    if title.is_empty() { id.base().to_owned() } else { title }
}

/// Returns the names of the authors. Records from elsewhere may have authors without a name, which feeds must not have.
fn named(authors: &[Author]) -> impl Iterator<Item = &str> {
    authors.iter().map(|author| &*author.name).filter(|name| !name.trim().is_empty())
}

/// Returns up to ten authors; of more, the first ten and the number of others.
fn authors_line(authors: &[Author], phrases: &Phrases, markup: Markup) -> String {
    let names: Vec<&str> = named(authors).collect();
    let first: Vec<String> = names.iter().take(AUTHORS_NAMED).map(|name| markup.plain(name)).collect();
    let first = first.join(", ");
    match names.len().checked_sub(AUTHORS_NAMED) {
        None | Some(0) => first,
        Some(others) => {
            format!("{first} {}", markup.plain(&phrases.others.replace("{n}", &others.to_string())))
        }
    }
}
