//! Questions of one domain answered from another domain's store. A bridge stands on ports and not on services, because the
//! services ask each other in a circle.

mod bulk_promises;
mod caller_directory;
mod duty;
mod home_place;
mod home_region;
mod local_days;
mod open_promises;
mod opening_hours;
mod subjects;
mod workspace_profile;

pub use bulk_promises::BulkPromisesBridge;
pub use caller_directory::CallerDirectoryBridge;
pub use duty::DutyBridge;
pub use home_place::HomePlaceBridge;
pub use home_region::HomeRegionBridge;
pub use local_days::LocalDaysBridge;
pub use open_promises::OpenPromisesBridge;
pub use opening_hours::OpeningHoursBridge;
pub use subjects::SubjectsBridge;
pub use workspace_profile::WorkspaceProfileBridge;
