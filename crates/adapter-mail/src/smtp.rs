//! Mail over SMTP. Each step is spoken by itself, because what a failure means depends on how far the talk had come: until the
//! text was sent, nothing was taken; after it, only an answer tells.

use crate::{
    letter::{From, letter},
    server::{Privacy, SmtpServer},
};
use async_trait::async_trait;
use callboard_workflows::ports::{MailCarrier, MailSendError, OutgoingMail};
use lettre::transport::smtp::{
    Error,
    authentication::Mechanism,
    client::{AsyncSmtpConnection, TlsParameters},
    commands::{Data, Mail, Rcpt},
    extension::{ClientId, Extension, MailBodyParameter, MailParameter},
};
use std::time::Duration;
use tokio::time::timeout;

/// For so long a server may take until it has heard who sends to whom.
const TALK: Duration = Duration::from_secs(14);
/// For so long it may take to say that it has the text.
const TAKING: Duration = Duration::from_secs(14);
/// How long a farewell is waited for. Whether it comes changes nothing.
const FAREWELL: Duration = Duration::from_secs(1);

/// Brings mail to a mail server, one connection for each.
#[derive(Clone, Debug)]
pub struct SmtpCarrier {
    server: SmtpServer,
    from: From,
}

impl SmtpCarrier {
    /// To this server. Nothing is said to it yet.
    pub const fn new(server: SmtpServer, from: From) -> Self {
        Self { server, from }
    }

    /// Opens the connection and says who we are. Whatever fails here is no fault of the mail: it waits.
    async fn open(&self) -> Result<AsyncSmtpConnection, MailSendError> {
        let SmtpServer { host, port, privacy, credentials } = &self.server;
        let busy = |stage: &str, error: &Error| MailSendError::Busy(reason(stage, error));
        let tls = || TlsParameters::new_rustls(host.clone()).map_err(|error| busy("tls", &error));
        let us = ClientId::Domain(self.from.address().domain().to_owned());
        let from_start = if *privacy == Privacy::Always { Some(tls()?) } else { None };
        let address = (host.as_str(), *port);
        let mut talk =
            AsyncSmtpConnection::connect_tokio1(address, Some(TALK), &us, from_start, None)
                .await
                .map_err(|error| busy("connect", &error))?;
        let upgrade = match privacy {
            Privacy::Always => false,
            Privacy::Demanded => true,
            Privacy::Offered => talk.can_starttls(),
        };
        if upgrade {
            talk.starttls(tls()?, &us).await.map_err(|error| busy("starttls", &error))?;
        }
        if let Some(credentials) = credentials {
            let ways = [Mechanism::Plain, Mechanism::Login];
            talk.auth(&ways, credentials).await.map_err(|error| busy("sign-in", &error))?;
        }
        Ok(talk)
    }

    /// Everything up to the point where the server waits for the text.
    async fn begin(&self, mail: &lettre::Message) -> Result<AsyncSmtpConnection, MailSendError> {
        let mut talk = self.open().await?;
        let envelope = mail.envelope();
        let mut says = Vec::new();
        let addresses = || envelope.to().iter().chain(envelope.from());
        if addresses().any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
            if !talk.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(MailSendError::Refused("the server takes no such address".to_owned()));
            }
            says.push(MailParameter::SmtpUtfEight);
            says.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        // A sender that is not taken is a setting that is wrong, not a mail.
        talk.command(Mail::new(envelope.from().cloned(), says))
            .await
            .map_err(|error| MailSendError::Busy(reason("sender", &error)))?;
        for to in envelope.to() {
            talk.command(Rcpt::new(to.clone(), Vec::new()))
                .await
                .map_err(|error| before("recipient", &error))?;
        }
        talk.command(Data).await.map_err(|error| before("data", &error))?;
        Ok(talk)
    }
}

#[async_trait]
impl MailCarrier for SmtpCarrier {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailSendError> {
        let mail = letter(&self.from, mail)?;
        let begun = timeout(TALK, self.begin(&mail)).await;
        let mut talk =
            begun.unwrap_or_else(|_| Err(MailSendError::Busy("no answer".to_owned())))?;
        match timeout(TAKING, talk.message(&mail.formatted())).await {
            Ok(Ok(_)) => {
                // The mail is theirs; how the talk ends is of no account.
                drop(timeout(FAREWELL, talk.quit()).await);
                Ok(())
            }
            Ok(Err(error)) => Err(after(&error)),
            Err(_) => Err(MailSendError::Unknown("no answer to the text".to_owned())),
        }
    }

    fn may_repeat(&self) -> bool {
        false
    }
}

/// Before the text was sent nothing was taken.
fn before(stage: &str, error: &Error) -> MailSendError {
    if error.is_permanent() {
        MailSendError::Refused(reason(stage, error))
    } else {
        MailSendError::Busy(reason(stage, error))
    }
}

/// After the text only an answer tells.
fn after(error: &Error) -> MailSendError {
    if error.is_permanent() {
        MailSendError::Refused(reason("text", error))
    } else if error.is_transient() {
        MailSendError::Busy(reason("text", error))
    } else {
        MailSendError::Unknown(reason("text", error))
    }
}

/// The stage and the code; what the server says in words may hold addresses.
fn reason(stage: &str, error: &Error) -> String {
    let what = error.status().map_or_else(
        || if error.is_timeout() { "no answer" } else { "the connection failed" }.to_owned(),
        |code| code.to_string(),
    );
    format!("{stage}: {what}")
}

#[cfg(test)]
mod tests;
