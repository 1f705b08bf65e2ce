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

/// Which telephone company each workspace has.
pub(super) fn carriers(opened: &Opened, exchange: &Arc<Exchange>) -> Arc<Carriers> {
    Arc::new(Carriers::new(
        exchange.clone(),
        opened.twilio.clone(),
        opened.stores.demo_traffic.clone(),
        &opened.hooks_origin,
    ))
}

pub(super) fn switchboard(
    opened: &Opened,
    exchange: &Arc<Exchange>,
    carriers: Arc<Carriers>,
    consents: &Arc<Consents>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGen>,
) -> Switchboard {
    let stores = &opened.stores;
    Switchboard::new(SwitchboardPorts {
        lines: stores.lines.clone(),
        stations: stores.stations.clone(),
        directory: stores.hook_addresses.clone(),
        journal: Arc::new(PatientJournal(stores.report_journal.clone())),
        conversations: stores.phone_conversations.clone(),
        orders: stores.call_orders.clone(),
        spool: Arc::new(FileSpool::new(opened.spool.clone())),
        hours: Arc::new(DeskHoursBridge::new(stores.rule_book.clone())),
        blocked: Arc::new(CallerListBridge::new(consents.clone())),
        subjects: Arc::new(CallSubjectsBridge::new(stores.calls.clone())),
        gate: Arc::new(CallGateBridge::new(consents.clone())),
        carrier: carriers.clone(),
        secrets: Arc::new(RandomSecrets),
        calls: carriers.clone(),
        browsers: carriers.clone(),
        webhooks: carriers,
        pretend: exchange.clone(),
        clock,
        ids,
    })
}
