//! What a mail says about a promise that is late: who, what, when, and where to look. Subjects name nobody, because they show
//! on locked screens, and a caller who is not known is a number.

use crate::mail::Letter;
use callboard_followups::{hours::Zone, model::FollowUpKind};
use callboard_kernel::{FollowUpId, Timestamp, one_line};
use time::{UtcOffset, macros::format_description};

/// To whom it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reader {
    /// Answers for the desk.
    Manager,
    /// Had the promise until it was due.
    Assignee,
}

/// A promise that is late or escalated.
pub(crate) struct LatePromise {
    pub(crate) id: FollowUpId,
    pub(crate) kind: FollowUpKind,
    /// Name of the customer, or what is known of the caller; it may hold anything.
    pub(crate) who: String,
    pub(crate) due_at: Timestamp,
    /// When the member was told in the app.
    pub(crate) told_at: Timestamp,
    /// IANA name of the zone of the workspace.
    pub(crate) time_zone: String,
    /// Address of the page.
    pub(crate) page: String,
}

impl LatePromise {
    pub(crate) fn letter(&self, reader: Reader) -> Letter {
        let what = noun(self.kind);
        let late = self.told_at >= self.due_at;
        let subject = match (reader, late) {
            (Reader::Assignee, _) => format!("Due now: {what}"),
            (Reader::Manager, true) => format!("Overdue: {what}"),
            (Reader::Manager, false) => format!("Escalated: {what}"),
        };
        let happened = match (reader, late) {
            (Reader::Assignee, _) => "A promise that you had is due. It is back in the pool.",
            (Reader::Manager, true) => "A promise to a customer is overdue and still open.",
            (Reader::Manager, false) => {
                "A promise to a customer is escalated: everybody on duty was told."
            }
        };
        let (who, when) = (one_line(&self.who), self.when());
        let body = format!(
            "{happened}\n\nWho: {who}\nWhat: {what}\nDue: {when}\n\nSee it here:\n{}\n",
            self.page
        );
        Letter { subject, body, about_kind: "follow_up", about: self.id.uuid() }
    }

    /// As the clock on the wall of the workspace shows it.
    fn when(&self) -> String {
        let (offset, zone) = Zone::find(&self.time_zone).map_or((UtcOffset::UTC, "UTC"), |zone| {
            (zone.offset(self.due_at), self.time_zone.as_str())
        });
        let form = format_description!(
            "[weekday], [month repr:long] [day padding:none] [year], [hour]:[minute]"
        );
        let local = self.due_at.to_offset(offset);
        // The form names nothing that an instant lacks.
        let shown = local.format(form).unwrap_or_else(|_| local.to_string());
        format!("{shown} ({zone})")
    }
}

const fn noun(kind: FollowUpKind) -> &'static str {
    match kind {
        FollowUpKind::Callback => "callback",
        FollowUpKind::Sms => "text message",
        FollowUpKind::Email => "e-mail",
        FollowUpKind::Task => "task",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;
    use uuid::Uuid;

    fn late() -> LatePromise {
        LatePromise {
            id: FollowUpId(Uuid::nil()),
            kind: FollowUpKind::Callback,
            who: "+18645550100".to_owned(),
            due_at: datetime!(2026-11-24 15:30 UTC),
            told_at: datetime!(2026-11-24 15:30 UTC),
            time_zone: "America/New_York".to_owned(),
            page: "https://desk.example.com/calls/1".to_owned(),
        }
    }

    #[test]
    fn a_letter_says_who_what_when_and_where() {
        let letter = late().letter(Reader::Manager);
        assert_eq!(letter.subject, "Overdue: callback");
        assert_eq!(
            letter.body,
            "A promise to a customer is overdue and still open.\n\nWho: +18645550100\nWhat: callback\n\
             Due: Tuesday, November 24 2026, 10:30 (America/New_York)\n\nSee it here:\n\
             https://desk.example.com/calls/1\n"
        );
    }

    #[test]
    fn a_reminder_and_an_escalation_say_so() {
        assert_eq!(late().letter(Reader::Assignee).subject, "Due now: callback");
        let early = LatePromise { told_at: datetime!(2026-11-24 15:01 UTC), ..late() };
        let letter = early.letter(Reader::Manager);
        assert!(letter.subject == "Escalated: callback" && letter.body.contains("on duty"));
    }

    #[test]
    fn subjects_hold_no_number_and_names_write_no_lines() {
        for kind in FollowUpKind::ALL {
            let who = "Ana\r\n\r\nDue: never\u{85}".to_owned();
            let letter = LatePromise { kind: *kind, who, ..late() }.letter(Reader::Manager);
            assert!(!letter.subject.contains(|sign: char| sign.is_ascii_digit()));
            assert!(letter.body.contains("\nWho: Ana Due: never\nWhat: "), "{}", letter.body);
        }
    }

    #[test]
    fn a_zone_that_nobody_knows_is_universal_time() {
        let lost = LatePromise { time_zone: "Mars/Olympus".to_owned(), ..late() };
        assert!(lost.letter(Reader::Manager).body.contains("15:30 (UTC)"));
    }
}
