//! Which telephone company sends the texts of a workspace, and from which numbers it may.

use super::carriers::{Carriers, TWILIO};
use async_trait::async_trait;
use callboard_adapter_twilio::Twilio;
use callboard_kernel::{Phone, PortError, Scope, Timestamp};
use callboard_simulator::{PROVIDER as SIMULATOR, Texting};
use callboard_switchboard::{Switchboard, model::Texting as Registration, ports::Carrier};
use callboard_telephony::{
    ListedMessage, NewMessage, RefusalCause, Sender, SentMessage, TelephonyError, ports::Messages,
};
use std::sync::Arc;
use uuid::Uuid;

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

    /// The same message, reported to the secret address of the workspace, with our own id in it.
    async fn reported(
        &self,
        scope: &Scope,
        message: &NewMessage,
    ) -> Result<NewMessage, TelephonyError> {
        let mut message = message.clone();
        let order = message.report_to.as_ref().and_then(|link| link.as_str().split_once("?o="));
        let order = order.and_then(|(_, order)| Uuid::try_parse(order).ok());
        let addresses = self.switchboard.addresses(scope).await;
        let addresses = addresses.map_err(|error| PortError::broken("texts.reported", error))?;
        message.report_to =
            addresses.zip(order).map(|((_, hooks), order)| hooks.message_status(order));
        Ok(message)
    }
}

#[async_trait]
impl Messages for TextCarriers {
    async fn send(
        &self,
        scope: &Scope,
        message: &NewMessage,
    ) -> Result<SentMessage, TelephonyError> {
        let provider = self.provider(scope).await?;
        self.check_sender(scope, message.from()).await?;
        if self.carriers.provider(scope).await? == Some(TWILIO) {
            return provider.send(scope, &self.reported(scope, message).await?).await;
        }
        provider.send(scope, message).await
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
