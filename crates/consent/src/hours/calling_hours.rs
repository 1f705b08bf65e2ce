//! Data: hours of sales calls and sales texts by jurisdiction. What the federal rule allows and a state does not narrow
//! needs no row. Where public tables disagree the narrower hours stand here, until somebody reads the statute.

use super::{
    Holiday, Holidays, Jurisdiction, State, Week, Window,
    holidays::{
        CONFEDERATE_MEMORIAL_ALABAMA, CONFEDERATE_MEMORIAL_MISSISSIPPI, FEDERAL_HOLIDAYS,
        GOOD_FRIDAY, JEFFERSON_DAVIS, MARDI_GRAS, PIONEER_DAY, VICTORY_DAY,
    },
};
use time::{Date, macros::date};

/// Version of the rows: the day of their last change, on which every source was read.
pub const VERSION: Date = date!(2026 - 11 - 29);

/// Two public tables of vendors, compared row by row.
const TABLES: &str = "vendor tables of state calling hours (ClickPoint, July 2025; Drop Cowboy, November 2025); the \
     narrower one where they differ";

/// What holds everywhere.
pub const FEDERAL: Jurisdiction = Jurisdiction {
    state: None,
    name: "the United States",
    week: Week::daily(8, 21),
    holidays: Holidays::Ordinary,
    source: "47 CFR 64.1200(c)(1)",
    read_on: VERSION,
    verified: true,
};

/// What holds when the zone is known but not the state: inside every row below.
pub const UNKNOWN_STATE: Jurisdiction = Jurisdiction {
    state: None,
    name: "an unknown state",
    week: Week::of(Some(Window::hours(10, 18)), None, None),
    holidays: Holidays::Closed(&[FEDERAL_HOLIDAYS]),
    source: "ours: the hours that satisfy every row",
    read_on: VERSION,
    verified: true,
};

/// A row from the vendors' tables.
const fn row(state: State, name: &'static str, week: Week, holidays: Holidays) -> Jurisdiction {
    Jurisdiction {
        state: Some(state),
        name,
        week,
        holidays,
        source: TABLES,
        read_on: VERSION,
        verified: false,
    }
}

/// A row from a text of law.
const fn law(row: Jurisdiction, source: &'static str, verified: bool) -> Jurisdiction {
    Jurisdiction { source, verified, ..row }
}

const NONE: Holidays = Holidays::Ordinary;
const FEDERAL_DAYS: Holidays = Holidays::Closed(&[FEDERAL_HOLIDAYS]);
const ALABAMA: &[Holiday] = &[CONFEDERATE_MEMORIAL_ALABAMA, JEFFERSON_DAVIS, MARDI_GRAS];
const LOUISIANA: &[Holiday] = &[MARDI_GRAS, GOOD_FRIDAY];
const MISSISSIPPI: &[Holiday] = &[CONFEDERATE_MEMORIAL_MISSISSIPPI];
const RHODE_ISLAND: &[Holiday] = &[VICTORY_DAY];
const UTAH: &[Holiday] = &[PIONEER_DAY];

const NO_SUNDAY: Week = Week::of(Some(Window::hours(8, 20)), Some(Window::hours(8, 20)), None);

/// The states that narrow the federal hours.
pub const JURISDICTIONS: &[Jurisdiction] = &[
    row(State::Alabama, "Alabama", NO_SUNDAY, Holidays::Closed(&[FEDERAL_HOLIDAYS, ALABAMA])),
    row(State::Connecticut, "Connecticut", Week::daily(9, 20), NONE),
    law(
        row(State::Florida, "Florida", Week::daily(8, 20), NONE),
        "Florida Statutes 501.616(6)(a)",
        false,
    ),
    row(State::Illinois, "Illinois", Week::daily(9, 21), NONE),
    row(State::Kentucky, "Kentucky", Week::daily(10, 21), NONE),
    row(State::Louisiana, "Louisiana", NO_SUNDAY, Holidays::Closed(&[FEDERAL_HOLIDAYS, LOUISIANA])),
    row(State::Maryland, "Maryland", Week::daily(8, 20), NONE),
    row(State::Massachusetts, "Massachusetts", Week::daily(8, 20), NONE),
    row(State::Michigan, "Michigan", Week::daily(9, 21), NONE),
    row(State::Minnesota, "Minnesota", Week::daily(9, 21), NONE),
    row(
        State::Mississippi,
        "Mississippi",
        NO_SUNDAY,
        Holidays::Closed(&[FEDERAL_HOLIDAYS, MISSISSIPPI]),
    ),
    row(State::Nevada, "Nevada", Week::daily(9, 20), NONE),
    row(State::NewMexico, "New Mexico", Week::daily(9, 21), NONE),
    law(
        row(State::Oklahoma, "Oklahoma", Week::daily(8, 20), NONE),
        "Oklahoma Statutes 15 § 775C.4",
        false,
    ),
    // The table that has it is odd about Saturday; the narrower hours stand until the statute is read.
    row(
        State::Pennsylvania,
        "Pennsylvania",
        Week::of(
            Some(Window::hours(8, 21)),
            Some(Window::hours(8, 12)),
            Some(Window::hours(8, 21)),
        ),
        FEDERAL_DAYS,
    ),
    law(
        row(
            State::RhodeIsland,
            "Rhode Island",
            Week::of(Some(Window::hours(9, 18)), Some(Window::hours(10, 17)), None),
            Holidays::Closed(&[FEDERAL_HOLIDAYS, RHODE_ISLAND]),
        ),
        "Rhode Island General Laws 5-61-2(9), 5-61-3.6; hours by the vendor tables",
        false,
    ),
    law(
        row(
            State::Texas,
            "Texas",
            Week::of(
                Some(Window::hours(9, 21)),
                Some(Window::hours(9, 21)),
                Some(Window::hours(12, 21)),
            ),
            NONE,
        ),
        "Texas Business and Commerce Code 301.051; texts by SB 140, in force 2025-09-01",
        false,
    ),
    law(
        row(
            State::Utah,
            "Utah",
            Week::of(Some(Window::hours(8, 21)), Some(Window::hours(8, 21)), None),
            Holidays::Closed(&[FEDERAL_HOLIDAYS, UTAH]),
        ),
        "Utah Code 13-25a-103; holidays by a list of restricted days of 2019",
        false,
    ),
    law(
        row(State::Washington, "Washington", Week::daily(8, 20), NONE),
        "Revised Code of Washington 19.158.040(2)",
        true,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use time::{Duration, Weekday};

    const DAYS: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    fn within(inner: &Week, outer: &Week) -> bool {
        DAYS.iter().all(|day| match (inner.on(*day), outer.on(*day)) {
            (None, _) => true,
            (Some(inner), Some(outer)) => outer.from() <= inner.from() && inner.to() <= outer.to(),
            (Some(_), None) => false,
        })
    }

    #[test]
    fn every_row_narrows_the_federal_hours_and_says_where_it_comes_from() {
        let mut states = BTreeSet::new();
        for row in JURISDICTIONS {
            assert!(within(&row.week, &FEDERAL.week), "{}", row.name);
            assert!(!row.source.is_empty() && row.read_on <= VERSION, "{}", row.name);
            assert!(row.state.is_some_and(|state| states.insert(state)), "{}", row.name);
        }
    }

    #[test]
    fn no_row_is_due_for_review_when_the_rows_change() {
        let year_later = VERSION + Duration::days(366);
        for row in JURISDICTIONS.iter().chain([&FEDERAL, &UNKNOWN_STATE]) {
            assert!(!row.is_due_for_review(VERSION), "{}", row.name);
            assert!(row.is_due_for_review(year_later), "{}", row.name);
        }
    }

    #[test]
    fn the_hours_of_an_unknown_state_satisfy_every_row() {
        for row in JURISDICTIONS.iter().chain([&FEDERAL]) {
            assert!(within(&UNKNOWN_STATE.week, &row.week), "{}", row.name);
        }
    }
}
