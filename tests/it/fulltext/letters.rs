//! Tests that what a reader of a PDF sees in a line is what is read: letters of fonts that lack something, signs, gaps and numbers.

use papers_fulltext::FulltextError;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::typeset::{Face, HEIGHT, Typesetter, prose, read};

/// Begins a paper with an abstract and an introduction.
fn start() -> Typesetter {
    let mut paper = Typesetter::default();
    paper.title("Counting Photons with a Cold Mirror").heading("Abstract").paragraph(&prose("abstract", 5));
    paper.heading("1 Introduction").paragraph(&prose("introduction", 12)).heading("2 Results");
    paper
}

/// Shows an array of strings and shifts as one line.
fn show(paper: &mut Typesetter, parts: &[(&str, f32)]) {
    let mut list = Vec::new();
    for (text, shift) in parts {
        let bytes = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>();
        list.extend([Object::string_literal(bytes), Object::Real(*shift)]);
    }
    let y = paper.y();
    paper.apply("BT", vec![]).apply("Tf", vec!["F1".into(), 10.into()]);
    paper.operation("Td", &[72.0, y]).apply("TJ", vec![list.into()]).apply("ET", vec![]).skip(12.0);
}

/// Returns the bytes of a paper with another font for its text.
fn with_font(paper: &Typesetter, font: impl FnOnce(&mut Document) -> Dictionary) -> Vec<u8> {
    paper.finish_with(|file, tree| {
        let own = font(file);
        let own = file.add_object(own);
        fonts(file, tree).set("F1", own);
    })
}

fn fonts(file: &mut Document, tree: ObjectId) -> &mut Dictionary {
    let resources = file.get_dictionary(tree).unwrap().get(b"Resources").unwrap().as_reference().unwrap();
    file.get_dictionary_mut(resources).unwrap().get_mut(b"Font").unwrap().as_dict_mut().unwrap()
}

fn text(paper: &[u8]) -> String {
    papers_fulltext::pdf(paper).unwrap().text()
}

#[test]
fn fonts_like_the_standard_ones_need_no_widths() {
    let mut paper = start();
    paper.paragraph(&prose("result", 20));
    let expected = read(&paper).text();
    for name in ["TimesNewRoman", "TimesNewRomanPSMT", "ABCDEF+TimesNewRoman", "Liberation Serif"] {
        let font = |kind: &str| {
            with_font(
                &paper,
                |_| dictionary! {"Type" => "Font", "Subtype" => kind, "BaseFont" => name, "Encoding" => "WinAnsiEncoding"},
            )
        };
        assert_eq!([text(&font("TrueType")), text(&font("Type1"))], [&*expected; 2], "{name}");
    }
}

/// Distiller embeds fonts of TeX with an encoding that names some codes; the program names the others.
#[test]
fn codes_without_a_name_have_that_of_the_program() {
    let mut paper = start();
    paper
        .lines(10.0, &["Our e\u{e}cient method is the \u{c}rst to o\u{b}er this."])
        .paragraph(&prose("result", 8));
    let program =
        b"%!PS-AdobeFont-1.0: CMR10\n/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\n\
        dup 11 /ff put\ndup 12 /fi put\ndup 14 /ffi put\nreadonly def\ncurrentfile eexec";
    let bytes = with_font(&paper, |file| {
        let program = file.add_object(Stream::new(Dictionary::new(), program.to_vec()));
        let descriptor = dictionary! {"Type" => "FontDescriptor", "FontName" => "CMR10", "Flags" => 4, "FontFile" => program};
        let names = vec![Object::Integer(0), "Gamma".into(), 9.into(), "Psi".into()];
        dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "CMR10", "FirstChar" => 0, "LastChar" => 255,
            "Widths" => vec![Object::Integer(500); 256], "FontDescriptor" => descriptor,
            "Encoding" => dictionary! {"Type" => "Encoding", "Differences" => names},
        }
    });
    let text = text(&bytes);
    assert!(text.contains("Our efficient method is the first to offer this."), "{text}");
}

/// dvips through Distiller names the letters of a font of Type 3 by the codes that they had, and gives them others.
#[test]
fn names_that_are_numbers_are_codes_of_tex() {
    let mut paper = start();
    let plain = prose("result", 30);
    let code = |c: char| if c.is_ascii_alphabetic() { char::from(c as u8 ^ 1) } else { c };
    paper.paragraph(&plain.chars().map(code).collect::<String>());
    let bytes = with_font(&paper, |file| {
        let glyph = file.add_object(Stream::new(Dictionary::new(), b"500 0 d0".to_vec()));
        let mut names = vec![Object::Integer(33)];
        let mut glyphs = Dictionary::new();
        for place in b'!'..=b'z' {
            let own = if (place ^ 1).is_ascii_alphabetic() { place ^ 1 } else { place };
            names.push(Object::Name(own.to_string().into_bytes()));
            glyphs.set(own.to_string(), glyph);
        }
        let side = Object::Integer;
        dictionary! {
            "Type" => "Font", "Subtype" => "Type3", "FontBBox" => vec![side(0), side(0), side(1000), side(1000)],
            "FontMatrix" => vec![Object::Real(0.001), 0.into(), 0.into(), Object::Real(0.001), 0.into(), 0.into()],
            "FirstChar" => 0, "LastChar" => 255, "Widths" => vec![Object::Integer(500); 256], "CharProcs" => glyphs,
            "Encoding" => dictionary! {"Type" => "Encoding", "Differences" => names},
        }
    });
    let text = text(&bytes).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("result follows what the mirror returns for"), "{text}");
}

#[test]
fn a_backquote_or_a_tilde_beside_a_letter_is_a_sign() {
    let mut paper = start();
    paper.lines(
        10.0,
        &[
            "We plug a `small' term into ``quoted'' words (`x'), and we don\u{b4}t read `json` at all.",
            "Each table has (~200 TB) of ~3 kinds.",
        ],
    );
    paper.paragraph(&prose("result", 8));
    let text = read(&paper).text();
    for expected in ["a `small' term", "``quoted'' words (`x')", "don’t read `json` at"] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert!(text.contains("(~200 TB) of ~3 kinds"), "{text}");
}

#[test]
fn a_dash_is_the_minus_of_an_exponent() {
    let mut paper = start();
    let y = paper.y();
    let mut x = 72.0;
    let row = [
        ("The error is 10", 0.0),
        ("\u{96}3", 4.0),
        (" in flux of 3.2 W m", 0.0),
        ("\u{97}2", 4.0),
        (" on all mirrors.", 0.0),
    ];
    for (part, rise) in row {
        let size = if rise > 0.0 { 7.0 } else { 10.0 };
        paper.line((x, y + rise), size, Face::Roman, part);
        x += width(part) * size;
    }
    paper.skip(12.0).paragraph(&prose("result", 8));
    let text = read(&paper).text();
    assert!(text.contains("The error is 10^−3 in flux of 3.2 W m^−2 on all mirrors."), "{text}");
}

/// Returns the width of a text in Times, in font sizes, near enough for a line of words.
fn width(text: &str) -> f32 {
    let letter = |c: char| match c {
        'i' | 'l' | 't' => 0.278,
        'f' | 'r' | 's' => 0.36,
        ' ' | '.' => 0.25,
        'T' => 0.611,
        'W' => 0.944,
        'm' => 0.778,
        '\u{97}' => 1.0,
        'e' | 'a' | 'c' => 0.444,
        'o' | 'n' | 'u' | 'h' | 'x' | '0'..='9' | '\u{96}' => 0.5,
        _ => 0.45,
    };
    text.chars().map(letter).sum()
}

#[test]
fn numbers_with_a_gap_after_their_comma_are_two() {
    let mut paper = start();
    show(
        &mut paper,
        &[
            ("Take 17,", -166.0),
            ("2668 and the set {123,", -166.0),
            ("456,", -166.0),
            ("789} and 15,", -166.0),
            ("000 mirrors.", 0.0),
        ],
    );
    paper.paragraph(&prose("result", 8));
    let text = read(&paper).text();
    assert!(text.contains("Take 17, 2668 and the set {123, 456, 789} and 15,000 mirrors."), "{text}");
}

#[test]
fn words_of_a_tight_line_are_parted() {
    let mut paper = start();
    let words = [
        "The", "mirror", "counts", "some", "tablets", "95%", "zyg", "lens", "and", "quasi", "night", "here.",
    ];
    let gap = |index: usize| if [4, 5, 6, 8].contains(&index) { -168.0 } else { -185.0 };
    let parts: Vec<(&str, f32)> = words.iter().enumerate().map(|(index, word)| (*word, gap(index))).collect();
    show(&mut paper, &parts);
    paper.paragraph(&prose("result", 8));
    let text = read(&paper).text();
    assert!(text.contains(&words.join(" ")), "{text}");
}

#[test]
fn numbers_of_lines_close_to_the_text_are_left_out() {
    for gap in [1.0, 0.5, 2.5] {
        let mut paper = start();
        paper.page().paragraph(&prose("line", 20));
        let mut y = HEIGHT - 72.0;
        let mut number = 98;
        while y > paper.y() {
            let text = number.to_string();
            let x = 72.0 - 10.0 * gap - 5.0 * text.len() as f32 + if number == 98 { 15.0 } else { 0.0 };
            paper.line((x, y), 10.0, Face::Roman, &text);
            y -= 12.0;
            number += 1;
        }
        let text = read(&paper).text().lines().collect::<Vec<_>>().join(" ");
        assert!(text.contains(&prose("line", 20)), "{gap}: {text}");
    }
}

#[test]
fn a_text_that_is_struck_twice_is_read_once() {
    let mut paper = start();
    for _ in 0..2 {
        let y = paper.y();
        for shift in [0.0, 0.25, 0.4] {
            paper.line(
                (72.0 + shift, y),
                10.0,
                Face::Roman,
                "All mirrors still fill the hall with cool light.",
            );
        }
        paper.skip(12.0);
    }
    paper.paragraph(&prose("result", 8));
    let text = read(&paper).text();
    assert_eq!(text.matches("All mirrors still fill the hall with cool light.").count(), 2, "{text}");
}

#[test]
fn the_parts_of_a_line_are_read_from_left_to_right() {
    let mut paper = start();
    let y = paper.y();
    let first = "The camera has errors";
    paper.line((72.0 + 10.0 * width(first) + 4.0, y), 10.0, Face::Roman, "of 12.3 percent on the mirror.");
    paper.line((72.0, y), 10.0, Face::Roman, first).skip(12.0);
    paper.paragraph(&prose("result", 8));
    let text = read(&paper).text();
    assert!(text.contains("The camera has errors of 12.3 percent on the mirror."), "{text}");
}

/// Text on a white box is visible, and text below it is not.
#[test]
fn a_number_over_another_takes_its_place() {
    let mut paper = start();
    let y = paper.y();
    let before = "The camera has errors of ";
    let x = 72.0 + 10.0 * width(before);
    paper.line((72.0, y), 10.0, Face::Roman, &format!("{before}99.9 percent on the mirror."));
    paper
        .operation("g", &[1.0])
        .operation("re", &[x - 1.0, y - 3.0, 18.5, 12.0])
        .operation("f", &[])
        .operation("g", &[0.0]);
    paper.line((x, y), 10.0, Face::Roman, "12.3").skip(12.0).paragraph(&prose("result", 8));
    let text = read(&paper).text();
    assert!(text.contains("errors of 12.3 percent on the mirror."), "{text}");
}

#[test]
fn russian_letters_without_names_are_read() {
    let sentence =
        "Предположим, что каждый измеритель находится на отражателе и считает частицы света ночью. ";
    let code = |c: char| match c {
        'А'..='я' => char::from_u32(u32::from(c) - u32::from('А') + 0xC0).unwrap(),
        c => c,
    };
    let mut paper = Typesetter::default();
    paper.paragraph(&sentence.chars().map(code).collect::<String>().repeat(20));
    let text = read(&paper).text();
    assert_eq!(text.matches("каждый измеритель находится на отражателе").count(), 20, "{text}");
}

#[test]
fn a_text_without_words_is_not_read() {
    for line in [
        "T O ^ p N O P Q c W X w a R S b ",
        "bdc=egf‘eaf‘h°ikj e^“Gl3iƒq”h l3c)f!imjC—3 ÈÉ·a£—ÊÚ ",
        "ÿüýûúù øö õôóò ñðïî íì ",
    ] {
        let mut paper = start();
        let text: String = line.chars().map(|c| if u32::from(c) < 256 { c } else { '}' }).collect();
        for _ in 0..3 {
            paper.page().paragraph(&text.repeat(120));
        }
        assert_eq!(papers_fulltext::pdf(&paper.finish()), Err(FulltextError::Illegible), "{line}");
    }
}

/// A file that is cut off has a tree of pages that names pages it does not have.
#[test]
fn pages_that_are_lost_are_counted() {
    let mut paper = start();
    for page in 0..9 {
        paper.page().paragraph(&prose(&format!("page{page}"), 20));
    }
    let without = |lost: std::ops::Range<usize>| {
        paper.finish_with(|file, tree| {
            let kids = file.get_dictionary(tree).unwrap().get(b"Kids").unwrap().as_array().unwrap().clone();
            for kid in &kids[lost] {
                file.objects.remove(&kid.as_reference().unwrap());
            }
        })
    };
    let document = papers_fulltext::pdf(&without(3..4)).unwrap();
    assert_eq!(document.unread_pages, [4]);
    assert!(document.text().contains("page3") && !document.text().contains("page2"));
    let reason = "9 of 10 pages cannot be read".to_owned();
    assert_eq!(papers_fulltext::pdf(&without(1..10)), Err(FulltextError::Broken { reason }));
}

#[test]
fn a_page_without_an_area_is_a_letter() {
    let mut paper = start();
    paper.paragraph(&prose("result", 8));
    let expected = read(&paper).text();
    let bytes = paper.finish_with(|file, tree| {
        file.get_dictionary_mut(tree).unwrap().remove(b"MediaBox");
    });
    assert_eq!(text(&bytes), expected);
}
