//! Secret parts of addresses.

use crate::secrets::SystemRandom;
use callboard_switchboard::ports::Secrets;
use callboard_workspaces::ports::TokenSource;

/// Secrets from the operating system.
#[derive(Debug)]
pub struct RandomSecrets;

impl Secrets for RandomSecrets {
    /// 128 bits, as 32 hexadecimal digits.
    fn fresh(&self) -> String {
        hex::encode(&SystemRandom.random()[..16])
    }
}
