//! Which telephone company sends the texts of a workspace, and from which numbers it may.

use super::carriers::{Carriers, TWILIO};
use async_trait::async_trait;
use callboard_adapter_twilio::Twilio;
use callboard_kernel::{MessageId, Phone, PortError, Scope, Timestamp};
use callboard_simulator::{PROVIDER as SIMULATOR, Texting};
use callboard_switchboard::{Switchboard, model::Texting as Registration, ports::Carrier};
use callboard_telephony::{
    ListedMessage, NewMessage, RefusalCause, Sender, SentMessage, TelephonyError, ports::Messages,
};
use callboard_workflows::TextRoute;
use std::sync::Arc;

/// Sends through the company that the workspace has, from numbers that are registered for business texts alone.
pub struct TextCarriers {
    carriers: Arc<Carriers>,
    simulator: Arc<Texting>,
    twilio: Option<Twilio>,
    switchboard: Arc<Switchboard>,
}

impl TextCarriers {
    /// Over the companies that there are.
    pub const fn new(
        carriers: Arc<Carriers>,
        simulator: Arc<Texting>,
        twilio: Option<Twilio>,
        switchboard: Arc<Switchboard>,
    ) -> Self {
        Self { carriers, simulator, twilio, switchboard }
    }

    async fn provider(&self, scope: &Scope) -> Result<&dyn Messages, TelephonyError> {
        match (self.carriers.provider(scope).await?, &self.twilio) {
            (Some(SIMULATOR), _) => Ok(&*self.simulator),
            (Some(TWILIO), Some(twilio)) => Ok(twilio),
            _ => Err(TelephonyError::refused(RefusalCause::Credentials)),
        }
    }

    /// Until its registration is through, a number sends nothing: carriers drop such texts, and fine their sender.
    async fn check_sender(&self, scope: &Scope, sender: &Sender) -> Result<(), TelephonyError> {
        let Sender::Number(number) = sender else { return Ok(()) };
        let lines = self.switchboard.lines(scope).await;
        let lines = lines.map_err(|error| PortError::broken("texts.check_sender", error))?;
        let line = lines.iter().map(|loaded| loaded.value.snapshot());
        match line.into_iter().find(|line| line.number == *number) {
            None => Err(TelephonyError::refused(RefusalCause::SenderNotOurs)),
            Some(line) if line.texting != Registration::Registered => {
                Err(TelephonyError::refused(RefusalCause::SenderNotRegistered))
            }
            Some(_) => Ok(()),
        }
    }
}

#[async_trait]
impl TextRoute for TextCarriers {
    async fn prepared(
        &self,
        scope: &Scope,
        id: MessageId,
        mut order: NewMessage,
    ) -> Result<NewMessage, TelephonyError> {
        self.check_sender(scope, order.from()).await?;
        let addresses = self.switchboard.addresses(scope).await;
        let addresses = addresses.map_err(|error| PortError::broken("texts.prepared", error))?;
        order.report_to = addresses.map(|(_, hooks)| hooks.message_status(id.uuid()));
        Ok(order)
    }
}

#[async_trait]
impl Messages for TextCarriers {
    async fn send(
        &self,
        scope: &Scope,
        message: &NewMessage,
    ) -> Result<SentMessage, TelephonyError> {
        self.provider(scope).await?.send(scope, message).await
    }

    async fn sent_to(
        &self,
        scope: &Scope,
        to: &Phone,
        since: Timestamp,
    ) -> Result<Vec<ListedMessage>, TelephonyError> {
        self.provider(scope).await?.sent_to(scope, to, since).await
    }
}
