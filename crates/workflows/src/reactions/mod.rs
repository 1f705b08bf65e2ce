//! When X then Y. Each file is a sentence; [`subscriptions`] is the table of which event starts which of them.

/// Wire name of the event that a time of day of the timetable came.
pub const TICK_CAME: &str = "workflows.tick_came";

/// One row of the table: wire name of the event, names of its reactions.
const TABLE: &[(&str, &[&str])] = &[
    (
        "calls.call_missed",
        &[
            "missed_call_opens_follow_up",
            "finished_call_writes_interaction",
            "known_caller_was_seen",
        ],
    ),
    (
        "calls.call_ended",
        &[
            "answered_callback_meets_clock",
            "finished_call_writes_interaction",
            "known_caller_was_seen",
        ],
    ),
    (
        "calls.outcome_recorded",
        &[
            "outcome_promises_follow_up",
            "closing_outcome_completes_follow_ups",
            "suppress_outcome_marks_do_not_contact",
        ],
    ),
    (
        "calls.outcome_undone",
        &["outcome_undone_withdraws_follow_up", "outcome_undone_lifts_do_not_contact"],
    ),
    ("calls.customer_linked", &["finished_call_writes_interaction", "known_caller_was_seen"]),
    (TICK_CAME, &["daily_digest"]),
];

/// The reactions of an event: the store writes one delivery for each in the transaction of the event. An event that
/// starts nothing, or whose name this binary does not know, has none.
pub fn subscriptions(event_name: &str) -> &'static [&'static str] {
    TABLE.iter().find(|(name, _)| *name == event_name).map_or(&[], |(_, reactions)| reactions)
}

/// All reactions that this binary knows; it claims no others.
pub fn known_reactions() -> Vec<&'static str> {
    let mut all: Vec<_> =
        TABLE.iter().flat_map(|(_, reactions)| reactions.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    all
}
