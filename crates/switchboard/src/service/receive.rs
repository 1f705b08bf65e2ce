//! A report of the telephone company: believed, journalled, answered. In that order, and never a success before it is kept.

use super::{Switchboard, rooms::joins};
use crate::{
    SwitchboardError,
    model::{
        AskedInto, Caller, HookAddress, InRoom, LineSnapshot, Room, Station, Step,
        connect_customer, notice, steer, steer_on, whisper,
    },
    ports::{Journalled, NewReport},
};
use callboard_kernel::{PortError, Scope, Timestamp, WorkspaceId};
use callboard_telephony::{
    Answer, CallContinued, CallFlow, CallOffered, CallStatus, Delivery, Party, ProviderCallId,
    ProviderEvent, RawWebhook, Speech, WebhookError, WebhookKind, WrittenAnswer,
};
use uuid::Uuid;

/// Under this name the product acts when the telephone company reports.
pub const TELEPHONY: &str = "telephony";

/// Why a report was not taken.
#[derive(Debug, thiserror::Error)]
pub enum HookError {
    /// Nobody has this address (404).
    #[error("nobody has this address")]
    Nobody,
    /// It is not to be believed, or not to be read.
    #[error(transparent)]
    Webhook(#[from] WebhookError),
    /// It names a number that is none of the workspace's (403).
    #[error("the report is about a number of somebody else")]
    ForeignNumber,
    /// It could not be kept anywhere; the telephone company should try again (503).
    #[error("the report could not be kept")]
    NotKept(#[source] PortError),
    /// What decides the call could not be read (503).
    #[error(transparent)]
    Desk(#[from] SwitchboardError),
}

impl Switchboard {
    /// Takes a report that came to a secret address.
    pub async fn receive(
        &self,
        provider: &'static str,
        opaque: &str,
        raw: RawWebhook,
    ) -> Result<WrittenAnswer, HookError> {
        let workspace = self.whose(provider, opaque).await.map_err(SwitchboardError::Port)?;
        let scope = on_behalf_of(workspace.ok_or(HookError::Nobody)?);
        self.receive_for(&scope, provider, raw).await
    }

    /// Takes a report for a workspace that is known.
    pub async fn receive_for(
        &self,
        scope: &Scope,
        provider: &'static str,
        raw: RawWebhook,
    ) -> Result<WrittenAnswer, HookError> {
        let at = self.ports.clock.now();
        let delivery = self.ports.webhooks.read(scope, &raw).await?;
        let answer = self.answer(scope, provider, raw.kind, &delivery, at).await?;
        let answer = self.ports.webhooks.write(scope, &answer);
        let report = NewReport {
            provider: provider.to_owned(),
            dedupe_key: delivery.dedupe_key,
            raw,
            answer,
            at,
        };
        match self.ports.journal.put(scope, &report).await {
            Ok(Journalled::New) => Ok(report.answer),
            Ok(Journalled::Known(answer)) => Ok(answer),
            Err(error) if error.is_unavailable() => {
                tracing::warn!(
                    kind = report.raw.kind.as_str(),
                    error = &error as &dyn std::error::Error,
                    "a report is kept on this machine until the database answers"
                );
                let kept = self.ports.spool.keep(scope.workspace(), &report).await;
                kept.map_err(HookError::NotKept)?;
                Ok(report.answer)
            }
            Err(error) => Err(HookError::NotKept(error)),
        }
    }

    /// Takes the reports of this machine's disk into the journal. Answers how many.
    pub async fn take_in_spool(&self, limit: usize) -> Result<usize, PortError> {
        let waiting = self.ports.spool.oldest(limit).await?;
        let count = waiting.len();
        for (name, workspace, report) in waiting {
            self.ports.journal.put(&on_behalf_of(workspace), &report).await?;
            self.ports.spool.forget(&name).await?;
        }
        Ok(count)
    }

    async fn answer(
        &self,
        scope: &Scope,
        provider: &'static str,
        kind: WebhookKind,
        delivery: &Delivery,
        at: Timestamp,
    ) -> Result<Answer, HookError> {
        for event in &delivery.events {
            match event {
                ProviderEvent::CallOffered(offered) => {
                    return self.offered(scope, provider, offered, at).await;
                }
                ProviderEvent::CallContinued(continued) => {
                    return self.continued(scope, provider, delivery, continued, at).await;
                }
                ProviderEvent::MessageReceived(received) => {
                    // A text to a number that is none of ours was meant for somebody else.
                    let desk = self.desk(scope, provider, at).await?.now(at);
                    let ours = received.to.phone().is_some_and(|to| desk.line_of(to).is_some());
                    return if ours { Ok(Answer::Heard) } else { Err(HookError::ForeignNumber) };
                }
                _ => {}
            }
        }
        debug_assert!(!matches!(kind, WebhookKind::Call) || delivery.events.is_empty());
        Ok(Answer::Heard)
    }

    async fn offered(
        &self,
        scope: &Scope,
        provider: &'static str,
        offered: &CallOffered,
        at: Timestamp,
    ) -> Result<Answer, HookError> {
        let kept = self.desk(scope, provider, at).await?;
        let Party::Phone(to) = &offered.to else { return Err(HookError::ForeignNumber) };
        let is_blocked = match offered.from.phone() {
            Some(number) => self.is_blocked(scope, number).await,
            None => false,
        };
        let caller = Caller { to: to.clone(), is_blocked };
        let steered = steer(&kept.now(at), &caller, &kept.hooks);
        steered.map(|steered| steered.answer).ok_or(HookError::ForeignNumber)
    }

    /// Whoever cannot be asked about is let through: a call that rings in vain does less harm than one that is lost.
    async fn is_blocked(&self, scope: &Scope, number: &callboard_kernel::Phone) -> bool {
        self.ports.blocked.is_blocked(scope, number).await.unwrap_or_else(|error| {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "whether a caller is blocked cannot be read; he is let through"
            );
            false
        })
    }

    async fn continued(
        &self,
        scope: &Scope,
        provider: &'static str,
        delivery: &Delivery,
        continued: &CallContinued,
        at: Timestamp,
    ) -> Result<Answer, HookError> {
        let kept = self.desk(scope, provider, at).await?;
        let desk = kept.now(at);
        let step = delivery.parameter("step").and_then(Step::parse);
        let line = delivery.parameter("line").and_then(|id| Uuid::try_parse(id).ok());
        let line = line.and_then(|id| desk.line(id)).or_else(|| desk.default_line());
        let (Some(step), Some(line)) = (step, line) else {
            return Ok(Answer::Call(CallFlow::begin().hang_up()));
        };
        if let Some(asked) = AskedInto::read(|name| delivery.parameter(name)) {
            return self.join(scope, provider, continued, &asked, line, &kept.hooks).await;
        }
        let talked = continued.dialled.as_ref().is_some_and(|ended| {
            matches!(ended.status, CallStatus::InProgress | CallStatus::Completed)
        });
        if talked && matches!(step, Step::Rung | Step::Done) {
            // Whom it talked with is in a room; it comes after.
            let first = &continued.call;
            if let Some(room) = self.open_room(scope, provider, first).await? {
                let in_room = InRoom { room: &room, line, first, hooks: &kept.hooks };
                let is_ours = step == Step::Done;
                return Ok(Answer::Call(if is_ours {
                    in_room.member()
                } else {
                    in_room.outside()
                }));
            }
        }
        Ok(match step {
            Step::Whisper => whisper(line, &kept.hooks),
            Step::Accepted => accepted(continued),
            Step::Notice => notice(line),
            Step::Connect => {
                let order = delivery.parameter("o").and_then(|id| Uuid::try_parse(id).ok());
                self.connect(scope, order, line.id.uuid(), &desk, &kept.hooks).await?
            }
            Step::Rung | Step::Left | Step::Done | Step::Join | Step::Out => {
                steer_on(&desk, line, &step, continued.dialled.as_ref(), &kept.hooks)
            }
        })
    }

    /// The room in which a call goes on. While the database is down nobody knows of one, and the call is told what every call is.
    async fn open_room(
        &self,
        scope: &Scope,
        provider: &str,
        first: &ProviderCallId,
    ) -> Result<Option<Room>, HookError> {
        match self.ports.rooms.of(scope, provider, first).await {
            Ok(found) => Ok(found.map(|loaded| loaded.value).filter(Room::is_open)),
            Err(error) if error.is_unavailable() => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "whether a call is in a room cannot be read"
                );
                Ok(None)
            }
            Err(error) => Err(HookError::Desk(SwitchboardError::Port(error))),
        }
    }

    /// A colleague who was asked in is there.
    async fn join(
        &self,
        scope: &Scope,
        provider: &'static str,
        continued: &CallContinued,
        asked: &AskedInto,
        line: &LineSnapshot,
        hooks: &HookAddress,
    ) -> Result<Answer, HookError> {
        let room = self.open_room(scope, provider, &asked.first).await?;
        Ok(Answer::Call(match room {
            Some(room) if joins(continued) => {
                InRoom { room: &room, line, first: &asked.first, hooks }.member()
            }
            Some(_) => CallFlow::begin().hang_up(),
            None => CallFlow::begin().say(Speech::new("This call is over.")).hang_up(),
        }))
    }

    /// The member is there: his customer is rung.
    async fn connect(
        &self,
        scope: &Scope,
        order: Option<Uuid>,
        line: Uuid,
        desk: &crate::model::DeskNow,
        hooks: &crate::model::HookAddress,
    ) -> Result<Answer, HookError> {
        let found = match order {
            Some(id) => self.ports.orders.get(scope, id).await.map_err(SwitchboardError::Port)?,
            None => None,
        };
        let (Some(order), Some(line)) = (found, desk.line(line)) else {
            let words = Speech::new("This call is not known any more.");
            return Ok(Answer::Call(CallFlow::begin().say(words).hang_up()));
        };
        let order = order.value.snapshot();
        Ok(connect_customer(&order.number, line, order.id, hooks))
    }
}

/// One of us pressed a key: 1 takes the call, anything else leaves it to the others.
fn accepted(continued: &CallContinued) -> Answer {
    let flow = CallFlow::begin();
    let takes = continued.digits.as_ref().is_some_and(|digits| digits.expose() == "1");
    Answer::Call(if takes { flow.end() } else { flow.hang_up() })
}

/// Whose browser or telephone a party is.
pub(super) fn member_of(party: &Party, stations: &[Station]) -> Option<callboard_kernel::MemberId> {
    match party {
        Party::Browser(identity) => Station::member_of(identity),
        Party::Phone(phone) => stations
            .iter()
            .find(|station| station.phone.as_ref() == Some(phone))
            .map(|station| station.member),
        Party::Withheld | Party::Other(_) => None,
    }
}

/// The secret address and the signature say in which workspace the telephone company speaks.
#[expect(
    clippy::disallowed_methods,
    reason = "a signed report at a secret address is the authentication of the telephone company"
)]
pub(super) fn on_behalf_of(workspace: WorkspaceId) -> Scope {
    Scope::system(workspace, TELEPHONY)
}
