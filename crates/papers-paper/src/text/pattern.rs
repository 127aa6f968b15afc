//! The constant patterns of this program, compiled in one place.

use regex::Regex;

/// Compiles a pattern that stands in the source.
///
/// # Panics
/// If it is no pattern: the tests of whoever wrote it see that.
#[expect(clippy::expect_used, reason = "patterns are constant, and every test that meets one runs it")]
pub fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("constant pattern")
}
