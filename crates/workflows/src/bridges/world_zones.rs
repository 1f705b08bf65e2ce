//! What time is it there? Asked by the rules of contact, answered by the zones that business hours are counted in.

use callboard_consent::ports::Zones;
use callboard_followups::hours::Zone;
use callboard_kernel::Timestamp;
use time::UtcOffset;

/// Answers from the time-zone database.
#[derive(Clone, Copy, Debug)]
pub struct WorldZonesBridge;

impl Zones for WorldZonesBridge {
    fn offset(&self, zone: &str, at: Timestamp) -> Option<UtcOffset> {
        Zone::find(zone).ok().map(|zone| zone.offset(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{datetime, offset};

    #[test]
    fn zones_of_the_world_are_known_and_others_are_not() {
        let noon = datetime!(2026-07-01 12:00 UTC);
        assert_eq!(WorldZonesBridge.offset("America/Phoenix", noon), Some(offset!(-7)));
        assert_eq!(WorldZonesBridge.offset("Mars/Olympus", noon), None);
    }
}
