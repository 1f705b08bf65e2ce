//! The things of this domain, pure: no clock, no ids, no randomness made here.

mod api_key;
mod member;
mod password;
mod reset;
mod secret;
mod session;
mod throttle;
mod workspace;

pub use api_key::{ApiKeySnapshot, KEY_PREFIX};
pub(crate) use member::may_give;
pub use member::{Member, MemberEdit, MemberSnapshot, PasswordHash, normal_email};
pub use password::check_password;
pub use reset::{PasswordReset, RESET_VALID_FOR};
pub use secret::{Secret, TokenHash};
pub(crate) use secret::{hex, unhex};
pub use session::{DEVICE_KNOWN_FOR, IDLE_FOR, LASTS_FOR, SessionSnapshot, TOUCH_EVERY};
pub use throttle::{Admission, Attempts, ThrottleKey};
pub(crate) use workspace::checked_name;
pub use workspace::{Workspace, WorkspaceEdit, WorkspaceSnapshot};
