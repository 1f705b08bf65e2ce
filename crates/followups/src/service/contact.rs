//! What calls do to follow-ups: a missed one opens one, a conversation keeps one, a reply wakes one.

use super::{
    FollowUps,
    caused::{Kept, for_one, gone_is_fine, made_once},
    change::Change,
};
use crate::{
    board::{FollowUpFilter, FollowUpRow},
    error::FollowUpError,
    events::FollowUpEvent,
    model::{
        ClockState, Due, FollowUp, FollowUpKind, FollowUpStatus, PauseReason, Priority, Promise,
        SlaClock,
    },
    rules::PromiseFacts,
};
use callboard_kernel::{
    AuditAction, CallId, Cause, CustomerId, FollowUpId, MAX_LIMIT, MemberId, PageRequest,
    Permission, Phone, Scope, Timestamp,
};

/// A call that nobody answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MissedCall {
    /// The call.
    pub call: CallId,
    /// Its customer.
    pub customer: Option<CustomerId>,
    /// Name, else number, else "Unknown caller".
    pub subject: String,
    /// First ring: the clock starts with it.
    pub started_at: Timestamp,
    /// Whether it was about danger or damage.
    pub emergency: bool,
    /// What rules may ask.
    pub facts: PromiseFacts,
}

/// A customer and we were in contact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ContactMade {
    /// The customer.
    pub customer: Option<CustomerId>,
    /// The number of the other party.
    pub number: Option<Phone>,
    /// Since when it counts as contact.
    pub at: Timestamp,
    /// The member who talked.
    pub by: Option<MemberId>,
}

impl FollowUps {
    /// A missed call gets one open callback, due by the first rule that matches it (S1-SLA-03). Without such a rule, and
    /// when the call has one already, nothing is made.
    pub async fn open_for_missed_call(
        &self,
        scope: &Scope,
        missed: MissedCall,
        cause: &Cause,
        depth: u8,
    ) -> Result<(), FollowUpError> {
        scope.require(Permission::WorkCalls)?;
        let rules = self.ports.rules.sla_rules(scope).await?;
        let Some(rule) = rules.value.matching(&missed.facts) else { return Ok(()) };
        let now = self.ports.clock.now();
        let promise = Promise {
            id: FollowUpId(self.ports.ids.next()),
            call: Some(missed.call),
            customer: missed.customer,
            subject: missed.subject,
            kind: rule.kind,
            priority: if missed.emergency { Priority::Urgent } else { rule.priority },
            assigned_to: None,
            note: String::new(),
            automatic: true,
            starts_at: missed.started_at,
            due: Due::After(rule.target(rules.version)),
        };
        let follow_up = FollowUp::promise(promise, now, &self.counting(scope).await?);
        let note = format!("rule {}", rule.key);
        let made = self.create(scope, follow_up, vec![], &note, now, Some((cause, depth))).await;
        made_once(made)
    }

    /// A conversation of at least 30 seconds is the contact that a missed call was owed (domain rules 2.3): the open
    /// automatic callbacks of that customer or number are kept.
    pub async fn contact_made(
        &self,
        scope: &Scope,
        contact: ContactMade,
        cause: &Cause,
        depth: u8,
    ) -> Result<(), FollowUpError> {
        scope.require(Permission::WorkCalls)?;
        let owed = |row: &FollowUpRow| row.automatic && row.kind == FollowUpKind::Callback;
        for id in self.open_with(scope, &contact, owed).await? {
            let kept = Kept { at: contact.at, by: contact.by, why: "contact was made" };
            self.close(scope, id, kept, cause, depth).await?;
        }
        Ok(())
    }

    /// The customer came back to us: clocks that waited for him count again (domain rules 2.4).
    pub async fn customer_replied(
        &self,
        scope: &Scope,
        reply: ContactMade,
        cause: &Cause,
        depth: u8,
    ) -> Result<(), FollowUpError> {
        scope.require(Permission::WorkCalls)?;
        for id in self.open_with(scope, &reply, |row| waited_at(&row.clock, reply.at)).await? {
            let cause = for_one(cause, id);
            let answer = self
                .change(scope, id, None, Some((&cause, depth)), |before, now, counting| {
                    if !before.is_open() || !waited_at(&before.snapshot().clock, reply.at) {
                        return Ok(None);
                    }
                    let after = before.resume(reply.at.min(now), now, counting)?;
                    let change =
                        Change::one(after, AuditAction::Update, FollowUpEvent::ClockResumed);
                    Ok(Some(change.because("the customer replied")))
                })
                .await;
            gone_is_fine(answer)?;
        }
        Ok(())
    }

    /// A call was tied to a customer: its open follow-ups are about that customer now.
    pub async fn name_after_call(
        &self,
        scope: &Scope,
        call: CallId,
        customer: Option<CustomerId>,
        subject: &str,
        because: (&Cause, u8),
    ) -> Result<(), FollowUpError> {
        scope.require(Permission::WorkCalls)?;
        for one in self.ports.repo.open_of_call(scope, call).await? {
            let id = one.value.snapshot().id;
            let cause = for_one(because.0, id);
            let answer = self
                .change(scope, id, None, Some((&cause, because.1)), |before, now, counting| {
                    let s = before.snapshot();
                    if !before.is_open() || (s.customer == customer && s.subject == subject) {
                        return Ok(None);
                    }
                    let after = before.name(customer, subject.to_owned(), now, counting)?;
                    let change = Change::one(after, AuditAction::Link, FollowUpEvent::Updated);
                    Ok(Some(change.because("the call was tied to a customer")))
                })
                .await;
            gone_is_fine(answer)?;
        }
        Ok(())
    }

    /// The open follow-ups of that customer or number whose clock had started by then, and that are `wanted`.
    async fn open_with(
        &self,
        scope: &Scope,
        contact: &ContactMade,
        wanted: impl Fn(&FollowUpRow) -> bool + Send,
    ) -> Result<Vec<FollowUpId>, FollowUpError> {
        let open =
            FollowUpFilter { status: vec![FollowUpStatus::Open], ..FollowUpFilter::default() };
        let mut filters = Vec::new();
        if let Some(customer) = contact.customer {
            filters.push(FollowUpFilter { customer: Some(customer), ..open.clone() });
        }
        if let Some(number) = &contact.number {
            filters.push(FollowUpFilter { search: Some(number.digits().to_owned()), ..open });
        }
        let now = self.ports.clock.now();
        let mut found = Vec::new();
        for filter in filters {
            let page = PageRequest::first(MAX_LIMIT);
            for row in self.ports.board.list(scope, &filter, &page, now).await?.items {
                let theirs = (row.customer.is_some() && row.customer == contact.customer)
                    || (row.phone.is_some() && row.phone == contact.number);
                let started = row.clock.started_at <= contact.at;
                if theirs && started && wanted(&row) && !found.contains(&row.id) {
                    found.push(row.id);
                }
            }
        }
        Ok(found)
    }
}

/// Whether it waited for the customer at that instant; a reply from before the pause is none.
fn waited_at(clock: &SlaClock, at: Timestamp) -> bool {
    clock.state == ClockState::Paused
        && clock.pause.as_ref().is_some_and(|pause| {
            pause.reason == PauseReason::WaitingForCustomer && pause.since <= at
        })
}
