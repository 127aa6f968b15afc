//! Runs the targets of `fuzz/` on damaged seeds, for seconds instead of AFL's hours.

#[path = "../../fuzz/src/targets.rs"]
mod targets;

use crate::support::project;

/// The number of damaged inputs for each target; a debug build takes a few seconds for all.
const INPUTS: usize = 80;

/// The maximum size of an input; larger ones find the same faults more slowly.
const LONGEST: usize = 20_000;

/// Byte sequences with a meaning for one of the readers.
const TELLING: [&str; 16] = [
    "<",
    ">",
    "&#x110000;",
    "\"",
    "{{",
    "{%",
    "$",
    "\\",
    "\u{202e}",
    "\0",
    "]]>",
    "<!--",
    "</",
    "%%EOF",
    "1e999",
    "\u{fffd}",
];

/// Returns a seed with some of its parts changed, duplicated or removed.
fn damaged(seed: &[u8], random: &mut fastrand::Rng) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..random.usize(1..6) {
        let at = random.usize(0..=bytes.len());
        let end = (at + random.usize(0..200)).min(bytes.len());
        let part = bytes[at..end].to_vec();
        match random.u8(0..6) {
            0 => drop(bytes.drain(at..end)),
            1 => drop(bytes.splice(at..at, part)),
            2 => bytes.truncate(at),
            3 => drop(bytes.splice(at..at, TELLING[random.usize(0..TELLING.len())].bytes())),
            4 => drop(bytes.splice(at..end, std::iter::repeat_with(|| b'[').take(end - at))),
            _ => bytes.get_mut(at).into_iter().for_each(|byte| *byte = byte.wrapping_add(random.u8(1..))),
        }
    }
    bytes
}

#[test]
fn no_reader_stumbles_over_damaged_input() {
    let mut random = fastrand::Rng::with_seed(17);
    for (name, seeds, target) in targets::TARGETS {
        for seed in seeds {
            let seed = std::fs::read(project().join(seed)).unwrap();
            target(&seed);
            let short = &seed[..seed.len().min(LONGEST)];
            for number in 0..INPUTS {
                let input = damaged(short, &mut random);
                let run = std::panic::catch_unwind(|| target(&input));
                assert!(run.is_ok(), "{name}, input {number}: {}", String::from_utf8_lossy(&input));
            }
        }
    }
}
