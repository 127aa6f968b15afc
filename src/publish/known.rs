//! Finds which papers a post links to, whoever wrote it.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::fences::fences;
use crate::render::body;
use papers_paper::PaperId;
use papers_paper::text::pattern;

/// The papers of a post.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    papers: HashSet<String>,
    /// The number of the next paper.
    pub next_number: usize,
}

impl Known {
    /// Returns true if the post links to this paper, in any version.
    pub fn has(&self, id: &PaperId) -> bool {
        self.papers.contains(&id.key())
    }

    /// The keys of all papers that the post links to, unordered.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.papers.iter().map(String::as_str)
    }

    /// Returns true if all papers of the post are among these.
    pub fn is_within<'a>(&self, ids: impl Iterator<Item = &'a PaperId>) -> bool {
        let keys: HashSet<String> = ids.map(PaperId::key).collect();
        self.papers.is_subset(&keys)
    }

    /// The papers to which these URLs lead, numbered from 1.
    pub(super) fn of_links<'a>(links: impl Iterator<Item = &'a str>) -> Self {
        let papers: HashSet<String> =
            links.filter_map(|link| Some(link.parse::<PaperId>().ok()?.key())).collect();
        Self { next_number: papers.len() + 1, papers }
    }
}

/// Link targets in Markdown (inline, reference, autolink), HTML, Org (`[[URL]`) and AsciiDoc (`URL[text]`). Bare URLs are not links to
/// kramdown, and mere mentions in any format: a post that names a paper in its text is not about it. Escaped characters and code
/// within a line are matched first, without a target, because they make no link: `\[1\](https://…)` of an abstract is text.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\\.|`[^`\n]+`|",
        r#"(?:\]\(\s*<?|(?m:^\s{0,3}\[[^\]\n]+\]:\s*<?)|<|href\s*=\s*["']?)((?i:https?:)?//[^\s)>"']+)"#,
        r"|\[\[((?i:https?:)//[^\s\]]+)|\b((?i:https?:)//[^\s\[\]()<>]+)\[[^\]^\n]"
    ))
});

/// A field of a front matter that is a URL and nothing else: `link: https://…`, as in posts about a link.
static FIELD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?m)^[ \t]*(?:-[ \t]+)?(?:[\w.-]+[ \t]*[:=][ \t]*)?["']?((?i:https?:)//[^\s"']+)["']?[ \t]*,?\r?$"#,
    )
});

/// A Liquid tag or a shortcode of Hugo, not in code within a line.
static TAG: LazyLock<Regex> = LazyLock::new(|| pattern(r"\\.|`[^`\n]+`|(\{%.*?%\}|\{\{[<%].*?[%>]\}\})"));

/// A URL among the parameters of a tag.
static VALUE: LazyLock<Regex> = LazyLock::new(|| pattern(r#"[=\s]["']((?i:https?:)?//[^\s"']+)"#));

/// A heading of a paper: `# 3. …`, at any level.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^#{1,6}[ \t]+(\d{1,6})\.[ \t]"));

/// Returns what a post contains: the papers that it links to, and the number after the highest one in its headings.
pub fn known(post: &str) -> Known {
    // An unterminated fence is not code to kramdown.
    let (fences, _) = fences(post);
    let shown = |at: usize| !fences.iter().any(|fence| fence.contains(&at));
    let found = |pattern: &'static Regex| {
        let groups = pattern.captures_iter(post).filter_map(|found| found.iter().skip(1).flatten().next());
        groups.filter(|group| shown(group.start())).map(|group| group.as_str())
    };
    let tags = found(&TAG).flat_map(|tag| VALUE.captures_iter(tag));
    let values = tags.filter_map(|value| Some(value.get(1)?.as_str()));
    let head = post.strip_suffix(body(post)).unwrap_or_default();
    let fields = FIELD.captures_iter(head).filter_map(|field| Some(field.get(1)?.as_str()));
    let linked = Known::of_links(found(&LINK).chain(values).chain(fields));
    let numbers = found(&NUMBERED).filter_map(|number| number.parse::<usize>().ok());
    Known { next_number: numbers.max().map_or(linked.next_number, |highest| highest + 1), ..linked }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn id(text: &str) -> PaperId {
        text.parse().unwrap()
    }

    #[rstest]
    #[case("# 1. [A](https://arxiv.org/abs/2510.06590)")]
    #[case("> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2510.06590v2)")]
    #[case("see <https://arxiv.org/pdf/2510.06590>")]
    #[case("<a class=x href=\"https://huggingface.co/papers/2510.06590\">")]
    #[case("[1]: https://arxiv.org/abs/2510.06590v1 \"A title\"")]
    #[case("[A](//arxiv.org/abs/2510.06590) and <a href=//arxiv.org/abs/2510.06590>B</a>")]
    #[case("{% include paper.html url='https://arxiv.org/abs/2510.06590' %}")]
    #[case("# 1. [A \\[b\\] `c`](https://arxiv.org/abs/2510.06590)")]
    #[case("# 1. [A \\\\](https://arxiv.org/abs/2510.06590)")]
    #[case("```\ncode without an end\n\n# 1. [A](https://arxiv.org/abs/2510.06590)")]
    #[case("{% include p.html url=\"https://arxiv.org/abs/2510.06590\" code=\"https://github.com/a/b\" %}")]
    #[case("{% include p.html code=\"https://github.com/a/b\" url=\"https://arxiv.org/abs/2510.06590\" %}")]
    #[case("{% include p.html t=\"50% of\" url=\"https://arxiv.org/abs/2510.06590\" %}")]
    #[case("---\ntitle: x\nlink: https://arxiv.org/abs/2510.06590\n---\ntext")]
    #[case("---\nlinks:\n  - url: \"https://arxiv.org/abs/2510.06590\"\n---\ntext")]
    #[case("+++\nurl_pdf = 'https://arxiv.org/pdf/2510.06590'\n+++\ntext")]
    #[case("{{< paper url=\"https://arxiv.org/abs/2510.06590\" >}}")]
    #[case("{{% paper \"https://arxiv.org/abs/2510.06590\" %}}")]
    #[case("[A](HTTPS://ArXiv.org/abs/2510.06590)")]
    #[case("* [[https://arxiv.org/abs/2510.06590][A]]")]
    #[case("== https://arxiv.org/abs/2510.06590[A]")]
    fn knows_a_paper_by_any_link(#[case] post: &str) {
        assert!(known(post).has(&id("2510.06590v3")), "{post}");
    }

    #[rstest]
    #[case("the code of https://arxiv.org/abs/2510.06590 is public")]
    #[case("[A](https://example.org/abs/2510.06590)")]
    #[case("2510.06590")]
    #[case("see https://arxiv.org/abs/2510.06590[^1] for more")]
    #[case("---\ndescription: about https://arxiv.org/abs/2510.06590\n---\ntext")]
    #[case("link: https://arxiv.org/abs/2510.06590")]
    #[case("its entry has url = \"https://arxiv.org/abs/2510.06590\"")]
    #[case("see \\[1\\](https://arxiv.org/abs/2510.06590)")]
    #[case("see \\<https://arxiv.org/abs/2510.06590>")]
    #[case("the form `[A](https://arxiv.org/abs/2510.06590)` of links")]
    #[case("```\n# 2. [A](https://arxiv.org/abs/2510.06590)\n```\n")]
    fn mentions_are_not_links(#[case] post: &str) {
        assert!(!known(post).has(&id("2510.06590")), "{post}");
    }

    #[rstest]
    #[case("", 1)]
    #[case(
        "# 1. [A](https://arxiv.org/abs/2510.06590)\n## Method\n# 7. [B](https://arxiv.org/abs/2510.06917)",
        8
    )]
    #[case("- [A](https://arxiv.org/abs/2510.06590)", 2)]
    #[case("1. one\n2. two\n", 1)]
    #[case("# 1. [A](https://arxiv.org/abs/2510.06590)\n```\n# 7. [B](x)\n```\n", 2)]
    fn numbers_go_on_after_the_highest(#[case] post: &str, #[case] next: usize) {
        assert_eq!(known(post).next_number, next);
    }
}
