//! A browser as a telephone.

use crate::{Identity, Private};
use callboard_kernel::{Timestamp, words};

words! {
    /// What a browser may do besides calling out.
    pub enum Incoming {
        /// It rings when its identity is dialled.
        Rings = "rings",
        /// It only calls out.
        Silent = "silent",
    }
}

/// What a browser may do, and for how long.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BrowserGrant {
    /// Its name.
    pub identity: Identity,
    /// Whether it rings.
    pub incoming: Incoming,
    /// How long, in seconds (60 to 86,400).
    pub valid_for_s: u32,
}

/// The key that a browser shows to the provider. Whoever has it calls on our bill, so it is given to its owner only.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccessToken {
    /// The key.
    pub token: Private,
    /// When it stops working.
    pub expires_at: Timestamp,
}
