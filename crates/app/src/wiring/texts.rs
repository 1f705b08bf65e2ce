//! Who sends texts, and who hears what becomes of them: the one place that chooses the telephone company.

use super::{Opened, phone::Phone};
use crate::telephony::TextCarriers;
use async_trait::async_trait;
use callboard_adapter_sql::Stores;
use callboard_consent::Consents;
use callboard_kernel::{Clock, IdGen, PortError, Scope};
use callboard_messaging::{Messaging, MessagingError, MessagingPorts};
use callboard_simulator::{End, Exchange, Report, TextReports, Texting};
use callboard_telephony::{MessageProgressed, MessageReceived, Party};
use callboard_workflows::{
    TextSender, TextSenderPorts,
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

pub(super) fn texts(
    opened: &Opened,
    consents: &Arc<Consents>,
    phone: &Phone,
    clock: &Arc<dyn Clock>,
    ids: &Arc<dyn IdGen>,
) -> Texts {
    let stores = &opened.stores;
    let Phone { exchange, carriers, switchboard } = phone;
    let gate = Arc::new(ContactGateBridge::new(consents.clone()));
    let messaging = Arc::new(Messaging::new(ports(stores, gate.clone(), clock, ids)));
    let pretended = Arc::new(Texting::new(
        stores.pretend_texts.clone(),
        Arc::new(AtTheDoor(exchange.clone())),
        clock.clone(),
        ids.clone(),
        TOWN_SEED,
    ));
    let carriers = Arc::new(TextCarriers::new(
        carriers.clone(),
        pretended.clone(),
        opened.twilio.clone(),
        switchboard.clone(),
    ));
    let sender = Arc::new(TextSender::new(
        TextSenderPorts {
            queue: stores.send_queue.clone(),
            gate,
            messaging: messaging.clone(),
            provider: carriers.clone(),
            route: carriers,
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

/// Hands the reports of the pretend company in at the door at which a real one reports.
struct AtTheDoor(Arc<Exchange>);

impl AtTheDoor {
    async fn hand_in(&self, scope: &Scope, report: &Report) -> Result<(), MessagingError> {
        let told = self.0.tell(scope, report, None).await;
        told.map(drop).map_err(|error| PortError::broken("pretend_texts.report", error).into())
    }
}

fn end(party: &Party) -> End {
    party.phone().map_or(End::Withheld, End::number)
}

#[async_trait]
impl TextReports for AtTheDoor {
    async fn received(
        &self,
        scope: &Scope,
        received: &MessageReceived,
    ) -> Result<(), MessagingError> {
        let report = Report::Texted {
            message: received.message.as_str().to_owned(),
            from: end(&received.from),
            to: end(&received.to),
            text: received.text.expose().to_owned(),
            keyword: received.keyword,
        };
        self.hand_in(scope, &report).await
    }

    async fn progressed(
        &self,
        scope: &Scope,
        progressed: &MessageProgressed,
    ) -> Result<(), MessagingError> {
        let failure = progressed.progress.failure();
        let report = Report::TextMoved {
            message: progressed.message.as_str().to_owned(),
            to: end(&progressed.to),
            status: progressed.progress.status,
            cause: failure.map(|failure| failure.cause),
            code: failure.and_then(|failure| failure.code),
        };
        self.hand_in(scope, &report).await
    }
}
