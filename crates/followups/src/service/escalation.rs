//! The escalation chain (domain rules 3): half → owner; warning → owner and supervisors; breach → back to the pool, owner
//! and supervisors; then the next person on call every 15 minutes, four rounds, until somebody takes it. An owner who is
//! not there is skipped: the promise goes straight to the pool.

use super::{
    FollowUps,
    change::{Change, Notice},
    promise::to_do,
};
use crate::{
    error::FollowUpError,
    events::{FollowUpEvent, FollowUpFacts},
    hours::Counting,
    model::{ClockLevel, Fired, FollowUp, NotificationKind},
};
use callboard_kernel::{
    AuditAction, FollowUpId, Loaded, MemberId, Permission, SaveError, Scope, Timestamp,
};

/// Who can be told.
struct Staff {
    supervisors: Vec<MemberId>,
    on_call: Vec<MemberId>,
    owner_is_here: bool,
}

impl FollowUps {
    /// Fires what the clock of a follow-up has reached, each level once in its life: the version of the follow-up lets
    /// only one of several workers write. Does nothing when there is nothing to fire. After a stop of the worker the
    /// levels that passed in between are all reported as events, and people are told of the highest alone.
    pub async fn fire(&self, scope: &Scope, id: FollowUpId) -> Result<(), FollowUpError> {
        scope.require(Permission::WorkCalls)?;
        let Some(loaded) = self.ports.repo.get(scope, id).await? else { return Ok(()) };
        let counting = self.counting(scope).await?;
        let now = self.ports.clock.now();
        let (after, fired) = loaded.value.clone().fire(now, &counting);
        if fired.levels.is_empty() && !fired.resumed && !fired.quiet {
            return self.replan(scope, &loaded, after, now).await;
        }
        let staff = self.staff(scope, &loaded.value).await?;
        let change = escalate(&loaded.value, after, &fired, &staff, now, &counting)?;
        one_writer(self.write(scope, &loaded, change, now, None).await)
    }

    /// Nothing to fire, but the plan moved (hours were edited): keep it, so that the sweep asks at the right time.
    async fn replan(
        &self,
        scope: &Scope,
        loaded: &Loaded<FollowUp>,
        after: FollowUp,
        now: Timestamp,
    ) -> Result<(), FollowUpError> {
        if after.snapshot() == loaded.value.snapshot() {
            return Ok(());
        }
        let change = Change {
            after,
            events: Vec::new(),
            action: AuditAction::Update,
            note: "business hours changed".to_owned(),
            notices: Vec::new(),
        };
        one_writer(self.write(scope, loaded, change, now, None).await)
    }

    async fn staff(&self, scope: &Scope, follow_up: &FollowUp) -> Result<Staff, FollowUpError> {
        let duty = &self.ports.duty;
        let owner_is_here = match follow_up.snapshot().assigned_to {
            Some(owner) => duty.is_active(scope, owner).await?,
            None => true,
        };
        Ok(Staff {
            supervisors: duty.supervisors(scope).await?,
            on_call: duty.on_call(scope).await?,
            owner_is_here,
        })
    }
}

/// Somebody else who wrote first has fired it, or changed it so that the sweep will ask again.
fn one_writer(answer: Result<Loaded<FollowUp>, FollowUpError>) -> Result<(), FollowUpError> {
    match answer {
        Ok(_) | Err(FollowUpError::Save(SaveError::Stale)) => Ok(()),
        Err(error) => Err(error),
    }
}

fn escalate(
    before: &FollowUp,
    mut after: FollowUp,
    fired: &Fired,
    staff: &Staff,
    now: Timestamp,
    counting: &Counting,
) -> Result<Change, FollowUpError> {
    if !staff.owner_is_here && after.snapshot().assigned_to.is_some() {
        after = after.assign(None, now, counting)?;
    }
    let facts = || FollowUpFacts::from(&after);
    let mut events = Vec::new();
    if fired.resumed {
        events.push(FollowUpEvent::ClockResumed(facts()));
    }
    if before.snapshot().assigned_to != after.snapshot().assigned_to {
        events.push(FollowUpEvent::Assigned(facts()));
    }
    let reached =
        |level: &ClockLevel| FollowUpEvent::LevelReached { facts: facts(), level: *level };
    events.extend(fired.levels.iter().map(reached));
    if events.is_empty() {
        events.push(FollowUpEvent::Updated(facts()));
    }
    let Some(highest) = fired.levels.last().copied() else {
        let note = if fired.quiet {
            "what fell due before the desk was restored is told to nobody"
        } else {
            "the pause has ended"
        };
        let change = Change {
            after,
            events,
            action: AuditAction::Update,
            note: note.to_owned(),
            notices: Vec::new(),
        };
        return Ok(change);
    };
    let owner = before.snapshot().assigned_to.filter(|_| staff.owner_is_here);
    let mut notices = told_of(highest, &after, owner, staff, now);
    // After a time without a server several levels are reached at once; that a promise broke is never left out.
    if highest > ClockLevel::Breach && fired.levels.contains(&ClockLevel::Breach) {
        let broke = told_of(ClockLevel::Breach, &after, owner, staff, now);
        let news = |notice: &Notice| !notices.iter().any(|told| told.member == notice.member);
        notices.extend(broke.into_iter().filter(news).collect::<Vec<_>>());
    }
    let words: Vec<&str> = fired.levels.iter().map(|level| level.as_str()).collect();
    let absent = if staff.owner_is_here { "" } else { "; its owner is not there" };
    let note = format!("clock reached {}{absent}", words.join(", "));
    Ok(Change { after, events, action: AuditAction::Escalate, note, notices })
}

fn told_of(
    level: ClockLevel,
    about: &FollowUp,
    owner: Option<MemberId>,
    staff: &Staff,
    now: Timestamp,
) -> Vec<Notice> {
    let s = about.snapshot();
    let what = format!("{} {}", to_do(s.kind), s.subject);
    let minutes = (s.due_at - now).whole_seconds().abs().div_euclid(60).max(1);
    let everybody = || owner.into_iter().chain(staff.supervisors.iter().copied());
    let (members, kind, text): (Vec<MemberId>, _, _) = match level {
        ClockLevel::Half => (
            owner.into_iter().collect(),
            NotificationKind::Reminder,
            format!("{what}: half of the time has passed, {} left.", spoken(minutes)),
        ),
        ClockLevel::Warning => (
            everybody().collect(),
            NotificationKind::Warning,
            format!("{what}: {} left.", spoken(minutes)),
        ),
        ClockLevel::Breach => (
            everybody().collect(),
            NotificationKind::Breach,
            format!("{what} is overdue and back in the pool."),
        ),
        ClockLevel::Escalation1
        | ClockLevel::Escalation2
        | ClockLevel::Escalation3
        | ClockLevel::Escalation4 => (
            on_call_in_round(&staff.on_call, level).into_iter().collect(),
            NotificationKind::Escalation,
            format!("{what} is {} late and nobody has it. You are on call.", spoken(minutes)),
        ),
    };
    let mut told: Vec<Notice> = Vec::new();
    for member in members {
        if !told.iter().any(|notice| notice.member == member) {
            told.push(Notice { member, kind, text: text.clone() });
        }
    }
    told
}

/// Each round pages the next person; after the last one the first again.
fn on_call_in_round(on_call: &[MemberId], level: ClockLevel) -> Option<MemberId> {
    let round = level.round()?;
    on_call.get(round % on_call.len().max(1)).copied()
}

fn spoken(minutes: i64) -> String {
    match minutes {
        1 => "1 minute".to_owned(),
        2..=119 => format!("{minutes} minutes"),
        120..=2879 => format!("{} hours", minutes / 60),
        _ => format!("{} days", minutes / 1440),
    }
}
