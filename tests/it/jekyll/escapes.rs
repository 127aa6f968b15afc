//! Tests that no escape is superfluous, because people edit posts.

use std::io::Write;
use std::process::{Command, Stdio};

use papers::render::PostOptions;

use super::{papers_of_the_recordings, record, render};

/// Reads lines of JSON, each a list of two blocks of Markdown, and prints the pairs with equal pages.
const SAME_PAGES: &str = r#"
require "json"
require "kramdown"
require "kramdown-parser-gfm"
page = ->(text) { Kramdown::Document.new(text, input: "GFM", hard_wrap: false).to_html }
STDIN.each_line do |line|
  escaped, bare = JSON.parse(line)
  puts escaped if page.(escaped) == page.(bare)
end
"#;

/// Characters of ordinary prose that are escaped only in some places.
const COMMON: &str = "'\"~.-()+";

/// Returns the block once for each escape of a common character, without that escape.
fn variants(block: &str) -> Vec<String> {
    let escapes = COMMON.chars().flat_map(|c| [(format!("\\{c}"), c), (format!("&#{};", u32::from(c)), c)]);
    let mut variants = Vec::new();
    for (escape, c) in escapes {
        for (at, _) in block.match_indices(&escape) {
            let (before, after) = block.split_at(at);
            variants.push(format!("{before}{c}{}", after.strip_prefix(&escape).unwrap()));
        }
    }
    variants
}

#[test]
fn no_escape_of_a_common_character_is_needless() {
    let Some(texts) = papers_of_the_recordings() else { return };
    let posts = texts.chunks(100).map(|chunk| render(&record(chunk), &PostOptions::default()));
    let posts = posts.collect::<Vec<_>>().join("\n\n");
    let mut pairs = String::new();
    let mut count = 0;
    for block in papers::render::body(&posts).split("\n\n") {
        for bare in variants(block) {
            pairs.push_str(&serde_json::to_string(&[block, &bare]).unwrap());
            pairs.push('\n');
            count += 1;
        }
    }
    let escapes =
        posts.matches('\\').count() - posts.matches("\\\\\n").count() * 2 + posts.matches("&#").count();
    let per_thousand = escapes as f64 * 1e3 / posts.chars().count() as f64;
    println!("escapes: {escapes}, {per_thousand:.2} in 1,000 characters; of common characters {count}");
    let Ok(mut ruby) =
        Command::new("ruby").args(["-e", SAME_PAGES]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()
    else {
        return crate::support::skip("ruby is not installed");
    };
    let mut stdin = ruby.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(pairs.as_bytes()).unwrap());
    let run = ruby.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(run.status.success());
    let needless = String::from_utf8(run.stdout).unwrap();
    assert_eq!(needless, "", "an escape in these changes nothing");
    assert!(count > 100, "the recordings have quotes and dashes");
}
