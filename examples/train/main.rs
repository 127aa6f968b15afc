//! Trains the classifier of sentence roles: `cargo run --release --example train -- DATA --out src/summarize/roles/weights.bin`.
//! DATA is a folder with `CSAbstruct` (train.jsonl, dev.jsonl) and `SAMD` (data.json). With `--evaluate` nothing is
//! written: it says how well the dev split is read, and what each half of the model and each group of features is
//! worth. Nothing is ever trained on the dev split.
#![expect(
    clippy::indexing_slicing,
    reason = "vectors are made as long as the tables of weights, and roles are five"
)]

mod adam;
mod data;
mod evaluate;
mod layout;
mod learn;
mod network;
mod sentence;

use std::path::PathBuf;

use anyhow::Context;
use clap::Parser;
use papers::summarize::roles::chain::{ROLES, Scores};
use papers::summarize::roles::features::{Group, Place, features};
use papers::summarize::roles::model::{Model, SIZE, row};
use papers::summarize::roles::network::rows;
use papers::summarize::roles::predict;
use papers::summarize::roles::words::Sentence;
use papers::{disk, report};

use data::Text;
use evaluate::{Confusion, table};
use learn::{Example, Weights, learn};
use network::{Lesson, Trained};

/// Pull of every weight of a feature towards the prior, chosen by cross-validation on the train split.
const STRENGTH: f32 = 60.0;

/// How much of what SAMD teaches the prior keeps: its labels are of another scheme.
const TRUST: f32 = 0.5;

/// Most rounds of L-BFGS.
const ROUNDS: usize = 60;

/// Passes of the network over the train split.
const EPOCHS: usize = 9;

/// What the network's random choices begin with.
const SEED: u64 = 0;

/// The least that a label counts when its annotators did not agree at all.
const LEAST: f32 = 0.3;

/// What is added to the score of each role: rare roles are taken too seldom when all that counts is the number of
/// sentences. Chosen by three-fold cross-validation on the train split.
const LEAN: Scores = [0.0, 0.2, 0.0, 0.0, 0.4];

/// Shares of sums over features and of the network in the scores.
#[derive(Clone, Copy)]
struct Shares {
    features: f32,
    network: f32,
}

/// Both err in different places, and less together. Chosen by three-fold cross-validation on the train split.
const BOTH: Shares = Shares { features: 0.7, network: 0.4 };

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

/// What is learned from, and what is measured by.
struct Corpora {
    train: Vec<Text>,
    samd: Vec<Text>,
    dev: Vec<Text>,
}

impl Corpora {
    fn read(folder: &std::path::Path) -> anyhow::Result<Self> {
        let dev = data::csabstruct(folder, "dev")?;
        let train = data::apart(data::csabstruct(folder, "train")?, &dev);
        let samd = data::apart(data::samd(folder)?, &dev);
        Ok(Self { train, samd, dev })
    }
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let corpora = Corpora::read(&arguments.data)?;
    let (linear, network) = (linear(&corpora, |_| true), network(&corpora));
    let bytes = join(&linear, &network, BOTH);
    let found = measure(&bytes, &corpora.dev, |_| true)?;
    report::print(&format!("dev: {found}\n\n{}\n", table(&found)))?;
    if arguments.evaluate {
        return ablate(&corpora, &linear, &network);
    }
    Ok(disk::write(&arguments.out, &bytes, disk::Durability::Synced)?)
}

/// What each half is worth alone, and what the sums over features lose with each group.
fn ablate(corpora: &Corpora, linear: &Weights, network: &Trained) -> anyhow::Result<()> {
    let alone = |features, network| Shares { features, network };
    let halves = [("network alone", alone(0.0, 1.0)), ("features alone", alone(1.0, 0.0))];
    for (name, shares) in halves {
        let found = measure(&join(linear, network, shares), &corpora.dev, |_| true)?;
        report::print(&format!("{name:<20} {found}\n"))?;
    }
    for (group, name) in Group::ALL {
        let wanted = |other| other != group;
        let bytes = join(&self::linear(corpora, wanted), network, alone(1.0, 0.0));
        let name = format!("without {name}");
        report::print(&format!("{name:<20} {}\n", measure(&bytes, &corpora.dev, wanted)?))?;
    }
    Ok(())
}

/// Weights of features for the train split, with those for SAMD as the prior.
fn linear(corpora: &Corpora, wanted: impl Fn(Group) -> bool + Copy) -> Weights {
    let examples = |texts: &[Text]| texts.iter().map(|text| example(text, wanted)).collect::<Vec<_>>();
    let prior = learn(&examples(&corpora.samd), &Weights::none(), STRENGTH, ROUNDS);
    learn(&examples(&corpora.train), &prior.times(TRUST), STRENGTH, ROUNDS)
}

fn network(corpora: &Corpora) -> Trained {
    let lessons = |texts: &[Text]| texts.iter().map(lesson).collect::<Vec<_>>();
    network::train(&lessons(&corpora.train), &lessons(&corpora.samd), EPOCHS, SEED)
}

fn example(text: &Text, wanted: impl Fn(Group) -> bool) -> Example {
    let table_rows = |features: &Vec<u64>| features.iter().map(|feature| row(*feature)).collect();
    let rows = features(&sentences(text), wanted).iter().map(table_rows).collect();
    Example { rows, targets: targets(text) }
}

fn lesson(text: &Text) -> Lesson {
    let words: Vec<_> = sentences(text).iter().map(rows).collect();
    let places = (0..words.len()).map(|at| Place::of(at, words.len()).ends()).collect();
    Lesson { words, places, targets: targets(text) }
}

fn sentences(text: &Text) -> Vec<Sentence> {
    text.sentences.iter().map(|sentence| Sentence::read(sentence)).collect()
}

/// The labels as probabilities: the less annotators agreed, the more the other roles get.
fn targets(text: &Text) -> Vec<Scores> {
    let target = |(role, confidence): (&_, &f32)| {
        let sure = LEAST + (1.0 - LEAST) * confidence;
        let mut target = [(1.0 - sure) / (ROLES as f32 - 1.0); ROLES];
        target[*role as usize] = sure;
        target
    };
    text.roles.iter().zip(&text.confidence).map(target).collect()
}

/// The stored form of both models, whose scores are added.
fn join(linear: &Weights, network: &Trained, shares: Shares) -> Vec<u8> {
    let linear = linear.times(shares.features);
    let (mut dense, words, mut follows) = network.stored();
    dense.scores.iter_mut().for_each(|score| *score *= shares.network);
    let bias = dense.scores.iter_mut().rev().zip(LEAN.iter().rev());
    bias.for_each(|(bias, lean)| *bias += lean);
    for (both, linear) in follows.iter_mut().flatten().zip(linear.follows().iter().flatten()) {
        *both = *both * shares.network + linear;
    }
    Model::write(linear.features(), &follows, &dense, &words)
}

/// How well stored weights read these texts.
fn measure(bytes: &[u8], texts: &[Text], wanted: impl Fn(Group) -> bool + Copy) -> anyhow::Result<Confusion> {
    let bytes: &[u8; SIZE] = bytes.try_into()?;
    let model = Model::read(bytes).context("the weights are not of this version")?;
    let mut confusion = Confusion::default();
    for text in texts {
        let sentences: Vec<&str> = text.sentences.iter().map(String::as_str).collect();
        confusion.add(&text.roles, &text.confidence, &predict(&model, &sentences, wanted));
    }
    Ok(confusion)
}
