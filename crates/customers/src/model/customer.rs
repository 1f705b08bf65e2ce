//! The customer and what can be done with it.

use super::{
    contact::{Address, CustomerEmail, CustomerPhone, TimeOfDay, TimeWindow},
    edit::{CustomerEdit, EmailDraft, NewCustomer, PhoneDraft, TimeWindowDraft},
    snapshot::CustomerSnapshot,
    vocabulary::{CustomerStatus, Weekday},
};
use crate::events::CustomerFacts;
use callboard_kernel::{CustomerId, Invalid, Patch, Phone, Timestamp, one_line};

/// Numbers, addresses and windows that a customer has at most.
const MOST_OF_EACH: usize = 20;

/// One person or company.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Customer {
    state: CustomerSnapshot,
}

impl Customer {
    /// A new customer. National numbers are read by the rules of `region`. Every wrong field is named at once.
    pub fn new(
        id: CustomerId,
        new: NewCustomer,
        region: &str,
        now: Timestamp,
    ) -> Result<Self, Invalid> {
        let blank = Self {
            state: CustomerSnapshot {
                id,
                kind: new.kind,
                name: String::new(),
                company: None,
                status: CustomerStatus::Lead,
                converted_at: None,
                churned_at: None,
                lead_source: None,
                do_not_contact: false,
                preferred_channel: new.preferred_channel,
                time_windows: Vec::new(),
                address: None,
                notes: String::new(),
                phones: Vec::new(),
                emails: Vec::new(),
                last_seen_at: None,
                created_at: now,
                updated_at: now,
            },
        };
        let edit = CustomerEdit {
            name: Some(new.name),
            company: new.company.map_or(Patch::Keep, Patch::Set),
            status: Some(new.status),
            lead_source: new.lead_source.map_or(Patch::Keep, Patch::Set),
            time_windows: Some(new.time_windows),
            address: new.address.map_or(Patch::Keep, Patch::Set),
            notes: Some(new.notes),
            phones: Some(new.phones),
            emails: Some(new.emails),
            ..CustomerEdit::default()
        };
        blank.edited(edit, region, now)
    }

    /// The customer of a stored row.
    pub const fn restore(state: CustomerSnapshot) -> Self {
        Self { state }
    }

    /// All fields.
    pub const fn snapshot(&self) -> &CustomerSnapshot {
        &self.state
    }

    /// The customer after an edit; the same one when nothing differs. Every wrong field is named at once.
    pub fn edited(
        &self,
        edit: CustomerEdit,
        region: &str,
        now: Timestamp,
    ) -> Result<Self, Invalid> {
        let mut state = self.state.clone();
        let mut wrong = Invalid::default();
        if let Some(name) = edit.name {
            state.name = line(&name, "name", 120, &mut wrong);
            if state.name.is_empty() {
                wrong.push("name", "required", "A name is needed.");
            }
        }
        state.kind = edit.kind.unwrap_or(state.kind);
        text_field(edit.company, &mut state.company, "company", 120, &mut wrong);
        text_field(edit.lead_source, &mut state.lead_source, "lead_source", 60, &mut wrong);
        edit.preferred_channel.apply(&mut state.preferred_channel);
        if let Some(notes) = edit.notes {
            state.notes = long_text(&notes, "notes", &mut wrong);
        }
        address_field(edit.address, &mut state.address, &mut wrong);
        if let Some(drafts) = edit.phones {
            state.phones = phones(drafts, region, &mut wrong);
        }
        if let Some(drafts) = edit.emails {
            state.emails = emails(drafts, &mut wrong);
        }
        if let Some(drafts) = edit.time_windows {
            state.time_windows = windows(drafts, &mut wrong);
        }
        wrong.check()?;
        if let Some(status) = edit.status {
            move_to(&mut state, status, now);
        }
        Ok(Self::stamped(&self.state, state, now))
    }

    /// The customer when work was booked: a lead or former customer becomes active.
    pub fn booked(&self, now: Timestamp) -> Self {
        let mut state = self.state.clone();
        move_to(&mut state, CustomerStatus::Active, now);
        Self::stamped(&self.state, state, now)
    }

    /// What is searched by fragment: name, company, digits of the numbers, e-mail addresses; lower-case, one a line.
    pub fn search_text(&self) -> String {
        let s = &self.state;
        let phones = s.phones.iter().map(|phone| phone.number.digits().to_owned());
        let emails = s.emails.iter().map(|email| email.address.clone());
        let mut parts = vec![s.name.to_lowercase()];
        parts.extend(s.company.iter().map(|company| company.to_lowercase()));
        parts.extend(phones);
        parts.extend(emails);
        parts.join("\n")
    }

    /// What other domains may know of it.
    pub fn facts(&self) -> CustomerFacts {
        let s = &self.state;
        CustomerFacts {
            customer: s.id,
            name: s.name.clone(),
            status: s.status,
            phones: s.phones.iter().map(|phone| phone.number.clone()).collect(),
            do_not_contact: s.do_not_contact,
        }
    }

    fn stamped(before: &CustomerSnapshot, mut after: CustomerSnapshot, now: Timestamp) -> Self {
        if after != *before {
            after.updated_at = now;
        }
        Self { state: after }
    }
}

/// Changes what the customer is to us. The first booking is remembered for good; leaving is forgotten on return.
fn move_to(state: &mut CustomerSnapshot, status: CustomerStatus, now: Timestamp) {
    if state.status == status {
        return;
    }
    state.status = status;
    match status {
        CustomerStatus::Lead => state.churned_at = None,
        CustomerStatus::Active => {
            state.converted_at = state.converted_at.or(Some(now));
            state.churned_at = None;
        }
        CustomerStatus::Churned => state.churned_at = Some(now),
    }
}

/// One line of text without the space around it.
fn line(text: &str, path: &str, most: usize, wrong: &mut Invalid) -> String {
    let text = text.trim();
    if text.chars().count() > most {
        wrong.push(path, "too_long", format!("This field has {most} characters at most."));
    }
    if text.chars().any(char::is_control) {
        wrong.push(path, "malformed", "This field is one line of text.");
    }
    one_line(text)
}

/// Notes: several lines, without other control characters.
fn long_text(text: &str, path: &str, wrong: &mut Invalid) -> String {
    const MOST: usize = 10_000;
    let text = text.trim();
    if text.chars().count() > MOST {
        wrong.push(path, "too_long", format!("This field has {MOST} characters at most."));
    }
    if text.contains('\0') {
        wrong.push(path, "malformed", "This field is text.");
    }
    text.to_owned()
}

/// An optional line; an empty one clears the field.
fn text_field(
    patch: Patch<String>,
    field: &mut Option<String>,
    path: &str,
    most: usize,
    wrong: &mut Invalid,
) {
    match patch {
        Patch::Keep => {}
        Patch::Clear => *field = None,
        Patch::Set(text) => {
            *field = Some(line(&text, path, most, wrong)).filter(|text| !text.is_empty());
        }
    }
}

fn address_field(patch: Patch<Address>, field: &mut Option<Address>, wrong: &mut Invalid) {
    match patch {
        Patch::Keep => {}
        Patch::Clear => *field = None,
        Patch::Set(address) => {
            let address = address.trimmed();
            for (name, part) in address.parts() {
                line(part, &format!("address.{name}"), 120, wrong);
            }
            *field = Some(address).filter(|address| !address.is_empty());
        }
    }
}

fn label(text: Option<String>, path: &str, wrong: &mut Invalid) -> Option<String> {
    text.map(|text| line(&text, path, 40, wrong)).filter(|text| !text.is_empty())
}

fn not_too_many(count: usize, path: &str, wrong: &mut Invalid) {
    if count > MOST_OF_EACH {
        wrong.push(path, "too_many", format!("There are {MOST_OF_EACH} at most."));
    }
}

/// Numbers in E.164. The one marked primary is the primary one, else the first.
fn phones(drafts: Vec<PhoneDraft>, region: &str, wrong: &mut Invalid) -> Vec<CustomerPhone> {
    not_too_many(drafts.len(), "phones", wrong);
    if drafts.iter().filter(|draft| draft.primary).count() > 1 {
        wrong.push("phones", "several_primary", "One number can be the primary one.");
    }
    let mut phones: Vec<CustomerPhone> = Vec::new();
    for (index, draft) in drafts.into_iter().enumerate() {
        let path = format!("phones.{index}.number");
        let label = label(draft.label, &format!("phones.{index}.label"), wrong);
        match Phone::parse(&draft.number, region) {
            Err(error) => wrong.push(path, "malformed", format!("This {error}.")),
            Ok(number) if phones.iter().any(|phone| phone.number == number) => {
                wrong.push(path, "twice", "This number is in the list already.");
            }
            Ok(number) => phones.push(CustomerPhone { number, label, primary: draft.primary }),
        }
    }
    if !phones.iter().any(|phone| phone.primary)
        && let Some(first) = phones.first_mut()
    {
        first.primary = true;
    }
    phones
}

/// Addresses as they are compared.
fn emails(drafts: Vec<EmailDraft>, wrong: &mut Invalid) -> Vec<CustomerEmail> {
    not_too_many(drafts.len(), "emails", wrong);
    let mut emails: Vec<CustomerEmail> = Vec::new();
    for (index, draft) in drafts.into_iter().enumerate() {
        let path = format!("emails.{index}.address");
        let label = label(draft.label, &format!("emails.{index}.label"), wrong);
        match normal_email(&draft.address) {
            None => wrong.push(path, "malformed", "This is not an e-mail address."),
            Some(address) if emails.iter().any(|email| email.address == address) => {
                wrong.push(path, "twice", "This address is in the list already.");
            }
            Some(address) => emails.push(CustomerEmail { address, label }),
        }
    }
    emails
}

/// Trimmed and lower-case; `None` when it cannot be an address. Dots and plus signs are part of it.
fn normal_email(text: &str) -> Option<String> {
    let email = text.trim().to_lowercase();
    let (local, host) = email.split_once('@')?;
    let odd = |c: char| c.is_whitespace() || c.is_control() || "@<>,;\"".contains(c);
    let good = !local.is_empty()
        && !local.contains(odd)
        && !host.contains(odd)
        && host.contains('.')
        && host.split('.').all(|label| !label.is_empty())
        && email.len() <= 254;
    good.then_some(email)
}

fn windows(drafts: Vec<TimeWindowDraft>, wrong: &mut Invalid) -> Vec<TimeWindow> {
    not_too_many(drafts.len(), "time_windows", wrong);
    let mut windows = Vec::new();
    for (index, draft) in drafts.into_iter().enumerate() {
        let path = |field: &str| format!("time_windows.{index}.{field}");
        let day = Weekday::parse(&draft.day.trim().to_lowercase());
        let (start, end) = (TimeOfDay::parse(&draft.start), TimeOfDay::parse(&draft.end));
        if day.is_none() {
            wrong.push(
                path("day"),
                "unknown_value",
                "Write the day as Mon, Tue, Wed, Thu, Fri, Sat or Sun.",
            );
        }
        for (field, time) in [("start", start), ("end", end)] {
            if time.is_none() {
                wrong.push(path(field), "malformed", "Write the time like 08:30.");
            }
        }
        match (day, start, end) {
            (_, Some(start), Some(end)) if end <= start => {
                wrong.push(path("end"), "out_of_range", "The end must be later than the start.");
            }
            (Some(day), Some(start), Some(end)) => windows.push(TimeWindow { day, start, end }),
            _ => {}
        }
    }
    windows
}

#[cfg(test)]
mod tests;
