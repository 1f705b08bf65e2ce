//! Questions of one domain answered from another domain's store. A bridge stands on ports and not on services, because the
//! services ask each other in a circle.

mod acquaintance;
mod bulk_promises;
mod call_gate;
mod call_subjects;
mod caller_directory;
mod caller_list;
mod calls_of_media;
mod company;
mod contact_gate;
mod desk_hours;
mod duty;
mod home_place;
mod home_region;
mod local_days;
mod open_promises;
mod opening_hours;
mod parties;
mod staff;
mod subjects;
mod workspace_profile;
mod world_zones;

pub use acquaintance::AcquaintanceBridge;
pub use bulk_promises::BulkPromisesBridge;
pub use call_gate::CallGateBridge;
pub use call_subjects::CallSubjectsBridge;
pub use caller_directory::CallerDirectoryBridge;
pub use caller_list::CallerListBridge;
pub use calls_of_media::CallsOfMediaBridge;
pub use company::CompanyBridge;
pub use contact_gate::ContactGateBridge;
pub use desk_hours::DeskHoursBridge;
pub use duty::DutyBridge;
pub use home_place::HomePlaceBridge;
pub use home_region::HomeRegionBridge;
pub use local_days::LocalDaysBridge;
pub use open_promises::OpenPromisesBridge;
pub use opening_hours::OpeningHoursBridge;
pub use parties::PartiesBridge;
pub use staff::StaffBridge;
pub use subjects::SubjectsBridge;
pub use workspace_profile::WorkspaceProfileBridge;
pub use world_zones::WorldZonesBridge;
