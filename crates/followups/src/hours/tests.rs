//! Business hours against examples and against a clock that counts minute by minute.

use super::{
    BusinessCalendar, BusinessHours, DatedException, Holiday, NeverOpens, Weekly, daily, midnight,
    schedule::Block,
};
use crate::model::CountedSpan;
use callboard_kernel::Timestamp;
use time::{
    Date, Duration,
    macros::{date, datetime},
};

const ZONE: &str = "America/New_York";

fn block(text: &str) -> Block {
    let (open, close) = text.split_once('-').unwrap();
    Block { open: open.parse().unwrap(), close: close.parse().unwrap() }
}

fn every_day(blocks: &[&str]) -> BusinessHours {
    let day: Vec<Block> = blocks.iter().map(|text| block(text)).collect();
    BusinessHours {
        time_zone: ZONE.to_owned(),
        weekly: Weekly {
            mon: day.clone(),
            tue: day.clone(),
            wed: day.clone(),
            thu: day.clone(),
            fri: day.clone(),
            sat: day.clone(),
            sun: day,
        },
        exceptions: vec![],
        holidays: vec![],
    }
}

fn calendar(hours: BusinessHours) -> BusinessCalendar {
    BusinessCalendar::new(hours).unwrap()
}

fn due(hours: BusinessHours, start: Timestamp, minutes: i64) -> Timestamp {
    calendar(hours).due_after(start, Duration::minutes(minutes)).unwrap().0
}

#[test]
fn outside_the_hours_due_is_the_next_opening_plus_the_target() {
    // 02:00 on a Tuesday in New York.
    let start = datetime!(2026-11-24 07:00 UTC);
    assert_eq!(due(BusinessHours::shipped(ZONE), start, 5), datetime!(2026-11-24 13:05 UTC));
}

#[test]
fn a_weekend_is_skipped() {
    // Friday 16:50; ten minutes on Friday, twenty on Monday.
    let start = datetime!(2026-11-20 21:50 UTC);
    let (due, spans) =
        calendar(BusinessHours::shipped(ZONE)).due_after(start, Duration::minutes(30)).unwrap();
    assert_eq!(due, datetime!(2026-11-23 13:20 UTC));
    let counted: Vec<i64> = spans.iter().map(|span| span.counted_s).collect();
    assert_eq!(counted, [600, 1200]);
    assert_eq!(spans[1].from, datetime!(2026-11-23 13:00 UTC));
}

#[test]
fn a_desk_open_over_midnight_counts_one_span() {
    let hours = every_day(&["00:00-24:00"]);
    // A quarter of an hour before midnight in New York, and a fraction of a second.
    let start = datetime!(2026-11-24 04:45:00.317 UTC);
    let (due, spans) = calendar(hours).due_after(start, Duration::minutes(30)).unwrap();
    assert_eq!(due, start + Duration::minutes(30));
    assert_eq!(spans, [CountedSpan { from: start, to: due, counted_s: 1_800 }]);
}

#[test]
fn lunch_is_closed() {
    let hours = every_day(&["08:00-12:00", "13:00-17:00"]);
    let noon = datetime!(2026-11-24 17:00 UTC);
    assert!(!calendar(hours.clone()).is_open(noon), "12:00 is closed");
    assert!(calendar(hours.clone()).is_open(noon - Duration::milliseconds(1)));
    assert_eq!(
        due(hours.clone(), noon - Duration::minutes(10), 30),
        datetime!(2026-11-24 18:20 UTC)
    );
    assert_eq!(calendar(hours).next_opening(noon), Ok(datetime!(2026-11-24 18:00 UTC)));
}

#[test]
fn due_may_be_the_instant_of_closing() {
    let start = datetime!(2026-11-24 21:30 UTC);
    assert_eq!(due(BusinessHours::shipped(ZONE), start, 30), datetime!(2026-11-24 22:00 UTC));
}

#[test]
fn a_dated_exception_beats_a_holiday_and_a_holiday_beats_the_week() {
    let thanksgiving = date!(2026 - 11 - 26);
    let mut hours = BusinessHours::shipped(ZONE);
    let noon = datetime!(2026-11-26 17:00 UTC);
    assert!(calendar(hours.clone()).is_open(noon), "shipped holidays are switched off");

    for holiday in &mut hours.holidays {
        holiday.enabled = true;
    }
    assert!(!calendar(hours.clone()).is_open(noon));

    let blocks = vec![block("11:00-13:00")];
    hours.exceptions.push(DatedException { date: thanksgiving, name: "Storm".to_owned(), blocks });
    assert!(calendar(hours.clone()).is_open(noon));
    assert!(!calendar(hours).is_open(noon + Duration::hours(2)));
}

#[test]
fn an_exception_closes_an_ordinary_day() {
    let mut hours = BusinessHours::shipped(ZONE);
    hours.exceptions.push(DatedException {
        date: date!(2026 - 11 - 24),
        name: "Training".to_owned(),
        blocks: vec![],
    });
    assert_eq!(due(hours, datetime!(2026-11-24 15:00 UTC), 10), datetime!(2026-11-25 13:10 UTC));
}

#[test]
fn yearly_holidays_fall_on_the_right_days() {
    let days: Vec<Date> = BusinessHours::shipped(ZONE)
        .holidays
        .iter()
        .map(|holiday| {
            std::iter::successors(Some(date!(2026 - 01 - 01)), |d| d.next_day())
                .find(|d| holiday.falls_on(*d))
                .unwrap()
        })
        .collect();
    let expected = [
        date!(2026 - 01 - 01),
        date!(2026 - 05 - 25),
        date!(2026 - 07 - 04),
        date!(2026 - 09 - 07),
        date!(2026 - 11 - 26),
        date!(2026 - 12 - 25),
    ];
    assert_eq!(days, expected);
}

#[test]
fn the_clock_jumps_forward() {
    // 8 March 2026: 02:00 EST becomes 03:00 EDT at 07:00 UTC.
    let hours = every_day(&["01:00-04:00"]);
    let start = datetime!(2026-03-08 06:00 UTC);
    // The night has one hour before the jump and one after it; the rest is taken from the next night (05:00 UTC).
    assert_eq!(due(hours.clone(), start, 120), datetime!(2026-03-08 08:00 UTC));
    assert_eq!(due(hours.clone(), start, 150), datetime!(2026-03-09 05:30 UTC));
    let whole_day =
        calendar(hours).elapsed(datetime!(2026-03-08 05:00 UTC), datetime!(2026-03-09 04:00 UTC));
    assert_eq!(whole_day, Duration::hours(2));
}

#[test]
fn an_opening_inside_the_jump_is_the_jump() {
    let hours = every_day(&["02:30-05:00"]);
    let night = datetime!(2026-03-08 05:00 UTC);
    assert_eq!(calendar(hours.clone()).next_opening(night), Ok(datetime!(2026-03-08 07:00 UTC)));
    assert_eq!(due(hours, night, 60), datetime!(2026-03-08 08:00 UTC));
    // A block that lies wholly inside the jump does not exist on that day.
    let lost = every_day(&["02:10-02:50"]);
    assert_eq!(calendar(lost).next_opening(night), Ok(datetime!(2026-03-09 06:10 UTC)));
}

#[test]
fn the_clock_falls_back() {
    // 1 November 2026: 02:00 EDT becomes 01:00 EST at 06:00 UTC. 01:30 comes twice; the first counts.
    let closes_in_the_doubled_hour = every_day(&["00:30-01:30"]);
    assert_eq!(
        calendar(closes_in_the_doubled_hour)
            .elapsed(datetime!(2026-11-01 04:00 UTC), datetime!(2026-11-01 09:00 UTC)),
        Duration::hours(1)
    );
    let spans_it = every_day(&["01:30-03:00"]);
    assert_eq!(
        calendar(spans_it)
            .elapsed(datetime!(2026-11-01 04:00 UTC), datetime!(2026-11-01 09:00 UTC)),
        Duration::minutes(150)
    );
}

#[test]
fn opening_stays_at_eight_on_the_wall_across_both_changes() {
    let hours = BusinessHours::shipped(ZONE);
    // Friday evening before each change; Monday's opening has the new offset.
    assert_eq!(
        due(hours.clone(), datetime!(2026-03-06 23:00 UTC), 5),
        datetime!(2026-03-09 12:05 UTC)
    );
    assert_eq!(due(hours, datetime!(2026-10-30 23:00 UTC), 5), datetime!(2026-11-02 13:05 UTC));
}

#[test]
fn hours_that_never_open_are_an_error_and_not_a_loop() {
    let never = calendar(every_day(&[]));
    let start = datetime!(2026-11-24 07:00 UTC);
    assert_eq!(never.next_opening(start), Err(NeverOpens));
    assert_eq!(never.due_after(start, Duration::minutes(5)).map(|(due, _)| due), Err(NeverOpens));
    assert_eq!(never.elapsed(start, start + Duration::days(700)), Duration::ZERO);
    assert!(!never.is_open(start));
}

#[test]
fn midnight_closes_without_a_gap_to_the_next_day() {
    let all_day = calendar(every_day(&["00:00-24:00"]));
    let start = datetime!(2026-03-07 12:00 UTC);
    let (due, _) = all_day.due_after(start, Duration::hours(72)).unwrap();
    assert_eq!(due, start + Duration::hours(72), "an always open desk counts every second");
}

/// Counts minute by minute with the wall clock alone: slow, and right by construction away from clock changes.
fn oracle(
    hours: &BusinessHours,
    offset: time::UtcOffset,
    start: Timestamp,
    minutes: i64,
) -> Timestamp {
    let mut at = start;
    let mut left = minutes;
    loop {
        let wall = at.to_offset(offset);
        let minute = u16::from(wall.hour()) * 60 + u16::from(wall.minute());
        let open = hours
            .blocks_on(wall.date())
            .iter()
            .any(|b| (b.open.minutes()..b.close.minutes()).contains(&minute));
        at += Duration::minutes(1);
        left -= i64::from(open);
        if left == 0 {
            return at;
        }
    }
}

#[test]
fn agrees_with_counting_every_minute() {
    let schedules = [
        every_day(&["08:00-12:00", "13:00-17:00"]),
        every_day(&["00:00-01:00", "23:30-24:00"]),
        every_day(&["00:00-24:00"]),
        BusinessHours::shipped(ZONE),
    ];
    let winter = time::macros::offset!(-5);
    for hours in schedules {
        for (n, minutes) in [1, 2, 7, 59, 240, 481].into_iter().enumerate() {
            for step in 0..24 {
                let start =
                    datetime!(2026-12-03 00:00 UTC) + Duration::minutes(step * 173 + n as i64 * 31);
                assert_eq!(
                    due(hours.clone(), start, minutes),
                    oracle(&hours, winter, start, minutes),
                    "{minutes} minutes from {start}"
                );
            }
        }
    }
}

#[test]
fn elapsed_is_what_due_counted() {
    let hours = every_day(&["08:00-12:00", "13:00-17:00"]);
    let calendar = calendar(hours);
    for step in 0..200 {
        let start = datetime!(2026-10-25 00:00 UTC)
            + Duration::minutes(step * 97)
            + Duration::milliseconds(step * 7);
        let target = Duration::minutes(1 + step * 13);
        let (due, spans) = calendar.due_after(start, target).unwrap();
        assert_eq!(calendar.elapsed(start, due), target);
        assert_eq!(spans.iter().map(|s| s.counted_s).sum::<i64>(), target.whole_seconds());
    }
}

#[test]
fn wrong_fields_are_all_named() {
    let mut hours = every_day(&["08:00-12:00"]);
    hours.time_zone = "Mars/Olympus".to_owned();
    hours.weekly.tue = vec![block("08:00-12:00"), block("11:00-13:00")];
    hours.weekly.wed =
        vec![Block { open: "12:00".parse().unwrap(), close: "12:00".parse().unwrap() }];
    hours.holidays.push(Holiday { date: None, rule: None, name: " ".to_owned(), enabled: true });
    let wrong = hours.validate().unwrap_err();
    let paths: Vec<_> = wrong.0.iter().map(|e| e.path.as_str()).collect();
    assert_eq!(
        paths,
        ["time_zone", "weekly.tue.1", "weekly.wed.0.close", "holidays.0.name", "holidays.0.date"]
    );
    assert_eq!(BusinessHours::shipped(ZONE).validate(), Ok(()));
}

#[test]
fn the_document_reads_as_it_is_written() {
    let text = serde_json::json!({
        "time_zone": ZONE,
        "weekly": {
            "mon": [{"open": "08:00", "close": "12:00"}, {"open": "13:00", "close": "24:00"}],
            "tue": [], "wed": [], "thu": [], "fri": [], "sat": [], "sun": [],
        },
        "exceptions": [{"date": "2026-12-24", "name": "Early close", "blocks": [{"open": "08:00", "close": "12:00"}]}],
        "holidays": [
            {"date": "2026-12-31", "name": "Stocktaking", "enabled": true},
            {"rule": "11-thu-4", "name": "Thanksgiving Day", "enabled": false},
        ],
    });
    let hours: BusinessHours = serde_json::from_value(text.clone()).unwrap();
    assert_eq!(serde_json::to_value(&hours).unwrap(), text);
    for bad in ["8:00", "24:01", "08:60", "0800", "+8:00"] {
        assert!(serde_json::from_value::<super::LocalTime>(bad.into()).is_err(), "{bad}");
    }
    for bad in ["13-01", "02-30", "11-thu-6", "11-foo-1", "x"] {
        assert!(serde_json::from_value::<super::HolidayRule>(bad.into()).is_err(), "{bad}");
    }
}

#[test]
fn a_daily_tick_comes_once_on_every_local_day() {
    let eight = "08:00".parse().unwrap();
    let ticks =
        daily(ZONE, eight, datetime!(2026-10-30 00:00 UTC), datetime!(2026-11-02 23:00 UTC), 10)
            .unwrap();
    assert_eq!(
        ticks,
        [
            datetime!(2026-10-30 12:00 UTC),
            datetime!(2026-10-31 12:00 UTC),
            datetime!(2026-11-01 13:00 UTC),
            datetime!(2026-11-02 13:00 UTC),
        ]
    );
    // 02:30 does not exist on 8 March and comes twice on 1 November: one tick each.
    let half_past_two = "02:30".parse().unwrap();
    let spring = daily(
        ZONE,
        half_past_two,
        datetime!(2026-03-08 00:00 UTC),
        datetime!(2026-03-09 00:00 UTC),
        10,
    );
    assert_eq!(spring.unwrap(), [datetime!(2026-03-08 07:00 UTC)]);
    let half_past_one = "01:30".parse().unwrap();
    let autumn = daily(
        ZONE,
        half_past_one,
        datetime!(2026-11-01 00:00 UTC),
        datetime!(2026-11-02 00:00 UTC),
        10,
    );
    assert_eq!(autumn.unwrap(), [datetime!(2026-11-01 05:30 UTC)]);
}

#[test]
fn after_a_long_stop_only_the_newest_ticks_are_caught_up() {
    let eight = "08:00".parse().unwrap();
    let ticks =
        daily(ZONE, eight, datetime!(2026-01-01 00:00 UTC), datetime!(2026-06-01 00:00 UTC), 1);
    assert_eq!(ticks.unwrap(), [datetime!(2026-05-31 12:00 UTC)]);
}

#[test]
fn a_day_of_the_zone_starts_at_its_midnight_whatever_the_clocks_did_in_between() {
    let zone = "America/New_York";
    // The day after the clocks went back: 24 hours and one more lie between the midnights.
    let monday = datetime!(2026-11-02 15:00 UTC);
    assert_eq!(midnight(zone, monday, 0).unwrap(), datetime!(2026-11-02 05:00 UTC));
    assert_eq!(midnight(zone, monday, 1).unwrap(), datetime!(2026-11-01 04:00 UTC));
    assert_eq!(midnight(zone, monday, 6).unwrap(), datetime!(2026-10-27 04:00 UTC));
    // Late in the evening it is already tomorrow in UTC.
    assert_eq!(
        midnight(zone, datetime!(2026-11-03 04:59 UTC), 0).unwrap(),
        datetime!(2026-11-02 05:00 UTC)
    );
    assert!(midnight("Mars/Olympus", monday, 0).is_err());
}
