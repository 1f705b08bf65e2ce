//! A person promises something.

use super::{FollowUps, change::Notice};
use crate::{
    error::FollowUpError,
    model::{
        Due, FollowUp, FollowUpKind, NotificationKind, Priority, Promise, check_due, check_note,
    },
    ports::Subject,
};
use callboard_kernel::{
    Actor, CallId, CustomerId, FollowUpId, Invalid, Loaded, MemberId, Permission, SaveError, Scope,
    Timestamp,
};

/// What a person promises.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewFollowUp {
    /// The call it comes from.
    pub call: Option<CallId>,
    /// The customer it is for; taken from the call when absent.
    pub customer: Option<CustomerId>,
    /// What is to be done.
    pub kind: FollowUpKind,
    /// When.
    pub due_at: Timestamp,
    /// Who shall do it; `None` is the pool.
    pub assigned_to: Option<MemberId>,
    /// How pressing; `None` is urgent after an emergency call and normal else.
    pub priority: Option<Priority>,
    /// What to remember.
    pub note: String,
}

/// Who hears of a new follow-up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// Whoever it is given to.
    Assignee,
    /// Nobody; he hears of many at once.
    Nobody,
}

impl FollowUps {
    /// Makes a follow-up. The same idempotency key of the same actor answers the first one again.
    pub async fn promise(
        &self,
        scope: &Scope,
        new: NewFollowUp,
        idempotency_key: Option<&str>,
    ) -> Result<Loaded<FollowUp>, FollowUpError> {
        self.make(scope, new, idempotency_key, Telling::Assignee).await
    }

    pub(super) async fn make(
        &self,
        scope: &Scope,
        new: NewFollowUp,
        idempotency_key: Option<&str>,
        telling: Telling,
    ) -> Result<Loaded<FollowUp>, FollowUpError> {
        scope.require(Permission::WorkCalls)?;
        let now = self.ports.clock.now();
        check(&new, now)?;
        let subject = self.subject(scope, &new).await?;
        self.must_be_active(scope, new.assigned_to).await?;
        let id = match idempotency_key {
            Some(key) => FollowUp::id_of_request(&asker(scope), key),
            None => FollowUpId(self.ports.ids.next()),
        };
        let usual = if subject.emergency { Priority::Urgent } else { Priority::Normal };
        let promise = Promise {
            id,
            call: new.call,
            customer: new.customer.or(subject.customer),
            subject: subject.name,
            kind: new.kind,
            priority: new.priority.unwrap_or(usual),
            assigned_to: new.assigned_to,
            note: new.note,
            automatic: false,
            starts_at: now,
            due: Due::At(new.due_at),
        };
        let follow_up = FollowUp::promise(promise, now, &self.counting(scope).await?);
        let notices = match telling {
            Telling::Assignee => assigned(scope, &follow_up).into_iter().collect(),
            Telling::Nobody => Vec::new(),
        };
        match self.create(scope, follow_up, notices, "", now, None).await {
            Err(SaveError::Duplicate(_)) if idempotency_key.is_some() => {
                self.ports.repo.get(scope, id).await?.ok_or(FollowUpError::NotFound)
            }
            answer => Ok(answer?),
        }
    }

    async fn subject(&self, scope: &Scope, new: &NewFollowUp) -> Result<Subject, FollowUpError> {
        let of_call = match new.call {
            Some(call) => Some(
                self.ports
                    .subjects
                    .of_call(scope, call)
                    .await?
                    .ok_or(FollowUpError::NoSuch("call_id"))?,
            ),
            None => None,
        };
        let of_customer = match new.customer {
            Some(customer) => Some(
                self.ports
                    .subjects
                    .of_customer(scope, customer)
                    .await?
                    .ok_or(FollowUpError::NoSuch("contact_id"))?,
            ),
            None => None,
        };
        let emergency = of_call.as_ref().is_some_and(|subject| subject.emergency);
        let nobody = || Subject { name: kind_word(new.kind).to_owned(), customer: None, emergency };
        Ok(Subject { emergency, ..of_customer.or(of_call).unwrap_or_else(nobody) })
    }

    /// Refuses to give something to somebody who is not there.
    pub(super) async fn must_be_active(
        &self,
        scope: &Scope,
        member: Option<MemberId>,
    ) -> Result<(), FollowUpError> {
        match member {
            Some(member) if !self.ports.duty.is_active(scope, member).await? => {
                Err(FollowUpError::NoSuch("assigned_to"))
            }
            Some(_) | None => Ok(()),
        }
    }
}

fn check(new: &NewFollowUp, now: Timestamp) -> Result<(), Invalid> {
    let mut wrong = Invalid::default();
    for checked in [check_due(new.due_at, now), check_note(&new.note)] {
        if let Err(fields) = checked {
            wrong.0.extend(fields.0);
        }
    }
    wrong.check()
}

/// The notice to the member who got it, unless he gave it to himself.
pub(super) fn assigned(scope: &Scope, follow_up: &FollowUp) -> Option<Notice> {
    let s = follow_up.snapshot();
    let member = s.assigned_to.filter(|to| scope.member() != Some(*to))?;
    let text = format!("{} {} was given to you.", to_do(s.kind), s.subject);
    Some(Notice { member, kind: NotificationKind::Assigned, text })
}

/// What is to be done, as the start of a sentence about somebody.
pub(super) const fn to_do(kind: FollowUpKind) -> &'static str {
    match kind {
        FollowUpKind::Callback => "Call back",
        FollowUpKind::Sms => "Text",
        FollowUpKind::Email => "E-mail",
        FollowUpKind::Task => "Task:",
    }
}

const fn kind_word(kind: FollowUpKind) -> &'static str {
    match kind {
        FollowUpKind::Callback => "Callback",
        FollowUpKind::Sms => "Text message",
        FollowUpKind::Email => "E-mail",
        FollowUpKind::Task => "Task",
    }
}

fn asker(scope: &Scope) -> String {
    match scope.actor() {
        Actor::Member { id, .. } => id.to_string(),
        Actor::ApiKey { id, .. } => id.to_string(),
        Actor::System { name } => name.clone(),
    }
}
