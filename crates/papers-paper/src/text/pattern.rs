//! Compiles the constant patterns of this program.

use regex::Regex;

/// Compiles a constant pattern.
///
/// # Panics
/// If the pattern is invalid, which tests detect.
#[expect(clippy::expect_used, reason = "patterns are constant, and every test that meets one runs it")]
pub fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("constant pattern")
}
