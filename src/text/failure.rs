//! Text that was meant to be a digest and is a refusal, an error message or a placeholder.

use std::sync::LazyLock;

use super::pattern::pattern;
use regex::Regex;

/// How a digest failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// A model declined, or apologized.
    Refusal,
    /// An error message, or what stands where text should be.
    Placeholder,
}

/// What may stand before the words: Markdown, and the label of a section.
const BEGINNING: &str = r"(?i)^[\s>*#-]*(?:(?:goal|motivation|contribution|method|results?|limitations?|conclusion|summary)\s*:\s*)?(?P<words>";

/// What models and scripts really left in published posts, in English and Korean. A line counts when it begins like
/// that; a paper about refusals may quote them.
static REFUSAL: LazyLock<Regex> = LazyLock::new(|| {
    let words = concat!(
        r"(?:i['’]m|i am|we are) (?:sorry|unable to|not able to)|sorry, (?:but )?i|(?:unfortunately, )?i (?:cannot|can['’]t|could not|couldn['’]t|do not have|don['’]t have) (?:access|provide|summari[sz]e|help|assist|fulfill|read|open|generate|comply)",
        r"|as an ai(?: language)? model|as a(?: large)? language model, i",
        r"|(?:here is|here['’]s|sure[,!]? here|certainly[,!])\b.{0,40}(?:summary|digest|json)",
        r"|죄송(?:하지만|합니다|하오나)|(?:요약|도와드릴|도움을 드릴|제공)(?:을|에|할|해)? ?(?:드릴 |할 )?수(?:가)? 없습니다|ai (?:언어 )?모델로서|(?:제공된|주어진) (?:정보|텍스트|본문|논문)(?:만으로는|로는|가 부족)|본문을 (?:가져올|읽을|확인할) 수 없|물론입니다",
        r")"
    );
    pattern(&format!("{BEGINNING}{words}"))
});

/// Error messages and placeholders, in English and Korean.
static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| {
    let words = concat!(
        r"(?:summary|digest|abstract|translation|content) (?:generation )?(?:failed|unavailable|not available|could not be)|failed to (?:generate|summari[sz]e|fetch|parse|load)",
        r"|error:|(?:todo|tbd|fixme|lorem ipsum|n/a|placeholder|\[insert)\b|no (?:summary|abstract|content) (?:is )?available|traceback \(most recent call last\)|rate exceeded",
        r"|요약(?:을|에)? ?(?:생성)?(?:할 수 없|하지 못|실패|에 실패)|생성(?:에)? ?실패|요약 생성 (?:실패|중 오류)|(?:내용|요약|정보|해당|해당 내용|해당 사항) ?없음",
        r")"
    );
    pattern(&format!("{BEGINNING}{words}"))
});

/// The words that give a failure away, if the line is one.
pub fn words(line: &str) -> Option<&str> {
    failure(line).map(|(_, words)| words)
}

/// How a line failed, if it did, and the words that give it away.
pub fn failure(line: &str) -> Option<(Failure, &str)> {
    let found = |pattern: &Regex| Some(pattern.captures(line)?.name("words")?.as_str());
    let refusal = found(&REFUSAL).map(|words| (Failure::Refusal, words));
    refusal.or_else(|| found(&PLACEHOLDER).map(|words| (Failure::Placeholder, words)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_failures_from_text_about_them() {
        for line in [
            "Summary generation failed",
            "- Goal: I'm sorry, but I can't",
            "**죄송하지만** 할 수 없습니다",
            "TBD",
            "요약 생성 실패",
            "내용 없음",
            "해당없음",
        ] {
            assert!(words(line).is_some(), "{line}");
        }
        for line in [
            "We study models that say \"I cannot help\".",
            "The error: a type",
            "본 논문은 실패를 분석한다.",
            "Errors are rare.",
        ] {
            assert!(words(line).is_none(), "{line}");
        }
    }

    #[test]
    fn tells_refusals_from_placeholders() {
        let kind = |line| failure(line).map(|(kind, _)| kind);
        assert_eq!(kind("As an AI language model, I cannot read PDFs."), Some(Failure::Refusal));
        assert_eq!(kind("제공된 정보만으로는 요약할 수 없습니다."), Some(Failure::Refusal));
        assert_eq!(kind("N/A"), Some(Failure::Placeholder));
        assert_eq!(kind("요약 생성 중 오류가 발생했습니다."), Some(Failure::Placeholder));
    }
}
