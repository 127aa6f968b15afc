//! The files that `papers init` writes: settings, workflows, templates, systemd's units, and those of a new site.

use std::path::{Path, PathBuf};

use super::choice::{self, Choice};
use super::site::{Builder, Site};
use crate::cli::{InitArgs, Workflow};
use crate::render::{BUILT_IN, BuiltIn};

/// The folder of a site's templates. Jekyll ignores folders with an underscore.
pub(super) const TEMPLATES: &str = "_templates";

/// The folder of systemd's units. Jekyll ignores folders with a dot.
pub(super) const UNITS: &str = ".papers";

/// The workflow that writes posts, and the one that builds the site.
const WORKFLOW: &str = include_str!("../../../templates/init/papers.yml");
const PAGES: &str = include_str!("../../../templates/init/pages.yml");
/// The step that runs the action, and the one that replaces it while the action's repository is unknown.
const ACTION: &str = include_str!("../../../templates/init/steps/action.yml");
const UNKNOWN: &str = include_str!("../../../templates/init/steps/unknown.yml");
/// The steps that build the program from its source, and the action with the steps that follow.
const INSTALL: &str = include_str!("../../../templates/init/steps/install.yml");
const STEPS: &str = include_str!("../../../action/action.yml");

/// The files that make an empty folder a Jekyll site.
const SITE: [(&str, &str); 6] = [
    (".gitignore", "_site/\n.jekyll-cache/\n*.key\n"),
    ("_config.yml", include_str!("../../../templates/init/_config.yml")),
    ("_layouts/default.html", include_str!("../../../templates/init/default.html")),
    ("_layouts/post.html", include_str!("../../../templates/init/post.html")),
    ("index.html", include_str!("../../../templates/init/index.html")),
    ("feed.xml", include_str!("../../../templates/init/feed.xml")),
];

/// The way in which GitHub builds a site.
struct Build {
    steps: &'static str,
    /// The folder to which the site generator writes the pages.
    output: &'static str,
}

const JEKYLL: Build =
    Build { steps: include_str!("../../../templates/init/pages/jekyll.yml"), output: "_site" };
const BUNDLE: Build =
    Build { steps: include_str!("../../../templates/init/pages/bundle.yml"), output: "_site" };
const HUGO: Build = Build { steps: include_str!("../../../templates/init/pages/hugo.yml"), output: "public" };
const ZOLA: Build = Build { steps: include_str!("../../../templates/init/pages/zola.yml"), output: "public" };

const SERVICE: &str = include_str!("../../../templates/init/papers.service");
const TIMER: &str = include_str!("../../../templates/init/papers.timer");

/// The repository from which the workflow installs the program: `repository` of Cargo.toml. While that is empty, the workflow
/// stops with a message that says what to fill in.
pub(super) const SOURCE: &str = env!("CARGO_PKG_REPOSITORY");

/// The files to be written.
pub(super) struct Files<'a> {
    pub(super) site: &'a Site,
    pub(super) choice: &'a Choice,
    pub(super) args: &'a InitArgs,
    pub(super) program: PathBuf,
}

impl Files<'_> {
    /// Returns the files with their paths in the site.
    pub(super) fn all(&self) -> Vec<(String, String)> {
        let mut files: Vec<(String, String)> = Vec::new();
        if self.site.builder == Builder::New {
            files.extend(SITE.map(|(name, text)| (name.to_owned(), self.with_language(text))));
        }
        if self.site.builder == Builder::Zola {
            let section = "+++\nsort_by = \"date\"\n+++\n".to_owned();
            files.push((format!("{}/_index.md", self.site.posts_dir()), section));
        }
        files.push(("papers.toml".to_owned(), choice::settings(self.site, self.choice)));
        files.push((".github/workflows/papers.yml".to_owned(), self.with_places(&self.workflow())));
        if self.args.pages {
            files.push((".github/workflows/pages.yml".to_owned(), self.pages()));
        }
        if self.args.templates {
            let own =
                |built_in: BuiltIn| (format!("{TEMPLATES}/{}", built_in.file), built_in.source.to_owned());
            files.extend(BUILT_IN.map(own));
        }
        if self.args.systemd {
            files.push((format!("{UNITS}/papers.service"), self.unit(SERVICE)));
            files.push((format!("{UNITS}/papers.timer"), self.unit(TIMER)));
        }
        files
    }

    /// Fills language and time zone into a file of a new site.
    fn with_language(&self, text: &str) -> String {
        text.replace("@LANG@", self.choice.lang.as_deref().unwrap_or("ko"))
            .replace("@TIMEZONE@", self.choice.timezone.as_deref().unwrap_or("UTC"))
    }

    /// Returns the step that runs the action. While the action is unknown, it is a comment below a step that fails with an
    /// explanation: GitHub would reject a workflow with a placeholder without one.
    fn action() -> String {
        let Some(repository) = repository(SOURCE) else {
            let commented = ACTION.replace("      - ", "      # - ").replace("        ", "      #   ");
            return format!("{UNKNOWN}\n{commented}");
        };
        ACTION.replace("OWNER/papers", repository)
    }

    /// Returns the steps of the action with the defaults of its inputs. The program is built from its source.
    fn steps() -> String {
        const FIRST: &str = "    # Answers of arXiv";
        const INPUTS: [(&str, &str); 3] = [
            (
                "${{ inputs.args }}\n",
                "daily --commit\n        PAPERS_LLM_API_KEY: ${{ secrets.PAPERS_LLM_API_KEY }} # only if papers.toml names a model\n",
            ),
            ("${{ inputs.config }}", "\"\""),
            ("      if: inputs.push == 'true'\n", ""),
        ];
        let (_, rest) = STEPS.split_once(FIRST).unwrap_or(("", ""));
        let steps = INPUTS.iter().fold(format!("{FIRST}{rest}"), |text, (from, to)| text.replace(from, to));
        let deeper = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") };
        INSTALL.to_owned() + &steps.lines().map(deeper).collect::<String>()
    }

    /// Returns the workflow that writes posts. With `--pages` it starts the one that builds the site.
    fn workflow(&self) -> String {
        const STEP: (&str, &str) = ("\n      #@ ", "\n      ");
        let steps = match self.args.workflow {
            Workflow::Long => Self::steps(),
            Workflow::Short => Self::action(),
        };
        let workflow = WORKFLOW.replace("@STEPS@\n", &steps);
        if !self.args.pages {
            return workflow.replace(STEP.0, "\n      # ");
        }
        workflow
            .replace("\n      # If your site is built by another workflow, start it here:", "")
            .replace(STEP.0, STEP.1)
    }

    /// Returns the workflow that builds the site and publishes it on GitHub Pages.
    fn pages(&self) -> String {
        let Build { steps, output } = match self.site.builder {
            Builder::Hugo => HUGO,
            Builder::Zola => ZOLA,
            _ if self.site.has_gems() => BUNDLE,
            _ => JEKYLL,
        };
        PAGES.replace("@BUILD@\n", steps).replace("@OUTPUT@", output)
    }

    /// Fills in what depends on the folder, the program and its version.
    pub(super) fn with_places(&self, text: &str) -> String {
        text.replace("@MINUTE@", &self.minute().to_string())
            .replace("@SOURCE@", SOURCE)
            .replace("@VERSION@", env!("CARGO_PKG_VERSION"))
            .replace("@SITE@", &self.site.folder.display().to_string())
            .replace("@PROGRAM@", &self.program.display().to_string())
    }

    /// Fills in a unit of systemd, where `%` in a path would begin a specifier.
    fn unit(&self, text: &str) -> String {
        let doubled = |path: &Path| path.display().to_string().replace('%', "%%");
        let text = text.replace("@SITE@", &doubled(&self.site.folder));
        self.with_places(&text.replace("@PROGRAM@", &doubled(&self.program)))
    }

    /// Returns a minute that depends on the folder and is not the full hour, so that not all sites send requests at once.
    fn minute(&self) -> u32 {
        const FIRST: u32 = 5;
        const MINUTES: u32 = 50;
        let name = self.site.folder.to_string_lossy();
        let sum = name.bytes().fold(0, |sum: u32, byte| sum.wrapping_mul(31) + u32::from(byte));
        FIRST + sum % MINUTES
    }
}

/// Returns owner and name of a repository on GitHub.
pub(super) fn repository(source: &str) -> Option<&str> {
    source.strip_prefix("https://github.com/").map(|name| name.trim_end_matches('/').trim_end_matches(".git"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_come_from_repositories_at_github() {
        assert_eq!(repository("https://github.com/ada/digest"), Some("ada/digest"));
        assert_eq!(repository("https://github.com/ada/digest.git"), Some("ada/digest"));
        assert_eq!(repository("https://example.org/ada/papers"), None);
        assert_eq!(repository(""), None);
    }
}
