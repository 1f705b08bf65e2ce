//! Twilio, when its keys are set.

use crate::config::Config;
use anyhow::{Context, Result};
use callboard_adapter_twilio::{
    ApiKey, BrowserSettings, Credentials, OneAccount, Secret, Sid, SigningTokens, Twilio,
    TwilioAccount, TwilioSettings,
};
use callboard_kernel::Clock;
use std::sync::Arc;

/// Twilio by the settings; `None` when no account is set.
pub fn twilio(config: &Config, clock: Arc<dyn Clock>) -> Result<Option<Twilio>> {
    if config.twilio_account_sid.is_empty() {
        return Ok(None);
    }
    let sid = Sid::account(&config.twilio_account_sid)
        .context("CALLBOARD_TWILIO_ACCOUNT_SID is wrong")?;
    anyhow::ensure!(
        !config.twilio_auth_token.is_empty(),
        "CALLBOARD_TWILIO_AUTH_TOKEN is missing: without it no report of Twilio can be believed"
    );
    let key = key(config)?;
    let browsers = key.clone().map(|key| BrowserSettings { key, application: None });
    let other = &config.twilio_auth_token_other;
    let account = TwilioAccount {
        sid,
        credentials: match key {
            Some(key) => Credentials::ApiKey(key),
            None => Credentials::AuthToken(Secret::new(&config.twilio_auth_token)),
        },
        signing: SigningTokens {
            current: Secret::new(&config.twilio_auth_token),
            other: (!other.is_empty()).then(|| Secret::new(other)),
        },
        browsers,
    };
    let standard = TwilioSettings::default();
    let api = config.twilio_api_url.trim_end_matches('/');
    let settings = TwilioSettings {
        api: api.to_owned(),
        messaging: messaging(api, &standard.messaging),
        ..standard
    };
    let accounts = Arc::new(OneAccount(Arc::new(account)));
    Ok(Some(Twilio::try_new(accounts, settings, clock).context("Twilio cannot be prepared")?))
}

/// A pretend Twilio answers for all hosts of the real one, so that nothing of a trial leaves the machine.
fn messaging(api: &str, standard: &str) -> String {
    let is_real = api.starts_with("https://") && api.ends_with(".twilio.com");
    if is_real { standard } else { api }.to_owned()
}

fn key(config: &Config) -> Result<Option<ApiKey>> {
    if config.twilio_api_key_sid.is_empty() {
        return Ok(None);
    }
    let sid = Sid::api_key(&config.twilio_api_key_sid)
        .context("CALLBOARD_TWILIO_API_KEY_SID is wrong")?;
    anyhow::ensure!(
        !config.twilio_api_key_secret.is_empty(),
        "CALLBOARD_TWILIO_API_KEY_SECRET is missing"
    );
    Ok(Some(ApiKey { sid, secret: Secret::new(&config.twilio_api_key_secret) }))
}
