//! Parses JSON as models write it. Valid JSON is read as usual, except that TeX commands in strings are kept. Accepts raw line
//! breaks and unescaped quotes in strings, other quotes, keys without quotes, comments, trailing and missing commas, and a missing
//! end. A missing end is reported, because the last sentence may be incomplete.

use serde_json::{Deserializer, Map, Value};

use papers_paper::text::invisible::is_invisible;

/// The maximum nesting depth. A digest has three levels.
const DEPTH: usize = 16;

/// A value read from lenient JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The value.
    pub value: Value,
    /// True if the text ended inside a string or after a key, so that words are missing.
    pub cut: bool,
    /// The length of the value in bytes of the text.
    pub length: usize,
}

/// Parses the value at the beginning of a text; `None` if there is none.
pub fn parse(text: &str) -> Option<Parsed> {
    // A valid string ends at its quotation mark, whatever follows.
    let mut strings = Deserializer::from_str(text).into_iter::<String>();
    if let Some(Ok(string)) = strings.next() {
        return Some(Parsed { value: Value::String(string), cut: false, length: strings.byte_offset() });
    }
    let mut reader = Reader { rest: text, cut: false };
    let value = reader.value(0)?;
    Some(Parsed { value, cut: reader.cut, length: text.len() - reader.rest.len() })
}

/// Returns the beginning of the string in which a text ends; `None` if it ends outside of strings.
pub fn last_string(text: &str) -> Option<&str> {
    let mut open = None;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = open.is_some(),
            '"' => open = if open.is_some() { None } else { Some(at + 1) },
            _ => {}
        }
    }
    text.get(open?..)
}

struct Reader<'a> {
    rest: &'a str,
    cut: bool,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next();
        self.rest = chars.as_str();
        c
    }

    fn eat(&mut self, expected: char) -> bool {
        match self.rest.strip_prefix(expected) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches(is_space);
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.space();
        match self.peek()? {
            '{' if depth < DEPTH => Some(self.object(depth)),
            '[' if depth < DEPTH => Some(self.list(depth)),
            quote if is_quote(quote) => Some(Value::String(self.string())),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        self.eat('{');
        let mut map = Map::new();
        loop {
            self.separators();
            match self.peek() {
                Some('}') => {
                    self.eat('}');
                    break;
                }
                Some(_) => {
                    let Some(key) = self.key() else { break };
                    let Some(value) = self.value(depth + 1) else {
                        self.cut = true;
                        break;
                    };
                    map.insert(key, value);
                }
                None => break,
            }
        }
        Value::Object(map)
    }

    /// Reads a key and the colon after it; without quotes, a key is one word.
    fn key(&mut self) -> Option<String> {
        let key = match self.peek()? {
            quote if is_quote(quote) => self.string(),
            _ => {
                let end = self.rest.find(|c: char| !(c.is_alphanumeric() || "_-.".contains(c)))?;
                let (key, rest) = self.rest.split_at_checked(end).filter(|(key, _)| !key.is_empty())?;
                if !rest.trim_start_matches(is_space).starts_with(':') {
                    return None;
                }
                self.rest = rest;
                key.to_owned()
            }
        };
        self.space();
        self.eat(':');
        Some(key)
    }

    fn list(&mut self, depth: usize) -> Value {
        self.eat('[');
        let mut items = Vec::new();
        loop {
            self.separators();
            match self.peek() {
                Some(']') => {
                    self.eat(']');
                    break;
                }
                // An unclosed list ends where the object around it ends.
                None | Some('}') => break,
                _ => match self.value(depth + 1) {
                    Some(value) => items.push(value),
                    None => break,
                },
            }
        }
        Value::Array(items)
    }

    /// Skips commas, spaces and comments.
    fn separators(&mut self) {
        loop {
            self.rest = self.rest.trim_start_matches(|c: char| c == ',' || is_space(c));
            let Some(rest) = after_comment(self.rest) else { return };
            self.rest = rest;
        }
    }

    /// Reads a number, `true`, `false`, `null`, or Python's names for them.
    fn word(&mut self) -> Option<Value> {
        let end = self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c)));
        let (word, rest) = self.rest.split_at_checked(end.unwrap_or(self.rest.len()))?;
        let value = match word {
            "True" => Value::Bool(true),
            "False" => Value::Bool(false),
            "None" => Value::Null,
            word => serde_json::from_str(word).ok()?,
        };
        self.rest = rest;
        Some(value)
    }

    fn string(&mut self) -> String {
        let opening = self.next();
        let is_end = |c: char| match opening {
            Some('"') => c == '"',
            Some('\'') => c == '\'',
            _ => matches!(c, '“' | '”' | '"'),
        };
        let mut text = String::new();
        loop {
            match self.next() {
                None => {
                    self.cut = true;
                    break;
                }
                Some(c) if is_end(c) && self.ends_string(c) => break,
                Some('\\') if opening == Some('\'') && self.eat('\'') => text.push('\''),
                Some('\\') => self.escape(&mut text),
                Some(c) => text.push(c),
            }
        }
        text
    }

    /// Returns true if a quote ends its string, which the next character shows; else the model forgot to escape it. A comma may
    /// also follow an apostrophe or a quotation within a sentence, so that the next string must follow the comma.
    fn ends_string(&self, quote: char) -> bool {
        let rest = self.rest.trim_start_matches(is_space);
        match rest.chars().next() {
            Some(',') if quote != '"' => {
                let next = rest.trim_start_matches(|c: char| c == ',' || is_space(c)).chars().next();
                next.is_none_or(|c| is_quote(c) || "]}[{".contains(c))
            }
            None | Some(',' | ':' | ']' | '}' | '"') => true,
            _ => false,
        }
    }

    /// Reads an escape after its backslash. `\alpha` is TeX, and so is `\beta`, although JSON has an escape `\b`.
    fn escape(&mut self, text: &mut String) {
        if is_tex(self.rest) {
            text.push('\\');
            return;
        }
        match self.next() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some('b' | 'f') => text.push(' '),
            Some(c @ ('"' | '\\' | '/')) => text.push(c),
            Some('u') => self.unicode(text),
            Some(other) => text.extend(['\\', other]),
            None => self.cut = true,
        }
    }

    /// Reads `\uXXXX`, or two of them for a surrogate pair. `\underline` and the like are kept.
    fn unicode(&mut self, text: &mut String) {
        let Some(first) = self.unit() else {
            text.push_str("\\u");
            return;
        };
        let mut units = vec![first];
        if (0xd800..0xdc00).contains(&first)
            && let Some(rest) = self.rest.strip_prefix("\\u")
        {
            let behind = self.rest;
            self.rest = rest;
            match self.unit() {
                Some(second) => units.push(second),
                None => self.rest = behind,
            }
        }
        text.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    }

    fn unit(&mut self) -> Option<u16> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        let unit =
            digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())??;
        self.rest = rest;
        Some(unit)
    }
}

/// Returns true if the text after a backslash is a TeX command rather than a JSON escape. Digests have no backspaces, form
/// feeds, returns or tabs before a letter, but may have a line break before a word. So for `n` only known commands count.
fn is_tex(rest: &str) -> bool {
    let command = rest.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    match command.chars().next() {
        Some('b' | 'f' | 'r' | 't') => command.len() > 1,
        Some('n') => TEX_N.contains(&command),
        Some('u') => command.len() > 1 && !rest.chars().skip(1).take(4).all(|c| c.is_ascii_hexdigit()),
        _ => false,
    }
}

/// The TeX commands that begin with n, except those that are less likely than a word after a line break.
const TEX_N: [&str; 19] = [
    "nabla", "natural", "ncong", "ne", "nearrow", "neg", "neq", "newline", "nexists", "ngeq", "ni", "nleq",
    "nmid", "not", "notin", "nparallel", "nsubseteq", "nu", "nwarrow",
];

/// Returns true for a character between values, also an invisible one.
fn is_space(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Returns true for a quote in which a string may stand: of JSON, of Python, or typographic.
const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”')
}

/// Returns the text after the comment with which it begins.
fn after_comment(text: &str) -> Option<&str> {
    match text.strip_prefix("//").or_else(|| text.strip_prefix('#')) {
        Some(comment) => Some(comment.split_once('\n').map_or("", |(_, rest)| rest)),
        None => text.strip_prefix("/*")?.split_once("*/").map(|(_, rest)| rest),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn value(text: &str) -> Value {
        parse(text).unwrap().value
    }

    #[rstest]
    #[case(
        r#"{"a": "$\beta$, \frac12, \theta, \rho, \nu_t, \alpha, \underline{x}, \(x\), \%"}"#,
        r"$\beta$, \frac12, \theta, \rho, \nu_t, \alpha, \underline{x}, \(x\), \%"
    )]
    #[case(
        r#"{"a": "escaped as it should be: \\beta \\frac \\\\"}"#,
        r"escaped as it should be: \beta \frac \\"
    )]
    #[case(r#"{"a": "first\nsecond\n한국어\t"}"#, "first\nsecond\n한국어\t")]
    #[case(r#"{"a": "\uac00\ud83d\ude00 \u00e9 \ud83d"}"#, "가😀 é \u{fffd}")]
    #[case(r#"{"a": "a "quoted" word"}"#, r#"a "quoted" word"#)]
    #[case("{\"a\": \"a raw\nline end\"}", "a raw\nline end")]
    #[case(
        "{'a': 'the model\\'s, the models', and the model's end'}",
        "the model's, the models', and the model's end"
    )]
    #[case("{'a': \"the model's end\", 'b': True}", "the model's end")]
    #[case("{“a”: “a “quoted” word, and “another”, too”, “b”: 1}", "a “quoted” word, and “another”, too")]
    #[case("{“a”: “mixed\", \"b\": 1}", "mixed")]
    #[case("\u{feff}{\u{200b}\"a\"\u{200b}: \u{200b}\"x\"\u{200b}}", "x")]
    fn text_survives(#[case] json: &str, #[case] expected: &str) {
        assert_eq!(value(json)["a"], expected);
    }

    #[rstest]
    #[case(r#"{"a": ["x", "y",], }"#)]
    #[case(r#"{"a": ["x" "y"]"#)]
    #[case(r#"{"a": ["x", "y"}"#)]
    #[case("{// the first\n\"a\": [\"x\", // one\n /* two */ \"y\"]}")]
    #[case(r#"{"a": ["x", "y"], "b""#)]
    #[case("{a: [\"x\", \"y\"], b_1 : null}")]
    #[case("{'a': ['x', 'y'], 'b': None}")]
    #[case("{“a”: [“x”, “y”]}")]
    #[case("{# the first\n\"a\": [\"x\", # one\n \"y\"]}")]
    fn small_faults_are_forgiven(#[case] json: &str) {
        assert_eq!(value(json)["a"], json!(["x", "y"]));
    }

    #[rstest]
    #[case(r#"{"a": ["x", "half of a sen"#, true)]
    #[case(r#"{"a": ["x"], "b": "#, true)]
    #[case(r#"{"a": ["x"]"#, false)]
    #[case(r#"{"a": ["x"]}"#, false)]
    fn tells_when_words_are_missing(#[case] json: &str, #[case] cut: bool) {
        assert_eq!(parse(json).unwrap().cut, cut);
    }

    #[test]
    fn a_thousand_brackets_do_no_harm() {
        assert!(parse(&"[".repeat(100_000)).is_some());
        assert!(parse(&"{\"a\":".repeat(100_000)).is_some());
    }

    fn json_value() -> impl Strategy<Value = Value> {
        // No backslashes: there the reader differs, on purpose.
        let text = "[^\\\\\u{0}-\u{1f}]{0,12}";
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            text.prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map(text, inner, 0..5)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn valid_json_reads_as_ever(value in json_value()) {
            let text = serde_json::to_string(&value).unwrap();
            prop_assert_eq!(parse(&text), Some(Parsed { value: value.clone(), cut: false, length: text.len() }));
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            prop_assert_eq!(parse(&pretty), Some(Parsed { value, cut: false, length: pretty.len() }));
        }

        #[test]
        fn no_text_does_harm(text in any::<String>()) {
            let _ = parse(&text);
            let _ = parse(&format!("{{\"a\": \"{text}"));
        }
    }
}
