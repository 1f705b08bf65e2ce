//! Facts that follow from the fields of a call.

use super::super::{sample::*, vocabulary::*};
use super::*;
use uuid::Uuid;

#[test]
fn calls_wait_for_triage_as_the_requirement_says() {
    assert!(!ringing().needs_triage(), "a call that rings is not over");
    assert!(missed().needs_triage());
    assert!(answered().needs_triage());

    let decided = |s: &mut CallSnapshot| {
        s.disposition = Some("booked".to_owned());
        s.outcome_at = Some(at(200));
    };
    let done = with(answered(), decided);
    assert!(!done.needs_triage());
    let flagged = with(done, |s| s.queue_status = QueueStatus::Triage);
    assert!(flagged.needs_triage(), "the queue holds it even with a disposition");

    let outgoing = with(answered(), |s| {
        s.direction = Direction::Out;
        s.outcome_required = false;
    });
    assert!(outgoing.needs_triage(), "nobody gave a disposition");
}

#[test]
fn calls_that_never_asked_for_an_outcome_do_not_wait() {
    let free = |change: fn(&mut CallSnapshot)| {
        with(missed(), |s| {
            s.outcome_required = false;
            s.queue_status = QueueStatus::None;
            change(s);
        })
    };
    assert!(free(|_| {}).needs_triage());
    assert!(!free(|s| s.import = Some(Uuid::nil())).needs_triage(), "history");
    assert!(!free(|s| s.purpose = Purpose::Demo).needs_triage(), "demonstration");
    assert!(!free(|s| s.incident = Some(CallId(Uuid::nil()))).needs_triage(), "repeat");
    assert!(!free(|s| s.ended_at = Some(at(14))).needs_triage(), "short abandon");
    assert!(!free(|s| s.outcome_at = Some(at(60))).needs_triage(), "waived");
    assert!(
        with(missed(), |s| s.import = Some(Uuid::nil())).needs_triage(),
        "an imported call that was put into the queue stays in it"
    );
}

#[test]
fn fifteen_seconds_of_ringing_make_a_missed_call() {
    assert!(hung_up(&ringing(), 14).is_short_abandon());
    assert!(!hung_up(&ringing(), 15).is_short_abandon());
    assert!(
        !with(hung_up(&ringing(), 0), |s| s.source = CallSource::Manual).is_short_abandon(),
        "nobody measured how long a call written down by hand rang"
    );
}

#[test]
fn ringing_ends_with_the_answer() {
    assert_eq!((ringing().ring_s(), missed().ring_s(), answered().ring_s()), (0, 30, 10));
}

#[test]
fn an_emergency_is_named_or_scored() {
    assert!(!missed().is_emergency());
    assert!(with(missed(), |s| s.intent = Some(Intent::Emergency)).is_emergency());
    assert!(with(missed(), |s| s.emergency_score = EMERGENCY_SCORE).is_emergency());
}

#[test]
fn the_search_text_has_digits_name_and_notes_in_lower_case() {
    let call = with(missed(), |s| {
        s.caller_name = "Pat Éxample".to_owned();
        s.notes = "Leak in the ATTIC".to_owned();
    });
    assert_eq!(call.search_text(), "18645550101\n18645550199\npat éxample\nleak in the attic");
    let bare = with(missed(), |s| {
        s.from = None;
        s.caller_name = String::new();
    });
    assert_eq!(bare.search_text(), "18645550199");
}

#[test]
fn the_other_party_depends_on_the_direction() {
    assert_eq!(missed().facts().other_party, Some(number(1)));
    let outgoing = with(missed(), |s| s.direction = Direction::Out);
    assert_eq!(outgoing.facts().other_party, Some(number(99)));
}
