//! How often somebody may be contacted.

use crate::model::{
    Address, Channel, LiftedBy, PastContact, Purpose, Question, Refusal, Rule, Sender, Target,
};
use callboard_kernel::Timestamp;
use serde::{Deserialize, Serialize};
use time::Duration;

/// Limits of a workspace. Contacts by hand count, too.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Caps {
    /// Calls in 24 rolling hours to one number about one subject (Florida Statutes 501.616(6)(b), Oklahoma Statutes 15
    /// § 775C.4; our default everywhere).
    pub calls_per_day: u16,
    /// Texts in 24 rolling hours of one automation to one customer. Ours.
    pub texts_per_automation_per_day: u16,
    /// Contacts in 7 rolling days of all automations together. Ours.
    pub automated_per_week: u16,
    /// Purposes that count but are not refused by the caps of automations; none by default.
    pub automations_uncapped_for: Vec<Purpose>,
}

impl Default for Caps {
    fn default() -> Self {
        Self {
            calls_per_day: 3,
            texts_per_automation_per_day: 1,
            automated_per_week: 3,
            automations_uncapped_for: Vec::new(),
        }
    }
}

impl Caps {
    pub(crate) fn refusals(&self, question: &Question, contacts: &[PastContact]) -> Vec<Refusal> {
        if question.purpose.answers_a_keyword() {
            return Vec::new();
        }
        let found = [
            self.calls(question, contacts),
            self.texts(question, contacts),
            self.all(question, contacts),
        ];
        found.into_iter().flatten().collect()
    }

    fn calls(&self, question: &Question, contacts: &[PastContact]) -> Option<Refusal> {
        let Target::Call(number) = &question.target else { return None };
        let same = |contact: &PastContact| {
            let other = contact.subject.as_ref().zip(question.subject.as_ref());
            contact.channel == Channel::Call
                && matches!(&contact.address, Address::Phone(phone) if phone == number)
                && other.is_none_or(|(theirs, mine)| theirs == mine)
        };
        let until = spent(self.calls_per_day, Duration::DAY, question.at, contacts, same)?;
        // Selling is capped by law; about a booked visit somebody may have to ring once more.
        let lifted_by =
            if question.is_solicitation() { LiftedBy::Wait } else { LiftedBy::Dispatcher };
        let words = format!(
            "This number was called {} times about this within 24 hours already.",
            self.calls_per_day
        );
        Some(Refusal { rule: Rule::CallCap, until: until.known(), lifted_by, words })
    }

    fn texts(&self, question: &Question, contacts: &[PastContact]) -> Option<Refusal> {
        let (Target::Text(_), Sender::Automation { name }) = (&question.target, &question.sender)
        else {
            return None;
        };
        let same = |contact: &PastContact| {
            contact.channel == Channel::Text
                && matches!(&contact.sender, Sender::Automation { name: other } if other == name)
                && !contact.purpose.answers_a_keyword()
        };
        let limit = self.texts_per_automation_per_day;
        let until = spent(limit, Duration::DAY, question.at, contacts, same)?;
        let words = format!("“{name}” has texted this customer within the last 24 hours already.");
        self.of_automations(question, Rule::AutomationTextCap, until, words)
    }

    fn all(&self, question: &Question, contacts: &[PastContact]) -> Option<Refusal> {
        let counts = |contact: &PastContact| {
            contact.sender.is_automation() && !contact.purpose.answers_a_keyword()
        };
        let limit = self.automated_per_week;
        let until = spent(limit, Duration::WEEK, question.at, contacts, counts)?;
        let words = format!(
            "Automations have contacted this customer {limit} times within 7 days already."
        );
        self.of_automations(question, Rule::AutomationCap, until, words)
    }

    fn of_automations(
        &self,
        question: &Question,
        rule: Rule,
        until: Freed,
        words: String,
    ) -> Option<Refusal> {
        let exempt = self.automations_uncapped_for.contains(&question.purpose);
        let concerned = question.sender.is_automation() && !exempt;
        let until = until.known();
        concerned.then_some(Refusal { rule, until, lifted_by: LiftedBy::Wait, words })
    }
}

/// When a spent limit frees a place.
enum Freed {
    At(Timestamp),
    /// The limit is none at all.
    Never,
}

impl Freed {
    const fn known(self) -> Option<Timestamp> {
        match self {
            Self::At(at) => Some(at),
            Self::Never => None,
        }
    }
}

/// When the next contact fits again; `None` when it fits now. What is dated ahead counts: clocks differ.
fn spent(
    limit: u16,
    period: Duration,
    at: Timestamp,
    contacts: &[PastContact],
    counts: impl Fn(&PastContact) -> bool,
) -> Option<Freed> {
    let Some(last_that_fits) = usize::from(limit).checked_sub(1) else { return Some(Freed::Never) };
    let mut times: Vec<_> = contacts
        .iter()
        .filter(|contact| contact.at > at - period && counts(contact))
        .map(|contact| contact.at)
        .collect();
    times.sort_unstable_by(|a, b| b.cmp(a));
    times.get(last_that_fits).map(|oldest| Freed::At(*oldest + period))
}

#[cfg(test)]
mod tests {
    use super::*;
    use callboard_kernel::Phone;
    use time::macros::datetime;

    const NOON: Timestamp = datetime!(2026-06-10 12:00 UTC);

    fn number() -> Phone {
        Phone::from_e164("+12125550142").unwrap()
    }

    fn automation(name: &str) -> Sender {
        Sender::Automation { name: name.to_owned() }
    }

    fn contact(hours_ago: i64, channel: Channel, sender: Sender) -> PastContact {
        PastContact {
            at: NOON - Duration::hours(hours_ago),
            channel,
            address: Address::Phone(number()),
            purpose: Purpose::Marketing,
            sender,
            subject: Some("estimate 7".to_owned()),
        }
    }

    fn calling(subject: &str) -> Question {
        Question {
            target: Target::Call(number()),
            purpose: Purpose::Marketing,
            sender: Sender::Person,
            subject: Some(subject.to_owned()),
            at: NOON,
        }
    }

    fn texting(name: &str) -> Question {
        Question {
            target: Target::Text(number()),
            sender: automation(name),
            ..calling("estimate 7")
        }
    }

    fn refused(question: &Question, contacts: &[PastContact]) -> Vec<(Rule, Option<Timestamp>)> {
        let refusals = Caps::default().refusals(question, contacts);
        refusals.into_iter().map(|refusal| (refusal.rule, refusal.until)).collect()
    }

    #[test]
    fn the_fourth_call_about_one_subject_waits_for_the_first_to_be_a_day_old() {
        let calls: Vec<_> =
            [1, 5, 23].map(|ago| contact(ago, Channel::Call, Sender::Person)).into();
        let freed = NOON + Duration::HOUR;
        assert_eq!(refused(&calling("estimate 7"), &calls), [(Rule::CallCap, Some(freed))]);
        assert_eq!(refused(&calling("estimate 7"), &calls[..2]), []);
        assert_eq!(refused(&calling("another"), &calls), []);
        let then = Question { at: freed, ..calling("estimate 7") };
        assert_eq!(refused(&then, &calls), []);
        let without = Question { subject: None, ..calling("") };
        assert_eq!(refused(&without, &calls).len(), 1, "without a subject every call counts");
    }

    #[test]
    fn an_automation_texts_once_a_day() {
        let texts = [contact(3, Channel::Text, automation("nurture"))];
        let freed = NOON + Duration::hours(21);
        assert_eq!(refused(&texting("nurture"), &texts), [(Rule::AutomationTextCap, Some(freed))]);
        assert_eq!(refused(&texting("reminders"), &texts), []);
        let by_hand = Question { sender: Sender::Person, ..texting("nurture") };
        assert_eq!(refused(&by_hand, &texts), []);
    }

    #[test]
    fn all_automations_share_three_contacts_a_week() {
        let touches: Vec<_> = [("a", 30), ("b", 60), ("c", 160)]
            .map(|(name, ago)| contact(ago, Channel::Email, automation(name)))
            .into();
        let freed = NOON + Duration::hours(8);
        assert_eq!(refused(&texting("d"), &touches), [(Rule::AutomationCap, Some(freed))]);
        let by_hand = Question { sender: Sender::Person, ..texting("d") };
        assert_eq!(refused(&by_hand, &touches), []);
        let help = Question { purpose: Purpose::Help, ..texting("d") };
        assert_eq!(refused(&help, &touches), [], "whoever asks for help is answered");
        let caps = Caps { automations_uncapped_for: vec![Purpose::Reminder], ..Caps::default() };
        let reminder = Question { purpose: Purpose::Reminder, ..texting("d") };
        assert!(caps.refusals(&reminder, &touches).is_empty());
    }

    #[test]
    fn a_limit_of_none_is_never_freed() {
        let caps = Caps { calls_per_day: 0, ..Caps::default() };
        assert_eq!(caps.refusals(&calling("x"), &[])[0].until, None);
    }
}
