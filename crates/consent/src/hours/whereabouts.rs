//! Where the customer may be: zones and states from the address, the stored zone and the area code.

use super::{AREA_CODES, AreaCodes, FEDERAL, Hours, JURISDICTIONS, State, UNKNOWN_STATE};
use crate::model::Place;
use callboard_kernel::Phone;
use std::collections::BTreeSet;

/// The row of the area code of a number; `None` for toll-free, personal and foreign numbers.
pub fn area_code(phone: &Phone) -> Option<&'static AreaCodes> {
    let national = phone.digits().strip_prefix('1').filter(|digits| digits.len() == 10)?;
    let code: u16 = national[..3].parse().ok()?;
    AREA_CODES.iter().find(|row| row.codes.contains(&code))
}

/// Nothing says where the customer is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ZoneUnknown;

/// Every zone and state in which the customer may be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Whereabouts<'a> {
    zones: Vec<&'a str>,
    states: BTreeSet<State>,
}

impl<'a> Whereabouts<'a> {
    /// The service address before the stored zone before the area code. An area code that agrees adds nothing; one that
    /// disagrees adds its zones and its state, and the hours of both must then be kept.
    pub fn of(place: &'a Place, phone: &Phone) -> Result<Self, ZoneUnknown> {
        let by_number = area_code(phone);
        let mut zones = zones_of(place);
        let number_zones = by_number.map_or(&[][..], |row| row.zones);
        let agrees = !zones.is_empty() && zones.iter().all(|zone| number_zones.contains(zone));
        if !agrees {
            zones.extend(number_zones.iter().copied());
        }
        if zones.is_empty() {
            return Err(ZoneUnknown);
        }
        let states = place.service_state.into_iter().chain(by_number.map(|row| row.state));
        Ok(Self { zones, states: states.collect() })
    }

    /// IANA names, possibly one twice.
    pub fn zones(&self) -> &[&'a str] {
        &self.zones
    }

    /// The states, if one is known.
    pub fn states(&self) -> impl Iterator<Item = State> {
        self.states.iter().copied()
    }

    /// The rows of law that hold there, the states before the federation.
    pub fn laws(&self) -> Vec<Hours<'static>> {
        let of_state = |state| JURISDICTIONS.iter().find(move |row| row.state == Some(state));
        let mut rows: Vec<_> = self.states().filter_map(of_state).map(Hours::Law).collect();
        if self.states.is_empty() {
            rows.push(Hours::Law(&UNKNOWN_STATE));
        }
        rows.push(Hours::Law(&FEDERAL));
        rows
    }
}

fn zones_of(place: &Place) -> Vec<&str> {
    if let Some(zone) = &place.service_zone {
        return vec![zone];
    }
    if let Some(state) = place.service_state {
        let rows = AREA_CODES.iter().filter(|row| row.state == state);
        let zones: BTreeSet<_> = rows.flat_map(|row| row.zones.iter().copied()).collect();
        // A zone that somebody stored says which part of the state it is.
        return match place.stored_zone.as_deref() {
            Some(stored) if zones.contains(stored) => vec![stored],
            _ => zones.into_iter().collect(),
        };
    }
    place.stored_zone.as_deref().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone(area: u16) -> Phone {
        Phone::from_e164(&format!("+1{area}5550142")).unwrap()
    }

    fn names(whereabouts: &Whereabouts<'_>) -> Vec<&'static str> {
        whereabouts.laws().iter().filter_map(|hours| hours.law()).map(|row| row.name).collect()
    }

    #[test]
    fn an_area_code_has_a_state_and_its_zones() {
        let florida = area_code(&phone(850)).unwrap();
        assert_eq!(florida.state, State::Florida);
        assert_eq!(florida.zones, ["America/Chicago", "America/New_York"]);
        assert_eq!(area_code(&phone(800)), None);
        assert_eq!(area_code(&Phone::from_e164("+442079460000").unwrap()), None);
    }

    #[test]
    fn an_area_code_that_agrees_adds_nothing() {
        let place = Place {
            service_state: Some(State::Florida),
            service_zone: Some("America/Chicago".to_owned()),
            stored_zone: None,
        };
        let found = Whereabouts::of(&place, &phone(850)).unwrap();
        assert_eq!(found.zones(), ["America/Chicago"]);
        assert_eq!(names(&found), ["Florida", "the United States"]);
    }

    #[test]
    fn an_area_code_that_disagrees_adds_its_zones_and_its_state() {
        let place = Place {
            service_state: Some(State::Florida),
            service_zone: Some("America/New_York".to_owned()),
            stored_zone: None,
        };
        let found = Whereabouts::of(&place, &phone(702)).unwrap();
        assert_eq!(found.zones(), ["America/New_York", "America/Los_Angeles"]);
        assert_eq!(names(&found), ["Florida", "Nevada", "the United States"]);
    }

    #[test]
    fn a_state_without_a_zone_has_all_its_zones() {
        let place = Place { service_state: Some(State::Indiana), ..Place::default() };
        let found = Whereabouts::of(&place, &phone(800)).unwrap();
        assert_eq!(found.zones(), ["America/Chicago", "America/New_York"]);
        let stored = Place { stored_zone: Some("America/Chicago".to_owned()), ..place };
        let found = Whereabouts::of(&stored, &phone(800)).unwrap();
        assert_eq!(found.zones(), ["America/Chicago"]);
    }

    #[test]
    fn a_zone_without_a_state_keeps_the_narrowest_hours() {
        let place = Place { stored_zone: Some("America/Denver".to_owned()), ..Place::default() };
        let found = Whereabouts::of(&place, &phone(800)).unwrap();
        assert_eq!(names(&found), ["an unknown state", "the United States"]);
    }

    #[test]
    fn without_anything_nothing_is_known() {
        assert_eq!(Whereabouts::of(&Place::default(), &phone(800)), Err(ZoneUnknown));
    }
}
