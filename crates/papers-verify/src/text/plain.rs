//! Converts text with LaTeX, styled Unicode digits and typographic forms to plain text, so that `37.1\%`, `３７.1%` and `$37.1\%$`
//! are the same number, and `D$^3$QE`, `D³QE` and `$\bf{D^3}$QE` the same name.

use papers_paper::text::invisible::is_invisible;
use unicode_normalization::UnicodeNormalization;

/// Returns text without dollar signs, braces and LaTeX commands, with compatibility characters as ordinary ones, and superscripts
/// as `^n`.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_plain(&mut out, text);
    out
}

/// Returns letters and digits in lower case, without whitespace and punctuation, which differ between a page and a PDF.
pub(crate) fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Appends the plain form of `text`.
pub(crate) fn push_plain(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(special) {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        rest = step(out, tail);
    }
    out.push_str(rest);
}

/// Returns true for characters that need conversion.
fn special(c: char) -> bool {
    matches!(c, '\\' | '$' | '{' | '}' | '^' | '.') || !(c.is_ascii() || is_ordinary(c))
}

/// Returns true for letters that normalization does not change, which are most of Korean, Japanese and Chinese text.
fn is_ordinary(c: char) -> bool {
    matches!(c, '가'..='힣' | 'ぁ'..='ヿ' | '一'..='鿿')
}

/// Writes the plain form of the beginning of `text`, and returns the rest.
fn step<'a>(out: &mut String, text: &'a str) -> &'a str {
    let mut chars = text.chars();
    let Some(c) = chars.next() else { return text };
    let rest = chars.as_str();
    match c {
        '\\' => command(out, rest),
        '{' if rest.starts_with(",}") => thousands(out, rest),
        // French and other languages put a narrow space between thousands.
        '\u{a0}' | '\u{202f}' | '\u{2009}' if out.ends_with(is_digit) && rest.starts_with(is_digit) => rest,
        // `P = .01` is 0.01, and no 1.
        '.' if rest.starts_with(is_digit) && out.chars().next_back().is_none_or(opens_number) => {
            out.push_str("0.");
            rest
        }
        '.' => {
            out.push('.');
            rest
        }
        '^' => {
            out.push('^');
            bracketed_exponent(rest).map_or(rest, |(exponent, after)| {
                out.push_str(exponent);
                after
            })
        }
        '{' if out.ends_with(|c: char| c.is_ascii_lowercase()) && rest.starts_with(is_digit) => {
            out.push(' ');
            rest
        }
        '$' if is_price(rest) => {
            out.push('$');
            rest
        }
        // `R$ 500` is an amount in reais.
        '$' if out.ends_with('R') && rest.trim_start().starts_with(is_digit) => {
            out.push('$');
            rest
        }
        '$' | '{' | '}' => rest,
        _ => {
            character(out, c);
            rest
        }
    }
}

/// Returns true for a character after which a point and a digit begin a number; after a word or bracket, the point ends a sentence.
fn opens_number(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '=' | '<'
                | '>'
                | '≤'
                | '≥'
                | '~'
                | '±'
                | '×'
                | '+'
                | '-'
                | '–'
                | '—'
                | '('
                | '['
                | '/'
                | ':'
                | '|'
                | '$'
                | '€'
                | '£'
        )
}

/// Returns true for the text after a dollar sign that begins an amount of money, as in `$5 or $10`, and not a formula, as in `$5$`.
fn is_price(rest: &str) -> bool {
    let apart = |(amount, other): (&str, &str)| {
        amount.ends_with([' ', '('])
            && other.starts_with(is_digit)
            && !amount.contains(['\\', '^', '_', '=', '{'])
    };
    rest.starts_with(is_digit) && rest.split_once('$').is_none_or(apart)
}

/// Returns the exponent of `10^(-4)`, and the text after it.
fn bracketed_exponent(rest: &str) -> Option<(&str, &str)> {
    let (exponent, after) = rest.strip_prefix('(')?.split_once(')')?;
    let digits = exponent.strip_prefix('-').unwrap_or(exponent);
    (!digits.is_empty() && digits.chars().all(is_digit)).then_some((exponent, after))
}

/// Writes the comma of `1{,}000`, in which braces keep LaTeX from adding a space.
fn thousands<'a>(out: &mut String, rest: &'a str) -> &'a str {
    out.push(',');
    rest.strip_prefix(",}").unwrap_or(rest)
}

/// Writes a character that is neither ASCII nor ordinary.
fn character(out: &mut String, c: char) {
    match c {
        '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' | '⁻' => {
            if !exponent_is_open(out) {
                out.push('^');
            }
            out.extend(std::iter::once(c).nfkc().map(|c| if c == '−' { '-' } else { c }));
        }
        '−' | '‐' | '‑' => out.push('-'),
        // A transposed matrix.
        'ᵀ' => out.push_str("^T"),
        '¼' | '½' | '¾' if out.ends_with(|c: char| c.is_ascii_digit()) => out.push_str(quarters(c)),
        '’' | 'ʼ' => out.push('\''),
        // A full-width comma never groups digits, and has no space after it.
        '，' | '،' => out.push_str(", "),
        '；' | '؛' => out.push_str("; "),
        // The decimal and thousands separators and the percent sign of Arabic and Persian.
        '٫' => out.push('.'),
        '٬' => out.push(','),
        '٪' => out.push('%'),
        '①'..='⑳' => {
            let number = u32::from(c) - u32::from('①') + 1;
            out.push_str(&format!("({number}) "));
        }
        c if is_invisible(c) && !c.is_whitespace() => {}
        _ => match other_digit(c) {
            Some(digit) => out.push(digit),
            None => out.extend(std::iter::once(c).nfkc().map(|c| if c == '⁄' { '/' } else { c })),
        },
    }
}

/// Returns the decimals of a mixed number: 3½ is 3.5.
const fn quarters(c: char) -> &'static str {
    match c {
        '¼' => ".25",
        '½' => ".5",
        _ => ".75",
    }
}

/// Returns the ASCII digit for one of Arabic, Persian, the scripts of India, Thai, Lao, Tibetan, Burmese or Khmer.
fn other_digit(c: char) -> Option<char> {
    const ZEROS: [u32; 16] = [
        0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20,
        0x1040, 0x17e0,
    ];
    let digit = ZEROS.iter().find_map(|zero| u32::from(c).checked_sub(*zero).filter(|digit| *digit < 10))?;
    char::from_digit(digit, 10)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Returns true if the text ends in an exponent or its beginning: `10^`, `10^-`, `10^2`.
fn exponent_is_open(out: &str) -> bool {
    let base = out.trim_end_matches(is_digit);
    base.strip_suffix('-').unwrap_or(base).ends_with('^')
}

/// Writes the command after a backslash, and returns the rest.
fn command<'a>(out: &mut String, rest: &'a str) -> &'a str {
    let name_len = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    if name_len == 0 {
        // `\%`, `\_` and `\&` are characters; `\,` and `\;` are spaces in formulas and numbers.
        let mut chars = rest.chars();
        if let Some(c) = chars.next()
            && !matches!(
                c,
                ',' | ';'
                    | ':'
                    | '!'
                    | '{'
                    | '}'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '"'
                    | '^'
                    | '\''
                    | '`'
                    | '~'
                    | '='
            )
            && !(c == '.' && chars.as_str().starts_with(|c: char| c.is_alphabetic()))
        {
            out.push(if c == '\\' { ' ' } else { c });
        } else if matches!(rest.chars().next(), Some(',' | ';' | ':'))
            && (out.ends_with(char::is_alphabetic)
                || out.ends_with(is_digit) && !begins_group(chars.as_str()))
        {
            out.push(' ');
        }
        return chars.as_str();
    }
    let (name, rest) = rest.split_at(name_len);
    match name {
        "times" => out.push('×'),
        "approx" | "sim" | "simeq" => out.push('~'),
        "cdot" => out.push('·'),
        "ge" | "geq" | "geqslant" => out.push('≥'),
        "le" | "leq" | "leqslant" => out.push('≤'),
        "pm" => out.push('±'),
        "to" | "rightarrow" | "quad" => out.push(' '),
        "deg" | "degree" | "circ" | "textdegree" => degree(out),
        "slash" => {
            out.push('/');
            return rest.strip_prefix(' ').unwrap_or(rest);
        }
        "percent" => out.push('%'),
        "odot" | "oplus" if out.ends_with('_') => of_sky(out, name),
        "mkern" | "kern" | "mskip" | "hskip" => {
            let length = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.');
            return rest.trim_start_matches(length).trim_start_matches(|c: char| c.is_ascii_lowercase());
        }
        "frac" | "dfrac" | "tfrac" => return fraction(out, rest),
        name => {
            out.extend(GREEK.iter().find(|(command, _)| *command == name).map(|&(_, letter)| letter));
            return rest.strip_prefix(' ').unwrap_or(rest);
        }
    }
    rest
}

/// Returns true for the next three digits of a number: `15\,000`.
fn begins_group(rest: &str) -> bool {
    rest.trim_start_matches(['{', '}', '$']).starts_with(is_digit)
}

/// Writes a degree sign, which is a superscript in TeX.
fn degree(out: &mut String) {
    if out.ends_with('^') {
        out.pop();
    }
    out.push('°');
}

/// Writes the sign of the Sun or the Earth for an index: `M☉`. Its letter is not a scale of the number before it.
fn of_sky(out: &mut String, name: &str) {
    out.pop();
    let number = out.trim_end_matches(|c: char| c.is_ascii_uppercase());
    if number.len() < out.len() && number.ends_with(is_digit) {
        out.insert(number.len(), ' ');
    }
    out.push(if name == "odot" { '☉' } else { '⊕' });
}

/// Letters that occur in names: `$\pi_0$`, `$\tau^2$-bench`.
const GREEK: [(&str, char); 26] = [
    ("o", 'ø'),
    ("O", 'Ø'),
    ("l", 'ł'),
    ("ell", 'l'),
    ("ss", 'ß'),
    ("ae", 'æ'),
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("epsilon", 'ε'),
    ("varepsilon", 'ε'),
    ("zeta", 'ζ'),
    ("eta", 'η'),
    ("theta", 'θ'),
    ("kappa", 'κ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("nu", 'ν'),
    ("pi", 'π'),
    ("rho", 'ρ'),
    ("sigma", 'σ'),
    ("tau", 'τ'),
    ("phi", 'φ'),
    ("psi", 'ψ'),
    ("omega", 'ω'),
];

/// Writes `\frac{1}{2}` as `1/2`.
fn fraction<'a>(out: &mut String, rest: &'a str) -> &'a str {
    let parts = rest.strip_prefix('{').and_then(|inner| inner.split_once("}{"));
    match parts.and_then(|(top, tail)| Some((top, tail.split_once('}')?))) {
        Some((top, (bottom, tail))) if !top.contains('{') && !bottom.contains('{') => {
            push_plain(out, top);
            out.push('/');
            push_plain(out, bottom);
            tail
        }
        _ => rest,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(r"$37.1\%$", "37.1%")]
    #[case(r"$25\,M_\odot$, $15\,000$", "25 M☉, 15000")]
    #[case("３７.１％", "37.1%")]
    #[case(r"D$^3$QE", "D^3QE")]
    #[case(r"$\bf{D^3}$QE", "D^3QE")]
    #[case("D³QE", "D^3QE")]
    #[case("10⁵ and 10⁻¹²", "10^5 and 10^-12")]
    #[case(r"$10^{5}$", "10^5")]
    #[case(r"$1{,}000$", "1,000")]
    #[case(r"$3\times$ faster", "3× faster")]
    #[case(r"$\frac{1}{2}$", "1/2")]
    #[case("½", "1/2")]
    #[case("3½ days", "3.5 days")]
    #[case("15\u{202f}000", "15000")]
    #[case(r"$\pi_0$ and $\tau^2$-bench", "π_0 and τ^2-bench")]
    #[case(r"\textbf{causal attention}", "causal attention")]
    #[case(r"1.1\,B", "1.1 B")]
    #[case(r"VQA\,v2", "VQA v2")]
    #[case(r"$25\,m_e$", "25 m_e")]
    #[case(r"$25\,M_\odot$, $2\;{\rm R}_{\oplus}$", "25 M☉, 2 R⊕")]
    #[case(r"$10^{12}M_\odot$, $M_\odot$ and $a \odot b$", "10^12 M☉, M☉ and a b")]
    #[case(r"$95.2\pm 4.6\%$", "95.2± 4.6%")]
    #[case("Qwen2.5‑7B", "Qwen2.5-7B")]
    #[case(r"t\_chunk", "t_chunk")]
    #[case("(P=.01, r = -.31, .52-.98)", "(P=0.01, r = -0.31, 0.52-0.98)")]
    #[case("a step.2 The end .", "a step.2 The end .")]
    #[case("١٣ and १३", "13 and 13")]
    #[case(r"$\geq 90\%$", "≥ 90%")]
    #[case(r#"Nystr\"om"#, "Nystrom")]
    #[case(r"-40{\deg}C and 50$^\circ$C", "-40°C and 50°C")]
    #[case(r"and\slash or", "and/or")]
    #[case("0.9，2个", "0.9, 2个")]
    #[case("①데이터", "(1) 데이터")]
    #[case("한국어 문장", "한국어 문장")]
    #[case("$5 or $10M", "$5 or $10M")]
    #[case("$5$ of $10$", "5 of 10")]
    #[case("Custou R$ 500.", "Custou R$ 500.")]
    #[case(r"$5 \times 3$ and $10$", "5 × 3 and 10")]
    fn reads_every_form_as_plain_text(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(plain(text), expected);
    }

    #[test]
    fn unfinished_commands_lose_nothing_else() {
        assert_eq!(plain(r"a \frac{1 b \"), r"a 1 b ");
        assert_eq!(plain("{,}"), ",");
    }
}
