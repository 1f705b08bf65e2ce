//! A call in a room: whoever is in it can be put on hold, others can come in, and who began it can leave.
//!
//! Two people are connected directly until one of us asks for more. Then the call moves into a room, leg by leg, and stays there.

use callboard_kernel::{Auditable, CallId, LineId, MemberId, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A call that is being passed on: until the other one came in, nobody has left.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Transfer {
    /// Who leaves.
    pub from: MemberId,
    /// Who takes over.
    pub to: MemberId,
}

/// Everything that is stored of a room.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RoomSnapshot {
    /// Its id; no caller can guess it.
    pub id: Uuid,
    /// The telephone company.
    pub provider: String,
    /// Its id of the leg that began the call.
    pub first: String,
    /// The call in the log.
    pub call: CallId,
    /// The line of the call.
    pub line: LineId,
    /// Whether the legs are in it. Until the telephone company took the first instruction, they are still connected directly.
    pub moved: bool,
    /// Whether whoever is outside heard in the room that it is recorded.
    pub told: bool,
    /// Since when whoever is outside hears music.
    pub held_since: Option<Timestamp>,
    /// To whom it is being passed on.
    pub transfer: Option<Transfer>,
    /// When the call moved in.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When the call was over.
    pub closed_at: Option<Timestamp>,
}

impl Auditable for RoomSnapshot {
    const KIND: &'static str = "call_room";

    fn target_id(&self) -> Uuid {
        self.id
    }
}

/// A room, and the only place that decides about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Room {
    state: RoomSnapshot,
}

impl Room {
    /// Takes what a store kept, or what was just opened.
    pub const fn restore(state: RoomSnapshot) -> Self {
        Self { state }
    }

    /// As it is stored.
    pub const fn snapshot(&self) -> &RoomSnapshot {
        &self.state
    }

    /// Whether the call goes on in it.
    pub const fn is_open(&self) -> bool {
        self.state.closed_at.is_none()
    }

    /// The name under which the telephone company knows it.
    pub fn name(&self) -> String {
        format!("room-{}", self.state.id.simple())
    }

    /// Where whoever is on hold waits alone.
    pub fn waiting_name(&self) -> String {
        format!("hold-{}", self.state.id.simple())
    }

    /// Puts whoever is outside on hold; `None` when he is already, or it is over.
    pub fn hold(&self, at: Timestamp) -> Option<Self> {
        let waits = self.is_open() && self.state.held_since.is_none();
        waits.then(|| self.moved(at, |next| next.held_since = Some(at)))
    }

    /// Takes him off hold, and with it back what was being passed on.
    pub fn resume(&self, at: Timestamp) -> Option<Self> {
        (self.is_open() && self.state.held_since.is_some()).then(|| {
            self.moved(at, |next| {
                next.held_since = None;
                next.transfer = None;
            })
        })
    }

    /// Passes the call on: whoever is outside waits until the other one came in.
    pub fn transfer(&self, transfer: Transfer, at: Timestamp) -> Option<Self> {
        (self.is_open() && self.state.transfer != Some(transfer)).then(|| {
            self.moved(at, |next| {
                next.transfer = Some(transfer);
                next.held_since = next.held_since.or(Some(at));
            })
        })
    }

    /// The one to whom it was passed on cannot be had: who passed it on is still in, and whoever is outside still waits.
    pub fn give_up_transfer(&self, at: Timestamp) -> Option<Self> {
        (self.is_open() && self.state.transfer.is_some())
            .then(|| self.moved(at, |next| next.transfer = None))
    }

    /// Whoever is outside has come into the room and heard what was to be said.
    pub fn entered(&self, at: Timestamp) -> Option<Self> {
        (self.is_open() && !self.state.told).then(|| self.moved(at, |next| next.told = true))
    }

    /// The legs have moved in.
    pub fn moved_in(&self, at: Timestamp) -> Option<Self> {
        (self.is_open() && !self.state.moved).then(|| self.moved(at, |next| next.moved = true))
    }

    /// The telephone company did not do it: whoever is outside is where he was.
    pub fn taken_back(&self, before: &Self, at: Timestamp) -> Self {
        let RoomSnapshot { held_since, transfer, .. } = before.state;
        self.moved(at, |next| {
            next.held_since = held_since;
            next.transfer = transfer;
        })
    }

    /// Whether nothing was decided between the two.
    pub fn decides_like(&self, other: &Self) -> bool {
        let updated_at = other.state.updated_at;
        RoomSnapshot { updated_at, ..self.state.clone() } == other.state
    }

    /// Somebody was asked in, came in or left: what is shown of it is old.
    pub fn touched(&self, at: Timestamp) -> Self {
        self.moved(at, |_| {})
    }

    /// The call is over.
    pub fn close(&self, at: Timestamp) -> Option<Self> {
        self.is_open().then(|| {
            self.moved(at, |next| {
                next.closed_at = Some(at);
                next.held_since = None;
                next.transfer = None;
            })
        })
    }

    fn moved(&self, at: Timestamp, change: impl FnOnce(&mut RoomSnapshot)) -> Self {
        let mut state = RoomSnapshot { updated_at: at, ..self.state.clone() };
        change(&mut state);
        Self { state }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::{Duration, macros::datetime};

    const NOON: Timestamp = datetime!(2026-06-01 12:00 UTC);

    fn room() -> Room {
        Room::restore(RoomSnapshot {
            id: Uuid::from_u128(5),
            provider: "twilio".into(),
            first: "CA1".into(),
            call: CallId(Uuid::from_u128(1)),
            line: LineId(Uuid::from_u128(2)),
            moved: true,
            told: false,
            held_since: None,
            transfer: None,
            created_at: NOON,
            updated_at: NOON,
            closed_at: None,
        })
    }

    fn transfer() -> Transfer {
        Transfer { from: MemberId(Uuid::from_u128(7)), to: MemberId(Uuid::from_u128(8)) }
    }

    #[test]
    fn a_hold_begins_once_and_counts_from_its_beginning() {
        let held = room().hold(NOON).unwrap();
        let later = NOON + Duration::seconds(30);
        assert_eq!(held.hold(later), None);
        let passed_on = held.transfer(transfer(), later).unwrap();
        assert_eq!(passed_on.snapshot().held_since, Some(NOON), "the wait goes on");
        let back = passed_on.resume(later).unwrap();
        assert_eq!(back.snapshot().transfer, None, "who takes him back keeps him");
        assert_eq!(back.resume(later), None);
    }

    #[test]
    fn who_cannot_be_had_leaves_the_customer_on_hold() {
        let passed_on = room().transfer(transfer(), NOON).unwrap();
        assert_eq!(passed_on.transfer(transfer(), NOON), None);
        let given_up = passed_on.give_up_transfer(NOON).unwrap();
        assert_eq!(given_up.snapshot().transfer, None);
        assert_eq!(given_up.snapshot().held_since, Some(NOON));
    }

    #[test]
    fn nothing_moves_after_the_end() {
        let over = room().close(NOON).unwrap();
        assert_eq!(over.close(NOON), None);
        assert_eq!(over.hold(NOON), None);
        assert_eq!(over.transfer(transfer(), NOON), None);
        assert_eq!(over.entered(NOON), None);
    }
}
