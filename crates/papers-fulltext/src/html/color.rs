//! Colors of style declarations, as far as they tell visible text from invisible.

/// Channels that differ by no more than this cannot be told apart at a glance: `#F0F0F0` on white is invisible, the
/// faintest gray that papers use on purpose (`gray!10`, `#E6E6E6`) differs by 25.
const TELLING: u8 = 20;
/// Alpha below this is transparent.
const FAINT: u8 = 13;

/// Red, green, blue and alpha.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Color {
    channels: [u8; 3],
    alpha: u8,
}

impl Color {
    /// The page.
    pub(super) const WHITE: Self = Self { channels: [255; 3], alpha: 255 };
    const BLACK: Self = Self { channels: [0; 3], alpha: 255 };
    const CLEAR: Self = Self { channels: [0; 3], alpha: 0 };

    /// True when nothing of it is seen.
    pub(super) fn is_transparent(self) -> bool {
        self.alpha < FAINT
    }

    /// True when text of this color cannot be told from what is behind it.
    pub(super) fn resembles(self, behind: Self) -> bool {
        self.channels.iter().zip(behind.channels).all(|(own, other)| own.abs_diff(other) <= TELLING)
    }
}

/// Reads a color; `None` when it is none that is known, which then hides nothing.
pub(super) fn parse(value: &str) -> Option<Color> {
    let value = value.trim().to_ascii_lowercase();
    match value.as_str() {
        "white" | "snow" | "ivory" | "ghostwhite" | "floralwhite" | "mintcream" | "azure" | "whitesmoke" => {
            Some(Color::WHITE)
        }
        "black" => Some(Color::BLACK),
        "transparent" => Some(Color::CLEAR),
        _ => match value.strip_prefix('#') {
            Some(digits) => hex(digits),
            None => function(&value),
        },
    }
}

#[expect(clippy::many_single_char_names, reason = "one name a digit")]
fn hex(digits: &str) -> Option<Color> {
    let nibbles: Option<Vec<u8>> =
        digits.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    match nibbles?.as_slice() {
        [r, g, b] => Some(Color { channels: [r * 17, g * 17, b * 17], alpha: 255 }),
        [r, g, b, a] => Some(Color { channels: [r * 17, g * 17, b * 17], alpha: a * 17 }),
        [r, s, g, h, b, c] => Some(Color { channels: [r * 16 + s, g * 16 + h, b * 16 + c], alpha: 255 }),
        [r, s, g, h, b, c, a, z] => {
            Some(Color { channels: [r * 16 + s, g * 16 + h, b * 16 + c], alpha: a * 16 + z })
        }
        _ => None,
    }
}

/// `rgb(…)`, `rgba(…)`, and of `hsl(…)` its white.
fn function(value: &str) -> Option<Color> {
    let (name, rest) = value.split_once('(')?;
    let arguments: Vec<&str> =
        rest.trim_end_matches(')').split([',', ' ', '/']).filter(|part| !part.is_empty()).collect();
    match (name, arguments.as_slice()) {
        ("rgb" | "rgba", [r, g, b, alpha @ ..]) => Some(Color {
            channels: [channel(r, 255.0)?, channel(g, 255.0)?, channel(b, 255.0)?],
            alpha: alpha.first().map_or(Some(255), |alpha| channel(&scaled(alpha)?, 255.0))?,
        }),
        ("hsl" | "hsla", [_, _, light, ..]) if channel(light, 100.0)? >= 248 => Some(Color::WHITE),
        _ => None,
    }
}

/// An alpha of 0 to 1 as a percentage.
fn scaled(alpha: &str) -> Option<String> {
    if alpha.ends_with('%') {
        return Some(alpha.to_owned());
    }
    alpha.parse::<f32>().ok().map(|part| format!("{}%", part * 100.0))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=255 before")]
fn channel(value: &str, whole: f32) -> Option<u8> {
    let part = match value.strip_suffix('%') {
        Some(percent) => percent.parse::<f32>().ok()? / 100.0,
        None => value.parse::<f32>().ok()? / whole,
    };
    Some((part * 255.0).round().clamp(0.0, 255.0) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_is_known_in_every_spelling() {
        for white in
            ["#fff", "#FFFFFF", "white", "rgb(255,255,255)", "rgb(100% 100% 100%)", "hsl(0,0%,100%)", "#fffe"]
        {
            assert!(parse(white).is_some_and(|color| color.resembles(Color::WHITE)), "{white}");
        }
    }

    #[test]
    fn transparency_is_known_in_every_spelling() {
        for clear in ["transparent", "#0000", "#12345600", "rgba(1,2,3,0)", "rgb(1 2 3 / 0%)"] {
            assert!(parse(clear).is_some_and(Color::is_transparent), "{clear}");
        }
    }

    #[test]
    fn a_faint_gray_of_a_paper_is_still_seen() {
        assert!(!parse("#E6E6E6").is_some_and(|color| color.resembles(Color::WHITE)));
        assert_eq!(parse("chartreuse"), None);
    }
}
