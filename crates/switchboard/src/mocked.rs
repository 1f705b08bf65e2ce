//! A switchboard for tests of others: nobody is expected to ask it anything.

use crate::{
    SwitchboardPorts,
    ports::{
        MockCallGate, MockCallerList, MockCarrier, MockConversations, MockDeskHours,
        MockHookDirectory, MockLineBook, MockOrderBook, MockPretendPhone, MockReportJournal,
        MockRoomBook, MockSecrets, MockSpool, MockStations, MockSubjects,
    },
};
use callboard_kernel::{Clock, IdGen};
use callboard_telephony::ports::{
    MockAccountCheck, MockBrowserPhones, MockOutboundCalls, MockWebhooks,
};
use std::sync::Arc;

impl SwitchboardPorts {
    /// Ports none of which expects anything.
    pub fn mocked(clock: Arc<dyn Clock>, ids: Arc<dyn IdGen>) -> Self {
        Self {
            lines: Arc::new(MockLineBook::new()),
            stations: Arc::new(MockStations::new()),
            directory: Arc::new(MockHookDirectory::new()),
            journal: Arc::new(MockReportJournal::new()),
            conversations: Arc::new(MockConversations::new()),
            orders: Arc::new(MockOrderBook::new()),
            rooms: Arc::new(MockRoomBook::new()),
            spool: Arc::new(MockSpool::new()),
            hours: Arc::new(MockDeskHours::new()),
            blocked: Arc::new(MockCallerList::new()),
            subjects: Arc::new(MockSubjects::new()),
            gate: Arc::new(MockCallGate::new()),
            carrier: Arc::new(MockCarrier::new()),
            secrets: Arc::new(MockSecrets::new()),
            calls: Arc::new(MockOutboundCalls::new()),
            browsers: Arc::new(MockBrowserPhones::new()),
            webhooks: Arc::new(MockWebhooks::new()),
            checks: Arc::new(MockAccountCheck::new()),
            pretend: Arc::new(MockPretendPhone::new()),
            clock,
            ids,
        }
    }
}
