//! The labeled corpora on disk → texts with a role for each sentence.

use std::collections::HashSet;
use std::path::Path;

use anyhow::{Context, ensure};
use papers::disk;
use papers::summarize::roles::Role;
use serde::Deserialize;

/// Characters from which a sentence that two splits share is no accident ("All rights reserved." is one).
const TELLING: usize = 60;

/// One abstract.
#[derive(Debug, Clone)]
pub struct Text {
    pub sentences: Vec<String>,
    pub roles: Vec<Role>,
    /// How far the annotators agreed on each sentence, 0 to 1.
    pub confidence: Vec<f32>,
}

#[derive(Deserialize)]
struct Line {
    sentences: Vec<String>,
    labels: Vec<Role>,
    confs: Vec<f32>,
}

/// A split of CSAbstruct: JSON lines with `sentences`, `labels` and `confs`.
pub fn csabstruct(folder: &Path, split: &str) -> anyhow::Result<Vec<Text>> {
    let path = folder.join("CSAbstruct").join(split).with_extension("jsonl");
    let text = disk::read_text(&path)?;
    let read = |line| {
        let Line { sentences, labels, confs } =
            serde_json::from_str(line).with_context(|| format!("`{}`", path.display()))?;
        ensure!(
            sentences.len() == labels.len() && labels.len() == confs.len(),
            "`{}`: uneven",
            path.display()
        );
        Ok(Text { sentences, roles: labels, confidence: confs })
    };
    text.lines().map(read).collect()
}

#[derive(Deserialize)]
struct Move {
    sentence: String,
    offset: usize,
    labels: String,
}

/// How far the moves of SAMD, as mapped here, agree with the labels of CSAbstruct.
const MAPPED: f32 = 0.5;

/// SAMD: sentences in order, each with its place in the abstract and one of eight moves.
pub fn samd(folder: &Path) -> anyhow::Result<Vec<Text>> {
    let path = folder.join("SAMD/data.json");
    let moves: Vec<Move> =
        serde_json::from_str(&disk::read_text(&path)?).with_context(|| format!("`{}`", path.display()))?;
    let mut texts: Vec<Text> = Vec::new();
    for found in moves {
        if found.offset == 0 || texts.is_empty() {
            texts.push(Text { sentences: Vec::new(), roles: Vec::new(), confidence: Vec::new() });
        }
        if let Some(text) = texts.last_mut() {
            text.sentences.push(found.sentence);
            text.roles.push(role(&found.labels));
            text.confidence.push(MAPPED);
        }
    }
    Ok(texts)
}

/// The role nearest to a move of SAMD.
fn role(label: &str) -> Role {
    match label {
        "BAC" | "GAP" => Role::Background,
        "PUR" | "CTN" => Role::Objective,
        "MTD" => Role::Method,
        _ => Role::Result,
    }
}

/// The texts that share no telling sentence with others: what is trained on must not be what is measured by.
pub fn apart(texts: Vec<Text>, others: &[Text]) -> Vec<Text> {
    let telling = |text: &Text| -> Vec<String> {
        text.sentences.iter().filter(|s| s.chars().count() >= TELLING).map(|s| s.to_lowercase()).collect()
    };
    let known: HashSet<String> = others.iter().flat_map(telling).collect();
    texts.into_iter().filter(|text| telling(text).iter().all(|sentence| !known.contains(sentence))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(sentence: &str) -> Text {
        Text { sentences: vec![sentence.to_owned()], roles: vec![Role::Other], confidence: vec![1.0] }
    }

    #[test]
    fn texts_that_share_a_telling_sentence_are_left_out() {
        let long = "The fastest parsers of the last ten years build their charts from the bottom.";
        let known = [text(long), text("All rights reserved.")];
        let kept = apart(vec![text(&long.to_uppercase()), text("All rights reserved.")], &known);
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0].sentences, ["All rights reserved."]);
    }
}
