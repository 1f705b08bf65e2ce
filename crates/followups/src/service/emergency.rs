//! Emergencies: the people on duty are told at once, and again along the escalation chain until somebody takes it.

use super::{
    FollowUps, MissedCall,
    caused::{gone_is_fine, made_once},
    change::{Change, Notice},
    promise::to_do,
};
use crate::{
    error::FollowUpError,
    events::{FollowUpEvent, FollowUpFacts},
    model::{Due, FollowUp, FollowUpKind, NotificationKind, Priority, Promise},
};
use callboard_kernel::{
    AuditAction, CallId, Cause, FollowUpId, MemberId, Permission, SaveError, Scope,
};
use time::Duration;

/// An emergency is due after so long where no rule says otherwise (domain rules 2.1).
const UNRULED: Duration = Duration::minutes(10);

impl FollowUps {
    /// Tells everybody on duty of a missed emergency, once for one cause; its callback is made if there is none yet. The
    /// notices are events like any other, so that mail and text messages can follow from them. Nobody is told when the
    /// promise was kept in the meantime.
    pub async fn page_for_emergency(
        &self,
        scope: &Scope,
        missed: MissedCall,
        cause: &Cause,
        depth: u8,
    ) -> Result<(), FollowUpError> {
        scope.require(Permission::WorkCalls)?;
        let call = missed.call;
        let rules = self.ports.rules.sla_rules(scope).await?;
        let target = rules.value.matching(&missed.facts).map(|rule| rule.target(rules.version));
        if self.callback_of(scope, call).await?.is_none() {
            let opening = Cause(format!("{}/open", cause.0));
            match target {
                Some(_) => self.open_for_missed_call(scope, missed, &opening, depth).await?,
                None => self.open_without_rule(scope, missed, (&opening, depth)).await?,
            }
        }
        let Some(id) = self.callback_of(scope, call).await? else { return Ok(()) };
        let on_duty = self.ports.duty.on_call(scope).await?;
        let answer = self
            .change(scope, id, None, Some((cause, depth)), |before, now, counting| {
                if !before.is_open() {
                    return Ok(None);
                }
                // One that was made before anybody knew how pressing it is gets the target of an emergency.
                let after = match before.snapshot().priority {
                    Priority::Urgent => before,
                    _ => before.reprioritise(Priority::Urgent, target.clone(), now, counting)?,
                };
                Ok(Some(page(after, &on_duty)))
            })
            .await;
        gone_is_fine(answer)
    }

    /// An emergency is never without a callback, whatever the rules of the workspace leave out.
    async fn open_without_rule(
        &self,
        scope: &Scope,
        missed: MissedCall,
        because: (&Cause, u8),
    ) -> Result<(), FollowUpError> {
        let now = self.ports.clock.now();
        let promise = Promise {
            id: FollowUpId(self.ports.ids.next()),
            call: Some(missed.call),
            customer: missed.customer,
            subject: missed.subject,
            kind: FollowUpKind::Callback,
            priority: Priority::Urgent,
            assigned_to: None,
            note: String::new(),
            automatic: true,
            starts_at: missed.started_at,
            due: Due::At(missed.started_at.max(now) + UNRULED),
        };
        let follow_up = FollowUp::promise(promise, now, &self.counting(scope).await?);
        let note = "an emergency that no rule names";
        made_once(self.create(scope, follow_up, vec![], note, now, Some(because)).await)
    }

    /// The callback of an emergency belongs to whoever took it, which ends the rounds of its clock. One that somebody has
    /// already stays with him.
    pub async fn take_emergency(
        &self,
        scope: &Scope,
        call: CallId,
        by: MemberId,
        cause: &Cause,
        depth: u8,
    ) -> Result<(), FollowUpError> {
        scope.require(Permission::WorkCalls)?;
        let Some(id) = self.callback_of(scope, call).await? else { return Ok(()) };
        let answer = self
            .change(scope, id, None, Some((cause, depth)), |before, now, counting| {
                if !before.is_open() || before.snapshot().assigned_to.is_some() {
                    return Ok(None);
                }
                let after = before.assign(Some(by), now, counting)?;
                let change = Change::one(after, AuditAction::Assign, FollowUpEvent::Assigned);
                Ok(Some(change.because("took the emergency")))
            })
            .await;
        match answer {
            Err(FollowUpError::Save(SaveError::Stale)) => Ok(()),
            answer => gone_is_fine(answer),
        }
    }

    /// The open callback that a rule made for the call, else the first open follow-up of it.
    async fn callback_of(
        &self,
        scope: &Scope,
        call: CallId,
    ) -> Result<Option<FollowUpId>, FollowUpError> {
        let open = self.ports.repo.open_of_call(scope, call).await?;
        let automatic = open.iter().find(|one| one.value.snapshot().automatic);
        Ok(automatic.or(open.first()).map(|one| one.value.snapshot().id))
    }
}

fn page(after: FollowUp, on_duty: &[MemberId]) -> Change {
    let s = after.snapshot();
    let text = format!("Emergency: {} {} now. Nobody has it yet.", to_do(s.kind), s.subject);
    let told = |member: &MemberId| Notice {
        member: *member,
        kind: NotificationKind::Escalation,
        text: text.clone(),
    };
    let people = match on_duty.len() {
        1 => "1 person".to_owned(),
        many => format!("{many} people"),
    };
    Change {
        events: vec![FollowUpEvent::PeoplePaged(FollowUpFacts::from(&after))],
        notices: on_duty.iter().map(told).collect(),
        action: AuditAction::Escalate,
        note: format!("emergency: {people} on duty told"),
        after,
    }
}
