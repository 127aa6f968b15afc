//! Checks for Liquid: tags that make the whole site fail, and outputs that silently print nothing. Liquid processes everything
//! after the front matter, including code.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use papers_paper::text::pattern;

use super::{Fault, Post, Rule, fault};

/// Tags that open a block, with the tag that closes it.
const BLOCKS: [&str; 10] =
    ["if", "unless", "case", "for", "ifchanged", "capture", "comment", "highlight", "tablerow", "raw"];

/// Tags without a block: Liquid's, Jekyll's, and those of the plugins that GitHub Pages allows.
const SINGLE: [&str; 20] = [
    "assign", "avatar", "break", "continue", "cycle", "decrement", "echo", "feed_meta", "gist",
    "github_edit_link", "include", "include_cached", "include_relative", "increment", "layout", "link",
    "liquid", "post_url", "render", "seo",
];

/// The objects that are defined on every Jekyll page.
const OBJECTS: [&str; 12] = [
    "content", "empty", "forloop", "include", "jekyll", "layout", "page", "paginator", "post", "site",
    "tablerowloop", "theme",
];

/// Checks all tags and outputs. Returns the posts that `{% post_url POST %}` names, with their lines.
pub(super) fn check(post: &Post<'_>, faults: &mut Vec<Fault>) -> Vec<(usize, String)> {
    let text: String = post.body().iter().flat_map(|line| [line.text, "\n"]).collect();
    let mut scanner = Scanner {
        rest: &text,
        line: post.body + 1,
        open: Vec::new(),
        names: HashSet::new(),
        unknown: HashSet::new(),
        linked: Vec::new(),
    };
    while let Some(fault) = scanner.next_fault() {
        faults.push(fault);
    }
    faults.extend(scanner.open.iter().map(|(name, line)| {
        fault(*line, Rule::Liquid, format!("`{{% {name} %}}` is never closed: the whole site fails to build"))
    }));
    scanner.linked
}

struct Scanner<'a> {
    rest: &'a str,
    line: usize,
    open: Vec<(String, usize)>,
    /// Variables that the post itself sets.
    names: HashSet<String>,
    /// Tags that only plugins may know.
    unknown: HashSet<String>,
    /// The posts that it links to, with their lines.
    linked: Vec<(usize, String)>,
}

impl Scanner<'_> {
    /// Finds the next fault.
    fn next_fault(&mut self) -> Option<Fault> {
        loop {
            let open = self.rest.find("{{").into_iter().chain(self.rest.find("{%")).min()?;
            let is_tag = self.rest.get(open..).is_some_and(|rest| rest.starts_with("{%"));
            self.advance(open);
            let line = self.line;
            let Some(end) = self.rest.find(if is_tag { "%}" } else { "}}" }) else {
                self.rest = "";
                let sign = if is_tag { "{%" } else { "{{" };
                let message = format!(
                    "`{sign}` is never closed: the whole site fails to build; write `&#123;` for `{{`"
                );
                return Some(fault(line, Rule::Liquid, message));
            };
            let inside = self.rest.get(2..end).unwrap_or_default().trim_matches('-').trim().to_owned();
            self.advance(end + 2);
            let wrong = if is_tag {
                self.tag(&inside, line)
            } else {
                self.output(&inside).map(|message| (Rule::LiquidVariable, message))
            };
            if let Some((rule, message)) = wrong {
                return Some(fault(line, rule, message));
            }
        }
    }

    fn advance(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.line += passed.matches('\n').count();
        self.rest = rest;
    }

    fn tag(&mut self, inside: &str, line: usize) -> Option<(Rule, String)> {
        let name = inside.split_whitespace().next().unwrap_or_default();
        if name.is_empty() {
            return Some((Rule::Liquid, "`{% %}` names no tag: the whole site fails to build".to_owned()));
        }
        if name.starts_with('#') {
            let message = "older versions of Liquid, such as that of GitHub Pages, do not know `{% # %}` and stop here; write `{% comment %}`";
            return Some((Rule::LiquidVersion, message.to_owned()));
        }
        if let Some(form) = wrong_form(name, inside.strip_prefix(name).unwrap_or_default().trim()) {
            let message = format!(
                "`{{% {inside} %}}` must have the form `{{% {form} %}}`: the whole site fails to build"
            );
            self.remember(inside);
            if BLOCKS.contains(&name) {
                self.open.push((name.to_owned(), line));
            }
            return Some((Rule::Liquid, message));
        }
        if matches!(name, "raw" | "comment") {
            return self.skip_to_end_of(name).map(|message| (Rule::Liquid, message));
        }
        if BLOCKS.contains(&name) {
            self.remember(inside);
            self.open.push((name.to_owned(), line));
            return None;
        }
        if let Some(block) = name.strip_prefix("end") {
            if self.unknown.contains(block) {
                return None;
            }
            let opened = self.open.pop_if(|(open, _)| open == block).is_some();
            if !opened && !BLOCKS.contains(&block) {
                return Some((
                    Rule::LiquidTag,
                    format!(
                        "Liquid has no tag `{name}`: without a plugin for it the whole site fails to build"
                    ),
                ));
            }
            return (!opened).then(|| {
                (Rule::Liquid, format!("`{{% {name} %}}` closes nothing: the whole site fails to build"))
            });
        }
        if matches!(name, "when" | "else" | "elsif") {
            return self.outside(name).map(|message| (Rule::Liquid, message));
        }
        if SINGLE.contains(&name) {
            self.remember(inside);
            if let Some(linked) = inside.strip_prefix("post_url") {
                self.linked.push((line, linked.trim().to_owned()));
            }
            return None;
        }
        self.unknown.insert(name.to_owned());
        let message = format!(
            "Liquid has no tag `{name}`: without a plugin for it the whole site fails to build; write `&#123;%` for `{{%`"
        );
        Some((Rule::LiquidTag, message))
    }

    /// Reports a part of a block outside of one.
    fn outside(&self, name: &str) -> Option<String> {
        let blocks: &[&str] = match name {
            "when" => &["case"],
            "elsif" => &["if", "unless"],
            _ => &["if", "unless", "case", "for"],
        };
        // A plugin's block may have parts too.
        let is_inside = self.open.last().is_some_and(|(open, _)| blocks.contains(&open.as_str()));
        (!is_inside && self.unknown.is_empty()).then(|| {
            format!(
                "`{{% {name} %}}` stands in no `{{% {} %}}`: the whole site fails to build",
                blocks.join(" %}`, `{% ")
            )
        })
    }

    fn skip_to_end_of(&mut self, name: &str) -> Option<String> {
        let end = format!("end{name}");
        let close = self.rest.match_indices("{%").find_map(|(at, _)| {
            let inside = self.rest.get(at + 2..)?;
            let stop = inside.find("%}")?;
            (inside.get(..stop)?.trim_matches('-').trim() == end).then_some(at + 2 + stop + 2)
        });
        let Some(bytes) = close else {
            self.rest = "";
            return Some(format!("`{{% {name} %}}` is never closed: the whole site fails to build"));
        };
        self.advance(bytes);
        None
    }

    /// Notes the variable that `assign x = …`, `capture x` or `for x in …` sets.
    fn remember(&mut self, inside: &str) {
        let mut words = inside.split_whitespace();
        if matches!(words.next(), Some("assign" | "capture" | "for" | "tablerow" | "increment" | "decrement"))
        {
            self.names.extend(words.next().map(|word| word.trim_end_matches('=').to_owned()));
        }
    }

    fn output(&self, inside: &str) -> Option<String> {
        let literal = inside.starts_with(['"', '\'', '(']) || inside.parse::<f64>().is_ok();
        let root: String =
            inside.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-')).collect();
        let known = matches!(root.as_str(), "true" | "false")
            || OBJECTS.contains(&root.as_str())
            || self.names.contains(&root);
        (!literal && !known).then(|| {
            /// The number of characters that are shown of it, as many as a variable with a filter has.
            const SHOWN: usize = 60;
            let shown: String = inside.chars().take(SHOWN).collect();
            let more = if inside.chars().nth(SHOWN).is_some() { "…" } else { "" };
            format!("Liquid takes `{{{{ {shown}{more} }}}}` for a variable and prints nothing; write `&#123;&#123;`, in a formula `{{ {{`")
        })
    }
}

/// A variable and its value.
static ASSIGNMENT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\w.\[\]()-]+\s*="));
/// The head of a loop.
static LOOP: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\S+\s+in\s+\S"));
/// The language of code.
static LANGUAGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[A-Za-z0-9.+#_-]"));
/// A fault that no condition has: a sign of comparison that does not exist, or a missing second part.
static NO_CONDITION: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s(?:=(?:[^=]|$)|={3})|\b(?:and|or)\s*$"));
/// A quoted string.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| pattern(r#""[^"]*"|'[^']*'"#));

/// Returns the form that a tag must have if it has another.
fn wrong_form(name: &str, rest: &str) -> Option<&'static str> {
    let (form, fits) = match name {
        "assign" => ("assign name = value", ASSIGNMENT.is_match(rest)),
        "for" => ("for name in list", LOOP.is_match(rest)),
        "tablerow" => ("tablerow name in list", LOOP.is_match(rest)),
        "highlight" => ("highlight language", LANGUAGE.is_match(rest)),
        "if" | "unless" | "elsif" => {
            let bare = QUOTED.replace_all(rest, "\"\"");
            ("if a == b", !rest.is_empty() && !NO_CONDITION.is_match(&bare))
        }
        "case" => ("case value", !rest.is_empty()),
        "when" => ("when value", !rest.is_empty()),
        "capture" => ("capture name", !rest.is_empty()),
        "cycle" => ("cycle value, value", !rest.is_empty()),
        "include" => ("include file", !rest.is_empty()),
        "include_relative" => ("include_relative file", !rest.is_empty()),
        "link" => ("link file", !rest.is_empty()),
        "post_url" => ("post_url post", !rest.is_empty()),
        _ => return None,
    };
    (!fits).then_some(form)
}
