//! Finds git's conflict markers in a text.

/// Returns the line of the first of git's conflict markers, each at the start of a line and in this order: `<<<<<<<`, `=======`,
/// `>>>>>>>`. Markers in fenced code are examples and do not count.
pub fn conflict(text: &str) -> Option<usize> {
    let is_mark = |line: &str, sign: char| {
        let rest = line.trim_start_matches(sign);
        line.len() - rest.len() == "<<<<<<<".len() && (rest.is_empty() || rest.starts_with([' ', '\r']))
    };
    let mut fenced = false;
    let (mut ours, mut theirs) = (None, None);
    for (number, line) in (1..).zip(text.lines()) {
        fenced ^= line.starts_with("```") || line.starts_with("~~~");
        if is_mark(line, '<') && !fenced {
            (ours, theirs) = (Some(number), None);
        } else if is_mark(line, '=') && ours.is_some() {
            theirs = ours;
        } else if is_mark(line, '>') && theirs.is_some() {
            return theirs;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const CONFLICT: &str = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n";

    #[rstest]
    #[case::merge(CONFLICT, Some(2))]
    #[case::windows("<<<<<<< x\r\n=======\r\n>>>>>>> y\r\n", Some(1))]
    #[case::three_sides("<<<<<<< a\n||||||| b\n=======\n>>>>>>>\n", Some(1))]
    #[case::second_begins_anew("<<<<<<< lone\n\n<<<<<<< a\n=======\n>>>>>>> b\n", Some(3))]
    #[case::heading("Title\n=======\n", None)]
    #[case::quoted("> <<<<<<< a\n> =======\n> >>>>>>> b\n", None)]
    #[case::longer("<<<<<<<<\n========\n>>>>>>>>\n", None)]
    #[case::nested_quotes(">>>>>>> deep\n", None)]
    fn conflict_marks_are_told_from_headings_and_quotes(#[case] text: &str, #[case] line: Option<usize>) {
        assert_eq!(conflict(text), line);
        assert_eq!(conflict(&format!("```\n{text}```\n")), None);
        assert_eq!(conflict(&format!("```\ncode\n```\n{text}")), line.map(|line| line + 3));
    }
}
