//! What the switchboard needs from outside.

mod questions;
mod stores;

pub use questions::{
    CallGate, CallQuestion, CallerList, Carried, Carrier, DeskHours, GateAnswer, Hours, Pass,
    PretendPhone, Secrets, Subject, Subjects,
};
#[cfg(feature = "mock")]
pub use questions::{
    MockCallGate, MockCallerList, MockCarrier, MockDeskHours, MockPretendPhone, MockSecrets,
    MockSubjects,
};
pub use stores::{
    AskedIn, Conversations, HookDirectory, Journalled, LegName, LegReport, LineBook, NewReport,
    OrderBook, ReportJournal, RoomBook, Spool, Stations, StoredReport,
};
#[cfg(feature = "mock")]
pub use stores::{
    MockConversations, MockHookDirectory, MockLineBook, MockOrderBook, MockReportJournal,
    MockRoomBook, MockSpool, MockStations,
};
