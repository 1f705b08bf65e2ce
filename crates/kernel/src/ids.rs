//! The registry of typed ids. Append only; alphabetical.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The plain UUID, for storage and display.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map(Self)
            }
        }
    )+};
}

typed_ids! {
    /// An API key of a workspace.
    ApiKeyId;
    /// A line of the audit trail.
    AuditEntryId;
    /// A telephone call.
    CallId;
    /// An import of a call log.
    CallImportId;
    /// Long work on many calls.
    CallJobId;
    /// A saved view of the call list.
    CallViewId;
    /// A person or company that calls or is called.
    CustomerId;
    /// An event in the outbox.
    EventId;
    /// A promise to come back to somebody.
    FollowUpId;
    /// A line of a customer's timeline.
    InteractionId;
    /// A member of staff in one workspace.
    MemberId;
    /// An in-app notification.
    NotificationId;
    /// A signed-in browser.
    SessionId;
    /// A tenant.
    WorkspaceId;
}
