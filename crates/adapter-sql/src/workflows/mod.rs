//! The stores of reactions and timed work: deliveries, ticks, housekeeping and the live feed.

mod deliveries;
mod event;
mod feed;
mod housekeeping;
mod ticks;

pub(crate) use deliveries::SqlDeliveries;
pub(crate) use feed::SqlLiveFeed;
pub(crate) use housekeeping::SqlHousekeeping;
pub(crate) use ticks::SqlTicks;
