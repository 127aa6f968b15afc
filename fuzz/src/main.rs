//! Runs one target under AFL, or `--seeds` prints what it starts from.

mod targets;

use std::env;

fn main() {
    let name = env::args().nth(1).expect("the name of a target");
    let known = targets::TARGETS.iter().find(|(known, ..)| *known == name);
    let (_, seeds, target) = known.expect("a target of fuzz/src/targets.rs");
    if env::args().nth(2).as_deref() == Some("--seeds") {
        println!("{}", seeds.join("\n"));
        return;
    }
    afl::fuzz!(|bytes: &[u8]| target(bytes));
}
