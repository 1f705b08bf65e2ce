//! The views that every workspace has from its first day. They stand in the code and in no table: a workspace that was made
//! before one was added has it too.

use super::view::{CallView, CallViewSnapshot};
use crate::{
    board::{CallFilter, CallSort, CallSortKey, Period, PromiseState, SpokenFilter},
    model::{CallStatus, EscalationStatus},
};
use callboard_kernel::{CallViewId, Timestamp};
use uuid::Uuid;

/// First of the ids of shipped views. They are kept in people's arrangements: append only, never given to another view.
const FIRST_ID: u128 = 0x0000_0000_0000_7000_8000_0000_0000_0001;

/// What the desk reaches for all day.
pub fn shipped_views() -> Vec<CallView> {
    let oldest = Some(CallSort { key: CallSortKey::Time, descending: false });
    let soonest = Some(CallSort { key: CallSortKey::FollowUp, descending: false });
    let spoken = |filter| SpokenFilter { period: None, filter };
    let open = vec![
        PromiseState::Overdue,
        PromiseState::Critical,
        PromiseState::Warning,
        PromiseState::Ok,
        PromiseState::Paused,
    ];
    let due = vec![PromiseState::Overdue, PromiseState::Critical, PromiseState::Warning];
    let all: [(&str, SpokenFilter, Option<CallSort>); 5] = [
        (
            "Needs an outcome",
            spoken(CallFilter { outcome_required: Some(true), ..CallFilter::default() }),
            oldest,
        ),
        (
            "Missed today",
            SpokenFilter {
                period: Some(Period::Today),
                filter: CallFilter { status: vec![CallStatus::Missed], ..CallFilter::default() },
            },
            None,
        ),
        ("Callbacks due", spoken(CallFilter { promise: due, ..CallFilter::default() }), soonest),
        (
            "Unreturned emergencies",
            spoken(CallFilter {
                escalation: vec![
                    EscalationStatus::Queued,
                    EscalationStatus::Sent,
                    EscalationStatus::Acked,
                ],
                promise: open,
                ..CallFilter::default()
            }),
            soonest,
        ),
        ("Needs triage", spoken(CallFilter { needs_triage: true, ..CallFilter::default() }), None),
    ];
    let view = |(place, (name, wanted, sort)): (u128, (&str, SpokenFilter, Option<CallSort>))| {
        CallView::restore(CallViewSnapshot {
            id: CallViewId(Uuid::from_u128(FIRST_ID + place)),
            owner: None,
            name: name.to_owned(),
            wanted,
            sort,
            team: true,
            pinned: true,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
            deleted_at: None,
        })
    };
    (0..).zip(all).map(view).collect()
}

#[cfg(test)]
mod tests {
    use super::shipped_views;

    #[test]
    fn shipped_views_keep_their_ids_and_mean_something() {
        let views = shipped_views();
        for view in &views {
            assert!(view.snapshot().wanted.check().is_ok(), "{}", view.snapshot().name);
        }
        let ids: Vec<_> = views
            .iter()
            .map(|view| (view.snapshot().id.to_string(), &*view.snapshot().name))
            .collect();
        let expected = [
            ("00000000-0000-7000-8000-000000000001", "Needs an outcome"),
            ("00000000-0000-7000-8000-000000000002", "Missed today"),
            ("00000000-0000-7000-8000-000000000003", "Callbacks due"),
            ("00000000-0000-7000-8000-000000000004", "Unreturned emergencies"),
            ("00000000-0000-7000-8000-000000000005", "Needs triage"),
        ];
        assert_eq!(ids, expected.map(|(id, name)| (id.to_owned(), name)));
    }
}
