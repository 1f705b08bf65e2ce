//! The pretend telephone company as the switchboard asks it: places calls, takes them back, is a telephone in the browser.

use super::{
    PROVIDER,
    report::{End, Report},
};
use async_trait::async_trait;
use callboard_calls::model::Direction;
use callboard_kernel::{Clock, IdGen, MemberId, Phone, PortError, Scope};
use callboard_switchboard::{
    HookError, Switchboard,
    model::{AskedInto, Station},
    ports::PretendPhone,
};
use callboard_telephony::{
    AccessToken, Answer, BrowserGrant, CallProgress, CallStatus, Delivery, Link, NewCall,
    PlacedCall, Private, ProviderCallId, RawWebhook, Script, Step, TelephonyError, WebhookError,
    WrittenAnswer,
    ports::{BrowserPhones, OutboundCalls, Webhooks},
};
use sha2::{Digest, Sha256};
use std::sync::{Arc, OnceLock, Weak};
use time::Duration;

/// Legs of people of the town begin with this.
pub(crate) const CARRIED: &str = "sim-";
/// Legs that the desk placed begin with this.
pub(crate) const PLACED: &str = "simo-";

/// Who began the call that a leg began; `None` when it is no leg of this company.
pub(crate) fn direction_of(leg: &str) -> Option<Direction> {
    match leg {
        leg if leg.starts_with(CARRIED) => Some(Direction::In),
        leg if leg.starts_with(PLACED) => Some(Direction::Out),
        _ => None,
    }
}

/// The leg that began the call of a leg: those that came later add something to its name.
fn first_of(leg: &str) -> &str {
    let end = leg.match_indices('-').nth(1).map_or(leg.len(), |(place, _)| place);
    &leg[..end]
}

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

    /// The switchboard to which it reports.
    pub(super) fn switchboard(&self) -> Option<Arc<Switchboard>> {
        self.switchboard.get().and_then(Weak::upgrade)
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
        let switchboard = self.switchboard();
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

    async fn come_in(&self, scope: &Scope, leg: &str, asked: &AskedInto) -> Result<(), PortError> {
        let report = Report::Joined {
            leg: leg.to_owned(),
            first: asked.first.as_str().to_owned(),
            member: asked.member.uuid(),
            by: asked.by.uuid(),
        };
        let told = self.tell(scope, &report, None).await;
        told.map(drop).map_err(|error| PortError::broken("simulator.come_in", error))
    }

    async fn put_down(&self, scope: &Scope, leg: &str) -> Result<(), PortError> {
        let ends = (End::Withheld, End::Withheld);
        let report = Report::step(leg, CallStatus::Completed, self.clock.now(), ends);
        let first = first_of(leg);
        let report = if first != leg {
            report.rung_by(first)
        } else if leg.starts_with(PLACED) {
            report.placed_by_us()
        } else {
            report
        };
        let told = self.tell(scope, &report, None).await;
        told.map(drop).map_err(|error| PortError::broken("simulator.put_down", error))
    }
}

#[async_trait]
impl OutboundCalls for Exchange {
    /// Takes every call. What becomes of it is found from the instant at which it enters the log.
    async fn place(&self, _scope: &Scope, call: &NewCall) -> Result<PlacedCall, TelephonyError> {
        let fresh = self.ids.next().simple().to_string();
        let address = call.report_to.as_ref().map(Link::as_str).unwrap_or_default();
        let id = match parameter(address, "first") {
            // The end of a time-ordered id is its random part.
            Some(first) => format!("{first}-g{}", &fresh[fresh.len() - 8..]),
            None => format!("{PLACED}{fresh}"),
        };
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
        let pairs = query_of(&request.url);
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

fn query_of(address: &str) -> impl Iterator<Item = (&str, &str)> {
    let query = address.split_once('?').map(|(_, query)| query).unwrap_or_default();
    query.split('&').filter_map(|pair| pair.split_once('='))
}

fn parameter<'a>(address: &'a str, name: &str) -> Option<&'a str> {
    query_of(address).find_map(|(known, value)| (known == name).then_some(value))
}

fn word_of(step: &Step) -> Option<&'static str> {
    match step {
        Step::Dial(_) | Step::RecordedDial(_) => Some("ring"),
        Step::Voicemail(_) => Some("voicemail"),
        Step::Reject(_) => Some("reject"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leg_names_the_one_that_began_the_call() {
        assert_eq!(first_of("sim-1764500000000"), "sim-1764500000000");
        assert_eq!(first_of("sim-1764500000000-m"), "sim-1764500000000");
        assert_eq!(first_of("simo-01a2-g0a1b2c3d"), "simo-01a2");
    }
}
