//! Measures the check of a digest: fifteen sentences against a paper of two megabytes.

use std::fmt::Write;

use papers_paper::{Digest, Document, Paper, Writer};
use papers_verify::{Policy, inspect};

fn main() {
    divan::main();
}

/// Generates a text of the size of the longest papers, with a number or name in most sentences.
fn document() -> Document {
    const BYTES: usize = 2_000_000;
    let mut text = String::new();
    for number in 0.. {
        if text.len() > BYTES {
            break;
        }
        let share = number % 97;
        let _ = write!(
            text,
            "In trial {number} the Model-{share} reaches {share}.{number}% on Bench{share} after $10^{{{share}}}$ steps of training. \
             This improves over the previous state of the art by a factor of three, although memory stays the same.\n\n"
        );
    }
    papers_fulltext::plain(&text)
}

#[expect(clippy::expect_used, reason = "a benchmark has nobody to tell")]
fn paper() -> Paper {
    serde_json::from_str(r#"{"id": "2510.06590", "title": "A long paper"}"#)
        .expect("a record of the fewest fields")
}

fn run(bencher: divan::Bencher<'_, '_>, writer: &Writer, sentence: &str) {
    let (paper, document) = (paper(), document());
    let method = (0..15).map(|number| sentence.replace('#', &number.to_string())).collect();
    let digest = Digest { method, ..Digest::default() };
    bencher.bench(|| inspect(&paper, &document, &digest, writer, &Policy::default()));
}

#[divan::bench]
fn korean(bencher: divan::Bencher<'_, '_>) {
    run(
        bencher,
        &Writer::model("", "ko"),
        "Model-#는 세 배 빠르며 Bench#에서 #.5%를 달성하고 BERT-#와 비교한다.",
    );
}

#[divan::bench]
fn english(bencher: divan::Bencher<'_, '_>) {
    run(
        bencher,
        &Writer::model("", "en"),
        "Model-# improves the state of the art threefold and reaches #.5% on Bench#, unlike BERT-#.",
    );
}

#[divan::bench]
fn verbatim(bencher: divan::Bencher<'_, '_>) {
    run(
        bencher,
        &Writer::Extractive,
        "In trial # the Model-# reaches #.#% on Bench# after $10^{#}$ steps of training.",
    );
}
