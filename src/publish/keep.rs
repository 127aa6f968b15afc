//! Keeps sections of an existing post when it is rewritten: those with the comment `<!-- papers: keep -->`. Their bytes are
//! unchanged, except for the number in the heading.

use std::sync::LazyLock;

use regex::Regex;

use super::fences::fenced;
use super::grow::{line_end, with_line_ending};
use super::listing::headed;
use papers_paper::PaperId;
use papers_paper::text::pattern;

/// The comment that marks a section to be kept. People also write it in capitals, or add a note: `<!-- papers: keep: my figures -->`.
static KEEP: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)<!--\s*papers?\s*:\s*keep\b"));

/// The number in a paper's heading.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(#{1,6}[ \t]+)\d{1,6}(\.[ \t])"));

/// A mark outside of all papers' sections, so that it is unclear what to keep.
#[derive(Debug, thiserror::Error)]
#[error("`papers: keep` in line {line} is not in a section whose heading links to a paper")]
pub struct Unplaced {
    line: usize,
}

/// The section of one paper: from its heading to the next one of the same or a higher level.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Section<'a> {
    id: PaperId,
    text: &'a str,
    /// The text between this section and the next paper.
    rest: &'a str,
}

/// A post, split into its parts.
struct Parts<'a> {
    before: &'a str,
    sections: Vec<Section<'a>>,
    after: &'a str,
}

/// Returns the papers whose sections are to be kept, and those with deeper headings within these sections.
pub fn kept(post: &str) -> Result<Vec<PaperId>, Unplaced> {
    let parts = parts(post);
    let outside = parts.sections.iter().map(|section| section.rest).chain([parts.before, parts.after]);
    if let Some(mark) = outside.into_iter().find_map(|text| KEEP.find(text)) {
        let line = post.lines().position(|line| line.contains(mark.as_str())).unwrap_or_default() + 1;
        return Err(Unplaced { line });
    }
    Ok(parts.kept().flat_map(|(_, section)| section.papers()).collect())
}

/// Inserts the kept sections of the existing post into the new one, each at its old position as far as possible. The new post gets
/// the line endings of the existing one.
pub fn with_kept(new: &str, existing: &str) -> String {
    let end = line_end(existing);
    let new = with_line_ending(new, end);
    let existing = parts(existing);
    if existing.kept().next().is_none() {
        return new;
    }
    let mut new = parts(&new);
    let kept: Vec<PaperId> = existing.kept().flat_map(|(_, section)| section.papers()).collect();
    new.sections.retain(|section| kept.iter().all(|id| id.key() != section.id.key()));
    for (place, section) in existing.kept() {
        let place = place.min(new.sections.len());
        new.sections.insert(place, Section { rest: "", ..section.clone() });
    }
    new.renumbered(end)
}

impl Section<'_> {
    /// Returns the papers in the section: its own, and those with deeper headings.
    fn papers(&self) -> Vec<PaperId> {
        headed(self.text).map(|(_, id)| id).collect()
    }
}

fn parts(post: &str) -> Parts<'_> {
    let fenced = fenced(post);
    let is_text = |at: usize| !fenced.iter().any(|range| range.contains(&at));
    let level = |at: usize| post.get(at..).map_or(0, |rest| rest.len() - rest.trim_start_matches('#').len());
    let mut papers = headed(post);
    let Some(first) = papers.next() else { return Parts { before: post, sections: Vec::new(), after: "" } };
    let top = level(first.0);
    let papers: Vec<(usize, PaperId)> =
        std::iter::once(first).chain(papers).filter(|(start, _)| level(*start) == top).collect();
    let ends: Vec<usize> = headings(post).filter(|&at| is_text(at) && level(at) <= top).collect();
    let part = |from: usize, to: usize| post.get(from..to).unwrap_or_default();
    let starts = papers.iter().map(|(start, _)| *start).skip(1).chain([post.len()]);
    let mut sections: Vec<Section<'_>> = papers
        .iter()
        .zip(starts)
        .map(|((start, id), next)| {
            let end = ends.iter().copied().find(|end| end > start).unwrap_or(next);
            Section { id: id.clone(), text: part(*start, end), rest: part(end, next) }
        })
        .collect();
    let after = sections.last_mut().map(|last| std::mem::take(&mut last.rest)).unwrap_or_default();
    let before = papers.first().map_or(post, |(start, _)| part(0, *start));
    Parts { before, sections, after }
}

/// Finds the lines that begin headings.
fn headings(post: &str) -> impl Iterator<Item = usize> {
    let lines = post.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    });
    lines.filter(|(_, line)| line.starts_with('#')).map(|(start, _)| start)
}

impl Parts<'_> {
    /// Returns the kept sections with their positions.
    fn kept(&self) -> impl Iterator<Item = (usize, &Section<'_>)> {
        self.sections.iter().enumerate().filter(|(_, section)| KEEP.is_match(section.text))
    }

    /// Joins the parts, with a blank line before each section and consecutive numbers.
    fn renumbered(&self, end: &str) -> String {
        let mut text = self.before.to_owned();
        for (number, section) in (1..).zip(&self.sections) {
            while !text.is_empty() && !text.ends_with(&end.repeat(2)) {
                text.push_str(end);
            }
            text += &NUMBER.replace(section.text, format!("${{1}}{number}${{2}}"));
            text += section.rest;
        }
        text + self.after
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(papers: &[(&str, &str)]) -> String {
        let sections = (1..).zip(papers).map(|(n, (id, text))| {
            format!("\n# {n}. [T {id}](https://arxiv.org/abs/{id})\n\n## Method\n{text}\n")
        });
        format!("---\ntitle: t\n---\n{}", sections.collect::<String>())
    }

    const KEPT: &str = "My own words.\n<!-- papers: keep -->";

    #[test]
    fn a_marked_section_stays_at_its_place() {
        let old = post(&[("2510.00001", "a"), ("2510.00002", KEPT), ("2510.00003", "c")]);
        let new = post(&[("2510.00003", "C"), ("2510.00002", "B"), ("2510.00001", "A")]);
        let expected = post(&[("2510.00003", "C"), ("2510.00002", KEPT), ("2510.00001", "A")]);
        assert_eq!(with_kept(&new, &old), expected);
        assert_eq!(kept(&old).unwrap(), ["2510.00002".parse().unwrap()]);
    }

    #[test]
    fn a_marked_section_that_the_new_post_lacks_comes_back() {
        let old = post(&[("2510.00001", "a"), ("2510.00002", "b"), ("2510.00003v2", KEPT)]);
        let new = post(&[("2510.00001", "A")]);
        assert_eq!(with_kept(&new, &old), post(&[("2510.00001", "A"), ("2510.00003v2", KEPT)]));
        assert_eq!(with_kept("---\n---\n", &old), with_kept("---\n---\n", &post(&[("2510.00003v2", KEPT)])));
    }

    #[test]
    fn a_post_that_is_rewritten_keeps_its_line_endings() {
        let windows = |text: String| text.replace('\n', "\r\n");
        let old = post(&[("2510.00001", "a"), ("2510.00002", KEPT)]);
        let new = post(&[("2510.00002", "B"), ("2510.00001", "A")]);
        assert_eq!(with_kept(&new, &windows(old.clone())), windows(with_kept(&new, &old)));
        let unmarked = post(&[("2510.00001", "a")]);
        assert_eq!(with_kept(&new, &windows(unmarked)), windows(new));
    }

    #[test]
    fn without_a_mark_the_new_post_is_taken_as_it_is() {
        let old = post(&[("2510.00001", "a")]);
        let new = "# Mine\n\ntext\n# 1. [T](https://arxiv.org/abs/2510.00001)\n# After\n";
        assert_eq!(with_kept(new, &old), new);
    }

    #[test]
    fn a_section_ends_at_the_next_heading_of_its_level_wherever_that_leads() {
        let old = format!("{}# Notes\nnot his\n", post(&[("2510.00001", KEPT)]));
        assert!(!with_kept(&post(&[]), &old).contains("not his"));
        let lower = post(&[("2510.00001", KEPT), ("2510.00002", "b")]);
        let lower = lower.replace("## Method", "### Method").replace("\n# ", "\n## ");
        assert_eq!(kept(&lower).unwrap().len(), 1);
    }

    #[test]
    fn papers_within_a_kept_section_stand_once() {
        let within = format!("{KEPT}\n\n## 2. [T](https://arxiv.org/abs/2510.00002)\n\n### Method\nb");
        let old = post(&[("2510.00001", &within)]);
        assert_eq!(kept(&old).unwrap().len(), 2);
        let new = post(&[("2510.00001", "A"), ("2510.00002", "B"), ("2510.00003", "C")]);
        assert_eq!(with_kept(&new, &old), post(&[("2510.00001", &within), ("2510.00003", "C")]));
    }

    #[test]
    fn a_line_in_a_fence_is_no_heading() {
        let code = format!("```\n# 9. [x](https://arxiv.org/abs/2510.00009)\n```\n{KEPT}");
        let old = post(&[("2510.00001", &code)]);
        assert_eq!(kept(&old).unwrap(), ["2510.00001".parse().unwrap()]);
        assert!(with_kept(&post(&[("2510.00001", "A")]), &old).contains(&code));
    }

    #[test]
    fn a_mark_in_no_section_is_told() {
        let old = format!("---\n---\n{KEPT}\n\n# 1. [T](https://arxiv.org/abs/2510.00001)\n");
        assert!(kept(&old).unwrap_err().to_string().contains("in line 4 "));
        for mark in ["<!--papers:keep-->", "<!-- Papers: KEEP -->", "<!-- paper : keep: my words -->"] {
            assert!(kept(&format!("no papers {mark}")).is_err(), "{mark}");
        }
        assert!(kept("<!-- papers: keepsakes -->").is_ok());
    }
}
