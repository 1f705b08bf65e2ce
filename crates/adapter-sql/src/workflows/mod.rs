//! The stores of reactions and timed work: deliveries, ticks, housekeeping and the live feed.

mod agenda;
mod deliveries;
mod event;
mod feed;
mod housekeeping;
mod mail;
mod mail_care;
mod mail_queue;
mod ticks;
mod vital_signs;

pub(crate) use agenda::SqlAgenda;
pub(crate) use deliveries::SqlDeliveries;
pub(crate) use feed::SqlLiveFeed;
pub(crate) use housekeeping::SqlHousekeeping;
pub(crate) use mail::SqlMailOutbox;
pub(crate) use mail_care::SqlMailCare;
pub(crate) use mail_queue::SqlMailQueue;
pub(crate) use ticks::SqlTicks;
pub(crate) use vital_signs::SqlVitalSigns;
