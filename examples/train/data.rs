//! Reads the labeled corpora from disk.

use std::collections::HashSet;
use std::path::Path;

use anyhow::{Context, ensure};
use papers_digest::roles::Role;
use papers_digest::roles::chain::{ROLES, Scores};
use papers_system::disk;
use serde::Deserialize;

/// The minimum length of a sentence that two splits cannot share by accident, as they may "All rights reserved.", in characters.
const TELLING: usize = 60;

/// The minimum weight of a label whose annotators did not agree at all.
const LEAST: f32 = 0.3;

/// An abstract with target probabilities for training.
pub struct Text {
    pub sentences: Vec<String>,
    /// The probability of each role, for each sentence.
    pub targets: Vec<Scores>,
}

/// An abstract with the roles annotated by people.
#[derive(Debug, Clone)]
pub struct Labeled {
    pub sentences: Vec<String>,
    pub roles: Vec<Role>,
    /// The agreement of the annotators on each sentence, from 0 to 1.
    pub confidence: Vec<f32>,
}

impl From<Labeled> for Text {
    /// Converts labels to probabilities: the lower the agreement, the more the other roles get.
    fn from(labeled: Labeled) -> Self {
        let target = |(role, confidence): (&_, &f32)| {
            let sure = LEAST + (1.0 - LEAST) * confidence;
            let mut target = [(1.0 - sure) / (ROLES as f32 - 1.0); ROLES];
            target[*role as usize] = sure;
            target
        };
        let targets = labeled.roles.iter().zip(&labeled.confidence).map(target).collect();
        Self { sentences: labeled.sentences, targets }
    }
}

#[derive(Deserialize)]
struct Line {
    sentences: Vec<String>,
    labels: Vec<Role>,
    confs: Vec<f32>,
}

/// Reads a split of CSAbstruct: JSON lines with `sentences`, `labels` and `confs`.
pub fn csabstruct(folder: &Path, split: &str) -> anyhow::Result<Vec<Labeled>> {
    let path = folder.join("labelled/CSAbstruct").join(split).with_extension("jsonl");
    let text = disk::read_text(&path)?;
    let read = |line| {
        let Line { sentences, labels, confs } =
            serde_json::from_str(line).with_context(|| format!("`{}`", path.display()))?;
        ensure!(
            sentences.len() == labels.len() && labels.len() == confs.len(),
            "`{}`: uneven",
            path.display()
        );
        Ok(Labeled { sentences, roles: labels, confidence: confs })
    };
    text.lines().map(read).collect()
}

/// Reads abstracts without labels, and the teacher's predictions for their sentences. `texts` has a JSON array of sentences on each
/// line (`texts.py` writes it); `labels` has the probability of each role / 255 as a byte, for each sentence in the same order
/// (`teacher.py` writes it).
pub fn taught(texts: &Path, labels: &Path) -> anyhow::Result<Vec<Text>> {
    let lines = disk::read_text(texts)?;
    let bytes = disk::read(labels)?.with_context(|| format!("no file `{}`", labels.display()))?;
    let mut rows = bytes.as_chunks::<ROLES>().0.iter().map(|row| row.map(|byte| f32::from(byte) / 255.0));
    let read = |line| {
        let sentences: Vec<String> =
            serde_json::from_str(line).with_context(|| format!("`{}`", texts.display()))?;
        let targets = rows.by_ref().take(sentences.len()).collect();
        Ok(Text { sentences, targets })
    };
    let found: Vec<Text> = lines.lines().map(read).collect::<anyhow::Result<_>>()?;
    let count = found.iter().map(|text| text.sentences.len()).sum::<usize>();
    ensure!(
        bytes.len() == count * ROLES,
        "`{}` has labels for {} sentences, `{}` has {count}: run teacher.py again",
        labels.display(),
        bytes.len() / ROLES,
        texts.display()
    );
    Ok(found)
}

/// Returns the texts that share no long sentence with others, because training and test data must be disjoint.
pub fn apart(texts: Vec<Text>, others: &[Labeled]) -> Vec<Text> {
    let telling = |sentences: &[String]| -> Vec<String> {
        sentences.iter().filter(|s| s.chars().count() >= TELLING).map(|s| s.to_lowercase()).collect()
    };
    let known: HashSet<String> = others.iter().flat_map(|text| telling(&text.sentences)).collect();
    let is_apart = |text: &Text| telling(&text.sentences).iter().all(|sentence| !known.contains(sentence));
    texts.into_iter().filter(is_apart).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labeled(sentence: &str) -> Labeled {
        Labeled { sentences: vec![sentence.to_owned()], roles: vec![Role::Other], confidence: vec![0.5] }
    }

    #[test]
    fn texts_that_share_a_telling_sentence_are_left_out() {
        let long = "The fastest parsers of the last ten years build their charts from the bottom.";
        let known = [labeled(long), labeled("All rights reserved.")];
        let texts = [long.to_uppercase().as_str(), "All rights reserved."].map(labeled).map(Text::from);
        let kept = apart(texts.into(), &known);
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0].sentences, ["All rights reserved."]);
    }

    #[test]
    fn the_less_annotators_agree_the_more_other_roles_get() {
        let text = Text::from(labeled("All rights reserved."));
        let [others @ .., other] = text.targets[0];
        assert!((other - 0.65).abs() < 1e-6 && others.iter().all(|share| (share - 0.0875).abs() < 1e-6));
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "bytes / 255 are the same number each time")]
    fn labels_of_other_texts_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let [texts, labels] = ["texts.jsonl", "labels.bin"].map(|name| folder.path().join(name));
        let write = |path: &Path, bytes: &[u8]| disk::write(path, bytes, disk::Durability::Synced).unwrap();
        write(&texts, b"[\"One.\", \"Two.\"]\n[\"Three.\"]\n");
        write(&labels, &[255, 0, 0, 0, 0, 0, 51, 204, 0, 0, 0, 0, 0, 0, 255]);
        let found = taught(&texts, &labels).unwrap();
        assert_eq!(found[0].targets[1], [0.0, 0.2, 0.8, 0.0, 0.0]);
        assert_eq!(found[1].targets, [[0.0, 0.0, 0.0, 0.0, 1.0]]);
        write(&labels, &[0; 10]);
        let error = taught(&texts, &labels).err().unwrap().to_string();
        assert!(error.contains("for 2 sentences") && error.contains("has 3"), "{error}");
    }
}
