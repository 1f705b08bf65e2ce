//! Whether the rules that granted a pass still stand, asked inside the transaction that spends it.

use crate::{consent::heads, error::Result, tx::Tx};
use callboard_switchboard::ports::Pass;

/// Whether nothing that decides about contacts has changed since the pass was granted.
pub(super) async fn still_stands(tx: &Tx, pass: &Pass) -> Result<bool> {
    heads::unchanged(tx, pass.gate()).await
}
