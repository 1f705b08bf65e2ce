//! What follows in a room from what its legs report: who was passed on arrives, who is left alone is hung up.

use super::super::Switchboard;
use crate::{
    SwitchboardError,
    model::{
        AskedInto, Conversation, Entry, Guest, InRoom, Leg, LegRole, Room, Transfer, voicemail,
    },
    ports::LegReport,
};
use callboard_kernel::{Loaded, Scope, Timestamp};
use callboard_telephony::{Answer, CallContinued, CallProgress, CallStatus, ProviderCallId};

impl Switchboard {
    /// A colleague who was asked in is there: he pressed the key, or picked up in his browser.
    pub(in crate::service) async fn came_in(
        &self,
        scope: &Scope,
        provider: &str,
        continued: &CallContinued,
        asked: &AskedInto,
        at: Timestamp,
    ) -> Result<Option<Conversation>, SwitchboardError> {
        if !joins(continued) {
            return Ok(None);
        }
        let leg = Leg {
            id: continued.call.clone(),
            first: asked.first.clone(),
            role: LegRole::Member,
            number: None,
            member: Some(asked.member),
            progress: CallProgress::of(CallStatus::InProgress, Some(at)),
            entry: Entry::Entered,
            guest: Some(Guest { asked_by: asked.by, asked_at: at }),
        };
        let report = LegReport { provider: provider.to_owned(), leg };
        Ok(Some(self.ports.conversations.merge(scope, &report).await?))
    }

    /// Does what the legs of a call ask for. Doing it twice does it once. Answers whether the call is in a room.
    pub(in crate::service) async fn keep_room(
        &self,
        scope: &Scope,
        provider: &'static str,
        first: &ProviderCallId,
        conversation: &Conversation,
        at: Timestamp,
    ) -> Result<bool, SwitchboardError> {
        let Some(room) = self.ports.rooms.of(scope, provider, first).await? else {
            return Ok(false);
        };
        if !room.value.is_open() {
            return Ok(true);
        }
        let kept = self.desk(scope, provider, at).await?;
        let desk = kept.now(at);
        let line = desk.line(room.value.snapshot().line.uuid()).or_else(|| desk.default_line());
        let line = line.ok_or(SwitchboardError::NoLine)?;
        let transfer = room.value.snapshot().transfer;
        let arrival = transfer.map(|transfer| (transfer, arrival(conversation, transfer)));
        match arrival {
            Some((transfer, Arrival::There)) => {
                let in_room = InRoom { room: &room.value, line, first, hooks: &kept.hooks };
                self.take_over(scope, &in_room, conversation, transfer).await?;
                self.leave(scope, room, Room::resume, at).await?;
            }
            Some((transfer, Arrival::Gone)) if conversation.has(transfer.from) => {
                self.leave(scope, room, Room::give_up_transfer, at).await?;
            }
            _ if conversation.is_left_alone() => {
                let message = voicemail(&desk, line, &kept.hooks);
                self.clear(scope, conversation, transfer, message).await?;
                self.leave(scope, room, Room::close, at).await?;
            }
            _ => self.touch_room(scope, &room, at).await?,
        }
        Ok(true)
    }

    /// Who takes over is with whoever waited, and who passed it on has left.
    async fn take_over(
        &self,
        scope: &Scope,
        in_room: &InRoom<'_>,
        conversation: &Conversation,
        transfer: Transfer,
    ) -> Result<(), SwitchboardError> {
        if let Some(outside) = conversation.outside() {
            self.redirect(scope, outside, in_room.enters()).await?;
        }
        for leg in conversation.legs_of(transfer.from) {
            self.ports.calls.hang_up(scope, &leg.id).await?;
        }
        Ok(())
    }

    /// Nobody is left to talk with: our legs are hung up. A caller to whom nobody came leaves a message.
    async fn clear(
        &self,
        scope: &Scope,
        conversation: &Conversation,
        transfer: Option<Transfer>,
        message: Answer,
    ) -> Result<(), SwitchboardError> {
        for leg in conversation.legs.iter().filter(|leg| !leg.is_over()) {
            match (&message, leg.role) {
                (Answer::Call(flow), LegRole::Caller | LegRole::Customer) if transfer.is_some() => {
                    match self.redirect(scope, leg, flow.clone()).await {
                        Err(SwitchboardError::CallOver) | Ok(()) => {}
                        Err(error) => return Err(error),
                    }
                }
                _ => self.ports.calls.hang_up(scope, &leg.id).await?,
            }
        }
        Ok(())
    }

    async fn leave(
        &self,
        scope: &Scope,
        room: Loaded<Room>,
        change: impl FnOnce(&Room, Timestamp) -> Option<Room>,
        at: Timestamp,
    ) -> Result<(), SwitchboardError> {
        if let Some(next) = change(&room.value, at) {
            self.save_room(scope, room, next, at).await?;
        }
        Ok(())
    }
}

/// Whether whoever was asked comes in: his browser asks without a key, his telephone with a 1.
pub(in crate::service) fn joins(continued: &CallContinued) -> bool {
    continued.digits.as_ref().is_none_or(|digits| digits.expose() == "1")
}

/// How far the one has come to whom a call is passed on.
enum Arrival {
    Rung,
    There,
    Gone,
}

fn arrival(conversation: &Conversation, transfer: Transfer) -> Arrival {
    if conversation.legs_of(transfer.to).any(Leg::is_up) {
        return Arrival::There;
    }
    match conversation.guest(transfer.to) {
        Some(leg) if leg.is_over() => Arrival::Gone,
        // His leg is rung a moment after the transfer was written.
        Some(_) | None => Arrival::Rung,
    }
}
