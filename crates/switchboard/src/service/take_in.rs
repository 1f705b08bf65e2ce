//! What a journalled report means: legs are merged into conversations, orders are settled, and the rest is handed on.

use super::{Switchboard, receive::member_of};
use crate::{
    SwitchboardError,
    model::{DialResult, Leg, LegRole, OrderSnapshot, Outlook, Reading, Station},
    ports::{LegReport, StoredReport},
};
use callboard_kernel::{Permission, Phone, Scope, Timestamp};
use callboard_telephony::{
    CallOffered, CallProgress, CallProgressed, CallStatus, Delivery, Direction, ProviderCallId,
    ProviderEvent,
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
                self.take_progress(scope, stored, progressed, order).await
            }
            ProviderEvent::CallContinued(continued) => {
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
            at: stored.at,
        }))))
    }

    async fn take_progress(
        &self,
        scope: &Scope,
        stored: &StoredReport,
        told: &CallProgressed,
        order: Option<Uuid>,
    ) -> Result<Option<TakeIn>, SwitchboardError> {
        let stations = self.ports.stations.all(scope).await?;
        let first = told.parent.clone().unwrap_or_else(|| told.call.clone());
        let (role, member) = role_of(told, &stations);
        let other = match role {
            LegRole::Caller => told.from.phone(),
            LegRole::Member | LegRole::Customer => told.to.phone(),
        };
        let leg = Leg {
            id: told.call.clone(),
            first: first.clone(),
            role,
            number: other.cloned(),
            member,
            progress: dated(told.progress, stored.at),
        };
        let report = LegReport { provider: stored.provider.clone(), leg };
        let conversation = self.ports.conversations.merge(scope, &report).await?;
        let order = self.order_of(scope, order, &first).await?;
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
            None if told.parent.is_none() && !is_outbound => told.to.phone().cloned(),
            None => None,
        };
        Ok(Some(TakeIn::Call(Box::new(CallHeard {
            provider: stored.provider.clone(),
            first,
            is_outbound,
            outside,
            ours,
            offered: None,
            reading: placed_by(conversation.reading(self.ports.clock.now()), order.as_ref()),
            order,
            at: stored.at,
        }))))
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

/// An instant that the telephone company did not tell is that of its report.
fn dated(progress: CallProgress, at: Timestamp) -> CallProgress {
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
