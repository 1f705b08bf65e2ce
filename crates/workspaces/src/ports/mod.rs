//! What this domain needs from outside.

mod identity;
mod stores;

pub use identity::*;
pub use stores::*;
