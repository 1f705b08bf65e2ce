//! Saved views of the call list (S1-VIEW-01): a name for a filter and an order, private or for the team. The same words
//! stand in the address of the page, so that opening a view and sending its address come to the same.

mod shipped;
mod tabs;
mod view;

pub use shipped::shipped_views;
pub use tabs::{Shown, Tab, arrange, check_tabs};
pub use view::{
    CallView, CallViewEvent, CallViewSnapshot, NewView, RESTORE_FOR, VIEW_CHANGED, ViewEdit,
};

/// Most views that one member may have besides the team's.
pub const MAX_OWN_VIEWS: usize = 50;
/// Most views of a team.
pub const MAX_TEAM_VIEWS: usize = 100;
/// Most views whose calls are counted at once: no screen has room for more tabs.
pub const MAX_COUNTED: usize = 20;
/// Calls of a view are counted up to here; more are "1,000 and more".
pub const COUNTED_UP_TO: u32 = 1000;
