//! Finds venues with another year than the source gives them: `ICLR 2021` for ICLR 2023, where 2021 is the year of a citation.

use crate::checks::Fault;
use crate::checks::proximity::Claimed;
use crate::number::months::is_year;
use crate::text::token::{Around, Token, tokens};
use papers_paper::FindingKind;

/// Returns the venues of a sentence that the source names with other years only.
pub(super) fn other_years(claimed: &Claimed<'_>) -> Vec<Fault> {
    let own = &claimed.sentence.tokens;
    let pairs = (0..own.len()).filter_map(|at| pair(own, at));
    let is_wrong = |&(name, year): &(&str, &str)| {
        let mut others = false;
        for line in claimed.basis.source.plain_lines().filter(|line| line.contains(name)) {
            let short = format!("{name}{}", year.get(2..).unwrap_or_default());
            if line.contains(year) || line.contains(&short) {
                return false;
            }
            let tokens: Vec<Token<'_>> = tokens(line).collect();
            others |= tokens
                .windows(2)
                .any(|two| matches!(two, [one, next] if one.text == name && is_year(next.text)));
        }
        others
    };
    let fault = |(name, year)| Fault::new(FindingKind::UnsupportedNumber, format!("{name} {year}"));
    pairs.filter(is_wrong).map(fault).collect()
}

/// Returns a venue and its year: `ICLR 2021`, `2021년 ICLR`, `2021年的ICLR`.
fn pair<'a>(tokens: &[Token<'a>], at: usize) -> Option<(&'a str, &'a str)> {
    let name = tokens.word(at);
    let capitals = name.bytes().filter(u8::is_ascii_uppercase).count();
    if capitals < 3 || !name.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let behind = tokens.word(at + 1);
    if is_year(behind) {
        return Some((name, behind));
    }
    let before = tokens.word_back(at, 2);
    let joined = matches!(tokens.word_back(at, 1), "년" | "년의" | "年" | "年的" | "年の");
    (joined && is_year(before)).then_some((name, before))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::trial::judge;

    const PAPERS: &str = "We collect papers of ICLR 2023 and ACL 2024 (Kim et al., 2021). WMT16 is used.";

    #[rstest]
    #[case("We collect papers of ICLR 2021.", 1)]
    #[case("2021년 ICLR 논문을 모았다.", 1)]
    #[case("收集了2022年的ICLR论文。", 1)]
    #[case("We collect papers of ICLR 2023 and ACL 2024.", 0)]
    #[case("2023년 ICLR 논문을 모았다.", 0)]
    #[case("It uses WMT 2016.", 0)]
    #[case("NeurIPS 2021 is not named.", 0)]
    fn a_venue_has_its_year(#[case] digest: &str, #[case] expected: usize) {
        let text = PAPERS.replace(" (Kim et al., 2021)", ". Kim et al. (2021) agree");
        assert_eq!(judge(&text, digest, |claimed| other_years(claimed).len()), expected);
    }
}
