//! Mail that waits to be sent. What is written here is ready: address, subject and text are final, and the message id is
//! computed from what the mail tells of. The mail sender takes it from here; until it could, the mail waits, visibly.

use crate::ports::{MailDraft, MailOutbox, WaitingMail};
use callboard_kernel::{
    Cause, Classify, ErrorKind, Forbidden, MemberId, Page, PageRequest, Permission, PortError,
    Role, SaveError, Scope, Timestamp,
};
use callboard_workspaces::ports::MemberRepository;
use std::sync::Arc;
use uuid::Uuid;

/// Why mail could not be written down or shown.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The role does not allow it.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Something outside failed.
    #[error(transparent)]
    Port(#[from] PortError),
    /// It was not written.
    #[error(transparent)]
    Save(#[from] SaveError),
}

impl Classify for MailError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Forbidden(_) => ErrorKind::Forbidden,
            Self::Port(error) => error.kind(),
            Self::Save(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Forbidden(_) => "forbidden",
            Self::Port(error) => error.code(),
            Self::Save(error) => error.code(),
        }
    }
}

/// Writes mail down and shows what waits.
pub struct MailRoom {
    outbox: Arc<dyn MailOutbox>,
    members: Arc<dyn MemberRepository>,
    origin: String,
}

/// What a mail says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter {
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// Kind of the thing it is about, such as `export`.
    pub about_kind: &'static str,
    /// The thing.
    pub about: Uuid,
}

impl MailRoom {
    /// Over the outbox and the members; `origin` is the address under which people reach the product.
    pub fn new(
        outbox: Arc<dyn MailOutbox>,
        members: Arc<dyn MemberRepository>,
        origin: impl Into<String>,
    ) -> Self {
        Self { outbox, members, origin: origin.into() }
    }

    /// The address of a page of the product.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.origin.trim_end_matches('/'))
    }

    /// Writes a mail to a member down, once for one cause. Nothing is written to one who may not sign in any more.
    pub async fn write(
        &self,
        scope: &Scope,
        to: MemberId,
        letter: Letter,
        cause: &Cause,
        at: Timestamp,
    ) -> Result<(), MailError> {
        let Some(member) = self.members.get(scope, to).await? else { return Ok(()) };
        let member = member.value.snapshot();
        if !member.active {
            return Ok(());
        }
        let Letter { subject, body, about_kind, about } = letter;
        let draft = MailDraft {
            message_id: self.message_id(cause),
            member: to,
            to_address: member.email.clone(),
            subject,
            body,
            about_kind: about_kind.to_owned(),
            about,
        };
        match self.outbox.post(scope, draft, at).await {
            Ok(()) | Err(SaveError::Duplicate("mail_outbox_message_key")) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The role of a member; `None` of one who may not sign in any more.
    pub(crate) async fn role_of(
        &self,
        scope: &Scope,
        member: MemberId,
    ) -> Result<Option<Role>, MailError> {
        let found = self.members.get(scope, member).await?;
        let member = found.as_ref().map(|loaded| loaded.value.snapshot());
        Ok(member.filter(|member| member.active).map(|member| member.role))
    }

    /// Mail that waits, oldest first.
    pub async fn waiting(
        &self,
        scope: &Scope,
        page: &PageRequest,
    ) -> Result<Page<WaitingMail>, MailError> {
        scope.require(Permission::ManageSettings)?;
        Ok(self.outbox.waiting(scope, page).await?)
    }

    /// How much mail waits.
    pub async fn count(&self, scope: &Scope) -> Result<u64, MailError> {
        scope.require(Permission::ManageSettings)?;
        Ok(self.outbox.count_waiting(scope).await?)
    }

    /// The same cause has the same id, whoever writes it down and whenever.
    fn message_id(&self, Cause(cause): &Cause) -> String {
        let host = self.origin.split("://").last().unwrap_or_default();
        let host = host.split([':', '/']).next().filter(|host| !host.is_empty());
        let left: String = cause
            .chars()
            .map(|sign| if sign.is_ascii_alphanumeric() || sign == '-' { sign } else { '.' })
            .collect();
        format!("<{left}@{}>", host.unwrap_or("callboard.invalid"))
    }
}
