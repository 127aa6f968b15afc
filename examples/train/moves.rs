//! Trains the weights of `extractive/moves.txt` on the moves of SAMD's abstracts (Lin et al. 2023): multinomial logistic regression
//! over the features of each sentence, and the frequencies of pairs of consecutive moves.

use std::fmt::Write;
use std::path::Path;

use anyhow::Context;
use papers::report;
use papers_digest::{features_of, move_features};
use papers_paper::{Document, Paragraph, Section, SectionRole};
use papers_system::disk;
use serde::Deserialize;

use super::adam::Adam;

/// The number of moves: background, purpose, method, result and conclusion.
const MOVES: usize = 5;

/// The moves in the order of their weights, with the labels of each.
const LABELS: [(&str, &[&str]); MOVES] = [
    ("background", &["BAC", "GAP"]),
    ("purpose", &["PUR", "CTN"]),
    ("method", &["MTD"]),
    ("result", &["RST"]),
    ("conclusion", &["CLN", "IMP"]),
];

/// One of this many abstracts is used for testing and not for training.
const HELD_OUT: usize = 4;

/// The number of steps over all sentences, and the learning rate.
const STEPS: usize = 800;
const RATE: f32 = 0.02;

/// The L2 regularization of the weights.
const STRENGTH: f32 = 1e-3;

/// The factor of log frequencies in the chain, chosen on the training abstracts; it is below 1 because the features imply the order
/// too.
const CHAIN: f32 = 0.5;

/// The factor of the moves' own log frequencies that are subtracted, because the chain contains them too.
const PRIOR: f32 = 0.35;

/// Features that depend on a title or a body, or are the same for all abstracts.
const LEFT_OUT: [&str; 7] =
    ["topical", "named", "in-abstract", "in-survey", "in-data-paper", "in-position-paper", "bare-tex"];

type Scores = [f32; MOVES];

/// A sentence of the collection. A new abstract begins where the offset does not increase.
#[derive(Deserialize)]
struct Row {
    sentence: String,
    offset: usize,
    labels: String,
}

/// The features and the move of each sentence of an abstract.
type Abstract = Vec<(Vec<(usize, f32)>, usize)>;

/// Trains the weights, prints their accuracy on the test abstracts, and writes them.
pub fn train(data: &Path, out: &Path) -> anyhow::Result<()> {
    let path = data.join("labelled/SAMD/data.json");
    let text = disk::read_text(&path)?;
    let rows: Vec<Row> = serde_json::from_str(&text).with_context(|| format!("{}", path.display()))?;
    let abstracts: Vec<Abstract> = rows.chunk_by(|one, next| one.offset < next.offset).map(read).collect();
    let held = |(index, _): &(usize, &Abstract)| index % HELD_OUT == 0;
    let learned: Vec<&Abstract> =
        abstracts.iter().enumerate().filter(|one| !held(one)).map(|one| one.1).collect();
    let weights = learn(&learned);
    let right = abstracts.iter().enumerate().filter(held).flat_map(|one| one.1);
    let (mut hits, mut all) = (0_usize, 0_usize);
    for (features, of) in right {
        all += 1;
        hits += usize::from(best(&score(&weights, features)) == *of);
    }
    report::print(&format!("held out: {hits} of {all} sentences, without the chain\n"))?;
    let explained = disk::read_text(out)?;
    let explained: String =
        explained.lines().take_while(|line| line.starts_with('#')).flat_map(|line| [line, "\n"]).collect();
    Ok(disk::write(out, (explained + &table(&weights, &learned)).as_bytes(), disk::Durability::Synced)?)
}

fn read(rows: &[Row]) -> Abstract {
    let sentences = rows.iter().map(|row| row.sentence.trim().to_owned()).collect();
    let paragraph = Paragraph { sentences, ..Paragraph::default() };
    let section =
        Section { roles: vec![SectionRole::Abstract], paragraphs: vec![paragraph], ..Section::default() };
    let features = features_of(&Document { sections: vec![section], ..Document::default() });
    let of = |row: &Row| LABELS.iter().position(|(_, labels)| labels.contains(&row.labels.as_str()));
    features.into_iter().zip(rows).filter_map(|(features, row)| Some((features, of(row)?))).collect()
}

fn score(weights: &[f32], features: &[(usize, f32)]) -> Scores {
    let mut scores = [0.0; MOVES];
    for &(feature, value) in features {
        for (of, score) in scores.iter_mut().enumerate() {
            *score += weights[MOVES * feature + of] * value;
        }
    }
    scores
}

fn best(scores: &Scores) -> usize {
    (0..MOVES).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or_default()
}

/// Converts scores to the probabilities of the moves.
fn softmax(scores: Scores) -> Scores {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers = scores.map(|score| (score - most).exp());
    let sum: f32 = powers.iter().sum();
    powers.map(|power| power / sum)
}

fn learn(abstracts: &[&Abstract]) -> Vec<f32> {
    let left_out: Vec<bool> = move_features().iter().map(|name| LEFT_OUT.contains(name)).collect();
    let mut weights = vec![0.0; MOVES * left_out.len()];
    let mut adam = Adam::new(weights.len());
    let sentences: Vec<_> = abstracts.iter().flat_map(|one| one.iter()).collect();
    for _ in 0..STEPS {
        let mut gradient: Vec<f32> = weights.iter().map(|weight| STRENGTH * weight).collect();
        for (features, target) in &sentences {
            let mut errors = softmax(score(&weights, features));
            errors[*target] -= 1.0;
            for &(feature, value) in features.iter().filter(|(feature, _)| !left_out[*feature]) {
                for (of, error) in errors.iter().enumerate() {
                    gradient[MOVES * feature + of] += error * value / sentences.len() as f32;
                }
            }
        }
        adam.step(&mut weights, &gradient, RATE);
    }
    weights
}

/// Renders the table of weights.
fn table(weights: &[f32], abstracts: &[&Abstract]) -> String {
    let mut table = String::new();
    let mut line = |name: &str, row: &[f32]| {
        let _ = write!(table, "{name:<22}");
        for weight in row {
            let _ = write!(table, " {weight:6.2}");
        }
        table.push('\n');
    };
    let all = abstracts.iter().flat_map(|one| one.iter().map(|(_, of)| *of));
    let frequency = logarithms(all);
    for (at, name) in move_features().into_iter().enumerate() {
        let mut row: Scores = std::array::from_fn(|of| weights[MOVES * at + of]);
        if name == "always" {
            row = std::array::from_fn(|of| row[of] - PRIOR * frequency[of]);
        }
        if row.iter().any(|weight| weight.abs() >= 0.005) {
            line(name, &row);
        }
    }
    line("starts", &logarithms(abstracts.iter().filter_map(|one| Some(one.first()?.1))).map(|x| CHAIN * x));
    for (from, (name, _)) in LABELS.iter().enumerate() {
        let pairs = abstracts.iter().flat_map(|one| one.iter().zip(one.iter().skip(1)));
        let next = pairs.filter(|(first, _)| first.1 == from).map(|(_, second)| second.1);
        line(&format!("after-{name}"), &logarithms(next).map(|x| CHAIN * x));
    }
    table
}

/// Returns the logarithm of the relative frequency of each move, with add-one smoothing.
fn logarithms(moves: impl Iterator<Item = usize>) -> Scores {
    let mut counts = [1.0_f32; MOVES];
    moves.for_each(|of| counts[of] += 1.0);
    let sum: f32 = counts.iter().sum();
    counts.map(|count| (count / sum).ln())
}
