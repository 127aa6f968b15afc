//! Finds the fenced code of a post, in which nothing is a link or a heading.

use std::ops::Range;

use papers_paper::text::fence;

/// Returns the byte ranges of a post that are fenced code. An unterminated fence extends to the end.
pub(super) fn fenced(post: &str) -> Vec<Range<usize>> {
    let (mut ranges, open) = fences(post);
    ranges.extend(open.map(|start| start..post.len()));
    ranges
}

/// Returns the byte ranges of fenced code, and the start of an unterminated fence.
pub(super) fn fences(post: &str) -> (Vec<Range<usize>>, Option<usize>) {
    let mut ranges = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    let mut at = 0;
    for line in post.split_inclusive('\n') {
        match (open, fence(line)) {
            (None, Some(mark)) => open = Some((at, mark)),
            (Some((start, mark)), Some(end)) if mark == end => {
                ranges.push(start..at + line.len());
                open = None;
            }
            _ => {}
        }
        at += line.len();
    }
    (ranges, open.map(|(start, _)| start))
}
