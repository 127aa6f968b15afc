//! Compares our parsing of recorded answers with that of an independent XML parser. The recordings are not part of the project; the
//! tests are skipped without them.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use papers_arxiv::{FeedError, parse_feed};
use papers_paper::Paper;
use roxmltree::{Document, Node};

use crate::support::shared;

const ATOM: &str = "http://www.w3.org/2005/Atom";
const ARXIV: &str = "http://arxiv.org/schemas/atom";

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

fn children<'a>(
    node: Node<'a, 'a>,
    name: (&'static str, &'static str),
) -> impl Iterator<Item = Node<'a, 'a>> {
    node.children().filter(move |child| child.has_tag_name(name))
}

/// Returns the text of a child, with its whitespace folded.
fn text(node: Node<'_, '_>, name: (&'static str, &'static str)) -> Option<String> {
    let found = node.children().find(|child| child.has_tag_name(name))?;
    let text: String = found.descendants().filter(Node::is_text).filter_map(|n| n.text()).collect();
    Some(fold(&text)).filter(|text| !text.is_empty())
}

pub fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

static COMMANDS: LazyLock<regex::Regex> = LazyLock::new(|| {
    regex::Regex::new(
        r#"\\(?:var)?(?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega)|\\(?:emph|textbf|textit|texttt|textsc|text|em|bf|it|tt|sc|sf|sl|rm|pm|times|deg|ldots|dots|cite[a-z]*)\b|[±×°…\\{}'"“”`^~=.$()\[\]]"#,
    )
    .unwrap()
});

/// A non-breaking space in TeX.
static TIE: LazyLock<regex::Regex> = LazyLock::new(|| regex::Regex::new(r"([^\s\\/])~").unwrap());

/// Returns true for characters that may differ: accents, Greek letters, which may be commands, and invisible ones.
const fn is_changed(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{3ff}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{ad}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Returns the text to be compared, without LaTeX, because that is cleaned on purpose.
pub fn bare(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let spaced = TIE.replace_all(text, "$1 ");
    let letters: String = COMMANDS.replace_all(&spaced, "").nfd().filter(|c| !is_changed(*c)).collect();
    fold(&letters)
}

fn compare(path: &Path, entry: Node<'_, '_>, paper: &Paper) {
    let name = path.display();
    let id = text(entry, (ATOM, "id")).unwrap();
    let number = id.split_once("/abs/").map_or_else(|| panic!("{name}: `{id}`"), |(_, number)| number);
    let (base, version) = number.rsplit_once('v').unwrap_or((number, ""));
    assert_eq!((paper.id.as_str(), paper.version), (base, version.parse().ok()), "{name}");
    assert_eq!(bare(&paper.title), bare(&text(entry, (ATOM, "title")).unwrap()), "{name}");
    assert_eq!(
        bare(&paper.abstract_text),
        bare(&text(entry, (ATOM, "summary")).unwrap_or_default()),
        "{name}"
    );
    let authors: Vec<String> =
        children(entry, (ATOM, "author")).filter_map(|a| text(a, (ATOM, "name"))).collect();
    let ours: Vec<String> = paper.authors.iter().map(|author| bare(&author.name)).collect();
    assert_eq!(ours, authors.iter().map(|name| bare(name)).collect::<Vec<_>>(), "{name}");
    let affiliations =
        |author| children(author, (ARXIV, "affiliation")).filter_map(|a| a.text().map(fold)).collect();
    let affiliations: Vec<Vec<String>> = children(entry, (ATOM, "author")).map(affiliations).collect();
    assert_eq!(
        paper.authors.iter().map(|a| a.affiliations.clone()).collect::<Vec<_>>(),
        affiliations,
        "{name}"
    );
    let date =
        |field| chrono::DateTime::parse_from_rfc3339(&text(entry, (ATOM, field)).unwrap()).unwrap().to_utc();
    assert_eq!(paper.published, Some(date("published")), "{name}");
    assert_eq!(paper.updated, Some(date("updated")), "{name}");
    let categories: Vec<_> =
        children(entry, (ATOM, "category")).filter_map(|c| c.attribute("term")).collect();
    assert_eq!(paper.categories, categories, "{name}");
    let primary = children(entry, (ARXIV, "primary_category")).find_map(|c| c.attribute("term"));
    assert_eq!(paper.primary_category.as_deref(), primary, "{name}");
    assert_eq!(paper.doi, text(entry, (ARXIV, "doi")), "{name}");
    let field = |name| text(entry, (ARXIV, name)).map(|text| bare(&text));
    assert_eq!(paper.comment.as_deref().map(bare), field("comment"), "{name}");
    assert_eq!(paper.journal_ref.as_deref().map(bare), field("journal_ref"), "{name}");
}

#[test]
fn every_recorded_feed_reads_as_an_independent_reader_reads_it() {
    let Some(folder) = shared("data/atom") else { return };
    let (mut feeds, mut papers, mut refused) = (0, 0, 0);
    for path in files(&folder) {
        let bytes = std::fs::read(&path).unwrap();
        let document = Document::parse(std::str::from_utf8(&bytes).unwrap()).unwrap();
        let entries: Vec<_> = children(document.root_element(), (ATOM, "entry")).collect();
        match parse_feed(&bytes) {
            Ok(feed) => {
                feeds += 1;
                papers += feed.entries.len();
                assert_eq!(feed.entries.len(), entries.len(), "{}", path.display());
                entries
                    .into_iter()
                    .zip(&feed.entries)
                    .for_each(|(entry, paper)| compare(&path, entry, paper));
            }
            Err(FeedError::Api { message }) => {
                refused += 1;
                assert_eq!(Some(message), text(entries[0], (ATOM, "summary")), "{}", path.display());
            }
            Err(error) => panic!("{}: {error}", path.display()),
        }
    }
    println!("{feeds} feeds with {papers} papers agree, {refused} are errors of the API");
    assert!(feeds > 25 && papers > 200 && refused >= 1);
}
