//! Findings of the checks in a digest, and what is done about them.

use serde::{Deserialize, Serialize};

use super::SectionName;

/// One thing that a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Section of the digest; `None` for findings about the digest or the page as a whole.
    pub section: Option<SectionName>,
    /// Index of the sentence in the section, as it was before anything was dropped.
    pub sentence: Option<usize>,
    /// The kind of finding.
    pub kind: FindingKind,
    /// The offending piece, or a short description.
    pub detail: String,
    /// The action that was taken.
    #[serde(with = "done")]
    pub action: Action,
}

/// The kinds of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// A number that the source does not have.
    UnsupportedNumber,
    /// A number that the source has only as another quantity: 40 times for 40 %, 30 s for 30 ms.
    MismatchedNumber,
    /// A number that the source has only where it speaks of something else.
    MisplacedNumber,
    /// A name, acronym or data set that the source does not have.
    UnsupportedName,
    /// A sentence that no passage of the source is close to.
    UnsupportedSentence,
    /// An address of the web or of mail that the source does not have.
    UnsupportedAddress,
    /// Praise of the paper, or advice to its readers, that the source does not have.
    UnsupportedPraise,
    /// A sentence that says the opposite of its passage: that something degrades where the source says that it improves.
    ReversedClaim,
    /// A sentence of which a second model says that the paper does not support it.
    DoubtedSentence,
    /// A section that says nothing although a model was asked for it.
    EmptySection,
    /// A sentence that says what another has said.
    Repetition,
    /// A sentence that stops in the middle.
    Truncation,
    /// A placeholder such as `TBD` or `Summary generation failed`.
    Placeholder,
    /// A refusal of a model.
    Refusal,
    /// A sentence in another language than the one asked for.
    WrongLanguage,
    /// Markdown, HTML or Liquid in a sentence.
    Markup,
    /// Text that instructs a reader or a model instead of describing the paper.
    Instruction,
    /// Text that the page hides from its readers.
    HiddenText,
}

impl FindingKind {
    /// The kinds whose treatment the settings choose. Hidden text is no part of a document, hence of no digest: there is
    /// nothing to choose.
    pub const CHOSEN: [Self; 17] = [
        Self::UnsupportedNumber,
        Self::MismatchedNumber,
        Self::MisplacedNumber,
        Self::UnsupportedName,
        Self::UnsupportedSentence,
        Self::UnsupportedAddress,
        Self::UnsupportedPraise,
        Self::ReversedClaim,
        Self::DoubtedSentence,
        Self::EmptySection,
        Self::Repetition,
        Self::Truncation,
        Self::Placeholder,
        Self::Refusal,
        Self::WrongLanguage,
        Self::Markup,
        Self::Instruction,
    ];

    /// The name in settings and records, such as `unsupported-number`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnsupportedNumber => "unsupported-number",
            Self::MismatchedNumber => "mismatched-number",
            Self::MisplacedNumber => "misplaced-number",
            Self::UnsupportedName => "unsupported-name",
            Self::UnsupportedSentence => "unsupported-sentence",
            Self::UnsupportedAddress => "unsupported-address",
            Self::UnsupportedPraise => "unsupported-praise",
            Self::ReversedClaim => "reversed-claim",
            Self::DoubtedSentence => "doubted-sentence",
            Self::EmptySection => "empty-section",
            Self::Repetition => "repetition",
            Self::Truncation => "truncation",
            Self::Placeholder => "placeholder",
            Self::Refusal => "refusal",
            Self::WrongLanguage => "wrong-language",
            Self::Markup => "markup",
            Self::Instruction => "instruction",
            Self::HiddenText => "hidden-text",
        }
    }

    /// True for what the source does not bear out, which one setting treats alike.
    pub const fn is_unsupported(self) -> bool {
        matches!(
            self,
            Self::UnsupportedNumber
                | Self::MismatchedNumber
                | Self::MisplacedNumber
                | Self::UnsupportedName
                | Self::UnsupportedSentence
                | Self::UnsupportedAddress
                | Self::UnsupportedPraise
        )
    }
}

/// The actions that follow a finding. Settings say what is to be done (`drop`), findings what was done (`dropped`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// The sentence is left out.
    Drop,
    /// Of an item of several sentences those that are wrong are left out, the rest stands. No setting asks for it: it is
    /// how such an item is dropped.
    #[serde(skip)]
    Trim,
    /// The sentence stands, marked as unverified.
    Mark,
    /// The sentence stands; the finding is in the record.
    Keep,
    /// The whole digest is rejected.
    Reject,
}

impl Action {
    /// Every action with what records call it once it is done.
    const DONE: [(Self, &'static str); 5] = [
        (Self::Drop, "dropped"),
        (Self::Trim, "trimmed"),
        (Self::Mark, "marked"),
        (Self::Keep, "kept"),
        (Self::Reject, "rejected"),
    ];
}

/// Actions in the findings of a record.
mod done {
    use serde::{Deserialize, Deserializer, Serializer, de};

    use super::Action;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    pub(super) fn serialize<S: Serializer>(action: &Action, serializer: S) -> Result<S::Ok, S::Error> {
        let word = Action::DONE.iter().find(|(one, _)| one == action).map_or("kept", |&(_, word)| word);
        serializer.serialize_str(word)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Action, D::Error> {
        let word = String::deserialize(deserializer)?;
        let found = Action::DONE.iter().find(|&&(_, done)| done == word);
        found.map(|&(action, _)| action).ok_or_else(|| {
            de::Error::unknown_variant(&word, &["dropped", "trimmed", "marked", "kept", "rejected"])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_say_what_was_done_and_settings_what_is_to_be_done() {
        let finding = |action: &str| {
            format!(r#"{{"section":null,"sentence":null,"kind":"markup","detail":"","action":"{action}"}}"#)
        };
        for (action, word) in Action::DONE {
            let read: Finding = serde_json::from_str(&finding(word)).unwrap();
            assert_eq!(read.action, action);
            assert_eq!(serde_json::to_string(&read).unwrap(), finding(word));
        }
        assert!(serde_json::from_str::<Finding>(&finding("drop")).is_err());
        let setting = |word: &str| serde_json::from_str::<Action>(&format!("\"{word}\""));
        assert_eq!(setting("drop").unwrap(), Action::Drop);
        assert!(setting("dropped").is_err() && setting("trim").is_err());
    }

    #[test]
    fn kinds_have_one_name_each_and_hidden_text_is_not_chosen() {
        for kind in FindingKind::CHOSEN {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
        assert!(!FindingKind::CHOSEN.contains(&FindingKind::HiddenText));
    }
}
