//! The gate of the hours: open when every window is, in every zone in which the customer may be.

use super::{Jurisdiction, Week, Window, wall::Wall};
use crate::ports::Zones;
use callboard_kernel::Timestamp;
use time::{Date, Duration};

/// Days that are looked ahead for the next opening: enough for any run of holidays.
const DAYS_AHEAD: u8 = 21;

/// Hours that must be kept, and who sets them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hours<'a> {
    /// By law.
    Law(&'a Jurisdiction),
    /// By the workspace.
    Own(&'a Week),
}

impl<'a> Hours<'a> {
    fn on(self, date: Date) -> Option<Window> {
        match self {
            Self::Law(row) if row.is_closed_holiday(date) => None,
            Self::Law(row) => row.week.on(date.weekday()),
            Self::Own(week) => week.on(date.weekday()),
        }
    }

    /// The row of law, if it is one.
    pub const fn law(self) -> Option<&'a Jurisdiction> {
        match self {
            Self::Law(row) => Some(row),
            Self::Own(_) => None,
        }
    }
}

/// What keeps the gate closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Closed<'a> {
    /// Whose hours.
    pub hours: Hours<'a>,
    /// In which zone.
    pub zone: &'a str,
    /// Minutes after midnight that the wall shows there.
    pub minute: u16,
    /// The window of the day there; `None` when it has none.
    pub window: Option<Window>,
}

/// Hours of several jurisdictions in several zones.
pub struct Gate<'a> {
    walls: Vec<Wall<'a>>,
    hours: Vec<Hours<'a>>,
}

impl<'a> Gate<'a> {
    /// `None` when there is no zone, or one that nobody knows.
    pub fn try_new(
        zones: &'a dyn Zones,
        names: &[&'a str],
        hours: Vec<Hours<'a>>,
        at: Timestamp,
    ) -> Option<Self> {
        let walls =
            names.iter().map(|name| Wall::try_new(zones, name, at)).collect::<Option<Vec<_>>>()?;
        (!walls.is_empty()).then_some(Self { walls, hours })
    }

    /// What keeps it closed at an instant, the first hours of the list first.
    pub fn closed_by(&self, at: Timestamp) -> Option<Closed<'a>> {
        self.hours.iter().find_map(|hours| {
            self.walls.iter().find_map(|wall| {
                let (date, minute) = wall.reads(at);
                let window = hours.on(date);
                let open = window.is_some_and(|window| window.contains(minute));
                (!open).then_some(Closed { hours: *hours, zone: wall.zone(), minute, window })
            })
        })
    }

    /// Whether it is open at an instant.
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.closed_by(at).is_none()
    }

    /// The first instant, not before `at`, at which it is open; `None` when it does not open within three weeks.
    pub fn opens(&self, at: Timestamp) -> Option<Timestamp> {
        let last = at + Duration::days(DAYS_AHEAD.into());
        let mut candidate = at;
        while candidate <= last {
            let mut latest = candidate;
            for hours in &self.hours {
                for wall in &self.walls {
                    latest = latest.max(opens(*wall, *hours, candidate)?);
                }
            }
            if latest == candidate {
                return Some(candidate);
            }
            candidate = latest;
        }
        None
    }

    /// The first whole minute after `at`, at most `at_most` later, at which it is closed; otherwise the end of that time.
    pub fn closes(&self, at: Timestamp, at_most: Duration) -> Timestamp {
        let end = at + at_most;
        let mut minute = at
            - Duration::seconds(at.second().into())
            - Duration::nanoseconds(at.nanosecond().into());
        loop {
            minute += Duration::MINUTE;
            if minute >= end {
                return end;
            }
            if !self.is_open(minute) {
                return minute;
            }
        }
    }
}

/// The first instant, not before `at`, at which one set of hours is open in one zone.
fn opens(wall: Wall<'_>, hours: Hours<'_>, at: Timestamp) -> Option<Timestamp> {
    let (today, minute) = wall.reads(at);
    let mut date = today;
    for _ in 0..=DAYS_AHEAD {
        if let Some(window) = hours.on(date) {
            if date == today && window.contains(minute) {
                return Some(at);
            }
            if date > today || minute < window.from() {
                let opening = wall.reaches(date, window.from(), at);
                let (shown, minute) = wall.reads(opening);
                // A jump may leave out the whole window.
                if shown == date && window.contains(minute) {
                    return Some(opening);
                }
            }
        }
        date = date.next_day()?;
    }
    None
}
