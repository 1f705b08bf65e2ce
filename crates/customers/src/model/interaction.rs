//! Lines of a customer's timeline (S2-DB-07).

use super::vocabulary::{InteractionDirection, InteractionKind};
use callboard_kernel::{
    Auditable, CallId, CustomerId, FollowUpId, InteractionId, Invalid, MemberId, MessageId, Patch,
    Timestamp,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What came of it, as offered by forms. Any other short text is welcome, too.
pub const SHIPPED_OUTCOMES: [&str; 8] = [
    "Left Voicemail",
    "Spoke with Customer",
    "Scheduled Appointment",
    "Sent Quote",
    "Customer Interested",
    "Customer Not Interested",
    "Follow-up Required",
    "Issue Resolved",
];

/// Everything that is stored of one line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct InteractionSnapshot {
    /// Id of the line.
    pub id: InteractionId,
    /// Whose timeline.
    pub customer: CustomerId,
    /// What it tells of.
    pub kind: InteractionKind,
    /// Who began it.
    pub direction: InteractionDirection,
    /// What it was about; 200 characters at most.
    pub subject: String,
    /// What was said; 10,000 characters at most.
    pub notes: String,
    /// When it was.
    pub at: Timestamp,
    /// Who of us; `None` for what the product wrote.
    pub member: Option<MemberId>,
    /// The call that it tells of; one line per call.
    pub call: Option<CallId>,
    /// The follow-up that it fulfilled.
    pub follow_up: Option<FollowUpId>,
    /// How long it took, in seconds.
    pub duration_s: Option<i64>,
    /// What came of it; 60 characters at most.
    pub outcome: Option<String>,
    /// When the row was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Since when it is no longer shown.
    pub deleted_at: Option<Timestamp>,
}

impl Auditable for InteractionSnapshot {
    const KIND: &'static str = "interaction";
    fn target_id(&self) -> Uuid {
        self.id.uuid()
    }
}

/// A line of the timeline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Interaction {
    state: InteractionSnapshot,
}

/// A hand-written line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewInteraction {
    /// What it tells of.
    pub kind: InteractionKind,
    /// Who began it.
    pub direction: InteractionDirection,
    /// What it was about.
    pub subject: String,
    /// What was said.
    pub notes: String,
    /// When it was; `None` is now.
    pub at: Option<Timestamp>,
    /// The follow-up that it fulfilled.
    pub follow_up: Option<FollowUpId>,
    /// Seconds.
    pub duration_s: Option<i64>,
    /// What came of it.
    pub outcome: Option<String>,
}

/// An edit of a line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct InteractionEdit {
    /// What it was about.
    pub subject: Option<String>,
    /// What was said.
    pub notes: Option<String>,
    /// What came of it.
    pub outcome: Patch<String>,
    /// Seconds.
    pub duration_s: Patch<i64>,
}

/// A finished call as the timeline tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallLine {
    /// Whose timeline.
    pub customer: CustomerId,
    /// The call.
    pub call: CallId,
    /// Who called whom.
    pub direction: InteractionDirection,
    /// First ring.
    pub at: Timestamp,
    /// Seconds of talking.
    pub duration_s: i64,
    /// Who of us talked.
    pub member: Option<MemberId>,
    /// Somebody talked.
    pub answered: bool,
    /// Label of its disposition, once given.
    pub outcome: Option<String>,
}

impl CallLine {
    const fn subject(&self) -> &'static str {
        match (self.direction, self.answered) {
            (InteractionDirection::Inbound, true) => "Call answered",
            (InteractionDirection::Inbound, false) => "Missed call",
            (InteractionDirection::Outbound, true) => "Called",
            (InteractionDirection::Outbound, false) => "Called, no answer",
        }
    }
}

/// A text as the timeline tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TextLine {
    /// Whose timeline.
    pub customer: CustomerId,
    /// The text; one line for each.
    pub message: MessageId,
    /// Who wrote to whom.
    pub direction: InteractionDirection,
    /// When it came or went out.
    pub at: Timestamp,
    /// Who of us wrote it; `None` for what the product wrote by itself.
    pub member: Option<MemberId>,
    /// What was written.
    pub text: String,
}

impl Interaction {
    /// The line of a text. Its id is that of the text, so that there is one.
    pub fn of_text(told: TextLine, now: Timestamp) -> Self {
        let subject = match told.direction {
            InteractionDirection::Inbound => "Text received",
            InteractionDirection::Outbound => "Text sent",
        };
        Self {
            state: InteractionSnapshot {
                id: InteractionId(told.message.uuid()),
                customer: told.customer,
                kind: InteractionKind::Sms,
                direction: told.direction,
                subject: subject.to_owned(),
                notes: told.text.chars().take(10_000).collect(),
                at: told.at,
                member: told.member,
                call: None,
                follow_up: None,
                duration_s: None,
                outcome: None,
                created_at: now,
                updated_at: now,
                deleted_at: None,
            },
        }
    }

    /// The line of a finished call.
    pub fn of_call(id: InteractionId, told: CallLine, now: Timestamp) -> Self {
        Self {
            state: InteractionSnapshot {
                id,
                customer: told.customer,
                kind: InteractionKind::Call,
                direction: told.direction,
                subject: told.subject().to_owned(),
                notes: String::new(),
                at: told.at,
                member: told.member,
                call: Some(told.call),
                follow_up: None,
                duration_s: Some(told.duration_s),
                outcome: tidy(told.outcome),
                created_at: now,
                updated_at: now,
                deleted_at: None,
            },
        }
    }

    /// The line when its call is told again: what the call says is taken over, what people wrote stays; a line that was
    /// deleted stays as it is.
    pub fn told_again(&self, told: CallLine, now: Timestamp) -> Self {
        if self.state.deleted_at.is_some() {
            return self.clone();
        }
        let mut state = InteractionSnapshot {
            customer: told.customer,
            at: told.at,
            member: told.member.or(self.state.member),
            duration_s: Some(told.duration_s),
            subject: told.subject().to_owned(),
            outcome: tidy(told.outcome),
            ..self.state.clone()
        };
        if state != self.state {
            state.updated_at = now;
        }
        Self { state }
    }

    /// A hand-written line. Every wrong field is named at once.
    pub fn written(
        id: InteractionId,
        customer: CustomerId,
        new: NewInteraction,
        member: Option<MemberId>,
        now: Timestamp,
    ) -> Result<Self, Invalid> {
        let at = new.at.unwrap_or(now);
        let state = InteractionSnapshot {
            id,
            customer,
            kind: new.kind,
            direction: new.direction,
            subject: new.subject.trim().to_owned(),
            notes: new.notes.trim().to_owned(),
            at,
            member,
            call: None,
            follow_up: new.follow_up,
            duration_s: new.duration_s,
            outcome: tidy(new.outcome),
            created_at: now,
            updated_at: now,
            deleted_at: None,
        };
        let mut wrong = checked(&state);
        if at > now {
            wrong.push("at", "in_the_future", "What has not happened yet is a follow-up.");
        }
        wrong.check()?;
        Ok(Self { state })
    }

    /// The line of a stored row.
    pub const fn restore(state: InteractionSnapshot) -> Self {
        Self { state }
    }

    /// All fields.
    pub const fn snapshot(&self) -> &InteractionSnapshot {
        &self.state
    }

    /// The line after an edit. A line of a call needs no words of its own.
    pub fn edited(&self, edit: InteractionEdit, now: Timestamp) -> Result<Self, Invalid> {
        let mut state = self.state.clone();
        if let Some(subject) = edit.subject {
            subject.trim().clone_into(&mut state.subject);
        }
        if let Some(notes) = edit.notes {
            notes.trim().clone_into(&mut state.notes);
        }
        edit.outcome.apply(&mut state.outcome);
        state.outcome = tidy(state.outcome);
        edit.duration_s.apply(&mut state.duration_s);
        checked(&state).check()?;
        if state != self.state {
            state.updated_at = now;
        }
        Ok(Self { state })
    }

    /// The line when it is no longer shown.
    pub fn deleted(&self, now: Timestamp) -> Self {
        let state =
            InteractionSnapshot { deleted_at: Some(now), updated_at: now, ..self.state.clone() };
        Self { state }
    }
}

fn tidy(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn checked(state: &InteractionSnapshot) -> Invalid {
    let mut wrong = Invalid::default();
    if state.subject.is_empty() && state.notes.is_empty() && state.call.is_none() {
        wrong.push("notes", "required", "Write a subject or notes.");
    }
    let mut limit = |path: &str, text: &str, most: usize| {
        if text.chars().count() > most {
            wrong.push(path, "too_long", format!("This field has {most} characters at most."));
        }
    };
    limit("subject", &state.subject, 200);
    limit("notes", &state.notes, 10_000);
    limit("outcome", state.outcome.as_deref().unwrap_or_default(), 60);
    if state.duration_s.is_some_and(|seconds| !(0..=86_400).contains(&seconds)) {
        wrong.push("duration_s", "out_of_range", "A duration is between 0 seconds and a day.");
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use callboard_kernel::timestamp;

    fn new(subject: &str, notes: &str) -> NewInteraction {
        NewInteraction {
            kind: InteractionKind::Note,
            direction: InteractionDirection::Outbound,
            subject: subject.into(),
            notes: notes.into(),
            at: None,
            follow_up: None,
            duration_s: None,
            outcome: None,
        }
    }

    fn written(new: NewInteraction) -> Result<Interaction, Invalid> {
        let (id, customer) = (InteractionId(Uuid::from_u128(1)), CustomerId(Uuid::from_u128(2)));
        Interaction::written(id, customer, new, None, timestamp(1_000))
    }

    fn told() -> CallLine {
        CallLine {
            customer: CustomerId(Uuid::from_u128(2)),
            call: CallId(Uuid::from_u128(3)),
            direction: InteractionDirection::Inbound,
            at: timestamp(500),
            duration_s: 0,
            member: None,
            answered: false,
            outcome: None,
        }
    }

    #[test]
    fn subject_or_notes_are_needed() {
        assert_eq!(written(new(" ", "\n")).unwrap_err().0[0].code, "required");
        assert!(written(new("Gate code", "")).is_ok());
        assert!(written(new("", "Gate code is 4711")).is_ok());
    }

    #[test]
    fn the_subject_cannot_be_emptied_later() {
        let line = written(new("Gate code", "")).unwrap();
        let edit = InteractionEdit { subject: Some(String::new()), ..InteractionEdit::default() };
        assert!(line.edited(edit, timestamp(2_000)).is_err());
    }

    #[test]
    fn what_has_not_happened_yet_is_refused() {
        let future = NewInteraction { at: Some(timestamp(1_001)), ..new("Visit", "") };
        assert_eq!(written(future).unwrap_err().0[0].code, "in_the_future");
        let past = NewInteraction { at: Some(timestamp(10)), ..new("Visit", "") };
        assert_eq!(written(past).unwrap().snapshot().at, timestamp(10));
    }

    #[test]
    fn limits_are_kept() {
        let long = NewInteraction {
            outcome: Some("o".repeat(61)),
            duration_s: Some(-1),
            ..new(&"s".repeat(201), &"n".repeat(10_001))
        };
        assert_eq!(written(long).unwrap_err().0.len(), 4);
    }

    #[test]
    fn a_call_told_again_keeps_what_people_wrote() {
        let id = InteractionId(Uuid::from_u128(1));
        let line = Interaction::of_call(id, told(), timestamp(600));
        assert_eq!(line.snapshot().subject, "Missed call");
        assert_eq!(line.told_again(told(), timestamp(700)), line);

        let edit =
            InteractionEdit { notes: Some("Sounded hurried".into()), ..InteractionEdit::default() };
        let noted = line.edited(edit, timestamp(700)).unwrap();
        let booked = CallLine { outcome: Some("Booked".into()), ..told() };
        let after = noted.told_again(booked, timestamp(800));
        assert_eq!(after.snapshot().outcome.as_deref(), Some("Booked"));
        assert_eq!(after.snapshot().notes, "Sounded hurried");

        let gone = line.deleted(timestamp(900));
        assert_eq!(gone.told_again(CallLine { duration_s: 9, ..told() }, timestamp(901)), gone);
    }
}
