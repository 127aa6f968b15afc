//! Trains the classifier of sentence roles: `cargo run --release --example train -- DATA --out src/summarize/roles/weights.bin`.
//! DATA is a folder with `CSAbstruct` (train.jsonl, dev.jsonl) and `SAMD` (data.json). With `--evaluate` nothing is
//! written: it trains on the train split alone and says how well the dev split is read, and what each group of
//! features is worth.
#![expect(
    clippy::indexing_slicing,
    reason = "vectors are made as long as the table of weights, and roles are five"
)]

mod data;
mod evaluate;
mod learn;
mod network;

use std::path::PathBuf;

use clap::Parser;
use papers::summarize::roles::chain::{ROLES, Scores};
use papers::summarize::roles::features::{Group, Place, features};
use papers::summarize::roles::model::{Model, SIZE, row};
use papers::summarize::roles::predict;
use papers::{disk, report};

use data::Text;
use evaluate::{Confusion, table};
use network::Lesson;
use papers::summarize::roles::network::rows;
use papers::summarize::roles::words::Sentence;
use learn::{Example, Weights, learn};

/// Pull towards the prior, chosen by cross-validation on the train split.
const STRENGTH: f32 = 60.0;

/// How much of what SAMD teaches the prior keeps: its labels are of another scheme.
const TRUST: f32 = 0.5;

/// Most rounds of L-BFGS.
const ROUNDS: usize = 60;

/// The least that a label counts when its annotators did not agree at all.
const LEAST: f32 = 0.3;

/// Shares of the two models in the scores.
const LINEAR: f32 = 0.5;
const NETWORK: f32 = 0.5;

/// Passes of the network over the train split.
const EPOCHS: usize = 9;

/// What the random choices of its training begin with.
const SEED: u64 = 1;

/// Trains the classifier of sentence roles.
#[derive(Parser)]
struct Arguments {
    /// Folder with the labeled corpora.
    data: PathBuf,
    /// Where the weights go.
    #[arg(long, default_value = "src/summarize/roles/weights.bin")]
    out: PathBuf,
    /// Measure, and write nothing.
    #[arg(long)]
    evaluate: bool,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let dev = data::csabstruct(&arguments.data, "dev")?;
    let train = data::apart(data::csabstruct(&arguments.data, "train")?, &dev);
    let samd = data::samd(&arguments.data)?;
    if arguments.evaluate {
        return evaluate(&train, &samd, &dev);
    }
    let bytes = fit(&train, &samd, |_| true);
    report::print(&format!("dev: {}\n", measure(&bytes, &dev, |_| true)?))?;
    Ok(disk::write(&arguments.out, &bytes, disk::Durability::Synced)?)
}

fn evaluate(train: &[Text], samd: &[Text], dev: &[Text]) -> anyhow::Result<()> {
    let whole = measure(&fit(train, samd, |_| true), dev, |_| true)?;
    report::print(&format!("dev: {whole}\n\n{}\n", table(&whole)))?;
    for (group, name) in Group::ALL {
        let wanted = |other| other != group;
        let without = measure(&fit(train, samd, wanted), dev, wanted)?;
        report::print(&format!("without {name:<10} {without}\n"))?;
    }
    Ok(())
}

/// The model for the train split.
fn fit(train: &[Text], samd: &[Text], wanted: impl Fn(Group) -> bool + Copy) -> Vec<u8> {
    let linear = linear(train, samd, wanted).times(LINEAR);
    let lessons = |texts: &[Text]| texts.iter().map(lesson).collect::<Vec<_>>();
    let network = network::train(&lessons(train), &lessons(samd), EPOCHS, SEED);
    let (mut dense, words, mut follows) = network.stored();
    dense.scores.iter_mut().for_each(|score| *score *= NETWORK);
    for (both, linear) in follows.iter_mut().flatten().zip(linear.follows().iter().flatten()) {
        *both = *both * NETWORK + linear;
    }
    Model::write(linear.features(), &follows, &dense, &words)
}

/// Weights of features for the train split, with those for SAMD as the prior.
fn linear(train: &[Text], samd: &[Text], wanted: impl Fn(Group) -> bool + Copy) -> Weights {
    let examples = |texts: &[Text]| texts.iter().map(|text| example(text, wanted)).collect::<Vec<_>>();
    let prior = learn(&examples(samd), &Weights::none(), STRENGTH, ROUNDS);
    learn(&examples(train), &prior.times(TRUST), STRENGTH, ROUNDS)
}

fn lesson(text: &Text) -> Lesson {
    let words = sentences(text).iter().map(rows).collect();
    let places = (0..text.sentences.len()).map(|at| Place::of(at, text.sentences.len()).ends()).collect();
    Lesson { words, places, targets: targets(text) }
}

fn sentences(text: &Text) -> Vec<Sentence> {
    text.sentences.iter().map(|sentence| Sentence::read(sentence)).collect()
}

fn targets(text: &Text) -> Vec<Scores> {
    text.roles.iter().zip(&text.confidence).map(|(role, confidence)| target(*role as usize, *confidence)).collect()
}

fn example(text: &Text, wanted: impl Fn(Group) -> bool) -> Example {
    let table_rows = |features: &Vec<u64>| features.iter().map(|feature| row(*feature)).collect();
    let rows = features(&sentences(text), wanted).iter().map(table_rows).collect();
    Example { rows, targets: targets(text), weight: 1.0 }
}

/// A label as probabilities: the less annotators agreed, the more the other roles get.
fn target(role: usize, confidence: f32) -> Scores {
    let sure = LEAST + (1.0 - LEAST) * confidence;
    let mut target = [(1.0 - sure) / (ROLES as f32 - 1.0); ROLES];
    target[role] = sure;
    target
}

/// How well stored weights read these texts.
fn measure(bytes: &[u8], texts: &[Text], wanted: impl Fn(Group) -> bool + Copy) -> anyhow::Result<Confusion> {
    let bytes: &[u8; SIZE] = bytes.try_into()?;
    let model = Model::read(bytes).ok_or_else(|| anyhow::anyhow!("the weights are not of this version"))?;
    let mut confusion = Confusion::default();
    for text in texts {
        let sentences: Vec<&str> = text.sentences.iter().map(String::as_str).collect();
        confusion.add(&text.roles, &text.confidence, &predict(&model, &sentences, wanted));
    }
    Ok(confusion)
}
