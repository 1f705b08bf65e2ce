//! What a person needs for mail that went wrong: a list without what mails say, and two decisions.

use async_trait::async_trait;
use callboard_kernel::{CallId, Page, PageRequest, PortError, Scope, Timestamp, words};
use uuid::Uuid;

words! {
    /// How a mail stands that nobody has yet, as people are shown it.
    pub enum MailStanding {
        /// It is sent by itself, now or later.
        Waiting = "waiting",
        /// It was refused for good, or it is too old to be of use.
        Failed = "failed",
        /// Nobody can tell whether it went out.
        Unknown = "unknown",
    }
}

/// A mail that nobody has yet. Neither its text nor the address is shown to others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnsentMail {
    /// Its id.
    pub id: Uuid,
    /// How it stands.
    pub standing: MailStanding,
    /// Name of the member it goes to.
    pub to_name: String,
    /// Its subject.
    pub subject: String,
    /// Kind of the thing it is about, such as `export`.
    pub about_kind: String,
    /// The thing.
    pub about: Uuid,
    /// The call of the promise that it is about.
    pub call: Option<CallId>,
    /// Stage and code of the last attempt that went wrong.
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it ended; `None` while it waits.
    pub ended_at: Option<Timestamp>,
}

/// What came of a decision about a mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MailMoved {
    /// It is written down.
    Done,
    /// There is no such mail in this workspace.
    Absent,
    /// It was written too long ago.
    TooOld,
    /// It needs nobody; this is its state.
    Elsewhere(String),
}

/// Mail in the hands of people. Every method is one transaction.
#[async_trait]
pub trait MailCare: Send + Sync {
    /// Mail that stands so, newest first; without a standing all that needs a person.
    async fn list(
        &self,
        scope: &Scope,
        standing: Option<MailStanding>,
        page: &PageRequest,
    ) -> Result<Page<UnsentMail>, PortError>;

    /// How many the list has in all.
    async fn count(&self, scope: &Scope, standing: Option<MailStanding>) -> Result<u64, PortError>;

    /// Lets a mail that needs a person and was written after `oldest` be sent as if it were new; older fences are void.
    /// Writes [`crate::MailChanged`] and its audit line in the same transaction.
    async fn send_again(
        &self,
        scope: &Scope,
        mail: Uuid,
        oldest: Timestamp,
        at: Timestamp,
    ) -> Result<MailMoved, PortError>;

    /// Withdraws a mail that needs a person: he has seen to it. Writes the same.
    async fn settle(
        &self,
        scope: &Scope,
        mail: Uuid,
        at: Timestamp,
    ) -> Result<MailMoved, PortError>;
}
