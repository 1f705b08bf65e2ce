//! Windows of a day and a week, in minutes of the clock on the wall.

use serde::{Deserialize, Serialize};
use time::Weekday;

const MINUTES_A_DAY: u16 = 24 * 60;

/// Part of a day: from a minute on, until another that does not belong to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "[u16; 2]", into = "[u16; 2]")]
pub struct Window {
    from: u16,
    to: u16,
}

impl Window {
    /// Whole hours of the day. Hours that make no window are pinned to the day, and an empty window never opens.
    pub const fn hours(from: u16, to: u16) -> Self {
        let to = if to > 24 { 24 } else { to };
        Self { from: if from > to { to * 60 } else { from * 60 }, to: to * 60 }
    }

    /// Minutes after midnight; `None` unless `from < to ≤ 1440`.
    pub const fn try_new(from: u16, to: u16) -> Option<Self> {
        if from < to && to <= MINUTES_A_DAY { Some(Self { from, to }) } else { None }
    }

    /// First minute after midnight.
    pub const fn from(self) -> u16 {
        self.from
    }

    /// First minute after midnight that does not belong to it.
    pub const fn to(self) -> u16 {
        self.to
    }

    /// Whether a minute after midnight belongs to it.
    pub const fn contains(self, minute: u16) -> bool {
        self.from <= minute && minute < self.to
    }
}

impl TryFrom<[u16; 2]> for Window {
    type Error = &'static str;
    fn try_from([from, to]: [u16; 2]) -> Result<Self, Self::Error> {
        Self::try_new(from, to).ok_or("a window is two minutes after midnight, the later one last")
    }
}

impl From<Window> for [u16; 2] {
    fn from(window: Window) -> Self {
        [window.from, window.to]
    }
}

/// One window, or none, for each day of the week, Monday first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Week([Option<Window>; 7]);

impl Week {
    /// The same whole hours on every day.
    pub const fn daily(from: u16, to: u16) -> Self {
        Self([Some(Window::hours(from, to)); 7])
    }

    /// Monday to Friday, Saturday, Sunday.
    pub const fn of(
        weekdays: Option<Window>,
        saturday: Option<Window>,
        sunday: Option<Window>,
    ) -> Self {
        Self([weekdays, weekdays, weekdays, weekdays, weekdays, saturday, sunday])
    }

    /// The window of a day.
    pub const fn on(&self, day: Weekday) -> Option<Window> {
        self.0[day.number_days_from_monday() as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_ends_before_its_last_minute() {
        let window = Window::hours(8, 21);
        assert!(!window.contains(8 * 60 - 1));
        assert!(window.contains(8 * 60));
        assert!(window.contains(21 * 60 - 1));
        assert!(!window.contains(21 * 60));
        assert!(!Window::hours(21, 8).contains(12 * 60));
        assert_eq!(Window::try_new(600, 600), None);
        assert_eq!(Window::try_new(0, 1441), None);
    }

    #[test]
    fn a_week_begins_on_monday() {
        let week = Week::of(Some(Window::hours(9, 18)), Some(Window::hours(10, 17)), None);
        assert_eq!(week.on(Weekday::Monday), Some(Window::hours(9, 18)));
        assert_eq!(week.on(Weekday::Saturday), Some(Window::hours(10, 17)));
        assert_eq!(week.on(Weekday::Sunday), None);
    }
}
