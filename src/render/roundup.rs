//! The papers of a week → the context of the roundup's template: one row of a table a paper.

use chrono::NaiveDate;
use serde::Serialize;

use super::context::FrontMatter;
use super::{PostOptions, RenderError, clean, escape, links, own, unescape, yaml};
use papers_paper::PaperId;

/// What the template of a roundup sees. Texts are safe in a cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoundupContext {
    /// The week, `2025-W41`.
    pub week: String,
    /// Its Monday.
    pub first_day: String,
    /// Its Sunday, the day of the roundup.
    pub last_day: String,
    /// Number of papers.
    pub count: usize,
    /// YAML values, as in a post.
    pub front_matter: FrontMatter,
    /// The papers, by day, as the posts have them.
    pub papers: Vec<RoundupPaper>,
}

/// One paper of a week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoundupPaper {
    /// Day of the post, `2025-10-09`.
    pub day: String,
    /// Identifier without version.
    pub id: String,
    /// Title.
    pub title: String,
    /// arXiv's page.
    pub url: String,
    /// alphaXiv's page, in the reader's language.
    pub alphaxiv_url: String,
    /// The post as Jekyll's `post_url` names it; `null` for a name that Liquid could not read.
    pub post: Option<String>,
}

/// A paper as a post has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The paper.
    pub id: PaperId,
    /// Its title as the post's Markdown has it.
    pub title: String,
    /// The post's day.
    pub day: NaiveDate,
    /// The post's file without its ending, below the folder of posts.
    pub post: String,
}

impl RoundupContext {
    /// The context of the week that ends on `sunday`.
    pub fn of(
        options: &PostOptions,
        lang: &str,
        sunday: NaiveDate,
        papers: &[Listed],
    ) -> Result<Self, RenderError> {
        let week = sunday.format("%G-W%V").to_string();
        let front_matter = FrontMatter {
            layout: yaml::word(&options.layout),
            title: yaml::quoted(&format!("Papers of {week}")),
            date: options.moment_on(sunday)?,
            tags: yaml::list(&options.tags),
            categories: yaml::list(&options.categories),
            lang: yaml::word(lang),
            more: own::in_yaml(&options.own),
            own_toml: own::in_toml(&options.own),
        };
        Ok(Self {
            first_day: (sunday - chrono::Days::new(6)).to_string(),
            last_day: sunday.to_string(),
            count: papers.len(),
            papers: papers.iter().map(|paper| RoundupPaper::of(paper, lang)).collect(),
            week,
            front_matter,
        })
    }
}

impl RoundupPaper {
    fn of(paper: &Listed, lang: &str) -> Self {
        let links = links::links(&paper.id, lang);
        let title = escape::line(&unescape::text(&clean::one_line(&paper.title)));
        let id = paper.id.base().to_owned();
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
        Self {
            day: paper.day.to_string(),
            title: if title.is_empty() { id.clone() } else { title },
            id,
            url: links.arxiv,
            alphaxiv_url: links.alphaxiv,
            post: paper.post.chars().all(is_plain).then(|| paper.post.clone()),
        }
    }
}
