//! Splits a page into start tags, end tags and text, by the rules of the HTML standard's tokenizer.
//!
//! Every byte is read a bounded number of times: an unclosed quote, comment or tag extends to the end of the page and is dropped.
//! Attributes that are not used are skipped.

use memchr::memchr;

/// A piece of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "tokens are read one at a time; a box would cost an allocation a tag"
)]
pub enum Token<'a> {
    /// `<name …>`
    Open(Tag<'a>),
    /// `</name>`
    Close(&'a str),
    /// Text between tags, with undecoded character references.
    Text(&'a str),
}

/// A start tag with the attributes that are used. Their values have undecoded character references.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tag<'a> {
    /// The name as written.
    pub name: &'a str,
    /// Its classes, separated by spaces.
    pub class: &'a str,
    /// Its id; empty if there is none.
    pub id: &'a str,
    /// Its inline style.
    pub style: &'a str,
    /// A formula's TeX, on `math`.
    pub alttext: Option<&'a str>,
    /// The alternative text of an image.
    pub alt: Option<&'a str>,
    /// `aria-label`.
    pub label: Option<&'a str>,
    /// The URL of an image.
    pub src: Option<&'a str>,
    /// The URL of a link or of the page's base.
    pub href: Option<&'a str>,
    /// `color` of `font`.
    pub color: Option<&'a str>,
    /// `bgcolor`.
    pub background: Option<&'a str>,
    /// `size` of `font`.
    pub size: Option<&'a str>,
    /// `width`.
    pub width: Option<&'a str>,
    /// The number of columns that a cell spans.
    pub colspan: Option<&'a str>,
    /// The number of rows that a cell spans.
    pub rowspan: Option<&'a str>,
    /// The `name` of a `<meta>`.
    pub meta: Option<&'a str>,
    /// The `content` of a `<meta>`.
    pub content: Option<&'a str>,
    /// All its attributes, as written.
    pub attributes: &'a str,
    /// True if it has `hidden`, or `popover`, which hides it until it is opened.
    pub hidden: bool,
    /// True if `aria-hidden` is true.
    pub aria_hidden: bool,
    /// True if it is self-closing: `<br/>`.
    pub closed: bool,
}

impl<'a> Tag<'a> {
    /// Finds the value of an attribute by its name in lower case; empty if it has none.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut tokens = Tokens::new(self.attributes);
        while let Some((own, value)) = tokens.attribute() {
            if own.eq_ignore_ascii_case(name) {
                return Some(value);
            }
        }
        None
    }

    /// Returns true if a link has this relation (`rel`), alone or among others.
    pub fn is_related(&self, relation: &str) -> bool {
        let mut relations = self.attribute("rel").unwrap_or_default().split_ascii_whitespace();
        relations.any(|own| own.eq_ignore_ascii_case(relation))
    }

    /// Stores an attribute, unless there was one of the same name before.
    fn set(&mut self, name: &str, value: &'a str) {
        match name {
            "class" if self.class.is_empty() => self.class = value,
            "id" if self.id.is_empty() => self.id = value,
            "style" if self.style.is_empty() => self.style = value,
            "alttext" => _ = self.alttext.get_or_insert(value),
            "alt" => _ = self.alt.get_or_insert(value),
            "aria-label" => _ = self.label.get_or_insert(value),
            "src" => _ = self.src.get_or_insert(value),
            "href" => _ = self.href.get_or_insert(value),
            "color" => _ = self.color.get_or_insert(value),
            "bgcolor" => _ = self.background.get_or_insert(value),
            "size" => _ = self.size.get_or_insert(value),
            "width" => _ = self.width.get_or_insert(value),
            "name" => _ = self.meta.get_or_insert(value),
            "content" => _ = self.content.get_or_insert(value),
            "colspan" => _ = self.colspan.get_or_insert(value),
            "rowspan" => _ = self.rowspan.get_or_insert(value),
            "hidden" | "popover" => self.hidden = true,
            "aria-hidden" => self.aria_hidden |= value.eq_ignore_ascii_case("true"),
            _ if name.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                self.set(&name.to_ascii_lowercase(), value);
            }
            _ => {}
        }
    }
}

/// The page, read from front to back.
#[derive(Debug, Clone)]
pub struct Tokens<'a> {
    rest: &'a str,
    cut: bool,
}

impl<'a> Tokens<'a> {
    /// Begins at the start of a page.
    pub fn new(page: &'a str) -> Self {
        Self { rest: page, cut: false }
    }

    /// Returns the part of the page that was not read yet.
    pub fn rest(&self) -> &'a str {
        self.rest
    }

    /// Returns true if the page ended within a comment, or an element that was taken as a whole.
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// Takes the rest, which something has swallowed that does not end.
    fn take_cut(&mut self) {
        self.rest = "";
        self.cut = true;
    }

    /// Takes the next `length` bytes, or the rest.
    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    fn take_past(&mut self, end: &str) -> &'a str {
        let found = memchr::memmem::find(self.rest.as_bytes(), end.as_bytes());
        let taken = self.take(found.unwrap_or(self.rest.len()));
        self.take(end.len());
        taken
    }

    fn text(&mut self) -> Token<'a> {
        let after_first = self.rest.as_bytes().get(1..).unwrap_or_default();
        let length = memchr(b'<', after_first).map_or(self.rest.len(), |at| at + 1);
        Token::Text(self.take(length))
    }

    /// Skips comments of any kind: `<!…`, `<?…`, `</3…`.
    fn comment(&mut self) {
        if let Some(body) = self.rest.strip_prefix("<!--") {
            self.rest = body;
            if let Some(rest) = body.strip_prefix('>').or_else(|| body.strip_prefix("->")) {
                self.rest = rest;
            } else {
                self.take_past_comment();
            }
        } else {
            self.take_past(">");
        }
    }

    /// Skips the rest of a comment, up to `-->` or, as browsers repair it, `--!>`.
    fn take_past_comment(&mut self) {
        while let Some(at) = memchr::memmem::find(self.rest.as_bytes(), b"--") {
            self.take(at + 1);
            let end = ["->", "-!>"].into_iter().find(|end| self.rest.starts_with(end));
            if let Some(end) = end {
                self.take(end.len());
                return;
            }
        }
        self.take_cut();
    }

    fn close(&mut self) -> Token<'a> {
        self.take(2);
        let name = self.name();
        let mut ignored = Tag::default();
        self.attributes(&mut ignored);
        Token::Close(name)
    }

    fn name(&mut self) -> &'a str {
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
        let length = self.rest.as_bytes().iter().position(ends).unwrap_or(self.rest.len());
        self.take(length)
    }

    fn open(&mut self) -> Option<Token<'a>> {
        self.take(1);
        let mut tag = Tag { name: self.name(), ..Tag::default() };
        self.attributes(&mut tag).then_some(Token::Open(tag))
    }

    /// Reads attributes, including the closing `>`. Returns false if the page ends before.
    fn attributes(&mut self, tag: &mut Tag<'a>) -> bool {
        let all = self.rest;
        loop {
            tag.closed = self.separators();
            let Some((name, value)) = self.attribute() else { break };
            tag.set(name, value);
        }
        tag.attributes = all.get(..all.len() - self.rest.len()).unwrap_or_default();
        !self.take(1).is_empty()
    }

    /// Skips white space and slashes. Returns true if the last one is a slash.
    fn separators(&mut self) -> bool {
        let length = self.rest.bytes().take_while(|byte| byte.is_ascii_whitespace() || *byte == b'/').count();
        self.take(length).ends_with('/')
    }

    /// Reads the name and value of an attribute; `None` at the end of the tag.
    fn attribute(&mut self) -> Option<(&'a str, &'a str)> {
        self.separators();
        // A leading `=` is part of the name, according to the standard; without this rule, the loop would not advance.
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'=');
        let bytes = self.rest.as_bytes();
        if matches!(bytes.first(), None | Some(b'>')) {
            return None;
        }
        let length = bytes.iter().skip(1).position(ends).map_or(bytes.len(), |at| at + 1);
        let name = self.take(length);
        self.white_space();
        if !self.rest.starts_with('=') {
            return Some((name, ""));
        }
        self.take(1);
        self.white_space();
        Some((name, self.value()))
    }

    fn value(&mut self) -> &'a str {
        if let Some(quote @ (b'"' | b'\'')) = self.rest.as_bytes().first() {
            self.take(1);
            let found = memchr(*quote, self.rest.as_bytes());
            let value = self.take(found.unwrap_or(self.rest.len()));
            self.take(1);
            return value;
        }
        let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
        let length = self.rest.as_bytes().iter().position(ends).unwrap_or(self.rest.len());
        self.take(length)
    }

    fn white_space(&mut self) {
        let length = self.rest.bytes().take_while(u8::is_ascii_whitespace).count();
        self.take(length);
    }

    /// Takes the whole content of an element that was just opened and may contain elements of the same name, such as `math` or `svg`.
    /// Skips its end tag.
    pub fn skip_element(&mut self, name: &str) -> &'a str {
        self.skip_content(name, true)
    }

    /// Takes the whole content of an element that was just opened and contains no markup, such as `script` or `style`. Skips its end
    /// tag.
    pub fn skip_raw_text(&mut self, name: &str) -> &'a str {
        self.skip_content(name, false)
    }

    /// Takes the content of an element; `nests` is true if it may contain elements of the same name.
    fn skip_content(&mut self, name: &str, nests: bool) -> &'a str {
        let page = self.rest;
        if name.eq_ignore_ascii_case("script") {
            self.skip_script();
        }
        let mut depth = 1_usize;
        while let Some(at) = memchr(b'<', self.rest.as_bytes()) {
            let before = page.len() - self.rest.len() + at;
            self.take(at + 1);
            if let Some(rest) = self.rest.strip_prefix('/') {
                if starts_tag(rest, name) {
                    self.take(1 + name.len());
                    self.take_past(">");
                    depth -= 1;
                }
            } else if nests && starts_tag(self.rest, name) && !self.element_closes_itself() {
                depth += 1;
            }
            if depth == 0 {
                return page.get(..before).unwrap_or_default();
            }
        }
        self.take_cut();
        page
    }

    /// Skips the part of a script in which an end tag does not end it: between `<!--` and `-->`, after `<script`.
    fn skip_script(&mut self) {
        let mut ahead = self.rest;
        let mut commented = false;
        let mut nested = false;
        while let Some(at) = memchr::memchr2(b'<', b'-', ahead.as_bytes()) {
            ahead = ahead.get(at..).unwrap_or_default();
            if !nested {
                self.rest = ahead;
            }
            match ahead.strip_prefix("</") {
                Some(rest) if starts_tag(rest, "script") => {
                    if !nested {
                        return;
                    }
                    nested = false;
                }
                _ if ahead.starts_with("<!--") => commented = true,
                _ if ahead.starts_with("-->") => (commented, nested) = (false, false),
                _ if commented && ahead.get(1..).is_some_and(|rest| starts_tag(rest, "script")) => {
                    nested = true;
                }
                _ => {}
            }
            ahead = ahead.get(1..).unwrap_or_default();
        }
        if nested {
            self.take_cut();
        }
    }

    /// Reads the tag of an element inside another, and returns true for `<math/>`, which has no content.
    fn element_closes_itself(&mut self) -> bool {
        let mut tag = Tag::default();
        self.name();
        self.attributes(&mut tag);
        tag.closed
    }
}

/// Returns true if the text of a tag starts with exactly this name.
fn starts_tag(text: &str, name: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        && bytes.get(name.len()).is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let bytes = self.rest.as_bytes();
            if *bytes.first()? != b'<' {
                return Some(self.text());
            }
            match (bytes.get(1), bytes.get(2)) {
                (Some(byte), _) if byte.is_ascii_alphabetic() => return self.open(),
                (Some(b'/'), Some(byte)) if byte.is_ascii_alphabetic() => return Some(self.close()),
                (Some(b'/'), Some(_)) | (Some(b'!' | b'?'), _) => self.comment(),
                _ => return Some(self.text()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(page: &str) -> Vec<String> {
        Tokens::new(page)
            .map(|token| match token {
                Token::Open(tag) => format!("<{} {}>", tag.name, tag.class),
                Token::Close(name) => format!("</{name}>"),
                Token::Text(text) => text.to_owned(),
            })
            .collect()
    }

    #[test]
    fn tags_text_and_comments_are_told_apart() {
        let page = "<!DOCTYPE html><p class=\"a b\">x<!-- <b> -->y<br/></p ></3>1 < 2<?php >z";
        assert_eq!(tokens(page), ["<p a b>", "x", "y", "<br >", "</p>", "1 ", "< 2", "z"]);
        assert_eq!(tokens("<!-- a --!>b<!----->c<!-- --- -->d"), ["b", "c", "d"]);
    }

    #[test]
    fn quotes_hold_angle_brackets_only_after_an_equals_sign() {
        assert_eq!(tokens("<a title='>' class = x>t"), ["<a x>", "t"]);
        assert_eq!(tokens("<p it's class=y>t'"), ["<p y>", "t'"]);
        assert_eq!(tokens("<p =\"a>b"), ["<p >", "b"]);
    }

    #[test]
    fn the_first_of_two_attributes_counts_and_names_ignore_case() {
        assert_eq!(tokens("<P CLASS=one class=two>"), ["<P one>"]);
    }

    #[test]
    fn unclosed_elements_run_to_the_end_of_the_page() {
        assert_eq!(tokens("a<!-- b"), ["a"]);
        assert_eq!(tokens("a<p class=\"b"), ["a"]);
        assert_eq!(tokens("a<p"), ["a"]);
        assert_eq!(tokens("a<"), ["a", "<"]);
    }

    #[test]
    fn skipping_honors_nesting_where_asked() {
        let mut tokens = Tokens::new("<math>a<math/><math>b</math>c</MATH >d");
        tokens.next();
        assert_eq!(tokens.skip_element("math"), "a<math/><math>b</math>c");
        assert_eq!(tokens.next(), Some(Token::Text("d")));
        let mut tokens = Tokens::new("<script>if (a<b) '<script>'</script>d");
        tokens.next();
        assert_eq!(tokens.skip_raw_text("script"), "if (a<b) '<script>'");
        assert_eq!(tokens.next(), Some(Token::Text("d")));
    }

    #[test]
    fn an_end_tag_does_not_end_a_script_in_a_commented_script() {
        for (page, rest) in [
            ("<script><!--<script></script>a</script>b", Some("b")),
            ("<script><!--</script>b", Some("b")),
            ("<script>'<script>'</script>b", Some("b")),
            ("<script><!--<script>--></script>b", Some("b")),
            ("<script><!--<script></script>--></script>b", Some("b")),
            ("<script><!--<script>", None),
        ] {
            let mut tokens = Tokens::new(page);
            tokens.next();
            tokens.skip_raw_text("script");
            assert_eq!(tokens.next(), rest.map(Token::Text), "{page}");
        }
    }

    #[test]
    fn tags_without_end_inside_a_skipped_element_are_read_once() {
        let page = format!("<svg>{}", "<svg ".repeat(400_000));
        let mut tokens = Tokens::new(&page);
        tokens.next();
        assert_eq!(tokens.skip_element("svg").len(), page.len() - 5);
    }

    #[test]
    fn a_page_that_something_swallows_is_cut() {
        let is_cut = |page: &str| {
            let mut tokens = Tokens::new(page);
            while let Some(token) = tokens.next() {
                match token {
                    Token::Open(tag) if tag.name == "math" => _ = tokens.skip_element(tag.name),
                    Token::Open(tag) if tag.name == "script" => _ = tokens.skip_raw_text(tag.name),
                    _ => {}
                }
            }
            tokens.is_cut()
        };
        for page in
            ["<math>a<p>b", "<math><math>a</math><p>b", "<script>a<p>b", "<script><!--<script>", "<!-- a"]
        {
            assert!(is_cut(page), "{page}");
        }
        for page in ["<math>a</math>b", "<script>a</script>b", "<!-- a -->b", "<p>a"] {
            assert!(!is_cut(page), "{page}");
        }
    }

    #[test]
    fn a_million_attributes_are_stepped_over() {
        let page = format!("<p {} class=x>t", "a=1 ".repeat(1_000_000));
        assert_eq!(tokens(&page), ["<p x>", "t"]);
    }
}
