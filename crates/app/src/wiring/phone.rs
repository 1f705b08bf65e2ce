//! The switchboard over the telephone company of each workspace.

use super::Opened;
use crate::telephony::{Carriers, FileSpool, PatientJournal, RandomSecrets};
use callboard_consent::Consents;
use callboard_kernel::{Clock, IdGen};
use callboard_simulator::Exchange;
use callboard_switchboard::{Switchboard, SwitchboardPorts};
use callboard_workflows::bridges::{
    CallGateBridge, CallSubjectsBridge, CallerListBridge, DeskHoursBridge,
};
use std::sync::Arc;

/// The telephone of a process.
pub(super) struct Phone {
    /// The pretend telephone company.
    pub(super) exchange: Arc<Exchange>,
    /// Which telephone company each workspace has.
    pub(super) carriers: Arc<Carriers>,
    /// The switchboard over them.
    pub(super) switchboard: Arc<Switchboard>,
}

pub(super) fn phone(
    opened: &Opened,
    consents: &Arc<Consents>,
    clock: &Arc<dyn Clock>,
    ids: &Arc<dyn IdGen>,
) -> Phone {
    let exchange = Arc::new(Exchange::new(clock.clone(), ids.clone()));
    let carriers = Arc::new(Carriers::new(
        exchange.clone(),
        opened.twilio.clone(),
        opened.stores.demo_traffic.clone(),
        &opened.hooks_origin,
    ));
    let ports = ports(opened, &exchange, carriers.clone(), consents, clock, ids);
    let switchboard = Arc::new(Switchboard::new(ports));
    exchange.reports_to(&switchboard);
    Phone { exchange, carriers, switchboard }
}

fn ports(
    opened: &Opened,
    exchange: &Arc<Exchange>,
    carriers: Arc<Carriers>,
    consents: &Arc<Consents>,
    clock: &Arc<dyn Clock>,
    ids: &Arc<dyn IdGen>,
) -> SwitchboardPorts {
    let stores = &opened.stores;
    SwitchboardPorts {
        lines: stores.lines.clone(),
        stations: stores.stations.clone(),
        directory: stores.hook_addresses.clone(),
        journal: Arc::new(PatientJournal(stores.report_journal.clone())),
        conversations: stores.phone_conversations.clone(),
        orders: stores.call_orders.clone(),
        rooms: stores.call_rooms.clone(),
        spool: Arc::new(FileSpool::new(opened.spool.clone())),
        hours: Arc::new(DeskHoursBridge::new(stores.rule_book.clone())),
        blocked: Arc::new(CallerListBridge::new(consents.clone())),
        subjects: Arc::new(CallSubjectsBridge::new(stores.calls.clone())),
        gate: Arc::new(CallGateBridge::new(consents.clone())),
        carrier: carriers.clone(),
        secrets: Arc::new(RandomSecrets),
        calls: carriers.clone(),
        browsers: carriers.clone(),
        webhooks: carriers.clone(),
        checks: carriers,
        pretend: exchange.clone(),
        clock: clock.clone(),
        ids: ids.clone(),
    }
}
