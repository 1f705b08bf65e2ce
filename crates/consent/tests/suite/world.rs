//! The zones of the world, from the database that the project uses elsewhere.

use callboard_consent::ports::Zones;
use callboard_kernel::Timestamp;
use std::collections::BTreeMap;
use time::UtcOffset;

/// Every zone that the data of the crate names, as stretches of one offset: earlier ends, later begins. Looked up once, so
/// that millions of questions take seconds.
pub(crate) struct World(BTreeMap<String, Vec<(i64, i32)>>);

impl World {
    /// With these zones and those of the area codes.
    pub(crate) fn with<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let of_codes = callboard_consent::hours::AREA_CODES.iter().flat_map(|row| row.zones);
        let names = names.into_iter().chain(of_codes.copied());
        Self(names.map(|name| (name.to_owned(), stretches(name))).collect())
    }
}

/// From which second on which offset holds, from 2020 until 2040.
fn stretches(name: &str) -> Vec<(i64, i32)> {
    let zone = jiff::tz::TimeZone::get(name).unwrap_or_else(|_| panic!("no zone {name}"));
    let start = jiff::Timestamp::from_second(1_577_836_800).unwrap();
    let end = 2_208_988_800;
    let first = (i64::MIN, zone.to_offset(start).seconds());
    let changes = zone.following(start).map(|change| {
        let at = change.timestamp().as_second();
        (at, change.offset().seconds())
    });
    std::iter::once(first).chain(changes.take_while(|(at, _)| *at < end)).collect()
}

impl Zones for World {
    fn offset(&self, zone: &str, at: Timestamp) -> Option<UtcOffset> {
        let stretches = self.0.get(zone)?;
        let later = stretches.partition_point(|(from, _)| *from <= at.unix_timestamp());
        UtcOffset::from_whole_seconds(stretches[later - 1].1).ok()
    }
}
