//! The only module that reads environment variables.

use std::collections::BTreeMap;
use std::path::PathBuf;

use etcetera::base_strategy::Xdg;

/// The `PAPERS_*` variables of this process, and the few others that matter.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    variables: BTreeMap<String, String>,
}

impl Environment {
    /// Reads the environment of this process. Values that are not UTF-8 get replacement characters, so that errors can name them.
    pub fn of_process() -> Self {
        #[expect(clippy::disallowed_methods, reason = "this is the home of the environment")]
        let variables = std::env::vars_os()
            .map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()))
            .collect();
        Self { variables }
    }

    /// Returns the full path of the running program, which cron needs.
    pub fn program() -> PathBuf {
        std::env::current_exe().unwrap_or_else(|_| PathBuf::from("papers"))
    }

    /// Iterates over the names of all variables.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.variables.keys().map(String::as_str)
    }

    /// Returns this program's folder below one of the user's base folders. `variable` may name the base folder; `usual` returns
    /// its default.
    pub fn folder(&self, variable: &str, usual: impl Fn(&Xdg) -> PathBuf) -> Option<PathBuf> {
        let named = self.value(variable).map(PathBuf::from).filter(|path| path.is_absolute());
        let usual = || Xdg::new().ok().map(|base| usual(&base));
        Some(named.or_else(usual)?.join("papers"))
    }

    /// Returns the value of a variable. An empty one counts as not set.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Environment {
    fn from(variables: [(&str, &str); N]) -> Self {
        Self { variables: variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into() }
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Environment {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(variables: I) -> Self {
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Self { variables: variables.into_iter().map(owned).collect() }
    }
}
