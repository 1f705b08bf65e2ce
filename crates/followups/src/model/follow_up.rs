//! The follow-up and what may happen to it.

use super::{
    clock::ClockTarget,
    snapshot::{FollowUpSnapshot, Pause, SlaClock},
    vocabulary::{ClockLevel, ClockState, FollowUpKind, FollowUpStatus, PauseReason, Priority},
};
use crate::{error::FollowUpError, hours::Counting};
use callboard_kernel::{
    Auditable, CallId, CustomerId, FollowUpId, Invalid, MemberId, Timestamp, derived_id, millis,
};
use serde::Serialize;
use time::Duration;
use uuid::Uuid;

/// Longest note, in characters.
pub const MAX_NOTE: usize = 2_000;

/// A supervisor stops a clock for no longer than this (domain rules 2.4).
pub const MAX_SUPERVISOR_PAUSE: Duration = Duration::hours(24);

/// How far ahead something can be promised.
const MAX_AHEAD: Duration = Duration::days(731);

/// A due instant may be this much in the past, for the seconds between choosing and sending it.
const PAST_GRACE: Duration = Duration::minutes(1);

/// A promise to come back to somebody.
#[derive(Clone, PartialEq, Debug)]
pub struct FollowUp {
    state: FollowUpSnapshot,
}

/// What a promise is made of.
#[derive(Clone, PartialEq, Debug)]
pub struct Promise {
    /// Id of the follow-up.
    pub id: FollowUpId,
    /// The call it comes from.
    pub call: Option<CallId>,
    /// The customer it is for.
    pub customer: Option<CustomerId>,
    /// Name to show.
    pub subject: String,
    /// What is to be done.
    pub kind: FollowUpKind,
    /// How pressing.
    pub priority: Priority,
    /// Who shall do it; `None` is the pool.
    pub assigned_to: Option<MemberId>,
    /// What to remember.
    pub note: String,
    /// Made by a rule and not by a person.
    pub automatic: bool,
    /// When its clock starts.
    pub starts_at: Timestamp,
    /// What it is due by.
    pub due: Due,
}

/// What a promise is due by.
#[derive(Clone, PartialEq, Debug)]
pub enum Due {
    /// A time that a person named.
    At(Timestamp),
    /// The target of a rule.
    After(ClockTarget),
}

/// What a look at the clock brought.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fired {
    /// The levels that were reached, lowest first; each is reported once in the life of a promise.
    pub levels: Vec<ClockLevel>,
    /// Who had it before the breach took it back to the pool.
    pub owner: Option<MemberId>,
    /// Its pause had an end and that has come.
    pub resumed: bool,
    /// Levels were reached that nobody is told of, because the desk was restored from a backup after them.
    pub quiet: bool,
}

impl FollowUp {
    /// Trusts what a store kept.
    pub const fn restore(state: FollowUpSnapshot) -> Self {
        Self { state }
    }

    /// Everything about it as plain data.
    pub const fn snapshot(&self) -> &FollowUpSnapshot {
        &self.state
    }

    /// The id of the promise that was made together with an outcome; undoing the outcome finds it by this.
    pub fn id_of_outcome(call: CallId, recorded_at: Timestamp) -> FollowUpId {
        FollowUpId(derived_id(&["outcome", &call.to_string(), &millis(recorded_at).to_string()]))
    }

    /// The id of what somebody asked to be made under an idempotency key.
    pub(crate) fn id_of_request(asker: &str, key: &str) -> FollowUpId {
        FollowUpId(derived_id(&["request", asker, key]))
    }

    /// Makes a promise and starts its clock.
    pub fn promise(promise: Promise, now: Timestamp, counting: &Counting) -> Self {
        let (clock, due_at) = match promise.due {
            Due::At(due_at) => (SlaClock::by_time(promise.starts_at), due_at),
            Due::After(target) => SlaClock::by_rule(promise.starts_at, target, counting),
        };
        let mut follow_up = Self {
            state: FollowUpSnapshot {
                id: promise.id,
                call: promise.call,
                customer: promise.customer,
                subject: promise.subject,
                kind: promise.kind,
                status: FollowUpStatus::Open,
                priority: promise.priority,
                due_at,
                assigned_to: promise.assigned_to,
                note: promise.note,
                clock,
                automatic: promise.automatic,
                completed_at: None,
                completed_by: None,
                deleted_at: None,
                created_at: now,
                updated_at: now,
            },
        };
        follow_up.plan(counting);
        follow_up
    }

    /// Whether it is still promised.
    pub fn is_open(&self) -> bool {
        self.state.status == FollowUpStatus::Open && self.state.deleted_at.is_none()
    }

    /// Promises another time. The clock starts anew towards it, so that its levels fire for the new time, too; a rule no
    /// longer binds it, and a pause ends.
    pub fn redate(
        mut self,
        due_at: Timestamp,
        now: Timestamp,
        counting: &Counting,
    ) -> Result<Self, FollowUpError> {
        self.must_be_open()?;
        check_due(due_at, now)?;
        self.state.due_at = due_at;
        self.state.clock = SlaClock::by_time(now);
        Ok(self.touched(now, counting))
    }

    /// Gives it to a member, or back to the pool. Taking it ends the escalation.
    pub fn assign(
        mut self,
        to: Option<MemberId>,
        now: Timestamp,
        counting: &Counting,
    ) -> Result<Self, FollowUpError> {
        self.must_be_open()?;
        self.state.assigned_to = to;
        Ok(self.touched(now, counting))
    }

    /// Another priority. With a target the clock follows another rule and keeps what has elapsed.
    pub fn reprioritise(
        mut self,
        priority: Priority,
        target: Option<ClockTarget>,
        now: Timestamp,
        counting: &Counting,
    ) -> Result<Self, FollowUpError> {
        self.must_be_open()?;
        self.state.priority = priority;
        if let Some(target) = target {
            self.state.due_at = self.state.clock.retarget(target, counting);
        }
        Ok(self.touched(now, counting))
    }

    /// Another thing is to be done.
    pub fn change_kind(
        mut self,
        kind: FollowUpKind,
        now: Timestamp,
        counting: &Counting,
    ) -> Result<Self, FollowUpError> {
        self.must_be_open()?;
        self.state.kind = kind;
        Ok(self.touched(now, counting))
    }

    /// Another note. Also for what is done.
    pub fn annotate(
        mut self,
        note: String,
        now: Timestamp,
        counting: &Counting,
    ) -> Result<Self, FollowUpError> {
        check_note(&note)?;
        self.state.note = note;
        Ok(self.touched(now, counting))
    }

    /// It turned out whom it is about.
    pub fn name(
        mut self,
        customer: Option<CustomerId>,
        subject: String,
        now: Timestamp,
        counting: &Counting,
    ) -> Result<Self, FollowUpError> {
        self.must_be_open()?;
        self.state.customer = customer;
        self.state.subject = subject;
        Ok(self.touched(now, counting))
    }

    /// It was done at `at`.
    pub fn complete(
        mut self,
        at: Timestamp,
        by: Option<MemberId>,
        now: Timestamp,
        counting: &Counting,
    ) -> Result<Self, FollowUpError> {
        self.must_be_open()?;
        self.state.status = FollowUpStatus::Done;
        self.state.completed_at = Some(at);
        self.state.completed_by = by;
        self.state.clock.meet(at, counting);
        self.state.updated_at = now;
        Ok(self)
    }

    /// Its completion was a mistake. The time in between counts.
    pub fn reopen(mut self, now: Timestamp, counting: &Counting) -> Result<Self, FollowUpError> {
        if self.state.deleted_at.is_some() {
            return Err(FollowUpError::NotFound);
        }
        if self.is_open() {
            return Err(FollowUpError::StillOpen);
        }
        self.state.status = FollowUpStatus::Open;
        self.state.completed_at = None;
        self.state.completed_by = None;
        self.state.clock.restart();
        Ok(self.touched(now, counting))
    }

    /// Removes it softly.
    pub fn delete(mut self, now: Timestamp) -> Self {
        self.state.deleted_at = Some(now);
        if self.state.clock.state != ClockState::Stopped {
            self.state.clock.stop(now);
        }
        self.state.updated_at = now;
        self
    }

    /// Its clock stands still. A customer who asked for a date starts it again a target before that date; a supervisor's
    /// pause ends after 24 hours at the latest.
    pub fn pause(
        mut self,
        reason: PauseReason,
        until: Option<Timestamp>,
        note: String,
        now: Timestamp,
    ) -> Result<Self, FollowUpError> {
        self.must_be_open()?;
        if self.state.clock.state == ClockState::Paused {
            return Err(FollowUpError::AlreadyPaused);
        }
        check_note(&note)?;
        let resumes_at = self.pause_ends(reason, until, now)?;
        self.state.clock.pause(Pause { reason, since: now, note }, resumes_at);
        self.state.updated_at = now;
        Ok(self)
    }

    /// Its clock counts again since `at`.
    pub fn resume(
        mut self,
        at: Timestamp,
        now: Timestamp,
        counting: &Counting,
    ) -> Result<Self, FollowUpError> {
        self.must_be_open()?;
        if self.state.clock.state != ClockState::Paused {
            return Err(FollowUpError::NotPaused);
        }
        self.state.due_at = self.state.clock.resume(at, self.state.due_at, counting);
        Ok(self.touched(now, counting))
    }

    /// What the clock has reached by `now`. After a stop of the worker several levels may be due at once: each is
    /// reported, and only the highest is worth telling people. The breach takes the promise back to the pool; rounds of
    /// the escalation never come together.
    pub fn fire(mut self, now: Timestamp, counting: &Counting) -> (Self, Fired) {
        let mut fired = Fired::default();
        if !self.is_open() {
            return (self, fired);
        }
        if self.state.clock.state == ClockState::Paused
            && let Some(ends) = self.state.clock.resumes_at.filter(|ends| *ends <= now)
        {
            self.state.due_at = self.state.clock.resume(ends, self.state.due_at, counting);
            fired.resumed = true;
        }
        self.plan(counting);
        while let Some((level, at)) = self.state.clock.next.filter(|(_, at)| *at <= now) {
            if self.state.clock.is_quiet_at(at) {
                fired.quiet = true;
                // A breach of which nobody is told escalates to nobody; it stands overdue in the list.
                if level >= ClockLevel::Breach {
                    self.state.clock.fire_from(level, now);
                } else {
                    self.state.clock.fire(level, now);
                }
                self.plan(counting);
                continue;
            }
            self.state.clock.fire(level, now);
            fired.levels.push(level);
            if level == ClockLevel::Breach {
                fired.owner = self.state.assigned_to.take();
            }
            self.plan(counting);
        }
        if fired.resumed || fired.quiet || !fired.levels.is_empty() {
            self.state.updated_at = now;
        }
        (self, fired)
    }

    fn pause_ends(
        &self,
        reason: PauseReason,
        until: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, Invalid> {
        let wrong = |code, message: &str| Invalid::field("until", code, message);
        if until.is_some_and(|until| until <= now) {
            return Err(wrong("in_past", "Must be in the future."));
        }
        match (reason, until) {
            (PauseReason::WaitingForCustomer, until) => Ok(until),
            (PauseReason::Supervisor, until) => {
                let until = until.unwrap_or(now + MAX_SUPERVISOR_PAUSE);
                if until > now + MAX_SUPERVISOR_PAUSE {
                    return Err(wrong("too_late", "A supervisor's pause lasts 24 hours at most."));
                }
                Ok(Some(until))
            }
            (PauseReason::CustomerAskedForDate, None) => {
                Err(wrong("required", "Say which date the customer asked for."))
            }
            (PauseReason::CustomerAskedForDate, Some(date)) => {
                if date > now + MAX_AHEAD {
                    return Err(wrong("too_late", "Within two years."));
                }
                let ahead = match self.state.clock.target_s {
                    Some(target_s) => Duration::seconds(target_s),
                    None => (self.state.due_at - now).max(Duration::ZERO),
                };
                Ok(Some((date - ahead).max(now)))
            }
        }
    }

    fn must_be_open(&self) -> Result<(), FollowUpError> {
        if self.is_open() { Ok(()) } else { Err(FollowUpError::AlreadyDone) }
    }

    fn touched(mut self, now: Timestamp, counting: &Counting) -> Self {
        self.state.updated_at = now;
        self.plan(counting);
        self
    }

    fn plan(&mut self, counting: &Counting) {
        let s = &mut self.state;
        s.clock.plan(s.kind, s.due_at, s.assigned_to.is_some(), counting);
    }
}

/// A due instant that a person names lies ahead, two years at most.
pub(crate) fn check_due(due_at: Timestamp, now: Timestamp) -> Result<(), Invalid> {
    if due_at < now - PAST_GRACE {
        return Err(Invalid::field("due_at", "in_past", "Must be in the future."));
    }
    if due_at > now + MAX_AHEAD {
        return Err(Invalid::field("due_at", "too_late", "Within two years."));
    }
    Ok(())
}

/// A note has a length.
pub(crate) fn check_note(note: &str) -> Result<(), Invalid> {
    if note.chars().count() > MAX_NOTE {
        let message = format!("At most {MAX_NOTE} characters.");
        return Err(Invalid::field("note", "too_long", message));
    }
    Ok(())
}

impl Serialize for FollowUp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.state.serialize(serializer)
    }
}

impl Auditable for FollowUp {
    const KIND: &'static str = "follow_up";
    fn target_id(&self) -> Uuid {
        self.state.id.uuid()
    }
}
