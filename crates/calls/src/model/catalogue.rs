//! The catalogue of dispositions as a whole: choosing from it, and what it must keep to.

use super::{disposition::Disposition, text, vocabulary::DispositionClass};
use callboard_kernel::{Auditable, Invalid, WorkspaceId};
use serde::Serialize;
use uuid::Uuid;

/// Most dispositions of a workspace.
const MAX_DISPOSITIONS: usize = 60;
/// Longest key and label, in characters.
const MAX_KEY: usize = 40;
/// Longest time until a follow-up is due: four weeks, in minutes.
const MAX_FOLLOW_UP_MINUTES: u32 = 40_320;

/// The catalogue as the audit trail records it.
#[derive(Debug, Serialize)]
pub(crate) struct CatalogueSnapshot<'a> {
    #[serde(skip)]
    pub(crate) workspace: WorkspaceId,
    pub(crate) dispositions: &'a [Disposition],
}

impl Auditable for CatalogueSnapshot<'_> {
    const KIND: &'static str = "disposition_catalogue";

    fn target_id(&self) -> Uuid {
        self.workspace.uuid()
    }
}

/// The disposition of this key, when it may be given to a call now.
pub fn choose<'a>(all: &'a [Disposition], key: &str) -> Result<&'a Disposition, Invalid> {
    let found = all.iter().find(|rule| rule.key == key).ok_or_else(|| {
        Invalid::field("disposition", "unknown_value", "There is no such disposition.")
    })?;
    if found.active {
        Ok(found)
    } else {
        Err(Invalid::field("disposition", "retired", "This disposition is retired."))
    }
}

/// Judges a catalogue that shall replace `before`: keys are unique words, nothing that calls may have disappears (retire it
/// instead), and at least one can be chosen. Answers it by position, renumbered from 1.
pub fn check_catalogue(
    before: &[Disposition],
    after: &[Disposition],
) -> Result<Vec<Disposition>, Invalid> {
    let mut wrong = Invalid::default();
    for (index, rule) in after.iter().enumerate() {
        check_disposition(index, rule, &mut wrong);
        if after[..index].iter().any(|other| other.key == rule.key) {
            wrong.push(format!("data.{index}.key"), "duplicate", "This key is used twice.");
        }
        let same_label = |other: &Disposition| {
            other.active && other.label.trim().to_lowercase() == rule.label.trim().to_lowercase()
        };
        if rule.active && after[..index].iter().any(same_label) {
            wrong.push(format!("data.{index}.label"), "duplicate", "This label is used twice.");
        }
    }
    for gone in before.iter().filter(|old| after.iter().all(|new| new.key != old.key)) {
        wrong.push(
            "data",
            "cannot_remove",
            format!("`{}` may be on calls; retire it instead of removing it.", gone.key),
        );
    }
    if !after.iter().any(|rule| rule.active) {
        wrong.push("data", "required", "At least one disposition must be active.");
    }
    if after.len() > MAX_DISPOSITIONS {
        wrong.push("data", "too_many", format!("At most {MAX_DISPOSITIONS} dispositions."));
    }
    wrong.check()?;
    Ok(in_order(after))
}

fn check_disposition(index: usize, rule: &Disposition, wrong: &mut Invalid) {
    let path = |field: &str| format!("data.{index}.{field}");
    if !is_key(&rule.key) {
        wrong.push(
            path("key"),
            "bad_format",
            "Must be 1 to 40 lower-case letters, digits and underscores, a letter first.",
        );
    }
    if rule.key == "none" {
        wrong.push(path("key"), "reserved", "`none` means calls without a disposition.");
    }
    if rule.label.trim().is_empty() {
        wrong.push(path("label"), "required", "Say what the button shows.");
    }
    text::check_length(&rule.label, &path("label"), MAX_KEY, wrong);
    if rule.follow_up_minutes.is_some_and(|m| !(1..=MAX_FOLLOW_UP_MINUTES).contains(&m)) {
        wrong.push(
            path("follow_up_minutes"),
            "out_of_range",
            format!("Must be from 1 to {MAX_FOLLOW_UP_MINUTES} minutes."),
        );
    }
    let closes = rule.class != DispositionClass::Open;
    if closes && rule.requires_follow_up {
        wrong.push(
            path("requires_follow_up"),
            "not_allowed",
            "Only the class `open` leaves something to follow up.",
        );
    }
}

fn is_key(key: &str) -> bool {
    key.len() <= MAX_KEY
        && key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn in_order(after: &[Disposition]) -> Vec<Disposition> {
    let mut all: Vec<Disposition> = after.to_vec();
    all.sort_by_key(|rule| rule.position);
    for (place, rule) in (1..).zip(all.iter_mut()) {
        rule.position = place;
        rule.label = rule.label.trim().to_owned();
    }
    all
}

#[cfg(test)]
mod tests;
