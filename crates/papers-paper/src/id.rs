//! arXiv identifiers in all the forms that people paste.
//!
//! Refuses what cannot be an identifier (a month 13, an archive that never was) before arXiv is asked, because one
//! malformed id makes arXiv refuse a whole batch.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use regex::Regex;

use crate::text::pattern;

/// An arXiv identifier, old (`hep-ex/0307015`) or new (`2510.06590`), with or without a version.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PaperId {
    base: String,
    version: Option<u32>,
}

impl PaperId {
    /// The identifier without version, as it was given: `2510.06590`, `hep-ex/0307015`, `math.GT/0309136`.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The version asked for; `None` means the latest.
    pub fn version(&self) -> Option<u32> {
        self.version
    }

    /// The same paper at this version.
    #[must_use]
    pub fn with_version(&self, version: Option<u32>) -> Self {
        Self { base: self.base.clone(), version }
    }

    /// What names the paper whatever its version: `math.GT/0309136` and `math/0309136` are one paper.
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

/// Text that is no arXiv identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{input}` is not an arXiv identifier: {reason}")]
pub struct InvalidPaperId {
    /// What was given.
    pub input: String,
    /// What is wrong with it.
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

/// True for the name of an archive: `cs`, `hep-th`.
pub fn is_archive(name: &str) -> bool {
    ARCHIVES.contains(&name)
}

/// What may stand before the identifier: a scheme, a site and its path, a DOI prefix.
static PREFIX: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^(?:https?://)?(?:",
        r"(?:[a-z0-9-]+\.)*arxiv\.org/(?:abs|pdf|html|format|src|e-print|ps)/",
        r"|(?:www\.)?ar5iv\.org/(?:abs|html|pdf)/",
        r"|(?:www\.)?alphaxiv\.org/(?:[a-z]{2}(?:-[a-z]{2,4})?/)?(?:overview|abs|pdf|html|resources|blog)/",
        r"|(?:www\.)?(?:huggingface\.co|hf\.co)/papers/",
        r"|(?:(?:dx\.)?doi\.org/|doi:\s*)?10\.48550/arxiv\.",
        r"|arxiv:\s*",
        r")"
    ))
});

static IDENTIFIER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^(?:(?P<new>(?P<nyymm>[0-9]{4})\.[0-9]{4,5})",
        r"|(?P<archive>[a-z][a-z-]*)(?P<class>\.[a-z]{2})?/(?P<number>(?P<oyymm>[0-9]{4})[0-9]{3}))",
        r"(?:v(?P<version>[0-9]{1,4}))?$"
    ))
});

impl FromStr for PaperId {
    type Err = InvalidPaperId;

    fn from_str(input: &str) -> Result<Self, InvalidPaperId> {
        let invalid = |reason: &str| InvalidPaperId { input: shown(input), reason: reason.to_owned() };
        let text = strip_dressing(input);
        let found = IDENTIFIER.captures(text).ok_or_else(|| {
            invalid("expected a form like `2510.06590`, `2510.06590v2` or `hep-ex/0307015`")
        })?;
        let part = |name| found.name(name).map(|m| m.as_str());
        let yymm = part("nyymm").or(part("oyymm")).unwrap_or_default();
        if !matches!(yymm.get(2..).and_then(|month| month.parse().ok()), Some(1..=12u8)) {
            return Err(invalid("its first four digits are year and month, and there is no such month"));
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
                format!("{archive}{}/{number}", part("class").unwrap_or_default().to_ascii_uppercase())
            }
            _ => return Err(invalid("expected a form like `2510.06590`")),
        };
        Ok(Self { base, version })
    }
}

/// How many digits follow the point: a program that took `2510.06590` for a number would write `2510.0659`.
fn digits(yymm: &str) -> usize {
    const FIVE_DIGITS_SINCE: &str = "1501";
    if yymm < FIVE_DIGITS_SINCE { 4 } else { 5 }
}

/// Takes off what surrounds an identifier: sites, DOI prefixes, `.pdf`, queries, `[cs.CV] 8 Oct 2025`.
fn strip_dressing(input: &str) -> &str {
    let text = input.trim().trim_start_matches('<').trim_end_matches('>');
    let text = PREFIX.find(text).map_or(text, |prefix| text.get(prefix.end()..).unwrap_or_default());
    let text = PREFIX.find(text).map_or(text, |prefix| text.get(prefix.end()..).unwrap_or_default());
    let text = text.split(['?', '#']).next().unwrap_or_default();
    let text = text.split_once(" [").map_or(text, |(id, _)| id);
    let text = text.trim().trim_end_matches('/');
    ["", ".pdf", ".html"].iter().rev().find_map(|suffix| text.strip_suffix(suffix)).unwrap_or(text)
}

/// The input, short enough for a message.
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
    #[case("2510.06590, 2510.06591")]
    #[case("２５１０.０６５９０")]
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

    #[test]
    fn shortens_long_input_in_the_message() {
        let error = "x".repeat(5000).parse::<PaperId>().unwrap_err();
        assert!(error.to_string().len() < 250, "{error}");
    }
}
