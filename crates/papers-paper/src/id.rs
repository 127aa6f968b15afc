//! arXiv identifiers in all the forms that people paste.
//!
//! Rejects what cannot be an identifier (a month 13, an unknown archive) before arXiv is asked, because arXiv rejects a whole batch
//! if one id in it is malformed.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::text::invisible::is_invisible;
use crate::text::pattern;

/// An arXiv identifier, old (`hep-ex/0307015`) or new (`2510.06590`), with or without a version.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PaperId {
    base: String,
    version: Option<u32>,
}

impl PaperId {
    /// Returns the identifier without version, as given: `2510.06590`, `hep-ex/0307015`, `math.GT/0309136`.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Returns the version; `None` means the latest.
    pub fn version(&self) -> Option<u32> {
        self.version
    }

    /// Returns the first day of the month in the identifier.
    pub fn month(&self) -> Option<chrono::NaiveDate> {
        // The first identifiers are of 1991.
        const FIRST_YEAR: i32 = 91;
        let number = self.base.rsplit('/').next()?;
        let (year, month) = (number.get(..2)?.parse::<i32>().ok()?, number.get(2..4)?.parse().ok()?);
        let century = if year >= FIRST_YEAR { 1900 } else { 2000 };
        chrono::NaiveDate::from_ymd_opt(century + year, month, 1)
    }

    /// Returns the identifier of the same paper with this version.
    #[must_use]
    pub fn with_version(&self, version: Option<u32>) -> Self {
        Self { base: self.base.clone(), version }
    }

    /// Returns a key of the paper that does not depend on the version. `math.GT/0309136` and `math/0309136` are the same paper.
    pub fn key(&self) -> String {
        match self.base.split_once('/') {
            Some((archive, number)) => {
                let archive = archive.split('.').next().unwrap_or(archive);
                format!("{archive}/{number}")
            }
            None => self.base.clone(),
        }
    }
}

impl fmt::Display for PaperId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.base)?;
        self.version.map_or(Ok(()), |version| write!(f, "v{version}"))
    }
}

impl From<PaperId> for String {
    fn from(id: PaperId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for PaperId {
    type Error = InvalidPaperId;

    fn try_from(text: String) -> Result<Self, InvalidPaperId> {
        text.parse()
    }
}

/// A text that is not an arXiv identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{input}` is not an arXiv identifier: {reason}")]
pub struct InvalidPaperId {
    /// The given text.
    pub input: String,
    /// The reason why it is not an identifier.
    pub reason: String,
}

/// Archives with old-style identifiers, closed ones included (<https://arxiv.org/category_taxonomy> and
/// <https://info.arxiv.org/help/arxiv_identifier.html>).
const ARCHIVES: [&str; 39] = [
    "acc-phys", "adap-org", "alg-geom", "ao-sci", "astro-ph", "atom-ph", "bayes-an", "chao-dyn", "chem-ph",
    "cmp-lg", "comp-gas", "cond-mat", "cs", "dg-ga", "funct-an", "gr-qc", "hep-ex", "hep-lat", "hep-ph",
    "hep-th", "math", "math-ph", "mtrl-th", "nlin", "nucl-ex", "nucl-th", "patt-sol", "physics", "plasm-ph",
    "q-alg", "q-bio", "quant-ph", "solv-int", "supr-con", "econ", "eess", "q-fin", "stat", "test",
];

/// Returns true for the name of an archive: `cs`, `hep-th`.
pub fn is_archive(name: &str) -> bool {
    ARCHIVES.contains(&name)
}

/// Text that may precede the identifier: a scheme, a site and its path, a DOI prefix.
static PREFIX: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^(?:(?:https?:)?//)?(?:",
        r"(?:(?:[a-z0-9-]+\.)*arxiv\.org|xxx\.lanl\.gov)(?::[0-9]+)?/+(?:abs|pdf|html|format|src|e-print|ps|bibtex|tb|cits)/+",
        r"|(?:www\.)?ar5iv\.org/+(?:abs|html|pdf)/+",
        r"|(?:www\.)?alphaxiv\.org/+(?:[a-z]{2}(?:-[a-z]{2,4})?/+)?(?:overview|abs|pdf|html|resources|blog)/+",
        r"|(?:www\.)?(?:huggingface\.co|hf\.co)/+papers/+",
        r"|(?:www\.)?(?:arxiv-vanity\.com/papers|scirate\.com/arxiv|papers\.cool/arxiv|emergentmind\.com/papers)/+",
        r"|(?:(?:dx\.|www\.)?doi\.org/+|doi:\s*)*10\.48550/+arxiv\.",
        r"|oai:arxiv\.org:",
        r"|arxiv\s+(?:preprint|e-?print)\s+",
        r"|arxiv(?:\.org)?\s*[:/]\s*|arxiv\s+",
        r"|(?:abs|pdf|html)/",
        r")"
    ))
});

/// The maximum number of prefixes in a row.
const MAX_PREFIXES: usize = 4;

static IDENTIFIER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^(?:(?P<new>(?P<nyymm>[0-9]{4})\.[0-9]{4,5})",
        r"|(?P<archive>[a-z][a-z-]*)(?P<class>\.(?:[a-z]{2}|[a-z]{3,5}-[a-z]{2,4}))?/(?P<number>(?P<oyymm>[0-9]{4})[0-9]{3}))",
        r"(?:\s*v(?P<version>[0-9]{1,4}))?$"
    ))
});

/// A version in brackets, as after a title.
static VERSION: LazyLock<Regex> = LazyLock::new(|| pattern(r"\((v[0-9]{1,4})\b"));

/// The marker of a list item: `-`, `*`, `•`, `3.`, `[3]`, `- [ ]`.
static ITEM: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:[-*+•>]\s+|\[[0-9]+\]\s+|[0-9]{1,3}[.)]\s+)+(?:\[[ xX]\]\s+)?"));

/// A range of identifiers: `2510.06590..2510.06599`, `2510.06590-06599`, `2510.06590 to 2510.06599`.
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    const ONE: &str =
        r"(?:arxiv:\s*)?(?:[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7})(?:v[0-9]{1,4})?";
    pattern(&format!(
        r"(?i)^{ONE}\s*(?:(?:\.{{2,}}=?|…)\s*(?:{ONE}|[0-9]+)|[-~]\s*(?:{ONE}|[0-9]{{4,7}})|\b(?:to|through|until)\s+{ONE})$"
    ))
});

/// Returns true for a range, which means more papers than its ends.
pub(crate) fn is_range(plain: &str) -> bool {
    has_number(plain) && RANGE.is_match(bare(plain))
}

/// Returns true if a text has as many digits as an identifier. Names of files have fewer; for them no patterns are compiled,
/// which takes longer than reading a page.
fn has_number(plain: &str) -> bool {
    /// The number of digits of `hep-ex/0307015`; `0704.0001` has one more.
    const FEWEST: usize = 7;
    plain.bytes().filter(u8::is_ascii_digit).count() >= FEWEST
}

/// A link in Markdown, whose URL names the paper.
static LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\]\(\s*<?([^)\s>]+)"));

impl FromStr for PaperId {
    type Err = InvalidPaperId;

    fn from_str(input: &str) -> Result<Self, InvalidPaperId> {
        if let Some(id) = standard(input) {
            return Ok(id);
        }
        let invalid = |reason: &str| InvalidPaperId { input: shown(input), reason: reason.to_owned() };
        let plain = plain(input);
        if !has_number(&plain) {
            return Err(invalid(&unread(&plain)));
        }
        let text = undressed(&plain);
        let found = IDENTIFIER.captures(&text).ok_or_else(|| invalid(&unread(&plain)))?;
        let part = |name| found.name(name).map(|m| m.as_str());
        let yymm = part("nyymm").or(part("oyymm")).unwrap_or_default();
        if !matches!(yymm.get(2..).and_then(|month| month.parse().ok()), Some(1..=12u8)) {
            return Err(invalid("its first four digits are year and month, and there is no such month"));
        }
        if part("new").is_some() && !(FIRST_NEW..FIRST_OLD).contains(&yymm) {
            return Err(invalid("identifiers of this form begin in April 2007, with `0704`"));
        }
        if part("new").is_some_and(|new| new.len() != "2510.".len() + digits(yymm)) {
            return Err(invalid("since January 2015 five digits follow the point, before that four"));
        }
        let version = part("version").map(|v| v.parse().unwrap_or(0));
        if version == Some(0) {
            return Err(invalid("versions start at v1"));
        }
        let base = match (part("new"), part("archive"), part("number")) {
            (Some(new), ..) => new.to_owned(),
            (None, Some(archive), Some(number)) => {
                let archive = archive.to_ascii_lowercase();
                if !ARCHIVES.contains(&archive.as_str()) {
                    return Err(invalid(&format!("arXiv has no archive `{archive}`")));
                }
                let class = part("class").unwrap_or_default();
                let class =
                    if class.contains('-') { class.to_ascii_lowercase() } else { class.to_ascii_uppercase() };
                format!("{archive}{class}/{number}")
            }
            _ => return Err(invalid("expected a form like `2510.06590`")),
        };
        Ok(Self { base, version })
    }
}

/// The URLs by which arXiv's API and pages name papers, and the beginning of the base of a page's links: `/html/2510.06590v1/`.
const ADDRESSES: [&str; 3] = ["http://arxiv.org/abs/", "https://arxiv.org/abs/", "/html/"];

/// Parses an identifier of the new form, alone or at the end of its URL, as in records, files and feeds. It is a fast path; all
/// other texts, and errors, are left to the full parser.
fn standard(input: &str) -> Option<PaperId> {
    let text = ADDRESSES.iter().find_map(|address| input.strip_prefix(address)).unwrap_or(input);
    let text = text.strip_suffix('/').unwrap_or(text);
    let (base, version) = text.split_once('v').map_or((text, None), |(base, version)| (base, Some(version)));
    let (yymm, number) = base.split_once('.')?;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let month = yymm.get(2..)?.parse().ok()?;
    let dated = yymm.len() == 4 && is_number(yymm) && (1..=12_u8).contains(&month);
    let known = (FIRST_NEW..FIRST_OLD).contains(&yymm) && number.len() == digits(yymm) && is_number(number);
    let version = match version {
        Some(text) if text.len() > 4 || !is_number(text) => return None,
        Some(text) => Some(text.parse().ok().filter(|version| *version > 0)?),
        None => None,
    };
    (dated && known).then(|| PaperId { base: base.to_owned(), version })
}

/// Returns the number of digits after the point. A program that takes `2510.06590` for a number writes `2510.0659`.
fn digits(yymm: &str) -> usize {
    const FIVE_DIGITS_SINCE: &str = "1501";
    if yymm < FIVE_DIGITS_SINCE { 4 } else { 5 }
}

/// Year and month of the first identifier of the new form.
const FIRST_NEW: &str = "0704";

/// Year and month of the first identifier of all. Years that seem later are of the last century.
const FIRST_OLD: &str = "9107";

/// Removes what surrounds an identifier: sites, DOI prefixes, `.pdf`, queries, `[cs.CV] 8 Oct 2025`, quotes, brackets, list
/// markers, invisible characters.
fn undressed(plain: &str) -> String {
    let text = LINK.captures(plain).and_then(|link| link.get(1)).map_or(plain, |url| url.as_str());
    let text = text.trim();
    let text = ITEM.find(text).map_or(text, |item| text.get(item.end()..).unwrap_or_default());
    let mut text = bare(text);
    for _ in 0..MAX_PREFIXES {
        text = PREFIX.find(text).map_or(text, |prefix| bare(text.get(prefix.end()..).unwrap_or_default()));
    }
    let text = VERSION.replace(text, " $1");
    let text = text.split(['?', '#', '\t', '[', '(', '&']).next().map_or("", bare);
    let lower = text.to_ascii_lowercase();
    let suffix = [".pdf", ".html"].into_iter().find(|suffix| lower.ends_with(suffix)).unwrap_or_default();
    text.get(..text.len() - suffix.len()).unwrap_or(text).to_owned()
}

/// Removes quotes, brackets and punctuation around a text.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || "\"'`“”‘’«»‹›„<>()[]{}|*_,;:.!?/。、，；".contains(c))
}

/// Replaces characters that look like those of identifiers, and removes invisible ones.
pub(crate) fn plain(input: &str) -> String {
    let seen = input.chars().filter_map(|c| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' => Some('-'),
        '\u{2044}' | '\u{2215}' => Some('/'),
        '。' | '·' => Some('.'),
        '\t' => Some('\t'),
        c if c.is_whitespace() => Some(' '),
        c if is_invisible(c) => None,
        c => Some(narrow(c)),
    });
    let text: String = seen.collect();
    if !text.contains('%') {
        return text;
    }
    let decoded = [("%2F", "/"), ("%2f", "/"), ("%3A", ":"), ("%3a", ":"), ("%2E", "."), ("%2e", ".")];
    decoded.iter().fold(text, |text, (code, sign)| text.replace(code, sign))
}

/// Returns the ASCII form of a full-width character, and any other unchanged.
fn narrow(c: char) -> char {
    const OFFSET: u32 = 0xfee0;
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - OFFSET).unwrap_or(c),
        other => other,
    }
}

/// Returns the reason why a text is not an identifier.
fn unread(text: &str) -> String {
    const FORM: &str = "expected a form like `2510.06590`, `2510.06590v2` or `hep-ex/0307015`";
    if is_range(text) {
        return "it is a range, and its neighbors have nothing in common but their month; name each paper"
            .to_owned();
    }
    let address = text.split_once("//").map(|(_, address)| address);
    let host = address.and_then(|address| address.split(['/', ':']).next()).unwrap_or_default();
    match host.to_ascii_lowercase().as_str() {
        "" if text.trim().starts_with("10.") && text.contains('/') => {
            "this is not a DOI of arXiv; those begin with `10.48550/arXiv.`".to_owned()
        }
        "" if text.split_whitespace().nth(2).is_some() => {
            format!("papers are not found by their titles; {FORM}")
        }
        "" => FORM.to_owned(),
        host if ["arxiv.org", "alphaxiv.org", "huggingface.co"].iter().any(|known| host.ends_with(known)) => {
            "the URL names no paper; expected one like `https://arxiv.org/abs/2510.06590`".to_owned()
        }
        host => format!("`{host}` is no site of arXiv's papers; give the paper's arXiv identifier, {FORM}"),
    }
}

/// Shortens the input for a message.
fn shown(input: &str) -> String {
    const LIMIT: usize = 80;
    let one_line: String = input.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if one_line.chars().count() <= LIMIT {
        one_line
    } else {
        one_line.chars().take(LIMIT).chain(['…']).collect()
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    proptest::proptest! {
        #[test]
        fn every_identifier_and_range_has_its_digits(text in "(arXiv:|%2F|[a-z]{2}/|１)?[0-9]{3,7}([.][0-9]{3,5})?(v[0-9])?( to |-)?[0-9]{0,5}") {
            let plain = plain(&text);
            let known = IDENTIFIER.is_match(&undressed(&plain)) || RANGE.is_match(bare(&plain));
            proptest::prop_assert!(has_number(&plain) || !known);
        }

        #[test]
        fn an_identifier_with_nothing_around_it_is_read_as_one_with_a_space(text in "(/html/)?[0-9]{4}[.][0-9]{4,5}(v[0-9]{0,5})?/?|[09]{1,2}[0-9.v+]{0,9}") {
            let read = |text: &str| text.parse::<PaperId>().ok();
            proptest::prop_assert_eq!(read(&text), read(&format!(" {text}")));
        }
    }

    #[rstest]
    #[case("2510.06590", "2510.06590")]
    #[case(" 2510.06590v2 ", "2510.06590v2")]
    #[case("0704.0001", "0704.0001")]
    #[case("hep-ex/0307015", "hep-ex/0307015")]
    #[case("HEP-EX/0307015v1", "hep-ex/0307015v1")]
    #[case("math.GT/0309136", "math.GT/0309136")]
    #[case("math.gt/0309136", "math.GT/0309136")]
    #[case("arXiv:2510.06590", "2510.06590")]
    #[case("arxiv: 2510.06590v3 [cs.CV] 8 Oct 2025", "2510.06590v3")]
    #[case("https://arxiv.org/abs/2510.06590", "2510.06590")]
    #[case("http://www.arxiv.org/pdf/2510.06590v1.pdf", "2510.06590v1")]
    #[case("https://arxiv.org/html/2510.06590v1#S3", "2510.06590v1")]
    #[case("https://export.arxiv.org/abs/hep-ex/0307015", "hep-ex/0307015")]
    #[case("arxiv.org/abs/2510.06590?context=cs", "2510.06590")]
    #[case("https://www.alphaxiv.org/overview/2510.06590", "2510.06590")]
    #[case("https://www.alphaxiv.org/ko/overview/2510.06590v2", "2510.06590v2")]
    #[case("alphaxiv.org/abs/2510.06590", "2510.06590")]
    #[case("https://huggingface.co/papers/2510.06590", "2510.06590")]
    #[case("10.48550/arXiv.2510.06590", "2510.06590")]
    #[case("https://doi.org/10.48550/ARXIV.2510.06590", "2510.06590")]
    #[case("doi:10.48550/arXiv.hep-ex/0307015", "hep-ex/0307015")]
    #[case("https://arxiv.org/abs/arXiv:2510.06590", "2510.06590")]
    #[case("<https://arxiv.org/abs/2510.06590/>", "2510.06590")]
    #[case("hep-ex%2F0307015", "hep-ex/0307015")]
    #[case("https://arxiv.org/abs/hep-ex%2f0307015v2", "hep-ex/0307015v2")]
    #[case("doi.org/10.48550%2FarXiv.2510.06590", "2510.06590")]
    #[case("https://doi.org/doi:10.48550/arXiv.2510.06590", "2510.06590")]
    #[case("arxiv.org/pdf/2510.06590V2.PDF", "2510.06590v2")]
    #[case("https://arxiv.org//abs//2510.06590", "2510.06590")]
    #[case("//arxiv.org/abs/2510.06590", "2510.06590")]
    #[case("https://arxiv.org:443/abs/2510.06590", "2510.06590")]
    #[case("https://arxiv.org/bibtex/2510.06590", "2510.06590")]
    #[case("http://xxx.lanl.gov/abs/hep-th/9901001", "hep-th/9901001")]
    #[case("https://de.arxiv.org/abs/2510.06590", "2510.06590")]
    #[case("https://ar5iv.labs.arxiv.org/html/2510.06590", "2510.06590")]
    #[case("https://scirate.com/arxiv/2510.06590", "2510.06590")]
    #[case("https://papers.cool/arxiv/2510.06590", "2510.06590")]
    #[case("oai:arXiv.org:2510.06590", "2510.06590")]
    #[case("arXiv:2510.06590v2[cs.CV]", "2510.06590v2")]
    #[case("arXiv:2510.06590 (cs)", "2510.06590")]
    #[case("2510.06590 v2", "2510.06590v2")]
    #[case("arXiv preprint arXiv:2510.06590", "2510.06590")]
    #[case("arXiv 2510.06590", "2510.06590")]
    #[case("arxiv/2510.06590", "2510.06590")]
    #[case("abs/2510.06590", "2510.06590")]
    #[case("2510.06590.", "2510.06590")]
    #[case("2510.06590,", "2510.06590")]
    #[case("(2510.06590)", "2510.06590")]
    #[case("[2510.06590]", "2510.06590")]
    #[case("[arXiv:2510.06590]", "2510.06590")]
    #[case("\"2510.06590\"", "2510.06590")]
    #[case("“2510.06590”", "2510.06590")]
    #[case("`2510.06590`", "2510.06590")]
    #[case("**2510.06590**", "2510.06590")]
    #[case("- 2510.06590", "2510.06590")]
    #[case("* https://arxiv.org/abs/2510.06590", "2510.06590")]
    #[case("- [ ] 2510.06590", "2510.06590")]
    #[case("3. 2510.06590", "2510.06590")]
    #[case("[2] arXiv:2510.06590 [pdf, html, other]", "2510.06590")]
    #[case("- [A title (v1)](https://arxiv.org/abs/2510.06590)", "2510.06590")]
    #[case("2510.06590\tA title, with a comma", "2510.06590")]
    #[case("hep\u{2011}ex/0307015", "hep-ex/0307015")]
    #[case("arXiv：2510.06590", "2510.06590")]
    #[case("2510．06590", "2510.06590")]
    #[case("2510.\u{200b}06590\u{feff}", "2510.06590")]
    #[case("\u{a0}2510.06590\u{a0}", "2510.06590")]
    #[case("cond-mat.str-el/0601001", "cond-mat.str-el/0601001")]
    #[case("Cond-Mat.STR-EL/0601001v3", "cond-mat.str-el/0601001v3")]
    #[case("https://arxiv.org/abs/2510.06590?utm_source=x&v=2", "2510.06590")]
    #[case("https://arxiv.org/pdf/2510.06590v1.pdf#page=4", "2510.06590v1")]
    #[case("https://www.alphaxiv.org/zh-CN/overview/2510.06590", "2510.06590")]
    fn reads(#[case] input: &str, #[case] expected: &str) {
        assert_eq!(input.parse::<PaperId>().unwrap().to_string(), expected);
    }

    #[rstest]
    #[case("")]
    #[case("hello")]
    #[case("2513.06590")]
    #[case("2500.06590")]
    #[case("2510.065")]
    #[case("2510.0659")]
    #[case("0808.05394")]
    #[case("2510.0659012")]
    #[case("2510.06590v0")]
    #[case("nonsense/0307015")]
    #[case("https://example.org/abs/2510.06590")]
    #[case("9912.00001")]
    #[case("0703.0001")]
    #[case("https://arxiv.org/list/cs.CL/new")]
    #[case("1706.03762 and more")]
    #[case("v2")]
    #[case("2510.06590, 2510.06591")]
    fn refuses(#[case] input: &str) {
        let error = input.parse::<PaperId>().unwrap_err();
        assert!(error.to_string().contains(input.trim()), "{error}");
    }

    #[test]
    fn old_ids_with_a_subject_class_name_the_same_paper() {
        let with: PaperId = "math.GT/0309136v2".parse().unwrap();
        let without: PaperId = "math/0309136".parse().unwrap();
        assert_eq!(with.key(), without.key());
    }

    #[rstest]
    #[case("https://example.org/abs/2510.06590", "`example.org` is no site of arXiv's papers")]
    #[case("https://arxiv.org/list/cs.CL/new", "the URL names no paper")]
    #[case("9912.00001", "begin in April 2007")]
    fn says_what_is_missing(#[case] input: &str, #[case] reason: &str) {
        let said = input.parse::<PaperId>().unwrap_err().to_string();
        assert!(said.contains(reason), "{said}");
    }

    #[test]
    fn shortens_long_input_in_the_message() {
        let error = "x".repeat(5000).parse::<PaperId>().unwrap_err();
        assert!(error.to_string().len() < 250, "{error}");
    }
}
