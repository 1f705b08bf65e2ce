//! When X then Y across domains; questions of one domain answered by another; the timetable.

pub mod ports;
mod reactions;

pub use reactions::{TICK_CAME, known_reactions, subscriptions};
