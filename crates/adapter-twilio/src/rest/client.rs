//! Sends one request and judges what came of it.

use super::{
    breaker::Breaker,
    failure::{LATER, Nature, Seen, pause},
    pace::Pace,
    refusals::{Meaning, cause_of_status, meaning},
};
use crate::{account::TwilioAccount, settings::TwilioSettings, words};
use callboard_kernel::{Clock, PortError, Timestamp};
use callboard_telephony::{Refusal, TelephonyError};
use reqwest::{Method, RequestBuilder, Response, dns::Resolve, header, redirect, retry};
use serde_json::Value;
use std::{sync::Arc, time::Duration};
use tokio::time::Instant;

/// Answers are a few kilobytes; a page of a thousand messages is the largest.
const LARGEST_ANSWER: usize = 8 * 1024 * 1024;
/// How often a request is made again that Twilio says it has not processed.
const REPETITIONS: u32 = 2;

/// Requests that wait for each other.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Lane {
    /// Calls that are placed.
    Calls,
    /// Everything else.
    Others,
}

/// A request before it is addressed.
pub(super) struct Asked<'a> {
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) form: Option<Vec<(&'static str, String)>>,
    pub(super) nature: Nature,
    pub(super) lane: Lane,
    pub(super) account: &'a TwilioAccount,
}

/// Speaks HTTP with Twilio.
pub(crate) struct Client {
    http: reqwest::Client,
    pub(super) settings: TwilioSettings,
    clock: Arc<dyn Clock>,
    pace: Pace<(String, Lane)>,
    breaker: Breaker<String>,
}

/// Who must wait when Twilio says "later".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Reach {
    /// Everything that this account asks.
    Account,
    /// One number whose queue is full; others are free.
    Sender,
}

/// An answer, and when Twilio gave it by its own clock.
pub(super) struct Answered {
    pub(super) value: Value,
    pub(super) at: Option<Timestamp>,
}

/// What one attempt came to.
enum Attempt {
    Fine(Answered),
    Later { after: Option<Duration>, code: Option<u32>, of: Reach, seen: Seen },
    Failed(TelephonyError),
}

impl Client {
    pub(crate) fn try_new(
        settings: TwilioSettings,
        clock: Arc<dyn Clock>,
        resolver: Option<Arc<dyn Resolve>>,
    ) -> Result<Self, PortError> {
        let broken = |error: Box<dyn std::error::Error + Send + Sync>| {
            PortError::broken("twilio.client", error)
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| broken(error.into()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .user_agent(concat!("callboard/", env!("CARGO_PKG_VERSION")))
            // Keys go to Twilio only, so no redirect is followed and no proxy is taken from the environment.
            .redirect(redirect::Policy::none())
            .no_proxy()
            .retry(retry::never())
            .http1_only()
            .connect_timeout(settings.connect)
            .read_timeout(settings.request)
            // An old connection that Twilio has closed would turn a harmless request into an unknown one.
            .pool_idle_timeout(Duration::from_secs(20));
        if let Some(resolver) = resolver {
            builder = builder.dns_resolver(resolver);
        }
        let http = builder.build().map_err(|error| broken(error.into()))?;
        Ok(Self { http, settings, clock, pace: Pace::default(), breaker: Breaker::default() })
    }

    pub(super) fn clock(&self) -> Arc<dyn Clock> {
        self.clock.clone()
    }

    pub(super) fn account_url(&self, account: &TwilioAccount, path: &str) -> String {
        let sid = account.sid.as_str();
        format!("{}/2010-04-01/Accounts/{sid}/{path}", self.settings.api.trim_end_matches('/'))
    }

    /// Makes the request, in its turn, and again only when Twilio says that it has not processed it.
    pub(super) async fn ask(&self, asked: Asked<'_>) -> Result<Value, TelephonyError> {
        self.ask_dated(asked).await.map(|answered| answered.value)
    }

    /// The same, with the time at which Twilio answered.
    pub(super) async fn ask_dated(&self, asked: Asked<'_>) -> Result<Answered, TelephonyError> {
        let mut repetitions = 0;
        loop {
            let account = asked.account.sid.as_str().to_owned();
            if let Err(pause) = self.breaker.admit(&account, Instant::now()) {
                return Err(self.busy(pause, None, Seen::Silent));
            }
            self.wait(asked.account, asked.lane).await?;
            match self.attempt(&asked).await {
                Attempt::Fine(answered) => return Ok(answered),
                Attempt::Failed(error) => return Err(error),
                Attempt::Later { after, code, of, seen } => {
                    let pause = after.unwrap_or(LATER);
                    if of == Reach::Account {
                        let lane = (asked.account.sid.as_str().to_owned(), asked.lane);
                        self.pace.hold(lane, Instant::now() + pause);
                    }
                    // Without a time from Twilio there is no telling when it makes sense.
                    let soon = after.is_some_and(|after| after <= self.settings.patience);
                    if !soon || repetitions == REPETITIONS {
                        return Err(self.busy(pause, code, seen));
                    }
                    repetitions += 1;
                }
            }
        }
    }

    /// Waits for the turn of this lane.
    pub(super) async fn wait(
        &self,
        account: &TwilioAccount,
        lane: Lane,
    ) -> Result<(), TelephonyError> {
        let apart = match lane {
            Lane::Calls => self.settings.between_calls,
            Lane::Others => self.settings.between_requests,
        };
        let key = (account.sid.as_str().to_owned(), lane);
        let turn = self
            .pace
            .turn(key, apart, self.settings.patience)
            .map_err(|wait| self.busy(wait, None, Seen::OwnPace))?;
        tokio::time::sleep_until(turn).await;
        Ok(())
    }

    async fn attempt(&self, asked: &Asked<'_>) -> Attempt {
        let mut request = self
            .authorized(asked.method.clone(), &asked.url, asked.account)
            .timeout(self.settings.request)
            .header(header::ACCEPT, "application/json");
        if let Some(form) = &asked.form {
            let mut body = form_urlencoded::Serializer::new(String::new());
            body.extend_pairs(form);
            let body = body.finish();
            request = request
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(body);
        }
        let mut response = match request.send().await {
            Ok(response) => response,
            Err(error) => {
                self.breaker.failed(asked.account.sid.as_str().to_owned(), Instant::now());
                return Attempt::Failed(self.unsent(asked.nature, error));
            }
        };
        let status = response.status().as_u16();
        if status >= 500 {
            self.breaker.failed(asked.account.sid.as_str().to_owned(), Instant::now());
        } else {
            self.breaker.answered(&asked.account.sid.as_str().to_owned());
        }
        let after = pause_of(&response);
        let at = date_of(&response);
        let body = read(&mut response).await;
        match (status, body) {
            (200..=299, Ok(body)) if body.is_empty() => {
                Attempt::Fine(Answered { value: Value::Null, at })
            }
            (200..=299, Ok(body)) => match serde_json::from_slice(&body) {
                Ok(value) => Attempt::Fine(Answered { value, at }),
                Err(error) => self.unclear(asked.nature, None, Seen::NotJson(error)),
            },
            (200..=299, Err(seen)) => self.unclear(asked.nature, None, seen),
            (429, body) => {
                let code = body.ok().and_then(code_of);
                Attempt::Later { after, code, of: Reach::Account, seen: Seen::Status(429) }
            }
            // A gateway may give up on a request that Twilio still carries out.
            (408 | 500..=599, body) => {
                self.unclear(asked.nature, body.ok().and_then(code_of), Seen::Status(status))
            }
            (400..=499, body) => refused(status, body.ok().and_then(code_of), after),
            _ => self.unclear(asked.nature, None, Seen::Status(status)),
        }
    }

    pub(super) fn authorized(
        &self,
        method: Method,
        url: &str,
        account: &TwilioAccount,
    ) -> RequestBuilder {
        let (user, password) = account.basic();
        self.http.request(method, url).basic_auth(user, Some(password))
    }

    pub(super) fn anonymous(&self, url: &str) -> RequestBuilder {
        self.http.get(url)
    }

    /// No answer began. Without a connection nothing was sent; with one, nobody knows.
    pub(super) fn unsent(&self, nature: Nature, error: reqwest::Error) -> TelephonyError {
        let never_sent = error.is_connect();
        let error = error.without_url();
        if never_sent {
            return self.busy(LATER, None, Seen::NotConnected(error));
        }
        self.maybe_done(nature, None, Seen::Broken(error))
    }

    fn unclear(&self, nature: Nature, code: Option<u32>, seen: Seen) -> Attempt {
        Attempt::Failed(self.maybe_done(nature, code, seen))
    }

    /// It may have been done: harmless for what can be repeated, to be looked into for what cannot.
    pub(super) fn maybe_done(
        &self,
        nature: Nature,
        code: Option<u32>,
        seen: Seen,
    ) -> TelephonyError {
        match nature {
            Nature::Repeatable => self.busy(LATER, code, seen),
            Nature::Once => TelephonyError::Unknown { code, source: Box::new(seen) },
        }
    }

    pub(super) fn busy(&self, pause: Duration, code: Option<u32>, seen: Seen) -> TelephonyError {
        TelephonyError::Busy { until: self.clock.now() + pause, code, source: Some(Box::new(seen)) }
    }
}

pub(super) fn pause_of(response: &Response) -> Option<Duration> {
    pause(response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()))
}

fn date_of(response: &Response) -> Option<Timestamp> {
    response.headers().get(header::DATE)?.to_str().ok().and_then(words::instant)
}

fn refused(status: u16, code: Option<u32>, after: Option<Duration>) -> Attempt {
    match code.map(meaning) {
        Some(Meaning::Later) => {
            Attempt::Later { after, code, of: Reach::Sender, seen: Seen::Status(status) }
        }
        Some(Meaning::Refused(cause)) => {
            Attempt::Failed(TelephonyError::Refused(Refusal { cause, code }))
        }
        None => Attempt::Failed(TelephonyError::refused(cause_of_status(status))),
    }
}

/// The number in the body of an error.
fn code_of(body: Vec<u8>) -> Option<u32> {
    super::number(&serde_json::from_slice(&body).ok()?, "code")
}

async fn read(response: &mut Response) -> Result<Vec<u8>, Seen> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(piece)) if body.len() + piece.len() > LARGEST_ANSWER => {
                return Err(Seen::TooLarge);
            }
            Ok(Some(piece)) => body.extend_from_slice(&piece),
            Ok(None) => return Ok(body),
            Err(error) => return Err(Seen::Broken(error.without_url())),
        }
    }
}
