//! The one place where reactions and the timetable get their scope.

use callboard_kernel::{Scope, WorkspaceId};

/// The product acts by itself in a workspace, under the name of the reaction or of the timed work.
#[expect(
    clippy::disallowed_methods,
    reason = "events and the list of tenants, not people, say in which workspace the worker acts"
)]
pub(crate) fn acting_as(name: &str, workspace: WorkspaceId) -> Scope {
    Scope::system(workspace, name)
}
