//! Calls that members place: asked of consent, written down, marked, and only then asked of the telephone company.

use super::{Switchboard, receive::on_behalf_of, stations::member};
use crate::{
    SwitchboardError, SwitchboardEvent,
    model::{
        BridgeMode, HookAddress, LineSnapshot, Order, OrderSnapshot, OrderState, Outlook, Reading,
        Station, Step, Via, greet_member,
    },
    ports::{CallQuestion, GateAnswer, Pass, Subject},
};
use callboard_kernel::{
    AuditAction, AuditDraft, Auditable, CallId, Commit, Expected, LineId, Loaded, Permission,
    Phone, SaveError, Scope, Timestamp,
};
use callboard_telephony::{
    MachineDetection, NewCall, ProviderCallId, Ringing, Script, TelephonyError,
};
use time::Duration;
use uuid::Uuid;

/// How long a member is rung for his own order, in seconds.
pub(super) const MEMBER_RINGS_S: u16 = 30;
/// An order that stands in `sending` for so long broke off.
const BROKEN_AFTER: Duration = Duration::seconds(60);
/// Orders that broke off and are marked at one look.
const BROKEN_AT_ONCE: u32 = 100;
/// How often an order is saved anew when a report moves it at the same moment.
const TRIES: u8 = 4;

/// A call that a member wants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// The call that is returned.
    pub call: CallId,
    /// Where the member talks; `None` is his browser if it is there, else his telephone.
    pub via: Option<Via>,
    /// The line whose number is shown; `None` is the default.
    pub line: Option<LineId>,
    /// How the two are connected.
    pub bridge: BridgeMode,
}

/// An order, and what became of its call so far.
#[derive(Clone, PartialEq, Debug)]
pub struct Asked {
    /// The order.
    pub order: OrderSnapshot,
    /// What became of the call; `None` before anything was reported.
    pub reading: Option<Reading>,
}

impl Auditable for OrderSnapshot {
    const KIND: &'static str = "placed_call";

    fn target_id(&self) -> Uuid {
        self.id
    }
}

impl Switchboard {
    /// Calls the other party of a call back: the member first, then the customer.
    pub async fn place(&self, scope: &Scope, wanted: &Wanted) -> Result<Asked, SwitchboardError> {
        scope.require(Permission::WorkCalls)?;
        let member = member(scope)?;
        let at = self.ports.clock.now();
        let subject = self.ports.subjects.of_call(scope, wanted.call).await?;
        let subject = subject.ok_or(SwitchboardError::NoSuchCall)?;
        let number = subject.number.clone().ok_or(SwitchboardError::NumberUnknown)?;
        let provider = self.ports.carrier.provider(scope).await?;
        let provider = provider.ok_or(SwitchboardError::NoProvider)?;
        // Asked first, so that a line that does not exist leaves no trace.
        if let Some(line) = wanted.line {
            let lines = self.ports.lines.list(scope).await?;
            let is_ours = lines.iter().any(|known| known.value.snapshot().id == line);
            is_ours.then_some(()).ok_or(SwitchboardError::NoLine)?;
        }
        let kept = self.desk(scope, provider, at).await?;
        let desk = kept.now(at);
        let line = match wanted.line {
            Some(line) => desk.line(line.uuid()),
            None => desk.default_line(),
        };
        let line = line.ok_or(SwitchboardError::NoLine)?;
        let station = self.ports.stations.of(scope, member).await?;
        let (via, phone) = way(&station, wanted.via, at)?;
        let question = CallQuestion {
            number: number.clone(),
            customer: subject.customer,
            about: Some(wanted.call),
            at,
        };
        let pass = self.pass(scope, &question).await?;
        let Subject { name, customer, .. } = subject;
        let order = Order::restore(OrderSnapshot {
            id: self.ports.ids.next(),
            about: Some(wanted.call),
            customer,
            number,
            name,
            line: line.id,
            from: line.number.clone(),
            member,
            via,
            bridge: wanted.bridge,
            member_phone: phone,
            state: OrderState::Ready,
            refusal: None,
            provider_call_id: None,
            call: None,
            created_at: at,
            updated_at: at,
        });
        let audit = AuditDraft::create(order.snapshot());
        let commit = Commit::create(order.clone(), vec![moved(&order)], audit, at);
        let version = self.ports.orders.save(scope, commit).await?;
        let loaded = Loaded { value: order, version };
        let marked = self.mark(scope, &question, loaded, pass).await?;
        let settled = self.ring_member(scope, marked, line, &kept.hooks).await?;
        Ok(Asked { order: settled, reading: None })
    }

    /// How a placed call goes, by its order or by the telephone company's id.
    pub async fn call_status(
        &self,
        scope: &Scope,
        call: CallId,
        id: &str,
    ) -> Result<Asked, SwitchboardError> {
        scope.require(Permission::ReadCalls)?;
        let order = self.find_order(scope, id).await?;
        if order.value.snapshot().about != Some(call) {
            return Err(SwitchboardError::NoSuchCall);
        }
        self.asked(scope, order.value.snapshot().clone()).await
    }

    /// The order of an id.
    pub async fn order(&self, scope: &Scope, id: Uuid) -> Result<Option<Order>, SwitchboardError> {
        scope.require(Permission::ReadCalls)?;
        Ok(self.ports.orders.get(scope, id).await?.map(|loaded| loaded.value))
    }

    /// Ends a placed call, ringing or talking.
    pub async fn hang_up(
        &self,
        scope: &Scope,
        call: CallId,
        id: &str,
    ) -> Result<(), SwitchboardError> {
        scope.require(Permission::WorkCalls)?;
        let order = self.find_order(scope, id).await?;
        if order.value.snapshot().about != Some(call) {
            return Err(SwitchboardError::NoSuchCall);
        }
        let leg = order.value.snapshot().provider_call_id.as_deref();
        let leg = leg.and_then(|id| ProviderCallId::parse(id).ok());
        let leg = leg.ok_or(SwitchboardError::NoSuchCall)?;
        Ok(self.ports.calls.hang_up(scope, &leg).await?)
    }

    /// Orders of which nobody knows whether the telephone company placed them.
    pub async fn unknown_orders(&self, scope: &Scope) -> Result<Vec<Order>, SwitchboardError> {
        scope.require(Permission::WorkCalls)?;
        Ok(self.ports.orders.unknown(scope).await?)
    }

    /// What has stood in `sending` for a minute broke off: the process that asked is gone, and nobody knows whether it rings. Answers
    /// how many.
    pub async fn settle_broken_off(&self) -> Result<u64, SwitchboardError> {
        let before = self.ports.clock.now() - BROKEN_AFTER;
        let mut settled = 0;
        for (workspace, id) in self.ports.orders.broken_off(before, BROKEN_AT_ONCE).await? {
            let scope = on_behalf_of(workspace);
            if let Some(loaded) = self.ports.orders.get(&scope, id).await? {
                self.settle(&scope, loaded, &Outlook::Unknown).await?;
                settled += 1;
            }
        }
        Ok(settled)
    }

    async fn pass(&self, scope: &Scope, question: &CallQuestion) -> Result<Pass, SwitchboardError> {
        match self.ports.gate.ask(scope, question).await? {
            GateAnswer::Allowed(pass) => Ok(pass),
            GateAnswer::Refused(reasons) => Err(SwitchboardError::Refused(reasons)),
        }
    }

    /// Commits `sending`. When the rules moved meanwhile they are asked once more.
    async fn mark(
        &self,
        scope: &Scope,
        question: &CallQuestion,
        loaded: Loaded<Order>,
        pass: Pass,
    ) -> Result<Loaded<Order>, SwitchboardError> {
        let at = self.ports.clock.now();
        let next = loaded.value.sending(at).ok_or(SwitchboardError::GateMoved)?;
        let change = |next: &Order| Commit {
            aggregate: next.clone(),
            expected: Expected::At(loaded.version),
            events: vec![moved(next)],
            audit: None,
            at,
            cause: None,
            depth: 0,
        };
        let version = match self.ports.orders.mark_sending(scope, change(&next), pass).await {
            Err(SaveError::Stale) => {
                let pass = self.pass(scope, question).await?;
                self.ports.orders.mark_sending(scope, change(&next), pass).await.map_err(
                    |error| match error {
                        SaveError::Stale => SwitchboardError::GateMoved,
                        other => other.into(),
                    },
                )?
            }
            answer => answer?,
        };
        Ok(Loaded { value: next, version })
    }

    async fn ring_member(
        &self,
        scope: &Scope,
        marked: Loaded<Order>,
        line: &LineSnapshot,
        hooks: &HookAddress,
    ) -> Result<OrderSnapshot, SwitchboardError> {
        let order = marked.value.snapshot().clone();
        let (to, script) = if let Some(phone) = &order.member_phone {
            let greeting = greet_member(&order.name, line, order.id, hooks);
            (Ringing::Phone(phone.clone()), Script::Inline(greeting))
        } else {
            let connect = hooks.step(&Step::Connect, Some(line.id.uuid()), Some(order.id));
            (Ringing::Browser(Station::identity(order.member)), Script::At(connect))
        };
        let call = NewCall {
            to,
            from: order.from.clone(),
            script,
            report_to: Some(hooks.status(Some(order.id))),
            ring_s: MEMBER_RINGS_S,
            machine: MachineDetection::Off,
        };
        let placed = self.ports.calls.place(scope, &call).await;
        let (outlook, failure) = match placed {
            Ok(placed) => (Outlook::Placed(placed.id), None),
            Err(TelephonyError::Refused(refusal)) => {
                (Outlook::Refused(refusal.cause), Some(TelephonyError::Refused(refusal)))
            }
            Err(error @ TelephonyError::Unknown { .. }) => (Outlook::Unknown, Some(error)),
            // Neither was it asked nor will it be: the member asks again when he likes.
            Err(error @ (TelephonyError::Busy { .. } | TelephonyError::Port(_))) => {
                (Outlook::Refused(callboard_telephony::RefusalCause::Overloaded), Some(error))
            }
        };
        let settled = self.settle(scope, marked, &outlook).await?;
        match failure {
            None => Ok(settled.snapshot().clone()),
            Some(error) => Err(error.into()),
        }
    }

    /// Writes what came of asking. A report may have settled it already.
    pub(super) async fn settle(
        &self,
        scope: &Scope,
        mut loaded: Loaded<Order>,
        outlook: &Outlook,
    ) -> Result<Order, SwitchboardError> {
        let mut tries = 1;
        loop {
            let at = self.ports.clock.now();
            let Some(next) = loaded.value.settle(outlook, at) else { return Ok(loaded.value) };
            let audit =
                AuditDraft::change(AuditAction::Update, loaded.value.snapshot(), next.snapshot());
            let commit =
                Commit::update(next.clone(), loaded.version, vec![moved(&next)], audit, at);
            match self.ports.orders.save(scope, commit).await {
                Ok(_) => return Ok(next),
                Err(SaveError::Stale) if tries < TRIES => {
                    tries += 1;
                    let id = loaded.value.snapshot().id;
                    let found = self.ports.orders.get(scope, id).await?;
                    loaded = found.ok_or(SwitchboardError::NoSuchCall)?;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn find_order(&self, scope: &Scope, id: &str) -> Result<Loaded<Order>, SwitchboardError> {
        let found = match Uuid::try_parse(id) {
            Ok(order) => self.ports.orders.get(scope, order).await?,
            Err(_) => match ProviderCallId::parse(id) {
                Ok(leg) => self.ports.orders.by_leg(scope, &leg).await?,
                Err(_) => None,
            },
        };
        found.ok_or(SwitchboardError::NoSuchCall)
    }

    async fn asked(&self, scope: &Scope, order: OrderSnapshot) -> Result<Asked, SwitchboardError> {
        let leg = order.provider_call_id.as_deref().and_then(|id| ProviderCallId::parse(id).ok());
        let provider = self.ports.carrier.provider(scope).await?;
        let reading = match (leg, provider) {
            (Some(leg), Some(provider)) => {
                let found = self.ports.conversations.get(scope, provider, &leg).await?;
                found.map(|conversation| conversation.reading(self.ports.clock.now()))
            }
            _ => None,
        };
        Ok(Asked { order, reading })
    }
}

fn moved(order: &Order) -> SwitchboardEvent {
    let OrderSnapshot { id, member, about, state, .. } = order.snapshot();
    SwitchboardEvent::OrderMoved { order: *id, member: *member, about: *about, state: *state }
}

/// Where the member talks.
pub(super) fn way(
    station: &Station,
    wanted: Option<Via>,
    at: Timestamp,
) -> Result<(Via, Option<Phone>), SwitchboardError> {
    match wanted {
        Some(Via::Browser) => Ok((Via::Browser, None)),
        None if station.is_in_browser(at) => Ok((Via::Browser, None)),
        Some(Via::Phone) | None => {
            let phone = station.phone.clone().ok_or(SwitchboardError::NoPhone)?;
            Ok((Via::Phone, Some(phone)))
        }
    }
}
