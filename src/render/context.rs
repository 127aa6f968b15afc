//! The context of the templates, field by field; `docs/TEMPLATES.md` describes the same for their authors.
//!
//! Every text is one line of safe Markdown that may stand anywhere in a template. Text as it was read stands only under
//! `raw`, YAML only under `front_matter`.

use papers_paper::SectionName;
use serde::{Serialize, Serializer};

use papers_paper::Digest;

/// Everything that a template can name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Context {
    /// The post as a whole.
    pub post: Post,
    /// Papers in order.
    pub papers: Vec<PaperView>,
}

/// The post as a whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Post {
    /// Title with the day in it.
    pub title: String,
    /// Day, `2025-10-09`.
    pub date: String,
    /// Time of day as the settings give it.
    pub time: String,
    /// Day and time with an offset, `2025-10-09T08:15:00Z`: for TOML and feeds.
    pub moment: String,
    /// Language of the digests, such as `ko`.
    pub lang: String,
    /// Number of papers rendered now.
    pub count: usize,
    /// True when these papers go behind those that a post has already.
    pub appended: bool,
    /// The format of the output: `jekyll`, `hugo`, …
    pub format: super::Format,
    /// `none`, `links`, `footnotes` or `comments`.
    pub evidence: super::EvidenceStyle,
    /// `lines` or `bullets`.
    pub sentences: super::Sentences,
    /// The end of a line inside a paragraph after which the next begins a new one: `\\\\` for kramdown, `<br>` for HTML.
    pub line_break: &'static str,
    /// Marks of headings in Markdown.
    pub headings: Headings,
    /// The parts that the settings show.
    pub shows: Shows,
    /// The description of a feed.
    pub feed: super::Feed,
    /// YAML values, quoted where YAML needs it.
    pub front_matter: FrontMatter,
    /// The same texts as the settings give them; not safe in Markdown.
    pub raw: RawPost,
}

/// YAML values for the front matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FrontMatter {
    /// `post`.
    pub layout: String,
    /// `"Daily Papers — 2025-10-09"`.
    pub title: String,
    /// `2025-10-09 08:15:00`.
    pub date: String,
    /// `[papers, huggingface]`.
    pub tags: String,
    /// `[]`.
    pub categories: String,
    /// `ko`.
    pub lang: String,
    /// Whole lines of YAML that the settings ask for beside these: language, description, the owner's own keys.
    pub more: Vec<String>,
    /// The owner's own keys as lines of TOML.
    pub own_toml: Vec<String>,
}

/// Marks of headings in Markdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Headings {
    /// `#`
    pub paper: String,
    /// `##`
    pub section: String,
}

/// The parts that the settings show; the fields themselves are always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Shows {
    /// The one bold line.
    pub tldr: bool,
    /// Links to code and project.
    pub links: bool,
}

/// The settings' own texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RawPost {
    /// Title.
    pub title: String,
    /// Tags.
    pub tags: Vec<String>,
    /// Categories.
    pub categories: Vec<String>,
    /// The description of the content, where the settings ask for it.
    pub description: Option<String>,
    /// The text for lists of posts, where the settings ask for it.
    pub excerpt: Option<String>,
}

/// One paper.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PaperView {
    /// Its number in the post, from 1.
    pub number: usize,
    /// Identifier without version.
    pub id: String,
    /// Version that was read.
    pub version: Option<u32>,
    /// arXiv's page of the paper.
    pub url: String,
    /// The same at the version that was read.
    pub versioned_url: String,
    /// PDF.
    pub pdf_url: String,
    /// HTML full text.
    pub html_url: String,
    /// alphaXiv's page, in the post's language.
    pub alphaxiv_url: String,
    /// Hugging Face's page.
    pub huggingface_url: String,
    /// Title.
    pub title: String,
    /// All authors.
    pub authors: Vec<String>,
    /// The first ten authors and how many more there are.
    pub authors_line: String,
    /// Authors, day of the first version and categories, as far as the settings show them.
    pub byline: Option<String>,
    /// Abstract on one line.
    #[serde(rename = "abstract")]
    pub abstract_text: String,
    /// Primary category.
    pub primary_category: Option<String>,
    /// All categories.
    pub categories: Vec<String>,
    /// Day of the first version.
    pub published: Option<String>,
    /// Day of this version.
    pub updated: Option<String>,
    /// The authors' comment.
    pub comment: Option<String>,
    /// DOI.
    pub doi: Option<String>,
    /// Address of the DOI.
    pub doi_url: Option<String>,
    /// The place of publication.
    pub journal_ref: Option<String>,
    /// True for a withdrawn paper.
    pub withdrawn: bool,
    /// The sentence that says so, in the post's language; empty for other papers.
    pub withdrawn_note: String,
    /// Upvotes on Hugging Face.
    pub upvotes: Option<u32>,
    /// Address of the code, where a source gives it.
    pub code_url: Option<String>,
    /// Address of the project's page, where a source gives it.
    pub project_url: Option<String>,
    /// Service that gave the record.
    pub metadata_from: papers_paper::MetadataSource,
    /// The source of the digest.
    pub read: papers_paper::ReadFrom,
    /// False where nobody wrote a digest: sections are empty, and templates show the abstract.
    pub digested: bool,
    /// The engine that made the digest.
    pub engine: String,
    /// One sentence that says what the paper is about.
    pub tldr: Option<String>,
    /// The line that tells who wrote the digest and from what, where the settings ask for it.
    pub disclosure: Option<String>,
    /// Goal, motivation, contribution.
    pub introduction: IntroductionView,
    /// The sections that are lists, each under its own key: `method`, `results`, `limitations`, `conclusion`.
    #[serde(flatten, serialize_with = "by_key")]
    pub lists: [SectionView; SectionName::LISTS.len()],
    /// The same lists, in the order of the post.
    pub sections: [SectionView; SectionName::LISTS.len()],
    /// The evidence for the sentences.
    pub evidence: Vec<EvidenceView>,
    /// Footnotes to define, where the post shows evidence so.
    pub footnotes: Vec<Footnote>,
    /// First figure, where the settings ask for it.
    pub figure: Option<FigureView>,
    /// Texts as they were read; not safe in Markdown.
    pub raw: RawPaper,
}

/// The three statements of the introduction; one that the text does not make says so, or is empty where the settings
/// leave out what a paper does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IntroductionView {
    /// False when nothing is left to show.
    pub shown: bool,
    /// The aim of the paper.
    pub goal: String,
    /// The reason for it.
    pub motivation: String,
    /// The news.
    pub contribution: String,
}

/// A section of the digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionView {
    /// `Method`.
    pub heading: &'static str,
    /// False when the text says nothing; the one sentence then says so.
    pub stated: bool,
    /// Sentences, at least one; none where the settings leave out what a paper does not have.
    pub sentences: Vec<String>,
}

/// The evidence for one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceView {
    /// Section of the digest.
    pub section: SectionName,
    /// Index of the sentence in it.
    pub sentence: usize,
    /// The paper's own words.
    pub source: String,
    /// The place in the paper where they stand.
    #[serde(rename = "where")]
    pub place: String,
}

/// A footnote's definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Footnote {
    /// Label, unique in the post.
    pub label: String,
    /// Text.
    pub text: String,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureView {
    /// Address.
    pub url: String,
    /// Caption with its number.
    pub caption: String,
    /// The text in the image's place where it is not shown.
    pub alt: String,
}

/// A paper's texts as they were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RawPaper {
    /// Title.
    pub title: String,
    /// Authors.
    pub authors: Vec<String>,
    /// Abstract.
    #[serde(rename = "abstract")]
    pub abstract_text: String,
    /// Comment.
    pub comment: Option<String>,
    /// Journal reference.
    pub journal_ref: Option<String>,
    /// Digest.
    pub digest: Digest,
}

/// Writes each list under the key of its section.
fn by_key<S: Serializer>(lists: &[SectionView], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(SectionName::LISTS.map(SectionName::name).into_iter().zip(lists))
}
