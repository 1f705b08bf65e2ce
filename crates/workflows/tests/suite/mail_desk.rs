//! Mail that needs a person: who may decide, and what is refused.

use crate::town::{WORKSPACE, minute};
use async_trait::async_trait;
use callboard_kernel::{
    Actor, Classify, ErrorKind, ManualClock, MemberId, Page, PageRequest, PortError, Role, Scope,
    Timestamp,
};
use callboard_workflows::{
    MailDesk, MailDeskError,
    ports::{MailCare, MailMoved, MailStanding, UnsentMail},
};
use std::sync::{Arc, Mutex};
use time::Duration;
use uuid::Uuid;

/// A store that answers every decision alike and remembers how old a mail might be.
struct Pile {
    answer: MailMoved,
    oldest: Mutex<Vec<Timestamp>>,
}

#[async_trait]
impl MailCare for Pile {
    async fn list(
        &self,
        _: &Scope,
        _: Option<MailStanding>,
        _: &PageRequest,
    ) -> Result<Page<UnsentMail>, PortError> {
        Ok(Page { items: Vec::new(), next: None })
    }

    async fn count(&self, _: &Scope, _: Option<MailStanding>) -> Result<u64, PortError> {
        Ok(3)
    }

    async fn send_again(
        &self,
        _: &Scope,
        _: Uuid,
        oldest: Timestamp,
        _: Timestamp,
    ) -> Result<MailMoved, PortError> {
        self.oldest.lock().unwrap().push(oldest);
        Ok(self.answer.clone())
    }

    async fn settle(&self, _: &Scope, _: Uuid, _: Timestamp) -> Result<MailMoved, PortError> {
        Ok(self.answer.clone())
    }
}

fn desk(answer: MailMoved) -> (Arc<Pile>, MailDesk) {
    let pile = Arc::new(Pile { answer, oldest: Mutex::default() });
    (pile.clone(), MailDesk::new(pile, Arc::new(ManualClock::new(minute(0)))))
}

#[expect(clippy::disallowed_methods, reason = "a test acts as somebody")]
fn as_role(role: Role) -> Scope {
    Scope::authenticated(WORKSPACE, Actor::Member { id: MemberId(Uuid::from_u128(77)), role })
}

#[tokio::test]
async fn admins_look_and_decide_and_nobody_below_does() {
    let (pile, desk) = desk(MailMoved::Done);
    let mail = Uuid::from_u128(1);
    for role in [Role::Viewer, Role::Tech, Role::Dispatcher] {
        let scope = as_role(role);
        let refusals = [
            desk.list(&scope, None, &PageRequest::first(9)).await.map(drop),
            desk.count(&scope, None).await.map(drop),
            desk.send_again(&scope, mail).await,
            desk.settle(&scope, mail).await,
        ];
        for refused in refusals {
            assert!(matches!(refused, Err(MailDeskError::Forbidden(_))), "{role}");
        }
    }
    assert!(pile.oldest.lock().unwrap().is_empty(), "a refused press does nothing");
    for role in [Role::Admin, Role::Owner] {
        let scope = as_role(role);
        assert_eq!(desk.count(&scope, Some(MailStanding::Failed)).await.unwrap(), 3);
        desk.send_again(&scope, mail).await.unwrap();
        desk.settle(&scope, mail).await.unwrap();
    }
    let three_days_ago = minute(0) - Duration::days(3);
    assert_eq!(*pile.oldest.lock().unwrap(), [three_days_ago; 2]);
}

#[tokio::test]
async fn a_decision_that_came_too_late_is_refused_and_says_why() {
    let cases = [
        (MailMoved::Absent, ErrorKind::NotFound, "not_found"),
        (MailMoved::Elsewhere("ready".to_owned()), ErrorKind::Conflict, "mail_moved_on"),
        (MailMoved::TooOld, ErrorKind::Rule(Vec::new()), "mail_too_old"),
    ];
    let admin = as_role(Role::Admin);
    for (answer, kind, code) in cases {
        let (_, desk) = desk(answer);
        let error = desk.send_again(&admin, Uuid::from_u128(1)).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (kind.clone(), code));
        let error = desk.settle(&admin, Uuid::from_u128(1)).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (kind, code));
    }
}
