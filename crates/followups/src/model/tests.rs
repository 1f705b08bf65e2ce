//! Clocks and follow-ups against worked examples.

use super::{
    ClockLevel, ClockState, ClockTarget, Due, FollowUp, FollowUpKind, FollowUpStatus, PauseReason,
    Priority, Promise, RuleRef, SlaStatus, sla_status,
};
use crate::{
    error::FollowUpError,
    hours::{BusinessHours, Counting},
    rules::Calendar,
};
use callboard_kernel::{CallId, FollowUpId, MemberId, Timestamp};
use time::{Duration, macros::datetime};
use uuid::Uuid;

const ZONE: &str = "America/New_York";
/// A Tuesday, 10:00 in New York.
const TEN: Timestamp = datetime!(2026-11-24 15:00 UTC);
const OWNER: MemberId = MemberId(Uuid::from_u128(7));

fn counting() -> Counting {
    Counting::new(BusinessHours::shipped(ZONE)).unwrap()
}

fn target(minutes: i64, calendar: Calendar) -> ClockTarget {
    ClockTarget {
        rule: RuleRef { key: "r".to_owned(), name: "Rule".to_owned(), version: 1 },
        target_s: minutes * 60,
        calendar,
        warn_percent: 75,
    }
}

fn made(due: Due, owner: Option<MemberId>, now: Timestamp) -> FollowUp {
    let promise = Promise {
        id: FollowUpId(Uuid::from_u128(1)),
        call: Some(CallId(Uuid::from_u128(2))),
        customer: None,
        subject: "Maria Lopez".to_owned(),
        kind: FollowUpKind::Callback,
        priority: Priority::Normal,
        assigned_to: owner,
        note: String::new(),
        automatic: false,
        starts_at: now,
        due,
    };
    FollowUp::promise(promise, now, &counting())
}

fn after(minutes: i64) -> FollowUp {
    made(Due::After(target(minutes, Calendar::Business)), Some(OWNER), TEN)
}

fn minute(n: i64) -> Timestamp {
    TEN + Duration::minutes(n)
}

/// Looks at the clock every second until `until`, and answers each level with the minute and second at which it fired.
fn every_second(mut follow_up: FollowUp, until: Timestamp) -> (FollowUp, Vec<(ClockLevel, i64)>) {
    let counting = counting();
    let mut seen = Vec::new();
    let mut now = follow_up.snapshot().created_at;
    while now <= until {
        let (next, fired) = follow_up.fire(now, &counting);
        seen.extend(fired.levels.iter().map(|level| (*level, (now - TEN).whole_seconds())));
        follow_up = next;
        now += Duration::seconds(1);
    }
    (follow_up, seen)
}

#[test]
fn each_level_fires_once_and_at_its_time() {
    let (left, seen) = every_second(after(30), minute(180));
    assert_eq!(
        seen,
        [
            (ClockLevel::Half, 15 * 60),
            (ClockLevel::Warning, 1350),
            (ClockLevel::Breach, 30 * 60),
            (ClockLevel::Escalation1, 45 * 60),
            (ClockLevel::Escalation2, 60 * 60),
            (ClockLevel::Escalation3, 75 * 60),
            (ClockLevel::Escalation4, 90 * 60),
        ]
    );
    assert_eq!(left.snapshot().clock.next, None);
    assert_eq!(left.snapshot().assigned_to, None, "the breach gives it back to the pool");
}

#[test]
fn a_short_target_warns_once_at_sixty_percent() {
    let (_, seen) = every_second(after(5), minute(6));
    assert_eq!(seen, [(ClockLevel::Warning, 180), (ClockLevel::Breach, 300)]);
}

#[test]
fn taking_it_ends_the_escalation() {
    let (breached, _) = every_second(after(30), minute(46));
    let taken = breached.assign(Some(OWNER), minute(46), &counting()).unwrap();
    assert_eq!(taken.snapshot().clock.next, None);
    let back = taken.assign(None, minute(50), &counting()).unwrap();
    let (level, at) = back.snapshot().clock.next.unwrap();
    assert_eq!((level, at), (ClockLevel::Escalation2, minute(60)));
}

#[test]
fn after_a_stop_of_two_hours_every_missed_level_is_reported_once() {
    let (late, fired) = after(30).fire(minute(120), &counting());
    assert_eq!(
        fired.levels,
        [ClockLevel::Half, ClockLevel::Warning, ClockLevel::Breach, ClockLevel::Escalation1]
    );
    assert_eq!(fired.owner, Some(OWNER));
    // The rounds after it keep their distance: nobody is paged four times at once.
    assert_eq!(late.snapshot().clock.next, Some((ClockLevel::Escalation2, minute(135))));
    let (same, again) = late.clone().fire(minute(120), &counting());
    assert_eq!(again.levels, []);
    assert_eq!(same, late);
}

#[test]
fn a_pause_moves_what_is_due_by_as_much_open_time() {
    let counting = counting();
    let paused =
        after(30).pause(PauseReason::WaitingForCustomer, None, String::new(), minute(10)).unwrap();
    assert_eq!(paused.snapshot().clock.state, ClockState::Paused);
    assert_eq!(paused.snapshot().clock.wakes_at(), None);
    assert_eq!(paused.clone().fire(minute(300), &counting).1.levels, [], "it stands still");
    let resumed = paused.clone().resume(minute(30), minute(30), &counting).unwrap();
    assert_eq!(resumed.snapshot().due_at, minute(50));
    assert_eq!(resumed.snapshot().clock.paused_s, 1200);
    assert_eq!(resumed.snapshot().clock.next, Some((ClockLevel::Half, minute(35))));
    // Overnight: six hours and fifty minutes until 17:00 and one hour from 08:00 are open; the night adds nothing.
    let overnight = paused.resume(datetime!(2026-11-25 14:00 UTC), TEN, &counting).unwrap();
    assert_eq!(overnight.snapshot().clock.paused_s, (6 * 60 + 50 + 60) * 60);
    assert_eq!(overnight.snapshot().due_at, datetime!(2026-11-25 14:20 UTC));
}

#[test]
fn two_pauses_add_up() {
    let counting = counting();
    let wait = |f: FollowUp, from, until| {
        f.pause(PauseReason::WaitingForCustomer, None, String::new(), minute(from))
            .unwrap()
            .resume(minute(until), minute(until), &counting)
            .unwrap()
    };
    let twice = wait(wait(after(30), 5, 10), 20, 30);
    assert_eq!(twice.snapshot().due_at, minute(45));
}

#[test]
fn a_supervisors_pause_ends_by_itself_within_a_day() {
    let pause =
        |until| after(30).pause(PauseReason::Supervisor, until, "storm".to_owned(), minute(0));
    let too_long = pause(Some(minute(24 * 60 + 1)));
    assert!(matches!(too_long, Err(FollowUpError::Invalid(_))));
    let paused = pause(Some(minute(60))).unwrap();
    assert_eq!(paused.snapshot().clock.wakes_at(), Some(minute(60)));
    // The sweep comes a little late; the pause ended when it was to end.
    let (resumed, fired) = paused.fire(minute(61), &counting());
    assert!(fired.resumed);
    assert_eq!(resumed.snapshot().due_at, minute(90));
    assert_eq!(pause(None).unwrap().snapshot().clock.resumes_at, Some(minute(24 * 60)));
}

#[test]
fn a_customers_date_starts_the_clock_a_target_before_it() {
    let pause = |f: FollowUp, until| {
        f.pause(PauseReason::CustomerAskedForDate, until, String::new(), minute(0))
    };
    assert!(matches!(pause(after(30), None), Err(FollowUpError::Invalid(_))));
    let paused = pause(after(30), Some(minute(120))).unwrap();
    assert_eq!(paused.snapshot().clock.resumes_at, Some(minute(90)));
    let (resumed, _) = paused.fire(minute(90), &counting());
    assert_eq!(resumed.snapshot().due_at, minute(120), "due on the date that was asked for");
    let named = made(Due::At(minute(45)), Some(OWNER), TEN);
    let (resumed, _) = pause(named, Some(minute(120))).unwrap().fire(minute(80), &counting());
    assert_eq!(resumed.snapshot().due_at, minute(120));
}

#[test]
fn another_rule_keeps_what_has_elapsed() {
    // The worked example: 10:00 start, 3 hours, at 11:00 changed to 2 hours: due at 12:00 and not at 13:00.
    let changed = after(180)
        .reprioritise(
            Priority::High,
            Some(target(120, Calendar::Business)),
            minute(60),
            &counting(),
        )
        .unwrap();
    assert_eq!(changed.snapshot().due_at, minute(120));
    let paused = after(180)
        .pause(PauseReason::WaitingForCustomer, None, String::new(), minute(10))
        .unwrap()
        .resume(minute(40), minute(40), &counting())
        .unwrap()
        .reprioritise(
            Priority::High,
            Some(target(120, Calendar::Business)),
            minute(60),
            &counting(),
        )
        .unwrap();
    assert_eq!(paused.snapshot().due_at, minute(150), "pauses are added");
}

#[test]
fn a_shorter_target_may_be_broken_at_once_and_only_once() {
    let (warned, _) = after(180).fire(minute(91), &counting());
    assert_eq!(warned.snapshot().clock.fired.len(), 1);
    let urgent = warned
        .reprioritise(Priority::Urgent, Some(target(10, Calendar::Always)), minute(91), &counting())
        .unwrap();
    let (broken, fired) = urgent.fire(minute(91), &counting());
    assert_eq!(
        fired.levels,
        [ClockLevel::Warning, ClockLevel::Breach, ClockLevel::Escalation1],
        "half had fired before"
    );
    assert!(broken.snapshot().clock.is_breached());
}

#[test]
fn a_named_time_has_no_grace_and_warns_as_its_chip_does() {
    let named = made(Due::At(minute(120)), Some(OWNER), TEN);
    let (_, seen) = every_second(named, minute(121));
    assert_eq!(seen, [(ClockLevel::Warning, 110 * 60), (ClockLevel::Breach, 120 * 60)]);
    let soon = made(Due::At(minute(5)), Some(OWNER), TEN);
    assert_eq!(soon.snapshot().clock.next, Some((ClockLevel::Warning, minute(3))));
}

#[test]
fn a_named_time_counts_at_night() {
    let night = datetime!(2026-11-25 04:00 UTC);
    assert_eq!(made(Due::At(night), None, TEN).snapshot().due_at, night);
}

#[test]
fn another_time_is_another_promise() {
    let (breached, _) = every_second(after(30), minute(31));
    let moved = breached.redate(minute(90), minute(31), &counting()).unwrap();
    let s = moved.snapshot();
    assert_eq!((s.due_at, s.clock.rule.clone(), s.clock.fired.len()), (minute(90), None, 0));
    let (_, seen) = every_second(moved, minute(90));
    assert_eq!(seen, [(ClockLevel::Warning, 80 * 60), (ClockLevel::Breach, 90 * 60)]);
}

#[test]
fn times_in_the_past_and_beyond_two_years_are_refused() {
    let redate = |due| after(30).redate(due, minute(10), &counting());
    assert!(redate(minute(9)).is_ok(), "a minute for choosing and sending");
    for wrong in [minute(8), minute(10) + Duration::days(732)] {
        assert!(matches!(redate(wrong), Err(FollowUpError::Invalid(_))), "{wrong}");
    }
}

#[test]
fn done_and_undone() {
    let counting = counting();
    let done = after(30).complete(minute(10), Some(OWNER), minute(10), &counting).unwrap();
    let s = done.snapshot();
    assert_eq!((s.status, s.completed_at), (FollowUpStatus::Done, Some(minute(10))));
    assert_eq!(s.clock.wakes_at(), None);
    assert_eq!(sla_status(s.kind, s.due_at, &s.clock, minute(99)), SlaStatus::Met);
    assert!(matches!(
        done.clone().complete(minute(11), None, minute(11), &counting),
        Err(FollowUpError::AlreadyDone)
    ));
    let reopened = done.reopen(minute(20), &counting).unwrap();
    let s = reopened.snapshot();
    assert_eq!((s.status, s.completed_at, s.completed_by), (FollowUpStatus::Open, None, None));
    assert_eq!(s.clock.next, Some((ClockLevel::Half, minute(15))), "the time in between counts");
    assert!(matches!(
        reopened.clone().reopen(minute(20), &counting),
        Err(FollowUpError::StillOpen)
    ));
    let late = reopened.complete(minute(31), None, minute(31), &counting).unwrap();
    let s = late.snapshot();
    assert_eq!(sla_status(s.kind, s.due_at, &s.clock, minute(99)), SlaStatus::MetLate);
}

#[test]
fn the_time_taken_is_counted_as_the_clock_counts() {
    let counting = counting();
    let taken = |follow_up: FollowUp| follow_up.snapshot().clock.taken_s;
    let done =
        |follow_up: FollowUp, at: Timestamp| follow_up.complete(at, None, at, &counting).unwrap();
    assert_eq!(taken(done(after(30), minute(10))), Some(600));
    let half_past_four = TEN + Duration::minutes(390);
    let evening = made(Due::After(target(60, Calendar::Business)), None, half_past_four);
    let next_morning = half_past_four + Duration::hours(16);
    assert_eq!(taken(done(evening, next_morning)), Some(3600), "half an hour on each day");
    let paused =
        after(30).pause(PauseReason::WaitingForCustomer, None, String::new(), minute(5)).unwrap();
    assert_eq!(taken(done(paused, minute(25))), Some(300), "a pause takes no time");
    let named = made(Due::At(minute(60)), None, TEN);
    assert_eq!(taken(done(named, minute(50))), None);
    let reopened = done(after(30), minute(10)).reopen(minute(20), &counting).unwrap();
    assert_eq!(taken(reopened), None);
}

#[test]
fn chips_turn_at_their_limits() {
    let callback = made(Due::At(minute(60)), None, TEN);
    let status = |kind, ms: i64| {
        let s = callback.snapshot();
        sla_status(kind, s.due_at, &s.clock, s.due_at - Duration::milliseconds(ms))
    };
    let minutes = |n: i64| n * 60_000;
    for (kind, warning, critical) in
        [(FollowUpKind::Callback, 10, 5), (FollowUpKind::Task, 60, 30), (FollowUpKind::Sms, 60, 30)]
    {
        assert_eq!(status(kind, minutes(warning) + 1), SlaStatus::Ok);
        assert_eq!(status(kind, minutes(warning)), SlaStatus::Warning);
        assert_eq!(status(kind, minutes(critical) + 1), SlaStatus::Warning);
        assert_eq!(status(kind, minutes(critical)), SlaStatus::Critical);
        assert_eq!(status(kind, 1), SlaStatus::Critical);
        assert_eq!(status(kind, 0), SlaStatus::Overdue);
    }
}

#[test]
fn a_deleted_one_neither_counts_nor_changes() {
    let gone = after(30).delete(minute(1));
    assert_eq!(gone.snapshot().clock.wakes_at(), None);
    assert_eq!(gone.clone().fire(minute(99), &counting()).1.levels, []);
    assert!(gone.reopen(minute(2), &counting()).is_err());
}

#[test]
fn a_desk_that_never_opens_counts_always() {
    let mut hours = BusinessHours::shipped(ZONE);
    hours.weekly = crate::hours::Weekly::default();
    let never = Counting::new(hours).unwrap();
    let promise = Promise {
        id: FollowUpId(Uuid::from_u128(1)),
        call: None,
        customer: None,
        subject: "Maria Lopez".to_owned(),
        kind: FollowUpKind::Callback,
        priority: Priority::Normal,
        assigned_to: None,
        note: String::new(),
        automatic: true,
        starts_at: TEN,
        due: Due::After(target(30, Calendar::Business)),
    };
    assert_eq!(FollowUp::promise(promise, TEN, &never).snapshot().due_at, minute(30));
}

#[test]
fn the_clock_reads_as_it_is_stored() {
    let (follow_up, _) = after(30).fire(minute(16), &counting());
    let stored = serde_json::to_value(&follow_up.snapshot().clock).unwrap();
    let read: super::SlaClock = serde_json::from_value(stored).unwrap();
    assert_eq!(read, follow_up.snapshot().clock);
}

/// As it comes out of a backup that was restored at this minute.
fn restored(follow_up: &FollowUp, at: i64) -> FollowUp {
    let mut facts = follow_up.snapshot().clone();
    facts.clock.quiet_until = Some(minute(at));
    FollowUp::restore(facts)
}

#[test]
fn what_fell_due_before_a_restore_is_fired_without_a_word_and_escalates_to_nobody() {
    let (late, fired) = restored(&after(30), 500).fire(minute(501), &counting());
    assert!(fired.quiet && fired.levels.is_empty() && fired.owner.is_none());
    assert!(late.snapshot().clock.is_breached(), "it stands overdue");
    assert_eq!(late.snapshot().assigned_to, Some(OWNER), "nothing moves");
    assert_eq!(late.snapshot().clock.next, None);
    let (same, again) = late.clone().fire(minute(5_000), &counting());
    assert_eq!((same, again), (late, super::Fired::default()));
}

#[test]
fn an_escalation_that_was_under_way_ends_with_a_restore() {
    let (late, _) = after(30).fire(minute(31), &counting());
    assert_eq!(late.snapshot().clock.next.map(|(level, _)| level), Some(ClockLevel::Escalation1));
    let (late, fired) = restored(&late, 500).fire(minute(501), &counting());
    assert!(fired.quiet && fired.levels.is_empty());
    assert_eq!(late.snapshot().clock.next, None);
}

#[test]
fn what_falls_due_after_a_restore_fires_as_ever() {
    let (warned, fired) = restored(&after(30), 25).fire(minute(26), &counting());
    assert!(fired.quiet && fired.levels.is_empty());
    let (_, fired) = warned.fire(minute(31), &counting());
    assert_eq!((fired.levels, fired.quiet), (vec![ClockLevel::Breach], false));
}
