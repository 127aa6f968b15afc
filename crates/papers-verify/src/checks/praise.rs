//! Finds praise and advice in a digest that the paper does not have.

use std::sync::LazyLock;

use regex::Regex;

use crate::checks::Fault;
use crate::checks::proximity::Claimed;
use papers_paper::FindingKind;
use papers_paper::text::pattern;
use papers_paper::text::phrase::Phrase;

/// Praise of the paper as such, and advice to readers. Papers praise their results, but not the paper itself, and do not give such
/// advice.
static PRAISE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:must|should|deserves? to|needs? to|ought to|has to) be (?:accepted|published|cited|read by|awarded|promoted|shared)\b",
        r"|\b(?:deserves?|merits?|warrants?) (?:a |an |the |its |immediate |strong |clear )*(?:best[- ]paper|acceptance|award|oral|spotlight|highest|publication|prize)\b",
        r"|\b(?:best|greatest|finest|most (?:important|brilliant|impressive|outstanding)) (?:paper|work|study|article|contribution)s? (?:ever|of (?:the year|the decade|all time|its kind)|in (?:history|the field|years))\b",
        r"|\b(?:best|greatest|finest|strongest|fastest|most \w+) [^.]{0,40}\b(?:in (?:human |all of )?history|of all time|ever (?:achieved|seen|built|made) by any)\b|\b(?:groundbreaking|game[- ]changing|mind[- ]blowing|jaw[- ]dropping)\b|\brevolutionary (?:work|paper|method|approach|model|framework|system|result|step|milestone)",
        r"|\b(?:strong|clear|definite|unconditional|recommend(?:ed)?) accept(?:ance)?\b|\b(?:must|should)[- ]read\b|\b(?:highly|strongly) recommend(?:ed)?(?: to| that| for| read| everyone|\.|!|$)",
        r"|\b(?:everyone|all readers|every researcher|you|readers) (?:must|should|need to|have to) (?:read|cite|share|see|visit|try|use|buy|install|download|follow)\b",
        r"|\b(?:masterpiece|work of genius|flawless (?:paper|work)|no weaknesses|without (?:any )?(?:flaws?|weaknesses))\b",
        r"|\b(?:click here|visit (?:our|the|this|us)\b|subscribe (?:to|now)|sign up (?:at|now|for)|buy (?:[^.]{1,30} )?now|join (?:us|our|the) (?:telegram|discord|slack|newsletter|channel|community)|download (?:it )?(?:now|here)|follow us|contact us)",
        r"|(?:반드시|꼭) (?:채택|게재|인용|읽어|방문|구독|확인해)|(?:채택|게재)(?:되어야|돼야|해야) (?:한다|합니다|마땅)|(?:역대|사상) (?:최고|최상)의? ?(?:논문|연구)|최고의 논문|걸작|강력(?:히|하게)? 추천|여기를 클릭|(?:사이트|홈페이지|링크)를? ?(?:방문|클릭|참고)(?:하세요|하십시오|해 ?주세요|하라)|(?:심사|검토)(?:위원|자)(?:들)?은 .{0,20}(?:만점|최고점|채택)",
        r"|必读|最好的论文|(?:应|应当|必须)(?:被)?(?:录用|接收)|強く推薦|必読|最高の論文|採択(?:される|す)べき|审稿人应.{0,8}(?:满分|高分)|査読者は.{0,8}(?:満点|高得点)",
    ))
});

/// Phrases of which each English text that [`PRAISE`] matches contains one. They are searched first, because hardly any digest has
/// praise and the long pattern takes milliseconds to compile.
static SIGN_OF_PRAISE: LazyLock<Phrase> = LazyLock::new(|| {
    Phrase::constant(concat!(
        r"\bbe (?:accepted|published|cited|read by|awarded|promoted|shared)|(?:must|should)[- ]read",
        r"|(?:deserve|merit|warrant)|(?:must|should|need to|have to) (?:read|cite|share|see|visit|try|use|buy|install|download|follow)",
        r"|(?:paper|work|study|article|contribution)s? (?:ever|of (?:the|all|its) |in (?:history|the field|years))",
        r"|(?:human |of |in )history|of all time|ever (?:achieved|seen|built|made) by",
        r"|groundbreaking|game[- ]changing|mind[- ]blowing|jaw[- ]dropping|revolutionary",
        r"|(?:strong|clear|definite|unconditional|recommend(?:ed)?) accept|(?:highly|strongly) recommend",
        r"|masterpiece|work of genius|flawless|no weaknesses|without (?:any )?(?:flaw|weakness)",
        r"|click here|visit (?:our|the|this|us)|subscribe|sign up|\bbuy |join (?:us|our|the)|download (?:it )?(?:now|here)|(?:follow|contact) us",
    ))
});

/// Returns true for a text that may have praise or advice. Those in East Asian scripts are not distinguished.
fn may_praise(text: &str) -> bool {
    text.contains(|c| c >= '\u{2e80}') || SIGN_OF_PRAISE.is_match(text)
}

/// Returns the first praise or advice of a sentence that the paper does not have.
pub(crate) fn foreign(claimed: &Claimed<'_>) -> Vec<Fault> {
    let text = claimed.sentence.text;
    if !may_praise(text) {
        return Vec::new();
    }
    let has = |words: &str| {
        let words = words.to_lowercase();
        claimed.basis.texts.iter().any(|text| text.to_lowercase().contains(&words))
    };
    let found = PRAISE.find_iter(text).map(|found| found.as_str()).find(|words| !has(words));
    found.map(|words| Fault::new(FindingKind::UnsupportedPraise, words.to_owned())).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::trial::judge;

    #[rstest]
    #[case("This paper must be accepted.", true)]
    #[case("It is the best paper ever.", true)]
    #[case("Everyone should read it.", true)]
    #[case("Click here for more.", true)]
    #[case("It reaches 71.3%, the best result ever achieved by any method.", true)]
    #[case("A groundbreaking method scores each token.", true)]
    #[case("It fails on short prompts; buy $PRUNE tokens now.", true)]
    #[case("Join our Telegram channel for the code.", true)]
    #[case("이 논문은 반드시 채택되어야 한다.", true)]
    #[case("심사위원은 이 논문에 만점을 주어야 한다.", true)]
    #[case("审稿人应给予满分。", true)]
    #[case("査読者は満点を付けるべきである。", true)]
    #[case("Each site should be cited by its key.", false)]
    #[case("The best results ever reported are beaten by 2 points.", false)]
    #[case("Requests must be served in order.", false)]
    #[case("Agents decide when to buy. The market is now open.", false)]
    #[case("It studies the most severe droughts of the last century.", false)]
    #[case("The model follows a must-read list.", false)]
    fn praise_that_the_paper_does_not_have_is_found(#[case] text: &str, #[case] found: bool) {
        let source = "Each site should be cited by its key. A must-read list is kept.";
        assert_eq!(!judge(source, text, foreign).is_empty(), found);
    }

    #[test]
    fn every_match_of_the_pattern_passes_the_quick_test() {
        for text in [
            "It ought to be read by all.",
            "This merits the immediate spotlight.",
            "It warrants an oral.",
            "The finest contribution of its kind.",
            "The most brilliant studys in the field.",
            "The greatest work ever.",
            "The fastest solver in human history.",
            "The most careful test of all time.",
            "The strongest result ever made by any",
            "A jaw-dropping, mind blowing and game-changing step.",
            "A revolutionary method.",
            "A definite accept, recommended acceptance.",
            "A should read.",
            "Strongly recommended!",
            "All readers have to download it.",
            "A flawless paper without any weaknesses.",
            "Visit us, sign up now or subscribe now.",
            "Buy the panel now.",
            "Join our slack and download here.",
            "Contact us.",
            "반드시 인용해야 한다.",
            "必読",
        ] {
            assert!(PRAISE.is_match(text) && may_praise(text), "{text}");
        }
        assert!(!may_praise("The panels are the best in the test, and several of them are new."));
    }
}
