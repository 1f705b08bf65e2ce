//! Who is on duty, and the browser as a telephone.

use super::Switchboard;
use crate::{
    SwitchboardError,
    model::{Presence, Station},
};
use callboard_kernel::{MemberId, Patch, Permission, Phone, Scope};
use callboard_telephony::{AccessToken, BrowserGrant, Incoming};

/// How long a key of a browser works, in seconds.
const KEY_LASTS_S: u32 = 3_600;

impl Switchboard {
    /// The own station.
    pub async fn station(&self, scope: &Scope) -> Result<Station, SwitchboardError> {
        scope.require(Permission::WorkCalls)?;
        let member = member(scope)?;
        Ok(self.ports.stations.of(scope, member).await?)
    }

    /// Goes on or off duty, and says where one is rung. What is absent stays; a cleared telephone rings no more.
    pub async fn set_station(
        &self,
        scope: &Scope,
        presence: Option<Presence>,
        phone: Patch<Phone>,
        in_browser: Option<bool>,
    ) -> Result<Station, SwitchboardError> {
        scope.require(Permission::WorkCalls)?;
        let member = member(scope)?;
        let at = self.ports.clock.now();
        let mut station = self.ports.stations.of(scope, member).await?;
        station.presence = presence.unwrap_or(station.presence);
        station.phone = match phone {
            Patch::Keep => station.phone,
            Patch::Clear => None,
            Patch::Set(phone) => Some(phone),
        };
        station.browser_seen_at = match in_browser {
            Some(true) => Some(at),
            Some(false) => None,
            None => station.browser_seen_at,
        };
        self.ports.stations.put(scope, &station, at).await?;
        self.desks.forget(scope.workspace());
        Ok(station)
    }

    /// The own browser is still there.
    pub async fn heartbeat(&self, scope: &Scope) -> Result<(), SwitchboardError> {
        scope.require(Permission::WorkCalls)?;
        Ok(self.ports.stations.seen(scope, member(scope)?, self.ports.clock.now()).await?)
    }

    /// A key with which the own browser is a telephone for an hour.
    pub async fn browser_key(&self, scope: &Scope) -> Result<AccessToken, SwitchboardError> {
        scope.require(Permission::WorkCalls)?;
        let identity = Station::identity(member(scope)?);
        let grant = BrowserGrant { identity, incoming: Incoming::Rings, valid_for_s: KEY_LASTS_S };
        Ok(self.ports.browsers.token(scope, &grant).await?)
    }

    /// Picks up a ringing leg of the pretend company, or the own one when one is rung into the call.
    pub async fn pick_up(&self, scope: &Scope, leg: &str) -> Result<(), SwitchboardError> {
        scope.require(Permission::WorkCalls)?;
        let me = member(scope)?;
        match self.asked_leg(scope, leg, me).await? {
            Some((leg, asked)) => Ok(self.ports.pretend.come_in(scope, &leg, &asked).await?),
            None => Ok(self.ports.pretend.pick_up(scope, leg, me).await?),
        }
    }

    /// Hangs up at the pretend company. Whoever has company in a room leaves it to the others.
    pub async fn put_down(&self, scope: &Scope, leg: &str) -> Result<(), SwitchboardError> {
        scope.require(Permission::WorkCalls)?;
        let mine = match scope.member() {
            Some(me) => self.leg_in_room(scope, leg, me).await?,
            None => None,
        };
        let leg = mine.as_deref().unwrap_or(leg);
        Ok(self.ports.pretend.put_down(scope, leg).await?)
    }

    /// The telephone company of the workspace; `None` when it has none.
    pub async fn provider(&self, scope: &Scope) -> Result<Option<&'static str>, SwitchboardError> {
        scope.require(Permission::ReadSettings)?;
        Ok(self.ports.carrier.provider(scope).await?)
    }
}

pub(super) fn member(scope: &Scope) -> Result<MemberId, SwitchboardError> {
    scope.member().ok_or(SwitchboardError::NotAMember)
}
