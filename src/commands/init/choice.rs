//! Writes the settings for a site: the commented list of defaults, with the chosen settings at the top of each table.

use super::site::{Builder, Formulas, Site};

/// All settings with their defaults, as comments.
pub(super) const DEFAULTS: &str = include_str!("../../../templates/init/papers.toml");

/// The settings chosen for a site.
#[derive(Debug, Default)]
pub(super) struct Choice {
    /// The reader's language; `None` for the default.
    pub(super) lang: Option<String>,
    /// The time zone that defines a day; `None` for the system's.
    pub(super) timezone: Option<String>,
    /// A mail address or URL at which arXiv can reach the owner.
    pub(super) contact: Option<String>,
    /// The folder of the templates, if they are written.
    pub(super) templates: Option<&'static str>,
}

/// The maximum number of papers per day, as in the reference post.
const TOP: u8 = 10;

/// The settings of a site.
pub(super) fn settings(site: &Site, choice: &Choice) -> String {
    let mark = |chosen: &str, rest: &str| format!("# Chosen by `papers init`:\n{chosen}# {rest}:\n");
    let mut post =
        "lang = true\ndescription = true\ntldr = true\nevidence = \"links\"\ndisclosure = true\n".to_owned();
    if site.hard_wraps() {
        post.push_str("sentences = \"bullets\"\n");
    }
    let mut text = DEFAULTS
        .replacen("#[post]\n", &format!("[post]\n{}", mark(&post, "The defaults")), 1)
        .replacen("#[daily]\n", &format!("[daily]\n{}", mark(&format!("top = {TOP}\n"), "The defaults")), 1);
    if let Formulas::Switch(key) = site.formulas() {
        let chosen = match site.builder {
            Builder::Zola => format!("extra = {{ {key} = true }}\n"),
            _ => format!("{key} = true\n"),
        };
        text = text.replacen(
            "#[front_matter]\n#math = true\n",
            &format!("[front_matter]\n{}", mark(&chosen, "Others")),
            1,
        );
    }
    let (head, rest) = text.split_once("\n# --- ").unwrap_or((&text, ""));
    format!("{head}\n{}\n# --- {rest}", top(site, choice))
}

/// Writes the chosen settings that are not in a table.
fn top(site: &Site, choice: &Choice) -> String {
    let what = match site.builder {
        Builder::New => "a new site for Jekyll",
        Builder::Jekyll => "a site that Jekyll builds",
        Builder::Hugo => "a site that Hugo builds",
        Builder::Zola => "a site that Zola builds",
        Builder::Unknown => "a folder whose builder is not known",
    };
    let format = match site.builder {
        Builder::Hugo => Some("hugo"),
        Builder::Zola => Some("zola"),
        _ => None,
    };
    let (posts, layout) = (site.posts_dir(), site.layout());
    let chosen = [
        ("lang", choice.lang.as_deref()),
        ("format", format),
        ("layout", layout),
        ("posts_dir", Some(posts.as_str()).filter(|posts| *posts != "_posts")),
        ("timezone", choice.timezone.as_deref()),
        ("contact", choice.contact.as_deref()),
        ("templates_dir", choice.templates),
    ];
    let mut text = format!("# Lines without `#` were chosen by `papers init`, for {what}.\n");
    for (key, value) in chosen.into_iter().filter_map(|(key, value)| Some((key, value?))) {
        text.push_str(&format!("{key} = {}\n", toml::Value::from(value)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::File;

    fn site(files: &[(&str, &str)]) -> (tempfile::TempDir, Site) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            papers_system::disk::write(&path, text.as_bytes(), papers_system::disk::Durability::Whole)
                .unwrap();
        }
        let site = Site::of(folder.path().to_owned()).unwrap();
        (folder, site)
    }

    fn chosen(files: &[(&str, &str)]) -> toml::Table {
        let (_folder, site) = site(files);
        let text = settings(&site, &Choice::default());
        toml::from_str::<File>(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        text.parse().unwrap()
    }

    #[test]
    fn the_recommended_settings_are_switched_on() {
        let post = "lang = true\ndescription = true\ntldr = true\nevidence = 'links'\ndisclosure = true\n";
        let expected: toml::Table = format!("[post]\n{post}[daily]\ntop = 10\n").parse().unwrap();
        assert_eq!(chosen(&[]), expected);
        assert_eq!(chosen(&[("_config.yml", "title: x\n")]), expected);
        assert_eq!(chosen(&[("notes.txt", "x")]), expected);
    }

    #[test]
    fn requested_settings_stand_at_the_top() {
        let choice = Choice {
            lang: Some("en".to_owned()),
            timezone: Some("Asia/Seoul".to_owned()),
            contact: Some("ada@example.org".to_owned()),
            templates: Some("_templates"),
        };
        let (_folder, site) = site(&[]);
        let table: toml::Table = settings(&site, &choice).parse().unwrap();
        for (key, value) in [
            ("lang", "en"),
            ("timezone", "Asia/Seoul"),
            ("contact", "ada@example.org"),
            ("templates_dir", "_templates"),
        ] {
            assert_eq!(table[key].as_str(), Some(value));
        }
    }

    /// With the `#` of any default removed, the file is valid, or the error is that the key exists twice.
    #[test]
    fn any_default_can_be_uncommented_where_it_stands() {
        let (_folder, site) = site(&[("_config.yml", "theme: jekyll-theme-chirpy\n")]);
        let text = settings(&site, &Choice { lang: Some("en".to_owned()), ..Choice::default() });
        let mut open = true;
        for (number, line) in text.lines().enumerate() {
            // Below a table that is a comment itself, its line has to be uncommented first.
            let header = line.trim_start_matches('#').starts_with('[');
            if header || line.starts_with("# ---") {
                open = !line.starts_with('#') || (line.starts_with("# ---") && open && number < 60);
            }
            let bare = line.strip_prefix('#').unwrap_or_default();
            let is_setting = bare.starts_with(|c: char| c.is_ascii_lowercase());
            if !open || !is_setting {
                continue;
            }
            let changed: Vec<&str> =
                text.lines().enumerate().map(|(n, line)| if n == number { bare } else { line }).collect();
            if let Err(error) = toml::from_str::<File>(&changed.join("\n")) {
                assert!(error.to_string().contains("duplicate key"), "{line}: {error}");
            }
        }
    }

    #[test]
    fn the_settings_follow_what_builds_the_site() {
        let hugo = chosen(&[("hugo.toml", "baseURL = 'https://a.org'\n"), ("content/post/a.md", "x")]);
        assert_eq!(
            (hugo["format"].as_str(), hugo["posts_dir"].as_str()),
            (Some("hugo"), Some("content/post"))
        );
        let old = chosen(&[("config.toml", "baseURL = 'https://a.org'\n")]);
        assert_eq!(
            (old["format"].as_str(), old["posts_dir"].as_str()),
            (Some("hugo"), Some("content/posts"))
        );
        let zola = chosen(&[("config.toml", "base_url = 'https://a.org'\n"), ("content/blog/_index.md", "")]);
        assert_eq!(
            (zola["format"].as_str(), zola["posts_dir"].as_str()),
            (Some("zola"), Some("content/blog"))
        );
        for (config, posts) in [
            ("collections_dir: my/\n", "my/_posts"),
            ("source: ./src/\n", "src/_posts"),
            ("source: src\ncollections_dir: my\n", "src/my/_posts"),
        ] {
            let jekyll = chosen(&[("_config.yml", config)]);
            assert_eq!((jekyll.get("format"), jekyll["posts_dir"].as_str()), (None, Some(posts)));
        }
        assert!(chosen(&[("_config.yml", "source: .\n")]).get("posts_dir").is_none());
        let languages =
            "[languages.ko]\ncontentDir = 'content/ko'\n[languages.EN]\ncontentDir = 'content/en'\n";
        let one = chosen(&[("hugo.toml", languages)]);
        assert_eq!(one["posts_dir"].as_str(), Some("content/en/posts"));
        let apart = chosen(&[
            ("config/_default/hugo.toml", "defaultContentLanguage = 'ko'\n"),
            ("config/_default/languages.toml", "[ko]\ncontentDir = 'content/korean'\n"),
        ]);
        assert_eq!(apart["posts_dir"].as_str(), Some("content/korean/posts"));
    }

    #[test]
    fn the_front_matter_has_what_the_theme_wants() {
        let chirpy = chosen(&[("_config.yml", "theme: jekyll-theme-chirpy\n")]);
        assert_eq!(chirpy["front_matter"]["math"].as_bool(), Some(true));
        let switch = "{{ if .Params.math }}<script src='katex.js'></script>{{ end }}";
        let hugo = chosen(&[
            ("hugo.yaml", "theme: [own]\n"),
            ("themes/own/layouts/partials/head.html", switch),
            ("themes/own/layouts/_default/baseof.html", "{{ partial \"head.html\" . }}"),
        ]);
        assert_eq!(hugo["front_matter"]["math"].as_bool(), Some(true));
        let zola = [
            ("config.toml", "base_url = '/'"),
            ("templates/base.html", "{% if page.extra.katex %}KaTeX{% endif %}"),
        ];
        assert_eq!(chosen(&zola)["front_matter"]["extra"]["katex"].as_bool(), Some(true));
        let always = [("_config.yml", ""), ("_layouts/a.html", "<script src=MathJax.js>")];
        assert!(!chosen(&always).contains_key("front_matter"));
        let formulas = |files: &[(&str, &str)]| site(files).1.formulas().clone();
        assert_eq!(formulas(&always), Formulas::Always);
        let include = ("_includes/ext/math.html", "<script src=MathJax.js>");
        assert_eq!(formulas(&[("_config.yml", ""), include]), Formulas::Never, "included nowhere");
        let head = ("_layouts/a.html", "{% include ext/math.html %}");
        assert_eq!(formulas(&[("_config.yml", ""), include, head]), Formulas::Always);
        let partial = ("layouts/partials/math.html", "<script src=katex.js>");
        let base = ("layouts/_default/baseof.html", "{{ partial \"math\" . }}");
        assert_eq!(formulas(&[("hugo.toml", ""), partial]), Formulas::Never);
        let shortcode = "{{ if .Page.HasShortcode \"katex\" }}<script src=katex.js></script>{{ end }}";
        let vendor = ("layouts/partials/math.html", shortcode);
        assert_eq!(formulas(&[("hugo.toml", ""), vendor, base]), Formulas::Never);
        let caller = ("layouts/partials/head.html", "<script src=katex-render.js></script>");
        let head = ("layouts/_default/baseof.html", "{{ partial \"math\" . }}{{ partial \"head\" . }}");
        assert_eq!(formulas(&[("hugo.toml", ""), vendor, caller, head]), Formulas::Never);
        assert_eq!(formulas(&[("hugo.toml", ""), partial, base]), Formulas::Always);
        for code in ["shortcodes/katex.html", "_shortcodes/katex.html", "_markup/render-codeblock-math.html"]
        {
            let code = format!("layouts/{code}");
            assert_eq!(formulas(&[("hugo.toml", ""), (&code, "katex")]), Formulas::Never, "{code}");
        }
        let zola = |config: &'static str| {
            let base = "{% if config.extra.latex %}<script src=katex.js>{% endif %}";
            formulas(&[("config.toml", config), ("templates/base.html", base)])
        };
        assert_eq!(zola("base_url = '/'"), Formulas::Setting("extra.latex".to_owned()));
        assert_eq!(zola("base_url = '/'\n[extra]\nlatex = true"), Formulas::Always);
        let jekyll = |config: &'static str| {
            let base = "{% if site.mathjax.enable %}<script src=mathjax.js>{% endif %}";
            formulas(&[("_config.yml", config), ("_layouts/default.html", base)])
        };
        assert_eq!(jekyll("title: x"), Formulas::Setting("mathjax.enable".to_owned()));
        assert_eq!(jekyll("mathjax:\n  enable: true"), Formulas::Always);
        let hugo = "{{ if .Site.Params.math }}katex{{ end }}";
        let hugo = [("hugo.toml", ""), ("layouts/_default/baseof.html", hugo)];
        assert_eq!(formulas(&hugo), Formulas::Setting("params.math".to_owned()));
        let either = "{{ if or .Site.Params.math .Params.math }}katex{{ end }}";
        let either = [("hugo.toml", ""), ("layouts/_default/baseof.html", either)];
        assert_eq!(formulas(&either), Formulas::Switch("math".to_owned()));
        assert_eq!(formulas(&[("_config.yml", "theme: minima\n")]), Formulas::Never);
    }

    #[test]
    fn posts_get_a_layout_that_is_there() {
        let layout = |files: &[(&str, &str)]| chosen(files).get("layout").map(ToString::to_string);
        let default = Some("\"default\"".to_owned());
        let own = ("_layouts/default.html", "x");
        assert_eq!(layout(&[("_config.yml", "title: x\n"), own]), default);
        assert_eq!(layout(&[("_config.yml", "title: x\n"), own, ("_layouts/post.liquid", "x")]), None);
        assert_eq!(layout(&[("_config.yml", "theme: minima\n"), own]), None);
        assert_eq!(layout(&[("_config.yml", "theme: jekyll-theme-cayman\n")]), default);
        assert_eq!(layout(&[("_config.yml", "remote_theme: pages-themes/minimal@v0.2.0\n")]), default);
        assert_eq!(
            layout(&[("_config.yml", "theme: jekyll-theme-slate\n"), ("_layouts/post.html", "x")]),
            None
        );
        assert_eq!(layout(&[("_config.yml", "theme: jekyll-theme-hacker\n")]), None);
        let single = Some("\"single\"".to_owned());
        let post = |text| ("_posts/2025-01-01-a.md", text);
        let typed = "defaults:\n  - {scope: {path: ''}, values: {layout: page}}\n  - {scope: {path: '', type: posts}, values: {layout: single}}\n";
        assert_eq!(layout(&[("_config.yml", typed)]), single);
        assert_eq!(layout(&[("_config.yml", typed), post("---\ntitle: x\n---\ny")]), single);
        assert_eq!(layout(&[("_config.yml", typed), post("---\nlayout: post\n---\ny")]), None);
        let by_path = "defaults:\n  - {scope: {path: _posts}, values: {layout: single}}\n  - {scope: {path: _docs}, values: {layout: doc}}\n";
        assert_eq!(layout(&[("_config.yml", by_path)]), single);
        assert_eq!(layout(&[("_config.yml", &format!("source: src\n{by_path}"))]), single);
        let all = "defaults:\n  - {scope: {path: ''}, values: {layout: single}}\n";
        assert_eq!(layout(&[("_config.yml", all)]), single);
        assert_eq!(layout(&[("_config.yml", all), ("_layouts/post.html", "x")]), None);
        assert_eq!(layout(&[("_config.yml", "theme: x\n"), post("---\nlayout: single\n---\ny")]), single);
        assert_eq!(layout(&[("_config.yml", "theme: minimal-mistakes-jekyll\n")]), single);
        assert_eq!(layout(&[("_config.yml", "remote_theme: mmistakes/minimal-mistakes@4.26.2\n")]), single);
        let (_folder, other) = site(&[("_config.yml", "title: x\n"), ("_layouts/article.html", "x")]);
        assert_eq!((other.layout(), other.layouts_without_post()), (None, Some(vec!["article".to_owned()])));
        let (_folder, ghpages) = site(&[("_config.yml", "markdown: CommonMarkGhPages\n")]);
        assert_eq!(ghpages.converter(), Some("CommonMarkGhPages"));
        let (_folder, kramdown) = site(&[("_config.yml", "markdown: kramdown\n")]);
        assert_eq!((kramdown.converter(), kramdown.hard_wraps()), (None, false));
        let wrapped = chosen(&[("_config.yml", "kramdown:\n  hard_wrap: true\n")]);
        assert_eq!(wrapped["post"]["sentences"].as_str(), Some("bullets"));
    }

    #[test]
    fn settings_of_a_jekyll_site_are_read() {
        let (_folder, jekyll) = site(&[(
            "_config.yml",
            "lang: ko-KR\ntimezone: Asia/Seoul\nexclude: [Gemfile, papers.toml]\nremote_theme: cotes2020/jekyll-theme-chirpy\n",
        )]);
        assert_eq!((jekyll.lang().as_deref(), jekyll.timezone()), (Some("ko"), Some("Asia/Seoul")));
        assert_eq!(jekyll.excludes(), Some(vec!["Gemfile", "papers.toml"]));
        assert_eq!(jekyll.theme(), Some("cotes2020/jekyll-theme-chirpy"));
        let (_folder, broken) = site(&[("_config.yml", "title: 'x\n")]);
        assert_eq!((broken.builder, broken.lang()), (Builder::Jekyll, None));
        let (_folder, repository) = site(&[("README.md", "x"), ("LICENSE", "x"), (".gitignore", "x")]);
        assert_eq!(repository.builder, Builder::New);
        for file in ["main.py", ".eleventy.js"] {
            let (_folder, other) = site(&[(file, "x")]);
            assert_eq!(other.builder, Builder::Unknown, "{file}");
        }
    }

    #[test]
    fn a_site_may_be_in_docs_and_one_of_hexo_is_not_jekylls() {
        let (_folder, docs) = site(&[("main.py", "x"), ("docs/_config.yml", "title: x\n")]);
        assert_eq!((docs.builder, docs.posts_dir().as_str()), (Builder::Jekyll, "docs/_posts"));
        assert!(!docs.is_published());
        let (_folder, both) = site(&[("_config.yml", "title: x\n"), ("docs/_config.yml", "title: y\n")]);
        assert_eq!((both.posts_dir().as_str(), both.is_published()), ("_posts", true));
        let (_folder, hexo) =
            site(&[("_config.yml", "title: x\n"), ("package.json", "{\"dependencies\": {\"hexo\": \"7\"}}")]);
        assert_eq!(hexo.builder, Builder::Unknown);
    }
}
