//! Compares predictions with labels: accuracy, macro-F1, confusion matrix.

use std::fmt;

use papers_digest::roles::Role;
use papers_digest::roles::chain::ROLES;

/// The agreement of annotators above which a label counts as certain.
const CERTAIN: f32 = 0.7;

/// The confusion matrix, with labels as rows and predictions as columns.
#[derive(Debug, Clone, Default)]
pub struct Confusion {
    counts: [[u32; ROLES]; ROLES],
    /// The number of sentences with a certain label, and of those predicted correctly.
    certain: u32,
    found: u32,
}

impl Confusion {
    /// Adds the sentences of a text.
    pub fn add(&mut self, labels: &[Role], confidence: &[f32], predicted: &[Role]) {
        for ((label, confidence), predicted) in labels.iter().zip(confidence).zip(predicted) {
            self.counts[*label as usize][*predicted as usize] += 1;
            self.certain += u32::from(*confidence > CERTAIN);
            self.found += u32::from(*confidence > CERTAIN && label == predicted);
        }
    }

    /// Returns the share of sentences with a correct prediction, in percent.
    pub fn accuracy(&self) -> f64 {
        let right: u32 = (0..ROLES).map(|role| self.counts[role][role]).sum();
        percent(right, self.counts.iter().flatten().sum())
    }

    /// Returns F1 of each role, and their mean (macro-F1), in percent.
    pub fn f1(&self) -> ([f64; ROLES], f64) {
        let one = |role: usize| {
            let labeled: u32 = self.counts[role].iter().sum();
            let predicted: u32 = self.counts.iter().map(|counts| counts[role]).sum();
            percent(2 * self.counts[role][role], labeled + predicted)
        };
        let all = std::array::from_fn(one);
        (all, all.iter().sum::<f64>() / ROLES as f64)
    }
}

fn percent(part: u32, whole: u32) -> f64 {
    100.0 * f64::from(part) / f64::from(whole.max(1))
}

impl fmt::Display for Confusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let certain = percent(self.found, self.certain);
        write!(
            f,
            "accuracy {:.1}  macro-F1 {:.1}  accuracy where annotators agree {certain:.1}",
            self.accuracy(),
            self.f1().1
        )
    }
}

/// Renders the matrix, with the F1 of each role.
pub fn table(confusion: &Confusion) -> String {
    let mut table = Role::ALL.iter().fold(" ".repeat(12), |line, role| line + &cell(&format!("{role:?}")));
    table += "      F1\n";
    for ((role, counts), f1) in Role::ALL.iter().zip(&confusion.counts).zip(confusion.f1().0) {
        let line =
            counts.iter().fold(format!("{:<12}", format!("{role:?}")), |line, count| line + &cell(count));
        table += &(line + &last(f1));
    }
    table
}

fn last(f1: f64) -> String {
    format!("{f1:>8.1}\n")
}

fn cell(value: &impl fmt::Display) -> String {
    format!("{:>12}", value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_one_would_by_hand() {
        use Role::{Background, Method, Result};
        let mut found = Confusion::default();
        found.add(
            &[Background, Method, Method, Result],
            &[1.0, 0.9, 0.4, 0.5],
            &[Background, Result, Method, Result],
        );
        assert!((found.accuracy() - 75.0).abs() < 1e-9);
        let (each, mean) = found.f1();
        for (f1, expected) in each.into_iter().zip([100.0, 0.0, 66.7, 66.7, 0.0]) {
            assert!((f1 - expected).abs() < 0.1, "{each:?}");
        }
        assert!((mean - 46.67).abs() < 0.01);
        assert!(found.to_string().ends_with("accuracy where annotators agree 50.0"));
    }
}
