//! Finds sentences that are a refusal, an error message or a placeholder.
//!
//! Three sets of words find what a model writes in place of a digest. They differ in what they know of the paper. A phrase
//! belongs to the first one that it fits, and to no other:
//! - `failure` of `papers-paper`: beginnings with which no paper's statement starts. They count without a paper, and so also for a
//!   model's answer before it is parsed, and in posts of others.
//! - `talk.txt`: phrases to the reader or about the task that a paper may also have. They count unless the paper says the same.
//! - `task.txt` and `person.txt`: matters and persons, anywhere in a sentence. They count unless the paper is about them.
//!
//! `unable.txt` is for posts of others, whose papers are not known: beginnings in which a model or script says that it could not do
//! its task.

use std::sync::LazyLock;

use regex::Regex;

use papers_paper::FindingKind;
use papers_paper::text::failure::{Failure, failure};
use papers_paper::text::phrase::{Phrase, alternatives, lists};
use papers_paper::text::{pattern, sentence, silence};

use super::talk::{LEAD, talk};

/// Texts that consist of a placeholder.
static BLANK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^[\s*_`'“”().-]*(?:",
        r"string|text|tbd|todo|goal|motivation|contribution|method|results?|limitations?|conclusion|summary",
        r"|[<\[{]{1,3}[^<>\[\]{}]{0,60}[>\]}]{1,3}|%[a-z_]{2,40}%|%\([a-z_]{2,40}\)s|\$\{?[a-z_]{2,40}\}?|(?:your|insert) .{0,30} here|(?:the |your )?(?:\w+ )?(?:goal|motivation|contribution|method|results?|limitations?|conclusions?|summary|text|sentence|content|answer)s? (?:go(?:es)?|comes?) here|sentence \d+",
        r"|목표|동기|기여|방법|결과|한계|결론|요약",
        r")[\s*_`'“”().。-]*$"
    ))
});

/// Returns the kind of failure and its words, if a text is a refusal or placeholder.
pub(crate) fn failed(text: &str) -> Option<(FindingKind, String)> {
    if BLANK.is_match(text) || silence::is_bare(text) {
        return Some((FindingKind::Placeholder, text.trim().to_owned()));
    }
    let sentences = sentence::slices(text);
    let (kind, words) = sentences.into_iter().find_map(failure)?;
    let kind = match kind {
        Failure::Refusal => FindingKind::Refusal,
        Failure::Placeholder => FindingKind::Placeholder,
    };
    Some((kind, words.to_owned()))
}

/// Returns the words that show that a text is in the place of a statement, as far as that can be recognized without the paper.
pub fn failing(text: &str) -> Option<String> {
    let found = failed(text).map(|(_, words)| words);
    found.or_else(|| Some(talk(text)?.words.to_owned())).or_else(|| Some(unable(text)?.to_owned()))
}

/// The beginnings of `unable.txt`.
static UNABLE: LazyLock<Phrase> = LazyLock::new(|| {
    let lists = lists(include_str!("unable.txt"));
    Phrase::constant(&format!("^{LEAD}(?:{})", alternatives(&lists, "unable")))
});

/// Returns the words with which a model or script says, at the beginning of a text, that it could not do its task.
pub fn unable(text: &str) -> Option<&str> {
    let words = UNABLE.find(text).filter(|_| !silence::is_stated(text))?;
    text.get(words).map(str::trim)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("N/A", FindingKind::Placeholder)]
    #[case("없음.", FindingKind::Placeholder)]
    #[case("…", FindingKind::Placeholder)]
    #[case("string", FindingKind::Placeholder)]
    #[case("[논문의 목표]", FindingKind::Placeholder)]
    #[case("{{summary}}", FindingKind::Placeholder)]
    #[case("%SUMMARY%", FindingKind::Placeholder)]
    #[case("%(summary)s", FindingKind::Placeholder)]
    #[case("$summary", FindingKind::Placeholder)]
    #[case("${key_results}.", FindingKind::Placeholder)]
    #[case("Conclusion goes here.", FindingKind::Placeholder)]
    #[case("The main results go here.", FindingKind::Placeholder)]
    #[case("요약 생성 실패", FindingKind::Placeholder)]
    #[case("I'm sorry, but I can't summarize this paper.", FindingKind::Refusal)]
    #[case("죄송하지만 제공된 본문만으로는 요약할 수 없습니다.", FindingKind::Refusal)]
    fn sees_failures(#[case] text: &str, #[case] kind: FindingKind) {
        assert_eq!(failed(text).map(|(kind, _)| kind), Some(kind));
    }

    #[rstest]
    #[case("The provided text does not contain enough information.")]
    #[case("It seems that the text of the paper is missing.")]
    #[case("Could you please provide the full text?")]
    #[case("The results cannot be determined from the provided text.")]
    #[case("Something went wrong. Please try again later.")]
    #[case("제공된 텍스트에는 충분한 정보가 없습니다.")]
    #[case("所提供的文本中没有足够的信息来总结方法。")]
    #[case("論文の本文が提供されていません。")]
    #[case("Der bereitgestellte Text enthält nicht genügend Informationen.")]
    #[case("Le texte fourni ne contient pas suffisamment d'informations.")]
    #[case("No hay suficiente información para resumir el método.")]
    #[case("O texto fornecido não contém informações suficientes.")]
    #[case("Impossibile generare il riassunto.")]
    #[case("Недостаточно информации для составления резюме.")]
    #[case("Không có đủ thông tin để tóm tắt.")]
    #[case("لا توجد معلومات كافية للتلخيص.")]
    fn hears_what_could_not_be_done(#[case] text: &str) {
        assert!(unable(text).is_some() && failing(text).is_some());
    }

    #[rstest]
    #[case("The provided context is split into chunks.")]
    #[case("Insufficient data limits the study of rare events.")]
    #[case("The results cannot be explained by chance.")]
    #[case("An error of 3 % occurred in both runs.")]
    #[case("Not stated in the text.")]
    #[case("정보가 많은 구간을 고른다.")]
    #[case("文本信息被编码为向量。")]
    #[case("Der Text enthält keine Umlaute.")]
    fn statements_with_similar_words_are_none(#[case] text: &str) {
        assert_eq!(unable(text), None);
    }

    #[rstest]
    #[case("The method results in better summaries.")]
    #[case("Not stated in the abstract.")]
    #[case("초록에 언급되어 있지 않다.")]
    #[case("한계에 대한 언급이 없다.")]
    fn silence_is_no_failure(#[case] text: &str) {
        assert_eq!(failed(text), None);
    }
}
