//! Where a day's post goes, and the folder whose posts are the memory.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::cli::OutputArgs;
use crate::config::Settings;

/// Where the posts are.
pub(super) struct Place {
    /// Every day's post in one file, when `--output` names a file.
    file: Option<PathBuf>,
    folder: PathBuf,
    /// What follows the day in a post's name: `daily-papers`, or `daily-papers-nlp` for a profile.
    slug: String,
    json: bool,
    replace: bool,
}

impl Place {
    /// The place that `--output` names, else the site's posts.
    pub(super) fn new(output: &OutputArgs, settings: &Settings, profile: Option<&str>) -> Self {
        // A record is not part of the site.
        let given = output.output.as_deref().filter(|_| !output.json);
        let file = given.filter(|path| is_file(path)).map(Path::to_owned);
        let folder = match &file {
            Some(file) => {
                file.parent().map(|parent| if parent == Path::new("") { Path::new(".") } else { parent })
            }
            None => given,
        };
        Self {
            folder: folder.unwrap_or(&settings.posts_dir).to_owned(),
            slug: profile.map_or_else(|| "daily-papers".to_owned(), |name| format!("daily-papers-{name}")),
            json: output.json,
            replace: output.replace,
            file,
        }
    }

    /// The folder of the posts.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The day's post.
    pub(super) fn post(&self, day: NaiveDate) -> PathBuf {
        self.file.clone().unwrap_or_else(|| self.folder.join(format!("{day}-{}.md", self.slug)))
    }

    /// Where the day's result goes: the post, or for `--json` what `--output` names, else standard output.
    pub(super) fn output(&self, day: NaiveDate, given: Option<&Path>) -> OutputArgs {
        let record = |path: &Path| match is_file(path) {
            true => path.to_owned(),
            false => path.join(format!("{day}-{}.json", self.slug)),
        };
        let output = if self.json { given.map(record) } else { Some(self.post(day)) };
        OutputArgs { output, replace: self.replace, json: self.json }
    }
}

fn is_file(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    matches!(extension, "md" | "markdown" | "json") && !path.is_dir()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::config::{Environment, File};

    fn place(output: Option<&str>, json: bool, profile: Option<&str>) -> (Place, OutputArgs) {
        let args = OutputArgs { output: output.map(PathBuf::from), replace: false, json };
        let settings = File { cache_dir: Some(PathBuf::from("cache")), ..File::default() };
        let settings = settings.complete(&Environment::default()).unwrap();
        (Place::new(&args, &settings, profile), args)
    }

    #[rstest]
    #[case(None, None, "_posts", "_posts/2025-10-09-daily-papers.md")]
    #[case(None, Some("nlp"), "_posts", "_posts/2025-10-09-daily-papers-nlp.md")]
    #[case(Some("blog/_posts"), None, "blog/_posts", "blog/_posts/2025-10-09-daily-papers.md")]
    #[case(Some("blog/all.md"), None, "blog", "blog/all.md")]
    #[case(Some("all.md"), None, ".", "all.md")]
    fn posts_go_where_output_says(
        #[case] output: Option<&str>,
        #[case] profile: Option<&str>,
        #[case] folder: &str,
        #[case] post: &str,
    ) {
        let (place, _) = place(output, false, profile);
        assert_eq!(place.folder(), Path::new(folder));
        assert_eq!(place.post("2025-10-09".parse().unwrap()), Path::new(post));
    }

    #[rstest]
    #[case(None, None)]
    #[case(Some("records"), Some("records/2025-10-09-daily-papers.json"))]
    #[case(Some("today.json"), Some("today.json"))]
    fn records_go_where_output_says_and_the_memory_stays_that_of_the_site(
        #[case] output: Option<&str>,
        #[case] expected: Option<&str>,
    ) {
        let (place, args) = place(output, true, None);
        let day = "2025-10-09".parse().unwrap();
        assert_eq!(place.output(day, args.output.as_deref()).output.as_deref(), expected.map(Path::new));
        assert_eq!(place.folder(), Path::new("_posts"));
        assert_eq!(place.post(day), Path::new("_posts/2025-10-09-daily-papers.md"));
    }
}
