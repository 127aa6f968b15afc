//! Checks for what kramdown does not handle: formulas in `$…$`, and HTML, which it passes on unchanged.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Fault, Kind, Post, Rule, fault};
use papers_paper::text::math::{Piece, pieces};
use papers_paper::text::pattern;

/// The elements that browsers know: those of HTML, including old ones, of SVG and of MathML. Readers do not see any other tag.
const TAGS: &str = "a abbr acronym address area article aside audio b base bdi bdo big blink blockquote body br button canvas caption \
                    center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset \
                    figcaption figure font footer form frame frameset g h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img \
                    input ins kbd label legend li link main map mark marquee math menu meta meter nav nobr noscript object ol \
                    optgroup option output p param path picture pre progress q rp rt ruby s samp script search section select \
                    slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th \
                    thead time title tr track tt u ul use var video wbr circle line rect text polygon polyline ellipse defs \
                    foreignobject marker stop lineargradient radialgradient clippath tspan textpath pattern symbol image switch desc \
                    metadata filter view set mpath animate animatemotion animatetransform feblend fecolormatrix fecomposite \
                    fedropshadow feflood fegaussianblur femerge femergenode feoffset feturbulence mi mn mo ms mrow mfrac mroot \
                    msqrt msub msup msubsup mover munder munderover mmultiscripts mprescripts mtable mtr mtd mtext mspace mstyle \
                    mpadded mphantom merror maction semantics annotation menclose mfenced mglyph mlabeledtr mlongdiv \
                    malignmark maligngroup mstack msrow msline msgroup mscarries mscarry none rb rtc noframes noembed xmp plaintext \
                    applet basefont bgsound keygen listing menuitem multicol spacer content shadow element portal feimage femorphology \
                    fetile fecomponenttransfer fefuncr fefuncg fefuncb fefunca feconvolvematrix fediffuselighting fedisplacementmap \
                    fedistantlight fepointlight fespecularlighting fespotlight font-face glyph missing-glyph hkern vkern cursor altglyph \
                    altglyphdef altglyphitem glyphref tref animatecolor discard solidcolor hatch hatchpath mesh meshgradient meshpatch \
                    meshrow";

/// The elements that run or load something.
const ACTIVE: &str = "base embed form frame frameset iframe link meta object script style";

static TAG: LazyLock<Regex> = LazyLock::new(|| pattern(r"</?([A-Za-z][A-Za-z0-9-]*)((?:\s[^<>]*)?)/?>"));
/// Text in which kramdown finds no markup: comments, code, formulas, and characters after a backslash.
static TAKEN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"<!--.*?-->|```.+?```|``.+?``|`[^`]+`|\$\$.+?\$\$|\\[[:punct:]]"));
static HANDLER: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\son[a-z]+\s*="));

/// Checks the body.
pub(super) fn check(post: &Post<'_>, faults: &mut Vec<Fault>) {
    let mut comment = false;
    for line in post.shown() {
        if !comment {
            html(&bare(line.text), line.number, faults);
        }
        if !comment && line.kind == Kind::Prose {
            let shown = TAKEN.replace_all(line.text, |found: &Captures<'_>| {
                unescaped(found.get(0).map_or("", |taken| taken.as_str()))
            });
            faults.extend(math(&shown).map(|message| fault(line.number, Rule::Math, message)));
        }
        comment = open_comment(line.text, comment);
    }
}

/// Removes comments, code, formulas and escaped characters from a line.
pub(crate) fn bare(line: &str) -> String {
    TAKEN.replace_all(line, " ").into_owned()
}

/// Returns what replaces such text in the search for formulas. Escapes are kept, because TeX has backslashes too, except that of a
/// dollar sign.
fn unescaped(taken: &str) -> String {
    if taken.starts_with('\\') && taken != "\\$" { taken.to_owned() } else { " ".to_owned() }
}

/// Returns true if an HTML comment is open at the end of the line.
fn open_comment(line: &str, open: bool) -> bool {
    match (line.rfind("<!--"), line.rfind("-->")) {
        (Some(start), Some(end)) => start > end,
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => open,
    }
}

/// Reports tags that run or load something or that no browser knows, each name once per line.
fn html(line: &str, number: usize, faults: &mut Vec<Fault>) {
    let mut reported: Vec<&str> = Vec::new();
    for found in TAG.captures_iter(line) {
        let [whole, name, attributes] =
            [0, 1, 2].map(|part| found.get(part).map_or("", |part| part.as_str()));
        // `<https:…>` is a link.
        if matches!(name, "http" | "https" | "mailto") || reported.contains(&name) {
            continue;
        }
        let one_of = |list: &str| list.split_whitespace().any(|tag| tag.eq_ignore_ascii_case(name));
        if !one_of(TAGS) && !name.contains('-') {
            let message = format!(
                "no browser knows `<{name}>`, so readers do not see it; write `&lt;{name}&gt;` if it is text"
            );
            faults.push(fault(number, Rule::Tag, message));
        } else if !whole.starts_with("</") && (one_of(ACTIVE) || HANDLER.is_match(attributes)) {
            faults.push(fault(
                number,
                Rule::ActiveHtml,
                format!("`<{name}>` runs or loads something in the reader's browser"),
            ));
        } else {
            continue;
        }
        reported.push(name);
    }
}

/// Reports a formula in `$…$`, which is plain text to kramdown: pairs of underscores become emphasis, and backslashes before
/// punctuation are lost.
fn math(line: &str) -> Option<String> {
    pieces(line).into_iter().find_map(|piece| match piece {
        Piece::Math(tex) if line.contains(&format!("${tex}$")) && is_mangled(tex) => {
            Some(format!("kramdown's math is `$$…$$`: `${tex}$` is read as text"))
        }
        _ => None,
    })
}

fn is_mangled(tex: &str) -> bool {
    let mut before = ' ';
    tex.chars().any(|c| {
        let bare = matches!(c, '_' | '*') && before != '\\';
        let lost = before == '\\' && c.is_ascii_punctuation() && !matches!(c, '_' | '*');
        before = c;
        bare || lost
    })
}
