//! Recordings and attachments: the only addresses that come from outside, so each is looked at before it is asked, and so
//! is each one that it leads to.

use super::{
    client::{Asked, Client, Lane, pause_of},
    failure::{LATER, Nature, Seen},
    refusals::cause_of_status,
};
use crate::account::TwilioAccount;
use async_trait::async_trait;
use callboard_kernel::Clock;
use callboard_telephony::{
    AudioFormat, Chunks, Download, Private, ProviderRecordingId, RefusalCause, TelephonyError,
};
use reqwest::{Method, Response, Url, header};
use std::sync::Arc;

/// Where Twilio keeps the files of messages ("Protect Media Access with HTTP Basic Authentication"): the first two answer
/// to short-lived addresses, the last is a store that it shares with others, so there only its own shelf counts.
const SHELVES: [(&str, &str); 3] = [
    ("mms.twiliocdn.com", "/"),
    ("media.twiliocdn.com", "/"),
    ("s3-external-1.amazonaws.com", "/media.twiliocdn.com/"),
];
/// The API leads to a shelf, and a shelf may have moved.
const MOST_HOPS: usize = 3;

impl Client {
    pub(crate) async fn recording(
        &self,
        account: &TwilioAccount,
        recording: &ProviderRecordingId,
        format: AudioFormat,
    ) -> Result<Download, TelephonyError> {
        let url = self.account_url(account, &format!("Recordings/{recording}.{format}"));
        self.download(account, &url).await
    }

    pub(crate) async fn delete_recording(
        &self,
        account: &TwilioAccount,
        recording: &ProviderRecordingId,
    ) -> Result<(), TelephonyError> {
        let asked = Asked {
            method: Method::DELETE,
            url: self.account_url(account, &format!("Recordings/{recording}.json")),
            form: None,
            nature: Nature::Repeatable,
            lane: Lane::Others,
            account,
        };
        match self.ask(asked).await.map(drop) {
            Err(error) if error.cause() == Some(RefusalCause::NotFound) => Ok(()),
            other => other,
        }
    }

    pub(crate) async fn attachment(
        &self,
        account: &TwilioAccount,
        url: &Private,
    ) -> Result<Download, TelephonyError> {
        self.download(account, url.expose()).await
    }

    /// Follows an address of the account to its file, through Twilio's own houses only.
    async fn download(
        &self,
        account: &TwilioAccount,
        url: &str,
    ) -> Result<Download, TelephonyError> {
        let mut url = self.own(account, url).ok_or_else(foreign)?;
        let mut is_api = true;
        self.wait(account, Lane::Others).await?;
        for _ in 0..MOST_HOPS {
            let request = if is_api {
                self.authorized(Method::GET, url.as_str(), account)
            } else {
                // The shelves know no keys, and must not learn ours.
                self.anonymous(url.as_str())
            };
            let sent = request.send().await;
            let response = sent.map_err(|error| self.unsent(Nature::Repeatable, error))?;
            match response.status().as_u16() {
                200..=299 => return self.body(response),
                301 | 302 | 303 | 307 | 308 => {
                    let next = target(&url, &response).ok_or_else(foreign)?;
                    is_api = self.own(account, next.as_str()).is_some();
                    if !is_api && !is_on_a_shelf(&next) {
                        return Err(foreign());
                    }
                    url = next;
                }
                429 => {
                    let pause = pause_of(&response).unwrap_or(LATER);
                    return Err(self.busy(pause, None, Seen::Status(429)));
                }
                status @ 400..=499 => return Err(TelephonyError::refused(cause_of_status(status))),
                status => return Err(self.busy(LATER, None, Seen::Status(status))),
            }
        }
        Err(foreign())
    }

    /// The address, if it is one of this account at the API itself.
    fn own(&self, account: &TwilioAccount, url: &str) -> Option<Url> {
        let ours = Url::parse(&self.account_url(account, "")).ok()?;
        let url = plain(url)?;
        let same_house = url.scheme() == ours.scheme()
            && url.host_str() == ours.host_str()
            && url.port_or_known_default() == ours.port_or_known_default();
        // Escaped dots and slashes are not ours to interpret, so the path must be as plain as ours are.
        let same_account = url.path().starts_with(ours.path()) && !url.path().contains('%');
        (same_house && same_account).then_some(url)
    }

    fn body(&self, response: Response) -> Result<Download, TelephonyError> {
        let length = response.content_length();
        if length.is_some_and(|length| length > self.settings.largest_file) {
            return Err(TelephonyError::refused(RefusalCause::TooLarge));
        }
        let content_type = response.headers().get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok()).map(str::to_owned);
        let left = self.settings.largest_file;
        let pieces = Pieces { response, left, clock: self.clock() };
        Ok(Download { content_type, length, chunks: Box::new(pieces) })
    }
}

const fn foreign() -> TelephonyError {
    TelephonyError::refused(RefusalCause::ForeignAddress)
}

/// An address without tricks: printable, and nothing before the host.
fn plain(url: &str) -> Option<Url> {
    let printable = url.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let url = Url::parse(url).ok().filter(|_| printable)?;
    (url.username().is_empty() && url.password().is_none()).then_some(url)
}

fn target(from: &Url, response: &Response) -> Option<Url> {
    let location = response.headers().get(header::LOCATION)?.to_str().ok()?;
    plain(from.join(location).ok()?.as_str())
}

fn is_on_a_shelf(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    url.scheme() == "https"
        && url.port().is_none()
        && SHELVES.iter().any(|(shelf, path)| host == *shelf && url.path().starts_with(path))
}

/// The pieces of a file as they arrive.
struct Pieces {
    response: Response,
    left: u64,
    clock: Arc<dyn Clock>,
}

#[async_trait]
impl Chunks for Pieces {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, TelephonyError> {
        let piece = match self.response.chunk().await {
            Ok(Some(piece)) => piece,
            Ok(None) => return Ok(None),
            Err(error) => {
                return Err(TelephonyError::Busy {
                    until: self.clock.now() + LATER,
                    code: None,
                    source: Some(Box::new(Seen::Broken(error.without_url()))),
                });
            }
        };
        let size = piece.len() as u64;
        if size > self.left {
            return Err(TelephonyError::refused(RefusalCause::TooLarge));
        }
        self.left -= size;
        Ok(Some(piece.to_vec()))
    }
}

#[cfg(test)]
mod tests;
