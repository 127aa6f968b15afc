//! Style declarations → can a reader see this?
//!
//! [`Own`] is what an element says of itself, [`Look`] what comes of it inside its ancestors. An element is hidden when
//! it is not displayed, invisible, transparent, too small to read, off the page, clipped away, without size, or has the
//! color of what is behind it.

use super::color::{self, Color};

/// Text below this size in pixels cannot be read; LaTeXML's smallest real sizes (50 %, nested twice) come to 4.
const READABLE: f32 = 3.0;
/// Browsers' default size of text in pixels.
const NORMAL: f32 = 16.0;
/// What is moved farther than this many pixels to the left or up is off the page; LaTeXML's own shifts stay below.
const OFF_PAGE: f32 = -900.0;
/// Opacity and scale below this leave nothing to see.
const FAINT: f32 = 0.05;

/// A size of text.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Size {
    Pixels(f32),
    Times(f32),
}

/// What an element says of its own look.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Own {
    gone: bool,
    visible: Option<bool>,
    size: Option<Size>,
    color: Said,
    background: Said,
}

/// A color that an element may say: nothing, one that is known, or one that is not.
type Said = Option<Option<Color>>;

/// How an element looks inside its ancestors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    gone: bool,
    visible: bool,
    size: f32,
    color: Option<Color>,
    background: Option<Color>,
}

impl Look {
    /// A page before any style: black on white.
    pub(super) const PAGE: Self =
        Self { gone: false, visible: true, size: NORMAL, color: None, background: Some(Color::WHITE) };

    /// The look of a child.
    pub(super) fn inside(self, own: &Own) -> Self {
        let size = match own.size {
            Some(Size::Pixels(pixels)) => pixels,
            Some(Size::Times(times)) => self.size * times,
            None => self.size,
        };
        Self {
            gone: self.gone || own.gone,
            visible: own.visible.unwrap_or(self.visible),
            size,
            color: own.color.unwrap_or(self.color),
            background: own.background.unwrap_or(self.background),
        }
    }

    /// True when nobody can see text that looks like this.
    pub(super) fn is_hidden(&self) -> bool {
        let merged = match (self.color, self.background) {
            (Some(color), _) if color.is_transparent() => true,
            (Some(color), Some(background)) => color.resembles(background),
            _ => false,
        };
        self.gone || !self.visible || self.size < READABLE || merged
    }
}

impl Own {
    /// True when the element says something that may hide it.
    pub(super) fn matters(&self) -> bool {
        *self != Self::default()
    }

    /// What is said later wins.
    pub(super) fn overlay(&mut self, later: &Self) {
        self.gone |= later.gone;
        self.visible = later.visible.or(self.visible);
        self.size = later.size.or(self.size);
        self.color = later.color.or(self.color);
        self.background = later.background.or(self.background);
    }

    /// `hidden` and `aria-hidden`.
    pub(super) fn hide(&mut self) {
        self.gone = true;
    }

    /// `color="white"` of `font`.
    pub(super) fn set_color(&mut self, value: &str) {
        self.color = Some(color::parse(value));
    }

    /// `bgcolor` of a table's parts.
    pub(super) fn set_background(&mut self, value: &str) {
        self.background = Some(color::parse(value));
    }
}

/// The lengths of a box, in pixels, as far as they are given.
#[derive(Default)]
struct Shape {
    width: Option<f32>,
    height: Option<f32>,
    cut: bool,
    moved: bool,
    offset: f32,
}

impl Shape {
    fn hides(&self) -> bool {
        let zero = |length: Option<f32>| length.is_some_and(|length| length <= 1.0);
        let empty = zero(self.width) && zero(self.height);
        let shut = self.cut && (zero(self.width) || zero(self.height));
        empty || shut || (self.moved && self.offset <= OFF_PAGE)
    }
}

/// Reads declarations, `display:none; color:#FFF`.
pub(super) fn parse(declarations: &str) -> Own {
    let mut own = Own::default();
    let mut shape = Shape::default();
    for declaration in without_comments(declarations).to_ascii_lowercase().split(';') {
        if let Some((name, value)) = declaration.split_once(':') {
            let value = value.trim().trim_end_matches("!important").trim_end();
            declare(&mut own, &mut shape, name.trim(), value);
        }
    }
    own.gone |= shape.hides();
    own
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

fn declare(own: &mut Own, shape: &mut Shape, name: &str, value: &str) {
    match name {
        "display" => own.gone |= value == "none",
        "content-visibility" => own.gone |= value == "hidden",
        "visibility" => own.visible = Some(!matches!(value, "hidden" | "collapse")),
        "opacity" => own.gone |= fraction(value).is_some_and(|part| part < FAINT),
        "filter" => {
            own.gone |= argument(value, "opacity").and_then(fraction).is_some_and(|part| part < FAINT);
        }
        "font-size" => own.size = size(value).or(own.size),
        "font" => own.size = value.split([' ', '/']).find_map(size).or(own.size),
        "color" | "-webkit-text-fill-color" | "--ltx-fg-color" => own.color = colored(value).or(own.color),
        "background-color" | "--ltx-bg-color" => own.background = colored(value).or(own.background),
        "background" | "background-image" => own.background = Some(background(value)),
        "transform" => own.gone |= transformed_away(value),
        "scale" => own.gone |= fraction(value).is_some_and(|part| part.abs() < FAINT),
        "clip" => own.gone |= is_empty_rectangle(value),
        "clip-path" => own.gone |= clips_all(value),
        _ => place(shape, name, value),
    }
}

fn place(shape: &mut Shape, name: &str, value: &str) {
    match name {
        "width" | "max-width" => shape.width = length(value),
        "height" | "max-height" => shape.height = length(value),
        "overflow" | "overflow-x" | "overflow-y" => shape.cut |= matches!(value, "hidden" | "clip"),
        "position" => shape.moved |= matches!(value, "absolute" | "fixed" | "relative"),
        "left" | "top" | "right" | "bottom" => {
            shape.offset = shape.offset.min(length(value).unwrap_or(0.0));
        }
        "text-indent" | "margin-left" | "margin-top" | "margin" => {
            let least = value.split(' ').filter_map(length).fold(0.0, f32::min);
            shape.moved |= least <= OFF_PAGE;
            shape.offset = shape.offset.min(least);
        }
        _ => {}
    }
}

/// The color of a declaration; none for `inherit` and its like.
fn colored(value: &str) -> Said {
    (!matches!(value, "inherit" | "currentcolor" | "unset" | "revert")).then(|| color::parse(value))
}

/// A background's color; an image behind text makes it unknown.
fn background(value: &str) -> Option<Color> {
    if value.contains("url(") || value.contains("gradient") {
        return None;
    }
    value.split(' ').find_map(color::parse)
}

/// `0.5`, `50%`.
fn fraction(value: &str) -> Option<f32> {
    let (number, unit) = number(value)?;
    Some(if unit == "%" { number / 100.0 } else { number })
}

fn size(value: &str) -> Option<Size> {
    let (amount, unit) = number(value)?;
    match unit {
        "%" => Some(Size::Times(amount / 100.0)),
        "em" => Some(Size::Times(amount)),
        "ex" => Some(Size::Times(amount / 2.0)),
        _ => length(value).map(Size::Pixels),
    }
}

/// A length in pixels; what depends on the window counts as if it were 800 pixels wide.
fn length(value: &str) -> Option<f32> {
    let (amount, unit) = number(value)?;
    let pixels = match unit {
        "" | "px" => 1.0,
        "pt" => 4.0 / 3.0,
        "pc" | "em" | "rem" => NORMAL,
        "ex" | "ch" | "%" | "vw" | "vh" => 8.0,
        "in" => 96.0,
        "cm" => 37.8,
        "mm" => 3.78,
        _ => return None,
    };
    Some(amount * pixels)
}

/// A number and what follows it.
fn number(value: &str) -> Option<(f32, &str)> {
    let value = value.trim();
    let end = value.find(|c: char| !matches!(c, '0'..='9' | '.' | '-' | '+')).unwrap_or(value.len());
    let (number, unit) = value.split_at_checked(end)?;
    Some((number.parse().ok()?, unit))
}

/// What stands in the brackets of `name(…)`.
fn argument<'a>(value: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = value.split_once(name)?;
    rest.trim_start().strip_prefix('(')?.split(')').next()
}

fn transformed_away(value: &str) -> bool {
    let moved = ["translate", "translatex", "translatey", "translate3d"]
        .iter()
        .filter_map(|name| argument(value, name))
        .flat_map(|arguments| arguments.split(','))
        .filter_map(length)
        .any(|pixels| pixels <= 2.0 * OFF_PAGE);
    let shrunk = ["scale", "scalex", "scaley"]
        .iter()
        .filter_map(|name| argument(value, name))
        .flat_map(|arguments| arguments.split(','))
        .filter_map(fraction)
        .any(|factor| factor.abs() < FAINT);
    moved || shrunk
}

fn is_empty_rectangle(value: &str) -> bool {
    argument(value, "rect").is_some_and(|sides| {
        let mut lengths = sides.split([',', ' ']).filter(|side| !side.is_empty()).map(length);
        lengths.all(|side| side.is_some_and(|side| side <= 1.0))
    })
}

fn clips_all(value: &str) -> bool {
    let inset = argument(value, "inset")
        .and_then(number)
        .is_some_and(|(part, unit)| unit.starts_with('%') && part >= 50.0);
    let circle = argument(value, "circle").and_then(number).is_some_and(|(radius, _)| radius <= 0.0);
    inset || circle
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn hidden(style: &str) -> bool {
        Look::PAGE.inside(&parse(style)).is_hidden()
    }

    #[rstest]
    #[case("display:none")]
    #[case("DISPLAY : NONE !important")]
    #[case("dis/**/play:none")]
    #[case("visibility:hidden")]
    #[case("opacity:0")]
    #[case("opacity: 0.0; color: red")]
    #[case("filter: opacity(0%)")]
    #[case("font-size:0")]
    #[case("font-size:1px")]
    #[case("font-size:0.1pt")]
    #[case("font-size:1%")]
    #[case("font: 0/0 a")]
    #[case("color:#FFFFFF;")]
    #[case("color:#fefefe")]
    #[case("color:white")]
    #[case("--ltx-fg-color:#FFFFFF;")]
    #[case("color:transparent")]
    #[case("color:rgba(0,0,0,0)")]
    #[case("color:rgb(255, 255, 255)")]
    #[case("color:#000;background-color:#000")]
    #[case("position:absolute;left:-9999px")]
    #[case("position:fixed; top: -200em")]
    #[case("text-indent:-9999px")]
    #[case("margin-left:-5000pt")]
    #[case("clip:rect(0,0,0,0)")]
    #[case("clip: rect(1px 1px 1px 1px)")]
    #[case("clip-path: inset(100%)")]
    #[case("width:0;height:0")]
    #[case("height:0;overflow:hidden")]
    #[case("max-height:0px; overflow: hidden")]
    #[case("transform:scale(0)")]
    #[case("transform: translateX(-9999px)")]
    fn hides(#[case] style: &str) {
        assert!(hidden(style), "{style}");
    }

    #[rstest]
    #[case("")]
    #[case("color:#A60000;")]
    #[case("font-size:50%")]
    #[case("font-size:120%;position:relative; bottom:-0.2ex;")]
    #[case("color:#FFFFFF;background-color:#000000;")]
    #[case("color:#FFFFFF;background:url(x.png)")]
    #[case("width:433.6pt;height:208.1pt;vertical-align:-0.4pt;")]
    #[case("transform:translate(-290.5pt,139.2pt) scale(0.427339668262472,0.427339668262472) ;")]
    #[case("height:0; position:relative")]
    #[case("list-style-type:none;")]
    #[case("opacity:0.5")]
    #[case("margin: -1px 0 2em")]
    #[case("color:inherit")]
    #[case("letter-spacing:-0.2em; margin-right:0.1em;")]
    fn shows(#[case] style: &str) {
        assert!(!hidden(style), "{style}");
    }

    #[test]
    fn what_is_inside_looks_as_its_ancestors_let_it() {
        let small = Look::PAGE.inside(&parse("font-size:30%")).inside(&parse("font-size:50%"));
        assert!(small.is_hidden());
        let dark = Look::PAGE.inside(&parse("background-color:#222")).inside(&parse("color:#fff"));
        assert!(!dark.is_hidden());
        let shown = Look::PAGE.inside(&parse("visibility:hidden")).inside(&parse("visibility:visible"));
        assert!(!shown.is_hidden());
        let gone = Look::PAGE.inside(&parse("display:none")).inside(&parse("display:block"));
        assert!(gone.is_hidden());
    }
}
