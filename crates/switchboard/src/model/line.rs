//! A number of the company.

use callboard_kernel::{Auditable, Invalid, LineId, Patch, Phone, Timestamp, one_line, words};
use serde::{Deserialize, Serialize};

/// The longest name of a line, in characters.
const LONGEST_LABEL: usize = 60;
/// The longest text that is read out, in characters: about a minute.
const LONGEST_SPEECH: usize = 600;
/// How long a line may ring, in seconds.
const RINGS: std::ops::RangeInclusive<u16> = 5..=120;

words! {
    /// Whether a number may send business texts (A2P 10DLC). Nothing is sent before it is registered.
    pub enum Texting {
        /// Nobody has registered it.
        Unregistered = "unregistered",
        /// The registration is being looked at.
        Pending = "pending",
        /// It may send.
        Registered = "registered",
    }
}

/// Everything that is stored of a line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LineSnapshot {
    /// Its id.
    pub id: LineId,
    /// The number.
    pub number: Phone,
    /// What people call it.
    pub label: String,
    /// What callers hear first.
    pub greeting: String,
    /// What callers hear when the desk is closed or nobody comes.
    pub closed_greeting: String,
    /// The announcement that the call is recorded; `None` records nothing but voicemails, which announce themselves.
    pub notice: Option<String>,
    /// Whether calls are to be written down while they go on; see [`LineSnapshot::is_written_down`].
    #[serde(default)]
    pub live_transcript: bool,
    /// How long members are rung, in seconds.
    pub ring_s: u16,
    /// Whether it may send texts.
    pub texting: Texting,
    /// Whether members call and text from it unless they choose another.
    pub is_default: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When it was given up.
    pub removed_at: Option<Timestamp>,
}

impl LineSnapshot {
    /// Whether its calls are written down while they go on. Without an announcement nobody is.
    pub const fn is_written_down(&self) -> bool {
        self.live_transcript && self.notice.is_some()
    }
}

impl Auditable for LineSnapshot {
    const KIND: &'static str = "line";

    fn target_id(&self) -> uuid::Uuid {
        self.id.uuid()
    }
}

/// What a new line is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewLine {
    /// The number.
    pub number: Phone,
    /// What people call it.
    pub label: String,
    /// Whether members call and text from it.
    pub is_default: bool,
}

/// What is changed of a line; what is absent stays.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LineEdit {
    /// What people call it.
    pub label: Option<String>,
    /// What callers hear first.
    pub greeting: Option<String>,
    /// What callers hear when the desk is closed.
    pub closed_greeting: Option<String>,
    /// The announcement; clearing it stops recording.
    pub notice: Patch<String>,
    /// Whether calls are written down while they go on.
    pub live_transcript: Option<bool>,
    /// How long members are rung.
    pub ring_s: Option<u16>,
    /// Whether it may send texts.
    pub texting: Option<Texting>,
    /// Makes it the default.
    pub is_default: Option<bool>,
}

/// A line, and the only place that decides about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    state: LineSnapshot,
}

impl Line {
    /// Makes a line with words that can be heard at once.
    pub fn try_new(id: LineId, new: NewLine, at: Timestamp) -> Result<Self, Invalid> {
        let state = LineSnapshot {
            id,
            number: new.number,
            label: one_line(&new.label),
            greeting: "Thank you for calling. One moment, please.".to_owned(),
            closed_greeting: "We cannot take your call right now. Please leave your name, your number and what it is \
                              about, and we call you back."
                .to_owned(),
            notice: Some("This call is recorded to help us serve you.".to_owned()),
            live_transcript: false,
            ring_s: 25,
            texting: Texting::Unregistered,
            is_default: new.is_default,
            created_at: at,
            updated_at: at,
            removed_at: None,
        };
        check(&state)?;
        Ok(Self { state })
    }

    /// Takes what a store kept; decides nothing.
    pub const fn restore(state: LineSnapshot) -> Self {
        Self { state }
    }

    /// As it is stored.
    pub const fn snapshot(&self) -> &LineSnapshot {
        &self.state
    }

    /// The line with the change; `None` when nothing changes.
    pub fn edit(&self, edit: LineEdit, at: Timestamp) -> Result<Option<Self>, Invalid> {
        let now = &self.state;
        let trimmed = |text: Option<String>, old: &str| {
            text.map_or_else(|| old.to_owned(), |text| text.trim().to_owned())
        };
        let mut state = LineSnapshot {
            label: edit.label.map_or_else(|| now.label.clone(), |label| one_line(&label)),
            greeting: trimmed(edit.greeting, &now.greeting),
            closed_greeting: trimmed(edit.closed_greeting, &now.closed_greeting),
            notice: match edit.notice {
                Patch::Keep => now.notice.clone(),
                Patch::Clear => None,
                Patch::Set(text) => Some(text.trim().to_owned()),
            },
            live_transcript: edit.live_transcript.unwrap_or(now.live_transcript),
            ring_s: edit.ring_s.unwrap_or(now.ring_s),
            texting: edit.texting.unwrap_or(now.texting),
            is_default: edit.is_default.unwrap_or(now.is_default),
            ..now.clone()
        };
        check(&state)?;
        if state == *now {
            return Ok(None);
        }
        state.updated_at = at;
        Ok(Some(Self { state }))
    }

    /// The line given up; `None` when it was already.
    pub fn remove(&self, at: Timestamp) -> Option<Self> {
        self.state.removed_at.is_none().then(|| Self {
            state: LineSnapshot {
                is_default: false,
                removed_at: Some(at),
                updated_at: at,
                ..self.state.clone()
            },
        })
    }
}

fn check(line: &LineSnapshot) -> Result<(), Invalid> {
    let mut wrong = Invalid::default();
    let length = line.label.chars().count();
    if length == 0 {
        wrong.push("label", "required", "Give the line a name.");
    } else if length > LONGEST_LABEL {
        wrong.push("label", "too_long", format!("A name has at most {LONGEST_LABEL} characters."));
    }
    for (path, text) in [
        ("greeting", Some(&line.greeting)),
        ("closed_greeting", Some(&line.closed_greeting)),
        ("notice", line.notice.as_ref()),
    ] {
        let Some(text) = text else { continue };
        if text.chars().count() > LONGEST_SPEECH {
            let words = format!("At most {LONGEST_SPEECH} characters are read out.");
            wrong.push(path, "too_long", words);
        }
        // A greeting may be left out; an announcement that nobody hears is none.
        if path != "greeting" && !text.chars().any(char::is_alphabetic) {
            wrong.push(path, "required", "Write what callers hear.");
        }
    }
    if !RINGS.contains(&line.ring_s) {
        let words = format!("It rings from {} to {} seconds.", RINGS.start(), RINGS.end());
        wrong.push("ring_s", "out_of_range", words);
    }
    wrong.check()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const NOON: Timestamp = datetime!(2026-06-01 12:00 UTC);

    fn line() -> Line {
        let new = NewLine {
            number: Phone::from_e164("+14045550190").unwrap(),
            label: " Main ".to_owned(),
            is_default: true,
        };
        Line::try_new(LineId(uuid::Uuid::nil()), new, NOON).unwrap()
    }

    #[test]
    fn a_new_line_can_be_called_at_once() {
        let line = line();
        assert_eq!(line.snapshot().label, "Main");
        assert!(line.snapshot().notice.is_some(), "what is recorded is announced from the start");
        assert_eq!(line.snapshot().texting, Texting::Unregistered);
    }

    #[test]
    fn an_announcement_without_words_is_refused() {
        let edit = LineEdit { notice: Patch::Set(" ... ".to_owned()), ..LineEdit::default() };
        assert_eq!(line().edit(edit, NOON).unwrap_err().0[0].path, "notice");
        let off = LineEdit { notice: Patch::Clear, ..LineEdit::default() };
        assert_eq!(line().edit(off, NOON).unwrap().unwrap().snapshot().notice, None);
    }

    #[test]
    fn nobody_is_written_down_who_was_not_told() {
        assert!(!line().snapshot().is_written_down(), "it is asked for");
        let on = LineEdit { live_transcript: Some(true), ..LineEdit::default() };
        let on = line().edit(on, NOON).unwrap().unwrap();
        assert!(on.snapshot().is_written_down());
        let silent = LineEdit { notice: Patch::Clear, ..LineEdit::default() };
        assert!(!on.edit(silent, NOON).unwrap().unwrap().snapshot().is_written_down());
    }

    #[test]
    fn what_changes_nothing_is_no_change() {
        let same = LineEdit { label: Some("Main".to_owned()), ..LineEdit::default() };
        assert_eq!(line().edit(same, NOON).unwrap(), None);
        let long = LineEdit { ring_s: Some(500), ..LineEdit::default() };
        assert!(line().edit(long, NOON).is_err());
    }

    #[test]
    fn it_is_given_up_once() {
        let gone = line().remove(NOON).unwrap();
        assert!(!gone.snapshot().is_default);
        assert_eq!(gone.remove(NOON), None);
    }
}
