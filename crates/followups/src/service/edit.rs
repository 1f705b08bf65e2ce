//! A person changes a follow-up: completes, reopens, re-dates, reassigns, re-prioritises, annotates, removes it.

use super::{
    FollowUps,
    change::{Change, Notice},
    promise::assigned,
};
use crate::{
    error::FollowUpError,
    events::{FollowUpEvent, FollowUpFacts},
    hours::Counting,
    model::{ClockTarget, FollowUp, FollowUpKind, FollowUpStatus, Priority},
    rules::SlaRules,
};
use callboard_kernel::{
    AuditAction, FollowUpId, Loaded, MemberId, Patch, Permission, Scope, Timestamp, Version,
};

/// What an edit changes; what it does not mention stays.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FollowUpEdit {
    /// `Done` completes it, `Open` takes a completion back.
    pub status: Option<FollowUpStatus>,
    /// Another time.
    pub due_at: Option<Timestamp>,
    /// Another member, or back to the pool.
    pub assigned_to: Patch<MemberId>,
    /// Another priority.
    pub priority: Option<Priority>,
    /// Another note.
    pub note: Option<String>,
    /// Another thing to do.
    pub kind: Option<FollowUpKind>,
}

impl FollowUpEdit {
    /// Whether a technician may do it with his own follow-ups: who does it and how pressing it is are the desk's business.
    const fn is_own_business(&self) -> bool {
        self.assigned_to.is_keep() && self.priority.is_none() && self.kind.is_none()
    }
}

impl FollowUps {
    /// Changes a follow-up. `Stale` when `expected` is not its version.
    pub async fn edit(
        &self,
        scope: &Scope,
        id: FollowUpId,
        expected: Option<Version>,
        edit: FollowUpEdit,
    ) -> Result<Loaded<FollowUp>, FollowUpError> {
        self.may_edit(scope, id, edit.is_own_business()).await?;
        if let Patch::Set(member) = edit.assigned_to {
            self.must_be_active(scope, Some(member)).await?;
        }
        let rules = self.ports.rules.sla_rules(scope).await?;
        self.change(scope, id, expected, None, |before, now, counting| {
            let target = |after: &FollowUp| target_of(&rules, after);
            let after = apply(before.clone(), &edit, scope.member(), target, now, counting)?;
            if after.snapshot() == before.snapshot() {
                return Ok(None);
            }
            Ok(Some(told(scope, &before, after)))
        })
        .await
    }

    /// Removes a follow-up softly.
    pub async fn delete(
        &self,
        scope: &Scope,
        id: FollowUpId,
        expected: Option<Version>,
    ) -> Result<(), FollowUpError> {
        self.may_edit(scope, id, false).await?;
        self.change(scope, id, expected, None, |before, now, _| {
            Ok(Some(Change::one(before.delete(now), AuditAction::Delete, FollowUpEvent::Deleted)))
        })
        .await?;
        Ok(())
    }

    /// Members of the desk may edit everything; a technician only his own, and only what is his business.
    pub(super) async fn may_edit(
        &self,
        scope: &Scope,
        id: FollowUpId,
        own_business: bool,
    ) -> Result<(), FollowUpError> {
        if scope.may(Permission::WorkCalls) {
            return Ok(());
        }
        scope.require(Permission::ReadCalls)?;
        let Some(technician) = scope.only_calls_of() else {
            // A viewer reads and changes nothing.
            return Ok(scope.require(Permission::WorkCalls)?);
        };
        let loaded = self.ports.repo.get(scope, id).await?.ok_or(FollowUpError::NotFound)?;
        let owner = loaded.value.snapshot().assigned_to;
        if own_business && owner == Some(technician) {
            Ok(())
        } else {
            Err(FollowUpError::NotYours)
        }
    }
}

fn apply(
    mut after: FollowUp,
    edit: &FollowUpEdit,
    by: Option<MemberId>,
    target: impl Fn(&FollowUp) -> Option<ClockTarget>,
    now: Timestamp,
    counting: &Counting,
) -> Result<FollowUp, FollowUpError> {
    if edit.status == Some(FollowUpStatus::Open) && !after.is_open() {
        after = after.reopen(now, counting)?;
    }
    if let Some(note) = &edit.note {
        after = after.annotate(note.clone(), now, counting)?;
    }
    if let Some(kind) = edit.kind.filter(|kind| *kind != after.snapshot().kind) {
        after = after.change_kind(kind, now, counting)?;
    }
    if let Some(due_at) = edit.due_at.filter(|due_at| *due_at != after.snapshot().due_at) {
        after = after.redate(due_at, now, counting)?;
    }
    if let Some(priority) = edit.priority.filter(|p| *p != after.snapshot().priority) {
        after = after.reprioritise(priority, None, now, counting)?;
        if let Some(target) = target(&after) {
            after = after.reprioritise(priority, Some(target), now, counting)?;
        }
    }
    let mut owner = after.snapshot().assigned_to;
    edit.assigned_to.clone().apply(&mut owner);
    if owner != after.snapshot().assigned_to {
        after = after.assign(owner, now, counting)?;
    }
    if edit.status == Some(FollowUpStatus::Done) && after.is_open() {
        after = after.complete(now, by, now, counting)?;
    }
    Ok(after)
}

/// The target that a clock under a rule gets with its new priority: that of the first rule of the active set for the
/// same kind and priority. Without one the target stays.
fn target_of(rules: &Loaded<SlaRules>, after: &FollowUp) -> Option<ClockTarget> {
    let s = after.snapshot();
    s.clock.target_s?;
    let rule = rules
        .value
        .active()?
        .rules
        .iter()
        .find(|rule| rule.kind == s.kind && rule.priority == s.priority)?;
    Some(rule.target(rules.version))
}

/// The events of an edit, its verb, and the notice to a new owner.
fn told(scope: &Scope, before: &FollowUp, after: FollowUp) -> Change {
    let (was, is) = (before.snapshot(), after.snapshot());
    let facts = || FollowUpFacts::from(&after);
    let mut events = Vec::new();
    if was.status != is.status {
        events.push(match is.status {
            FollowUpStatus::Done => FollowUpEvent::Completed(facts()),
            FollowUpStatus::Open => FollowUpEvent::Reopened(facts()),
        });
    }
    let moved = was.assigned_to != is.assigned_to;
    if moved {
        events.push(FollowUpEvent::Assigned(facts()));
    }
    if was.due_at != is.due_at
        || was.priority != is.priority
        || was.note != is.note
        || was.kind != is.kind
    {
        events.push(FollowUpEvent::Updated(facts()));
    }
    let action = match (moved && events.len() == 1, is.assigned_to) {
        (true, Some(_)) => AuditAction::Assign,
        (true, None) => AuditAction::Unassign,
        (false, _) => AuditAction::Update,
    };
    let notice: Option<Notice> = assigned(scope, &after).filter(|_| moved);
    Change { after, events, action, note: String::new(), notices: Vec::new() }.telling(notice)
}
