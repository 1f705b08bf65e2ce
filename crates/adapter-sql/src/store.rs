//! What every store is made of.

/// Declares a store: a database, and with `+ ids` a source of ids for what it makes itself.
macro_rules! store {
    ($(#[$doc:meta])* $name:ident + ids) => {
        $(#[$doc])*
        pub(crate) struct $name {
            pub(crate) db: $crate::database::Database,
            pub(crate) ids: ::std::sync::Arc<dyn ::callboard_kernel::IdGen>,
        }

        impl $name {
            pub(crate) fn new(
                db: &$crate::database::Database,
                ids: &::std::sync::Arc<dyn ::callboard_kernel::IdGen>,
            ) -> Self {
                Self { db: db.clone(), ids: ::std::sync::Arc::clone(ids) }
            }
        }

        $crate::store::store!(@debug $name);
    };
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        pub(crate) struct $name {
            pub(crate) db: $crate::database::Database,
        }

        impl $name {
            pub(crate) fn new(db: &$crate::database::Database) -> Self {
                Self { db: db.clone() }
            }
        }

        $crate::store::store!(@debug $name);
    };
    (@debug $name:ident) => {
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}

pub(crate) use store;
