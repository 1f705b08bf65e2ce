//! A call on its way into its room.

use super::super::Switchboard;
use crate::{
    SwitchboardError, SwitchboardEvent,
    model::{
        Conversation, HookAddress, InRoom, Leg, LegRole, LineSnapshot, Reading, Room, RoomSnapshot,
    },
};
use callboard_kernel::{
    AuditAction, AuditDraft, CallId, Commit, Expected, Loaded, SaveError, Scope, Timestamp,
};
use callboard_telephony::{ProviderCallId, RefusalCause, Script, TelephonyError};

/// A call that the telephone company carries.
pub(super) struct Talk {
    pub(super) call: CallId,
    pub(super) provider: &'static str,
    pub(super) first: ProviderCallId,
    /// Who is outside, for people.
    pub(super) name: String,
    pub(super) conversation: Conversation,
    pub(super) room: Option<Loaded<Room>>,
    pub(super) hooks: HookAddress,
    line: Option<LineSnapshot>,
}

impl Talk {
    pub(super) fn goes_on(&self, now: Timestamp) -> bool {
        matches!(self.conversation.reading(now), Reading::Rings | Reading::Talks { .. })
    }

    pub(super) fn line(&self) -> Result<&LineSnapshot, SwitchboardError> {
        self.line.as_ref().ok_or(SwitchboardError::NoLine)
    }

    /// Whether the leg outside began the call and so asks for instructions once the leg that it was connected with is in the room.
    pub(super) fn comes_by_itself(&self) -> bool {
        self.conversation.opening().is_some_and(|leg| leg.role != LegRole::Member)
    }
}

impl Switchboard {
    /// The call as the telephone company knows it.
    pub(super) async fn talk(&self, scope: &Scope, call: CallId) -> Result<Talk, SwitchboardError> {
        let subject = self.ports.subjects.of_call(scope, call).await?;
        let subject = subject.ok_or(SwitchboardError::NoSuchCall)?;
        let provider = self.ports.carrier.provider(scope).await?;
        let carried = subject.carried.filter(|carried| Some(carried.provider.as_str()) == provider);
        let (Some(provider), Some(carried)) = (provider, carried) else {
            return Err(SwitchboardError::NoSuchCall);
        };
        let first = ProviderCallId::parse(&carried.leg);
        let first = first.map_err(|_| SwitchboardError::NoSuchCall)?;
        let found = self.ports.conversations.get(scope, provider, &first).await?;
        let conversation = found.ok_or(SwitchboardError::NoSuchCall)?;
        let room = self.ports.rooms.of(scope, provider, &first).await?;
        let at = self.ports.clock.now();
        let kept = self.desk(scope, provider, at).await?;
        let desk = kept.now(at);
        let line = match &room {
            Some(room) => desk.line(room.value.snapshot().line.uuid()),
            None => subject.ours.as_ref().and_then(|ours| desk.line_of(ours)),
        };
        Ok(Talk {
            call,
            provider,
            first,
            name: subject.name,
            conversation,
            room,
            hooks: kept.hooks.clone(),
            line: line.or_else(|| desk.default_line()).cloned(),
        })
    }

    pub(super) async fn conversation_of(
        &self,
        scope: &Scope,
        talk: &Talk,
    ) -> Result<Conversation, SwitchboardError> {
        let found = self.ports.conversations.get(scope, talk.provider, &talk.first).await?;
        found.ok_or(SwitchboardError::NoSuchCall)
    }

    /// The room of the call, opened if it is in none.
    pub(super) async fn opened(
        &self,
        scope: &Scope,
        talk: &Talk,
        at: Timestamp,
    ) -> Result<Loaded<Room>, SwitchboardError> {
        if let Some(room) = &talk.room {
            return if room.value.is_open() {
                Ok(room.clone())
            } else {
                Err(SwitchboardError::CallOver)
            };
        }
        let room = Room::restore(RoomSnapshot {
            id: self.ports.ids.next(),
            provider: talk.provider.to_owned(),
            first: talk.first.as_str().to_owned(),
            call: talk.call,
            line: talk.line()?.id,
            moved: false,
            told: false,
            held_since: None,
            transfer: None,
            created_at: at,
            updated_at: at,
            closed_at: None,
        });
        let audit = AuditDraft::create(room.snapshot());
        let commit = Commit::create(room.clone(), vec![changed(&room)], audit, at);
        match self.ports.rooms.save(scope, commit).await {
            Ok(version) => Ok(Loaded { value: room, version }),
            Err(SaveError::Duplicate("call_rooms_leg_key")) => {
                let found = self.ports.rooms.of(scope, talk.provider, &talk.first).await?;
                found.ok_or(SwitchboardError::CallOver)
            }
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn save_room(
        &self,
        scope: &Scope,
        room: Loaded<Room>,
        next: Room,
        at: Timestamp,
    ) -> Result<Loaded<Room>, SwitchboardError> {
        let audit = AuditDraft::change(AuditAction::Update, room.value.snapshot(), next.snapshot());
        let commit = |version| {
            Commit::update(next.clone(), version, vec![changed(&next)], audit.clone(), at)
        };
        let version = match self.ports.rooms.save(scope, commit(room.version)).await {
            // A leg reported meanwhile, which decides nothing.
            Err(SaveError::Stale) => {
                let first = ProviderCallId::parse(&room.value.snapshot().first);
                let first = first.map_err(|_| SwitchboardError::NoSuchCall)?;
                let provider = &room.value.snapshot().provider;
                let now = self.ports.rooms.of(scope, provider, &first).await?;
                let now = now.filter(|now| now.value.decides_like(&room.value));
                let now = now.ok_or(SwitchboardError::Save(SaveError::Stale))?;
                self.ports.rooms.save(scope, commit(now.version)).await?
            }
            answer => answer?,
        };
        Ok(Loaded { value: next, version })
    }

    /// Tells whoever looks that the room is another. It decides nothing, so the trail has no line; whoever wrote first told it too.
    pub(super) async fn touch_room(
        &self,
        scope: &Scope,
        room: &Loaded<Room>,
        at: Timestamp,
    ) -> Result<(), SwitchboardError> {
        let commit = Commit {
            aggregate: room.value.touched(at),
            expected: Expected::At(room.version),
            events: vec![changed(&room.value)],
            audit: None,
            at,
            cause: None,
            depth: 0,
        };
        match self.ports.rooms.save(scope, commit).await {
            Ok(_) | Err(SaveError::Stale) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Tells the legs where to go. A call that is not in its room yet moves in: the legs that were rung are told, and the one that
    /// began the call asks by itself once it is alone. Told directly, it would cut the others off.
    pub(super) async fn tell_outside(
        &self,
        scope: &Scope,
        talk: &Talk,
        room: &Room,
        before: &Room,
    ) -> Result<(), SwitchboardError> {
        let (line, hooks) = (talk.line()?, &talk.hooks);
        let in_room = InRoom { room, line, first: &talk.first, hooks };
        if before.snapshot().moved {
            let outside = talk.conversation.outside().ok_or(SwitchboardError::CallOver)?;
            return self.redirect(scope, outside, in_room.outside()).await;
        }
        let rung = talk.conversation.legs.iter();
        let rung = rung.filter(|leg| leg.id != leg.first && leg.guest.is_none() && leg.is_up());
        for leg in rung {
            let flow = match leg.role {
                LegRole::Member => in_room.member(),
                LegRole::Caller | LegRole::Customer => in_room.outside(),
            };
            self.redirect(scope, leg, flow).await?;
        }
        Ok(())
    }

    pub(super) async fn redirect(
        &self,
        scope: &Scope,
        leg: &Leg,
        flow: callboard_telephony::CallFlow,
    ) -> Result<(), SwitchboardError> {
        match self.ports.calls.redirect(scope, &leg.id, &Script::Inline(flow)).await {
            Err(error) if error.cause() == Some(RefusalCause::CallNotInProgress) => {
                Err(SwitchboardError::CallOver)
            }
            // Told twice is told once.
            Err(TelephonyError::Unknown { .. }) | Ok(()) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

pub(super) fn changed(room: &Room) -> SwitchboardEvent {
    SwitchboardEvent::RoomChanged { call: room.snapshot().call }
}
