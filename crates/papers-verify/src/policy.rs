//! The actions for each kind of finding: `[verify]` of the settings.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use papers_paper::{Action, FindingKind};

/// The actions, kind by kind: those that the settings choose, and the defaults for all else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    chosen: BTreeMap<FindingKind, Action>,
}

impl Policy {
    /// This policy with another answer to one kind.
    #[must_use]
    pub fn with(mut self, kind: FindingKind, action: Action) -> Self {
        self.chosen.insert(kind, action);
        self
    }

    /// This policy with one answer to everything that the source does not support.
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

/// The default action. What is wrong is dropped. A refusal says that there is no digest, and a model that repeats an instruction
/// may have followed it: both reject. An empty section reads as not stated.
const fn usual(kind: FindingKind) -> Action {
    match kind {
        FindingKind::Refusal | FindingKind::Instruction => Action::Reject,
        FindingKind::EmptySection => Action::Keep,
        // This check is wrong more often than the others.
        FindingKind::ReversedClaim => Action::Mark,
        _ => Action::Drop,
    }
}

impl Serialize for Policy {
    /// Writes every kind with what is done about it, chosen or usual.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(FindingKind::CHOSEN.map(|kind| (kind, self.action(kind))))
    }
}

impl<'de> Deserialize<'de> for Policy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Kinds)
    }
}

/// Reads a table of kinds.
struct Kinds;

impl<'de> Visitor<'de> for Kinds {
    type Value = Policy;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("kinds of findings and what is done about them")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Policy, A::Error> {
        let mut policy = Policy::default();
        while let Some(kind) = map.next_key()? {
            if !FindingKind::CHOSEN.contains(&kind) {
                return Err(de::Error::custom(format!("nothing can be chosen for `{}`", kind.name())));
            }
            policy = policy.with(kind, map.next_value()?);
        }
        Ok(policy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_kinds_by_their_names_and_writes_them_all() {
        let policy: Policy = toml::from_str("unsupported-number = \"mark\"\nmarkup = \"reject\"").unwrap();
        assert_eq!(policy.action(FindingKind::UnsupportedNumber), Action::Mark);
        assert_eq!(policy.action(FindingKind::Markup), Action::Reject);
        assert_eq!(policy.action(FindingKind::UnsupportedName), Action::Drop);
        let written = toml::to_string(&policy).unwrap();
        assert!(
            written.contains("unsupported-number = \"mark\"\n") && written.contains("refusal = \"reject\"\n")
        );
        assert_eq!(written.lines().count(), FindingKind::CHOSEN.len());
    }

    #[test]
    fn refuses_kinds_that_do_not_exist_or_leave_no_choice() {
        for wrong in [
            "unsupported-figure = \"drop\"",
            "hidden-text = \"keep\"",
            "markup = \"trim\"",
            "markup = \"dropped\"",
        ] {
            let error = toml::from_str::<Policy>(wrong).unwrap_err();
            assert!(error.to_string().contains(wrong.split(' ').next().unwrap()), "{error}");
        }
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
