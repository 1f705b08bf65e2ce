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
    /// A file that was put to a call.
    AttachmentId;
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
    /// An entry of the ledger of consent.
    ConsentEntryId;
    /// A reason on record to go beyond a rule of contact.
    ConsentOverrideId;
    /// A thread of texts with a customer or a number.
    ConversationId;
    /// A person or company that calls or is called.
    CustomerId;
    /// A mark of the do-not-contact list.
    DoNotContactId;
    /// An event in the outbox.
    EventId;
    /// A promise to come back to somebody.
    FollowUpId;
    /// A line of a customer's timeline.
    InteractionId;
    /// Of the domain `switchboard`: one line.
    LineId;
    /// The bytes of something that is kept of a call.
    MediaFileId;
    /// A member of staff in one workspace.
    MemberId;
    /// A text message, sent or received.
    MessageId;
    /// A text that is written once and sent often.
    MessageTemplateId;
    /// An in-app notification.
    NotificationId;
    /// A recording of a call.
    RecordingId;
    /// A signed-in browser.
    SessionId;
    /// A piece of a transcript.
    TranscriptSegmentId;
    /// A tenant.
    WorkspaceId;
}
