//! Names of members for answers that speak of them.

use crate::{auth::Caller, problem::Problem};
use callboard_kernel::MemberId;

/// The names of all members, also of those who left.
pub(crate) async fn names(caller: &Caller) -> Result<Vec<(MemberId, String)>, Problem> {
    let members = caller.members.list(&caller.scope, true).await?;
    Ok(members.into_iter().map(|member| (member.id, member.name)).collect())
}
