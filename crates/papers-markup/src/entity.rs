//! Decodes character references (`&amp;`, `&#x3b1;`).
//!
//! LaTeXML writes plain UTF-8 with the few names that markup needs; browsers that save a page add `&nbsp;`. The names of HTML 4,
//! which older pages use, are known too; any other name is left unchanged.

use std::borrow::Cow;

use memchr::memchr;

/// The maximum length of a name, longer than all in the table.
const MAX_NAME: usize = 12;

/// The names and their characters.
#[rustfmt::skip]
const NAMES: &[(&str, &str)] = &[
    ("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"), ("nbsp", "\u{A0}"),
    ("colon", ":"), ("semi", ";"), ("comma", ","), ("period", "."), ("num", "#"), ("percnt", "%"), ("lpar", "("),
    ("rpar", ")"), ("sol", "/"), ("bsol", "\\"), ("lowbar", "_"), ("excl", "!"), ("ast", "*"), ("equals", "="),
    ("plus", "+"), ("lbrace", "{"), ("rbrace", "}"), ("lsqb", "["), ("rsqb", "]"), ("Tab", "\t"), ("NewLine", "\n"),
    ("AMP", "&"), ("LT", "<"), ("GT", ">"), ("QUOT", "\""),
    ("iexcl", "¡"), ("cent", "¢"), ("pound", "£"), ("curren", "¤"), ("yen", "¥"), ("brvbar", "¦"), ("sect", "§"),
    ("uml", "¨"), ("copy", "©"), ("ordf", "ª"), ("laquo", "«"), ("not", "¬"), ("shy", "\u{AD}"), ("reg", "®"),
    ("macr", "¯"), ("deg", "°"), ("plusmn", "±"), ("sup2", "²"), ("sup3", "³"), ("acute", "´"), ("micro", "µ"),
    ("para", "¶"), ("middot", "·"), ("cedil", "¸"), ("sup1", "¹"), ("ordm", "º"), ("raquo", "»"), ("frac14", "¼"),
    ("frac12", "½"), ("frac34", "¾"), ("iquest", "¿"), ("Agrave", "À"), ("Aacute", "Á"), ("Acirc", "Â"),
    ("Atilde", "Ã"), ("Auml", "Ä"), ("Aring", "Å"), ("AElig", "Æ"), ("Ccedil", "Ç"), ("Egrave", "È"),
    ("Eacute", "É"), ("Ecirc", "Ê"), ("Euml", "Ë"), ("Igrave", "Ì"), ("Iacute", "Í"), ("Icirc", "Î"), ("Iuml", "Ï"),
    ("ETH", "Ð"), ("Ntilde", "Ñ"), ("Ograve", "Ò"), ("Oacute", "Ó"), ("Ocirc", "Ô"), ("Otilde", "Õ"), ("Ouml", "Ö"),
    ("times", "×"), ("Oslash", "Ø"), ("Ugrave", "Ù"), ("Uacute", "Ú"), ("Ucirc", "Û"), ("Uuml", "Ü"),
    ("Yacute", "Ý"), ("THORN", "Þ"), ("szlig", "ß"), ("agrave", "à"), ("aacute", "á"), ("acirc", "â"),
    ("atilde", "ã"), ("auml", "ä"), ("aring", "å"), ("aelig", "æ"), ("ccedil", "ç"), ("egrave", "è"),
    ("eacute", "é"), ("ecirc", "ê"), ("euml", "ë"), ("igrave", "ì"), ("iacute", "í"), ("icirc", "î"), ("iuml", "ï"),
    ("eth", "ð"), ("ntilde", "ñ"), ("ograve", "ò"), ("oacute", "ó"), ("ocirc", "ô"), ("otilde", "õ"), ("ouml", "ö"),
    ("divide", "÷"), ("oslash", "ø"), ("ugrave", "ù"), ("uacute", "ú"), ("ucirc", "û"), ("uuml", "ü"),
    ("yacute", "ý"), ("thorn", "þ"), ("yuml", "ÿ"), ("OElig", "Œ"), ("oelig", "œ"), ("Scaron", "Š"),
    ("scaron", "š"), ("Yuml", "Ÿ"), ("fnof", "ƒ"), ("circ", "ˆ"), ("tilde", "˜"), ("Alpha", "Α"), ("Beta", "Β"),
    ("Gamma", "Γ"), ("Delta", "Δ"), ("Epsilon", "Ε"), ("Zeta", "Ζ"), ("Eta", "Η"), ("Theta", "Θ"), ("Iota", "Ι"),
    ("Kappa", "Κ"), ("Lambda", "Λ"), ("Mu", "Μ"), ("Nu", "Ν"), ("Xi", "Ξ"), ("Omicron", "Ο"), ("Pi", "Π"),
    ("Rho", "Ρ"), ("Sigma", "Σ"), ("Tau", "Τ"), ("Upsilon", "Υ"), ("Phi", "Φ"), ("Chi", "Χ"), ("Psi", "Ψ"),
    ("Omega", "Ω"), ("alpha", "α"), ("beta", "β"), ("gamma", "γ"), ("delta", "δ"), ("epsilon", "ε"), ("zeta", "ζ"),
    ("eta", "η"), ("theta", "θ"), ("iota", "ι"), ("kappa", "κ"), ("lambda", "λ"), ("mu", "μ"), ("nu", "ν"),
    ("xi", "ξ"), ("omicron", "ο"), ("pi", "π"), ("rho", "ρ"), ("sigmaf", "ς"), ("sigma", "σ"), ("tau", "τ"),
    ("upsilon", "υ"), ("phi", "φ"), ("chi", "χ"), ("psi", "ψ"), ("omega", "ω"), ("ensp", "\u{2002}"),
    ("emsp", "\u{2003}"), ("thinsp", "\u{2009}"), ("zwnj", "\u{200C}"), ("zwj", "\u{200D}"), ("lrm", "\u{200E}"),
    ("rlm", "\u{200F}"), ("ndash", "–"), ("mdash", "—"), ("lsquo", "‘"), ("rsquo", "’"), ("sbquo", "‚"),
    ("ldquo", "“"), ("rdquo", "”"), ("bdquo", "„"), ("dagger", "†"), ("Dagger", "‡"), ("bull", "•"),
    ("hellip", "…"), ("permil", "‰"), ("prime", "′"), ("Prime", "″"), ("lsaquo", "‹"), ("rsaquo", "›"),
    ("oline", "‾"), ("frasl", "⁄"), ("euro", "€"), ("trade", "™"), ("larr", "←"), ("uarr", "↑"), ("rarr", "→"),
    ("darr", "↓"), ("harr", "↔"), ("lArr", "⇐"), ("rArr", "⇒"), ("hArr", "⇔"), ("forall", "∀"), ("part", "∂"),
    ("exist", "∃"), ("empty", "∅"), ("nabla", "∇"), ("isin", "∈"), ("notin", "∉"), ("prod", "∏"), ("sum", "∑"),
    ("minus", "−"), ("lowast", "∗"), ("radic", "√"), ("prop", "∝"), ("infin", "∞"), ("ang", "∠"), ("and", "∧"),
    ("or", "∨"), ("cap", "∩"), ("cup", "∪"), ("int", "∫"), ("there4", "∴"), ("sim", "∼"), ("cong", "≅"),
    ("asymp", "≈"), ("ne", "≠"), ("equiv", "≡"), ("le", "≤"), ("ge", "≥"), ("sub", "⊂"), ("sup", "⊃"),
    ("sube", "⊆"), ("supe", "⊇"), ("oplus", "⊕"), ("otimes", "⊗"), ("perp", "⊥"), ("sdot", "⋅"), ("lceil", "⌈"),
    ("rceil", "⌉"), ("lfloor", "⌊"), ("rfloor", "⌋"), ("lang", "⟨"), ("rang", "⟩"), ("loz", "◊"),
];

/// Decodes the character references in a text.
pub fn decode(text: &str) -> Cow<'_, str> {
    let Some((before, mut rest)) = split_at_ampersand(text) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(before);
    loop {
        rest = reference(rest, &mut out);
        let Some((before, after)) = split_at_ampersand(rest) else { break };
        out.push_str(before);
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Splits at the first ampersand like `str::split_once`, but faster.
fn split_at_ampersand(text: &str) -> Option<(&str, &str)> {
    let at = memchr(b'&', text.as_bytes())?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Decodes a reference after its ampersand, and returns the text after it.
fn reference<'a>(text: &'a str, out: &mut String) -> &'a str {
    if let Some(number) = text.strip_prefix('#')
        && let Some((c, rest)) = numeric(number)
    {
        out.push(c);
        return rest;
    }
    let length = text.bytes().take(MAX_NAME).take_while(u8::is_ascii_alphanumeric).count();
    if let Some((name, rest)) = text.split_at_checked(length)
        && let Some(rest) = rest.strip_prefix(';')
        && let Some((_, character)) = NAMES.iter().find(|(known, _)| *known == name)
    {
        out.push_str(character);
        return rest;
    }
    out.push('&');
    text
}

fn numeric(text: &str) -> Option<(char, &str)> {
    let (digits, radix) = match text.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16),
        None => (text, 10),
    };
    let length = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    let (number, rest) = digits.split_at_checked(length).filter(|(number, _)| !number.is_empty())?;
    let code = u32::from_str_radix(number, radix).unwrap_or(u32::MAX);
    let c = char::from_u32(code).filter(|c| *c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER);
    Some((c, rest.strip_prefix(';').unwrap_or(rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_and_numbered_references_become_characters() {
        assert_eq!(decode("a &lt; b &amp;&amp; c&nbsp;&#945;&#x3B2;&eacute;"), "a < b && c\u{A0}αβé");
    }

    #[test]
    fn text_that_is_no_reference_stays_as_written() {
        assert_eq!(decode("AT&T & R&D &unknown; &#; &"), "AT&T & R&D &unknown; &#; &");
    }

    #[test]
    fn impossible_numbers_become_the_replacement_character() {
        assert_eq!(decode("&#0;&#xD800;&#99999999999;"), "\u{FFFD}\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn a_reference_is_resolved_once() {
        assert_eq!(decode("&amp;lt;"), "&lt;");
    }
}
