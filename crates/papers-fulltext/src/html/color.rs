//! Parses colors in style declarations, to distinguish visible text from invisible text.

use super::length::number;

/// The maximum difference of channels that is invisible at a glance: `#F0F0F0` on white is invisible, while the lightest gray that
/// papers use on purpose (`gray!10`, `#E6E6E6`) differs by 25.
const TELLING: f32 = 20.0;
/// Colors with an alpha below this are transparent.
const FAINT: f32 = 0.05;

/// Red, green and blue from 0 to 255, and alpha from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Color {
    channels: [f32; 3],
    alpha: f32,
}

impl Color {
    /// The color of the page.
    pub(super) const WHITE: Self = Self { channels: [255.0; 3], alpha: 1.0 };
    /// The default color of text.
    pub(super) const BLACK: Self = Self { channels: [0.0; 3], alpha: 1.0 };
    /// No color.
    pub(super) const CLEAR: Self = Self { channels: [0.0; 3], alpha: 0.0 };

    /// Returns true if it is invisible.
    pub(super) fn is_transparent(self) -> bool {
        self.alpha < FAINT
    }

    /// Returns the color that results on an opaque background.
    pub(super) fn over(self, behind: Self) -> Self {
        let mut channels = behind.channels;
        for (channel, own) in channels.iter_mut().zip(self.channels) {
            *channel = own * self.alpha + *channel * (1.0 - self.alpha);
        }
        Self { channels, alpha: 1.0 }
    }

    /// Returns true if text of this color cannot be distinguished from its background.
    pub(super) fn resembles(self, behind: Self) -> bool {
        let seen = self.over(behind);
        seen.channels.iter().zip(behind.channels).all(|(own, other)| (own - other).abs() <= TELLING)
    }

    fn of_hex(rgb: u32) -> Self {
        let byte = |shift: u32| f32::from(u8::try_from((rgb >> shift) & 0xFF).unwrap_or(0));
        Self { channels: [byte(16), byte(8), byte(0)], alpha: 1.0 }
    }

    /// Returns the sRGB color of linear light.
    fn of_light(light: [f32; 3], alpha: f32) -> Self {
        let channel = |light: f32| {
            let shown =
                if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
            (shown * 255.0).clamp(0.0, 255.0)
        };
        Self { channels: light.map(channel), alpha }
    }
}

/// Parses a color in lower case; `None` if it cannot be computed.
pub(super) fn parse(value: &str) -> Option<Color> {
    let value = value.trim();
    if value == "transparent" {
        return Some(Color::CLEAR);
    }
    if let Some(digits) = value.strip_prefix('#') {
        return hex(digits);
    }
    if value.contains('(') {
        return function(value);
    }
    let named = NAMED
        .split_ascii_whitespace()
        .find_map(|pair| pair.split_once('=').filter(|(name, _)| *name == value));
    named.and_then(|(_, digits)| u32::from_str_radix(digits, 16).ok()).map(Color::of_hex)
}

/// Parses the color of an attribute such as `color` of `font`. Browsers find a color in nearly every value: `ffffff`, `chucknorris`
/// (<https://html.spec.whatwg.org/#rules-for-parsing-a-legacy-colour-value>).
pub(super) fn of_attribute(value: &str) -> Option<Color> {
    /// The number of characters that browsers read.
    const READ: usize = 128;
    /// The number of digits of a channel that browsers read.
    const DIGITS: usize = 8;
    let value = value.trim().to_ascii_lowercase();
    let short = value.len() == 4 && value.starts_with('#');
    let known = parse(&value).filter(|_| short || value.bytes().all(|byte| byte.is_ascii_alphabetic()));
    if value.is_empty() || value == "transparent" || known.is_some() {
        return known.filter(|color| color.alpha > 0.0);
    }
    let wide = value.chars().flat_map(|c| std::iter::repeat_n(c, if c > '\u{ffff}' { 2 } else { 1 }));
    let read: String = wide.take(READ).collect();
    let digit = |c: char| if c.is_ascii_hexdigit() { c } else { '0' };
    let mut digits: Vec<char> = read.strip_prefix('#').unwrap_or(&read).chars().map(digit).collect();
    digits.resize(digits.len().next_multiple_of(3).max(3), '0');
    let length = digits.len() / 3;
    let kept = length.min(DIGITS);
    let parts: Vec<&[char]> =
        digits.chunks(length).map(|part| part.get(length - kept..).unwrap_or_default()).collect();
    let is_zero = |at: &usize| parts.iter().all(|part| part.get(*at) == Some(&'0'));
    let zeros = (0..kept.saturating_sub(2)).take_while(is_zero).count();
    let channel = |part: &&[char]| {
        let digits = part.iter().skip(zeros).take(2);
        digits.fold(0, |sum, digit| sum * 16 + digit.to_digit(16).unwrap_or(0))
    };
    Some(Color::of_hex(parts.iter().map(channel).fold(0, |rgb, channel| rgb << 8 | channel)))
}

fn hex(digits: &str) -> Option<Color> {
    let number =
        u32::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|c| c.is_ascii_hexdigit()))?;
    let double =
        |number: u32| (0..4).rev().fold(0, |sum, at| (sum << 8) | (((number >> (4 * at)) & 0xF) * 0x11));
    let (rgb, alpha) = match digits.len() {
        3 => (double(number), 255),
        4 => (double(number) >> 8, double(number) & 0xFF),
        6 => (number, 255),
        8 => (number >> 8, number & 0xFF),
        _ => return None,
    };
    Some(Color { alpha: u8::try_from(alpha).map_or(1.0, f32::from) / 255.0, ..Color::of_hex(rgb) })
}

/// Parses a color function: `rgb(…)`, `hsl(…)`, `oklch(…)` and all others of CSS except mixtures.
fn function(value: &str) -> Option<Color> {
    let (name, rest) = value.split_once('(')?;
    let inside = rest.strip_suffix(')')?;
    if name == "light-dark" {
        let light = super::css::split(inside, ',').first().copied()?;
        return if light.contains("light-dark") { None } else { parse(light) };
    }
    if !is_well_formed(name, inside) {
        return None;
    }
    let mut arguments: Vec<&str> = inside.split([',', ' ', '/']).filter(|part| !part.is_empty()).collect();
    let space = if name == "color" { arguments.drain(..1).next()? } else { name };
    let (one, two, three) = match arguments.as_slice() {
        [one, two, three] | [one, two, three, _] => (*one, *two, *three),
        _ => return None,
    };
    let alpha = arguments.get(3).map_or(Some(1.0), |alpha| part(alpha, 1.0))?.clamp(0.0, 1.0);
    let lit = |light: [f32; 3]| Some(Color::of_light(light, alpha));
    let plain =
        |channels: [f32; 3]| Some(Color { channels: channels.map(|c| (c * 255.0).clamp(0.0, 255.0)), alpha });
    match space {
        "rgb" | "rgba" => {
            plain([part(one, 255.0)?, part(two, 255.0)?, part(three, 255.0)?].map(|c| c / 255.0))
        }
        "hsl" | "hsla" => plain(hsl(degrees(one)?, percent(two)?, percent(three)?)),
        "hwb" => plain(hwb(degrees(one)?, percent(two)?, percent(three)?)),
        "lab" => lit(lab(part(one, 100.0)?, part(two, 125.0)?, part(three, 125.0)?)),
        "lch" => {
            let (a, b) = polar(part(two, 150.0)?, degrees(three)?);
            lit(lab(part(one, 100.0)?, a, b))
        }
        "oklab" => lit(oklab(part(one, 1.0)?, part(two, 0.4)?, part(three, 0.4)?)),
        "oklch" => {
            let (a, b) = polar(part(two, 0.4)?, degrees(three)?);
            lit(oklab(part(one, 1.0)?, a, b))
        }
        "srgb" | "display-p3" | "a98-rgb" | "prophoto-rgb" | "rec2020" => {
            plain([part(one, 1.0)?, part(two, 1.0)?, part(three, 1.0)?])
        }
        "srgb-linear" => lit([part(one, 1.0)?, part(two, 1.0)?, part(three, 1.0)?]),
        "xyz" | "xyz-d65" | "xyz-d50" => lit(of_xyz([part(one, 1.0)?, part(two, 1.0)?, part(three, 1.0)?])),
        _ => None,
    }
}

/// Returns true if the arguments of a color function are separated as browsers require: all by commas, or all by spaces with a slash
/// before the alpha. What browsers ignore must not count as a color.
fn is_well_formed(name: &str, inside: &str) -> bool {
    if !inside.contains(',') {
        let parts: Vec<&str> = inside.split('/').collect();
        let values = parts.first().map_or(0, |values| values.split_whitespace().count());
        let alpha = parts.get(1).map_or(1, |alpha| alpha.split_whitespace().count());
        return parts.len() <= 2 && alpha == 1 && values == if name == "color" { 4 } else { 3 };
    }
    let parts: Vec<&str> = inside.split(',').map(str::trim).collect();
    let single = parts.iter().all(|part| !part.is_empty() && !part.contains([' ', '/']));
    let percent = |at: usize| parts.get(at).is_some_and(|part| part.ends_with('%'));
    let units = match name {
        "rgb" | "rgba" => percent(0) == percent(1) && percent(1) == percent(2),
        "hsl" | "hsla" => percent(1) && percent(2),
        _ => false,
    };
    single && units && matches!(parts.len(), 3 | 4)
}

/// Parses a number, or a percentage of `whole`.
fn part(value: &str, whole: f32) -> Option<f32> {
    match number(value) {
        Some((part, "")) => Some(part),
        Some((part, "%")) => Some(part / 100.0 * whole),
        _ => (value == "none").then_some(0.0),
    }
}

fn percent(value: &str) -> Option<f32> {
    let number = part(value, 100.0)?;
    Some((number / 100.0).clamp(0.0, 1.0))
}

fn degrees(value: &str) -> Option<f32> {
    if value == "none" {
        return Some(0.0);
    }
    let (amount, unit) = number(value)?;
    let turn = match unit {
        "" | "deg" => 1.0,
        "rad" => 180.0 / std::f32::consts::PI,
        "grad" => 0.9,
        "turn" => 360.0,
        _ => return None,
    };
    Some((amount * turn).rem_euclid(360.0))
}

fn polar(chroma: f32, hue: f32) -> (f32, f32) {
    let (sin, cos) = hue.to_radians().sin_cos();
    (chroma * cos, chroma * sin)
}

fn hsl(hue: f32, saturation: f32, light: f32) -> [f32; 3] {
    [0.0, 8.0, 4.0].map(|offset| {
        let k = (offset + hue / 30.0) % 12.0;
        light - saturation * light.min(1.0 - light) * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0)
    })
}

fn hwb(hue: f32, white: f32, black: f32) -> [f32; 3] {
    let sum = white + black;
    if sum >= 1.0 {
        return [white / sum; 3];
    }
    hsl(hue, 1.0, 0.5).map(|c| c * (1.0 - sum) + white)
}

fn lab(light: f32, a: f32, b: f32) -> [f32; 3] {
    let middle = (light + 16.0) / 116.0;
    let cube = |f: f32| if f > 6.0 / 29.0 { f.powi(3) } else { (116.0 * f - 16.0) / 903.3 };
    of_xyz([cube(middle + a / 500.0) * 0.950_5, cube(middle), cube(middle - b / 200.0) * 1.089])
}

fn of_xyz([x, y, z]: [f32; 3]) -> [f32; 3] {
    [
        3.240_5 * x - 1.537_1 * y - 0.498_5 * z,
        -0.969_3 * x + 1.876 * y + 0.041_6 * z,
        0.055_6 * x - 0.204 * y + 1.057_2 * z,
    ]
}

fn oklab(light: f32, a: f32, b: f32) -> [f32; 3] {
    let long = (light + 0.396_3 * a + 0.215_8 * b).powi(3);
    let middle = (light - 0.105_6 * a - 0.063_9 * b).powi(3);
    let short = (light - 0.089_5 * a - 1.291_5 * b).powi(3);
    [
        4.076_7 * long - 3.307_7 * middle + 0.231 * short,
        -1.268_4 * long + 2.609_8 * middle - 0.341_3 * short,
        -0.004_2 * long - 0.703_4 * middle + 1.707_6 * short,
    ]
}

/// The named colors of CSS.
const NAMED: &str = "aliceblue=f0f8ff antiquewhite=faebd7 aqua=00ffff aquamarine=7fffd4 azure=f0ffff beige=f5f5dc \
    bisque=ffe4c4 black=000000 blanchedalmond=ffebcd blue=0000ff blueviolet=8a2be2 brown=a52a2a burlywood=deb887 \
    cadetblue=5f9ea0 chartreuse=7fff00 chocolate=d2691e coral=ff7f50 cornflowerblue=6495ed cornsilk=fff8dc \
    crimson=dc143c cyan=00ffff darkblue=00008b darkcyan=008b8b darkgoldenrod=b8860b darkgray=a9a9a9 darkgreen=006400 \
    darkgrey=a9a9a9 darkkhaki=bdb76b darkmagenta=8b008b darkolivegreen=556b2f darkorange=ff8c00 darkorchid=9932cc \
    darkred=8b0000 darksalmon=e9967a darkseagreen=8fbc8f darkslateblue=483d8b darkslategray=2f4f4f \
    darkslategrey=2f4f4f darkturquoise=00ced1 darkviolet=9400d3 deeppink=ff1493 deepskyblue=00bfff dimgray=696969 \
    dimgrey=696969 dodgerblue=1e90ff firebrick=b22222 floralwhite=fffaf0 forestgreen=228b22 fuchsia=ff00ff \
    gainsboro=dcdcdc ghostwhite=f8f8ff gold=ffd700 goldenrod=daa520 gray=808080 green=008000 greenyellow=adff2f \
    grey=808080 honeydew=f0fff0 hotpink=ff69b4 indianred=cd5c5c indigo=4b0082 ivory=fffff0 khaki=f0e68c \
    lavender=e6e6fa lavenderblush=fff0f5 lawngreen=7cfc00 lemonchiffon=fffacd lightblue=add8e6 lightcoral=f08080 \
    lightcyan=e0ffff lightgoldenrodyellow=fafad2 lightgray=d3d3d3 lightgreen=90ee90 lightgrey=d3d3d3 lightpink=ffb6c1 \
    lightsalmon=ffa07a lightseagreen=20b2aa lightskyblue=87cefa lightslategray=778899 lightslategrey=778899 \
    lightsteelblue=b0c4de lightyellow=ffffe0 lime=00ff00 limegreen=32cd32 linen=faf0e6 magenta=ff00ff maroon=800000 \
    mediumaquamarine=66cdaa mediumblue=0000cd mediumorchid=ba55d3 mediumpurple=9370db mediumseagreen=3cb371 \
    mediumslateblue=7b68ee mediumspringgreen=00fa9a mediumturquoise=48d1cc mediumvioletred=c71585 midnightblue=191970 \
    mintcream=f5fffa mistyrose=ffe4e1 moccasin=ffe4b5 navajowhite=ffdead navy=000080 oldlace=fdf5e6 olive=808000 \
    olivedrab=6b8e23 orange=ffa500 orangered=ff4500 orchid=da70d6 palegoldenrod=eee8aa palegreen=98fb98 \
    paleturquoise=afeeee palevioletred=db7093 papayawhip=ffefd5 peachpuff=ffdab9 peru=cd853f pink=ffc0cb plum=dda0dd \
    powderblue=b0e0e6 purple=800080 rebeccapurple=663399 red=ff0000 rosybrown=bc8f8f royalblue=4169e1 \
    saddlebrown=8b4513 salmon=fa8072 sandybrown=f4a460 seagreen=2e8b57 seashell=fff5ee sienna=a0522d silver=c0c0c0 \
    skyblue=87ceeb slateblue=6a5acd slategray=708090 slategrey=708090 snow=fffafa springgreen=00ff7f steelblue=4682b4 \
    tan=d2b48c teal=008080 thistle=d8bfd8 tomato=ff6347 turquoise=40e0d0 violet=ee82ee wheat=f5deb3 white=ffffff \
    whitesmoke=f5f5f5 yellow=ffff00 yellowgreen=9acd32 canvas=ffffff canvastext=000000";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_is_known_in_every_spelling() {
        for white in [
            "#fff",
            "#ffffff",
            "white",
            "snow",
            "rgb(255,255,255)",
            "rgb(100% 100% 100%)",
            "hsl(0,0%,100%)",
            "#fffe",
            "hwb(0 100% 0%)",
            "lab(100 0 0)",
            "lab(100% 0 0)",
            "lch(100 0 0)",
            "oklab(1 0 0)",
            "oklch(100% 0 0)",
            "color(srgb 1 1 1)",
            "color(display-p3 1 1 1)",
            "color(xyz 0.95 1 1.089)",
            "color(srgb-linear 1 1 1)",
            "light-dark(white, black)",
            "rgb(0 0 0 / 5%)",
        ] {
            assert!(parse(white).is_some_and(|color| color.resembles(Color::WHITE)), "{white}");
        }
    }

    #[test]
    fn the_color_of_an_attribute_is_the_one_that_browsers_find() {
        for (value, found) in [
            ("white", "#ffffff"),
            (" FFFFFF ", "#ffffff"),
            ("#fff", "#ffffff"),
            ("#ffffff", "#ffffff"),
            ("fffffffffffffff", "#ffffff"),
            ("chucknorris", "#c00000"),
            ("zzffff", "#00ffff"),
            ("f", "#0f0000"),
            ("rgb(255,255,255)", "#005025"),
        ] {
            assert_eq!(of_attribute(value), parse(found), "{value}");
        }
        assert_eq!(of_attribute("transparent"), None);
    }

    #[test]
    fn transparency_is_known_in_every_spelling() {
        for clear in
            ["transparent", "#0000", "#12345600", "rgba(1,2,3,0)", "rgb(1 2 3 / 0%)", "oklch(0.5 0.1 90 / 0)"]
        {
            assert!(parse(clear).is_some_and(Color::is_transparent), "{clear}");
        }
    }

    #[test]
    fn colors_of_text_are_seen_on_white() {
        for seen in [
            "#e6e6e6", "red", "lab(50 40 30)", "lch(60 50 90)", "oklab(0.6 0.1 0.1)", "oklch(0.7 0.15 150)",
            "hwb(120 0% 20%)", "hsl(1turn 100% 40%)", "color(srgb 1 0 0)",
        ] {
            assert!(parse(seen).is_some_and(|color| !color.resembles(Color::WHITE)), "{seen}");
        }
    }

    #[test]
    fn an_expression_that_cannot_be_computed_is_no_color() {
        for unknown in [
            "color-mix(in srgb, white, black)",
            "rgb(from red r g b)",
            "mystery",
            "#12345",
            "rgb(1,2)",
            "",
            "rgb(calc(250 + 5) 255 255)",
            &"light-dark(".repeat(100_000),
            &format!("{}red{}", "light-dark(".repeat(100_000), ")".repeat(100_000)),
        ] {
            assert_eq!(parse(unknown), None, "{unknown}");
        }
    }
}
