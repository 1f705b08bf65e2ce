//! Data: the area codes of the United States, with the state and every zone in which such a number may be at home.
//!
//! One row per state and set of zones. An area code that crosses a zone line has all its zones, and the hours of all of them
//! are kept. Toll-free, personal and foreign codes are absent on purpose: they say nothing about a place.
//!
//! Twelve overlays in service since 2023 (357, 436, 457, 465, 471, 483, 621, 624, 679, 729, 837, 861) are missing in the prefix
//! data; they have the state and zones of the code that they overlay and were compared with nothing.

use super::State;
use time::{Date, macros::date};

/// Where the rows come from.
pub const AREA_CODES_SOURCE: &str = "Assignments of the North American Numbering Plan; state and zones per code compared \
     with the prefix data of libphonenumber 9.0.43; codes that cross a zone line by 49 CFR part 71";

/// When they were compared.
pub const AREA_CODES_AS_OF: Date = date!(2026 - 11 - 29);

/// Area codes that share a state and their zones.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AreaCodes {
    /// The state.
    pub state: State,
    /// IANA zones in which a number with such a code may be.
    pub zones: &'static [&'static str],
    /// The first three digits of a national number.
    pub codes: &'static [u16],
}

/// All of them, by state.
pub const AREA_CODES: &[AreaCodes] = &[
    AreaCodes {
        state: State::Alabama,
        zones: &["America/Chicago"],
        codes: &[205, 251, 256, 334, 483, 659, 938],
    },
    AreaCodes {
        state: State::Alaska,
        zones: &["America/Anchorage", "America/Adak"],
        codes: &[907],
    },
    AreaCodes { state: State::AmericanSamoa, zones: &["Pacific/Pago_Pago"], codes: &[684] },
    AreaCodes { state: State::Arizona, zones: &["America/Phoenix"], codes: &[480, 520, 602, 623] },
    AreaCodes {
        state: State::Arizona,
        zones: &["America/Phoenix", "America/Denver"],
        codes: &[928],
    },
    AreaCodes { state: State::Arkansas, zones: &["America/Chicago"], codes: &[327, 479, 501, 870] },
    AreaCodes {
        state: State::California,
        zones: &["America/Los_Angeles"],
        codes: &[
            209, 213, 279, 310, 323, 341, 350, 357, 369, 408, 415, 424, 442, 510, 530, 559, 562,
            619, 626, 628, 650, 657, 661, 669, 707, 714, 738, 747, 760, 805, 818, 820, 831, 837,
            840, 858, 909, 916, 925, 949, 951,
        ],
    },
    AreaCodes {
        state: State::Colorado,
        zones: &["America/Denver"],
        codes: &[303, 719, 720, 748, 970, 983],
    },
    AreaCodes {
        state: State::Connecticut,
        zones: &["America/New_York"],
        codes: &[203, 475, 860, 959],
    },
    AreaCodes { state: State::Delaware, zones: &["America/New_York"], codes: &[302] },
    AreaCodes {
        state: State::DistrictOfColumbia,
        zones: &["America/New_York"],
        codes: &[202, 771],
    },
    AreaCodes {
        state: State::Florida,
        zones: &["America/New_York"],
        codes: &[
            239, 305, 321, 324, 352, 386, 407, 561, 645, 656, 689, 727, 728, 754, 772, 786, 813,
            863, 904, 941, 954,
        ],
    },
    AreaCodes {
        state: State::Florida,
        zones: &["America/Chicago", "America/New_York"],
        codes: &[448, 850],
    },
    AreaCodes {
        state: State::Georgia,
        zones: &["America/New_York"],
        codes: &[229, 404, 470, 478, 678, 706, 762, 770, 912, 943],
    },
    AreaCodes { state: State::Guam, zones: &["Pacific/Guam"], codes: &[671] },
    AreaCodes { state: State::Hawaii, zones: &["Pacific/Honolulu"], codes: &[808] },
    AreaCodes {
        state: State::Idaho,
        zones: &["America/Boise", "America/Los_Angeles"],
        codes: &[208, 986],
    },
    AreaCodes {
        state: State::Illinois,
        zones: &["America/Chicago"],
        codes: &[
            217, 224, 309, 312, 331, 447, 464, 618, 630, 708, 730, 773, 779, 815, 847, 861, 872,
        ],
    },
    AreaCodes {
        state: State::Indiana,
        zones: &["America/Chicago", "America/New_York"],
        codes: &[219],
    },
    AreaCodes { state: State::Indiana, zones: &["America/New_York"], codes: &[260, 317, 463, 765] },
    AreaCodes {
        state: State::Indiana,
        zones: &["America/New_York", "America/Chicago"],
        codes: &[574, 812, 930],
    },
    AreaCodes {
        state: State::Iowa,
        zones: &["America/Chicago"],
        codes: &[319, 515, 563, 641, 712],
    },
    AreaCodes { state: State::Kansas, zones: &["America/Chicago"], codes: &[316, 913] },
    AreaCodes {
        state: State::Kansas,
        zones: &["America/Chicago", "America/Denver"],
        codes: &[620, 785],
    },
    AreaCodes {
        state: State::Kentucky,
        zones: &["America/Chicago", "America/New_York"],
        codes: &[270, 364],
    },
    AreaCodes { state: State::Kentucky, zones: &["America/New_York"], codes: &[502, 859] },
    AreaCodes {
        state: State::Kentucky,
        zones: &["America/New_York", "America/Chicago"],
        codes: &[606],
    },
    AreaCodes {
        state: State::Louisiana,
        zones: &["America/Chicago"],
        codes: &[225, 318, 337, 457, 504, 985],
    },
    AreaCodes { state: State::Maine, zones: &["America/New_York"], codes: &[207] },
    AreaCodes {
        state: State::Maryland,
        zones: &["America/New_York"],
        codes: &[227, 240, 301, 410, 443, 667],
    },
    AreaCodes {
        state: State::Massachusetts,
        zones: &["America/New_York"],
        codes: &[339, 351, 413, 508, 617, 774, 781, 857, 978],
    },
    AreaCodes {
        state: State::Michigan,
        zones: &["America/New_York"],
        codes: &[231, 248, 269, 313, 517, 586, 616, 679, 734, 810, 947, 989],
    },
    AreaCodes {
        state: State::Michigan,
        zones: &["America/New_York", "America/Chicago"],
        codes: &[906],
    },
    AreaCodes {
        state: State::Minnesota,
        zones: &["America/Chicago"],
        codes: &[218, 320, 507, 612, 651, 763, 952],
    },
    AreaCodes {
        state: State::Mississippi,
        zones: &["America/Chicago"],
        codes: &[228, 471, 601, 662, 769],
    },
    AreaCodes {
        state: State::Missouri,
        zones: &["America/Chicago"],
        codes: &[235, 314, 417, 557, 573, 636, 660, 816, 975],
    },
    AreaCodes { state: State::Montana, zones: &["America/Denver"], codes: &[406] },
    AreaCodes {
        state: State::Nebraska,
        zones: &["America/Chicago", "America/Denver"],
        codes: &[308],
    },
    AreaCodes { state: State::Nebraska, zones: &["America/Chicago"], codes: &[402, 531] },
    AreaCodes { state: State::Nevada, zones: &["America/Los_Angeles"], codes: &[702, 725] },
    AreaCodes {
        state: State::Nevada,
        zones: &["America/Los_Angeles", "America/Denver"],
        codes: &[775],
    },
    AreaCodes { state: State::NewHampshire, zones: &["America/New_York"], codes: &[603] },
    AreaCodes {
        state: State::NewJersey,
        zones: &["America/New_York"],
        codes: &[201, 551, 609, 640, 732, 848, 856, 862, 908, 973],
    },
    AreaCodes { state: State::NewMexico, zones: &["America/Denver"], codes: &[505, 575] },
    AreaCodes {
        state: State::NewYork,
        zones: &["America/New_York"],
        codes: &[
            212, 315, 329, 332, 347, 363, 465, 516, 518, 585, 607, 624, 631, 646, 680, 716, 718,
            838, 845, 914, 917, 929, 934,
        ],
    },
    AreaCodes {
        state: State::NorthCarolina,
        zones: &["America/New_York"],
        codes: &[252, 336, 472, 704, 743, 828, 910, 919, 980, 984],
    },
    AreaCodes {
        state: State::NorthDakota,
        zones: &["America/Chicago", "America/Denver"],
        codes: &[701],
    },
    AreaCodes { state: State::NorthernMarianaIslands, zones: &["Pacific/Saipan"], codes: &[670] },
    AreaCodes {
        state: State::Ohio,
        zones: &["America/New_York"],
        codes: &[216, 220, 234, 283, 326, 330, 380, 419, 436, 440, 513, 567, 614, 740, 937],
    },
    AreaCodes {
        state: State::Oklahoma,
        zones: &["America/Chicago"],
        codes: &[405, 539, 572, 580, 918],
    },
    AreaCodes {
        state: State::Oregon,
        zones: &["America/Los_Angeles", "America/Boise"],
        codes: &[458, 541],
    },
    AreaCodes { state: State::Oregon, zones: &["America/Los_Angeles"], codes: &[503, 971] },
    AreaCodes {
        state: State::Pennsylvania,
        zones: &["America/New_York"],
        codes: &[215, 223, 267, 272, 412, 445, 484, 570, 582, 610, 717, 724, 814, 835, 878],
    },
    AreaCodes { state: State::PuertoRico, zones: &["America/Puerto_Rico"], codes: &[787, 939] },
    AreaCodes { state: State::RhodeIsland, zones: &["America/New_York"], codes: &[401] },
    AreaCodes {
        state: State::SouthCarolina,
        zones: &["America/New_York"],
        codes: &[803, 821, 839, 843, 854, 864],
    },
    AreaCodes {
        state: State::SouthDakota,
        zones: &["America/Chicago", "America/Denver"],
        codes: &[605],
    },
    AreaCodes {
        state: State::Tennessee,
        zones: &["America/New_York", "America/Chicago"],
        codes: &[423, 729],
    },
    AreaCodes {
        state: State::Tennessee,
        zones: &["America/Chicago"],
        codes: &[615, 629, 731, 901, 931],
    },
    AreaCodes { state: State::Tennessee, zones: &["America/New_York"], codes: &[865] },
    AreaCodes {
        state: State::Texas,
        zones: &["America/Chicago"],
        codes: &[
            210, 214, 254, 281, 325, 346, 361, 409, 430, 432, 469, 512, 621, 682, 713, 726, 737,
            806, 817, 830, 832, 903, 936, 940, 945, 956, 972, 979,
        ],
    },
    AreaCodes { state: State::Texas, zones: &["America/Denver"], codes: &[915] },
    AreaCodes { state: State::Utah, zones: &["America/Denver"], codes: &[385, 435, 801] },
    AreaCodes { state: State::Vermont, zones: &["America/New_York"], codes: &[802] },
    AreaCodes { state: State::VirginIslands, zones: &["America/St_Thomas"], codes: &[340] },
    AreaCodes {
        state: State::Virginia,
        zones: &["America/New_York"],
        codes: &[276, 434, 540, 571, 686, 703, 757, 804, 826, 948],
    },
    AreaCodes {
        state: State::Washington,
        zones: &["America/Los_Angeles"],
        codes: &[206, 253, 360, 425, 509, 564],
    },
    AreaCodes { state: State::WestVirginia, zones: &["America/New_York"], codes: &[304, 681] },
    AreaCodes {
        state: State::Wisconsin,
        zones: &["America/Chicago"],
        codes: &[262, 274, 353, 414, 534, 608, 715, 920],
    },
    AreaCodes { state: State::Wyoming, zones: &["America/Denver"], codes: &[307] },
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_stands_once_and_could_be_dialled() {
        let mut seen = BTreeSet::new();
        for code in AREA_CODES.iter().flat_map(|row| row.codes) {
            assert!((201..=989).contains(code) && code % 100 != 11, "{code}");
            assert!(seen.insert(code), "{code} stands twice");
        }
        assert_eq!(seen.len(), 377);
    }

    #[test]
    fn every_state_has_a_code() {
        let with: BTreeSet<_> = AREA_CODES.iter().map(|row| row.state).collect();
        assert_eq!(with.len(), State::ALL.len());
    }

    #[test]
    fn toll_free_and_personal_codes_say_nothing() {
        for code in [500, 533, 588, 700, 800, 833, 844, 855, 866, 877, 888, 900] {
            assert!(!AREA_CODES.iter().any(|row| row.codes.contains(&code)), "{code}");
        }
    }
}
