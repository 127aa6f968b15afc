//! Text that was meant to be a digest and is a refusal, an error message or a placeholder.

use std::sync::LazyLock;

use regex::Regex;

/// What models and scripts really left in published posts, in English and Korean. A line counts when it begins like
/// that; a paper about refusals may quote them.
#[expect(clippy::expect_used, reason = "the pattern is constant and every test runs it")]
static FAILURE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^[\s>*#-]*(?:(?:goal|motivation|contribution|method|results?|limitations?|conclusion|summary)\s*:\s*)?(?P<words>",
        r"(?:i['’]m|i am|we are) (?:sorry|unable to|not able to)|sorry, (?:but )?i|i (?:cannot|can['’]t|could not|couldn['’]t) (?:access|provide|summari[sz]e|help|assist|fulfill|read|open|generate)",
        r"|as an ai(?: language)? model|(?:summary|digest|abstract|translation|content) (?:generation )?(?:failed|unavailable|not available|could not be)|failed to (?:generate|summari[sz]e|fetch|parse|load)",
        r"|error:|(?:todo|tbd|fixme|lorem ipsum|n/a|placeholder|\[insert)\b|no (?:summary|abstract|content) (?:is )?available|traceback \(most recent call last\)|rate exceeded",
        r"|(?:here is|here['’]s|sure[,!]? here|certainly[,!])\b.{0,40}(?:summary|digest|json)",
        r"|죄송(?:하지만|합니다|하오나)|요약(?:을|에)? ?(?:생성)?(?:할 수 없|하지 못|실패|에 실패)|생성(?:에)? ?실패|요약 생성 실패|제공된 (?:정보|텍스트|본문)(?:만으로는|로는|가 부족)|본문을 (?:가져올|읽을|확인할) 수 없|물론입니다",
        r")"
    ))
    .expect("constant pattern")
});

/// The words that give a failure away, if the line is one.
pub fn words(line: &str) -> Option<&str> {
    FAILURE.captures(line)?.name("words").map(|words| words.as_str())
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
}
