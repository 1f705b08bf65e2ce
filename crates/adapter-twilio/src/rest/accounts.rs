//! Asking how the account is set up. Each question reads; none changes anything.

use super::{
    client::{Answered, Asked, Client, Lane},
    failure::{Nature, Seen as Saw},
    text,
};
use crate::{
    account::{Credentials, TwilioAccount},
    check::facts::{Account, Application, Facts, Hook, Named, OwnNumber, Seen},
};
use callboard_kernel::Phone;
use callboard_telephony::{RefusalCause, TelephonyError};
use reqwest::Method;
use serde_json::Value;

/// A page holds at most 1,000 of anything; nobody has more than this many pages, and a wrong "next" must end.
const MOST_PAGES: usize = 10;

impl Client {
    /// Everything that is judged.
    pub(crate) async fn facts(&self, account: &TwilioAccount) -> Result<Facts, TelephonyError> {
        // Only the token itself may always ask for the account and its keys: "Standard" API keys may not (Twilio's
        // documents, "API keys in Console"). It is also what signs reports, so a wrong one must be found.
        let by_token = TwilioAccount {
            credentials: Credentials::AuthToken(account.signing.current.clone()),
            ..account.clone()
        };
        let path = format!("{}.json", account.sid.as_str());
        let url = format!("{}/2010-04-01/Accounts/{path}", self.api());
        let answered = allowed(self.ask_dated(asked(&by_token, url)).await)?;
        let ours = self.clock().now();
        let (seen, theirs) = match answered {
            Seen::Told(Answered { value, at }) => (Seen::Told(account_of(&value)), at),
            Seen::NotAllowed => (Seen::NotAllowed, None),
        };
        Ok(Facts {
            account: seen,
            ours,
            theirs,
            key: self.key(&by_token).await?,
            application: self.application(account).await?,
            numbers: self.own_numbers(account).await?,
            services: self.services(account).await?,
        })
    }

    async fn key(&self, by_token: &TwilioAccount) -> Result<Seen<Named>, TelephonyError> {
        let Some(browsers) = &by_token.browsers else { return Ok(Seen::Told(Named::Nothing)) };
        let path = format!("Keys/{}.json", browsers.key.sid.as_str());
        let found = self.found(by_token, &path).await?;
        Ok(found.map(|found| found.map_or(Named::Missing, |_| Named::There)))
    }

    async fn application(
        &self,
        account: &TwilioAccount,
    ) -> Result<Seen<Application>, TelephonyError> {
        let application = account.browsers.as_ref().and_then(|one| one.application.as_ref());
        let Some(sid) = application else { return Ok(Seen::Told(Application::Nothing)) };
        let found = self.found(account, &format!("Applications/{}.json", sid.as_str())).await?;
        Ok(found.map(|found| {
            found.map_or(Application::Missing, |value| {
                Application::At(text(&value, "voice_url").map(str::to_owned))
            })
        }))
    }

    /// A thing of the account; `None` when there is none of this id.
    async fn found(
        &self,
        account: &TwilioAccount,
        path: &str,
    ) -> Result<Seen<Option<Value>>, TelephonyError> {
        match self.ask(asked(account, self.account_url(account, path))).await {
            Err(error) if error.cause() == Some(RefusalCause::NotFound) => Ok(Seen::Told(None)),
            answer => Ok(allowed(answer)?.map(Some)),
        }
    }

    async fn own_numbers(
        &self,
        account: &TwilioAccount,
    ) -> Result<Seen<Vec<OwnNumber>>, TelephonyError> {
        let first = self.account_url(account, "IncomingPhoneNumbers.json?PageSize=1000");
        let listed = self.pages(account, self.api(), first, "incoming_phone_numbers").await;
        Ok(allowed(listed)?.map(|all| all.iter().filter_map(own_number).collect()))
    }

    /// All pages of a list. Where the next one is, Twilio says as a path (main API) or as an address (Messaging); of both
    /// only the path is taken, so that keys go to the host of the settings alone.
    pub(super) async fn pages(
        &self,
        account: &TwilioAccount,
        host: &str,
        first: String,
        name: &'static str,
    ) -> Result<Vec<Value>, TelephonyError> {
        let mut all = Vec::new();
        let mut url = Some(first);
        for _ in 0..MOST_PAGES {
            let Some(at) = url.take() else { break };
            let mut page = self.ask(asked(account, at)).await?;
            url = next_path(&page).map(|path| format!("{host}{path}"));
            match page.get_mut(name).map(Value::take) {
                Some(Value::Array(listed)) => all.extend(listed),
                _ => return Err(self.maybe_done(Nature::Repeatable, None, Saw::Lacks(name))),
            }
        }
        Ok(all)
    }

    fn api(&self) -> &str {
        self.settings.api.trim_end_matches('/')
    }
}

impl<T> Seen<T> {
    pub(super) fn map<U>(self, with: impl FnOnce(T) -> U) -> Seen<U> {
        match self {
            Self::Told(told) => Seen::Told(with(told)),
            Self::NotAllowed => Seen::NotAllowed,
        }
    }
}

/// Keys that may not ask are a finding; anything else stays an error.
pub(super) fn allowed<T>(answer: Result<T, TelephonyError>) -> Result<Seen<T>, TelephonyError> {
    match answer {
        Ok(told) => Ok(Seen::Told(told)),
        Err(error) if error.cause() == Some(RefusalCause::Credentials) => Ok(Seen::NotAllowed),
        Err(error) => Err(error),
    }
}

const fn asked(account: &TwilioAccount, url: String) -> Asked<'_> {
    let (nature, lane) = (Nature::Repeatable, Lane::Others);
    Asked { method: Method::GET, url, form: None, nature, lane, account }
}

fn next_path(page: &Value) -> Option<&str> {
    let next = text(page, "next_page_uri")
        .or_else(|| page.get("meta").and_then(|meta| text(meta, "next_page_url")))?;
    let path = next
        .split_once("://")
        .map_or(Some(next), |(_, rest)| rest.find('/').and_then(|start| rest.get(start..)))?;
    path.starts_with('/').then_some(path)
}

fn account_of(value: &Value) -> Account {
    Account {
        is_active: text(value, "status") == Some("active"),
        is_trial: text(value, "type") == Some("Trial"),
    }
}

fn own_number(value: &Value) -> Option<OwnNumber> {
    let has = |name| text(value, name).is_some();
    Some(OwnNumber {
        number: Phone::from_e164(text(value, "phone_number")?).ok()?,
        voice: hook(value, "voice_url", "voice_method"),
        message: hook(value, "sms_url", "sms_method"),
        status: hook(value, "status_callback", "status_callback_method"),
        calls_go_elsewhere: has("trunk_sid") || has("voice_application_sid"),
        texts_go_elsewhere: has("sms_application_sid"),
        takes_texts: value.get("capabilities").and_then(|can| can.get("sms")?.as_bool()),
    })
}

/// Without a word about the method it is POST, Twilio's default.
pub(super) fn hook(value: &Value, url: &str, method: &str) -> Hook {
    Hook { url: text(value, url).map(str::to_owned), posts: text(value, method) != Some("GET") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_next_page_is_a_path_whoever_names_it() {
        for (page, path) in [
            (json!({"next_page_uri": "/2010-04-01/x?Page=1"}), Some("/2010-04-01/x?Page=1")),
            (
                json!({"meta": {"next_page_url": "https://elsewhere.example/v1/y?Page=1"}}),
                Some("/v1/y?Page=1"),
            ),
            (json!({"meta": {"next_page_url": null}, "next_page_uri": null}), None),
            (json!({"next_page_uri": "@elsewhere.example/x"}), None),
            (json!({"next_page_uri": "https://elsewhere.example"}), None),
        ] {
            assert_eq!(next_path(&page), path, "{page}");
        }
    }
}
