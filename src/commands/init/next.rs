//! Writes the list of next steps that `papers init` prints after it has written its files.

use std::path::Path;

use super::files::repository;
use super::site::{Builder, Formulas, Site};
use crate::cli::Workflow;
use crate::publish::in_shell;

/// The part of the text that all sites have in common.
const NEXT: &str = include_str!("../../../templates/init/next.txt");

/// The element that loads MathJax, for the `<head>` of a page.
const MATHJAX: &str =
    "<script defer src=\"https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js\"></script>";

/// The facts on which the text depends.
pub(super) struct Next<'a> {
    pub(super) site: &'a Site,
    /// The folder as it was typed, if it is not the current one.
    pub(super) elsewhere: Option<&'a Path>,
    pub(super) program: &'a Path,
    pub(super) units: &'a Path,
    /// The URL of the program's source; empty if it is not known.
    pub(super) source: &'a str,
    pub(super) workflow: Workflow,
    pub(super) contact: bool,
    pub(super) pages: bool,
    /// The folder of templates that existing settings have to name.
    pub(super) templates: Option<&'static str>,
}

impl Next<'_> {
    /// Returns the text.
    pub(super) fn text(&self) -> String {
        let in_cron = |path: &Path| in_shell(path).replace('%', "\\%");
        let mut text = NEXT
            .replace("@CRON_SITE@", &in_cron(&self.site.folder))
            .replace("@CRON_PROGRAM@", &in_cron(self.program))
            .replace("@FIRST@\n", &self.first())
            .replace("@REPOSITORY@\n", self.repository())
            .replace("@POSTS@", &self.site.posts_dir())
            .replace("@INSTALLS@", &installs(self.source, self.workflow))
            .replace("@UNITS@", &in_shell(self.units));
        let lines = [
            self.formulas(),
            self.layout(),
            self.converter(),
            self.exclude(),
            self.taxonomy(),
            self.workflows(),
            self.contact(),
            self.pages(),
        ];
        for line in lines {
            text.extend(line.map(|line| format!("- {line}\n")));
        }
        text
    }

    /// Says how to make a repository, without which posts cannot be committed.
    fn repository(&self) -> &'static str {
        if self.site.repository().is_some() {
            return "";
        }
        "- Make the folder a git repository: `git init && git add . && git commit -m Start`; `--commit` below needs one.\n"
    }

    fn formulas(&self) -> Option<String> {
        if let Formulas::Setting(key) = self.site.formulas() {
            return Some(format!(
                "Formulas: the theme loads MathJax or KaTeX only if the site's settings say so; set `{key}` to true there."
            ));
        }
        if *self.site.formulas() != Formulas::Never {
            return None;
        }
        let place = match self.site.builder {
            Builder::Hugo => {
                "`layouts/partials/extend_head.html` (PaperMod), `layouts/partials/extend-head.html` (Blowfish, Congo), or the partial of\n  your theme's head"
            }
            Builder::Zola => "the `<head>` of your `templates/base.html`",
            Builder::Unknown => "the `<head>` of your pages",
            _ => {
                "`_includes/custom-head.html` (minima 3), `_includes/head.html` (minima 2), or the `<head>` of your layout"
            }
        };
        Some(format!(
            "Formulas: nothing here loads MathJax for posts, so that they show as TeX. Put this into {place}:\n  {MATHJAX}"
        ))
    }

    /// Says that the posts have another layout than usual, or that none was found for them.
    fn layout(&self) -> Option<String> {
        if let Some(layout) = self.site.layout() {
            return Some(format!(
                "Posts get the layout `{layout}`, as the site's posts, settings or theme have it: `layout` in papers.toml."
            ));
        }
        let names = self.site.layouts_without_post()?.join("`, `");
        Some(format!(
            "The site has no layout `post`, so that posts would be published without one. Set `layout` in papers.toml to\n  \
             one of `{names}`."
        ))
    }

    /// Says that the posts are not in the Markdown that the site reads.
    fn converter(&self) -> Option<String> {
        if self.site.hard_wraps() {
            return Some(
                "`hard_wrap: true` in _config.yml: forced line breaks would show as backslashes, so papers.toml has\n  \
                 `sentences = \"bullets\"`, which needs none; keep `figures = \"none\"`."
                    .to_owned(),
            );
        }
        let converter = self.site.converter()?;
        Some(format!(
            "`markdown: {converter}` in _config.yml: posts are written for kramdown, Jekyll's default. With another converter line breaks\n  \
             and widths of figures show as signs; remove that line, or set `sentences = \"bullets\"` under `[post]` and keep `figures = \"none\"`."
        ))
    }

    /// Says how to exclude `papers.toml`. Jekyll copies every file that is not excluded.
    fn exclude(&self) -> Option<String> {
        if self.site.builder != Builder::Jekyll || !self.site.is_published() {
            return None;
        }
        match self.site.excludes() {
            Some(list) if list.contains(&"papers.toml") => None,
            Some(_) => Some(
                "Keep papers.toml out of the built site: in _config.yml, add `papers.toml` to your `exclude:`.".to_owned(),
            ),
            // Such a list replaces the default one in Jekyll 3, which GitHub Pages runs.
            None => Some(
                "Keep papers.toml out of the built site: in _config.yml,\n  \
                 `exclude: [papers.toml, Gemfile, Gemfile.lock, node_modules, vendor/bundle/, vendor/cache/, vendor/gems/, vendor/ruby/]`."
                    .to_owned(),
            ),
        }
    }

    fn taxonomy(&self) -> Option<String> {
        let wanted = self.site.builder == Builder::Zola && !self.site.has_taxonomy("tags");
        wanted.then(|| {
            "Zola needs `taxonomies = [{ name = \"tags\" }]` in config.toml to build posts that have tags."
                .to_owned()
        })
    }

    /// Says what comes before all else: where the commands run, what uses the templates, and that the posts may be for another
    /// program.
    fn first(&self) -> String {
        let enter = self.elsewhere.map(|folder| format!("- Go there: `cd {}`.\n", in_shell(folder)));
        let unknown = self.site.builder == Builder::Unknown;
        let builder = "- Nothing here shows what builds the site, so posts are written for Jekyll. If it is another program, change\n  \
                       `format` and `posts_dir` in papers.toml; docs/TEMPLATES.md has a template for Astro, Eleventy and Quarto.\n";
        let templates = self.templates.map(|folder| {
            format!("- Set `templates_dir = \"{folder}\"` in papers.toml, so that the templates are used.\n")
        });
        enter.unwrap_or_default() + &templates.unwrap_or_default() + if unknown { builder } else { "" }
    }

    /// Says that GitHub does not run a workflow in a folder of a repository. The settings at its root must name the posts.
    fn workflows(&self) -> Option<String> {
        let root = self.site.repository().filter(|root| *root != self.site.folder)?;
        let posts = self.site.folder.strip_prefix(root).ok()?.join(self.site.posts_dir());
        Some(format!(
            "GitHub runs only workflows at the root of a repository, and the one here is not: to use it, run `papers init` in\n  \
             {}, copy the settings of the papers.toml here to the one there, with\n  \
             `posts_dir = \"{}\"`, and remove papers.toml and .github here.",
            in_shell(root),
            posts.display()
        ))
    }

    fn contact(&self) -> Option<String> {
        (!self.contact).then(|| {
            "Set `contact` in papers.toml to a mail address or URL, so that arXiv can write to you before it blocks you."
                .to_owned()
        })
    }

    fn pages(&self) -> Option<String> {
        self.pages.then(|| {
            "GitHub Pages: in the repository's settings, under Pages, choose GitHub Actions as the source.".to_owned()
        })
    }
}

/// Says where the workflow gets the program from, or what the owner must fill in for this.
fn installs(source: &str, workflow: Workflow) -> String {
    match (repository(source), workflow) {
        (None, Workflow::Short) => "Before that, replace OWNER/papers in that file with the GitHub repository of papers, as a comment there\n  \
               explains: this build of the program does not know it."
            .to_owned(),
        _ if source.is_empty() => "Before that, set SOURCE in that file to the address of the repository of papers: this build of the program\n  \
               does not know it."
            .to_owned(),
        _ => format!("It installs papers from {source}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_only_where_one_is_known() {
        let known = "https://github.com/ada/digest";
        for (form, missing) in [(Workflow::Long, "set SOURCE"), (Workflow::Short, "replace OWNER/papers")] {
            assert_eq!(installs(known, form), format!("It installs papers from {known}."));
            assert!(installs("", form).contains(missing) && !installs("", form).contains("http"));
        }
    }
}
