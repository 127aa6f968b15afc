//! What is done about each kind of finding: `[verify]` of the settings.

use serde::{Deserialize, Serialize};

use papers_paper::FindingKind;

/// What is done about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// The sentence is left out.
    Drop,
    /// The sentence stands, marked as unverified.
    Mark,
    /// The sentence stands; the finding is in the record.
    Keep,
    /// The paper is not published.
    Reject,
}

/// What happens to a sentence with a figure or a name that the source does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unsupported {
    /// It is left out.
    Drop,
    /// It stands, marked.
    Mark,
    /// It stands.
    Keep,
}

/// What is done, kind by kind. The names are those of the findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each field is the kind of finding of the same name, and is explained there")]
pub struct Policy {
    pub unsupported_number: Action,
    pub unsupported_name: Action,
    pub unsupported_sentence: Action,
    pub empty_section: Action,
    pub repetition: Action,
    pub truncation: Action,
    pub placeholder: Action,
    pub refusal: Action,
    pub wrong_language: Action,
    pub markup: Action,
    pub instruction: Action,
}

impl Default for Policy {
    /// Drops what is wrong. A refusal says that there is no digest, and a model that repeats an instruction may have
    /// followed it: both reject. An empty section reads as not stated.
    fn default() -> Self {
        Self {
            unsupported_number: Action::Drop,
            unsupported_name: Action::Drop,
            unsupported_sentence: Action::Drop,
            empty_section: Action::Keep,
            repetition: Action::Drop,
            truncation: Action::Drop,
            placeholder: Action::Drop,
            refusal: Action::Reject,
            wrong_language: Action::Drop,
            markup: Action::Drop,
            instruction: Action::Reject,
        }
    }
}

impl Policy {
    /// This policy with one answer to everything that the source does not support.
    #[must_use]
    pub fn with_unsupported(self, unsupported: Unsupported) -> Self {
        let action = match unsupported {
            Unsupported::Drop => Action::Drop,
            Unsupported::Mark => Action::Mark,
            Unsupported::Keep => Action::Keep,
        };
        Self { unsupported_number: action, unsupported_name: action, unsupported_sentence: action, ..self }
    }

    /// What is done about findings of this kind.
    pub fn action(&self, kind: FindingKind) -> Action {
        match kind {
            FindingKind::UnsupportedNumber => self.unsupported_number,
            FindingKind::UnsupportedName => self.unsupported_name,
            FindingKind::UnsupportedSentence => self.unsupported_sentence,
            FindingKind::EmptySection => self.empty_section,
            FindingKind::Repetition => self.repetition,
            FindingKind::Truncation => self.truncation,
            FindingKind::Placeholder => self.placeholder,
            FindingKind::Refusal => self.refusal,
            FindingKind::WrongLanguage => self.wrong_language,
            FindingKind::Markup => self.markup,
            FindingKind::Instruction => self.instruction,
            // Hidden text is no part of a document, hence of no digest: there is nothing to choose.
            FindingKind::HiddenText => Action::Drop,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_kinds_by_their_names() {
        let policy: Policy = toml::from_str("unsupported-number = \"mark\"\nmarkup = \"reject\"").unwrap();
        assert_eq!(policy.action(FindingKind::UnsupportedNumber), Action::Mark);
        assert_eq!(policy.action(FindingKind::Markup), Action::Reject);
        assert_eq!(policy.action(FindingKind::UnsupportedName), Action::Drop);
    }

    #[test]
    fn refuses_kinds_that_do_not_exist() {
        let error = toml::from_str::<Policy>("unsupported-figure = \"drop\"").unwrap_err();
        assert!(error.to_string().contains("unsupported-figure"));
    }

    #[test]
    fn one_answer_holds_for_all_that_is_unsupported() {
        let policy = Policy::default().with_unsupported(Unsupported::Keep);
        let kinds =
            [FindingKind::UnsupportedNumber, FindingKind::UnsupportedName, FindingKind::UnsupportedSentence];
        assert!(kinds.into_iter().all(|kind| policy.action(kind) == Action::Keep));
        assert_eq!(policy.action(FindingKind::Refusal), Action::Reject);
    }
}
