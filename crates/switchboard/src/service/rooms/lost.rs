//! Guests of whose end no report came. The report can be lost for good, and whoever is on hold would wait for them for ever.

use super::super::{Switchboard, receive::on_behalf_of};
use crate::{
    CallHeard, SwitchboardError,
    model::Leg,
    ports::{LegName, LegReport},
};
use callboard_kernel::{Scope, WorkspaceId};
use callboard_telephony::{CallProgress, CallStatus, TelephonyError};
use time::Duration;

/// No telephone is rung so long, and no report takes so long to come.
const LOST_AFTER: Duration = Duration::minutes(2);
/// Guests who are given up at one look.
const AT_ONCE: u32 = 100;

impl Switchboard {
    /// Gives up who was asked into a call long ago and neither came nor ended. Answers what became of the calls. One that fails is
    /// reported, does not keep the others, and has its turn again.
    pub async fn give_up_lost_guests(
        &self,
    ) -> Result<Vec<(WorkspaceId, CallHeard)>, SwitchboardError> {
        let before = self.ports.clock.now() - LOST_AFTER;
        let mut calls = Vec::new();
        for (workspace, leg) in self.ports.conversations.asked_before(before, AT_ONCE).await? {
            match self.give_up(&on_behalf_of(workspace), &leg).await {
                Ok(call) => calls.extend(call.map(|call| (workspace, call))),
                Err(error) => tracing::error!(
                    workspace.id = %workspace, error = &error as &dyn std::error::Error,
                    "a guest of whose end no report came was not given up"
                ),
            }
        }
        Ok(calls)
    }

    /// Answers nothing when he came, or his end was reported, meanwhile.
    async fn give_up(
        &self,
        scope: &Scope,
        name: &LegName,
    ) -> Result<Option<CallHeard>, SwitchboardError> {
        let LegName { provider, first, id } = name;
        let known = self.ports.conversations.get(scope, provider, first).await?;
        let leg = known.and_then(|known| known.legs.into_iter().find(|leg| leg.id == *id));
        let Some(leg) = leg.filter(Leg::is_asked) else { return Ok(None) };
        if self.ports.carrier.provider(scope).await? == Some(provider.as_str()) {
            // He may be listening to what he is asked, and never press a key.
            match self.ports.calls.hang_up(scope, id).await {
                Ok(()) | Err(TelephonyError::Unknown { .. } | TelephonyError::Refused(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let at = self.ports.clock.now();
        let leg = Leg { progress: CallProgress::of(CallStatus::NoAnswer, Some(at)), ..leg };
        let report = LegReport { provider: provider.clone(), leg };
        let conversation = self.ports.conversations.merge(scope, &report).await?;
        self.heard_of(scope, provider, at, first.clone(), &conversation).await.map(Some)
    }
}
