//! Calls in rooms: hold, colleagues who are asked in, passing on, leaving.

mod keeping;
mod lost;
mod moving;
mod showing;

pub(super) use keeping::joins;
pub use lost::LostGuest;
pub use showing::{Invitation, Person, PersonState, RoomNow};

use self::moving::Talk;
use super::{
    Switchboard,
    orders::{MEMBER_RINGS_S, way},
    stations::member,
};
use crate::{
    SwitchboardError,
    model::{AskedInto, Entry, Guest, InRoom, Leg, LegRole, Room, Station, Transfer, Via},
    ports::LegReport,
};
use callboard_kernel::{CallId, Loaded, MemberId, Permission, Phone, Scope, Timestamp, words};
use callboard_telephony::{CallProgress, CallStatus, MachineDetection, NewCall, Ringing, Script};

words! {
    /// As what a colleague is asked into a call.
    pub enum AskedAs {
        /// He joins those who talk.
        Guest = "guest",
        /// He takes the call over: whoever is outside waits until he is there, and then whoever asked has left.
        Successor = "successor",
    }
}

impl Switchboard {
    /// Puts whoever is outside on hold, or takes him off it.
    pub async fn hold(
        &self,
        scope: &Scope,
        call: CallId,
        held: bool,
    ) -> Result<RoomNow, SwitchboardError> {
        let (talk, me) = self.steering(scope, call).await?;
        let at = self.ports.clock.now();
        let room = self.opened(scope, &talk, at).await?;
        let next = if held { room.value.hold(at) } else { room.value.resume(at) };
        let Some(next) = next else { return self.shown(scope, &talk, me).await };
        let before = room.value.clone();
        let room = self.save_room(scope, room, next, at).await?;
        let told = self.tell_outside(scope, &talk, &room.value, &before).await;
        self.settle_hold(scope, &talk, room, &before, told).await?;
        self.shown(scope, &talk, me).await
    }

    /// Moves a call into a room that was to meet there from the beginning. A call that is there already stays as it is.
    pub async fn meet(&self, scope: &Scope, call: CallId) -> Result<(), SwitchboardError> {
        scope.require(Permission::WorkCalls)?;
        let talk = self.talk(scope, call).await?;
        let at = self.ports.clock.now();
        if talk.room.is_some() || !talk.goes_on(at) {
            return Ok(());
        }
        let room = self.opened(scope, &talk, at).await?;
        let before = room.value.clone();
        let told = self.tell_outside(scope, &talk, &room.value, &before).await;
        self.settle_hold(scope, &talk, room, &before, told).await.map(drop)
    }

    /// Rings a colleague into the call.
    pub async fn ask_in(
        &self,
        scope: &Scope,
        call: CallId,
        colleague: MemberId,
        asked_as: AskedAs,
    ) -> Result<RoomNow, SwitchboardError> {
        let (talk, me) = self.steering(scope, call).await?;
        if colleague == me {
            return Err(SwitchboardError::NotReachable);
        }
        let at = self.ports.clock.now();
        let station = self.ports.stations.of(scope, colleague).await?;
        let there = talk.conversation.legs_of(colleague).any(|leg| leg.is_up() || leg.is_asked());
        let to = if there { None } else { Some(reach(&station, at)?) };
        let room = self.opened(scope, &talk, at).await?;
        let before = room.value.clone();
        let next = match asked_as {
            AskedAs::Guest => None,
            AskedAs::Successor => room.value.transfer(Transfer { from: me, to: colleague }, at),
        };
        let mut room = match next {
            Some(next) => self.save_room(scope, room, next, at).await?,
            None => room,
        };
        let waits = room.value.snapshot().held_since != before.snapshot().held_since;
        if waits || !before.snapshot().moved {
            let told = self.tell_outside(scope, &talk, &room.value, &before).await;
            room = self.settle_hold(scope, &talk, room, &before, told).await?;
        }
        if let Some(phone) = to {
            let asked = AskedInto { first: talk.first.clone(), member: colleague, by: me };
            if let Err(error) = self.ring_in(scope, &talk, &room.value, &asked, phone, at).await {
                // Who cannot be rung takes nothing over: whoever is outside still waits, and whoever asked is still in.
                if let Some(next) = room.value.give_up_transfer(at) {
                    self.save_room(scope, room, next, at).await?;
                }
                return Err(error);
            }
            self.touch_room(scope, &room, at).await?;
        } else {
            let conversation = self.conversation_of(scope, &talk).await?;
            self.keep_room(scope, talk.provider, &talk.first, &conversation, at).await?;
        }
        self.shown(scope, &talk, me).await
    }

    /// Sends a colleague out, stops ringing him, or declines on one's own behalf.
    pub async fn send_out(
        &self,
        scope: &Scope,
        call: CallId,
        colleague: MemberId,
    ) -> Result<RoomNow, SwitchboardError> {
        scope.require(Permission::WorkCalls)?;
        let me = member(scope)?;
        let talk = self.talk(scope, call).await?;
        // Whoever was never asked in is nobody here.
        talk.conversation.guest(colleague).ok_or(SwitchboardError::NoSuchCall)?;
        if colleague != me && !talk.conversation.has(me) {
            return Err(SwitchboardError::NotOnCall);
        }
        let guests = talk.conversation.legs_of(colleague).filter(|leg| leg.guest.is_some());
        for leg in guests {
            self.ports.calls.hang_up(scope, &leg.id).await?;
        }
        let at = self.ports.clock.now();
        if let Some(room) = &talk.room {
            let transfers = room.value.snapshot().transfer.is_some_and(|t| t.to == colleague);
            match room.value.give_up_transfer(at).filter(|_| transfers) {
                Some(next) => drop(self.save_room(scope, room.clone(), next, at).await?),
                None => self.touch_room(scope, room, at).await?,
            }
        }
        self.shown(scope, &talk, me).await
    }

    /// Leaves the call to a colleague who has joined. Whoever is outside is taken off hold.
    pub async fn hand_over(
        &self,
        scope: &Scope,
        call: CallId,
    ) -> Result<RoomNow, SwitchboardError> {
        let (talk, me) = self.steering(scope, call).await?;
        let others = talk.conversation.people();
        let joined = others.iter().any(|(member, leg)| *member != me && leg.is_up());
        let Some(room) = talk.room.clone().filter(|room| joined && room.value.is_open()) else {
            return Err(SwitchboardError::NobodyJoined);
        };
        let at = self.ports.clock.now();
        let before = room.value.clone();
        if let Some(next) = before.resume(at) {
            let room = self.save_room(scope, room, next, at).await?;
            let told = self.tell_outside(scope, &talk, &room.value, &before).await;
            self.settle_hold(scope, &talk, room, &before, told).await?;
        }
        for leg in talk.conversation.legs_of(me) {
            self.ports.calls.hang_up(scope, &leg.id).await?;
        }
        self.shown(scope, &talk, me).await
    }

    /// The call, if the actor talks in it.
    async fn steering(
        &self,
        scope: &Scope,
        call: CallId,
    ) -> Result<(Talk, MemberId), SwitchboardError> {
        scope.require(Permission::WorkCalls)?;
        let me = member(scope)?;
        let talk = self.talk(scope, call).await?;
        if !talk.goes_on(self.ports.clock.now()) {
            return Err(SwitchboardError::CallOver);
        }
        if talk.conversation.has(me) { Ok((talk, me)) } else { Err(SwitchboardError::NotOnCall) }
    }

    /// Rings a colleague. His leg is written down at once, so that it is seen to ring before it reports.
    async fn ring_in(
        &self,
        scope: &Scope,
        talk: &Talk,
        room: &Room,
        asked: &AskedInto,
        phone: Option<Phone>,
        at: Timestamp,
    ) -> Result<(), SwitchboardError> {
        let (line, hooks) = (talk.line()?, &talk.hooks);
        let in_room = InRoom { room, line, first: &talk.first, hooks };
        let (to, script) = if let Some(phone) = &phone {
            let flow = in_room.ask_in(&talk.name, asked);
            (Ringing::Phone(phone.clone()), Script::Inline(flow))
        } else {
            let join = hooks.join(line.id.uuid(), asked);
            (Ringing::Browser(Station::identity(asked.member)), Script::At(join))
        };
        let call = NewCall {
            to,
            from: line.number.clone(),
            script,
            report_to: Some(hooks.guest_status(asked)),
            ring_s: MEMBER_RINGS_S,
            machine: MachineDetection::Off,
        };
        let placed = self.ports.calls.place(scope, &call).await?;
        let leg = Leg {
            id: placed.id,
            first: talk.first.clone(),
            role: LegRole::Member,
            number: phone,
            member: Some(asked.member),
            progress: CallProgress::of(CallStatus::Queued, None),
            entry: Entry::Asked,
            guest: Some(Guest { asked_by: asked.by, asked_at: at }),
        };
        let report = LegReport { provider: talk.provider.to_owned(), leg };
        self.ports.conversations.merge(scope, &report).await?;
        Ok(())
    }

    /// Keeps what was done, or takes it back when the telephone company did not do it.
    async fn settle_hold(
        &self,
        scope: &Scope,
        talk: &Talk,
        room: Loaded<Room>,
        before: &Room,
        told: Result<(), SwitchboardError>,
    ) -> Result<Loaded<Room>, SwitchboardError> {
        let at = self.ports.clock.now();
        match told {
            Ok(()) => {
                let moved = room.value.moved_in(at).unwrap_or_else(|| room.value.clone());
                // Who comes by himself is told by what he is answered.
                let was_told = before.snapshot().moved || !talk.comes_by_itself();
                let comes_in = room.value.snapshot().held_since.is_none() && was_told;
                let told = if comes_in { moved.entered(at) } else { None };
                let next = told.unwrap_or(moved);
                if next == room.value {
                    Ok(room)
                } else {
                    self.save_room(scope, room, next, at).await
                }
            }
            Err(error) => {
                let back = room.value.taken_back(before, at);
                self.save_room(scope, room, back, at).await?;
                Err(error)
            }
        }
    }
}

/// The telephone of a colleague; `None` inside is his browser.
fn reach(station: &Station, at: Timestamp) -> Result<Option<Phone>, SwitchboardError> {
    match way(station, None, at) {
        Ok((Via::Browser, _)) => Ok(None),
        Ok((Via::Phone, phone)) => Ok(phone),
        Err(_) => Err(SwitchboardError::NotReachable),
    }
}
