//! Mail that needs a person: shown, sent again, or put away.

use crate::{
    mail_sender::STALE,
    ports::{MailCare, MailMoved, MailStanding, UnsentMail},
};
use callboard_kernel::{
    AuditAction, AuditDraft, Classify, Clock, DomainEvent, ErrorKind, Forbidden, Page, PageRequest,
    Permission, PortError, Scope,
};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use uuid::Uuid;

/// Wire name of the event that a mail needs a person, or does not need one any more.
pub const MAIL_CHANGED: &str = "workflows.mail_changed";

/// Kind of the target in the audit trail.
const KIND: &str = "mail";

/// Why mail cannot be shown, or a decision about it was not written down.
#[derive(Debug, thiserror::Error)]
pub enum MailDeskError {
    /// The role does not allow it.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// No such mail.
    #[error("there is no such mail")]
    NotFound,
    /// Somebody saw to it already, or it was sent meanwhile.
    #[error("this mail needs nobody: it {}", standing_words(.0))]
    MovedOn(String),
    /// The sender would throw it away.
    #[error("this mail was written more than three days ago: what it tells is of no use any more")]
    TooOld,
    /// The store failed.
    #[error(transparent)]
    Port(#[from] PortError),
}

impl Classify for MailDeskError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Forbidden(_) => ErrorKind::Forbidden,
            Self::NotFound => ErrorKind::NotFound,
            Self::MovedOn(_) => ErrorKind::Conflict,
            Self::TooOld => ErrorKind::Rule(Vec::new()),
            Self::Port(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Forbidden(_) => "forbidden",
            Self::NotFound => "not_found",
            Self::MovedOn(_) => "mail_moved_on",
            Self::TooOld => "mail_too_old",
            Self::Port(error) => error.code(),
        }
    }
}

fn standing_words(state: &str) -> &'static str {
    match state {
        "ready" => "waits to be sent",
        "claimed" | "sending" => "is being sent",
        "done" => "was sent",
        _ => "was withdrawn",
    }
}

/// Showing mail that went wrong, and deciding about it. All of it needs [`Permission::ManageSettings`].
pub struct MailDesk {
    mails: Arc<dyn MailCare>,
    clock: Arc<dyn Clock>,
}

impl MailDesk {
    /// Over the mails.
    pub fn new(mails: Arc<dyn MailCare>, clock: Arc<dyn Clock>) -> Self {
        Self { mails, clock }
    }

    /// Mail that stands so, newest first; without a standing all that needs a person.
    pub async fn list(
        &self,
        scope: &Scope,
        standing: Option<MailStanding>,
        page: &PageRequest,
    ) -> Result<Page<UnsentMail>, MailDeskError> {
        scope.require(Permission::ManageSettings)?;
        Ok(self.mails.list(scope, standing, page).await?)
    }

    /// How many the list has in all.
    pub async fn count(
        &self,
        scope: &Scope,
        standing: Option<MailStanding>,
    ) -> Result<u64, MailDeskError> {
        scope.require(Permission::ManageSettings)?;
        Ok(self.mails.count(scope, standing).await?)
    }

    /// Lets the mail be sent as if it were new. Its reader may get it twice when nobody could tell whether it went out.
    pub async fn send_again(&self, scope: &Scope, mail: Uuid) -> Result<(), MailDeskError> {
        scope.require(Permission::ManageSettings)?;
        let now = self.clock.now();
        answer(self.mails.send_again(scope, mail, now - STALE, now).await?)?;
        tracing::info!(workspace.id = %scope.workspace(), mail.id = %mail, "a mail is sent again");
        Ok(())
    }

    /// Puts the mail away: somebody has seen to it.
    pub async fn settle(&self, scope: &Scope, mail: Uuid) -> Result<(), MailDeskError> {
        scope.require(Permission::ManageSettings)?;
        answer(self.mails.settle(scope, mail, self.clock.now()).await?)?;
        tracing::info!(workspace.id = %scope.workspace(), mail.id = %mail, "a mail is settled");
        Ok(())
    }
}

fn answer(moved: MailMoved) -> Result<(), MailDeskError> {
    match moved {
        MailMoved::Done => Ok(()),
        MailMoved::Absent => Err(MailDeskError::NotFound),
        MailMoved::TooOld => Err(MailDeskError::TooOld),
        MailMoved::Elsewhere(state) => Err(MailDeskError::MovedOn(state)),
    }
}

/// A mail needs a person, or does not need one any more. Names the mail, never what is in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailChanged {
    /// The mail.
    pub mail: Uuid,
    /// Its state of now.
    pub state: &'static str,
}

impl MailChanged {
    /// The line of the audit trail of a person's decision.
    pub fn audit(&self, before: &str) -> AuditDraft {
        let state = |word: &str| Map::from_iter([("state".to_owned(), json!(word))]);
        AuditDraft {
            action: AuditAction::Update,
            target_kind: KIND,
            target_id: self.mail,
            before: state(before),
            after: state(self.state),
            note: String::new(),
        }
    }
}

impl DomainEvent for MailChanged {
    fn name(&self) -> &'static str {
        MAIL_CHANGED
    }

    fn payload(&self) -> Value {
        let Self { mail, state } = self;
        json!({ "mail": mail, "state": state })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_how_the_mail_stands() {
        let said = |state: &str| MailDeskError::MovedOn(state.to_owned()).to_string();
        assert_eq!(said("ready"), "this mail needs nobody: it waits to be sent");
        assert_eq!(said("sending"), "this mail needs nobody: it is being sent");
        assert_eq!(said("done"), "this mail needs nobody: it was sent");
        assert_eq!(said("withdrawn"), "this mail needs nobody: it was withdrawn");
    }

    #[test]
    fn the_audit_line_says_how_it_stood_and_stands() {
        let mail = Uuid::from_u128(7);
        let line = MailChanged { mail, state: "ready" }.audit("failed");
        assert_eq!((line.target_kind, line.target_id), ("mail", mail));
        assert_eq!(Value::Object(line.before), json!({"state": "failed"}));
        assert_eq!(Value::Object(line.after), json!({"state": "ready"}));
    }
}
