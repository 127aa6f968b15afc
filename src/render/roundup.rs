//! Makes the context of the roundup's template from the papers of a week.

use chrono::NaiveDate;
use serde::Serialize;

use super::context::FrontMatter;
use super::{Format, PostOptions, RenderError, clean, links, own, unescape, yaml};
use papers_paper::PaperId;

/// The context of the template of a roundup. All texts are safe in a table cell.
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
    /// The format of the output: `jekyll`, `hugo`, `zola`, `markdown`.
    pub format: Format,
    /// Day and time with an offset, for TOML.
    pub moment: String,
    /// YAML values, as in a post.
    pub front_matter: FrontMatter,
    /// Title, tags and categories as the settings give them, for TOML.
    pub raw: RawRoundup,
    /// The papers, ordered by day and then as in the posts.
    pub papers: Vec<RoundupPaper>,
}

/// Texts as the settings have them; not safe in Markdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RawRoundup {
    /// Title.
    pub title: String,
    /// Tags.
    pub tags: Vec<String>,
    /// Categories.
    pub categories: Vec<String>,
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
    /// The name of the post for Jekyll's `post_url`; `null` if Liquid could not parse it, or if the post may have no page.
    pub post: Option<String>,
    /// The link to the post in the notation of the site generator; `null` if `post` is. Jekyll's link needs the variable `base`,
    /// which the built-in template sets.
    pub link: Option<String>,
    /// The title as plain text, for commit messages; not safe in Markdown.
    #[serde(skip)]
    pub plain_title: String,
}

/// A paper in a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The paper.
    pub id: PaperId,
    /// Its title in the post's Markdown.
    pub title: String,
    /// The post's day.
    pub day: NaiveDate,
    /// The path of the post's file below the folder of posts, without its extension.
    pub post: String,
    /// The extension of the post's file.
    pub ending: String,
    /// False if the site may have no page of the post: a link to it would end the build.
    pub linked: bool,
}

impl RoundupContext {
    /// The context of the week that ends on `sunday`. `section` is the folder of the posts below Zola's `content`.
    pub fn of(
        options: &PostOptions,
        lang: &str,
        section: &str,
        sunday: NaiveDate,
        papers: &[Listed],
    ) -> Result<Self, RenderError> {
        let week = sunday.format("%G-W%V").to_string();
        let title = format!("Papers of {week}");
        let own = own::on(&options.own, sunday);
        let front_matter = FrontMatter {
            layout: yaml::word(&options.layout),
            title: yaml::quoted(&title),
            date: options.moment_on(sunday)?,
            tags: yaml::list(&options.tags),
            categories: yaml::list(&options.categories),
            lang: yaml::word(lang),
            more: own::in_yaml(&own),
            own_toml: own::in_toml(&own),
        };
        Ok(Self {
            first_day: (sunday - chrono::Days::new(6)).to_string(),
            last_day: sunday.to_string(),
            count: papers.len(),
            papers: papers
                .iter()
                .map(|paper| RoundupPaper::of(paper, options.format, lang, section))
                .collect(),
            week,
            format: options.format,
            moment: options.instant_on(sunday)?,
            front_matter,
            raw: RawRoundup { title, tags: options.tags.clone(), categories: options.categories.clone() },
        })
    }
}

impl RoundupPaper {
    fn of(paper: &Listed, format: Format, lang: &str, section: &str) -> Self {
        let links = links::links(&paper.id, lang);
        let plain_title = unescape::text(&clean::one_line(&paper.title));
        let title = format.markup().line(&plain_title);
        let id = paper.id.base().to_owned();
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
        let linked = paper.linked && paper.post.chars().all(is_plain);
        Self {
            day: paper.day.to_string(),
            title: if title.is_empty() { id.clone() } else { title },
            id,
            url: links.arxiv,
            alphaxiv_url: links.alphaxiv,
            post: linked.then(|| paper.post.clone()),
            link: linked.then(|| link(paper, format, section)),
            plain_title,
        }
    }
}

/// Returns the link to a post in the notation of the site generator.
fn link(paper: &Listed, format: Format, section: &str) -> String {
    let Listed { post, ending, .. } = paper;
    match format {
        Format::Jekyll => format!("{{{{ base }}}}{{% post_url {post} %}}"),
        Format::Hugo => format!("{{{{< ref \"{post}.{ending}\" >}}}}"),
        Format::Zola => format!("@/{section}{post}.{ending}"),
        _ => format!("{post}.{ending}"),
    }
}
