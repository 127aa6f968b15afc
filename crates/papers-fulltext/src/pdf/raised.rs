//! Tells exponents from the marks of footnotes: both are small digits above the line.
//!
//! An exponent that is lost makes a formula false, and so does a mark that is read as one. The text before it, and the notes at the
//! foot of the page, tell which it is. What remains unclear is kept as an exponent, which a reader can see for what it is.

use super::glyph::{Glyph, SEAMS, WIDE_SEAM};

/// Words of a formula that take an exponent, although three letters are a word: functions, and units that are squared.
const POWERS: &[&str] = &[
    "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "log", "exp", "det", "deg", "arcsec",
    "arcmin", "min", "mol", "kpc", "Mpc", "Gpc", "keV", "MeV", "GeV", "TeV",
];
/// Endings of ordinal numbers, which are raised but no exponents.
const ORDINALS: [&str; 4] = ["st", "nd", "rd", "th"];
/// Signs of a statement: nothing in brackets that has one is raised to a power.
const RELATIONS: &[char] = &['=', '<', '>', '≤', '≥', '≈', '∼', '≪', '≫', '≠', '∝'];
/// Signs between the parts of a term.
const OPERATORS: &[char] = &['+', '−', '×', '·', '÷', '±', '∗', '√', '⊗', '∘', '⊤'];
/// Two-letter words that are not units.
const WORDS: &[&str] = &[
    "an", "at", "be", "by", "do", "he", "if", "is", "it", "my", "no", "of", "on", "or", "so", "to", "up",
    "us", "we",
];
/// Words before a year.
const BEFORE_YEARS: &[&str] = &[
    "since", "until", "before", "after", "during", "year", "January", "February", "March", "April", "May",
    "June", "July", "August", "September", "October", "November", "December",
];
/// The largest number that is often an exponent.
const USUAL_POWER: u32 = 4;

/// The kinds of superscripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The mark of a footnote.
    Mark,
    Exponent,
    /// Anything else, such as the ending of an ordinal number.
    Other,
}

/// A superscript and what is known of it.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each tells something else about what is around it")]
pub(super) struct Superscript<'a> {
    /// The text before it, without the space that may separate them.
    pub(super) before: &'a str,
    pub(super) text: &'a str,
    /// True if it follows a letter of a math font.
    pub(super) math: bool,
    /// True if its own first letter is in a math font.
    pub(super) symbol: bool,
    /// True if the bracket before it, if there is one, holds letters of math fonts.
    pub(super) formula: bool,
    /// True if a note of the page has its number.
    pub(super) noted: bool,
}

impl Superscript<'_> {
    pub(super) fn kind(&self) -> Kind {
        let Self { before, text, math, symbol, .. } = *self;
        let marks = text.chars().all(|c| c.is_ascii_digit() || ",*†‡§¶∗ ".contains(c));
        let number = text.starts_with(|c: char| c.is_ascii_digit() || "+-−".contains(c));
        let letters = text.starts_with(char::is_alphabetic) && !ORDINALS.contains(&text);
        let mark_or_none = if marks { Kind::Mark } else { Kind::Other };
        let Some(end) = before.chars().next_back() else { return Kind::Other };
        match end {
            ')' | ']' if closes_formula(before, self.formula) => {
                let mark = marks && (self.number() == 1 || self.noted && self.number() > USUAL_POWER);
                if mark { Kind::Mark } else { exponent(number || letters) }
            }
            ')' if number && !marks => Kind::Exponent,
            '}' | '|' | '‖' | '∥' | '⟩' => exponent(number || (letters && symbol)),
            ')' | ']' | '.' | ',' | ';' | ':' | '”' | '"' | '%' => mark_or_none,
            _ if marks && !math && self.follows_name() => Kind::Mark,
            _ => {
                let word = last_word(before);
                let is_word = word.chars().count() >= 3 && !(number && POWERS.contains(&word));
                let letter = symbol && (math || !is_word) && letters;
                if is_word && !math && marks {
                    Kind::Mark
                } else {
                    exponent((number || letter) && end.is_alphanumeric())
                }
            }
        }
    }

    fn number(&self) -> u32 {
        self.text.trim().parse().unwrap_or_default()
    }

    /// Returns true for a text that takes no exponent: a year, the name of a model with its version, two capitals with a note.
    fn follows_name(&self) -> bool {
        let Self { before, noted, .. } = *self;
        let token =
            before.rsplit(|c: char| c.is_whitespace() || "([,;".contains(c)).next().unwrap_or_default();
        let digits = token.len() - token.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let (lead, digits) = token.split_at(token.len() - digits);
        let capital = token.starts_with(char::is_uppercase);
        let count = lead.chars().filter(|c| c.is_alphabetic()).count();
        if digits.is_empty() {
            let capitals = count == 2 && token.chars().all(char::is_uppercase);
            let version = capital && lead.contains('-') && lead.contains(|c: char| c.is_ascii_digit());
            return (noted && (capitals || WORDS.contains(&token))) || (version && count >= 2);
        }
        if capital && count >= 2 {
            return true;
        }
        if digits == "10" {
            return false;
        }
        // Nobody writes a power of one.
        let only = self.number() == 1 && digits.len() > 2;
        let word = last_word(
            before.get(..before.len() - token.len()).unwrap_or_default().trim_end_matches([' ', ',']),
        );
        if !lead.ends_with(|c: char| c.is_alphanumeric() || OPERATORS.contains(&c) || c == '.')
            && is_year(digits)
        {
            return noted || only || BEFORE_YEARS.contains(&word);
        }
        let named = lead.is_empty() && word.chars().count() >= 3 && word.starts_with(char::is_uppercase);
        only || (noted && (named || (self.number() > USUAL_POWER && digits != "2")))
    }
}

fn exponent(is_exponent: bool) -> Kind {
    if is_exponent { Kind::Exponent } else { Kind::Other }
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && digits.parse().is_ok_and(|year: u32| (1900..2100).contains(&year))
}

/// Returns the letters at the end of a text.
fn last_word(text: &str) -> &str {
    let rest = text.trim_end_matches(char::is_alphabetic);
    text.get(rest.len()..).unwrap_or_default()
}

/// Returns true if a text ends with a single letter that is not a word: a variable.
pub(super) fn ends_with_variable(text: &str) -> bool {
    let word = last_word(text);
    let before = text.get(..text.len() - word.len()).and_then(|before| before.chars().next_back());
    let free = before.is_none_or(|c| {
        c.is_whitespace()
            || SEAMS.contains(&c)
            || c == WIDE_SEAM
            || "([{|/,∥‖⟨∈=".contains(c)
            || OPERATORS.contains(&c)
    });
    word.chars().count() == 1 && !["a", "A", "I"].contains(&word) && free
}

/// Returns true if the bracket at the end of a text closes a term, which may have an exponent, rather than a remark, an
/// abbreviation or a citation. `math` is true if it has letters of math fonts.
fn closes_formula(text: &str, math: bool) -> bool {
    let Some((inner, head)) = bracket(text) else {
        let (_, operator, long) = parts(text);
        return (math || operator) && long == 0 && !text.contains(RELATIONS);
    };
    let square = text.ends_with(']');
    if inner.contains(RELATIONS) {
        return false;
    }
    if inner.chars().all(|c| c.is_ascii_digit() || " .,;–-".contains(c)) {
        let integers = !inner.contains('.') && !inner.split([',', ' ', '-', '–']).any(|number| number == "0");
        let named = head.trim_end().ends_with(|c: char| c.is_alphabetic() || c == '.');
        return !(integers && (square || named || is_year(inner)));
    }
    let (slash, operator, long) = parts(inner);
    if math && (long == 0 || (operator && long <= 2)) || operator && long == 0 {
        return true;
    }
    if slash {
        return inner.split('/').all(|part| part.chars().count() <= 3) && !inner.ends_with('o');
    }
    let letters = inner.chars().count();
    if letters <= 2 && head.ends_with(char::is_alphanumeric) {
        return true; // f(x)
    }
    let capitals = letters <= 4 && inner.chars().all(char::is_uppercase);
    let word = last_word(head.trim_end());
    let expanded =
        word.chars().count() > 3 && word.starts_with(|c: char| inner.contains(c.to_ascii_uppercase()));
    !square && capitals && !word.is_empty() && !expanded
}

/// Returns the text within the bracket at the end of a text, and the text before it.
fn bracket(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().rev() {
        match c {
            ')' | ']' => depth += 1,
            '(' | '[' if depth == 1 => return Some((text.get(at + 1..text.len() - 1)?, text.get(..at)?)),
            '(' | '[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Tells whether a text has a slash between letters and an operator, and counts its long words.
fn parts(text: &str) -> (bool, bool, usize) {
    let operator = text.contains(OPERATORS) || text.contains(" - ");
    let long = text.split(|c: char| !c.is_alphabetic());
    let long = long.filter(|word| word.chars().count() > 3 && !POWERS.contains(word)).count();
    (text.contains('/'), operator, long)
}

/// Returns the numbers of the notes at the foot of a page: small digits that begin a line in its lower half, raised above the text
/// after them.
pub(super) fn notes(glyphs: &[Glyph]) -> Vec<u32> {
    let mut notes = Vec::new();
    let inked = || glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty());
    let (low, high) = inked()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), glyph| (low.min(glyph.y), high.max(glyph.y)));
    let mut number = String::new();
    let mut last: Option<&Glyph> = None;
    for glyph in inked() {
        let same = last.is_some_and(|last| (last.y - glyph.y).abs() < 0.8 * last.size && glyph.x > last.x);
        let digit = glyph.text.len() == 1 && glyph.text.bytes().all(|byte| byte.is_ascii_digit());
        let over = last.is_some_and(|last| {
            let rise = (last.y - glyph.y) / glyph.size.max(1.0);
            (0.05..0.65).contains(&rise) && glyph.size > 1.1 * last.size && glyph.x - last.end < glyph.size
        });
        if same && over {
            notes.extend(number.parse::<u32>());
        }
        let goes_on = same && !number.is_empty() && !over;
        if !goes_on {
            number.clear();
        }
        if digit && glyph.y < low.midpoint(high) && (goes_on || !same) {
            number.push_str(&glyph.text);
        } else {
            number.clear();
        }
        last = Some(glyph);
    }
    notes
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn kind(before: &str, text: &str, noted: bool) -> Kind {
        let formula = before.contains(['−', 'δ', 'Δ', 'x']);
        Superscript { before, text, math: false, symbol: false, formula, noted }.kind()
    }

    #[rstest]
    #[case("= (1 − δ)", "4")]
    #[case("defined as (f − o)", "2")]
    #[case("We use (IA)", "3")]
    #[case("if yN < (Δt)", "2")]
    #[case("grows by (1.05)", "3")]
    #[case("3 (m/s)", "2")]
    #[case("with (1 − s)", "r")]
    #[case("on [0, 1]", "2")]
    #[case("of |x|", "2")]
    #[case("to f(x)", "2")]
    #[case("over 100 deg", "2")]
    #[case("and 10", "5")]
    #[case("a box of 2048", "3")]
    #[case("5 km", "2")]
    #[case("with 2", "1")]
    fn a_power_is_kept(#[case] before: &str, #[case] text: &str) {
        assert_eq!(kind(before, text, false), Kind::Exponent);
    }

    #[rstest]
    #[case("the method", "12", false)]
    #[case("Large Language Models (LLM)", "2", false)]
    #[case("of the tests (p < 0.05)", "3", false)]
    #[case("shown before (see there)", "1", false)]
    #[case("as Smith says (2019)", "3", false)]
    #[case("of Eq. (3)", "2", false)]
    #[case("see [12]", "3", false)]
    #[case("rises by 12%", "3", false)]
    #[case("MPT-30B", "8", false)]
    #[case("GPT-4-0613", "2", false)]
    #[case("ChatGPT-3.5", "5", false)]
    #[case("September, 2023", "3", false)]
    #[case("Claude 1.3", "6", true)]
    #[case("Llama 2", "7", true)]
    #[case("the KL", "3", true)]
    #[case("end.", "2", false)]
    fn a_mark_is_told_from_a_power(#[case] before: &str, #[case] text: &str, #[case] noted: bool) {
        assert_eq!(kind(before, text, noted), Kind::Mark);
    }

    #[test]
    fn ordinals_are_neither() {
        assert_eq!(kind("the (n − 1)", "th", false), Kind::Other);
    }
}
