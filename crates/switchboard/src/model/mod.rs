//! What is decided here, pure and sync.

mod conversation;
mod hooks;
mod line;
mod order;
mod station;
mod steer;

pub use conversation::{Conversation, DialResult, Leg, LegRole, Reading, SETTLES_WITHIN};
pub use hooks::{HookAddress, Step};
pub use line::{Line, LineEdit, LineSnapshot, NewLine, Texting};
pub use order::{Order, OrderSnapshot, OrderState, Outlook, Via};
pub use station::{FRESH_FOR, Presence, Station};
pub use steer::{
    Caller, DeskNow, Steered, connect_customer, greet_member, notice, steer, steer_on, whisper,
};
