//! Defines a table of settings: its keys, their types, and how a later source of settings overrides an earlier one.

/// Replaces a value by a later one.
pub(super) trait Under {
    /// Returns `later` if it is set, else this value.
    #[must_use]
    fn under(self, later: Self) -> Self;
}

impl<T> Under for Option<T> {
    fn under(self, later: Self) -> Self {
        later.or(self)
    }
}

/// Defines a struct whose fields are the keys of a table. Each field is an `Option` or another table.
macro_rules! table {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$attribute:meta])* pub $key:ident: $kind:ty,)* }) => {
        $(#[$meta])*
        pub struct $name {
            $($(#[$attribute])* pub $key: $kind,)*
        }

        impl $name {
            /// The keys of the table.
            pub const KEYS: &[&str] = &[$(stringify!($key)),*];

            /// Returns these settings, overridden by those that `later` sets.
            #[must_use]
            pub fn under(self, later: Self) -> Self {
                use $crate::config::table::Under as _;
                Self { $($key: self.$key.under(later.$key),)* }
            }
        }
    };
}

pub(super) use table;
