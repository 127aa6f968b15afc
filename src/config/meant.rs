//! Names of languages and time zones as they are typed → the codes that programs use, or what was probably meant.

use chrono_tz::{TZ_VARIANTS, Tz};
use papers_paper::text::spelling::changes;
use serde::{Deserialize, Deserializer};

use super::ConfigError;
use crate::environment::Environment;

/// Codes of countries that are no languages here, and the languages that were meant.
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

/// The code of a language, such as `ko`, `en` or `pt-BR`.
pub(super) fn language(lang: Option<String>) -> Result<String, ConfigError> {
    let lang = lang.unwrap_or_else(|| "ko".to_owned());
    match misread(&lang) {
        None => Ok(lang),
        Some(reason) => Err(ConfigError::value("`lang`", lang, reason)),
    }
}

/// Finds what is wrong with the code of a language.
fn misread(lang: &str) -> Option<String> {
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
    match locale.split('-').all(plain) && known && locale.len() <= 12 {
        true => Some(format!("that is a locale; the code of its language is `{primary}`")),
        false => Some(FORM.to_owned()),
    }
}

/// The code of a locale's language: `ko_KR.UTF-8` is `ko`. A machine's own locale, `C` or `POSIX`, speaks English.
pub fn language_of_locale(locale: &str) -> Option<String> {
    let primary = locale.split(['_', '.', '@', '-']).next().unwrap_or_default().to_lowercase();
    match primary.as_str() {
        "c" | "posix" => Some("en".to_owned()),
        "" => None,
        code if misread(code).is_none() => Some(code.to_owned()),
        _ => None,
    }
}

/// Zones by their usual letters, which name no place.
const LETTERS: [(&str, &str); 13] = [
    ("kst", "Asia/Seoul"),
    ("jst", "Asia/Tokyo"),
    ("ist", "Asia/Kolkata"),
    ("sgt", "Asia/Singapore"),
    ("hkt", "Asia/Hong_Kong"),
    ("pst", "America/Los_Angeles"),
    ("pdt", "America/Los_Angeles"),
    ("cst", "America/Chicago"),
    ("cdt", "America/Chicago"),
    ("edt", "America/New_York"),
    ("bst", "Europe/London"),
    ("cest", "Europe/Berlin"),
    ("aest", "Australia/Sydney"),
];

impl Environment {
    /// Says what is wrong with a `TZ` that names a place and no time zone: the system's clock is then that of UTC.
    pub fn unknown_zone(&self) -> Option<String> {
        let name = self.value("TZ")?.trim_start_matches(':');
        let is_place = name.contains('/') && name.starts_with(|c: char| c.is_ascii_alphabetic());
        // Variants of the database, which programs may have and this one has not.
        let is_variant = name.starts_with("posix/") || name.starts_with("right/");
        let reason = zone(name).err().filter(|_| is_place && !is_variant)?;
        Some(format!("`TZ` cannot be `{name}`, and days are those of UTC: {reason}"))
    }
}

/// A time zone by its name in the time zone database, in any case.
pub(super) fn zone(name: &str) -> Result<Tz, String> {
    let name = name.trim();
    if let Some(zone) = TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(name)) {
        return Ok(*zone);
    }
    let folded = name.to_lowercase().replace(' ', "_");
    let meant = match LETTERS.iter().find(|(letters, _)| *letters == folded) {
        Some((_, zone)) => (*zone).to_owned(),
        None => offset(&folded).or_else(|| place(&folded)).unwrap_or_else(|| nearest(&folded)),
    };
    Err(format!("there is no such time zone; was `{meant}` meant?"))
}

/// Whole hours from UTC, `+9`, `utc+09:00`, as the database names them: with the sign turned.
fn offset(name: &str) -> Option<String> {
    let hours = name.trim_start_matches("utc").trim_start_matches("gmt");
    let (sign, hours) =
        hours.strip_prefix('+').map(|rest| ('-', rest)).or_else(|| Some(('+', hours.strip_prefix('-')?)))?;
    let hours = hours
        .strip_suffix(":00")
        .or(hours.strip_suffix("00").filter(|rest| !rest.is_empty()))
        .unwrap_or(hours);
    let hours: u8 = hours.parse().ok()?;
    let zone = format!("Etc/GMT{sign}{hours}");
    zone.parse::<Tz>().ok().map(|_| zone)
}

/// The zone of a city.
fn place(name: &str) -> Option<String> {
    let city = |zone: &&Tz| zone.name().to_lowercase().rsplit('/').next() == Some(name);
    TZ_VARIANTS.iter().find(city).map(|zone| zone.name().to_owned())
}

/// The zone whose name, or whose city's, takes the fewest changes.
fn nearest(name: &str) -> String {
    let distance = |zone: &&Tz| {
        let folded = zone.name().to_lowercase();
        let city = folded.rsplit('/').next().unwrap_or_default();
        changes(name, &folded).min(changes(name, city))
    };
    TZ_VARIANTS.iter().min_by_key(distance).map_or_else(String::new, |zone| zone.name().to_owned())
}

/// Reads `timezone` of a file of settings.
pub(super) fn timezone<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Tz>, D::Error> {
    let name = String::deserialize(deserializer)?;
    let named = |reason| serde::de::Error::custom(format!("`timezone` cannot be `{name}`: {reason}"));
    zone(&name).map(Some).map_err(named)
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

    #[rstest]
    #[case("Seoul", "`Asia/Seoul`")]
    #[case("KST", "`Asia/Seoul`")]
    #[case("new york", "`America/New_York`")]
    #[case("Asia/Soul", "`Asia/Seoul`")]
    #[case("UTC+9", "`Etc/GMT-9`")]
    #[case("+09:00", "`Etc/GMT-9`")]
    #[case("GMT-5", "`Etc/GMT+5`")]
    #[case("Europe/Berln", "`Europe/Berlin`")]
    fn a_time_zone_that_is_none_is_answered_with_what_was_meant(#[case] name: &str, #[case] expected: &str) {
        let said = zone(name).unwrap_err();
        assert!(said.contains(expected), "{said}");
    }

    #[test]
    fn time_zones_are_taken_in_any_case() {
        assert_eq!(zone("asia/seoul"), Ok(Tz::Asia__Seoul));
        assert_eq!(zone(" UTC "), Ok(Tz::UTC));
        assert!(zone(&"x".repeat(1_000_000)).is_err() && zone("").is_err());
        assert!(LETTERS.iter().all(|(_, name)| name.parse::<Tz>().is_ok()));
    }
}
