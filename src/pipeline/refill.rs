//! Fills sections that the checks emptied with the paper's own sentences, in quotation marks. Otherwise the post would say that
//! the paper does not state them, which is not true.

use papers_paper::{Action, Evidence, Finding, STATEMENTS, SectionName, Summary};
use papers_verify::Checked;

/// Fills emptied sections from the built-in engine's digest of the same paper.
pub(super) fn refill(mut checked: Checked, own: impl FnOnce() -> Summary) -> Checked {
    let statements = (0..STATEMENTS.len()).map(|at| (SectionName::Introduction, at));
    let places = statements.chain(SectionName::LISTS.into_iter().map(|name| (name, 0)));
    let emptied: Vec<_> = places.filter(|&place| is_emptied(&checked, place)).collect();
    if emptied.is_empty() {
        return checked;
    }
    let own = own();
    for (name, at) in emptied {
        let Some(&sentence) = own.digest.section(name).get(at).filter(|text| !text.is_empty()) else {
            continue;
        };
        let quoted = format!("“{sentence}”");
        match checked.digest.list_mut(name) {
            Some(list) => *list = vec![quoted],
            None => drop(checked.digest.sentence_mut(name, at).map(|place| *place = quoted)),
        }
        let of_it = |one: &&Evidence| one.section == name && one.sentence == at;
        checked.evidence.extend(own.evidence.iter().filter(of_it).cloned());
    }
    checked
}

/// Returns true for a dropped statement of the introduction, and for another section of which nothing is left.
fn is_emptied(checked: &Checked, (name, at): (SectionName, usize)) -> bool {
    let dropped = |finding: &Finding| {
        let of_it = finding.section == Some(name) && finding.sentence.is_some();
        finding.action == Action::Drop
            && of_it
            && (name != SectionName::Introduction || finding.sentence == Some(at))
    };
    let left = checked.digest.section(name);
    let is_empty = if name == SectionName::Introduction {
        left.get(at).is_none_or(|text| text.is_empty())
    } else {
        left.is_empty()
    };
    is_empty && checked.findings.iter().any(dropped)
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
        let evidence =
            Evidence::new(SectionName::Results, 0, "Steps fall.".to_owned(), "abstract".to_owned());
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
    fn a_statement_that_was_dropped_takes_the_papers_own_and_its_neighbors_stay() {
        let mut dropped = checked(Action::Drop);
        dropped.findings[0].section = Some(SectionName::Introduction);
        dropped.findings[0].sentence = Some(2);
        dropped.digest.introduction.goal = "We aim.".to_owned();
        let filled = refill(dropped, || {
            let mut own = own();
            own.digest.introduction.motivation = "It is slow.".to_owned();
            own.digest.introduction.contribution = "We show how.".to_owned();
            own
        });
        let introduction = filled.digest.introduction;
        assert_eq!(
            (introduction.goal.as_str(), introduction.contribution.as_str()),
            ("We aim.", "“We show how.”")
        );
        assert!(introduction.motivation.is_empty() && filled.digest.results.is_empty());
    }

    #[test]
    fn a_section_that_lost_nothing_is_left_alone() {
        assert!(refill(checked(Action::Mark), own).digest.results.is_empty());
    }
}
