//! The arithmetic of time that counts only while the desk is open.

use super::schedule::{BusinessHours, LocalTime};
use crate::model::CountedSpan;
use callboard_kernel::{Timestamp, millis, timestamp};
use jiff::{civil, tz};
use time::{Date, Duration, Month};

/// How many days ahead an opening or a due instant is looked for. A schedule that opens less often than this never opens.
const HORIZON_DAYS: u32 = 800;

/// Business hours that answer questions about instants.
///
/// Times of day are local: a day of 23 or 25 hours opens and closes at the times that the clock on the wall shows. A time
/// that does not exist because the clock jumps forward is the instant of the jump; one that comes twice is the first of
/// the two.
#[derive(Clone, Debug)]
pub struct BusinessCalendar {
    hours: BusinessHours,
    zone: tz::TimeZone,
}

/// The zone is not in the time-zone database.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("there is no time zone {0}")]
pub struct UnknownZone(pub String);

/// The desk does not open, or not long enough, within the next two years.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the business hours never open for long enough")]
pub struct NeverOpens;

/// One opening: from an instant until another.
type Opening = (i64, i64);

impl BusinessCalendar {
    /// A calendar of these hours.
    pub fn new(hours: BusinessHours) -> Result<Self, UnknownZone> {
        let zone = find_zone(&hours.time_zone)?;
        Ok(Self { hours, zone })
    }

    /// Whether the desk is open at the instant. The closing instant is closed.
    pub fn is_open(&self, at: Timestamp) -> bool {
        let at = millis(at);
        self.openings(self.local_date(at)).iter().any(|(open, close)| (*open..*close).contains(&at))
    }

    /// The instant itself while it is open, else the next opening.
    pub fn next_opening(&self, at: Timestamp) -> Result<Timestamp, NeverOpens> {
        let at = millis(at);
        self.openings_from(at).next().map(|(open, _)| timestamp(open.max(at))).ok_or(NeverOpens)
    }

    /// The instant at which `target` of open time has passed since `start`, with the spans that were counted. Outside
    /// the hours counting begins at the next opening; a target of nothing is due then.
    pub fn due_after(
        &self,
        start: Timestamp,
        target: Duration,
    ) -> Result<(Timestamp, Vec<CountedSpan>), NeverOpens> {
        let start = millis(start);
        let mut left = target.whole_milliseconds().max(0) as i64;
        let mut counted: Vec<Opening> = Vec::new();
        for (open, close) in self.openings_from(start) {
            let from = open.max(start);
            let until = close.min(from.saturating_add(left));
            left -= until - from;
            match counted.last_mut() {
                // A desk that is open over midnight has not closed between the two days.
                Some((_, end)) if *end == from => *end = until,
                _ if until > from => counted.push((from, until)),
                _ => {}
            }
            if left == 0 {
                return Ok((timestamp(until), spans(&counted)));
            }
        }
        Err(NeverOpens)
    }

    /// How much open time lies between the two instants; nothing when the second is earlier.
    pub fn elapsed(&self, start: Timestamp, until: Timestamp) -> Duration {
        let (start, until) = (millis(start), millis(until));
        let open: i64 = self
            .openings_from(start)
            .take_while(|(open, _)| *open < until)
            .map(|(open, close)| (close.min(until) - open.max(start)).max(0))
            .sum();
        Duration::milliseconds(open)
    }

    /// Openings that end after the instant, in order, until the horizon.
    fn openings_from(&self, at: i64) -> impl Iterator<Item = Opening> + '_ {
        let first = self.local_date(at);
        std::iter::successors(Some(first), |date| date.next_day())
            .take(HORIZON_DAYS as usize)
            .flat_map(|date| self.openings(date))
            .filter(move |(_, close)| *close > at)
    }

    /// The openings of a local day, in order. A block that falls into a jump of the clock may be empty; it is left out.
    fn openings(&self, date: Date) -> Vec<Opening> {
        let mut openings: Vec<Opening> = self
            .hours
            .blocks_on(date)
            .iter()
            .filter_map(|block| {
                let open = instant(&self.zone, date, block.open)?;
                let close = instant(&self.zone, date, block.close)?;
                (open < close).then_some((open, close))
            })
            .collect();
        openings.sort_unstable();
        openings
    }

    fn local_date(&self, at: i64) -> Date {
        local_date(&self.zone, at)
    }
}

/// The instants at which a wall clock in the zone shows `time`, once a day, after `after` and not after `until`, earliest
/// first, at most `limit` of the newest. A time that a jump of the clock leaves out comes at the jump; one that comes twice
/// comes the first time only.
pub fn daily(
    zone: &str,
    time: LocalTime,
    after: Timestamp,
    until: Timestamp,
    limit: usize,
) -> Result<Vec<Timestamp>, UnknownZone> {
    let zone = find_zone(zone)?;
    let (after, until) = (millis(after), millis(until));
    let mut ticks: Vec<i64> =
        std::iter::successors(Some(local_date(&zone, until)), |d| d.previous_day())
            // One more day, because today's tick may still be to come.
            .take(limit + 1)
            .filter_map(|date| instant(&zone, date, time))
            .filter(|tick| *tick > after && *tick <= until)
            .take(limit)
            .collect();
    ticks.reverse();
    Ok(ticks.into_iter().map(timestamp).collect())
}

/// The local day of an instant in the zone.
pub fn local_day(zone: &str, at: Timestamp) -> Result<Date, UnknownZone> {
    Ok(local_date(&find_zone(zone)?, millis(at)))
}

/// The midnight before an instant in the zone, so many days further back: 0 is the start of its own day. A midnight that
/// a jump of the clock leaves out comes at the jump.
pub fn midnight(zone: &str, at: Timestamp, days_back: u16) -> Result<Timestamp, UnknownZone> {
    let zone = find_zone(zone)?;
    let day = local_date(&zone, millis(at)).saturating_sub(time::Duration::days(days_back.into()));
    let start = LocalTime::at(0, 0).and_then(|start| instant(&zone, day, start));
    Ok(start.map_or(at, timestamp))
}

pub(super) fn find_zone(name: &str) -> Result<tz::TimeZone, UnknownZone> {
    tz::TimeZone::get(name).map_err(|_| UnknownZone(name.to_owned()))
}

pub(super) fn local_date(zone: &tz::TimeZone, at: i64) -> Date {
    let at = jiff::Timestamp::from_millisecond(at).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let date = zone.to_datetime(at).date();
    Month::try_from(date.month() as u8)
        .and_then(|month| Date::from_calendar_date(i32::from(date.year()), month, date.day() as u8))
        .unwrap_or(Date::MIN)
}

/// The instant at which the wall clock shows the time; `None` only beyond the years that a calendar knows.
pub(super) fn instant(zone: &tz::TimeZone, date: Date, time: LocalTime) -> Option<i64> {
    let date = if time.minutes() == 24 * 60 { date.next_day()? } else { date };
    let minutes = time.minutes() % (24 * 60);
    let wall = civil::DateTime::new(
        i16::try_from(date.year()).ok()?,
        u8::from(date.month()) as i8,
        date.day() as i8,
        (minutes / 60) as i8,
        (minutes % 60) as i8,
        0,
        0,
    )
    .ok()?;
    let ambiguous = zone.to_ambiguous_timestamp(wall);
    if let tz::AmbiguousOffset::Gap { after, .. } = ambiguous.offset() {
        // Read with the later offset, a time inside the gap lies before the jump; the next transition is the jump.
        let before_jump = after.to_timestamp(wall).ok()?;
        return zone.following(before_jump).next().map(|jump| jump.timestamp().as_millisecond());
    }
    ambiguous.earlier().ok().map(jiff::Timestamp::as_millisecond)
}

/// The openings with the whole seconds that each adds to those before it, so that the parts make up the whole.
fn spans(counted: &[Opening]) -> Vec<CountedSpan> {
    let mut before = 0;
    counted
        .iter()
        .map(|&(from, until)| {
            let after = before + until - from;
            let counted_s = after / 1000 - before / 1000;
            before = after;
            CountedSpan { from: timestamp(from), to: timestamp(until), counted_s }
        })
        .collect()
}
