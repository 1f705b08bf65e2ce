//! A pretend telephone company for texts: it takes orders, moves them on after seconds, and lets residents answer.

mod character;

use crate::dice::Dice;
use async_trait::async_trait;
use callboard_kernel::{Clock, IdGen, Phone, PortError, Scope, Timestamp};
use callboard_messaging::{
    MessagingError,
    pretend::{PretendStage, PretendText, PretendTexts},
};
use callboard_telephony::{
    ListedMessage, MessageProgress, MessageProgressed, MessageReceived, MessageStatus, NewMessage,
    Party, Private, ProviderMessageId, Refusal, RefusalCause, Sender, SentMessage, TelephonyError,
    ports::Messages,
};
use character::{Answer, Fate};
use std::{error::Error, sync::Arc};
use time::Duration;

/// Texts that one tick moves on.
const AT_ONCE: u32 = 100;

/// Who hears of what the pretend company reports. The same report may come twice.
#[async_trait]
pub trait TextReports: Send + Sync {
    /// Somebody wrote to us.
    async fn received(
        &self,
        scope: &Scope,
        received: &MessageReceived,
    ) -> Result<(), MessagingError>;

    /// A text of ours has come further.
    async fn progressed(
        &self,
        scope: &Scope,
        progressed: &MessageProgressed,
    ) -> Result<(), MessagingError>;
}

/// Why a tick did not get through. It is tried again in a second.
#[derive(Debug, thiserror::Error)]
pub enum TextingError {
    /// The store of pretended texts failed.
    #[error(transparent)]
    Port(#[from] PortError),
    /// A report was not taken.
    #[error(transparent)]
    Report(#[from] MessagingError),
}

/// The pretend company. Only workspaces whose callers are pretended are its customers.
pub struct Texting {
    texts: Arc<dyn PretendTexts>,
    reports: Arc<dyn TextReports>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGen>,
    seed: u64,
}

impl Texting {
    /// A company in the town of a seed.
    pub fn new(
        texts: Arc<dyn PretendTexts>,
        reports: Arc<dyn TextReports>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdGen>,
        seed: u64,
    ) -> Self {
        Self { texts, reports, clock, ids, seed }
    }

    /// Moves on what has come to its time: sent, delivered or lost, answered. Answers how many.
    pub async fn tick(&self, scope: &Scope, now: Timestamp) -> Result<u32, TextingError> {
        let due = self.texts.due(scope, now, AT_ONCE).await?;
        let count = due.len() as u32;
        for text in due {
            self.go_on(scope, &text, now).await?;
        }
        Ok(count)
    }

    /// Reports first and notes it then: a report that comes twice is harmless, one that never comes is not.
    async fn go_on(
        &self,
        scope: &Scope,
        text: &PretendText,
        now: Timestamp,
    ) -> Result<(), TextingError> {
        let mut dice = Dice::new(self.seed, key_of(&text.order));
        let fate = Fate::of(self.seed, &text.to);
        let (stage, next_at) = match text.stage {
            PretendStage::Taken => {
                self.report(scope, text, MessageStatus::Sent, None).await?;
                (PretendStage::Sent, Some(now + Duration::seconds(dice.between(1, 4))))
            }
            PretendStage::Sent => {
                if let Some((cause, code)) = fate.loss() {
                    let refusal = Refusal { cause, code: Some(code) };
                    self.report(scope, text, MessageStatus::Undelivered, Some(refusal)).await?;
                    (PretendStage::Done, None)
                } else {
                    self.report(scope, text, MessageStatus::Delivered, None).await?;
                    let wait = Duration::seconds(dice.between(6, 45));
                    let answers = Answer::of(self.seed, text).is_some();
                    let stage = if answers { PretendStage::Delivered } else { PretendStage::Done };
                    (stage, answers.then(|| now + wait))
                }
            }
            PretendStage::Delivered => {
                self.answer(scope, text).await?;
                (PretendStage::Done, None)
            }
            PretendStage::Done => (PretendStage::Done, None),
        };
        Ok(self.texts.move_on(scope, text.id, stage, next_at).await?)
    }

    async fn report(
        &self,
        scope: &Scope,
        text: &PretendText,
        status: MessageStatus,
        failure: Option<Refusal>,
    ) -> Result<(), TextingError> {
        let progressed = MessageProgressed {
            message: id_of(text)?,
            to: Party::Phone(text.to.clone()),
            progress: MessageProgress::of(status, failure),
            at: None,
        };
        Ok(self.reports.progressed(scope, &progressed).await?)
    }

    async fn answer(&self, scope: &Scope, text: &PretendText) -> Result<(), TextingError> {
        let Some(answer) = Answer::of(self.seed, text) else { return Ok(()) };
        let received = MessageReceived {
            message: provider_id(&format!("{}R", text.id.simple()))?,
            from: Party::Phone(text.to.clone()),
            to: Party::Phone(text.from.clone()),
            pool: None,
            text: Private::new(answer.words),
            files: Vec::new(),
            keyword: answer.keyword,
            is_answered: false,
        };
        Ok(self.reports.received(scope, &received).await?)
    }
}

#[async_trait]
impl Messages for Texting {
    async fn send(
        &self,
        scope: &Scope,
        message: &NewMessage,
    ) -> Result<SentMessage, TelephonyError> {
        if !self.texts.is_pretended(scope).await? {
            return Err(TelephonyError::refused(RefusalCause::Credentials));
        }
        let Sender::Number(from) = message.from().clone() else {
            return Err(TelephonyError::refused(RefusalCause::SenderNotOurs));
        };
        let now = self.clock.now();
        let id = self.ids.next();
        // Whoever orders puts his own id into the address for reports.
        let order = message.report_to.as_ref().and_then(|link| link.as_str().split_once("?o="));
        let order = order.map_or_else(|| id.to_string(), |(_, order)| order.to_owned());
        let text = PretendText {
            id,
            order,
            to: message.to().clone(),
            from,
            body: message.text().expose().to_owned(),
            taken_at: now,
            stage: PretendStage::Taken,
            next_at: Some(now + Duration::seconds(1)),
        };
        // Whoever waits for the answer may have gone by the time that it is kept.
        let kept = self.texts.take(scope, text).await.map_err(unknown)?;
        let id = id_of(&kept).map_err(unknown)?;
        Ok(SentMessage { id, progress: MessageProgress::of(MessageStatus::Queued, None) })
    }

    async fn sent_to(
        &self,
        scope: &Scope,
        to: &Phone,
        since: Timestamp,
    ) -> Result<Vec<ListedMessage>, TelephonyError> {
        let kept = self.texts.sent_to(scope, to, since).await?;
        let listed = |text: PretendText| -> Result<ListedMessage, PortError> {
            Ok(ListedMessage {
                id: id_of(&text)?,
                progress: MessageProgress::of(status_of(text.stage), None),
                created_at: Some(text.taken_at),
                text: Private::new(text.body),
            })
        };
        Ok(kept.into_iter().map(listed).collect::<Result<_, _>>()?)
    }
}

const fn status_of(stage: PretendStage) -> MessageStatus {
    match stage {
        PretendStage::Taken => MessageStatus::Queued,
        PretendStage::Sent | PretendStage::Done => MessageStatus::Sent,
        PretendStage::Delivered => MessageStatus::Delivered,
    }
}

fn unknown(error: impl Error + Send + Sync + 'static) -> TelephonyError {
    TelephonyError::Unknown { code: None, source: Box::new(error) }
}

fn id_of(text: &PretendText) -> Result<ProviderMessageId, PortError> {
    provider_id(&text.id.simple().to_string())
}

fn provider_id(id: &str) -> Result<ProviderMessageId, PortError> {
    ProviderMessageId::parse(id).map_err(|error| PortError::broken("pretend_texts.id", error))
}

/// A number that follows from a text, so that its dice fall the same way each time (FNV-1a).
fn key_of(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
