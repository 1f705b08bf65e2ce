//! Names and words of the town. All fictional; numbers are of the range that is reserved for fiction.

pub(crate) const GIVEN: &[&str] = &[
    "Amara", "Andre", "Beatriz", "Bernard", "Camille", "Carlos", "Dana", "Deshawn", "Elena",
    "Emeka", "Farah", "Felix", "Gloria", "Grant", "Hana", "Harold", "Imani", "Irene", "Jamal",
    "Joanna", "Keiko", "Kevin", "Lamar", "Leticia", "Maeve", "Marcus", "Nadia", "Nolan", "Olga",
    "Omar", "Paige", "Quentin", "Rosa", "Rajesh", "Sofia", "Stanley", "Tanisha", "Tobias", "Uma",
    "Valerie", "Walter", "Wei", "Ximena", "Yusuf", "Zoe",
];

pub(crate) const FAMILY: &[&str] = &[
    "Abernathy",
    "Alvarez",
    "Bianchi",
    "Bright",
    "Calloway",
    "Castellano",
    "Dawson",
    "Delgado",
    "Ellison",
    "Fontaine",
    "Garrity",
    "Gupta",
    "Hartwell",
    "Hollis",
    "Ibarra",
    "Jennings",
    "Kaplan",
    "Kowalski",
    "Lindqvist",
    "Mbeki",
    "McAllister",
    "Nakamura",
    "Novak",
    "Okafor",
    "Ortega",
    "Pemberton",
    "Pruitt",
    "Quigley",
    "Rasmussen",
    "Reyes",
    "Sandoval",
    "Sharma",
    "Tierney",
    "Thibodeaux",
    "Underhill",
    "Vasquez",
    "Whitfield",
    "Yamada",
    "Zielinski",
];

pub(crate) const COMPANIES: &[&str] = &[
    "Piedmont Property Group",
    "Blue Door Bakery",
    "Harbor Dental",
    "Oak & Iron Fitness",
    "Northside Montessori",
    "Cardinal Storage",
    "Juniper Lofts HOA",
    "Maple Court Apartments",
    "Tallulah Coffee Roasters",
    "Greenway Veterinary",
    "Sable Hair Studio",
    "Pinecrest Assisted Living",
];

pub(crate) const STREETS: &[&str] = &[
    "Magnolia Ave",
    "Peachtree Pl",
    "Riverbend Dr",
    "Hawthorne St",
    "Cobblestone Way",
    "Mill Creek Rd",
    "Sycamore Ln",
    "Orchard Hill Rd",
    "Fairview Ter",
    "Dogwood Cir",
    "Old Ferry Rd",
    "Larkspur Ct",
];

pub(crate) const CITIES: &[(&str, &str, &str)] = &[
    ("Decatur", "GA", "30030"),
    ("Marietta", "GA", "30060"),
    ("Roswell", "GA", "30075"),
    ("Smyrna", "GA", "30080"),
    ("Atlanta", "GA", "30307"),
    ("Tucker", "GA", "30084"),
    ("Alpharetta", "GA", "30009"),
    ("Lawrenceville", "GA", "30046"),
];

pub(crate) const AREA_CODES: &[&str] = &["404", "470", "678", "770", "762", "706", "912", "229"];

/// What a caller with an emergency says, with the score of it.
pub(crate) const EMERGENCIES: &[(&str, i64)] = &[
    ("Burst pipe in the basement, water is coming up fast", 95),
    ("Smells gas near the furnace", 98),
    ("No heat and a newborn in the house", 88),
    ("Sewage backing up into the bathtub", 84),
    ("Breaker panel is buzzing and warm to the touch", 90),
    ("Water heater is leaking through the ceiling", 82),
    ("Carbon monoxide alarm went off, everybody is outside", 99),
];

pub(crate) const ROUTINE: &[&str] = &[
    "Kitchen faucet drips, wants it looked at this week",
    "AC blows warm upstairs only",
    "Toilet keeps running",
    "Annual furnace tune-up is due",
    "Outlet in the garage stopped working",
    "Disposal hums but does not turn",
    "Sprinkler zone 3 will not shut off",
    "Thermostat goes blank at night",
];

pub(crate) const QUOTES: &[&str] = &[
    "Wants a price for a tankless water heater",
    "Quote for replacing a 14-year-old heat pump",
    "EV charger in the garage, 60 amp",
    "Repipe of a 1962 ranch, two bathrooms",
    "Panel upgrade to 200 amp before a remodel",
    "Mini-split for a sunroom",
];

pub(crate) const QUESTIONS: &[&str] = &[
    "Asks whether the maintenance plan covers filters",
    "Wants to know if Saturday visits cost extra",
    "Asks how long the part is on back order",
];

pub(crate) const BILLING: &[&str] = &[
    "Invoice shows the diagnostic fee twice",
    "Asks for a copy of the last invoice for the landlord",
    "Card was declined, wants to pay another way",
];

pub(crate) const SPAM: &[&str] = &[
    "Offers search engine ranking",
    "Recorded message about a business loan",
    "Silence, then hangs up",
];

/// Words of the call domain, as often as they occur.
pub(crate) const LEAD_SOURCES: &[&str] =
    &["google_maps", "website", "referral", "ad", "unknown", "unknown"];

pub(crate) const TAGS: &[&str] = &[
    "after hours",
    "warranty",
    "membership",
    "water heater",
    "drain",
    "heat pump",
    "panel",
    "landlord",
    "repeat caller",
    "priority",
    "gate code",
    "spanish",
];

#[cfg(test)]
mod tests {
    #[test]
    fn no_list_is_empty() {
        assert!(!super::GIVEN.is_empty() && !super::CITIES.is_empty() && !super::SPAM.is_empty());
    }
}
