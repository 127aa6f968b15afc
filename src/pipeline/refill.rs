//! A section that the checks emptied → the paper's own sentences, in quotation marks: its post must not say that the paper
//! does not say it.

use papers_paper::{Action, Evidence, Finding, SectionName, Summary};
use papers_verify::Checked;

/// Fills what the checks emptied from the built-in engine's digest of the same paper.
pub(super) fn refill(mut checked: Checked, own: impl FnOnce() -> Summary) -> Checked {
    let emptied: Vec<SectionName> =
        SectionName::LISTS.into_iter().filter(|&name| is_emptied(&checked, name)).collect();
    if emptied.is_empty() {
        return checked;
    }
    let mut own = own();
    for name in emptied {
        let Some(sentence) = own.digest.list_mut(name).and_then(|list| list.first().cloned()) else {
            continue;
        };
        if let Some(list) = checked.digest.list_mut(name) {
            *list = vec![format!("“{sentence}”")];
        }
        let first = |one: &&Evidence| one.section == name && one.sentence == 0;
        checked.evidence.extend(own.evidence.iter().filter(first).cloned());
    }
    checked
}

/// True for a section with nothing left whose sentences were dropped.
fn is_emptied(checked: &Checked, name: SectionName) -> bool {
    let dropped = |finding: &Finding| {
        finding.action == Action::Drop && finding.section == Some(name) && finding.sentence.is_some()
    };
    checked.digest.section(name).is_empty() && checked.findings.iter().any(dropped)
}

#[cfg(test)]
mod tests {
    use papers_paper::{Digest, FindingKind};

    use super::*;

    fn checked(action: Action) -> Checked {
        let finding = Finding {
            section: Some(SectionName::Results),
            sentence: Some(0),
            kind: FindingKind::UnsupportedNumber,
            detail: "99 %".to_owned(),
            action,
        };
        Checked { digest: Digest::default(), evidence: Vec::new(), findings: vec![finding] }
    }

    fn own() -> Summary {
        let digest = Digest {
            results: vec!["Steps fall.".to_owned()],
            method: vec!["We train.".to_owned()],
            ..Digest::default()
        };
        let evidence = Evidence {
            section: SectionName::Results,
            sentence: 0,
            source: "Steps fall.".to_owned(),
            place: "abstract".to_owned(),
            anchor: None,
            url: None,
        };
        Summary { digest, evidence: vec![evidence] }
    }

    #[test]
    fn an_emptied_section_takes_the_papers_own_sentence_in_quotation_marks() {
        let filled = refill(checked(Action::Drop), own);
        assert_eq!(filled.digest.results, ["“Steps fall.”"]);
        assert_eq!(filled.evidence.len(), 1);
        // The model said nothing of the method: nothing was dropped there.
        assert!(filled.digest.method.is_empty());
    }

    #[test]
    fn a_section_that_lost_nothing_is_left_alone() {
        assert!(refill(checked(Action::Mark), own).digest.results.is_empty());
    }
}
