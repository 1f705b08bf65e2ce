//! Guests of whose end no report came. The report can be lost for good, and whoever is on hold would wait for them for ever.

use super::super::{Switchboard, take_in::dated};
use crate::{
    CallHeard, SwitchboardError,
    model::{Leg, Room},
    ports::{LegName, LegReport},
};
use callboard_kernel::{Scope, Timestamp, WorkspaceId};
use callboard_telephony::{CallProgress, CallStatus, RefusalCause};
use time::Duration;

/// No telephone is rung so long.
const LOST_AFTER: Duration = Duration::minutes(2);
/// Whoever was rung so long ago is gone, also when the telephone company does not say what became of him.
const GONE_AFTER: Duration = Duration::minutes(15);
/// Guests who are looked at in one go.
const AT_ONCE: u32 = 20;

/// A guest who is being given up.
#[derive(Clone, PartialEq, Debug)]
pub struct LostGuest {
    heard: CallHeard,
    report: LegReport,
}

impl LostGuest {
    /// What became of his call.
    pub const fn heard(&self) -> &CallHeard {
        &self.heard
    }
}

impl Switchboard {
    /// Legs of guests who were rung long ago and of whom nothing was heard since, in all workspaces.
    pub async fn lost_guests(&self) -> Result<Vec<(WorkspaceId, LegName)>, SwitchboardError> {
        let before = self.ports.clock.now() - LOST_AFTER;
        Ok(self.ports.conversations.asked_before(before, AT_ONCE).await?)
    }

    /// Does for the call what the lost report would have done; nothing when he came, or was heard of meanwhile. It may be done again,
    /// and is until [`Self::settle_lost_guest`].
    pub async fn give_up_guest(
        &self,
        scope: &Scope,
        name: &LegName,
    ) -> Result<Option<LostGuest>, SwitchboardError> {
        let LegName { provider, first, id } = name;
        let known = self.ports.conversations.get(scope, provider, first).await?;
        let Some(mut conversation) = known else { return Ok(None) };
        let legs = &mut conversation.legs;
        let Some(leg) = legs.iter_mut().find(|leg| leg.id == *id && leg.is_asked()) else {
            return Ok(None);
        };
        let at = self.ports.clock.now();
        let Some(progress) = self.became_of(scope, provider, leg, at).await? else {
            return Ok(None);
        };
        leg.progress = leg.progress.merge(progress);
        let report = LegReport { provider: provider.clone(), leg: leg.clone() };
        let heard = self.heard_of(scope, provider, at, first.clone(), &conversation).await?;
        Ok(Some(LostGuest { heard, report }))
    }

    /// Writes that he did not come, after everything that follows from it was done.
    pub async fn settle_lost_guest(
        &self,
        scope: &Scope,
        guest: &LostGuest,
    ) -> Result<(), SwitchboardError> {
        let LegReport { provider, leg } = &guest.report;
        self.ports.conversations.merge(scope, &guest.report).await?;
        let room = self.ports.rooms.of(scope, provider, &leg.first).await?;
        match room.filter(|room| Room::is_open(&room.value)) {
            // Whoever looked meanwhile saw him rung.
            Some(room) => self.touch_room(scope, &room, self.ports.clock.now()).await,
            None => Ok(()),
        }
    }

    /// How his leg ended; nothing while he is at it.
    async fn became_of(
        &self,
        scope: &Scope,
        provider: &str,
        leg: &Leg,
        at: Timestamp,
    ) -> Result<Option<CallProgress>, SwitchboardError> {
        let gone = CallProgress::of(CallStatus::NoAnswer, Some(at));
        if self.ports.carrier.provider(scope).await? != Some(provider) {
            return Ok(Some(gone));
        }
        let told = match self.ports.calls.progress(scope, &leg.id).await {
            Ok(told) if told.status.has_ended() => return Ok(Some(dated(told, at))),
            // He picked up, and the report that he came in is late.
            Ok(told) if told.status == CallStatus::InProgress => return Ok(None),
            Ok(_) => self.ports.calls.hang_up(scope, &leg.id).await,
            Err(error) if error.cause() == Some(RefusalCause::NotFound) => Ok(()),
            Err(error) => Err(error),
        };
        let is_gone = leg.guest.is_none_or(|guest| at - guest.asked_at > GONE_AFTER);
        match told {
            Err(error) if !is_gone => Err(error.into()),
            Err(_) | Ok(()) => Ok(Some(gone)),
        }
    }
}
