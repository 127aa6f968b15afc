//! Finds the identifier that a source states: arXiv prints `arXiv:2510.06590v1 [cs.CV] 8 Oct 2025` along the margin of a PDF's
//! first page and above some HTML pages, and `[2510.06590]` into the titles of others.

use memchr::memmem;
use papers_paper::PaperId;

/// The text before the identifier of a stamp.
const MARK: &str = "arXiv:";
/// The element of an HTML page that holds the stamp.
const WATERMARK: &str = "id=\"watermark-tr\"";
/// The number of characters after such an element that are searched.
const NEAR: usize = 200;

/// Finds the identifier of the first stamp in a text.
pub(super) fn find(text: &str) -> Option<String> {
    let (_, after) = text.split_once(MARK)?;
    identifier(after)
}

/// Finds the identifier in an HTML page: in its watermark, else in its title.
pub(super) fn of_page(page: &str) -> Option<String> {
    let near = |start: &str| -> Option<String> {
        let at = memmem::find(page.as_bytes(), start.as_bytes())?;
        Some(page.get(at + start.len()..)?.chars().take(NEAR).collect())
    };
    let title = || {
        let title = near("<title>")?;
        let (id, _) = title.trim_start().strip_prefix('[')?.split_once(']')?;
        identifier(id)
    };
    near(WATERMARK).and_then(|text| find(&text)).or_else(title)
}

fn identifier(text: &str) -> Option<String> {
    let is_part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-');
    let id: String = text.trim_start().chars().take_while(is_part).collect();
    id.parse::<PaperId>().ok().map(|id| id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_source_says_it_is() {
        assert_eq!(find("arXiv:2510.06590v1 [cs.CV] 8 Oct 2025").as_deref(), Some("2510.06590v1"));
        assert_eq!(find("arXiv:hep-ex/0307015v2  [hep-ex]").as_deref(), Some("hep-ex/0307015v2"));
        let page = "<title>A title</title><p>arXiv:1607.06450</p><div id=\"watermark-tr\">\narXiv:1706.03762v7 [cs.CL]</div>";
        assert_eq!(of_page(page).as_deref(), Some("1706.03762v7"));
        assert_eq!(of_page("<title>[2510.06590] A title</title>").as_deref(), Some("2510.06590"));
        assert_eq!(of_page("<title>[Re] A title</title><p>arXiv:1607.06450v1</p>"), None);
    }
}
