//! The findings of the checks in a digest, and the actions on them.

use serde::{Deserialize, Serialize};

use super::SectionName;

/// A finding of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Section of the digest; `None` for findings about the digest or the page as a whole.
    pub section: Option<SectionName>,
    /// Index of the sentence in the section, before any sentences were dropped.
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
    /// A number that the source has only with another unit: 40 times for 40 %, 30 s for 30 ms.
    MismatchedNumber,
    /// A number that the source has only for something else.
    MisplacedNumber,
    /// A name, acronym or data set that the source does not have.
    UnsupportedName,
    /// A sentence that is not similar to any passage of the source.
    UnsupportedSentence,
    /// A URL or mail address that the source does not have.
    UnsupportedAddress,
    /// Praise of the paper, or advice to its readers, that the source does not have.
    UnsupportedPraise,
    /// A sentence that says the opposite of its passage: that something does not hold, or gets worse, although the source says that
    /// it holds or gets better.
    ReversedClaim,
    /// A sentence that the paper does not support according to a second model.
    DoubtedSentence,
    /// A section that the model left empty.
    EmptySection,
    /// A sentence that repeats another.
    Repetition,
    /// A truncated sentence.
    Truncation,
    /// A placeholder such as `TBD` or `Summary generation failed`.
    Placeholder,
    /// A refusal of a model.
    Refusal,
    /// A sentence in another language than the requested one.
    WrongLanguage,
    /// Markdown, HTML or Liquid in a sentence.
    Markup,
    /// Text that instructs a reader or a model instead of describing the paper.
    Instruction,
    /// Text that the source hides from readers.
    HiddenText,
}

impl FindingKind {
    /// The kinds whose action is a setting. Hidden text is never part of a digest, so that it needs no action.
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

    /// Returns the name in settings and records, such as `unsupported-number`.
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

    /// Returns true for the kinds that the setting `unsupported` covers.
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

/// The actions on a finding. Settings have the infinitive (`drop`), findings the participle (`dropped`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// The sentence is removed.
    Drop,
    /// The wrong sentences of an item are removed, and the others kept. It is not a setting, but the form of `drop` for items of
    /// several sentences.
    #[serde(skip)]
    Trim,
    /// The sentence is kept, marked as unverified.
    Mark,
    /// The sentence is kept; the finding is in the record.
    Keep,
    /// The whole digest is rejected.
    Reject,
}

impl Action {
    /// The actions with their names in records.
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
