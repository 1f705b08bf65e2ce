//! One round over the deliveries. The loop around it, its pauses and its stop live in the composition root.

use crate::{
    acting::acting_as,
    ports::{ClaimedDelivery, Deliveries},
    reactions::{Dispatcher, ReactionError, known_reactions},
};
use callboard_kernel::PortError;
use std::{sync::Arc, time::Instant};
use time::Duration;
use tracing::Instrument;
use uuid::Uuid;

/// How long a claimed delivery belongs to its worker.
pub const LEASE: Duration = Duration::seconds(20);

/// After so many attempts a delivery is dead.
pub const MAX_ATTEMPTS: u32 = 12;

/// The longest wait between two attempts.
const LONGEST_WAIT: Duration = Duration::minutes(5);

/// Works off deliveries.
pub struct DeliveryWorker {
    deliveries: Arc<dyn Deliveries>,
    dispatcher: Arc<dyn Dispatcher>,
    owner: Uuid,
    reactions: Vec<&'static str>,
}

/// What one round did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Round {
    /// Deliveries that were claimed.
    pub claimed: u32,
    /// Of these, worked.
    pub done: u32,
    /// Of these, to be tried again.
    pub retried: u32,
    /// Of these, given up.
    pub buried: u32,
    /// Of these, handed back because the lease would have ended, or taken by somebody else in between.
    pub lost: u32,
}

impl DeliveryWorker {
    /// A worker under a random id of its process.
    pub fn new(
        deliveries: Arc<dyn Deliveries>,
        dispatcher: Arc<dyn Dispatcher>,
        owner: Uuid,
    ) -> Self {
        Self { deliveries, dispatcher, owner, reactions: known_reactions() }
    }

    /// Claims up to `batch` deliveries and works them off one after the other, so that those of one workspace keep their
    /// order. What cannot be begun within half the lease is handed back.
    pub async fn run_once(&self, batch: u32) -> Result<Round, PortError> {
        let began = Instant::now();
        let claimed = self.deliveries.claim(self.owner, &self.reactions, batch, LEASE).await?;
        let mut round = Round { claimed: claimed.len() as u32, ..Round::default() };
        for delivery in claimed {
            if began.elapsed() > LEASE / 2 {
                let scope = acting_as(&delivery.reaction, delivery.event.workspace);
                self.deliveries.hand_back(&scope, &delivery).await?;
                round.lost += 1;
                continue;
            }
            self.work(&delivery, &mut round).await?;
        }
        Ok(round)
    }

    async fn work(&self, delivery: &ClaimedDelivery, round: &mut Round) -> Result<(), PortError> {
        let scope = acting_as(&delivery.reaction, delivery.event.workspace);
        let span = tracing::info_span!(
            "reaction",
            otel.name = %format_args!("reaction {}", delivery.reaction),
            workspace.id = %delivery.event.workspace,
            event.id = %delivery.event.id,
            attempt = delivery.attempt
        );
        let reacting = self.dispatcher.react(&delivery.event, &delivery.reaction);
        let (counted, kept) = match reacting.instrument(span).await {
            Ok(()) => (&mut round.done, self.deliveries.complete(&scope, delivery).await?),
            Err(ReactionError::Retry(why)) if delivery.attempt < MAX_ATTEMPTS => {
                tracing::info!(
                    workspace.id = %delivery.event.workspace, event.id = %delivery.event.id,
                    reaction = delivery.reaction, attempt = delivery.attempt, why,
                    "a reaction is tried again later"
                );
                let after = wait_after(delivery);
                let kept = self.deliveries.retry(&scope, delivery, after, &why).await?;
                (&mut round.retried, kept)
            }
            Err(ReactionError::Retry(why) | ReactionError::Dead(why)) => {
                tracing::error!(
                    workspace.id = %delivery.event.workspace, event.id = %delivery.event.id,
                    reaction = delivery.reaction, attempt = delivery.attempt, why,
                    "a reaction was given up; replay it once the reason is mended"
                );
                (&mut round.buried, self.deliveries.bury(&scope, delivery, &why).await?)
            }
        };
        if kept {
            *counted += 1;
        } else {
            round.lost += 1;
        }
        Ok(())
    }
}

/// Doubles from one second to five minutes; spread a little by the number of the event, so that what failed together does
/// not come back together.
fn wait_after(delivery: &ClaimedDelivery) -> Duration {
    let doubled = Duration::seconds(1 << delivery.attempt.saturating_sub(1).min(9));
    doubled.min(LONGEST_WAIT) + Duration::milliseconds(delivery.event.seq.rem_euclid(7) * 100)
}
