//! The one place where reactions, the timetable and long work get their scope.

use callboard_kernel::{Actor, Scope, WorkspaceId};

/// The product acts by itself in a workspace, under the name of the reaction or of the timed work.
#[expect(
    clippy::disallowed_methods,
    reason = "events and the list of tenants, not people, say in which workspace the worker acts"
)]
pub(crate) fn acting_as(name: &str, workspace: WorkspaceId) -> Scope {
    Scope::system(workspace, name)
}

/// Long work is done in the name of whoever asked for it, with the role that he had then.
#[expect(
    clippy::disallowed_methods,
    reason = "whoever asked was authenticated then, and the job kept who it was"
)]
pub(crate) fn acting_for(actor: &Actor, workspace: WorkspaceId) -> Scope {
    Scope::authenticated(workspace, actor.clone())
}
