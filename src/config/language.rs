//! Checks the code of a language in the settings, and suggests the one that was probably meant.

use super::ConfigError;

/// Codes of countries that are not codes of languages, and the languages that were probably meant.
const COUNTRIES: [(&str, &str); 13] = [
    ("kr", "ko"),
    ("jp", "ja"),
    ("cn", "zh"),
    ("tw", "zh"),
    ("us", "en"),
    ("gb", "en"),
    ("ua", "uk"),
    ("cz", "cs"),
    ("dk", "da"),
    ("gr", "el"),
    ("vn", "vi"),
    ("at", "de"),
    ("ir", "fa"),
];

/// Languages by name.
const NAMED: [(&str, &str); 18] = [
    ("korean", "ko"),
    ("한국어", "ko"),
    ("english", "en"),
    ("japanese", "ja"),
    ("日本語", "ja"),
    ("chinese", "zh"),
    ("中文", "zh"),
    ("german", "de"),
    ("deutsch", "de"),
    ("french", "fr"),
    ("français", "fr"),
    ("spanish", "es"),
    ("español", "es"),
    ("portuguese", "pt"),
    ("russian", "ru"),
    ("italian", "it"),
    ("vietnamese", "vi"),
    ("hindi", "hi"),
];

/// All codes of two letters (ISO 639-1); those of three are too many to list.
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv \
dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv \
ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no \
nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti \
tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Checks the code of a language, such as `ko`, `en` or `pt-BR`.
pub(super) fn language(lang: Option<String>) -> Result<String, ConfigError> {
    let lang = lang.unwrap_or_else(|| "ko".to_owned());
    match fault(&lang) {
        None => Ok(lang),
        Some(reason) => Err(ConfigError::value("`lang`", lang, reason)),
    }
}

/// Finds what is wrong with the code of a language.
fn fault(lang: &str) -> Option<String> {
    const FORM: &str = "expected a code like `ko`, `en` or `pt-BR`";
    let folded = lang.to_lowercase();
    let primary = folded.split(['-', '_', '.']).next().unwrap_or_default();
    let of = |table: &[(&str, &'static str)]| {
        table.iter().find(|(name, _)| *name == primary).map(|&(_, meant)| meant)
    };
    if let Some(meant) = of(&COUNTRIES) {
        return Some(format!("that is a country; its language is `{meant}`"));
    }
    if let Some(meant) = of(&NAMED) {
        return Some(format!("languages are named by their codes, and this one's is `{meant}`"));
    }
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let known = primary.len() != 2 || CODES.split(' ').any(|code| code == primary);
    if lang.len() <= 12 && lang.split('-').all(plain) {
        return (!known).then(|| format!("no language has the code `{primary}`; {FORM}"));
    }
    let locale = folded.split('.').next().unwrap_or_default().replace('_', "-");
    if locale.split('-').all(plain) && known && locale.len() <= 12 {
        Some(format!("that is a locale; the code of its language is `{primary}`"))
    } else {
        Some(FORM.to_owned())
    }
}

/// Returns the language of a locale: `ko` for `ko_KR.UTF-8`, and English for `C` and `POSIX`.
pub fn language_of_locale(locale: &str) -> Option<String> {
    let primary = locale.split(['_', '.', '@', '-']).next().unwrap_or_default().to_lowercase();
    match primary.as_str() {
        "c" | "posix" => Some("en".to_owned()),
        "" => None,
        code if fault(code).is_none() => Some(code.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("kr", "`ko`")]
    #[case("Korean", "`ko`")]
    #[case("한국어", "`ko`")]
    #[case("ko_KR", "`ko`")]
    #[case("ko_KR.UTF-8", "`ko`")]
    #[case("xx", "no language has the code `xx`")]
    #[case("e n", "expected a code")]
    #[case("", "expected a code")]
    fn a_language_that_is_none_is_answered_with_what_was_meant(#[case] lang: &str, #[case] expected: &str) {
        let said = language(Some(lang.to_owned())).unwrap_err().to_string();
        assert!(said.contains("`lang` cannot be") && said.contains(expected), "{said}");
    }

    #[rstest]
    #[case("ko")]
    #[case("EN")]
    #[case("pt-BR")]
    #[case("zh-Hant-TW")]
    #[case("tlh")]
    fn codes_of_languages_are_taken(#[case] lang: &str) {
        assert!(language(Some(lang.to_owned())).is_ok());
    }

    #[rstest]
    #[case("ko_KR.UTF-8", Some("ko"))]
    #[case("de_AT@euro", Some("de"))]
    #[case("C.UTF-8", Some("en"))]
    #[case("POSIX", Some("en"))]
    #[case("", None)]
    #[case("xx_YY", None)]
    fn a_locale_has_a_language(#[case] locale: &str, #[case] expected: Option<&str>) {
        assert_eq!(language_of_locale(locale).as_deref(), expected);
    }
}
