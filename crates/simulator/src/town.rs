//! The people of the town.

use crate::{
    dice::Dice,
    words::{AREA_CODES, CITIES, COMPANIES, FAMILY, GIVEN, STREETS},
};

/// Somebody who lives in the town.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Resident {
    /// Name of the person.
    pub name: String,
    /// The company they call for, sometimes.
    pub company: Option<String>,
    /// E.164.
    pub phone: String,
    /// E-mail, mostly.
    pub email: Option<String>,
    /// Street and number.
    pub street: String,
    /// City.
    pub city: &'static str,
    /// State.
    pub state: &'static str,
    /// Postal code.
    pub postal_code: &'static str,
    /// Known to the company; strangers are not.
    pub is_customer: bool,
}

/// A town: the same seed has the same residents.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Town {
    seed: u64,
}

impl Town {
    /// How many people live here: as many as there are fictional numbers in its area codes.
    pub const RESIDENTS: u64 = AREA_CODES.len() as u64 * 100;

    /// The town of a seed.
    pub const fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// The seed.
    pub const fn seed(self) -> u64 {
        self.seed
    }

    /// The `index`-th resident; indices wrap around. Every index has a number of its own.
    pub fn resident(self, index: u64) -> Resident {
        let index = index % Self::RESIDENTS;
        let mut dice = Dice::new(self.seed, index.wrapping_add(1_000_000));
        let given = *dice.pick(GIVEN);
        let family = *dice.pick(FAMILY);
        let (city, state, postal_code) = *dice.pick(CITIES);
        let area = AREA_CODES[(index / 100) as usize % AREA_CODES.len()];
        let has_email = dice.chance(70);
        Resident {
            name: format!("{given} {family}"),
            company: dice.chance(15).then(|| (*dice.pick(COMPANIES)).to_owned()),
            phone: format!("+1{area}55501{:02}", index % 100),
            email: has_email
                .then(|| format!("{}.{}@example.com", given.to_lowercase(), family.to_lowercase())),
            street: format!("{} {}", dice.between(12, 4_890), dice.pick(STREETS)),
            city,
            state,
            postal_code,
            // Two of three residents are known, spread evenly so that any prefix of the town has both kinds.
            is_customer: index % 3 != 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_same_seed_has_the_same_residents() {
        assert_eq!(Town::new(7).resident(41), Town::new(7).resident(41));
        assert_ne!(Town::new(7).resident(41), Town::new(8).resident(41));
    }

    #[test]
    fn every_resident_has_a_number_of_their_own() {
        let town = Town::new(7);
        let numbers: HashSet<_> = (0..Town::RESIDENTS).map(|i| town.resident(i).phone).collect();
        assert_eq!(numbers.len() as u64, Town::RESIDENTS);
    }
}
