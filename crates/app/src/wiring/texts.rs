//! Who sends texts, and who hears what becomes of them: the one place that chooses the telephone company.

use super::Opened;
use async_trait::async_trait;
use callboard_adapter_sql::Stores;
use callboard_kernel::{Clock, IdGen, Scope};
use callboard_messaging::{Messaging, MessagingError, MessagingPorts};
use callboard_simulator::{TextReports, Texting};
use callboard_telephony::{Link, MessageProgressed, MessageReceived, ports::Messages};
use callboard_workflows::{
    ReportTo, TextSender, TextSenderPorts,
    bridges::{CompanyBridge, ContactGateBridge, PartiesBridge, StaffBridge},
};
use std::sync::Arc;

/// Seed of the town in which the pretend company works.
const TOWN_SEED: u64 = 7;

/// Everything about texts.
pub(super) struct Texts {
    pub(super) messaging: Arc<Messaging>,
    pub(super) sender: Arc<TextSender>,
    pub(super) pretended: Arc<Texting>,
}

pub(super) fn texts(opened: &Opened, clock: &Arc<dyn Clock>, ids: &Arc<dyn IdGen>) -> Texts {
    let stores = &opened.stores;
    let gate = Arc::new(ContactGateBridge::new(stores.customers.clone()));
    let messaging = Arc::new(Messaging::new(ports(stores, gate.clone(), clock, ids)));
    let pretended = Arc::new(Texting::new(
        stores.pretend_texts.clone(),
        Arc::new(Straight(messaging.clone())),
        clock.clone(),
        ids.clone(),
        TOWN_SEED,
    ));
    let provider: Arc<dyn Messages> = pretended.clone();
    let report_to: ReportTo =
        Arc::new(|_, id| Link::parse(&format!("https://texts.invalid/reports?o={id}")).ok());
    let sender = Arc::new(TextSender::new(
        TextSenderPorts {
            queue: stores.send_queue.clone(),
            gate,
            messaging: messaging.clone(),
            provider,
            report_to,
            clock: clock.clone(),
        },
        ids.next(),
    ));
    Texts { messaging, sender, pretended }
}

fn ports(
    stores: &Stores,
    gate: Arc<ContactGateBridge>,
    clock: &Arc<dyn Clock>,
    ids: &Arc<dyn IdGen>,
) -> MessagingPorts {
    MessagingPorts {
        templates: stores.message_templates.clone(),
        messages: stores.messages.clone(),
        conversations: stores.conversations.clone(),
        board: stores.messaging_board.clone(),
        settings: stores.text_settings.clone(),
        gate,
        parties: Arc::new(PartiesBridge::new(stores.calls.clone(), stores.customers.clone())),
        company: Arc::new(CompanyBridge::new(stores.workspaces.clone(), stores.rule_book.clone())),
        staff: Arc::new(StaffBridge::new(stores.members.clone())),
        clock: clock.clone(),
        ids: ids.clone(),
    }
}

/// Hands the reports of the pretend company straight to the use cases.
struct Straight(Arc<Messaging>);

#[async_trait]
impl TextReports for Straight {
    async fn received(
        &self,
        scope: &Scope,
        received: &MessageReceived,
    ) -> Result<(), MessagingError> {
        self.0.received(scope, received).await.map(drop)
    }

    async fn progressed(
        &self,
        scope: &Scope,
        progressed: &MessageProgressed,
    ) -> Result<(), MessagingError> {
        self.0.progressed(scope, progressed).await.map(drop)
    }
}
