//! Numbers as people write them, by the rules of the workspace's country.

use crate::{auth::Caller, problem::Problem};
use callboard_kernel::{Invalid, Phone};

/// The number of a field.
pub(super) async fn number(caller: &Caller, path: &str, text: &str) -> Result<Phone, Problem> {
    let workspace = caller.workspace.get(&caller.scope).await?;
    let region = &workspace.value.snapshot().region;
    Phone::parse(text, region).map_err(|_| {
        let message = "Is no telephone number that can be dialled.";
        Problem::invalid(Invalid::field(path, "invalid_format", message).0)
    })
}
