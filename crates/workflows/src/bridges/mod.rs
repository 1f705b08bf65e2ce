//! Questions of one domain answered from another domain's store. A bridge stands on ports and not on services, because the
//! services ask each other in a circle.

mod caller_directory;
mod duty;
mod home_region;
mod open_promises;
mod opening_hours;
mod subjects;

pub use caller_directory::CallerDirectoryBridge;
pub use duty::DutyBridge;
pub use home_region::HomeRegionBridge;
pub use open_promises::OpenPromisesBridge;
pub use opening_hours::OpeningHoursBridge;
pub use subjects::SubjectsBridge;
