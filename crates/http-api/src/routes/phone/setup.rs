//! What the telephone company must be told, and whether it can reach us.

use crate::{answer::Answer, auth::Caller, problem::Problem, routes::Part};
use callboard_switchboard::SwitchboardError;
use poem_openapi::{Object, OpenApi};

/// How the workspace is tied to its telephone company.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct TelephonySetup {
    /// `twilio`, `simulator`, or absent when there is none.
    provider: Option<String>,
    /// Whether the telephone company can reach this server, which it does over https only.
    reachable: bool,
    /// Where calls to the numbers are announced. It holds the secret of the workspace.
    voice_url: Option<String>,
    /// Where texts to the numbers are announced.
    message_url: Option<String>,
    /// Where calls report how far they have come.
    status_url: Option<String>,
}

pub(crate) struct SetupApi;

#[OpenApi(prefix_path = "/settings/telephony", tag = "Part::Phone")]
impl SetupApi {
    /// The telephone company, and what it must be told
    #[oai(path = "/", method = "get", operation_id = "get_telephony_setup")]
    async fn get(&self, caller: Caller) -> Result<Answer<TelephonySetup>, Problem> {
        let nothing = |provider: Option<&str>, reachable| TelephonySetup {
            provider: provider.map(str::to_owned),
            reachable,
            voice_url: None,
            message_url: None,
            status_url: None,
        };
        let setup = match caller.switchboard.addresses(&caller.scope).await {
            Ok(Some((provider, hooks))) => TelephonySetup {
                voice_url: Some(hooks.voice().to_string()),
                message_url: Some(hooks.message().to_string()),
                status_url: Some(hooks.status(None).to_string()),
                ..nothing(Some(provider), true)
            },
            Ok(None) => nothing(None, false),
            Err(SwitchboardError::NotPublic) => {
                nothing(caller.switchboard.provider(&caller.scope).await?, false)
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Answer(setup))
    }
}
