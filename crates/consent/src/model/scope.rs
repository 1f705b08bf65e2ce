//! How far a consent or a revocation goes.

use super::{Channel, Purpose};
use serde::{Deserialize, Serialize};

/// All of a list, or only some of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach<T> {
    /// Every one, those included that are added later.
    All,
    /// These.
    Only(Vec<T>),
}

impl<T: PartialEq> Reach<T> {
    /// Whether it reaches one of them.
    pub fn covers(&self, one: &T) -> bool {
        match self {
            Self::All => true,
            Self::Only(some) => some.contains(one),
        }
    }
}

/// Channels and purposes that an entry of the ledger is about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ConsentScope {
    /// By which channels.
    pub channels: Reach<Channel>,
    /// For which purposes.
    pub purposes: Reach<Purpose>,
}

impl ConsentScope {
    /// Every channel and every purpose: what STOP means when nobody says more (47 CFR 64.1200(a)(12)).
    pub const EVERYTHING: Self = Self { channels: Reach::All, purposes: Reach::All };

    /// One channel, every purpose.
    pub fn channel(channel: Channel) -> Self {
        Self { channels: Reach::Only(vec![channel]), purposes: Reach::All }
    }

    /// One channel for one purpose.
    pub fn only(channel: Channel, purpose: Purpose) -> Self {
        Self { channels: Reach::Only(vec![channel]), purposes: Reach::Only(vec![purpose]) }
    }

    /// Whether it is about this channel for this purpose.
    pub fn covers(&self, channel: Channel, purpose: Purpose) -> bool {
        self.channels.covers(&channel) && self.purposes.covers(&purpose)
    }
}
