//! Runs one target under AFL. `TARGET --seeds` prints its seeds, `--targets` the names of all targets.

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
    // AFL's panic hook is not used, because it would also abort at panics that a reader catches, such as those of pdf-extract.
    afl::fuzz_nohook!(|bytes: &[u8]| target(bytes));
}
