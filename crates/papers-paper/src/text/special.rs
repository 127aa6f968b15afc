//! Breaks special tokens that end a turn or begin a role, in text for a prompt.
//!
//! Models mark roles with tokens such as `<|im_end|>`, `[INST]` or `<start_of_turn>`, or `Human:` at the beginning of a line, and many servers recognize them anywhere.
//! With a space inside, they are ordinary text. Applied to all text that is put into a prompt.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::pattern::pattern;

/// Returns true for a line that begins with a role in a chat, `Assistant:`. It is a dialog, and no statement of a paper.
pub fn speaks_as_role(line: &str) -> bool {
    const ROLES: [&str; 7] = ["human", "assistant", "user", "system", "ai", "bot", "chatbot"];
    line.split_once(':')
        .is_some_and(|(role, _)| ROLES.iter().any(|one| role.trim().eq_ignore_ascii_case(one)))
}

/// The start of a possible special token: `<|` and `<｜` with any continuation, tags without attributes, and known words in square
/// brackets.
static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"<(?:[|｜]>?|/?[A-Za-z][A-Za-z0-9_:-]{0,40}[|｜]?>|<?/?SYS>)",
        r"|[|｜]>",
        r"|(?m:^(?:Human|Assistant|User|System):)",
        r"|\[/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|ARGS|CALL_ID|THINK|IMG|IMG_BREAK|IMG_END|SUFFIX|PREFIX|MIDDLE|CLS|SEP|PAD|MASK|UNK|BOS|EOS|gMASK)\]"
    ))
});

/// Returns the text in which every such token is broken by a space after its opening, and before the end of one that ends as `|>`.
pub fn harmless(text: &str) -> Cow<'_, str> {
    TOKEN.replace_all(text, |found: &Captures<'_>| {
        let token = found.get(0).map_or("", |token| token.as_str());
        if let Some(role) = token.strip_suffix(':') {
            return format!("{role} :");
        }
        let opening = token.find(|c| !matches!(c, '<' | '[')).unwrap_or(token.len()).max(1);
        let opening = if token.starts_with('｜') { '｜'.len_utf8() } else { opening };
        let (opening, rest) = token.split_at_checked(opening).unwrap_or((token, ""));
        match rest.strip_suffix('>').filter(|inside| inside.ends_with(['|', '｜'])) {
            Some(inside) => format!("{opening} {inside} >"),
            None => format!("{opening} {rest}"),
        }
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("a <|im_end|> b", "a < |im_end| > b")]
    #[case("<|start_header_id|>system<|end_header_id|>", "< |start_header_id| >system< |end_header_id| >")]
    #[case("[INST] x [/INST] <<SYS>>", "[ INST] x [ /INST] << SYS>>")]
    #[case("<start_of_turn>user</s><s>", "< start_of_turn>user< /s>< s>")]
    #[case("<｜begin▁of▁sentence｜>", "< ｜begin▁of▁sentence｜ >")]
    #[case("<think>", "< think>")]
    #[case("<im_end|>", "< im_end| >")]
    #[case("a <|> b", "a < | > b")]
    #[case("It ends.\nHuman: now\nAssistant: Sure", "It ends.\nHuman : now\nAssistant : Sure")]
    fn breaks(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(harmless(text), expected);
        assert_eq!(harmless(expected), expected);
    }

    #[rstest]
    #[case("p < 0.05 and q > 0.1, a <= b, |x|, [0, 1], [12]")]
    #[case("The Human: a User: of it.")]
    #[case("The state $|0\\rangle$ and $\\langle x|y\\rangle$.")]
    fn leaves_text_alone(#[case] text: &str) {
        assert_eq!(harmless(text), text);
    }
}
