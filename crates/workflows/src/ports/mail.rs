//! What sending mail needs from outside: a queue that hands rows to workers, and somebody who carries mail away.

use super::Fence;
use async_trait::async_trait;
use callboard_kernel::{PortError, Scope, Timestamp, WorkspaceId};
use std::fmt;
use time::Duration;
use uuid::Uuid;

/// A mail that this worker may work on until its lease ends. It holds nothing personal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MailClaim {
    /// Whose mail it is.
    pub workspace: WorkspaceId,
    /// Its row.
    pub id: Uuid,
    /// The right to finish it.
    pub fence: Fence,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// When it was written.
    pub written_at: Timestamp,
}

/// A mail as it leaves the product.
#[derive(Clone, PartialEq, Eq)]
pub struct OutgoingMail {
    /// `<left@right>`; the same whenever this mail is sent.
    pub message_id: String,
    /// Name of the member, as he wrote it himself: it may hold anything.
    pub to_name: String,
    /// His address.
    pub to_address: String,
    /// One line; it may hold anything.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// When it was written.
    pub written_at: Timestamp,
}

impl fmt::Debug for OutgoingMail {
    /// Without names, addresses and words, because debug output reaches logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutgoingMail")
            .field("message_id", &self.message_id)
            .field("written_at", &self.written_at)
            .finish_non_exhaustive()
    }
}

/// Why a mail was not carried away, by what is to be done about it. Reasons hold stages and codes, never addresses or
/// what a server said in words.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum MailSendError {
    /// It will never be taken as it is.
    #[error("the mail is refused: {0}")]
    Refused(String),
    /// It was certainly not taken; another time it may be.
    #[error("the mail is not taken now: {0}")]
    Busy(String),
    /// Nobody can tell whether it was taken.
    #[error("whether the mail was taken is unknown: {0}")]
    Unknown(String),
}

/// Carries mail away.
#[async_trait]
pub trait MailCarrier: Send + Sync {
    /// Carries one mail away. Answers within half a minute.
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailSendError>;

    /// Whether the same mail twice is one mail, so that a sending that broke off may simply be repeated.
    fn may_repeat(&self) -> bool;
}

/// How work on a mail ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MailEnd {
    /// The carrier has it.
    Sent,
    /// It will not be sent, for this reason.
    Failed(String),
    /// A person must find out, for this reason.
    Unknown(String),
    /// It is tried again after the wait.
    Again {
        /// Why not now.
        reason: String,
        /// How long it rests, on the clock of the database.
        wait: Duration,
    },
}

/// Hands mail to workers, on the clock of the database. Every method is one transaction.
#[async_trait]
pub trait MailQueue: Send + Sync {
    /// Up to `limit` mails that wait, or whose worker let its lease run out before it began to send; workspaces in turn, the
    /// longest due of each first. No two workers get the same one.
    async fn claim(
        &self,
        owner: Uuid,
        limit: u32,
        lease: Duration,
    ) -> Result<Vec<MailClaim>, PortError>;

    /// Up to `limit` mails that began to be sent and whose settle time is over.
    async fn claim_unsettled(
        &self,
        owner: Uuid,
        limit: u32,
        lease: Duration,
    ) -> Result<Vec<MailClaim>, PortError>;

    /// Writes down that it is being sent; nobody touches it before `settle` is over. `None` when the claim was lost.
    async fn mark_sending(
        &self,
        scope: &Scope,
        claim: &MailClaim,
        settle: Duration,
    ) -> Result<Option<OutgoingMail>, PortError>;

    /// Writes down how it ended. `false` when the claim was lost; nothing is written then.
    async fn finish(
        &self,
        scope: &Scope,
        claim: &MailClaim,
        end: MailEnd,
        at: Timestamp,
    ) -> Result<bool, PortError>;

    /// Gives back what was claimed and not begun, without counting the attempt. `false` when the claim was lost, or it is
    /// being sent.
    async fn hand_back(&self, scope: &Scope, claim: &MailClaim) -> Result<bool, PortError>;
}
