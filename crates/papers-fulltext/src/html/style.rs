//! Evaluates style declarations to decide whether text is visible.
//!
//! A property is either evaluated (`color`), known to hide nothing (`harmless`), or unknown. An element with an unknown property, or a
//! value that cannot be computed, is assumed to be hidden, because pages by LaTeXML need neither.

use super::color::{self, Color};
use super::css;
use super::extent::{factor, is_shut_grid, words};
use super::harmless::is_harmless;
use super::length::{NORMAL, fraction, length, number};
use super::look::{Declared, Given, Look, Own, Size, is_keyword};
use super::thresholds::{CRAMMED, FAINT, OFF_PAGE, SPREAD, THICK};
use super::transform::transforms;

/// Parses declarations, such as `display:none; color:#FFF`.
pub(super) fn parse(block: &str) -> Declared {
    let block = css::plain(block);
    let mut declared = Declared::default();
    for (name, value, important) in css::declarations(&block) {
        let own = if important { &mut declared.important } else { &mut declared.usual };
        declare(own, &name, &value);
    }
    declared
}

/// Returns the words that `content` inserts before or after an element; `None` if it inserts none, such as a bullet or an icon.
pub(super) fn inserted_words(block: &str) -> Option<String> {
    let (_, value, _) = css::declarations(block).into_iter().rfind(|(name, ..)| name == "content")?;
    let computed = ["attr(", "var(", "env(", "if("].iter().any(|function| value.contains(function));
    let literal = css::literal(&value);
    let quoted: String = literal.split('"').skip(1).step_by(2).collect();
    let says = |c: char| c.is_alphanumeric() || "+-−–%¬≠".contains(c);
    if computed { Some(literal) } else { quoted.contains(says).then(|| quoted.trim().to_owned()) }
}

/// Applies a declaration. One that cannot be valid is ignored, and one that browsers may ignore only hides.
fn declare(own: &mut Own, name: &str, value: &str) {
    let bare = ["-webkit-", "-moz-", "-ms-", "-o-"].iter().find_map(|prefix| name.strip_prefix(prefix));
    if let Some(name @ ("color" | "opacity" | "visibility" | "font-size" | "font" | "background-color")) =
        bare
    {
        let mut perhaps = Own::default();
        declare(&mut perhaps, name, value);
        own.gone |= Look::PAGE.inside(&perhaps).is_hidden();
        return;
    }
    let name = bare.unwrap_or(name);
    // This is how LaTeXML's sheet uses its own variables, which are evaluated where they are set.
    let ours = matches!(
        (name, value),
        ("color", "var(--ltx-fg-color)") | ("background-color", "var(--ltx-bg-color)")
    );
    if value.is_empty() || ours || is_harmless(name) {
        return;
    }
    if css::calls_unknown(value) {
        own.gone = true;
        return;
    }
    if own.extent.declare(name, value) || own.evaluate(name, value) {
        return;
    }
    match name {
        _ if is_keyword(value) && name != "all" => {
            if name == "background" {
                own.background = Some(Color::CLEAR);
            }
        }
        // A table column displays nothing of its own.
        "display" => own.gone |= value == "none" || value.starts_with("table-column"),
        "content-visibility" => own.gone |= value == "hidden",
        "background-image" if value == "none" => {}
        "background" => match background(value) {
            Some(color) => own.background = Some(color),
            None => own.gone = true,
        },
        _ => {
            if matches!(name, "zoom" | "scale" | "transform") {
                own.shrink(factor(value));
            }
            own.gone |= moves_away(name, value);
        }
    }
}

impl Own {
    /// Applies a declaration that is evaluated exactly; returns false for other properties.
    fn evaluate(&mut self, name: &str, value: &str) -> bool {
        match name {
            "visibility" => match (Given::of_keyword(value, true), value) {
                (Some(given), _) => self.visible = given,
                (None, "visible") => self.visible = Given::Is(true),
                (None, "hidden" | "collapse") => self.visible = Given::Is(false),
                _ => {}
            },
            "opacity" => self.opacity = Some(opacity(value)),
            "font-size" => match Given::of_keyword(value, Size::Pixels(NORMAL)) {
                Some(given) => self.size = given,
                None => self.set_size(size(value)),
            },
            "font" => match Given::of_keyword(value, Size::Pixels(NORMAL)) {
                Some(given) => self.size = given,
                None => self.set_size(size_of_font(value)),
            },
            "color" => self.set_color(value),
            "background-color" => self.set_background(value),
            "--ltx-fg-color" => match color::parse(value) {
                Some(color) => self.latexml_color = Some(color),
                None => self.gone = true,
            },
            "--ltx-bg-color" => match color::parse(value) {
                Some(color) => self.latexml_background = Some(color),
                None => self.gone = true,
            },
            _ => return false,
        }
        true
    }

    fn set_size(&mut self, size: Option<Size>) {
        match size {
            Some(size) => self.size = Given::Is(size),
            None => self.gone = true,
        }
    }
}

/// Parses an opacity; what is not a plain number counts as transparent.
fn opacity(value: &str) -> f32 {
    let part = match number(value) {
        Some((part, "")) => part,
        Some((part, "%")) => part / 100.0,
        _ if matches!(value, "initial" | "unset" | "revert") => 1.0,
        _ => 0.0,
    };
    part.clamp(0.0, 1.0)
}

/// Returns the color of `background`, which may have a position but no picture; `None` if it cannot be computed.
fn background(value: &str) -> Option<Color> {
    let mut found = None;
    for part in words(value) {
        let other = part == "none"
            || part == "/"
            || part.starts_with("repeat")
            || part.ends_with("-box")
            || matches!(
                part,
                "no-repeat" | "scroll" | "fixed" | "left" | "center" | "right" | "top" | "bottom"
            )
            || length(part).is_some();
        match color::parse(part) {
            Some(color) if found.is_none() => found = Some(color),
            _ if other => {}
            _ => return None,
        }
    }
    Some(found.unwrap_or(Color::CLEAR))
}

/// Returns true for declarations that move, clip, shrink or cover text, and for unknown ones.
fn moves_away(name: &str, value: &str) -> bool {
    let thick = || words(value).filter_map(length).any(|width| width > THICK);
    match name {
        "clip" => value != "auto",
        "filter" => value != "none" && !value.starts_with("alpha(opacity=100"),
        "clip-path" | "mask" | "mask-image" | "mask-border" => value != "none",
        "mix-blend-mode" => value != "normal",
        "unicode-bidi" => value.contains("override"),
        "content" => value.contains('('),
        "z-index" => value.starts_with('-'),
        "zoom" => fraction(value).is_some_and(|part| part < 4.0 * FAINT),
        "scale" => words(value).filter_map(fraction).any(|part| part.abs() < FAINT),
        "translate" => words(value).filter_map(length).any(|step| step.abs() >= OFF_PAGE),
        "rotate" => value.starts_with(['x', 'y']) || value.split_whitespace().count() > 2,
        "transform" => value != "none" && !transforms(value),
        "letter-spacing" => length(value).is_some_and(|step| !(CRAMMED..SPREAD).contains(&step)),
        "word-spacing" => length(value).is_some_and(|step| !(5.0 * CRAMMED..OFF_PAGE).contains(&step)),
        "outline-offset" => length(value).is_some_and(|step| step < 0.0),
        _ if name.starts_with("text-decoration") => thick(),
        _ if name.starts_with("border-image") => words(value).any(|word| word == "fill"),
        "box-shadow" => value.contains("inset") && thick(),
        _ if name.starts_with("grid-template") || name.starts_with("grid-auto") || name == "grid" => {
            is_shut_grid(value)
        }
        _ => true,
    }
}

/// Parses a font size; `None` for one that is invalid or cannot be computed, such as a number without unit.
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
        _ => {
            let bare = number(value).is_some_and(|(amount, unit)| unit.is_empty() && amount != 0.0);
            let pixels = || length(value).filter(|_| !bare).map(Size::Pixels);
            return relative(value).or_else(pixels);
        }
    };
    Some(Size::Pixels(named))
}

/// Returns the size in `font`, which stands before a family; `None` if there is none.
fn size_of_font(value: &str) -> Option<Size> {
    let before = |word: &&str| {
        word.parse::<u16>().is_ok_and(|weight| weight >= 100)
            || word.ends_with("condensed")
            || word.ends_with("expanded")
            || matches!(*word, "normal" | "italic" | "oblique" | "small-caps" | "bold" | "bolder" | "lighter")
    };
    let mut words = words(value).skip_while(before);
    let first = words.next()?;
    words.next()?;
    size(first.split('/').next()?)
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
    #[case("display:if(else:none)")]
    #[case("display:--f()")]
    #[case("visibility:if(else:hidden)")]
    #[case("left:anchor(--x right, -9999px)")]
    #[case("left:if(else:-9999px)")]
    #[case("margin-left:calc(1px * sibling-index())")]
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
    #[case("margin-left:-webkit-calc(1px + max(2px, 3px))")]
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
    fn elements_inherit_the_look_of_their_ancestors() {
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
