//! Recognizes lines before the text that describe the paper: keywords, dates, addresses.

/// Returns true for a line that begins like one of these.
pub(super) fn is_front_matter(text: &str) -> bool {
    const LABELS: &[&str] = &[
        "(dated", "dated:", "pacs", "msc", "mathematics subject", "mathematical subject", "2010 mathematics",
        "2020 mathematics", "2000 mathematics", "ams subject", "acm reference", "jel ", "received ",
        "accepted ", "submitted to", "corresponding author", "e-mail:", "email:", "preprint", "dedicated to",
        "copyright", "permission to make", "permission to copy", "permission is granted",
    ];
    let lower = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(').to_lowercase();
    text.starts_with('©') || is_keywords(text) || LABELS.iter().any(|label| lower.starts_with(label))
}

/// Returns true for a line that begins a list of keywords, which may be of another size than the abstract above.
pub(super) fn is_keywords(text: &str) -> bool {
    const LABELS: &[&str] = &[
        "keywords",
        "key words",
        "key-words",
        "keyword",
        "index terms",
        "ccs concepts",
        "categories and subject descriptors",
        "general terms",
        "subject headings",
    ];
    let lower = text.to_lowercase();
    LABELS.iter().any(|label| lower.starts_with(label))
}

/// Returns an abstract without the keywords or copyright notice that follow its last sentence.
pub(super) fn without_trailer(text: &str) -> &str {
    const LABELS: [&str; 8] =
        ["Keywords", "Keyword", "Key words", "Key Words", "KEYWORDS", "Index Terms", "Index terms", "©"];
    let trailer = |label: &&str| {
        text.match_indices(*label).find_map(|(at, _)| {
            let (before, from) = text.split_at_checked(at)?;
            let after = from.get(label.len()..)?.trim_start_matches([' ', '*']);
            let named = after.starts_with([':', '—', '–']) || *label == "©";
            (named && before.trim_end().ends_with(['.', '?', '!'])).then(|| before.trim_end())
        })
    };
    LABELS.iter().filter_map(trailer).min_by_key(|before| before.len()).unwrap_or(text)
}

/// Returns true for a label of front matter on a line of its own, whose text is below it.
pub(super) fn is_front_label(text: &str) -> bool {
    let lower = text.trim_end_matches([':', '.', '—', '–', ' ']).to_lowercase();
    matches!(
        lower.as_str(),
        "keywords"
            | "key words"
            | "keywords and phrases"
            | "index terms"
            | "ccs concepts"
            | "categories and subject descriptors"
            | "general terms"
            | "acm reference format"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abstract_ends_before_its_keywords() {
        for trailer in
            ["Keywords: dust, robots", "Index Terms—dust", "© 2003 A Publisher", "Key words : dust"]
        {
            assert_eq!(without_trailer(&format!("We clean panels. {trailer}")), "We clean panels.");
        }
        for text in ["We choose Keywords: dust and sand.", "It is seen. Keywords help.", "Keywords: dust"] {
            assert_eq!(without_trailer(text), text);
        }
    }

    #[test]
    fn lines_about_the_paper_are_known() {
        assert!(is_front_matter("Keywords: copulas"));
        assert!(is_front_matter("PACS numbers: 03.65.-w"));
        assert!(is_front_matter("© 2017 The Authors") && is_front_matter("Key-words: data replication"));
        assert!(is_front_matter("Permission to copy without fee all or part of this material is granted"));
        assert!(is_front_matter("∗ Received by the editors July 24, 2015"));
        assert!(!is_front_matter("We key words by frequency."));
        assert!(is_keywords("KEYWORDS") && !is_keywords("PACS numbers: 03.65.-w"));
    }
}
