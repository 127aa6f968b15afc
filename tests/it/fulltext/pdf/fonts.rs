//! Tests fonts whose letters, encodings or maps to Unicode are missing, wrong or unusual.

use papers_paper::Document;

use super::super::typeset::{Typesetter, prose, save};
use super::front;

/// Reads a paper after a change of its fonts.
fn read_with_fonts(
    paper: &Typesetter,
    change: impl Fn(&mut pdf_extract::Document, &mut pdf_extract::Dictionary),
) -> Document {
    let mut file = pdf_extract::Document::load_mem(&paper.finish()).unwrap();
    let is_font = |object: &pdf_extract::Object| object.as_dict().is_ok_and(|font| font.has(b"BaseFont"));
    let fonts = file.objects.iter().filter(|(_, object)| is_font(object));
    for id in fonts.map(|(id, _)| *id).collect::<Vec<_>>() {
        let mut font = file.get_dictionary(id).unwrap().clone();
        change(&mut file, &mut font);
        file.objects.insert(id, font.into());
    }
    papers_fulltext::pdf(&save(&mut file)).unwrap()
}

#[test]
fn fonts_that_break_the_rules_are_read() {
    use pdf_extract::{Object, dictionary};
    let name = |name: &str| Object::Name(name.as_bytes().to_vec());
    let listed = dictionary! {
        "BaseEncoding" => "StandardEncoding", "Differences" => vec![999.into(), name("A"), 2.5.into(), 66.into(), name("B")],
    };
    let broken = [
        dictionary! {"Encoding" => "StandardEncoding"},
        dictionary! {"Encoding" => "NoSuchEncoding"},
        dictionary! {"Encoding" => 7},
        dictionary! {"Encoding" => listed},
        dictionary! {"Subtype" => "Type3", "Encoding" => Object::Null, "Widths" => vec![500.into(); 96], "FirstChar" => 32},
        dictionary! {"FirstChar" => 32, "LastChar" => 90, "Widths" => vec![500.into(); 96]},
    ];
    let mut paper = Typesetter::default();
    front(&mut paper);
    paper.heading("1 Introduction").paragraph(&prose("introduction", 20));
    for entries in broken {
        let document = read_with_fonts(&paper, |_, font| {
            // `Dictionary::extend` would keep the old entries.
            entries.iter().for_each(|(key, value)| font.set(key.clone(), value.clone()));
        });
        let text = document.text().replace(' ', "");
        assert!(text.contains(&prose("introduction", 1).replace(' ', "")), "{entries:?}");
        assert_eq!(document.unread_pages, [0; 0], "{entries:?}");
    }
}

#[test]
fn codes_that_a_map_to_unicode_lacks_are_read() {
    let mut paper = Typesetter::default();
    front(&mut paper);
    paper.heading("1 Introduction").paragraph(&prose("introduction", 20));
    let map = b"1 beginbfchar <54> <0054> endbfchar";
    let document = read_with_fonts(&paper, |file, font| {
        let map = pdf_extract::Stream::new(pdf_extract::Dictionary::new(), map.to_vec());
        font.set("ToUnicode", file.add_object(map));
        font.set("FirstChar", 32);
        font.set("Widths", vec![500.into(); 96]);
        font.remove(b"Encoding");
    });
    assert!(document.text().replace(' ', "").contains(&prose("introduction", 1).replace(' ', "")));
}

/// The letters of a font are syllables of Hangul, which have no case.
#[test]
fn text_in_a_script_without_case_is_no_table() {
    let mut paper = Typesetter::default();
    front(&mut paper);
    paper.heading("1 Introduction").paragraph(&prose("introduction", 20));
    let map = b"1 beginbfrange <61> <7A> <AC00> endbfrange 1 beginbfrange <41> <5A> <AC00> endbfrange";
    let document = read_with_fonts(&paper, |file, font| {
        if font
            .get(b"BaseFont")
            .and_then(pdf_extract::Object::as_name)
            .is_ok_and(|name| name == b"Times-Roman")
        {
            let map = pdf_extract::Stream::new(pdf_extract::Dictionary::new(), map.to_vec());
            font.set("ToUnicode", file.add_object(map));
        }
    });
    let hangul = |c: char| match c {
        'a'..='z' | 'A'..='Z' => {
            char::from_u32(0xAC00 + u32::from(c.to_ascii_lowercase()) - u32::from('a')).unwrap_or(c)
        }
        c => c,
    };
    let expected: String = prose("introduction", 20).chars().map(hangul).collect();
    let text = document.text();
    for sentence in expected.split_inclusive('.') {
        assert!(text.contains(sentence.trim()), "{sentence}: {text}");
    }
}

#[test]
fn the_encoding_in_a_font_program_is_read() {
    let program =
        b"%!FontType1\n/Encoding 256 array\ndup 101/ydieresis put\nreadonly def\ncurrentfile eexec\x01\x02";
    let mut paper = Typesetter::default();
    front(&mut paper);
    paper.heading("1 Introduction").paragraph(&prose("introduction", 20));
    let document = read_with_fonts(&paper, |file, font| {
        let program = pdf_extract::Stream::new(pdf_extract::Dictionary::new(), program.to_vec());
        let descriptor = pdf_extract::dictionary! {"FontFile" => file.add_object(program)};
        font.set("FontDescriptor", descriptor);
        font.remove(b"Encoding");
    });
    assert!(document.text().contains(&prose("introduction", 1).replace('e', "ÿ")));
}

#[test]
fn maps_to_unicode_of_one_byte_are_read_and_broken_ones_left_out() {
    for map in [
        "1 beginbfrange <20> <7e> <20> endbfrange",
        "1 beginbfrange <20> <7e> <2",
        "garbage ) >> 3 beginbfchar",
        "1 beginbfchar <54> <0054> endbfchar",
    ] {
        let mut paper = Typesetter::default();
        front(&mut paper);
        paper.heading("1 Introduction").paragraph(&prose("introduction", 20));
        let document = read_with_fonts(&paper, |file, font| {
            let stream = pdf_extract::Stream::new(pdf_extract::Dictionary::new(), map.as_bytes().to_vec());
            font.set("ToUnicode", file.add_object(stream));
            font.remove(b"Encoding");
        });
        assert!(document.text().contains(&prose("introduction", 1)), "{map}");
    }
}
