//! Where the caller can be rung, and his browser as a telephone.

use super::number::number;
use crate::{
    answer::{Answer, Done},
    auth::Caller,
    fields::{Instant, Nullable, Word},
    problem::Problem,
    routes::Part,
};
use callboard_kernel::{CallId, Patch, Permission};
use callboard_switchboard::{
    SIMULATOR, SwitchboardError,
    model::{self, Presence},
};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// Where somebody can be rung.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct Station {
    /// Whether he takes calls.
    presence: Word<Presence>,
    /// His own telephone in E.164, when he is rung there.
    phone: Option<String>,
    /// Whether his browser rings.
    in_browser: bool,
    /// The telephone company of the workspace; absent when there is none.
    provider: Option<String>,
}

/// A change; what is left out stays.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct StationPatch {
    /// Whether he takes calls.
    presence: Option<Word<Presence>>,
    /// His own telephone, as people write it; `null` rings none.
    #[oai(validator(max_length = 40))]
    phone: Nullable<String>,
    /// Whether his browser rings.
    in_browser: Option<bool>,
}

/// What makes a browser a telephone.
#[derive(Object)]
pub(crate) struct BrowserKey {
    /// The telephone company whose key it is.
    provider: String,
    /// The key.
    token: String,
    /// When it stops working.
    expires_at: Instant,
}

pub(crate) struct StationApi;

#[OpenApi(tag = "Part::Phone")]
impl StationApi {
    /// Where I can be rung
    #[oai(path = "/phone", method = "get", operation_id = "get_station")]
    async fn get(&self, caller: Caller) -> Result<Answer<Station>, Problem> {
        let station = caller.switchboard.station(&caller.scope).await?;
        Ok(Answer(shown(&caller, station).await?))
    }

    /// Go on or off duty, and say where I am rung
    #[oai(path = "/phone", method = "patch", operation_id = "update_station")]
    async fn set(
        &self,
        caller: Caller,
        body: Json<StationPatch>,
    ) -> Result<Answer<Station>, Problem> {
        let StationPatch { presence, phone, in_browser } = body.0;
        let phone = match phone.patch(|text| text) {
            Patch::Keep => Patch::Keep,
            Patch::Clear => Patch::Clear,
            Patch::Set(text) => Patch::Set(number(&caller, "phone", &text).await?),
        };
        let presence = presence.map(|word| word.0);
        let station = caller.switchboard.set_station(&caller.scope, presence, phone, in_browser);
        let station = station.await?;
        Ok(Answer(shown(&caller, station).await?))
    }

    /// My browser is still there
    #[oai(path = "/phone/heartbeat", method = "post", operation_id = "beat_station")]
    async fn beat(&self, caller: Caller) -> Result<Done, Problem> {
        caller.switchboard.heartbeat(&caller.scope).await?;
        Ok(Done)
    }

    /// A key that makes my browser a telephone
    #[oai(path = "/phone/key", method = "post", operation_id = "create_browser_key")]
    async fn key(&self, caller: Caller) -> Result<Answer<BrowserKey>, Problem> {
        let provider = caller.switchboard.provider(&caller.scope).await?;
        let Some(provider) = provider else {
            return Err(SwitchboardError::NoProvider.into());
        };
        let key = caller.switchboard.browser_key(&caller.scope).await?;
        Ok(Answer(BrowserKey {
            provider: provider.to_owned(),
            token: key.token.expose().to_owned(),
            expires_at: Instant(key.expires_at),
        }))
    }

    /// Pick up a ringing call of the pretend telephone company
    #[oai(
        path = "/simulator/calls/:id/answer",
        method = "post",
        operation_id = "answer_simulated_call"
    )]
    async fn pick_up(&self, caller: Caller, id: Path<Uuid>) -> Result<Done, Problem> {
        let leg = simulated_leg(&caller, CallId(id.0)).await?;
        caller.switchboard.pick_up(&caller.scope, &leg).await?;
        Ok(Done)
    }

    /// Hang a call of the pretend telephone company up
    #[oai(
        path = "/simulator/calls/:id/hang-up",
        method = "post",
        operation_id = "end_simulated_call"
    )]
    async fn put_down(&self, caller: Caller, id: Path<Uuid>) -> Result<Done, Problem> {
        let leg = simulated_leg(&caller, CallId(id.0)).await?;
        caller.switchboard.put_down(&caller.scope, &leg).await?;
        Ok(Done)
    }
}

async fn shown(caller: &Caller, station: model::Station) -> Result<Station, Problem> {
    let in_browser = station.browser_seen_at.is_some();
    let provider = caller.switchboard.provider(&caller.scope).await?;
    Ok(Station {
        presence: Word(station.presence),
        phone: station.phone.map(|phone| phone.as_str().to_owned()),
        in_browser,
        provider: provider.map(str::to_owned),
    })
}

/// The leg of a call that the pretend company carries; any other call is none of its.
async fn simulated_leg(caller: &Caller, id: CallId) -> Result<String, Problem> {
    caller.scope.require(Permission::WorkCalls).map_err(SwitchboardError::from)?;
    let call = caller.calls.get(&caller.scope, id).await?;
    let s = call.value.snapshot();
    let is_simulated = s.provider.as_deref() == Some(SIMULATOR);
    let leg = s.provider_call_id.clone().filter(|_| is_simulated && !s.status.is_final());
    leg.ok_or_else(|| SwitchboardError::NoSuchCall.into())
}
