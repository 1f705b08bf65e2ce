//! How a change is loaded, decided and written.

use super::FollowUps;
use crate::{
    error::FollowUpError,
    events::{FollowUpEvent, FollowUpFacts},
    hours::Counting,
    model::{FollowUp, Notification, NotificationKind},
};
use callboard_kernel::{
    AuditAction, AuditDraft, Cause, Commit, FollowUpId, Loaded, MemberId, NotificationId,
    SaveError, Scope, Timestamp, Version,
};

/// How often a change without an expected version is decided again when somebody wrote first.
const ATTEMPTS: u32 = 4;

/// What a decision changes.
pub(super) struct Change {
    pub(super) after: FollowUp,
    pub(super) events: Vec<FollowUpEvent>,
    pub(super) action: AuditAction,
    pub(super) note: String,
    pub(super) notices: Vec<Notice>,
}

/// Somebody to tell.
pub(super) struct Notice {
    pub(super) member: MemberId,
    pub(super) kind: NotificationKind,
    pub(super) text: String,
}

/// What an automation was caused by, and how many events led to it.
pub(super) type Because<'a> = Option<(&'a Cause, u8)>;

impl Change {
    /// A change with one event.
    pub(super) fn one(
        after: FollowUp,
        action: AuditAction,
        event: fn(FollowUpFacts) -> FollowUpEvent,
    ) -> Self {
        let events = vec![event(FollowUpFacts::from(&after))];
        Self { after, events, action, note: String::new(), notices: Vec::new() }
    }

    /// The same change with its reason for the audit trail.
    pub(super) fn because(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// The same change, and this member is told.
    pub(super) fn telling(mut self, notice: Option<Notice>) -> Self {
        self.notices.extend(notice);
        self
    }
}

impl FollowUps {
    /// Loads, decides, writes; again when somebody wrote first and the caller expects no version. `decide` answers `None`
    /// when nothing is to be done.
    pub(super) async fn change<F>(
        &self,
        scope: &Scope,
        id: FollowUpId,
        expected: Option<Version>,
        because: Because<'_>,
        decide: F,
    ) -> Result<Loaded<FollowUp>, FollowUpError>
    where
        F: Fn(FollowUp, Timestamp, &Counting) -> Result<Option<Change>, FollowUpError>
            + Send
            + Sync,
    {
        let counting = self.counting(scope).await?;
        let mut attempt = 1;
        loop {
            let loaded = self.ports.repo.get(scope, id).await?.ok_or(FollowUpError::NotFound)?;
            if expected.is_some_and(|expected| expected != loaded.version) {
                return Err(SaveError::Stale.into());
            }
            let now = self.ports.clock.now();
            let Some(change) = decide(loaded.value.clone(), now, &counting)? else {
                return Ok(loaded);
            };
            match self.write(scope, &loaded, change, now, because).await {
                Err(FollowUpError::Save(SaveError::Stale))
                    if expected.is_none() && attempt < ATTEMPTS =>
                {
                    attempt += 1;
                }
                // An automation that has worked already.
                Err(FollowUpError::Save(SaveError::Duplicate("causes_pkey"))) => return Ok(loaded),
                answer => return answer,
            }
        }
    }

    /// Writes a decided change of a loaded follow-up.
    pub(super) async fn write(
        &self,
        scope: &Scope,
        before: &Loaded<FollowUp>,
        change: Change,
        now: Timestamp,
        because: Because<'_>,
    ) -> Result<Loaded<FollowUp>, FollowUpError> {
        let audit =
            AuditDraft::change(change.action, &before.value, &change.after).because(change.note);
        let (events, notifications) =
            self.announce(&change.after, change.events, change.notices, now);
        let commit = Commit::update(change.after.clone(), before.version, events, audit, now);
        let version = self.ports.repo.save(scope, caused(commit, because), notifications).await?;
        Ok(Loaded { value: change.after, version })
    }

    /// Writes a new follow-up.
    pub(super) async fn create(
        &self,
        scope: &Scope,
        follow_up: FollowUp,
        notices: Vec<Notice>,
        note: &str,
        now: Timestamp,
        because: Because<'_>,
    ) -> Result<Loaded<FollowUp>, SaveError> {
        let audit = AuditDraft::create(&follow_up).because(note);
        let made = vec![FollowUpEvent::Promised(FollowUpFacts::from(&follow_up))];
        let (events, notifications) = self.announce(&follow_up, made, notices, now);
        let commit = Commit::create(follow_up.clone(), events, audit, now);
        let version = self.ports.repo.save(scope, caused(commit, because), notifications).await?;
        Ok(Loaded { value: follow_up, version })
    }

    fn announce(
        &self,
        about: &FollowUp,
        mut events: Vec<FollowUpEvent>,
        notices: Vec<Notice>,
        now: Timestamp,
    ) -> (Vec<FollowUpEvent>, Vec<Notification>) {
        let notifications: Vec<Notification> = notices
            .into_iter()
            .map(|notice| Notification {
                id: NotificationId(self.ports.ids.next()),
                member: notice.member,
                kind: notice.kind,
                text: notice.text,
                follow_up: Some(about.snapshot().id),
                call: about.snapshot().call,
                created_at: now,
                read_at: None,
            })
            .collect();
        let told = notifications.iter().cloned();
        events.extend(told.map(|notification| FollowUpEvent::MemberNotified { notification }));
        (events, notifications)
    }
}

fn caused(
    commit: Commit<FollowUp, FollowUpEvent>,
    because: Because<'_>,
) -> Commit<FollowUp, FollowUpEvent> {
    match because {
        Some((cause, depth)) => commit.caused_by(cause.clone(), depth),
        None => commit,
    }
}
