#![doc = include_str!("../README.md")]

mod carrier;
mod dice;
mod script;
mod town;
mod words;

pub use carrier::{Carrier, LINES, PROVIDER};
pub use dice::Dice;
pub use script::{CallScript, Mood};
pub use town::{Resident, Town};
