//! Runs one target under AFL. `TARGET --seeds` prints what it starts from, `--targets` the names of all.

mod targets;

use std::env;

fn main() {
    let name = env::args().nth(1).expect("the name of a target, or --targets");
    if name == "--targets" {
        targets::TARGETS.iter().for_each(|(name, ..)| println!("{name}"));
        return;
    }
    let known = targets::TARGETS.iter().find(|(known, ..)| *known == name);
    let (_, seeds, target) = known.expect("a target of fuzz/src/targets.rs");
    if env::args().nth(2).as_deref() == Some("--seeds") {
        println!("{}", seeds.join("\n"));
        return;
    }
    // Without AFL's hook, which ends the program at panics that a reader catches too: pdf-extract's.
    afl::fuzz_nohook!(|bytes: &[u8]| target(bytes));
}
