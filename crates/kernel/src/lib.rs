#![doc = include_str!("../README.md")]

mod audit;
mod clock;
mod commit;
mod derived_id;
mod error;
mod event;
mod ids;
mod money;
mod one_line;
mod page;
mod patch;
mod period;
mod phone;
mod scope;
mod words;

#[doc(hidden)]
pub use serde;

pub use audit::{AuditAction, AuditDraft, Auditable, diff};
pub use clock::{Clock, IdGen, ManualClock, SequentialIds, Timestamp, millis, timestamp};
pub use commit::{Commit, Expected, Loaded, Version};
pub use derived_id::derived_id;
pub use error::{Classify, ErrorKind, FieldError, Invalid, PortError, SaveError};
pub use event::{Cause, DomainEvent, EventEnvelope};
pub use ids::*;
pub use money::{Currency, Money};
pub use one_line::{breaks_one_line, one_line};
pub use page::{Cursor, DEFAULT_LIMIT, MAX_LIMIT, Page, PageRequest};
pub use patch::Patch;
pub use period::{LONGEST_PERIOD, Period};
pub use phone::{Phone, PhoneError, digits_of};
pub use scope::{Actor, Forbidden, Permission, Role, Scope};
