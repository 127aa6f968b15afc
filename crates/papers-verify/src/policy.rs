//! The actions for each kind of finding, as set by `[verify]` in the settings.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use papers_paper::{Action, FindingKind};

/// The actions that the settings choose; all other kinds have their defaults.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    chosen: BTreeMap<FindingKind, Action>,
}

impl Policy {
    /// Sets the action for one kind.
    #[must_use]
    pub fn with(mut self, kind: FindingKind, action: Action) -> Self {
        self.chosen.insert(kind, action);
        self
    }

    /// Sets the action for all kinds of unsupported statements.
    #[must_use]
    pub fn with_unsupported(self, action: Action) -> Self {
        let kinds = FindingKind::CHOSEN.into_iter().filter(|kind| kind.is_unsupported());
        kinds.fold(self, |policy, kind| policy.with(kind, action))
    }

    /// Returns the action for findings of this kind.
    pub fn action(&self, kind: FindingKind) -> Action {
        self.chosen.get(&kind).copied().unwrap_or_else(|| usual(kind))
    }
}

/// Returns the default action, which is to drop for most kinds. A refusal means that there is no digest, and a model that repeats
/// an instruction may have followed it; both reject. An empty section is shown as not stated.
const fn usual(kind: FindingKind) -> Action {
    match kind {
        FindingKind::Refusal | FindingKind::Instruction => Action::Reject,
        FindingKind::EmptySection => Action::Keep,
        // A second model is wrong more often than the checks.
        FindingKind::DoubtedSentence => Action::Mark,
        _ => Action::Drop,
    }
}

impl Serialize for Policy {
    /// Writes every kind with its action, chosen or default.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(FindingKind::CHOSEN.map(|kind| (kind, self.action(kind))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_without_a_setting_have_their_default_and_all_are_written() {
        let policy = Policy::default().with(FindingKind::UnsupportedNumber, Action::Mark);
        assert_eq!(policy.action(FindingKind::UnsupportedNumber), Action::Mark);
        assert_eq!(policy.action(FindingKind::UnsupportedName), Action::Drop);
        assert_eq!(policy.action(FindingKind::DoubtedSentence), Action::Mark);
        let written = toml::to_string(&policy).unwrap();
        assert!(
            written.contains("unsupported-number = \"mark\"\n") && written.contains("refusal = \"reject\"\n")
        );
        assert_eq!(written.lines().count(), FindingKind::CHOSEN.len());
    }

    #[test]
    fn one_answer_holds_for_all_that_is_unsupported() {
        let policy = Policy::default().with_unsupported(Action::Keep);
        let kinds =
            [FindingKind::UnsupportedNumber, FindingKind::MisplacedNumber, FindingKind::UnsupportedSentence];
        assert!(kinds.into_iter().all(|kind| policy.action(kind) == Action::Keep));
        assert_eq!(policy.action(FindingKind::Refusal), Action::Reject);
    }
}
