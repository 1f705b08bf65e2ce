//! Business hours as a workspace writes them.

use callboard_kernel::{Auditable, Invalid};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use time::{Date, Month, Weekday};
use uuid::Uuid;

time::serde::format_description!(iso_date, Date, "[year]-[month]-[day]");

/// When the desk of a workspace is open. What decides for a day, first match: a dated exception, a holiday that is
/// switched on, the weekly blocks; nothing means closed (domain rules 4).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BusinessHours {
    /// IANA name of the zone in which all times of day are meant, such as `America/New_York`.
    pub time_zone: String,
    /// The ordinary week.
    pub weekly: Weekly,
    /// Single days that differ, open or closed.
    #[serde(default)]
    pub exceptions: Vec<DatedException>,
    /// Days off, each with its switch.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
}

/// The blocks of each weekday; an empty list is a closed day.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the names of the weekdays say it")]
pub struct Weekly {
    pub mon: Vec<Block>,
    pub tue: Vec<Block>,
    pub wed: Vec<Block>,
    pub thu: Vec<Block>,
    pub fri: Vec<Block>,
    pub sat: Vec<Block>,
    pub sun: Vec<Block>,
}

/// Open from one time of day until another, which is later on the same day or 24:00.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// First minute that is open.
    pub open: LocalTime,
    /// First minute that is closed again.
    pub close: LocalTime,
}

/// A single day that differs from its week. No blocks means closed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedException {
    /// The day.
    #[serde(with = "iso_date")]
    pub date: Date,
    /// Why, such as `Staff training`.
    #[serde(default)]
    pub name: String,
    /// When it is open on that day.
    #[serde(default)]
    pub blocks: Vec<Block>,
}

/// A day off: one date, or a rule that holds every year. Exactly one of the two is given.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day, when it is a single one.
    #[serde(default, with = "iso_date::option", skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The rule, when it comes every year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<HolidayRule>,
    /// Its name.
    pub name: String,
    /// Whether it closes the desk.
    pub enabled: bool,
}

/// A time of day in whole minutes, `00:00` to `24:00`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocalTime(u16);

/// A day that comes every year: `07-04` is the fourth of July, `11-thu-4` the fourth Thursday of November, `05-mon-last`
/// the last Monday of May.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum HolidayRule {
    /// The same day of the month every year; 29 February only in leap years.
    On {
        /// Month.
        month: Month,
        /// Day of the month.
        day: u8,
    },
    /// The n-th weekday of a month.
    Nth {
        /// Month.
        month: Month,
        /// Weekday.
        weekday: Weekday,
        /// 1 to 5; `None` is the last one.
        nth: Option<u8>,
    },
}

/// Why a text of business hours cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ScheduleError {
    /// Not `HH:MM` between 00:00 and 24:00.
    #[error("is not a time of day such as 08:30")]
    NotATime,
    /// Not a holiday rule.
    #[error("is not a yearly day such as 07-04, 11-thu-4 or 05-mon-last")]
    NotARule,
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

impl BusinessHours {
    /// What every workspace starts with: Monday to Friday, 08:00 to 17:00. The usual days off of the country are
    /// listed, switched off, so that nothing closes the desk that its owner did not choose.
    pub fn shipped(time_zone: &str) -> Self {
        let day = vec![Block { open: LocalTime(8 * 60), close: LocalTime(17 * 60) }];
        Self {
            time_zone: time_zone.to_owned(),
            weekly: Weekly {
                mon: day.clone(),
                tue: day.clone(),
                wed: day.clone(),
                thu: day.clone(),
                fri: day,
                ..Weekly::default()
            },
            exceptions: Vec::new(),
            holidays: usual_holidays(),
        }
    }

    /// The blocks of a day, and why they hold.
    pub fn blocks_on(&self, date: Date) -> &[Block] {
        if let Some(exception) = self.exceptions.iter().find(|e| e.date == date) {
            return &exception.blocks;
        }
        if self.holidays.iter().any(|h| h.enabled && h.falls_on(date)) {
            return &[];
        }
        self.weekly.of(date.weekday())
    }

    /// Every wrong field at once: blocks that end before they start or overlap, a day with two exceptions, a holiday
    /// without or with two dates, an unknown zone.
    pub fn validate(&self) -> Result<(), Invalid> {
        let mut wrong = Invalid::default();
        if !super::knows_zone(&self.time_zone) {
            wrong.push("time_zone", "unknown_value", "There is no such time zone.");
        }
        for (name, weekday) in WEEKDAYS {
            check_blocks(&mut wrong, &format!("weekly.{name}"), self.weekly.of(weekday));
        }
        for (n, exception) in self.exceptions.iter().enumerate() {
            check_blocks(&mut wrong, &format!("exceptions.{n}.blocks"), &exception.blocks);
            check_name(&mut wrong, &format!("exceptions.{n}.name"), &exception.name);
            if self.exceptions[..n].iter().any(|other| other.date == exception.date) {
                wrong.push(
                    format!("exceptions.{n}.date"),
                    "duplicate",
                    "This day has an exception already.",
                );
            }
        }
        for (n, holiday) in self.holidays.iter().enumerate() {
            check_name(&mut wrong, &format!("holidays.{n}.name"), &holiday.name);
            if holiday.name.trim().is_empty() {
                wrong.push(format!("holidays.{n}.name"), "required", "A holiday needs a name.");
            }
            if holiday.date.is_some() == holiday.rule.is_some() {
                wrong.push(
                    format!("holidays.{n}.date"),
                    "required",
                    "A holiday has either a date or a yearly rule.",
                );
            }
        }
        if self.exceptions.len() > 500 || self.holidays.len() > 200 {
            wrong.push("exceptions", "too_many", "At most 500 exceptions and 200 holidays.");
        }
        wrong.check()
    }
}

impl Auditable for BusinessHours {
    const KIND: &'static str = "business_hours";
    fn target_id(&self) -> Uuid {
        // There is one document a workspace, so it needs no id of its own.
        Uuid::nil()
    }
}

impl Weekly {
    /// The blocks of a weekday.
    pub fn of(&self, weekday: Weekday) -> &[Block] {
        match weekday {
            Weekday::Monday => &self.mon,
            Weekday::Tuesday => &self.tue,
            Weekday::Wednesday => &self.wed,
            Weekday::Thursday => &self.thu,
            Weekday::Friday => &self.fri,
            Weekday::Saturday => &self.sat,
            Weekday::Sunday => &self.sun,
        }
    }
}

impl Holiday {
    /// Whether the day off is that date.
    pub fn falls_on(&self, date: Date) -> bool {
        self.date == Some(date) || self.rule.is_some_and(|rule| rule.falls_on(date))
    }
}

impl HolidayRule {
    /// Whether the rule names that date.
    pub fn falls_on(self, date: Date) -> bool {
        match self {
            Self::On { month, day } => date.month() == month && date.day() == day,
            Self::Nth { month, weekday, nth } => {
                date.month() == month
                    && date.weekday() == weekday
                    && match nth {
                        Some(nth) => (date.day() - 1) / 7 + 1 == nth,
                        None => date.day() + 7 > month.length(date.year()),
                    }
            }
        }
    }
}

impl LocalTime {
    /// The time of day; `None` past 24:00.
    pub const fn at(hour: u16, minute: u16) -> Option<Self> {
        if minute < 60 && hour * 60 + minute <= 24 * 60 {
            Some(Self(hour * 60 + minute))
        } else {
            None
        }
    }

    /// Minutes since midnight, 1440 for 24:00.
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl FromStr for LocalTime {
    type Err = ScheduleError;
    fn from_str(text: &str) -> Result<Self, ScheduleError> {
        let two = |part: &str| {
            (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<u16>().ok())
                .flatten()
        };
        let (hour, minute) = text.split_once(':').ok_or(ScheduleError::NotATime)?;
        let (hour, minute) = two(hour).zip(two(minute)).ok_or(ScheduleError::NotATime)?;
        Self::at(hour, minute).ok_or(ScheduleError::NotATime)
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl fmt::Debug for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for LocalTime {
    type Error = ScheduleError;
    fn try_from(text: String) -> Result<Self, ScheduleError> {
        text.parse()
    }
}

impl From<LocalTime> for String {
    fn from(time: LocalTime) -> Self {
        time.to_string()
    }
}

impl FromStr for HolidayRule {
    type Err = ScheduleError;
    fn from_str(text: &str) -> Result<Self, ScheduleError> {
        let parts: Vec<&str> = text.split('-').collect();
        let month = |part: &str| part.parse::<u8>().ok().and_then(|n| Month::try_from(n).ok());
        let rule = match parts[..] {
            [m, day] => month(m)
                .zip(day.parse::<u8>().ok())
                .filter(|(month, day)| (1..=month.length(2024)).contains(day))
                .map(|(month, day)| Self::On { month, day }),
            [m, weekday, nth] => {
                let weekday = WEEKDAYS.iter().find(|(name, _)| *name == weekday).map(|(_, d)| *d);
                let nth = match nth {
                    "last" => Some(None),
                    digit => digit.parse().ok().filter(|n| (1..=5).contains(n)).map(Some),
                };
                match (month(m), weekday, nth) {
                    (Some(month), Some(weekday), Some(nth)) => {
                        Some(Self::Nth { month, weekday, nth })
                    }
                    _ => None,
                }
            }
            _ => None,
        };
        rule.ok_or(ScheduleError::NotARule)
    }
}

impl fmt::Display for HolidayRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On { month, day } => write!(f, "{:02}-{day:02}", u8::from(*month)),
            Self::Nth { month, weekday, nth } => {
                let (name, _) = WEEKDAYS[usize::from(weekday.number_days_from_monday())];
                write!(f, "{:02}-{name}-", u8::from(*month))?;
                match nth {
                    Some(nth) => write!(f, "{nth}"),
                    None => f.write_str("last"),
                }
            }
        }
    }
}

impl TryFrom<String> for HolidayRule {
    type Error = ScheduleError;
    fn try_from(text: String) -> Result<Self, ScheduleError> {
        text.parse()
    }
}

impl From<HolidayRule> for String {
    fn from(rule: HolidayRule) -> Self {
        rule.to_string()
    }
}

fn check_blocks(wrong: &mut Invalid, path: &str, blocks: &[Block]) {
    for (n, block) in blocks.iter().enumerate() {
        if block.close <= block.open {
            wrong.push(
                format!("{path}.{n}.close"),
                "before_open",
                "It must close after it opens, on the same day; midnight is 24:00.",
            );
        }
        let overlaps = |other: &Block| block.open < other.close && other.open < block.close;
        if blocks[..n].iter().any(overlaps) {
            wrong.push(
                format!("{path}.{n}"),
                "overlap",
                "It overlaps another block of the same day.",
            );
        }
    }
    if blocks.len() > 12 {
        wrong.push(path, "too_many", "At most 12 blocks a day.");
    }
}

fn check_name(wrong: &mut Invalid, path: &str, name: &str) {
    if name.chars().count() > 80 {
        wrong.push(path, "too_long", "At most 80 characters.");
    }
}

fn usual_holidays() -> Vec<Holiday> {
    [
        ("New Year's Day", "01-01"),
        ("Memorial Day", "05-mon-last"),
        ("Independence Day", "07-04"),
        ("Labor Day", "09-mon-1"),
        ("Thanksgiving Day", "11-thu-4"),
        ("Christmas Day", "12-25"),
    ]
    .into_iter()
    .filter_map(|(name, rule)| {
        let rule = Some(rule.parse().ok()?);
        Some(Holiday { date: None, rule, name: name.to_owned(), enabled: false })
    })
    .collect()
}
