//! A call in its room as members see it.

use super::{super::Switchboard, moving::Talk};
use crate::{
    SIMULATOR, SwitchboardError,
    model::{AskedInto, Entry, Leg, Room, Station},
    ports::AskedIn,
    service::stations::member,
};
use callboard_kernel::{CallId, MemberId, Permission, Scope, Timestamp, words};
use callboard_telephony::ProviderCallId;
use time::Duration;

/// Colleagues who are rung at once in one workspace, at most.
const MOST_ASKED: u32 = 100;
/// Whoever was asked so long ago is not rung any more, whatever is known of his leg.
const RINGS_FOR: Duration = Duration::seconds(90);

words! {
    /// How far one of us is in a call.
    pub enum PersonState {
        /// He is rung.
        Ringing = "ringing",
        /// He talks, or could.
        Joined = "joined",
        /// He was in it.
        Left = "left",
        /// He was rung and did not come.
        Unreached = "unreached",
    }
}

/// One of us in a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Person {
    /// Who.
    pub member: MemberId,
    /// How far.
    pub state: PersonState,
    /// Whether it is who asks.
    pub is_me: bool,
}

/// A call in its room, or before it has one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoomNow {
    /// Since when whoever is outside waits.
    pub held_since: Option<Timestamp>,
    /// To whom it is being passed on.
    pub transfer_to: Option<MemberId>,
    /// Whether who asks talks in it.
    pub may_steer: bool,
    /// Our people in it.
    pub people: Vec<Person>,
}

/// A call into which a member is being rung.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invitation {
    /// The call.
    pub call: CallId,
    /// Who asked.
    pub asked_by: MemberId,
    /// Whether he is to take it over.
    pub takes_over: bool,
    /// Since when he is rung.
    pub since: Timestamp,
}

impl Switchboard {
    /// How a call stands that goes on.
    pub async fn room(&self, scope: &Scope, call: CallId) -> Result<RoomNow, SwitchboardError> {
        scope.require(Permission::WorkCalls)?;
        let me = member(scope)?;
        let talk = self.talk(scope, call).await?;
        if !talk.goes_on(self.ports.clock.now()) {
            return Err(SwitchboardError::NoSuchCall);
        }
        self.shown(scope, &talk, me).await
    }

    /// The calls into which the member is being rung.
    pub async fn invitations(&self, scope: &Scope) -> Result<Vec<Invitation>, SwitchboardError> {
        scope.require(Permission::WorkCalls)?;
        let me = member(scope)?;
        let now = self.ports.clock.now();
        let mut found = Vec::new();
        let since = now - RINGS_FOR;
        for asked in self.ports.conversations.asked_in(scope, since, MOST_ASKED).await? {
            let mine = asked.leg.guest.filter(|_| asked.leg.member == Some(me));
            let Some(guest) = mine else { continue };
            let room = self.ports.rooms.of(scope, &asked.provider, &asked.leg.first).await?;
            let Some(room) = room.map(|loaded| loaded.value).filter(Room::is_open) else {
                continue;
            };
            let room = room.snapshot();
            found.push(Invitation {
                call: room.call,
                asked_by: guest.asked_by,
                takes_over: room.transfer.is_some_and(|transfer| transfer.to == me),
                since: guest.asked_at,
            });
        }
        Ok(found)
    }

    /// The legs of colleagues who have been rung into calls since this instant and neither came nor declined.
    pub async fn asked_in(
        &self,
        scope: &Scope,
        since: Timestamp,
    ) -> Result<Vec<AskedIn>, SwitchboardError> {
        scope.require(Permission::WorkCalls)?;
        Ok(self.ports.conversations.asked_in(scope, since, MOST_ASKED).await?)
    }

    /// Whether the call that began with this leg of the pretend company is in a room.
    pub async fn is_in_room(&self, scope: &Scope, leg: &str) -> Result<bool, SwitchboardError> {
        scope.require(Permission::ReadCalls)?;
        let Ok(first) = ProviderCallId::parse(leg) else { return Ok(false) };
        let room = self.ports.rooms.of(scope, SIMULATOR, &first).await?;
        Ok(room.is_some_and(|room| room.value.is_open()))
    }

    /// The leg of the pretend company by which a member is rung into a call.
    pub(in crate::service) async fn asked_leg(
        &self,
        scope: &Scope,
        leg: &str,
        me: MemberId,
    ) -> Result<Option<(String, AskedInto)>, SwitchboardError> {
        let Ok(first) = ProviderCallId::parse(leg) else { return Ok(None) };
        let found = self.ports.conversations.get(scope, SIMULATOR, &first).await?;
        let Some(conversation) = found else { return Ok(None) };
        let mine = conversation.guest(me).filter(|leg| leg.is_asked());
        Ok(mine.and_then(|leg| {
            let by = leg.guest?.asked_by;
            Some((leg.id.as_str().to_owned(), AskedInto { first: first.clone(), member: me, by }))
        }))
    }

    /// The leg by which a member talks in a room of the pretend company.
    pub(in crate::service) async fn leg_in_room(
        &self,
        scope: &Scope,
        leg: &str,
        me: MemberId,
    ) -> Result<Option<String>, SwitchboardError> {
        let Ok(first) = ProviderCallId::parse(leg) else { return Ok(None) };
        if !self.is_in_room(scope, leg).await? {
            return Ok(None);
        }
        let found = self.ports.conversations.get(scope, SIMULATOR, &first).await?;
        Ok(found.and_then(|conversation| {
            let mine = conversation.legs_of(me).find(|leg| leg.is_up());
            mine.map(|leg| leg.id.as_str().to_owned())
        }))
    }

    /// Where colleagues can be rung.
    pub async fn colleagues(&self, scope: &Scope) -> Result<Vec<Station>, SwitchboardError> {
        scope.require(Permission::WorkCalls)?;
        Ok(self.ports.stations.all(scope).await?)
    }

    /// The call as it stands after something was done.
    pub(super) async fn shown(
        &self,
        scope: &Scope,
        talk: &Talk,
        me: MemberId,
    ) -> Result<RoomNow, SwitchboardError> {
        let conversation = self.conversation_of(scope, talk).await?;
        let room = self.ports.rooms.of(scope, talk.provider, &talk.first).await?;
        let room = room.map(|loaded| loaded.value).filter(Room::is_open);
        let state = room.as_ref().map(Room::snapshot);
        let people = conversation.people();
        let person = |(member, leg): &(MemberId, &Leg)| Person {
            member: *member,
            state: state_of(leg),
            is_me: *member == me,
        };
        Ok(RoomNow {
            held_since: state.and_then(|room| room.held_since),
            transfer_to: state.and_then(|room| room.transfer).map(|transfer| transfer.to),
            may_steer: conversation.has(me),
            people: people.iter().map(person).collect(),
        })
    }
}

fn state_of(leg: &Leg) -> PersonState {
    let came = leg.entry != Entry::Asked;
    match (leg.is_over(), came) {
        (false, true) => PersonState::Joined,
        (false, false) => PersonState::Ringing,
        (true, true) => PersonState::Left,
        (true, false) => PersonState::Unreached,
    }
}
