//! Runs last.

#[test]
fn tells_how_many_tests_were_skipped() {
    crate::support::tell_skipped();
}
