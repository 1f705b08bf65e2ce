//! When the desk is open: weekly blocks, holidays and dated exceptions in the workspace's own time zone, and the
//! arithmetic of time that counts only while it is open. The only module that knows a time-zone library.

mod calendar;
mod counting;
mod schedule;
#[cfg(test)]
mod tests;
mod wall;
mod zone;

pub use calendar::{BusinessCalendar, NeverOpens, UnknownZone, daily, local_day, midnight};

pub use counting::Counting;
pub use schedule::{
    Block, BusinessHours, DatedException, Holiday, HolidayRule, LocalTime, ScheduleError, Weekly,
};
pub use wall::{OffsetStretch, WallClock};
pub use zone::Zone;

/// Whether the time-zone database has this IANA name.
pub fn knows_zone(name: &str) -> bool {
    jiff::tz::TimeZone::get(name).is_ok()
}
