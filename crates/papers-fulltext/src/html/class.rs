//! Classifies elements by name and LaTeXML class.
//!
//! The relevant classes have not changed since LaTeXML 0.8.0; if two versions differ (`ltx_tag_enumerate` became `ltx_tag_item`),
//! both are known. Elements without LaTeXML classes are classified by name.

use super::length::length;
use papers_markup::Tag;
use papers_paper::CaptionKind;

/// The role of an element in a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The whole paper; everything outside belongs to the site.
    Root,
    /// A section of any level.
    Section { appendix: bool },
    /// The abstract.
    Abstract,
    /// Acknowledgments, which LaTeXML does not make a section.
    Back,
    /// The heading of a section.
    Heading,
    /// A heading at the start of a paragraph: `Theorem 1.`, `Proof.`
    RunIn,
    /// A logical paragraph, which may contain formulas and lists.
    Para,
    /// A physical paragraph in a logical one.
    Line,
    /// A list.
    List,
    /// An item of a list.
    Item,
    /// The bullet, number or word before an item.
    ItemTag,
    /// The term of a description list.
    Term,
    /// A figure, table, listing or algorithm, of which only captions and tables are read.
    Float(CaptionKind),
    /// The caption.
    Caption,
    /// One or more displayed formulas.
    Equation,
    /// A row of formulas or of a table.
    Row,
    /// A formula without MathML.
    Formula,
    /// A citation.
    Cite,
    /// Superscript text.
    Raised,
    /// Subscript text.
    Lowered,
    /// A link to a footnote.
    NoteLink,
    /// Text with a direction of its own.
    Turned(Direction),
    /// Markup that LaTeXML could not convert.
    Error,
    /// A table.
    Table,
    /// The header of a table.
    Head,
    /// A cell of a table.
    Cell,
    /// Notes, references, authors: not part of the text, but hidden text in them is reported.
    Dropped,
    /// Buttons, tables of contents, pictures: not part of the text, and hidden text in them is not reported.
    Ignored,
    /// Any other block element.
    Block,
    /// Any other element.
    Inline,
}

/// The direction of text in an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    RightToLeft,
    /// Every letter from right to left, as in `<bdo dir=rtl>`.
    AllRightToLeft,
    AllLeftToRight,
}

impl Direction {
    /// Returns the character after which text is seen in the same order.
    pub(super) const fn begin(self) -> char {
        match self {
            Self::RightToLeft => '\u{2067}',
            Self::AllRightToLeft => '\u{202e}',
            Self::AllLeftToRight => '\u{202d}',
        }
    }
}

/// Returns the part that an element is.
pub(super) fn part(tag: &Tag<'_>) -> Part {
    match named(tag.name, tag.class) {
        Part::Inline if tag.name == "a" && tag.href.is_some_and(|href| href.starts_with("#footnote")) => {
            Part::NoteLink
        }
        Part::Inline => turned(tag).map(Part::Turned).or_else(|| shifted(tag.style)).unwrap_or(Part::Inline),
        part => part,
    }
}

/// Returns the direction that an element gives its text.
fn turned(tag: &Tag<'_>) -> Option<Direction> {
    let overrides = tag.name.eq_ignore_ascii_case("bdo");
    if !overrides && !tag.attributes.contains("dir") {
        return None;
    }
    match tag.attribute("dir")?.to_ascii_lowercase().as_str() {
        "rtl" if overrides => Some(Direction::AllRightToLeft),
        "ltr" if overrides => Some(Direction::AllLeftToRight),
        "rtl" => Some(Direction::RightToLeft),
        _ => None,
    }
}

/// Returns the part of text that its style moves off its line, as LaTeXML's does for `\\raisebox`.
fn shifted(style: &str) -> Option<Part> {
    const LEAST: f32 = 1.0;
    let relative = style.contains("relative");
    if !relative && !style.contains("vertical-align") {
        return None;
    }
    let up = style.split(';').find_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        let pixels = || length(value).filter(|pixels| pixels.abs() > LEAST);
        match (name.trim(), value.trim()) {
            ("vertical-align", "super") => Some(true),
            ("vertical-align", "sub") => Some(false),
            ("vertical-align", _) => pixels().map(|up| up > 0.0),
            ("bottom", _) if relative => pixels().map(|up| up > 0.0),
            ("top", _) if relative => pixels().map(|down| down < 0.0),
            _ => None,
        }
    })?;
    Some(if up { Part::Raised } else { Part::Lowered })
}

fn named(name: &str, class: &str) -> Part {
    if class.is_empty() {
        return by_name(name);
    }
    class.split_ascii_whitespace().find_map(|token| by_class(token, name)).unwrap_or_else(|| by_name(name))
}

fn by_class(token: &str, name: &str) -> Option<Part> {
    let Some(own) = token.strip_prefix("ltx_") else { return foreign(token) };
    Some(match own {
        "document" => Part::Root,
        "part" | "chapter" | "section" | "subsection" | "subsubsection" | "paragraph" | "subparagraph" => {
            Part::Section { appendix: false }
        }
        "appendix" => Part::Section { appendix: true },
        "abstract" => Part::Abstract,
        "acknowledgements" | "acknowledgments" => Part::Back,
        "para" | "inline-para" => Part::Para,
        "p" => Part::Line,
        "itemize" | "enumerate" | "description" => Part::List,
        "item" if name == "dt" => Part::Term,
        "item" => Part::Item,
        "tag_item" | "tag_enumerate" | "tag_itemize" | "tag_description" if name != "dt" => Part::ItemTag,
        "figure" | "float" | "algorithm" => Part::Float(CaptionKind::Figure),
        "table" => Part::Float(CaptionKind::Table),
        "caption" => Part::Caption,
        "equation" | "equationgroup" if name == "tr" || name == "tbody" => Part::Row,
        "equation" | "equationgroup" => Part::Equation,
        "Math" | "DisplayMath" | "math" if name == "span" => Part::Formula,
        "tabular" => Part::Table,
        "thead" => Part::Head,
        "tr" => Part::Row,
        "td" => Part::Cell,
        "cite" => Part::Cite,
        "sup" => Part::Raised,
        "sub" => Part::Lowered,
        "ERROR" => Part::Error,
        "inline-item" | "inline-enumerate" | "inline-itemize" => Part::Inline,
        "pagination" | "TOC" | "toclist" | "page_navbar" | "page_header" | "page_footer" | "page_logo"
        | "picture" => Part::Ignored,
        "quote" | "theorem" | "proof" | "block" | "minipage" | "inline-block" => return block(name),
        "listing" | "lstlisting" | "verbatim" if !matches!(name, "span" | "code") => Part::Dropped,
        _ => return dropped(own).or_else(|| title(own)),
    })
}

/// Returns the part of formulas by `MathJax` and `KaTeX`, and of text for screen readers that sites add.
fn foreign(token: &str) -> Option<Part> {
    match token {
        "mjpage" | "mjx-chtml" | "MathJax" | "MathJax_CHTML" | "katex" => Some(Part::Formula),
        "MathJax_Preview" | "package-alerts" | "keyboard-glossary" => Some(Part::Ignored),
        _ => None,
    }
}

/// Returns true for a class that hides its element by an external style sheet: arXiv's, Bootstrap's or LaTeXML's.
pub(super) fn hides(name: &str, class: &str) -> bool {
    #[rustfmt::skip]
    let hides = |own: &str| matches!(
        own,
        "sr-only" | "is-sr-only" | "visually-hidden" | "visually-hidden-focusable" | "screen-reader-text" | "d-none"
        | "invisible" | "opacity-0" | "text-white" | "text-hide" | "collapse" | "hidden" | "hide" | "is-hidden"
        | "is-invisible" | "ltx_phantom" | "ltx_nodisplay" | "ltx_rdf"
    );
    name != "button" && class.split_ascii_whitespace().any(hides)
}

fn block(name: &str) -> Option<Part> {
    (name != "span").then_some(Part::Block)
}

fn dropped(own: &str) -> Option<Part> {
    let known = matches!(
        own,
        "bibliography"
            | "biblist"
            | "bibitem"
            | "authors"
            | "creator"
            | "author_notes"
            | "contact"
            | "date"
            | "dates"
            | "keywords"
            | "classification"
            | "index"
            | "glossary"
            | "rule"
            | "missing"
            | "missing_label"
            | "missing_citation"
            | "title_document"
            | "subtitle"
            | "tag_equation"
            | "tag_equationgroup"
    );
    let heading_number = own.strip_prefix("tag_").is_some_and(is_division);
    (known || heading_number || own.starts_with("note")).then_some(Part::Dropped)
}

fn title(own: &str) -> Option<Part> {
    let of = own.strip_prefix("title_")?;
    let runs_in = matches!(of, "theorem" | "proof");
    Some(if runs_in { Part::RunIn } else { Part::Heading })
}

fn is_division(name: &str) -> bool {
    matches!(
        name,
        "part"
            | "chapter"
            | "section"
            | "subsection"
            | "subsubsection"
            | "paragraph"
            | "subparagraph"
            | "appendix"
    )
}

fn by_name(name: &str) -> Part {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Part::Heading,
        "p" => Part::Line,
        "ul" | "ol" | "dl" => Part::List,
        "li" | "dd" => Part::Item,
        "dt" => Part::Term,
        "figure" => Part::Float(CaptionKind::Figure),
        "figcaption" | "caption" => Part::Caption,
        "cite" => Part::Cite,
        "sup" => Part::Raised,
        "sub" => Part::Lowered,
        "table" => Part::Table,
        "thead" => Part::Head,
        "tr" => Part::Row,
        "td" | "th" => Part::Cell,
        "pre" => Part::Dropped,
        "nav" | "button" | "header" | "footer" | "form" | "summary" => Part::Ignored,
        "div" | "blockquote" | "section" | "article" | "aside" | "center" | "address" | "main" | "dialog" => {
            Part::Block
        }
        _ => Part::Inline,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("h2", "ltx_title ltx_title_section", Part::Heading)]
    #[case("h6", "ltx_title ltx_runin ltx_font_bold ltx_title_theorem", Part::RunIn)]
    #[case("h1", "ltx_title ltx_title_document", Part::Dropped)]
    #[case("span", "ltx_tag ltx_tag_section", Part::Dropped)]
    #[case("span", "ltx_tag ltx_tag_figure", Part::Inline)]
    #[case("span", "ltx_tag ltx_tag_enumerate", Part::ItemTag)]
    #[case("span", "ltx_tag ltx_tag_equation ltx_align_right", Part::Dropped)]
    #[case("table", "ltx_equationgroup ltx_eqn_align ltx_eqn_table", Part::Equation)]
    #[case("tr", "ltx_equation ltx_eqn_row", Part::Row)]
    #[case("table", "ltx_tabular ltx_centering", Part::Table)]
    #[case("span", "ltx_tabular ltx_align_middle", Part::Table)]
    #[case("th", "ltx_td ltx_align_left ltx_th ltx_th_column", Part::Cell)]
    #[case("p", "ltx_p ltx_figure_panel", Part::Line)]
    #[case("sup", "ltx_note_mark", Part::Dropped)]
    #[case("span", "ltx_note ltx_role_footnote", Part::Dropped)]
    #[case("div", "ltx_engrafo_equation_container", Part::Block)]
    #[case("span", "ltx_text ltx_lst_identifier ltx_lstlisting", Part::Inline)]
    #[case("div", "ltx_listing ltx_lstlisting", Part::Dropped)]
    #[case("button", "sr-only button", Part::Ignored)]
    #[case("div", "keyboard-glossary", Part::Ignored)]
    #[case("section", "ltx_bibliography", Part::Dropped)]
    #[case("li", "ltx_bibitem", Part::Dropped)]
    #[case("section", "ltx_appendix", Part::Section { appendix: true })]
    fn class_tells_the_part(#[case] name: &str, #[case] class: &str, #[case] expected: Part) {
        assert_eq!(part(&Tag { name, class, ..Tag::default() }), expected);
    }
}
