#![doc = include_str!("../README.md")]

mod acting;
pub mod bridges;
pub mod ports;
mod reactions;
mod timetable;
mod worker;

pub use reactions::{
    Dispatcher, MAX_DEPTH, Reaction, ReactionError, Reactions, ReactionsPorts, TICK_CAME,
    known_reactions, subscriptions,
};
pub use timetable::{DAILY_DIGEST, TimedWork, Timetable, TimetableError, TimetablePorts};
pub use worker::{DeliveryWorker, LEASE, MAX_ATTEMPTS, Round};
