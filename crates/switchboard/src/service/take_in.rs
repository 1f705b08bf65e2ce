//! What a journalled report means: legs are merged into conversations, orders are settled, and the rest is handed on.

use super::{Switchboard, receive::member_of};
use crate::{
    SwitchboardError,
    model::{
        AskedInto, Conversation, DialResult, Entry, Guest, Leg, LegRole, OrderSnapshot, Outlook,
        Reading, Station, Step,
    },
    ports::{LegReport, StoredReport},
};
use callboard_kernel::{Permission, Phone, Scope, Timestamp};
use callboard_telephony::{
    CallContinued, CallOffered, CallProgress, CallProgressed, CallStatus, Delivery, Direction,
    ProviderCallId, ProviderEvent,
};
use uuid::Uuid;

/// What is known of a call after a report.
#[derive(Clone, PartialEq, Debug)]
pub struct CallHeard {
    /// The telephone company.
    pub provider: String,
    /// The leg that came first; it names the call.
    pub first: ProviderCallId,
    /// Whether we call.
    pub is_outbound: bool,
    /// The number outside; `None` when it is withheld or not known from this report.
    pub outside: Option<Phone>,
    /// The number of ours.
    pub ours: Option<Phone>,
    /// The offer, when this report is one.
    pub offered: Option<CallOffered>,
    /// The order that the call came from.
    pub order: Option<OrderSnapshot>,
    /// What became of it.
    pub reading: Reading,
    /// Whether others may have come in, so that whoever talks now is not whoever answered.
    pub in_room: bool,
    /// When the report came.
    pub at: Timestamp,
}

/// What follows from a report.
#[derive(Clone, PartialEq, Debug)]
pub enum TakeIn {
    /// A call has come further.
    Call(Box<CallHeard>),
    /// Something that others take in: recordings, transcripts, messages.
    Event {
        /// The telephone company.
        provider: String,
        /// What it says.
        event: Box<ProviderEvent>,
        /// The query of the address that it came to.
        query: Vec<(String, String)>,
        /// When it came.
        at: Timestamp,
    },
}

impl Switchboard {
    /// Reads a report of the journal. Doing it twice does it once.
    pub async fn take_in(
        &self,
        scope: &Scope,
        report: Uuid,
    ) -> Result<Vec<TakeIn>, SwitchboardError> {
        scope.require(Permission::WorkCalls)?;
        let Some(stored) = self.ports.journal.get(scope, report).await? else {
            return Ok(Vec::new());
        };
        let delivery =
            self.ports.webhooks.read_again(scope, &stored.raw).await.map_err(|error| {
                callboard_kernel::PortError::broken("switchboard.take_in", error)
            })?;
        let mut taken = Vec::new();
        for event in &delivery.events {
            if let Some(news) = self.take_event(scope, &stored, &delivery, event).await? {
                taken.push(news);
            }
        }
        Ok(taken)
    }

    async fn take_event(
        &self,
        scope: &Scope,
        stored: &StoredReport,
        delivery: &Delivery,
        event: &ProviderEvent,
    ) -> Result<Option<TakeIn>, SwitchboardError> {
        let order = delivery.parameter("o").and_then(|id| Uuid::try_parse(id).ok());
        match event {
            ProviderEvent::CallOffered(offered) => self.take_offer(scope, stored, offered).await,
            ProviderEvent::CallProgressed(progressed) => {
                let asked = AskedInto::read(|name| delivery.parameter(name));
                self.take_progress(scope, stored, progressed, order, asked.as_ref()).await
            }
            ProviderEvent::CallContinued(continued) => {
                if let Some(asked) = AskedInto::read(|name| delivery.parameter(name)) {
                    return self.take_arrival(scope, stored, continued, &asked).await;
                }
                if delivery.parameter("step") == Some(Step::Accepted.word()) {
                    return self.take_acceptance(scope, stored, continued).await;
                }
                let Some(ended) = &continued.dialled else { return Ok(None) };
                let result = DialResult { status: ended.status, duration_s: ended.duration_s };
                let provider = &stored.provider;
                self.ports.conversations.dialled(scope, provider, &continued.call, result).await?;
                Ok(None)
            }
            other => Ok(Some(TakeIn::Event {
                provider: stored.provider.clone(),
                event: Box::new(other.clone()),
                query: delivery.query.clone(),
                at: stored.at,
            })),
        }
    }

    async fn take_offer(
        &self,
        scope: &Scope,
        stored: &StoredReport,
        offered: &CallOffered,
    ) -> Result<Option<TakeIn>, SwitchboardError> {
        let leg = Leg {
            id: offered.call.clone(),
            first: offered.call.clone(),
            role: LegRole::Caller,
            number: offered.from.phone().cloned(),
            member: None,
            progress: CallProgress::of(CallStatus::Ringing, Some(stored.at)),
            entry: Entry::AtOnce,
            guest: None,
        };
        let report = LegReport { provider: stored.provider.clone(), leg };
        let conversation = self.ports.conversations.merge(scope, &report).await?;
        Ok(Some(TakeIn::Call(Box::new(CallHeard {
            provider: stored.provider.clone(),
            first: offered.call.clone(),
            is_outbound: false,
            outside: offered.from.phone().cloned(),
            ours: offered.to.phone().cloned(),
            offered: Some(offered.clone()),
            order: None,
            reading: conversation.reading(self.ports.clock.now()),
            in_room: false,
            at: stored.at,
        }))))
    }

    async fn take_progress(
        &self,
        scope: &Scope,
        stored: &StoredReport,
        told: &CallProgressed,
        order: Option<Uuid>,
        asked: Option<&AskedInto>,
    ) -> Result<Option<TakeIn>, SwitchboardError> {
        let stations = self.ports.stations.all(scope).await?;
        let parent = told.parent.clone().unwrap_or_else(|| told.call.clone());
        let first = asked.map_or(parent, |asked| asked.first.clone());
        let order = self.order_of(scope, order, &first).await?;
        let (role, member) = match asked {
            Some(asked) => (LegRole::Member, Some(asked.member)),
            None => role_of(told, &stations),
        };
        let opens = told.call == first;
        let other = match role {
            LegRole::Caller => told.from.phone(),
            LegRole::Member | LegRole::Customer => told.to.phone(),
        };
        let leg = Leg {
            id: told.call.clone(),
            first: first.clone(),
            role,
            number: other.cloned(),
            // The leg of whoever placed the call may be a telephone that nobody has any more.
            member: member.or(order.as_ref().filter(|_| opens).map(|order| order.member)),
            progress: dated(told.progress, stored.at),
            entry: if asked.is_some() { Entry::Asked } else { entry_of(told, role) },
            guest: asked.map(|asked| Guest { asked_by: asked.by, asked_at: stored.at }),
        };
        let report = LegReport { provider: stored.provider.clone(), leg };
        let conversation = self.ports.conversations.merge(scope, &report).await?;
        let is_outbound = order.is_some()
            || conversation.legs.iter().any(|leg| leg.id == first && leg.role == LegRole::Member);
        let outside = match &order {
            Some(order) => Some(order.number.clone()),
            None => conversation
                .legs
                .iter()
                .find(|leg| leg.role != LegRole::Member)
                .and_then(|leg| leg.number.clone()),
        };
        let ours = match &order {
            Some(order) => Some(order.from.clone()),
            None if opens && !is_outbound => told.to.phone().cloned(),
            None => None,
        };
        let at = self.ports.clock.now();
        let in_room = self.keep(scope, &stored.provider, &first, &conversation, at).await?;
        let reading = conversation.reading(at);
        Ok(Some(TakeIn::Call(Box::new(CallHeard {
            provider: stored.provider.clone(),
            first,
            is_outbound,
            outside,
            ours,
            offered: None,
            reading: if in_room { reading } else { placed_by(reading, order.as_ref()) },
            in_room,
            order,
            at: stored.at,
        }))))
    }

    /// A colleague who was asked in is there.
    async fn take_arrival(
        &self,
        scope: &Scope,
        stored: &StoredReport,
        continued: &CallContinued,
        asked: &AskedInto,
    ) -> Result<Option<TakeIn>, SwitchboardError> {
        let came = self.came_in(scope, &stored.provider, continued, asked, stored.at).await?;
        match came {
            Some(conversation) => {
                let first = asked.first.clone();
                let heard = self.heard_of(scope, &stored.provider, stored.at, first, &conversation);
                Ok(Some(TakeIn::Call(Box::new(heard.await?))))
            }
            None => Ok(None),
        }
    }

    /// One of us, rung at his own telephone by a call, pressed the key.
    async fn take_acceptance(
        &self,
        scope: &Scope,
        stored: &StoredReport,
        continued: &CallContinued,
    ) -> Result<Option<TakeIn>, SwitchboardError> {
        // Without it his leg counts by how the connection ended.
        let Some(first) = continued.parent.clone() else { return Ok(None) };
        if continued.digits.as_ref().is_none_or(|digits| digits.expose() != "1") {
            return Ok(None);
        }
        let leg = Leg {
            id: continued.call.clone(),
            first: first.clone(),
            role: LegRole::Member,
            number: None,
            member: None,
            progress: CallProgress::of(CallStatus::InProgress, Some(stored.at)),
            entry: Entry::Entered,
            guest: None,
        };
        let report = LegReport { provider: stored.provider.clone(), leg };
        let conversation = self.ports.conversations.merge(scope, &report).await?;
        let heard = self.heard_of(scope, &stored.provider, stored.at, first, &conversation);
        Ok(Some(TakeIn::Call(Box::new(heard.await?))))
    }

    /// What a call is after one of us came in, or was given up.
    pub(super) async fn heard_of(
        &self,
        scope: &Scope,
        provider: &str,
        heard_at: Timestamp,
        first: ProviderCallId,
        conversation: &Conversation,
    ) -> Result<CallHeard, SwitchboardError> {
        let at = self.ports.clock.now();
        let in_room = self.keep(scope, provider, &first, conversation, at).await?;
        let order = self.order_of(scope, None, &first).await?;
        Ok(CallHeard {
            provider: provider.to_owned(),
            first,
            is_outbound: conversation.opening().is_some_and(|leg| leg.role == LegRole::Member),
            outside: conversation.outside().and_then(|leg| leg.number.clone()),
            ours: None,
            offered: None,
            reading: conversation.reading(at),
            in_room,
            order,
            at: heard_at,
        })
    }

    /// Keeps the room of a call, if it is in one and its telephone company is still ours.
    async fn keep(
        &self,
        scope: &Scope,
        provider: &str,
        first: &ProviderCallId,
        conversation: &Conversation,
        at: Timestamp,
    ) -> Result<bool, SwitchboardError> {
        match self.ports.carrier.provider(scope).await? {
            Some(ours) if ours == provider => {
                self.keep_room(scope, ours, first, conversation, at).await
            }
            _ => Ok(false),
        }
    }

    /// The order of a report: it names it, or its first leg is known by it. A report that names it settles it.
    async fn order_of(
        &self,
        scope: &Scope,
        named: Option<Uuid>,
        first: &ProviderCallId,
    ) -> Result<Option<OrderSnapshot>, SwitchboardError> {
        let found = match named {
            Some(id) => self.ports.orders.get(scope, id).await?,
            None => self.ports.orders.by_leg(scope, first).await?,
        };
        let Some(loaded) = found else { return Ok(None) };
        let settled = self.settle(scope, loaded, &Outlook::Placed(first.clone())).await?;
        Ok(Some(settled.snapshot().clone()))
    }
}

/// Who placed the call talks, whatever his own leg says of him.
fn placed_by(reading: Reading, order: Option<&OrderSnapshot>) -> Reading {
    let Some(order) = order else { return reading };
    let member = Some(order.member);
    match reading {
        Reading::Talks { at, .. } => Reading::Talks { at, member },
        Reading::Talked { answered_at, ended_at, .. } => {
            Reading::Talked { answered_at, ended_at, member }
        }
        other => other,
    }
}

/// One of us who is rung at his telephone by a call is asked for a key.
fn entry_of(told: &CallProgressed, role: LegRole) -> Entry {
    let rung = role == LegRole::Member && told.parent.is_some();
    if rung && told.to.phone().is_some() { Entry::Asked } else { Entry::AtOnce }
}

/// An instant that the telephone company did not tell is that of its report.
pub(super) fn dated(progress: CallProgress, at: Timestamp) -> CallProgress {
    CallProgress {
        answered_at: progress
            .answered_at
            .or((progress.status == CallStatus::InProgress).then_some(at)),
        ended_at: progress.ended_at.or(progress.status.has_ended().then_some(at)),
        ..progress
    }
}

fn role_of(
    told: &CallProgressed,
    stations: &[Station],
) -> (LegRole, Option<callboard_kernel::MemberId>) {
    let is_first = told.parent.is_none();
    if is_first && told.direction != Some(Direction::Outbound) {
        return match member_of(&told.from, &[]) {
            Some(member) => (LegRole::Member, Some(member)),
            None => (LegRole::Caller, None),
        };
    }
    match member_of(&told.to, stations) {
        Some(member) => (LegRole::Member, Some(member)),
        None if is_first => (LegRole::Member, None),
        None => (LegRole::Customer, None),
    }
}
