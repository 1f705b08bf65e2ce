//! Sending the mail that waits. `sending` is committed before anything is said to a carrier; what broke off there is settled
//! by a person, unless the carrier takes the same mail twice as one. The loop around it, its pauses and its stop live in the
//! composition root.

use crate::{
    acting::acting_as,
    ports::{MailCarrier, MailClaim, MailEnd, MailQueue, MailSendError},
};
use callboard_kernel::{Clock, PortError};
use std::{sync::Arc, time::Instant};
use time::Duration;
use uuid::Uuid;

/// How long a claimed mail belongs to its worker.
const LEASE: Duration = Duration::seconds(20);
/// How long nobody touches a mail that is being sent: longer than any carrier takes to answer.
const SETTLE: Duration = Duration::minutes(2);
/// The first wait between two attempts.
const FIRST_WAIT: Duration = Duration::seconds(15);
/// The longest wait between two attempts.
const LONGEST_WAIT: Duration = Duration::minutes(30);
/// What mail tells is worth nothing any more after this time.
pub(crate) const STALE: Duration = Duration::days(3);
/// Name of the actor.
const NAME: &str = "mail_sender";

/// What the sender works with.
#[expect(missing_docs, reason = "the types say it")]
pub struct MailSenderPorts {
    pub queue: Arc<dyn MailQueue>,
    pub carrier: Arc<dyn MailCarrier>,
    pub clock: Arc<dyn Clock>,
}

/// Sends mail.
pub struct MailSender {
    ports: MailSenderPorts,
    owner: Uuid,
}

/// What one round did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct MailRound {
    /// Mails that were claimed.
    pub claimed: u32,
    /// Of these, the carrier has.
    pub sent: u32,
    /// Of these, will not be sent.
    pub failed: u32,
    /// Of these, wait for another time.
    pub waiting: u32,
    /// Of these, a person must settle.
    pub unknown: u32,
    /// Of these, left as they are: handed back, or somebody else has them.
    pub left: u32,
}

impl MailRound {
    fn count(&mut self, end: Option<&MailEnd>) {
        *match end {
            Some(MailEnd::Sent) => &mut self.sent,
            Some(MailEnd::Failed(_)) => &mut self.failed,
            Some(MailEnd::Again { .. }) => &mut self.waiting,
            Some(MailEnd::Unknown(_)) => &mut self.unknown,
            None => &mut self.left,
        } += 1;
    }
}

impl MailSender {
    /// A sender under a random id of its process.
    pub const fn new(ports: MailSenderPorts, owner: Uuid) -> Self {
        Self { ports, owner }
    }

    /// Claims up to `batch` mails and sends them one after the other, then settles those whose sending nobody knows the end
    /// of. What cannot be begun within half the lease, or before the process stops, is handed back.
    pub async fn run_once(
        &self,
        batch: u32,
        is_stopping: &(dyn Fn() -> bool + Send + Sync),
    ) -> Result<MailRound, PortError> {
        let began = Instant::now();
        let mut round = MailRound::default();
        for claim in self.ports.queue.claim(self.owner, batch, LEASE).await? {
            round.claimed += 1;
            if is_stopping() || began.elapsed() > LEASE / 2 {
                let scope = acting_as(NAME, claim.workspace);
                self.ports.queue.hand_back(&scope, &claim).await?;
                round.count(None);
            } else {
                round.count(self.send(&claim).await?.as_ref());
            }
        }
        if is_stopping() {
            return Ok(round);
        }
        for claim in self.ports.queue.claim_unsettled(self.owner, batch, LEASE).await? {
            round.claimed += 1;
            round.count(self.settle(&claim).await?.as_ref());
        }
        Ok(round)
    }

    /// Writes down that it is being sent, sends, writes down what came of it. `None` when somebody else has it.
    async fn send(&self, claim: &MailClaim) -> Result<Option<MailEnd>, PortError> {
        if self.ports.clock.now() - claim.written_at > STALE {
            return self.end(claim, MailEnd::Failed("too old to be of use".to_owned())).await;
        }
        let scope = acting_as(NAME, claim.workspace);
        let Some(mail) = self.ports.queue.mark_sending(&scope, claim, SETTLE).await? else {
            return Ok(None);
        };
        let end = match self.ports.carrier.send(&mail).await {
            Ok(()) => MailEnd::Sent,
            Err(MailSendError::Refused(reason)) => MailEnd::Failed(reason),
            Err(MailSendError::Busy(reason)) => {
                MailEnd::Again { reason, wait: wait_after(claim.attempt) }
            }
            Err(MailSendError::Unknown(reason)) => self.broken_off(claim, reason),
        };
        self.end(claim, end).await
    }

    /// A mail whose sender died, or could not write down what came of it.
    async fn settle(&self, claim: &MailClaim) -> Result<Option<MailEnd>, PortError> {
        let reason = "its sender did not come back".to_owned();
        self.end(claim, self.broken_off(claim, reason)).await
    }

    fn broken_off(&self, claim: &MailClaim, reason: String) -> MailEnd {
        if self.ports.carrier.may_repeat() {
            MailEnd::Again { reason, wait: wait_after(claim.attempt) }
        } else {
            MailEnd::Unknown(reason)
        }
    }

    async fn end(&self, claim: &MailClaim, end: MailEnd) -> Result<Option<MailEnd>, PortError> {
        let scope = acting_as(NAME, claim.workspace);
        let (workspace, mail) = (claim.workspace, claim.id);
        let now = self.ports.clock.now();
        if !self.ports.queue.finish(&scope, claim, end.clone(), now).await? {
            return Ok(None);
        }
        match &end {
            MailEnd::Sent => {}
            MailEnd::Again { reason, .. } => {
                tracing::warn!(workspace.id = %workspace, mail.id = %mail, reason, "a mail is tried again later");
            }
            MailEnd::Failed(reason) => {
                tracing::error!(workspace.id = %workspace, mail.id = %mail, reason, "a mail is not sent");
            }
            MailEnd::Unknown(reason) => {
                tracing::error!(workspace.id = %workspace, mail.id = %mail, reason, "nobody can tell whether a mail went out");
            }
        }
        Ok(Some(end))
    }
}

/// Doubles from a quarter of a minute to half an hour. Age alone ends the attempts.
fn wait_after(attempt: u32) -> Duration {
    let doubled = FIRST_WAIT * 2_i32.pow(attempt.clamp(1, 10) - 1);
    doubled.min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_have_an_end() {
        let waits: Vec<i64> = [0, 1, 2, 3, 8, 9, 400].map(|n| wait_after(n).whole_seconds()).into();
        assert_eq!(waits, [15, 15, 30, 60, 1800, 1800, 1800]);
    }
}
