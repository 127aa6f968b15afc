//! Tests hostile pages and PDFs: the program stays within its limits of time and memory, and reports why it rejects them.

use std::process::Stdio;
use std::time::Duration;

use papers_fulltext::FulltextError;
use papers_paper::ReadFrom;
use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Document, Object, Stream, dictionary};
use proptest::prelude::*;

use super::typeset::{Typesetter, assemble, prose, save};
use crate::support::{Bench, Reply, Server, shared};

/// The time after which a run counts as hanging, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(240);
const SENTENCE: &str = "The detector counts every photon that reaches the plane of the mirror. ";

/// Returns the messages of the program about a file, with at most `mebibytes` of memory for each of its processes.
fn say(bytes: &[u8], name: &str, mebibytes: u64) -> String {
    let bench = Bench::offline();
    std::fs::write(bench.path(name), bytes).unwrap();
    let program = bench.std_command().get_program().to_owned();
    let mut command = assert_cmd::Command::new("sh");
    let limited = format!("ulimit -v {}; exec \"$0\" read {name}", mebibytes * 1024);
    command.arg("-c").arg(limited).arg(program).current_dir(bench.folder.path());
    let output = command.timeout(PATIENCE).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.stdout, b"");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn fifty_megabytes_of_nested_elements_are_refused() {
    let nested = "<div>".repeat(10 << 20);
    assert!(say(nested.as_bytes(), "x.html", 512).contains("52428800 bytes are more than"));
    let smaller = format!("<article class=\"ltx_document\">{}", "<div>".repeat(3 << 20));
    assert!(say(smaller.as_bytes(), "x.html", 512).contains("elements are nested more than"));
}

#[test]
fn a_hundred_thousand_sections_are_refused() {
    let section = "<section class=\"ltx_section\"><h2>A</h2><p>Text is here.</p></section>";
    let page = format!("<article class=\"ltx_document\">{}</article>", section.repeat(100_000));
    assert!(say(page.as_bytes(), "x.html", 512).contains("more than 5000 sections"));
}

#[test]
fn bytes_that_are_no_text_lose_only_themselves() {
    let mut page = format!(
        "<article class=\"ltx_document\"><section class=\"ltx_section\"><h2>One</h2><p>{}</p></section>",
        SENTENCE.repeat(20)
    )
    .into_bytes();
    page.extend(
        b"<section class=\"ltx_section\"><h2>Two</h2><p>It is \xff\xfe\xc3 here.</p></section></article>",
    );
    let document = papers_fulltext::html(&page, None).unwrap();
    assert!(document.text().contains("It is ") && document.text().contains(" here."));
}

#[test]
fn each_page_that_is_no_paper_is_told_by_what_it_is() {
    let html = |page: &str| papers_fulltext::html(page.as_bytes(), None).unwrap_err();
    let article = |inner: &str| format!("<html><article class=\"ltx_document\">{inner}</article></html>");
    let summary = "<div class=\"ltx_abstract\"><p class=\"ltx_p\">We count photons. It works.</p></div>";
    let fatal = "<p>Conversion to HTML had a Fatal error and exited abruptly. This document may be truncated or damaged.</p>";
    let whole =
        format!("{summary}<section class=\"ltx_section\"><h2>A</h2><p>{}</p></section>", SENTENCE.repeat(40));
    assert_eq!(html(&article(&format!("{whole}{fatal}"))), FulltextError::Damaged);
    assert!(matches!(html(&article(summary)), FulltextError::TooShort { .. }));
    assert_eq!(html("<html><body>No HTML for '2501.00001'</body></html>"), FulltextError::NoHtml);
    assert!(matches!(html("<html><body>Please wait.</body></html>"), FulltextError::NotFulltext { .. }));
    assert!(matches!(html(""), FulltextError::NotFulltext { .. }));
    let pdf = FulltextError::NotFulltext { what: "a PDF".into() };
    assert_eq!(html("%PDF-1.5 and more"), pdf);
    let page = FulltextError::NotPdf { what: "an HTML page".into() };
    assert_eq!(papers_fulltext::pdf(article(&whole).as_bytes()), Err(page));
}

/// Returns a paper as PDF, after a change.
fn changed(pages: usize, change: impl FnOnce(&mut Document, &[(u32, u16)])) -> Vec<u8> {
    let mut paper = Typesetter::default();
    paper.heading("1 Introduction").paragraph(&SENTENCE.repeat(30));
    let content = Content { operations: paper.operations() }.encode().unwrap();
    let page = || Stream::new(Dictionary::new(), content.clone());
    let (mut file, pages) = assemble((0..pages).map(|_| page()).collect());
    change(&mut file, &pages);
    save(&mut file)
}

/// Returns a PDF whose page is two gigabytes of spaces.
fn bomb() -> Vec<u8> {
    changed(1, |file, pages| {
        let mut spaces = Stream::new(Dictionary::new(), vec![b' '; 32 << 20]);
        spaces.compress().unwrap();
        let spaces = file.add_object(spaces);
        let again = vec![Object::Reference(spaces); 64];
        file.get_dictionary_mut(pages[0]).unwrap().set("Contents", Object::Array(again));
    })
}

#[test]
fn a_bomb_in_a_pdf_is_ended_by_a_limit() {
    let bytes = bomb();
    assert!(bytes.len() < 100_000);
    assert!(say(&bytes, "x.pdf", 4096).contains("reading the PDF takes more than"));
}

#[test]
fn the_process_that_reads_pdfs_is_bound_in_time_and_memory() {
    let bench = Bench::offline();
    let mut child = bench.std_command();
    let child = child.arg("__pdf").stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = child.spawn().unwrap();
    // It waits for the PDF, and its limits are set already.
    let limits = (0..600).find_map(|_| {
        std::thread::sleep(Duration::from_millis(100));
        let limits = std::fs::read_to_string(format!("/proc/{}/limits", child.id())).ok()?;
        limits.contains("1073741824").then_some(limits)
    });
    child.kill().unwrap();
    child.wait().unwrap();
    let limits = limits.unwrap();
    let of = |name: &str| limits.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
    assert!(of("Max cpu time").contains(" 20 "), "{limits}");
    assert!(of("Max core file size").contains(" 0 "), "{limits}");
}

#[test]
fn a_form_that_draws_itself_is_drawn_once() {
    let bytes = changed(1, |file, pages| {
        let form = file.new_object_id();
        let dictionary = dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 612.into(), 792.into()],
            "Resources" => dictionary! {"XObject" => dictionary! {"X" => form}},
        };
        file.objects.insert(form, Stream::new(dictionary, b"/X Do".to_vec()).into());
        let contents =
            file.get_dictionary(pages[0]).unwrap().get(b"Contents").unwrap().as_reference().unwrap();
        let stream = file.get_object_mut(contents).unwrap().as_stream_mut().unwrap();
        let twice = [stream.content.clone(), b" /X Do".to_vec()].concat();
        stream.set_plain_content(twice);
        let tree = file.get_dictionary(pages[0]).unwrap().get(b"Parent").unwrap().as_reference().unwrap();
        let resources = file.get_dictionary(tree).unwrap().get(b"Resources").unwrap().as_reference().unwrap();
        file.get_dictionary_mut(resources).unwrap().set("XObject", dictionary! {"X" => form});
    });
    assert!(papers_fulltext::pdf(&bytes).unwrap().text().contains("counts every photon"));
}

#[test]
fn pages_that_are_each_other_s_parents_end() {
    let bytes = changed(1, |file, pages| {
        let tree = file.get_dictionary(pages[0]).unwrap().get(b"Parent").unwrap().as_reference().unwrap();
        let tree = file.get_dictionary_mut(tree).unwrap();
        tree.set("Parent", Object::Reference(pages[0]));
        tree.remove(b"MediaBox");
    });
    assert!(papers_fulltext::pdf(&bytes).is_ok(), "its area is that of a letter");
}

#[test]
fn a_hundred_thousand_pages_are_refused() {
    let mut bytes = String::from("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n");
    let mut places = vec![9];
    let kids: String = (3..100_003).map(|id| format!("{id} 0 R ")).collect();
    places.push(bytes.len());
    bytes.push_str(&format!("2 0 obj<</Type/Pages/Count 100000/Kids[{kids}]>>endobj\n"));
    for id in 3..100_003 {
        places.push(bytes.len());
        bytes.push_str(&format!("{id} 0 obj<</Type/Page/Parent 2 0 R>>endobj\n"));
    }
    let table = bytes.len();
    bytes.push_str("xref\n0 100003\n0000000000 65535 f \n");
    for place in &places {
        bytes.push_str(&format!("{place:010} 00000 n \n"));
    }
    bytes.push_str(&format!("trailer<</Size 100003/Root 1 0 R>>\nstartxref\n{table}\n%%EOF"));
    let bytes = bytes.into_bytes();
    assert!(say(&bytes, "x.pdf", 4096).contains("1501 pages are more than the 1500 that are read"));
}

#[test]
fn a_scan_and_a_broken_file_are_told() {
    let mut blank = Typesetter::default();
    blank.page().page();
    assert_eq!(papers_fulltext::pdf(&blank.finish()), Err(FulltextError::Scanned { pages: 3 }));
    let whole = changed(3, |_, _| {});
    let half = &whole[..whole.len() / 2];
    assert!(matches!(papers_fulltext::pdf(half), Err(FulltextError::Broken { .. })));
}

#[test]
fn a_page_whose_text_is_in_a_damaged_form_is_named() {
    let mut paper = Typesetter::default();
    paper.heading("1 Introduction");
    (0..6).for_each(|at| _ = paper.paragraph(&prose(&format!("page {at}"), 20)).page());
    paper.paragraph(&prose("end", 20));
    let mut file = Document::load_mem(&paper.finish()).unwrap();
    let page = *file.get_pages().get(&3).unwrap();
    let drawn = |file: &mut Document, content: Vec<u8>, filter: &str| {
        let mut form =
            dictionary! { "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 612.into(), 792.into()] };
        if !filter.is_empty() {
            form.set("Filter", filter);
        }
        let form = file.add_object(Stream::new(form, content));
        let text = file.add_object(Stream::new(dictionary! {}, b"/X Do".to_vec()));
        let page = file.get_dictionary_mut(page).unwrap();
        page.set("Contents", text);
        page.set("Resources", dictionary! { "XObject" => dictionary! { "X" => form } });
        papers_fulltext::pdf(&save(file)).unwrap().unread_pages
    };
    assert_eq!(drawn(&mut file, b"q Q".to_vec(), ""), [0_u32; 0]);
    assert_eq!(drawn(&mut file, b"no deflated bytes".to_vec(), "FlateDecode"), [3]);
}

#[test]
fn a_file_that_was_transferred_as_text_is_told() {
    let mut paper = Typesetter::default();
    paper.heading("1 Introduction").paragraph(&prose("start", 200));
    let mut file = Document::load_mem(&paper.finish()).unwrap();
    file.compress();
    let whole = save(&mut file);
    assert!(papers_fulltext::pdf(&whole).is_ok());
    let lines: Vec<&[u8]> = whole.split(|byte| *byte == b'\n').collect();
    let characters = String::from_utf8_lossy(&whole).into_owned().into_bytes();
    for changed in [lines.join(&b"\r\n"[..]), characters] {
        let read = papers_fulltext::pdf(&changed);
        let Err(FulltextError::Broken { reason }) = &read else { panic!("{:?}", read.map(|_| ())) };
        assert!(reason.contains("transfer as text"), "{reason}");
    }
}

#[test]
fn a_paper_whose_page_and_pdf_are_hostile_is_read_from_its_abstract() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        path if path.starts_with("/html/") => Reply::ok("<div>".repeat(5 << 20)),
        path if path.starts_with("/pdf/") => Reply::ok("%PDF-1.5\nnothing that can be read\n%%EOF\n"),
        _ => crate::support::arxiv(asked),
    });
    let output = Bench::new(&server).papers(&["read", "2510.06590", "--json"]).assert().success();
    let document: papers_paper::Document = serde_json::from_slice(&output.get_output().stdout).unwrap();
    assert_eq!(document.read, ReadFrom::Abstract);
    assert!(server.paths().iter().any(|path| path.starts_with("/pdf/")));
}

/// Ctrl-C reaches all processes of a terminal's group, and a service manager ends all processes of a service.
#[test]
fn a_paper_whose_reader_of_pdfs_is_ended_by_somebody_is_left_for_later() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        path if path.starts_with("/html/") => Reply::status(404),
        path if path.starts_with("/pdf/") => Reply::ok(bomb()),
        _ => crate::support::arxiv(asked),
    });
    let bench = Bench::new(&server);
    let run = bench
        .std_command()
        .args(["fetch", "2510.06590", "-o", "post.md"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The fields of /proc/PID/stat after the name: state, parent, group.
    let (reader, group) = (0..600)
        .find_map(|_| {
            std::thread::sleep(Duration::from_millis(20));
            std::fs::read_dir("/proc").unwrap().flatten().find_map(|entry| {
                let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
                let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
                let is_child = fields.get(1)?.parse() == Ok(run.id());
                // Between fork and exec it is still in the group of its parent.
                let runs = std::fs::read_to_string(entry.path().join("cmdline")).ok()?.contains("__pdf");
                (is_child && runs).then(|| (entry.file_name().into_string().unwrap(), fields[2].to_owned()))
            })
        })
        .unwrap();
    assert_eq!(group, reader, "Ctrl-C would reach it");
    std::process::Command::new("kill").args(["-TERM", &reader]).status().unwrap();
    let output = run.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(5), "{said}");
    assert!(said.contains("could not be read here") && !bench.path("post.md").exists(), "{said}");
}

/// Returns some recorded PDFs, or one of our own.
fn samples() -> Vec<Vec<u8>> {
    let recorded = |name: &str| Some(std::fs::read(shared(name)?).unwrap());
    let mut samples = vec![changed(3, |_, _| {})];
    samples.extend(recorded("data/pdf/0908.0054v1.pdf"));
    samples
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..4096)) {
        let _ = papers_fulltext::html(&bytes, None);
        let _ = papers_fulltext::pdf(&bytes);
        let _ = papers_fulltext::pdf(&[b"%PDF-1.5\n", bytes.as_slice()].concat());
    }

    #[test]
    fn no_markup_makes_the_html_reader_panic(parts in prop::collection::vec(markup(), 0..200)) {
        let page = format!("<article class=\"ltx_document\">{}", parts.concat());
        let _ = papers_fulltext::html(page.as_bytes(), Some("https://arxiv.org/html/2501.00001v1"));
    }
}

/// Returns parts of pages, whole and truncated.
fn markup() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "<section class=\"ltx_section\">",
        "</section>",
        "<h2 class=\"ltx_title\">",
        "</h2>",
        "<p class=\"ltx_p\">",
        "</p>",
        "<math alttext=\"x\">",
        "</math>",
        "<annotation encoding=\"application/x-tex\">",
        "<table>",
        "<tr>",
        "<td",
        ">",
        "<cite class=\"ltx_cite\">[1]",
        "</cite>",
        "<style>.a{color:",
        "#fff}",
        "</style>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<figure class=\"ltx_figure\">",
        "<img src=x",
        "<figcaption>",
        "Figure 1: a",
        "&am",
        "&#x110000;",
        "$",
        "\\",
        "<script>",
        "<span style=\"display:none",
        "\">",
        "é",
        "\u{202e}",
        "<li class=\"ltx_item\">",
        "<br",
        "=",
        "'",
        "\"",
    ];
    prop_oneof![prop::sample::select(PIECES).prop_map(str::to_owned), "[ -~]{0,12}",]
}

#[test]
fn damage_anywhere_in_a_pdf_is_an_answer_and_no_crash() {
    let mut random = fastrand::Rng::with_seed(7);
    let (mut read, mut refused) = (0, 0);
    for sample in samples() {
        for _ in 0..12 {
            let mut bytes = sample.clone();
            for _ in 0..random.usize(1..60) {
                let at = random.usize(8..bytes.len());
                bytes[at] = random.u8(..);
            }
            match papers_fulltext::pdf(&bytes) {
                Ok(_) => read += 1,
                Err(_) => refused += 1,
            }
        }
    }
    println!("{read} read, {refused} refused");
}
