//! The escalation of emergencies: queued by the call itself, sent and taken by what happens around it.

use super::Calls;
use crate::{error::CallError, model::Call};
use callboard_kernel::{CallId, Cause, Loaded, MemberId, Permission, Scope};

impl Calls {
    /// Takes an emergency: nobody is told of it any more. The second one who does gets the call as it is.
    pub async fn acknowledge(&self, scope: &Scope, id: CallId) -> Result<Loaded<Call>, CallError> {
        scope.require(Permission::WorkCalls)?;
        let by = scope.member();
        self.change(scope, id, None, |call, now| call.acknowledge(by, now)).await
    }

    /// Whoever takes a call into his hands takes its emergency; calls without one stay as they are.
    pub(super) async fn acknowledge_by_claim(
        &self,
        scope: &Scope,
        id: CallId,
    ) -> Result<Loaded<Call>, CallError> {
        let by = scope.member();
        self.change(scope, id, None, |call, now| {
            if call.is_escalating() { call.acknowledge(by, now) } else { Ok(None) }
        })
        .await
    }

    /// The callback of an emergency was given to somebody.
    pub async fn emergency_taken(
        &self,
        scope: &Scope,
        id: CallId,
        by: MemberId,
        cause: Cause,
        depth: u8,
    ) -> Result<(), CallError> {
        scope.require(Permission::WorkCalls)?;
        self.change_because(scope, id, None, Some((cause, depth)), |call, now| {
            if call.is_escalating() { call.acknowledge(Some(by), now) } else { Ok(None) }
        })
        .await
        .map(drop)
    }

    /// The people on duty were told of an emergency.
    pub async fn escalation_sent(
        &self,
        scope: &Scope,
        id: CallId,
        cause: Cause,
        depth: u8,
    ) -> Result<(), CallError> {
        scope.require(Permission::WorkCalls)?;
        self.change_because(scope, id, None, Some((cause, depth)), |call, now| {
            Ok(call.escalation_sent(now))
        })
        .await
        .map(drop)
    }

    /// A repeat of a missed call turned out to be an emergency, so its first call is one.
    pub async fn escalate_incident(
        &self,
        scope: &Scope,
        first: CallId,
        cause: Cause,
        depth: u8,
    ) -> Result<(), CallError> {
        scope.require(Permission::WorkCalls)?;
        self.change_because(scope, first, None, Some((cause, depth)), |call, now| {
            Ok(call.escalate("a repeat of it was an emergency", now))
        })
        .await
        .map(drop)
    }
}
