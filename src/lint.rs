//! Checks any post, hand-written ones included, for what would break the site, lose text, or publish what nobody should read.
//!
//! Only hazards are reported (`docs/JEKYLL.md` describes what Jekyll, Liquid and kramdown do), not matters of taste.

mod content;
mod frontmatter;
mod liquid;
mod markup;
mod post;
mod rule;
mod table;

use std::fmt;

use serde::Serialize;

pub(crate) use markup::bare;
use papers_paper::text::conflict;
use post::{Kind, Line, Post};
pub use rule::{Class, Rule};

/// A hazard in a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Line of the file, from 1.
    pub line: usize,
    /// The rule that it breaks.
    pub rule: Rule,
    /// The consequence, and a replacement.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.line, self.rule.name(), self.message)
    }
}

/// Finds all faults of a post, by line. Of a post for Hugo or Zola, whose front matter is TOML, only the content is checked.
pub fn lint(text: &str) -> Vec<Fault> {
    lint_in_site(text, |_| true)
}

/// Finds all faults of a post in a site. `has_post` tells whether the site has a post with a name such as `2025-10-09-daily-papers`.
pub fn lint_in_site(text: &str, has_post: impl Fn(&str) -> bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let Some(body) = frontmatter::end_of_toml(text) {
        content::check(&Post::new(text, body), &mut faults);
    } else {
        let body = frontmatter::check(text, &mut faults);
        let post = Post::new(text, body);
        let linked = liquid::check(&post, &mut faults);
        faults.extend(linked.into_iter().filter_map(|(line, path)| {
            let name = path.rsplit('/').next().unwrap_or_default();
            let is_literal = name.starts_with(|c: char| c.is_ascii_digit()) && !name.contains(['{', ' ']);
            (is_literal && !has_post(name)).then(|| {
                let message = format!(
                    "the site has no post `{path}`, to which `{{% post_url %}}` links: the whole site fails to build"
                );
                fault(line, Rule::Liquid, message)
            })
        }));
        table::check(&post, &mut faults);
        markup::check(&post, &mut faults);
        content::check(&post, &mut faults);
        faults.extend(post.unclosed().map(|(name, line)| {
            let message = format!("`<{name}>` is never closed: kramdown takes everything below it for HTML");
            fault(line, Rule::Unclosed, message)
        }));
    }
    faults.extend(conflict(text).map(|line| {
        fault(
            line,
            Rule::Conflict,
            "git's conflict marks begin here: decide which side stays, and remove the marks",
        )
    }));
    faults.sort_by_key(|fault| fault.line);
    faults
}

/// Returns the name of an HTML element in a post for Jekyll that has no end, so that kramdown takes everything below it for HTML, and
/// the line in which it begins. `None` if Liquid may write the end.
pub fn unclosed(text: &str) -> Option<(String, usize)> {
    let body = frontmatter::check(text, &mut Vec::new());
    Post::new(text, body).unclosed()
}

fn fault(line: usize, rule: Rule, message: impl Into<String>) -> Fault {
    Fault { line, rule, message: message.into() }
}

/// Replaces the code spans of a line, which contain no markup, by spaces of the same length.
fn without_code_spans(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(open) = rest.find('`') {
        let ticks = rest.get(open..).map_or(0, |r| r.len() - r.trim_start_matches('`').len());
        let after = rest.get(open + ticks..).unwrap_or_default();
        let escaped = rest.get(..open).is_some_and(|before| before.ends_with('\\'));
        let Some(close) = after.find(&"`".repeat(ticks)).filter(|_| !escaped) else {
            out.push_str(rest.get(..open + ticks).unwrap_or_default());
            rest = after;
            continue;
        };
        out.push_str(rest.get(..open).unwrap_or_default());
        out.push_str(&" ".repeat(close + 2 * ticks));
        rest = after.get(close + ticks..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn kinds(post: &str) -> Vec<(usize, &'static str)> {
        lint(post).into_iter().map(|fault| (fault.line, fault.rule.name())).collect()
    }

    /// A post with a good front matter of three lines.
    fn body(text: &str) -> String {
        format!("---\ntitle: x\n---\n{text}\n")
    }

    #[rstest]
    #[case("no front matter", 1, "no-front-matter")]
    #[case("\n---\ntitle: x\n---\ntext", 1, "front-matter")]
    #[case("---\ntitle: x\n\ntext", 1, "front-matter")]
    #[case("---\ntitle: A: B\n---\ntext", 2, "front-matter")]
    #[case("---\nlayout: post\ntitle: \"$\\pi_0$\"\n---\ntext", 3, "front-matter")]
    #[case("---\ntitle: 2509.13380\n---\ntext", 2, "front-matter")]
    #[case("---\ntitle: x\ndate: soon\n---\ntext", 3, "front-matter")]
    #[case("---\ntitle: x\ndate: 2025-10-09 25:00:00\n---\ntext", 3, "front-matter")]
    #[case("---\ntitle: x\ndate: 2025-02-30\n---\ntext", 3, "front-matter")]
    #[case("---\ntitle: 1:30\n---\ntext", 2, "front-matter")]
    #[case("---\ntitle: Notes on C #1\n---\ntext", 2, "front-matter")]
    #[case("---\ntitle: x\ntags: [papers, 2510.06590]\n---\ntext", 3, "front-matter")]
    #[case("---\ntitle: x\ncategories: on\n---\ntext", 3, "front-matter")]
    #[case("---\ntitle: x\ndate: 2025-10-09 24:30:00\n---\ntext", 3, "front-matter")]
    #[case("---\ntitle: x\ndate: 2025-10-09 24:00:00\n---\ntext", 3, "front-matter")]
    #[case("---\ntitle: x\ndate: 2025-10-09 23:59:60\n---\ntext", 3, "front-matter")]
    #[case("---\ntitle: x\ndate: 2025-10-09 08:15:00 +9999\n---\ntext", 3, "front-matter")]
    #[case("---\ntitle: x\ndate: 10/25/2025\n---\ntext", 3, "front-matter")]
    #[case("---\ntitle: x\ndate: 31.02.2025\n---\ntext", 3, "front-matter")]
    #[case("---\ntitle: x\ndate: Feb 30, 2025\n---\ntext", 3, "front-matter")]
    #[case("---\ntitle: x\ndate: 30 February 2025\n---\ntext", 3, "front-matter")]
    #[case("---\ntitle: x\nslug: 2510.10\n---\ntext", 3, "front-matter")]
    #[case("---\ntitle: x\nslug: 2025-10-09\n---\ntext", 3, "front-matter")]
    #[case("---\ntitle: x\npermalink: 12\n---\ntext", 3, "front-matter")]
    #[case("---\ntitle: 1,000\n---\ntext", 2, "front-matter")]
    #[case("---\ntitle: :smile\n---\ntext", 2, "front-matter")]
    #[case("---\ntitle: x\ntags: [a, :b]\n---\ntext", 3, "front-matter")]
    #[case("---\ntitle: x\ntags:\n  - :a\n---\ntext", 4, "front-matter")]
    fn finds_broken_front_matter(#[case] post: &str, #[case] line: usize, #[case] kind: &str) {
        assert_eq!(kinds(post), [(line, kind)], "{:?}", lint(post));
    }

    #[rstest]
    #[case("text {% foo %}", "liquid-tag")]
    #[case("an open {{ brace", "liquid")]
    #[case("an open {% tag", "liquid")]
    #[case("{% if x %} never closed", "liquid")]
    #[case("{% raw %} never closed", "liquid")]
    #[case("a stray {% endraw %}", "liquid")]
    #[case("{% %}", "liquid")]
    #[case("{% highlight %}x{% endhighlight %}", "liquid")]
    #[case("{% assign x %}", "liquid")]
    #[case("{% if x = 1 %}a{% endif %}", "liquid")]
    #[case("{% if x === 1 %}a{% endif %}", "liquid")]
    #[case("{% if %}a{% endif %}", "liquid")]
    #[case("{% unless x and %}a{% endunless %}", "liquid")]
    #[case("{% for x site.posts %}a{% endfor %}", "liquid")]
    #[case("{% case %}a{% endcase %}", "liquid")]
    #[case("{% post_url %}", "liquid")]
    #[case("{% else %}", "liquid")]
    #[case("{% if page.a %}{% when 1 %}{% endif %}", "liquid")]
    #[case("{% details %}\ntext\n{% else %}\n{% enddetails %}", "liquid-tag")]
    #[case("{% enddetails %}", "liquid-tag")]
    #[case("{% # a comment %}", "liquid-version")]
    #[case(r"$$\mathbf{{x}}_i$$", "liquid-variable")]
    #[case("the model p(y|x) is", "table")]
    #[case("- the model p(y|x) is", "table")]
    #[case("$$p(y|x)$$ is", "table")]
    #[case("the value $x_1$ of $x_2$", "math")]
    #[case("<script>alert(1)</script>", "active-html")]
    #[case("<div>\nopen", "unclosed")]
    #[case("<ul><li>one</ul>\n\n# two", "unclosed")]
    #[case("a <div onclick=\"x()\">", "active-html")]
    #[case("a | b\nc | d", "table")]
    #[case("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other", "conflict")]
    #[case("[click](javascript:alert(1))", "link")]
    #[case("[nowhere]()", "link")]
    #[case("[code](github.com/ada/loss)", "link")]
    #[case("[site](www.example.org)", "link")]
    #[case("- Goal: undefined", "failure")]
    #[case("[p](https://arxiv.org/abs/2513.00001)", "paper-link")]
    #[case("## Method\n\n## Results\n\ntext", "empty")]
    #[case("Summary generation failed.", "failure")]
    #[case("죄송하지만 논문 본문을 가져올 수 없습니다.", "failure")]
    #[case("I'm sorry, but I cannot summarize this paper.", "failure")]
    #[case("I could not read it. See [it](https://arxiv.org/abs/2510.06590).", "failure")]
    fn finds_hazards_on_the_first_line_of_the_body(#[case] text: &str, #[case] kind: &str) {
        assert_eq!(kinds(&body(text)), [(4, kind)], "{:?}", lint(&body(text)));
    }

    #[rstest]
    #[case("plain text with $35 and $20")]
    #[case("{{ site.url }} and {{ page.title | escape }} and {% include x.html %}")]
    #[case("{% for p in site.posts %}{{ p.title }}{% endfor %}")]
    #[case("{% for p in site.posts %}{% ifchanged %}{{ p.date }}{% endifchanged %}{% endfor %}")]
    #[case("{{ true }} {{ (1..3) }} {% avatar ada %} {% github_edit_link %}")]
    #[case(
        "{% assign x='a=b' %}{% if x == 'a = b' and page.a contains \"or\" %}a{% elsif x != 1 %}b{% else %}c{% endif %}"
    )]
    #[case("{% case page.a %}{% when 1 or 2 %}a{% else %}b{% endcase %}{% if x=1 %}a{% endif %}")]
    #[case("{% raw %}{{ anything }} {% foo %}{% endraw %}")]
    #[case("{% highlight rust %}\nlet x = a | b;\n{% endhighlight %}")]
    #[case("| a | b |\n|---|---|\n| 1 | 2 |")]
    #[case("`a | b` is code and so is `<think>`")]
    #[case("```\na | b <think> $x_1$\n```")]
    #[case("a<br>b <b>bold</b> <img src=\"x.png\">")]
    #[case("a sentence <!-- Method: the value $x_1$ of $x_2$ -->")]
    #[case("<p>a <b>b</b><br><img src=\"a.png\"></p>\n\n<p>a</p><!-- <div> -->")]
    #[case("{% if page.a %}<div>{% else %}<div class=\"b\">{% endif %}\n\ntext\n\n</div>")]
    #[case("<div>\n{% include end.html %}")]
    #[case("<div markdown=\"1\">\n\ntext")]
    #[case("> <div>\n> text\n\ntext")]
    #[case("<details>\n<summary>a</summary>\n<pre>\na\n</pre>\n</details>\n\ntext")]
    #[case("math $$x_1 \\vert y$$ and \\$5 and p(y&#124;x)")]
    #[case("a \\| b")]
    #[case("a note on p(y | x).\nIt goes on in a second line.")]
    #[case("text\n- a | b goes on as text")]
    #[case("There is $$v$$ with $$G=F<v>$$.")]
    #[case("The syntax \\[a\\](javascript:alert(1)) and $$<img src=x onerror=alert(1)>$$")]
    #[case("$$\np(y|x)\n$$")]
    #[case("[p](https://arxiv.org/abs/2510.06590) <https://example.org>")]
    #[case("## Method\n\n### Data\n\ntext")]
    #[case("I am sorry for the delay.\n\nThe second part follows.")]
    #[case("# a\n\n{summary}")]
    #[case(
        "# [a](https://arxiv.org/abs/2510.06590)\n\n{% include a.html %}\n\n## b\n\n{:.c}\n\n## d\n\n<br>"
    )]
    #[case("we study why models refuse: \"I cannot\" is a refusal")]
    #[case("- item\n\nText:\n\n    a | b <think> $x_1$")]
    #[case("<pre><code>a | b $x_1$ </code></pre>")]
    #[case("<figure><img src=\"a.png\" alt=\"p(y|x)\"><figcaption>C | d</figcaption></figure>")]
    #[case("<div>\n\nx | y and $x_1$\n\n<div></div>\n</div>")]
    #[case("<svg><defs><marker id=\"a\"/><linearGradient><stop/></linearGradient></defs></svg>")]
    #[case("<math><mi>x</mi><mo>|</mo><msqrt><mtext>y</mtext></msqrt></math>")]
    #[case("<!--\na | b $x_1$ <think>\n-->\ntext")]
    #[case("{% highlight rust %}\n\nlet x = a | b;\n\n{% endhighlight %}")]
    fn leaves_good_posts_alone(#[case] text: &str) {
        assert_eq!(lint(&body(text)), []);
    }

    #[rstest]
    #[case("")]
    #[case("title: x\ntitle: z\n")]
    #[case("title: x\ndate: 2025/10/09\n")]
    #[case("title: x\ndate: 20251009\n")]
    #[case("title: x\ndate: Oct 9, 2025\n")]
    #[case("title: x\ndate: 9 October 2025 08:15\n")]
    #[case("title: x\ndate: 09.10.2025\n")]
    #[case("title: x\ndate: 09/10/2025\n")]
    #[case("title: x\ndate: 2025-10-09 08:15:00 -0330\n")]
    #[case("title: x\nslug: \"2510.10\"\npermalink: /a/:title\n")]
    #[case("title: \"1,000\"\ntags: [\":a\", 'b: :c']\n")]
    #[case("title: 1,000 papers :)\n")]
    #[case("title: x\ndate: 2025-10-09 8:15 +0900\n")]
    #[case("title: x\ntags: [2025, papers]\n")]
    #[case("title: \"C #1: no\" # a comment\n")]
    fn leaves_good_front_matter_alone(#[case] fields: &str) {
        assert_eq!(lint(&format!("---\n{fields}---\ntext\n")), []);
    }

    #[rstest]
    #[case("{summary}")]
    #[case("%SUMMARY%")]
    #[case("- Goal: ${goal}")]
    #[case("None")]
    #[case("Please provide the paper's text.")]
    #[case("Only the abstract was provided.")]
    fn the_only_text_of_a_paper_is_checked_like_a_digest(#[case] text: &str) {
        let post = body(&format!("# [a](https://arxiv.org/abs/2510.06590)\n\n{text}"));
        assert_eq!(kinds(&post), [(6, "failure")]);
    }

    #[test]
    fn text_after_code_and_html_is_checked() {
        for block in
            ["    code", "<div>\na\n</div>", "<pre>a</pre>", "<!-- a -->", "```\na\n```", "- a\n\n  b"]
        {
            let post = body(&format!("{block}\n\np(y|x) and $x_1$"));
            let names: Vec<&str> = kinds(&post).into_iter().map(|(_, name)| name).collect();
            assert_eq!(names, ["table", "math"], "{block}");
        }
        assert_eq!(kinds(&body("<script>\na<b>c\n</script>")), [(4, "active-html")]);
        assert_eq!(kinds(&body("<div markdown=\"1\">\n\np(y|x)\n\n</div>")), [(6, "table")]);
    }

    #[test]
    fn code_may_be_part_of_a_list() {
        assert_eq!(kinds(&body("1. item\n\n       code <digest> $x_1$\n\n2. two")), []);
        assert_eq!(kinds(&body("1. item\n\n   text <digest>\n\n2. two")), [(6, "tag")]);
        assert_eq!(kinds(&body("- item\n\n  - inner\n\n    text <digest>")), [(8, "tag")]);
    }

    #[test]
    fn only_the_content_of_a_post_for_hugo_is_checked() {
        assert_eq!(kinds("+++\ntitle = \"{{ x\"\n+++\n$x_1$ {{< ref >}} [a](www.a.org)\n"), [(4, "link")]);
    }

    #[test]
    fn every_fault_of_a_list_is_found() {
        assert_eq!(kinds(&body("- p(y|x)\n- fine\n- q(y|x)")), [(4, "table"), (6, "table")]);
        assert_eq!(kinds(&body("{% foo %} {% bar %}")), [(4, "liquid-tag"), (4, "liquid-tag")]);
    }

    #[test]
    fn finds_papers_that_are_there_twice_and_links_that_disagree() {
        let post = body(
            "# 1. [A](https://arxiv.org/abs/2510.06590)\n\n> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2510.06917)\n\n\
             # 2. [A](https://arxiv.org/abs/2510.06590v2)\n\nmore",
        );
        assert_eq!(kinds(&post), [(6, "paper-link"), (8, "duplicate")]);
    }
}
