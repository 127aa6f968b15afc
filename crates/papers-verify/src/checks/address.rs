//! Finds URLs, mail addresses, praise and advice in a digest that the paper does not have.
//!
//! Site generators and mail programs turn bare addresses into links, so an address counts with and without `https://`.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::source::lines::Line;
use papers_paper::Paper;
use papers_paper::text::pattern;
use papers_paper::text::phrase::Phrase;

/// The forms that some program turns into a link: a scheme, `www.`, a mail address, a host with a path, or a host under one of the
/// top-level domains that mail programs link.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:\b(?:https?|ftp)://|\bwww\.|\b(?:mailto|javascript|vbscript):)[^\s<>()\[\]{}“”「」『』\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}]+",
        r"|\b[a-z0-9][a-z0-9._%+-]*@(?:[a-z0-9-]+\.)+[a-z]{2,}",
        r"|\b(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}/[^\s<>()\[\]{}“”「」『』\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}]+",
        r"|\b(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|net|org|io|ai|ly|gl|me|co|dev|app|info|biz|xyz|site|online|shop|link|click|top|edu|gov|kr|cn|jp|ru|de|uk|eu|example)\b",
    ))
});

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

/// The addresses and the text of a paper. They are read on first use, because most digests have no address and no praise.
#[derive(Debug)]
pub(crate) struct Written<'a> {
    paper: &'a Paper,
    lines: &'a [Line<'a>],
    addresses: OnceCell<HashSet<String>>,
    text: OnceCell<String>,
}

impl<'a> Written<'a> {
    /// Prepares the reading of a paper's record and text.
    pub(crate) fn new(paper: &'a Paper, lines: &'a [Line<'a>]) -> Self {
        Self { paper, lines, addresses: OnceCell::new(), text: OnceCell::new() }
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let Paper { comment, journal_ref, .. } = self.paper;
        self.lines.iter().flat_map(Line::texts).chain(comment.as_deref()).chain(journal_ref.as_deref())
    }

    fn addresses(&self) -> &HashSet<String> {
        self.addresses.get_or_init(|| {
            let Paper { id, doi, .. } = self.paper;
            let own = doi.iter().map(|doi| format!("doi.org/{}", doi.to_lowercase()));
            let own = own.chain([format!("arxiv.org/abs/{}", id.to_lowercase())]);
            self.texts().flat_map(written).chain(own).collect()
        })
    }

    /// Returns the text in lower case, line by line.
    fn text(&self) -> &str {
        self.text.get_or_init(|| self.texts().map(|text| text.to_lowercase() + "\n").collect())
    }

    /// Returns the addresses in a text that the paper does not have.
    pub(crate) fn foreign_addresses(&self, text: &str) -> Vec<String> {
        if !may_link(text) {
            return Vec::new();
        }
        let foreign = |found: &regex::Match<'_>| !self.has(&plain(found.as_str()));
        ADDRESS.find_iter(text).filter(foreign).map(|found| found.as_str().to_owned()).collect()
    }

    /// Returns true for an address of the paper, and for the beginning of one up to a `/`.
    fn has(&self, address: &str) -> bool {
        let above = |own: &String| own.strip_prefix(address).is_some_and(|rest| rest.starts_with('/'));
        self.addresses().contains(address) || self.addresses().iter().any(above)
    }

    /// Returns the first praise or advice in a text that the paper does not have.
    pub(crate) fn foreign_praise(&self, text: &str) -> Option<String> {
        if !may_praise(text) {
            return None;
        }
        let words = PRAISE.find_iter(text).map(|found| found.as_str());
        words.filter(|words| !self.text().contains(&words.to_lowercase())).map(str::to_owned).next()
    }
}

/// Returns the addresses in a line of the paper. As a PDF may split one at a space, each is also returned with the next word
/// appended.
fn written(line: &str) -> impl Iterator<Item = String> {
    let found = may_link(line).then(|| ADDRESS.find_iter(line));
    found.into_iter().flatten().flat_map(|found| {
        let rest = line.get(found.end()..).unwrap_or_default();
        let next = rest.strip_prefix(' ').and_then(|rest| rest.split(' ').next());
        let joined = next.map(|next| plain(&format!("{}{next}", found.as_str())));
        std::iter::once(plain(found.as_str())).chain(joined)
    })
}

/// Returns true for a text with a feature that all addresses have: an `@`, a scheme, `www.`, or a dot between letters.
fn may_link(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    let bytes = text.as_bytes();
    let joint = |window: &[u8]| match window {
        [b'.', first, second] => is_letter(*first) && is_letter(*second),
        [b'w' | b'W', b'w' | b'W', b'.'] => true,
        [b':', next, _] => !next.is_ascii_whitespace(),
        _ => false,
    };
    bytes.contains(&b'@') || bytes.windows(3).any(joint) || matches!(bytes, [.., b':', _])
}

/// Returns an address in lower case, without scheme, `www.` and trailing punctuation.
fn plain(address: &str) -> String {
    let address = address.to_lowercase();
    let address = ["https://", "http://", "ftp://", "mailto:"]
        .iter()
        .find_map(|scheme| address.strip_prefix(scheme))
        .unwrap_or(&address);
    let address = address.strip_prefix("www.").unwrap_or(address);
    address.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    proptest::proptest! {
        #[test]
        fn every_address_passes_the_quick_test(text in "([a-z0-9.@:/wW-]|https?://|www[.]|mailto:|[.]com| |[.]ſt|é|,){0,12}") {
            proptest::prop_assert!(may_link(&text) || !ADDRESS.is_match(&text), "{}", text);
        }
    }

    fn with_written<T>(judge: impl FnOnce(&Written<'_>) -> T) -> T {
        let paper = serde_json::from_str(
            r#"{"id": "2510.05491", "title": "T", "comment": "Code: https://github.com/ada/engine.",
                "abstract": "See www.example.org/data/ or mail ada@example.org. Each site should be cited by its key."}"#,
        )
        .unwrap();
        let text = "The tool is at https://gitlab.com/ada/ tool and on Node.js. A must-read list is kept.";
        let document = papers_fulltext::plain(text);
        judge(&Written::new(&paper, &crate::source::lines::lines(&paper, &document)))
    }

    #[rstest]
    #[case("Visit https://evil.example/?q=1 now.", &["https://evil.example/?q=1"])]
    #[case("See www.evil.net, bit.ly/x1 and x@evil.example.", &["www.evil.net,", "bit.ly/x1", "x@evil.example"])]
    #[case("It is at github.com/ada/evil.", &["github.com/ada/evil."])]
    #[case("More at evil.com.", &["evil.com"])]
    #[case("코드는 https://evil.example에 있다.", &["https://evil.example"])]
    #[case("javascript:alert", &["javascript:alert"])]
    fn addresses_that_the_paper_does_not_have_are_found(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(with_written(|written| written.foreign_addresses(text)), expected);
    }

    #[rstest]
    #[case("Code is at https://github.com/ada/engine.")]
    #[case("Code is at github.com/ada/engine, data at example.org/data.")]
    #[case("Mail goes to ada@example.org and Example.org.")]
    #[case("The tool is at gitlab.com/ada/tool.")]
    #[case("See https://arxiv.org/abs/2510.05491.")]
    #[case("It runs on Node.js and A/B tests, e.g. in U.S. data vs. others, F1.5/2.")]
    fn addresses_of_the_paper_pass(#[case] text: &str) {
        assert_eq!(with_written(|written| written.foreign_addresses(text)), Vec::<String>::new());
    }

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
        assert_eq!(with_written(|written| written.foreign_praise(text)).is_some(), found);
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
