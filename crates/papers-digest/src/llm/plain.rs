//! Removes Markdown and LaTeX commands from a sentence by a model, keeping its text. HTML and Liquid are kept as text, which the
//! checks see and the renderer escapes.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use papers_paper::text::math::math_spans;
use papers_paper::text::{clean, pattern, silence};
use papers_paper::{Names, STATEMENTS, SectionName};

/// Names that models give to what they wrote, in front of it.
const TRANSLATION: &str =
    "translation|번역|翻译|翻譯|翻訳|übersetzung|traduction|traducción|tradução|traduzione|перевод|الترجمة";

/// Marks of lists, headings and quotations, and the name of the section or of a translation in front of its text.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    let sections = SectionName::ALL.into_iter().chain([SectionName::Tldr]).map(SectionName::names);
    let names =
        sections.chain(STATEMENTS).flat_map(Names::all).map(regex::escape).collect::<Vec<_>>().join("|");
    pattern(&format!(
        r"^\s*(?:(?:[-*+•·–—]|\d{{1,2}}[.)]|\(\d{{1,2}}\)|#{{1,6}}|>)\s+)*(?:\*{{0,2}}(?i:{names}|{TRANSLATION}|tl;dr)\*{{0,2}} ?(?::\*{{0,2}}\s+|：\*{{0,2}}\s*))?"
    ))
});

static MARKS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\*\*([^*\s](?:[^*]*[^*\s])?)\*\*|\B\*([^*\s](?:[^*]*[^*\s])?)\*\B|\b__([^_\s](?:[^_]*[^_\s])?)__\b|`([^`]+)`|\[([^\]\[]+)\]\(https?://[^)\s]*\)",
    )
});

/// Marks of citations that chats show and their readers resolve.
static CITED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\s*(?:【[^】]*†[^】]*】|\[\^\d+\]|:contentReference\[oaicite:\d+\](?:\{index=\d+\})?|\[oaicite:\d+\])",
    )
});

/// Pictures that adorn the beginning or the end of a sentence. One within it may be part of a name.
static ORNAMENT: LazyLock<Regex> = LazyLock::new(|| {
    let picture = r"[\u{1f300}-\u{1faff}\u{2705}\u{274c}\u{2728}\u{2b50}\u{26a1}\u{2757}]\u{fe0f}?";
    pattern(&format!(r"^\s*(?:{picture}\s*)+|\s*(?:{picture}\s*)+([.!。]?)\s*$"))
});

/// References to characters as in HTML, which some models and proxies write in any text.
static ENTITY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));"));

/// Decodes references to characters. A tag that results from this is text, which the checks see.
fn decoded(text: &str) -> Cow<'_, str> {
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    ENTITY.replace_all(text, |found: &Captures<'_>| {
        let group = |n: usize| found.get(n).map(|group| group.as_str());
        let character = match (group(1), group(2), group(3)) {
            (Some("amp"), ..) => Some('&'),
            (Some("lt"), ..) => Some('<'),
            (Some("gt"), ..) => Some('>'),
            (Some("quot"), ..) => Some('"'),
            (Some("apos"), ..) => Some('\''),
            (Some(_), ..) => Some(' '),
            (_, Some(digits), _) => number(digits, 10),
            (_, _, digits) => number(digits.unwrap_or_default(), 16),
        };
        character.map_or_else(|| group(0).unwrap_or_default().to_owned(), String::from)
    })
}

/// The characters of the bytes 0x80 to 0x9f in Windows-1252.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// Restores a text whose UTF-8 was read as Latin-1 or Windows-1252 by a proxy: `fÃ¼r` becomes `für`. The bytes of other texts are
/// not valid UTF-8.
fn restored(text: &str) -> Cow<'_, str> {
    let byte = |c: char| match u8::try_from(u32::from(c)) {
        Err(_) => WINDOWS.chars().zip(0x80..).find(|(known, _)| *known == c).map(|(_, byte)| byte),
        byte => byte.ok(),
    };
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let bytes: Option<Vec<u8>> = text.chars().map(byte).collect();
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Returns the text of a sentence or statement on one line; empty if it only says that there is nothing to say.
pub fn plain(text: &str) -> String {
    let text = restored(text);
    let text = decoded(&text);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = LEAD.replace(&line, "");
    let bare = CITED.replace_all(&bare, "");
    let bare = ORNAMENT.replace_all(&bare, "$1");
    let mut plain = String::with_capacity(bare.len());
    let mut end = 0;
    for formula in math_spans(&bare) {
        plain.push_str(&unmarked(&bare, end..formula.start));
        plain.push_str(bare.get(formula.clone()).unwrap_or_default());
        end = formula.end;
    }
    plain.push_str(&unmarked(&bare, end..bare.len()));
    let visible = |c: &char| !c.is_control();
    let plain: String = plain.chars().filter(visible).collect();
    let plain = if plain.contains('\\') { clean::line(&plain) } else { plain };
    let silent = silence::is_bare(&plain) || silence::is_stated(&plain);
    if silent { String::new() } else { plain.trim().to_owned() }
}

fn unmarked(text: &str, part: Range<usize>) -> Cow<'_, str> {
    MARKS.replace_all(text.get(part).unwrap_or_default(), "$1$2$3$4$5")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("- **MingTok**은 `세` 단계로 이루어진다.", "MingTok은 세 단계로 이루어진다.")]
    #[case("1. It halves $a*b**c$ in 2 steps.", "It halves $a*b**c$ in 2 steps.")]
    #[case("## Goal: We ask why.", "We ask why.")]
    #[case("**Goal:** We ask why.", "We ask why.")]
    #[case("We *ask* why; 2 * 3 * 4 = 24.", "We ask why; 2 * 3 * 4 = 24.")]
    #[case(
        "A* search and B* search, and 2*3*4 (* is p < 0.05).",
        "A* search and B* search, and 2*3*4 (* is p < 0.05)."
    )]
    #[case(r"It is \textcolor{red}{85.1\%} and \textbf{high}.", "It is 85.1% and high.")]
    #[case(r"It holds for $\textbf{x} < 5\%$.", r"It holds for $\textbf{x} < 5\%$.")]
    #[case("See [the page](https://example.org/x).", "See the page.")]
    #[case("{% include x %}<b>bold</b>", "{% include x %}<b>bold</b>")]
    #[case("결과: 정확도가 높다.", "정확도가 높다.")]
    #[case("结果：准确率更高。", "准确率更高。")]
    #[case("tldr: It works.", "It works.")]
    #[case("Translation: It works.", "It works.")]
    #[case("**번역:** 정확도가 높다.", "정확도가 높다.")]
    #[case("Traduction : la précision augmente.", "la précision augmente.")]
    #[case("Translation improves.", "Translation improves.")]
    #[case("Résultats : la précision augmente.", "la précision augmente.")]
    #[case("- **Einschränkungen:** Nur ein Datensatz.", "Nur ein Datensatz.")]
    #[case("Resulting: it works.", "Resulting: it works.")]
    #[case("It reaches 28.4【4†source】 on x [^1].", "It reaches 28.4 on x.")]
    #[case("🚀 It reaches 28.4 ✅🔥", "It reaches 28.4")]
    #[case("28.4を達成した🎉。", "28.4を達成した。")]
    #[case("The 🤗 hub holds it.", "The 🤗 hub holds it.")]
    #[case("two\n lines", "two lines")]
    #[case("&quot;Q&amp;A&quot; isn&#39;t 5&#x25; &lt; 6&nbsp;%.", "\"Q&A\" isn't 5% < 6 %.")]
    #[case("R&D; &alpha; &#0; &#99999999;", "R&D; &alpha;  &#99999999;")]
    #[case("2.5 points more", "2.5 points more")]
    #[case("A defect â€” fÃ¼r 5 â‚¬.", "A defect — für 5 €.")]
    #[case("ë\u{aa}¨ë\u{8d}¸", "모델")]
    #[case("Déjà vu — für 5 € É…", "Déjà vu — für 5 € É…")]
    #[case("N/A", "")]
    #[case("Not stated in the text.", "")]
    #[case("명시되지 않음.", "")]
    #[case("None of the models fail.", "None of the models fail.")]
    fn marks_go_and_text_stays(#[case] written: &str, #[case] expected: &str) {
        assert_eq!(plain(written), expected);
    }
}
