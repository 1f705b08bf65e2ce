//! Why a call stands where it stands in the triage queue.

use super::{
    call::EMERGENCY_SCORE,
    vocabulary::{CallStatus, EscalationStatus, Intent},
};
use crate::board::CallRow;
use callboard_kernel::Timestamp;
use time::Duration;

/// The printed reason for the place of a call in the queue, such as `SLA 3 min left - open value $420` or
/// `12 min late - emergency`. First the time, which orders the queue; then what weighs next.
pub fn triage_reason(row: &CallRow, now: Timestamp) -> String {
    let undecided = row.outcome_at.is_none();
    let promise = row.promise.as_ref().filter(|promise| !promise.paused).map(|p| p.due_at);
    let outcome = row.outcome_due_at.filter(|_| undecided && row.outcome_required);
    let due = [promise, outcome].into_iter().flatten().min();
    let mut parts = Vec::with_capacity(2);
    // First of all, because it stands before everything else.
    let waits = matches!(row.escalation, EscalationStatus::Queued | EscalationStatus::Sent);
    if waits {
        parts.push("emergency, nobody has it".to_owned());
    }
    match due {
        Some(due) if due <= now => parts.push(format!("{} late", spoken(now - due))),
        Some(due) => parts.push(format!("SLA {} left", spoken(due - now))),
        None => {}
    }
    if waits {
        return parts.join(" - ");
    }
    if row.intent == Some(Intent::Emergency) || row.emergency_score >= EMERGENCY_SCORE {
        parts.push("emergency".to_owned());
    } else if let Some(cents) = row.value_est_cents.filter(|cents| *cents > 0) {
        parts.push(format!("open value {}", dollars(cents)));
    } else if row.promise.as_ref().is_some_and(|promise| promise.paused) {
        parts.push("its clock is paused".to_owned());
    } else if row.status == CallStatus::Missed && undecided {
        parts.push("missed call".to_owned());
    }
    if parts.is_empty() || (due.is_none() && undecided && parts.len() < 2) {
        parts.push("no outcome yet".to_owned());
    }
    parts.join(" - ")
}

fn spoken(span: Duration) -> String {
    let minutes = span.whole_minutes();
    match minutes {
        ..1 => "under 1 min".to_owned(),
        1..120 => format!("{minutes} min"),
        120..2_880 => format!("{} h", minutes / 60),
        2_880.. => format!("{} days", minutes / 1_440),
    }
}

fn dollars(cents: i64) -> String {
    let mut digits = (cents / 100).to_string();
    let mut at = digits.len();
    while at > 3 {
        at -= 3;
        digits.insert(at, ',');
    }
    format!("${digits}")
}

#[cfg(test)]
mod tests;
