//! What a workspace may set. The law is no setting.

use crate::{
    caps::Caps,
    hours::{Week, Window},
};
use serde::{Deserialize, Serialize};
use time::Duration;

/// Settings of a workspace for all outgoing contact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// How often somebody may be contacted.
    pub caps: Caps,
    /// When this workspace sells, local time at the customer; narrows the law, never widens it. Monday to Friday, 10 to 18
    /// satisfies every state that is on the list.
    pub marketing_hours: Week,
    /// When everything else happens, local time at the customer. A dispatcher may go beyond it with a reason.
    pub courtesy_hours: Week,
    /// Minutes that an answer may be relied on. Short, because a STOP can arrive at any time.
    pub permit_minutes: u16,
}

impl Default for Settings {
    fn default() -> Self {
        let office = Some(Window::hours(10, 18));
        Self {
            caps: Caps::default(),
            marketing_hours: Week::of(office, None, None),
            courtesy_hours: Week::daily(8, 21),
            permit_minutes: 5,
        }
    }
}

impl Settings {
    /// The longest time that an answer may be relied on.
    pub(crate) fn permit_for(&self) -> Duration {
        Duration::minutes(i64::from(self.permit_minutes.max(1)))
    }
}
