//! What is decided here, pure and sync.

mod conversation;
mod hooks;
mod line;
mod order;
mod room;
mod room_flows;
mod station;
mod steer;

pub use conversation::{
    Conversation, DialResult, Entry, Guest, Leg, LegRole, Reading, SETTLES_WITHIN,
};
pub use hooks::{AskedInto, HookAddress, Step};
pub use line::{Line, LineEdit, LineSnapshot, NewLine, Texting};
pub use order::{BridgeMode, Order, OrderSnapshot, OrderState, Outlook, Via};
pub use room::{Room, RoomSnapshot, Transfer};
pub use room_flows::InRoom;
pub use station::{FRESH_FOR, Presence, Station};
pub use steer::{
    Caller, DeskNow, Steered, connect_customer, greet_member, notice, steer, steer_on, voicemail,
    whisper,
};
