//! Instants as files write them: with a zone they are taken as they are, without one they are local to the workspace.

use callboard_kernel::Timestamp;
use time::{Date, Duration, Month, PrimitiveDateTime, Time, UtcOffset};

/// Turns a local time such as `2026-03-04T17:05:00` into the instant in the workspace's zone; `None` when the zone skips
/// that time.
pub(super) type Localise<'a> = dyn Fn(&str) -> Option<Timestamp> + Sync + 'a;

/// Regions that write the month before the day when both are numbers.
const MONTH_FIRST: [&str; 4] = ["US", "CA", "PH", "PR"];

/// Names of zones that carriers print; all others are refused rather than guessed.
const ZONES: [(&str, i8); 14] = [
    ("Z", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
    ("AKST", -9),
    ("AKDT", -8),
    ("HST", -10),
];

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The parts of an instant, gathered word by word in any order.
#[derive(Default)]
struct Parts {
    date: Option<Date>,
    time: Option<Time>,
    afternoon: Option<bool>,
    offset: Option<UtcOffset>,
    month: Option<Month>,
    numbers: Vec<u32>,
}

/// Reads an instant: RFC 3339, RFC 2822, `17:05:00 EDT 2026-03-04`, `3/4/2026 5:05 PM` (month first only where that is the
/// custom), `4.3.2026 17:05`, `Mar 4, 2026 5:05pm`. `None` when it is none of these, names no time of day or cannot be.
pub(super) fn read(text: &str, region: &str, localise: &Localise<'_>) -> Option<Timestamp> {
    let spaced = separate(text);
    let mut parts = Parts::default();
    for word in spaced.split_whitespace() {
        parts.take(word, region)?;
    }
    parts.finish(localise)
}

/// Puts a space where RFC 3339 has `T` between digits.
fn separate(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    let mut before = ' ';
    for c in text.trim().chars() {
        out.push(if matches!(c, 'T' | 't') && before.is_ascii_digit() { ' ' } else { c });
        before = c;
    }
    out
}

impl Parts {
    fn take(&mut self, word: &str, region: &str) -> Option<()> {
        let word = word.trim_matches(|c| matches!(c, ',' | '(' | ')'));
        let lower = word.to_lowercase();
        if word.is_empty() || lower == "at" {
            return Some(());
        }
        if let Some(afternoon) = meridiem(&lower) {
            self.afternoon = Some(afternoon);
        } else if let Some(offset) = zone(word) {
            self.offset = Some(offset);
        } else if word.contains(':') {
            self.take_time(&lower)?;
        } else if word.contains(['-', '/', '.']) {
            self.date = Some(numeric_date(word, region)?);
        } else if let Ok(number) = word.parse() {
            self.numbers.push(number);
        } else {
            let start = lower.get(..3)?;
            match MONTHS.iter().position(|month| *month == start) {
                Some(index) => self.month = Month::try_from(index as u8 + 1).ok(),
                None if WEEKDAYS.contains(&start) => {}
                None => return None,
            }
        }
        Some(())
    }

    fn take_time(&mut self, word: &str) -> Option<()> {
        let end = word.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.'));
        let (clock, rest) = word.split_at(end.unwrap_or(word.len()));
        let mut fields = clock.split(':');
        let hour = fields.next()?.parse().ok()?;
        let minute = fields.next()?.parse().ok()?;
        let second = fields.next().unwrap_or("0");
        let (second, fraction) = second.split_once('.').unwrap_or((second, "0"));
        let fraction = milliseconds(fraction)?;
        let second = second.parse().ok()?;
        if fields.next().is_some() {
            return None;
        }
        // A leap second counts as the second before it, as in the databases.
        let second = if second == 60 { 59 } else { second };
        self.time = Some(Time::from_hms_milli(hour, minute, second, fraction).ok()?);
        if let Some(afternoon) = meridiem(rest) {
            self.afternoon = Some(afternoon);
        } else if !rest.is_empty() {
            self.offset = Some(zone(&rest.to_uppercase())?);
        }
        Some(())
    }

    fn finish(self, localise: &Localise<'_>) -> Option<Timestamp> {
        let date = match (self.date, self.month, self.numbers.as_slice()) {
            (Some(date), None, []) => date,
            (None, Some(month), [day, year]) => Date::from_calendar_date(
                i32::try_from(*year).ok()?,
                month,
                u8::try_from(*day).ok()?,
            )
            .ok()?,
            _ => return None,
        };
        let time = twelve_hours(self.time?, self.afternoon)?;
        let local = PrimitiveDateTime::new(date, time);
        match self.offset {
            Some(offset) => Some(local.assume_offset(offset).to_offset(UtcOffset::UTC)),
            None => localise(&format!(
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
                date.year(),
                u8::from(date.month()),
                date.day(),
                time.hour(),
                time.minute(),
                time.second()
            ))
            .map(|at| at + Duration::milliseconds(time.millisecond().into())),
        }
    }
}

/// Milliseconds of the digits after the point: databases keep no more, so the rest is cut off.
fn milliseconds(digits: &str) -> Option<u16> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits: String = digits.chars().chain("00".chars()).take(3).collect();
    digits.parse().ok()
}

fn meridiem(word: &str) -> Option<bool> {
    match word {
        "am" | "a.m." => Some(false),
        "pm" | "p.m." => Some(true),
        _ => None,
    }
}

fn twelve_hours(time: Time, afternoon: Option<bool>) -> Option<Time> {
    let Some(afternoon) = afternoon else { return Some(time) };
    let hour = match (time.hour(), afternoon) {
        (12, false) => 0,
        (12, true) => 12,
        (hour @ 1..12, true) => hour + 12,
        (hour @ 1..12, false) => hour,
        _ => return None,
    };
    time.replace_hour(hour).ok()
}

/// A zone by name or as `+hh:mm`, `-hhmm`, `+hh`.
fn zone(word: &str) -> Option<UtcOffset> {
    if let Some((_, hours)) = ZONES.iter().find(|(name, _)| *name == word) {
        return UtcOffset::from_hms(*hours, 0, 0).ok();
    }
    let (sign, digits) = match word.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) || !matches!(digits.len(), 2 | 4) {
        return None;
    }
    let hours: i8 = digits[..2].parse().ok()?;
    let minutes: i8 =
        digits.get(2..).filter(|rest| !rest.is_empty()).unwrap_or("0").parse().ok()?;
    UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok()
}

fn numeric_date(word: &str, region: &str) -> Option<Date> {
    let fields: Vec<u32> =
        word.split(['-', '/', '.']).map(str::parse).collect::<Result<_, _>>().ok()?;
    let [first, second, third] = fields[..] else { return None };
    let (year, month, day) = if first > 31 {
        (first, second, third)
    } else if word.contains('/') && MONTH_FIRST.contains(&region) {
        (third, first, second)
    } else {
        (third, second, first)
    };
    let year = if year < 100 { year + 2_000 } else { year };
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    /// A zone five hours behind UTC all year that skips 02:30 on one day.
    fn localise(local: &str) -> Option<Timestamp> {
        if local == "2026-03-08T02:30:00" {
            return None;
        }
        let format = &time::format_description::well_known::Rfc3339;
        Timestamp::parse(&format!("{local}-05:00"), format)
            .ok()
            .map(|at| at.to_offset(UtcOffset::UTC))
    }

    #[test]
    fn instants_with_a_zone_are_taken_as_they_are() {
        for text in [
            "2026-03-04T17:05:09Z",
            "2026-03-04 12:05:09 -0500",
            "2026-03-04T12:05:09-05:00",
            "Wed, 04 Mar 2026 17:05:09 +0000",
            "12:05:09 EST 2026-03-04",
            "2026-03-04 17:05:09 UTC",
        ] {
            assert_eq!(
                read(text, "US", &|_| None),
                Some(datetime!(2026-03-04 17:05:09 UTC)),
                "{text}"
            );
        }
    }

    #[test]
    fn milliseconds_are_kept_with_a_zone_and_without() {
        let expected = Some(datetime!(2026-03-04 22:05:09.25 UTC));
        for text in [
            "2026-03-04T22:05:09.25Z",
            "2026-03-04 22:05:09.250999 UTC",
            "2026-03-04 17:05:09.250",
            "3/4/2026 5:05:09.25 PM",
        ] {
            assert_eq!(read(text, "US", &localise), expected, "{text}");
        }
        assert_eq!(read("2026-03-04T22:05:09.Z", "US", &localise), None);
    }

    #[test]
    fn instants_without_a_zone_are_local_to_the_workspace() {
        let expected = Some(datetime!(2026-03-04 22:05 UTC));
        for text in [
            "2026-03-04 17:05",
            "3/4/2026 5:05 PM",
            "03/04/26 05:05:00 pm",
            "Mar 4, 2026 5:05pm",
            "March 4 2026 at 17:05",
        ] {
            assert_eq!(read(text, "US", &localise), expected, "{text}");
        }
        assert_eq!(read("4/3/2026 17:05", "GB", &localise), expected, "the day comes first");
        assert_eq!(read("4.3.2026 17:05", "DE", &localise), expected);
        assert_eq!(
            read("3/4/2026 12:10 AM", "US", &localise),
            Some(datetime!(2026-03-04 05:10 UTC))
        );
    }

    #[test]
    fn what_cannot_be_an_instant_is_refused() {
        for text in [
            "",
            "soon",
            "2026-03-04",
            "17:05",
            "2026-13-04 10:00",
            "2/30/2026 10:00",
            "2026-03-04 25:00",
            "2026-03-04 13:05 PM",
            "2026-03-04 17:05 LMT",
            "2026-03-08 02:30",
            "=NOW()",
        ] {
            assert_eq!(read(text, "US", &localise), None, "{text}");
        }
    }
}
