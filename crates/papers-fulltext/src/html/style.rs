//! Evaluates style declarations to decide whether text is visible.
//!
//! [`Own`] is the style of an element itself, [`Look`] the result inside its ancestors. A property is either evaluated (`color`),
//! known to hide nothing (`harmless`), or unknown. An element with an unknown property, or a value that cannot be computed, is
//! assumed to be hidden, because pages by LaTeXML need neither.

use super::color::{self, Color};
use super::css;
use super::harmless::is_harmless;
use super::length::{NORMAL, fraction, length, number};
use super::thresholds::{CRAMMED, FAINT, OFF_PAGE, READABLE, SPREAD};
use super::transform::transforms;

/// A font size.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Size {
    Pixels(f32),
    Times(f32),
}

/// The style of an element itself.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Own {
    gone: bool,
    visible: Option<bool>,
    opacity: Option<f32>,
    size: Option<Size>,
    color: Option<Color>,
    background: Option<Color>,
}

/// The declarations of a block, with those that are `!important` kept apart.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Declared {
    usual: Own,
    important: Own,
}

/// The look of an element inside its ancestors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    gone: bool,
    visible: bool,
    opacity: f32,
    size: f32,
    color: Color,
    background: Color,
}

impl Look {
    /// The look of a page without style: black on white.
    pub(super) const PAGE: Self = Self {
        gone: false,
        visible: true,
        opacity: 1.0,
        size: NORMAL,
        color: Color::BLACK,
        background: Color::WHITE,
    };

    /// Returns the look of a child.
    pub(super) fn inside(self, own: &Own) -> Self {
        let size = match own.size {
            Some(Size::Pixels(pixels)) => pixels,
            Some(Size::Times(times)) => self.size * times,
            None => self.size,
        };
        Self {
            gone: self.gone || own.gone,
            visible: own.visible.unwrap_or(self.visible),
            opacity: self.opacity * own.opacity.unwrap_or(1.0),
            size,
            color: own.color.unwrap_or(self.color),
            background: own.background.map_or(self.background, |own| own.over(self.background)),
        }
    }

    /// Returns true if text with this look is invisible.
    pub(super) fn is_hidden(&self) -> bool {
        let merged = self.color.is_transparent() || self.color.resembles(self.background);
        self.gone || !self.visible || self.opacity < FAINT || self.size < READABLE || merged
    }
}

impl Declared {
    /// Applies declarations with a higher precedence.
    pub(super) fn overlay(&mut self, later: &Self) {
        self.usual.overlay(&later.usual);
        self.important.overlay(&later.important);
    }

    /// Returns the resulting style.
    pub(super) fn own(&self) -> Own {
        let mut own = self.usual;
        own.overlay(&self.important);
        own
    }

    /// Returns true if it may hide something.
    pub(super) fn matters(&self) -> bool {
        *self != Self::default()
    }

    /// Returns these declarations under a condition that is not evaluated: they hide what they would hide on a plain page, and
    /// show nothing.
    pub(super) fn doubted(&self) -> Option<Self> {
        let hides = Look::PAGE.inside(&self.own()).is_hidden();
        hides.then(|| Self { usual: Own { gone: true, ..Own::default() }, ..Self::default() })
    }
}

impl Own {
    /// Returns true if it may hide the element.
    pub(super) fn matters(&self) -> bool {
        *self != Self::default()
    }

    /// Applies later declarations, which win.
    fn overlay(&mut self, later: &Self) {
        self.gone |= later.gone;
        self.visible = later.visible.or(self.visible);
        self.opacity = later.opacity.or(self.opacity);
        self.size = later.size.or(self.size);
        self.color = later.color.or(self.color);
        self.background = later.background.or(self.background);
    }

    /// Applies the attributes `hidden` and `aria-hidden`.
    pub(super) fn hide(&mut self) {
        self.gone = true;
    }

    fn set_color(&mut self, value: &str) {
        if value == "currentcolor" {
            return;
        }
        self.color = color::parse(value).or(self.color);
        self.gone |= color::parse(value).is_none();
    }

    fn set_background(&mut self, value: &str) {
        match color::parse(value) {
            Some(color) if color.is_transparent() => {}
            Some(color) => self.background = Some(color),
            None => self.gone = true,
        }
    }
}

/// Applies `color="white"` of `font` and `bgcolor` of tables, in which unknown values are ignored.
pub(super) fn colored(text: Option<&str>, background: Option<&str>) -> Declared {
    let read = |value: &str| color::parse(&value.to_ascii_lowercase());
    let own = Own { color: text.and_then(read), background: background.and_then(read), ..Own::default() };
    Declared { usual: own, ..Declared::default() }
}

/// The lengths of a box in pixels, if they are given.
#[derive(Default)]
struct Shape {
    width: Option<f32>,
    height: Option<f32>,
    flat: bool,
    cut: bool,
    placed: bool,
    shift: f32,
}

impl Shape {
    fn hides(&self) -> bool {
        let zero = |length: Option<f32>| length.is_some_and(|length| length <= 1.0);
        let empty = zero(self.width) && zero(self.height);
        let shut = self.cut && (zero(self.width) || zero(self.height) || self.flat);
        empty || shut || (self.placed && self.shift >= OFF_PAGE)
    }

    fn shift(&mut self, value: &str) {
        let far = words(value).filter_map(length).map(f32::abs).fold(0.0, f32::max);
        self.shift = self.shift.max(far);
    }
}

/// Parses declarations, such as `display:none; color:#FFF`.
pub(super) fn parse(block: &str) -> Declared {
    let block = css::plain(block);
    let mut declared = Declared::default();
    let mut shape = Shape::default();
    for (name, value, important) in css::declarations(&block) {
        let own = if important { &mut declared.important } else { &mut declared.usual };
        declare(own, &mut shape, &name, &value);
    }
    declared.usual.gone |= shape.hides();
    declared
}

fn declare(own: &mut Own, shape: &mut Shape, name: &str, value: &str) {
    let bare = ["-webkit-", "-moz-", "-ms-", "-o-"].iter().find_map(|prefix| name.strip_prefix(prefix));
    let name = bare.unwrap_or(name);
    let wide =
        name != "all" && matches!(value, "inherit" | "initial" | "unset" | "revert" | "revert-layer" | "");
    // LaTeXML's sheet uses its own variables for colors, which are evaluated where they are set.
    let ours = value.starts_with("var(--ltx-") || value.starts_with("var(--fn-");
    if wide || ours || is_harmless(name, value) {
        return;
    }
    if ["var(", "env(", "attr("].iter().any(|source| value.contains(source)) {
        own.gone = true;
        return;
    }
    match name {
        // A table column displays nothing of its own.
        "display" => own.gone |= value == "none" || value.starts_with("table-column"),
        "content-visibility" => own.gone |= value == "hidden",
        "visibility" => own.visible = Some(!matches!(value, "hidden" | "collapse")),
        "opacity" => own.opacity = Some(fraction(value).unwrap_or(0.0)),
        "font-size" => match size(value) {
            Some(size) => own.size = Some(size),
            None => own.gone = true,
        },
        "font" => own.size = value.split([' ', '/']).find_map(size).or(own.size),
        "color" | "text-fill-color" | "--ltx-fg-color" => own.set_color(value),
        "background-color" | "--ltx-bg-color" => own.set_background(value),
        "background" | "background-image" if value == "none" => {}
        "background" => {
            let parts = css::split(value, ' ');
            let known = parts.iter().find(|part| color::parse(part).is_some());
            own.set_background(known.map_or(value, |part| part));
            own.gone |= value.contains("url(") || value.contains("gradient");
        }
        _ if is_placed(shape, name, value) => {}
        _ => own.gone |= moves_away(name, value),
    }
}

/// Records the size and position of a box; returns false for other properties.
fn is_placed(shape: &mut Shape, name: &str, value: &str) -> bool {
    match name {
        "width" | "max-width" | "inline-size" | "max-inline-size" => {
            shape.width = length(value).or(shape.width);
        }
        "height" | "max-height" | "block-size" | "max-block-size" => {
            shape.height = length(value).or(shape.height);
        }
        "line-height" => shape.flat |= length(value).is_some_and(|height| height.abs() < FAINT),
        "overflow" | "overflow-x" | "overflow-y" | "overflow-block" | "overflow-inline" => {
            shape.cut |= ["hidden", "clip", "scroll", "auto"].iter().any(|cut| value.contains(cut));
        }
        "position" => shape.placed |= !matches!(value, "static" | "sticky"),
        "left" | "top" | "right" | "bottom" => shape.shift(value),
        _ if name.starts_with("inset") => shape.shift(value),
        _ if name.starts_with("margin")
            || name.starts_with("padding")
            || matches!(name, "text-indent" | "vertical-align") =>
        {
            let mut own = Shape::default();
            own.shift(value);
            shape.placed |= own.shift >= OFF_PAGE;
            shape.shift = shape.shift.max(own.shift);
        }
        _ => return false,
    }
    true
}

/// Returns true for declarations that move, clip, shrink or cover text, and for unknown ones.
fn moves_away(name: &str, value: &str) -> bool {
    match name {
        "clip" => value != "auto",
        "filter" | "clip-path" | "mask" | "mask-image" | "mask-border" => value != "none",
        "mix-blend-mode" => value != "normal",
        "unicode-bidi" => value.contains("override"),
        "content" => value.contains('('),
        "contain" => value.contains("strict") || value.contains("size"),
        "z-index" => value.starts_with('-'),
        "zoom" => fraction(value).is_some_and(|part| part < 4.0 * FAINT),
        "scale" => words(value).filter_map(fraction).any(|part| part.abs() < FAINT),
        "translate" => words(value).filter_map(length).any(|step| step.abs() >= OFF_PAGE),
        "rotate" => value.starts_with(['x', 'y']) || value.split_whitespace().count() > 2,
        "transform" => value != "none" && !transforms(value),
        "letter-spacing" => length(value).is_some_and(|step| !(CRAMMED..SPREAD).contains(&step)),
        "word-spacing" => length(value).is_some_and(|step| !(5.0 * CRAMMED..OFF_PAGE).contains(&step)),
        _ => true,
    }
}

/// Splits a value into words, keeping brackets together.
fn words(value: &str) -> impl Iterator<Item = &str> {
    css::split(value, ' ').into_iter().filter(|word| !word.is_empty())
}

fn size(value: &str) -> Option<Size> {
    let named = match value {
        "xx-small" => 9.0,
        "x-small" => 10.0,
        "small" => 13.0,
        "medium" | "math" => NORMAL,
        "large" => 18.0,
        "x-large" => 24.0,
        "xx-large" => 32.0,
        "xxx-large" => 48.0,
        "smaller" => return Some(Size::Times(0.83)),
        "larger" => return Some(Size::Times(1.2)),
        _ => return relative(value).or_else(|| length(value).map(Size::Pixels)),
    };
    Some(Size::Pixels(named))
}

/// Parses a size relative to that of the surrounding text.
fn relative(value: &str) -> Option<Size> {
    let (amount, unit) = number(value)?;
    Some(Size::Times(match unit {
        "%" => amount / 100.0,
        "em" => amount,
        "ex" | "ch" => amount / 2.0,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn look(around: Look, style: &str) -> Look {
        around.inside(&parse(style).own())
    }

    fn hidden(style: &str) -> bool {
        look(Look::PAGE, style).is_hidden()
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
    #[case("color:oklch(1 0 0)")]
    #[case("color:lab(100 0 0)")]
    #[case("color:hwb(0 100% 0%)")]
    #[case("color:color(srgb 1 1 1)")]
    #[case("color:color-mix(in srgb, white, white)")]
    #[case("color:var(--x)")]
    #[case("--x:white;color:var(--x, black)")]
    #[case("color:white!important;color:black")]
    #[case("color:white;font-family:\"a;color:black\"")]
    #[case("c\\6f lor:white")]
    #[case("\\64isplay:none")]
    #[case("translate:-9999px")]
    #[case("translate:0 200vh")]
    #[case("position:absolute;left:200vw")]
    #[case("position:absolute;inset:-200em auto auto auto")]
    #[case("position:absolute;left:calc(-1 * 9999px)")]
    #[case("margin-left:200vw")]
    #[case("text-indent:200vw")]
    #[case("vertical-align:-9999px")]
    #[case("mask:linear-gradient(transparent,transparent)")]
    #[case("-webkit-mask-image:url(x)")]
    #[case("clip-path:polygon(0 0)")]
    #[case("clip-path:url(#x)")]
    #[case("position:relative;z-index:-1")]
    #[case("letter-spacing:-1em")]
    #[case("letter-spacing:9999px")]
    #[case("word-spacing:-9em")]
    #[case("opacity:.01")]
    #[case("opacity:calc(1 - 1)")]
    #[case("filter:brightness(100)")]
    #[case("mix-blend-mode:screen")]
    #[case("font-size:calc(1px / 2)")]
    #[case("font-size:min(1px, 1em)")]
    #[case("font-size:.01vw")]
    #[case("zoom:.01")]
    #[case("scale:0.001")]
    #[case("rotate:y 90deg")]
    #[case("transform:rotateY(90deg)")]
    #[case("transform:matrix(0,0,0,0,0,0)")]
    #[case("transform:perspective(1px) translateZ(-1000px)")]
    #[case("line-height:0;overflow:hidden")]
    #[case("content-visibility:hidden")]
    #[case("display:none;display:block")]
    #[case("background:#000")]
    #[case("background:linear-gradient(white,white);color:white")]
    #[case("background:currentcolor")]
    #[case("content:url(x.png)")]
    #[case("animation:gone 1s forwards")]
    #[case("all:initial")]
    #[case("-webkit-text-security:disc")]
    #[case("unicode-bidi:bidi-override;direction:rtl")]
    #[case("mystery-of-tomorrow:1")]
    fn hides(#[case] style: &str) {
        assert!(hidden(style), "{style}");
    }

    #[rstest]
    #[case("")]
    #[case("color:#A60000;")]
    #[case("font-size:50%")]
    #[case("font-size:120%;position:relative; bottom:-0.2ex;")]
    #[case("color:#FFFFFF;background-color:#000000;")]
    #[case("width:433.6pt;height:208.1pt;vertical-align:-0.4pt;")]
    #[case("transform:translate(-290.5pt,139.2pt) scale(0.427339668262472,0.427339668262472) ;")]
    #[case("transform:translate(-209.5pt,2186.1pt) scale(0.50859446856813,0.50859446856813) ;")]
    #[case("height:0; position:relative")]
    #[case("list-style-type:none;")]
    #[case("opacity:0.5")]
    #[case("margin: -1px 0 2em")]
    #[case("color:inherit")]
    #[case("letter-spacing:-0.2em; margin-right:0.1em;")]
    #[case("color:rebeccapurple")]
    #[case("color:currentcolor;background:transparent")]
    #[case("color:oklch(0.5 0.1 90)")]
    #[case("--ltx-fg-color:#A60000;--ltx-bg-color:#EEEEEE;--ltx-border-color:black")]
    #[case("color:var(--ltx-fg-color)")]
    #[case("text-align:\"⋅\";padding-left:2.8pt")]
    #[case("width:calc(1.1 * 20em);max-width:60rem")]
    #[case("line-height:1.2;font-size:smaller")]
    #[case("font:italic bold 12px/30px Georgia, serif")]
    #[case("position:absolute;bottom:0;left:0")]
    #[case("max-width:0em; overflow:visible; white-space: nowrap;")]
    fn shows(#[case] style: &str) {
        assert!(!hidden(style), "{style}");
    }

    #[test]
    fn what_is_inside_looks_as_its_ancestors_let_it() {
        let small = look(look(Look::PAGE, "font-size:30%"), "font-size:50%");
        assert!(small.is_hidden());
        let dark = look(look(Look::PAGE, "background-color:#222"), "color:#fff");
        assert!(!dark.is_hidden());
        let shown = look(look(Look::PAGE, "visibility:hidden"), "visibility:visible");
        assert!(!shown.is_hidden());
        let gone = look(look(Look::PAGE, "display:none"), "display:block");
        assert!(gone.is_hidden());
    }
}
