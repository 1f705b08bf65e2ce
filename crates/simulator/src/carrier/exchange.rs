//! The pretend telephone company as the switchboard asks it: places calls, takes them back, is a telephone in the browser.

use super::{
    PROVIDER,
    report::{End, Report},
};
use async_trait::async_trait;
use callboard_kernel::{Clock, IdGen, MemberId, Phone, PortError, Scope};
use callboard_switchboard::{HookError, Switchboard, model::Station, ports::PretendPhone};
use callboard_telephony::{
    AccessToken, Answer, BrowserGrant, CallProgress, CallStatus, Delivery, NewCall, PlacedCall,
    Private, ProviderCallId, RawWebhook, Script, Step, TelephonyError, WebhookError, WrittenAnswer,
    ports::{BrowserPhones, OutboundCalls, Webhooks},
};
use sha2::{Digest, Sha256};
use std::sync::{Arc, OnceLock, Weak};
use time::Duration;

/// Legs that the desk placed begin with this.
pub(super) const PLACED: &str = "simo-";

/// The pretend telephone company.
pub struct Exchange {
    switchboard: OnceLock<Weak<Switchboard>>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGen>,
}

impl Exchange {
    /// With the time and ids of the program.
    pub fn new(clock: Arc<dyn Clock>, ids: Arc<dyn IdGen>) -> Self {
        Self { switchboard: OnceLock::new(), clock, ids }
    }

    /// Says to whom it reports. Later ones are not heard: a program has one switchboard.
    pub fn reports_to(&self, switchboard: &Arc<Switchboard>) {
        self.switchboard.get_or_init(|| Arc::downgrade(switchboard));
    }

    /// Hands a report to the switchboard.
    pub async fn tell(
        &self,
        scope: &Scope,
        report: &Report,
        line: Option<&str>,
    ) -> Result<WrittenAnswer, HookError> {
        let broken =
            |why: &'static str| HookError::NotKept(PortError::broken("simulator.tell", why));
        let switchboard = self.switchboard.get().and_then(Weak::upgrade);
        let switchboard = switchboard.ok_or_else(|| broken("there is no switchboard"))?;
        let raw = report.raw(line).map_err(|_| broken("a report cannot be written"))?;
        switchboard.receive_for(scope, PROVIDER, raw).await
    }
}

impl Exchange {
    /// The lines whose calls are written down while they go on.
    pub(super) async fn lines_written_down(&self, scope: &Scope) -> Result<Vec<Phone>, HookError> {
        let Some(switchboard) = self.switchboard.get().and_then(Weak::upgrade) else {
            return Ok(Vec::new());
        };
        let lines = switchboard.lines(scope).await?;
        let wanted = lines.iter().map(|line| line.value.snapshot());
        Ok(wanted.filter(|line| line.is_written_down()).map(|line| line.number.clone()).collect())
    }
}

#[async_trait]
impl PretendPhone for Exchange {
    async fn pick_up(&self, scope: &Scope, leg: &str, member: MemberId) -> Result<(), PortError> {
        let ends = (End::Withheld, End::Browser(Station::identity(member).as_str().to_owned()));
        let child = format!("{leg}-m");
        let now = self.clock.now();
        let report = Report::step(&child, CallStatus::InProgress, now, ends).rung_by(leg);
        let told = self.tell(scope, &report, None).await;
        told.map(drop).map_err(|error| PortError::broken("simulator.pick_up", error))
    }

    async fn put_down(&self, scope: &Scope, leg: &str) -> Result<(), PortError> {
        let ends = (End::Withheld, End::Withheld);
        let mut report = Report::step(leg, CallStatus::Completed, self.clock.now(), ends);
        if leg.starts_with(PLACED) {
            report = report.placed_by_us();
        }
        let told = self.tell(scope, &report, None).await;
        told.map(drop).map_err(|error| PortError::broken("simulator.put_down", error))
    }
}

#[async_trait]
impl OutboundCalls for Exchange {
    /// Takes every call. What becomes of it is found from the instant at which it enters the log.
    async fn place(&self, _scope: &Scope, _call: &NewCall) -> Result<PlacedCall, TelephonyError> {
        let id = format!("{PLACED}{}", self.ids.next().simple());
        let id = ProviderCallId::parse(&id)
            .map_err(|error| PortError::broken("simulator.place", error))?;
        Ok(PlacedCall { id, status: CallStatus::Queued })
    }

    /// Nobody listens to instructions here.
    async fn redirect(
        &self,
        _scope: &Scope,
        _call: &ProviderCallId,
        _script: &Script,
    ) -> Result<(), TelephonyError> {
        Ok(())
    }

    async fn hang_up(&self, scope: &Scope, call: &ProviderCallId) -> Result<(), TelephonyError> {
        Ok(self.put_down(scope, call.as_str()).await?)
    }

    async fn progress(
        &self,
        _scope: &Scope,
        _call: &ProviderCallId,
    ) -> Result<CallProgress, TelephonyError> {
        Ok(CallProgress::of(CallStatus::Queued, None))
    }
}

#[async_trait]
impl BrowserPhones for Exchange {
    /// A key that opens nothing: the pretend telephone in the browser works through the API.
    async fn token(&self, _scope: &Scope, grant: &BrowserGrant) -> Result<AccessToken, PortError> {
        Ok(AccessToken {
            token: Private::new("simulator"),
            expires_at: self.clock.now() + Duration::seconds(grant.valid_for_s.into()),
        })
    }
}

#[async_trait]
impl Webhooks for Exchange {
    async fn read(&self, scope: &Scope, request: &RawWebhook) -> Result<Delivery, WebhookError> {
        self.read_again(scope, request).await
    }

    async fn read_again(
        &self,
        _scope: &Scope,
        request: &RawWebhook,
    ) -> Result<Delivery, WebhookError> {
        let event = Report::read(request)?.event()?;
        let query = request.url.split_once('?').map(|(_, query)| query).unwrap_or_default();
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let mut hash = Sha256::new();
        hash.update(&request.url);
        hash.update([0]);
        hash.update(&request.body);
        Ok(Delivery {
            dedupe_key: format!("{}:{}", request.kind, hex::encode(hash.finalize())),
            events: vec![event],
            query: pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        })
    }

    /// In one word what the call does first that matters.
    fn write(&self, _scope: &Scope, answer: &Answer) -> WrittenAnswer {
        let word = match answer {
            Answer::Call(flow) => flow.steps().iter().find_map(word_of).unwrap_or("hang_up"),
            Answer::Message(_) | Answer::Heard => "heard",
        };
        WrittenAnswer {
            status: 200,
            content_type: Some("application/json"),
            body: format!("{{\"do\":\"{word}\"}}"),
        }
    }
}

fn word_of(step: &Step) -> Option<&'static str> {
    match step {
        Step::Dial(_) | Step::RecordedDial(_) => Some("ring"),
        Step::Voicemail(_) => Some("voicemail"),
        Step::Reject(_) => Some("reject"),
        _ => None,
    }
}
