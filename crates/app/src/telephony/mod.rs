//! Which telephone company a workspace has, and what the switchboard needs of this machine.

mod carriers;
mod journal;
mod secrets;
mod spool;
mod texts;
mod twilio;

pub use carriers::{Carriers, TWILIO};
pub use journal::PatientJournal;
pub use secrets::RandomSecrets;
pub use spool::FileSpool;
pub use texts::TextCarriers;
pub use twilio::twilio;
