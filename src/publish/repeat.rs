//! The cases in which a published paper may be posted again.

use serde::{Deserialize, Deserializer};

/// The cases in which a published paper may be posted again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Repeat {
    /// Never.
    #[default]
    Never,
    /// After this number of days.
    Days(u32),
}

impl<'de> Deserialize<'de> for Repeat {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "expected `\"never\"` or a number of days")]
        enum Form {
            Days(u32),
            Never(Never),
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "lowercase")]
        enum Never {
            Never,
        }
        Ok(match Form::deserialize(deserializer)? {
            Form::Days(days) => Self::Days(days),
            Form::Never(Never::Never) => Self::Never,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeat_is_never_or_a_number_of_days() {
        let repeat = |text: &str| {
            toml::from_str::<toml::Table>(text).unwrap().remove("repeat").unwrap().try_into::<Repeat>()
        };
        assert_eq!(repeat("repeat = 30").unwrap(), Repeat::Days(30));
        assert_eq!(repeat("repeat = 'never'").unwrap(), Repeat::Never);
        assert!(repeat("repeat = 'sometimes'").unwrap_err().to_string().contains("a number of days"));
    }
}
