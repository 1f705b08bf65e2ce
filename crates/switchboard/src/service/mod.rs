//! The use cases: lines, stations, reports of the telephone company, calls that members place.

mod check;
mod desk;
mod lines;
mod orders;
mod receive;
mod rooms;
mod stations;
mod take_in;

pub use orders::{Asked, Wanted};
pub use receive::{HookError, TELEPHONY};
pub use rooms::{AskedAs, Invitation, LostGuest, Person, PersonState, RoomNow};
pub use take_in::{CallHeard, TakeIn};

use self::desk::Desks;
use crate::ports::{
    CallGate, CallerList, Carrier, Conversations, DeskHours, HookDirectory, LineBook, OrderBook,
    PretendPhone, ReportJournal, RoomBook, Secrets, Spool, Stations, Subjects,
};
use callboard_kernel::{Clock, IdGen};
use callboard_telephony::ports::{AccountCheck, BrowserPhones, OutboundCalls, Webhooks};
use std::sync::Arc;

/// What the use cases need.
#[expect(missing_docs, reason = "each field is the port of its type, which says what it is for")]
pub struct SwitchboardPorts {
    pub lines: Arc<dyn LineBook>,
    pub stations: Arc<dyn Stations>,
    pub directory: Arc<dyn HookDirectory>,
    pub journal: Arc<dyn ReportJournal>,
    pub conversations: Arc<dyn Conversations>,
    pub orders: Arc<dyn OrderBook>,
    pub rooms: Arc<dyn RoomBook>,
    pub spool: Arc<dyn Spool>,
    pub hours: Arc<dyn DeskHours>,
    pub blocked: Arc<dyn CallerList>,
    pub subjects: Arc<dyn Subjects>,
    pub gate: Arc<dyn CallGate>,
    pub carrier: Arc<dyn Carrier>,
    pub secrets: Arc<dyn Secrets>,
    pub calls: Arc<dyn OutboundCalls>,
    pub browsers: Arc<dyn BrowserPhones>,
    pub webhooks: Arc<dyn Webhooks>,
    pub checks: Arc<dyn AccountCheck>,
    pub pretend: Arc<dyn PretendPhone>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn IdGen>,
}

/// The use cases of the switchboard.
pub struct Switchboard {
    ports: SwitchboardPorts,
    desks: Desks,
}

impl Switchboard {
    /// Over the given ports.
    pub fn new(ports: SwitchboardPorts) -> Self {
        Self { ports, desks: Desks::default() }
    }
}
