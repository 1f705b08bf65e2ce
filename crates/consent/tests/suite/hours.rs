//! Calling hours against Python's own calendar, around every change of the clock until 2035.

use crate::world::World;
use callboard_consent::hours::{FEDERAL, Gate, Hours, JURISDICTIONS, UNKNOWN_STATE, Week};
use callboard_kernel::{Timestamp, timestamp};
use std::{
    io::{ErrorKind, Write},
    process::{Command, Stdio},
};
use time::{Duration, Weekday};

/// Every zone of the United States that the time-zone database keeps apart.
const ZONES: [&str; 34] = [
    "America/New_York",
    "America/Detroit",
    "America/Kentucky/Louisville",
    "America/Kentucky/Monticello",
    "America/Indiana/Indianapolis",
    "America/Indiana/Vincennes",
    "America/Indiana/Winamac",
    "America/Indiana/Marengo",
    "America/Indiana/Petersburg",
    "America/Indiana/Vevay",
    "America/Indiana/Tell_City",
    "America/Indiana/Knox",
    "America/Chicago",
    "America/Menominee",
    "America/North_Dakota/Center",
    "America/North_Dakota/New_Salem",
    "America/North_Dakota/Beulah",
    "America/Denver",
    "America/Boise",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Juneau",
    "America/Sitka",
    "America/Metlakatla",
    "America/Yakutat",
    "America/Nome",
    "America/Adak",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "America/St_Thomas",
    "Pacific/Guam",
    "Pacific/Saipan",
    "Pacific/Pago_Pago",
];

const DAYS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

const STEP: Duration = Duration::minutes(15);

/// The different weeks of the data, and one that opens and closes within the hour that the clock leaves out or repeats.
fn weeks() -> Vec<Week> {
    let night = callboard_consent::hours::Window::try_new(90, 165);
    let mut weeks = vec![FEDERAL.week, UNKNOWN_STATE.week, Week::of(night, night, night)];
    for row in JURISDICTIONS {
        if !weeks.contains(&row.week) {
            weeks.push(row.week);
        }
    }
    weeks
}

fn task(weeks: &[Week]) -> String {
    let windows = |week: &Week| {
        let window = |day: &Weekday| week.on(*day).map(|window| [window.from(), window.to()]);
        DAYS.iter().map(window).collect::<Vec<_>>()
    };
    serde_json::json!({
        "zones": ZONES.as_slice(),
        "weeks": weeks.iter().map(windows).collect::<Vec<_>>(),
        "first_year": 2025,
        "last_year": 2035,
        "step_minutes": STEP.whole_minutes(),
        "days_around": 2,
    })
    .to_string()
}

/// What Python says; `None` where it is missing on a machine that is not held to have it.
#[expect(clippy::print_stderr, reason = "who reads the run shall see what was not tested")]
fn ask_python(task: &str) -> Option<String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/calling_hours.py");
    let started = Command::new("python3")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut python = match started {
        Ok(python) => python,
        Err(error) if error.kind() == ErrorKind::NotFound && !is_ci() => {
            eprintln!("skipped: python3 is not installed (Debian: python3, tzdata)");
            return None;
        }
        Err(error) => {
            panic!(
                "python3 is needed to check the calling hours (Debian: python3, tzdata): {error}"
            )
        }
    };
    let mut input = python.stdin.take().unwrap();
    input.write_all(task.as_bytes()).unwrap();
    drop(input);
    let output = python.wait_with_output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "python3 failed: {complaint}");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[expect(clippy::disallowed_methods, reason = "whether the machine is held to have every tool")]
fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}

#[test]
fn hours_agree_with_an_independent_calendar_around_every_change_of_the_clock() {
    let weeks = weeks();
    let Some(answer) = ask_python(&task(&weeks)) else { return };
    let world = World::with(ZONES);
    let mut lines = answer.lines();
    let (mut checks, mut openings, mut grids) = (0_u64, 0_u64, 0_u64);
    let mut differences = Vec::new();
    while let Some(head) = lines.next() {
        let [zone, start, points] = head.split(' ').collect::<Vec<_>>()[..] else {
            panic!("a grid begins with three words: {head}")
        };
        let start = timestamp(start.parse::<i64>().unwrap() * 1000);
        let points: usize = points.parse().unwrap();
        grids += 1;
        for week in &weeks {
            let waits: Vec<i64> =
                lines.next().unwrap().split(' ').map(|wait| wait.parse().unwrap()).collect();
            assert_eq!(waits.len(), points);
            let gate = Gate::try_new(&world, &[zone], vec![Hours::Own(week)], start).unwrap();
            for (number, wait) in waits.iter().enumerate() {
                let at = start + STEP * (number as i32);
                checks += 1;
                let open = gate.is_open(at);
                // From where it is closed the next opening is one instant: asked for on every hour and at both ends.
                let at_an_end = [number.wrapping_sub(1), number + 1]
                    .iter()
                    .any(|beside| waits.get(*beside).is_none_or(|wait| *wait == 0));
                let ours = match open {
                    true => 0,
                    false if number % 4 == 0 || at_an_end => {
                        openings += 1;
                        wait_minutes(&gate, at)
                    }
                    false if *wait == 0 => -1,
                    false => *wait,
                };
                if ours != *wait {
                    differences.push(format!("{zone} {at} {week:?}: {wait} there, {ours} here"));
                }
            }
        }
    }
    println!(
        "{checks} points in {grids} grids, {openings} openings, {} differences",
        differences.len()
    );
    let first: Vec<_> = differences.iter().take(5).collect();
    assert!(differences.is_empty(), "{} differences, such as {first:#?}", differences.len());
    assert!(checks >= 1_700_000, "only {checks} points");
}

/// Minutes until the first point of the grid at which the gate is open. No week of the data is closed for three days.
fn wait_minutes(gate: &Gate<'_>, at: Timestamp) -> i64 {
    let opens = gate.opens(at).map(|opens| (opens - at).whole_minutes());
    let step = STEP.whole_minutes();
    opens.map_or(-1, |minutes| (minutes + step - 1) / step * step)
}

#[test]
fn every_zone_of_the_area_codes_is_known_and_checked() {
    let zones = callboard_consent::hours::AREA_CODES.iter().flat_map(|row| row.zones);
    for zone in zones {
        assert!(ZONES.contains(zone), "{zone}");
    }
}
