//! Which mail server, how it is reached and who we are there, from one address.

use lettre::transport::smtp::authentication::Credentials;
use percent_encoding::percent_decode_str;
use std::{fmt, net::IpAddr, str::FromStr};
use url::Url;

/// How the connection is kept private.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Privacy {
    /// TLS from the first byte.
    Always,
    /// `STARTTLS`, or nothing is said.
    Demanded,
    /// `STARTTLS` when the server offers it.
    Offered,
}

/// A mail server: `smtps://user:password@host:465`, `smtp://user:password@host:587` or `smtp://host:25`. Signs of user and
/// password that an address cannot hold are percent-encoded.
///
/// With `smtp://` a password goes over the wire after `STARTTLS` only, except to this machine itself.
#[derive(Clone)]
pub struct SmtpServer {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) privacy: Privacy,
    pub(crate) credentials: Option<Credentials>,
}

/// Why an address is none of a mail server. It never holds the address, which holds a password.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WrongServer {
    /// It has another form.
    #[error("write it as smtps://user:password@host:465 or smtp://host:587")]
    Form,
    /// A name without a password, or the other way round.
    #[error("a user needs a password; percent-encode signs such as @ and / in both")]
    HalfAKey,
    /// Something comes after the port.
    #[error("nothing may come after the port")]
    Rest,
}

impl fmt::Debug for SmtpServer {
    /// Without user and password, because debug output reaches logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpServer")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("privacy", &self.privacy)
            .finish_non_exhaustive()
    }
}

impl FromStr for SmtpServer {
    type Err = WrongServer;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text).map_err(|_| WrongServer::Form)?;
        let secure = match url.scheme() {
            "smtps" => true,
            "smtp" => false,
            _ => return Err(WrongServer::Form),
        };
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(WrongServer::Form)?;
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(WrongServer::Rest);
        }
        let credentials = match (url.username(), url.password()) {
            ("", None) => None,
            (user, Some(password)) if !user.is_empty() && !password.is_empty() => {
                Some(Credentials::new(decoded(user)?, decoded(password)?))
            }
            _ => return Err(WrongServer::HalfAKey),
        };
        let host = host.trim_matches(['[', ']']).to_owned();
        let privacy = match (secure, &credentials) {
            (true, _) => Privacy::Always,
            (false, Some(_)) if !is_this_machine(&host) => Privacy::Demanded,
            (false, _) => Privacy::Offered,
        };
        let port = url.port().unwrap_or(if secure { 465 } else { 587 });
        Ok(Self { host, port, privacy, credentials })
    }
}

fn decoded(text: &str) -> Result<String, WrongServer> {
    let text = percent_decode_str(text).decode_utf8().map_err(|_| WrongServer::HalfAKey)?;
    Ok(text.into_owned())
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<SmtpServer, WrongServer> {
        text.parse()
    }

    #[test]
    fn an_address_says_how_the_server_is_reached() {
        let server = read("smtps://desk%40example.com:p%2Fw@mail.example.com").unwrap();
        assert_eq!((server.host.as_str(), server.port), ("mail.example.com", 465));
        assert_eq!(server.privacy, Privacy::Always);
        let expected = Credentials::new("desk@example.com".to_owned(), "p/w".to_owned());
        assert_eq!(server.credentials, Some(expected));
        let server = read("smtp://relay:2525").unwrap();
        assert_eq!((server.port, server.privacy), (2525, Privacy::Offered));
        assert_eq!(read("smtp://[::1]:25").unwrap().host, "::1");
    }

    #[test]
    fn a_password_is_said_in_private() {
        assert_eq!(read("smtp://a:b@mail.example.com").unwrap().privacy, Privacy::Demanded);
        assert_eq!(read("smtp://a:b@127.0.0.1:25").unwrap().privacy, Privacy::Offered);
    }

    #[test]
    fn what_is_wrong_is_said_without_the_address() {
        for (text, why) in [
            ("mail.example.com", WrongServer::Form),
            ("https://mail.example.com", WrongServer::Form),
            ("smtp://", WrongServer::Form),
            ("smtp://a@mail.example.com", WrongServer::HalfAKey),
            ("smtp://:hunter2@mail.example.com", WrongServer::HalfAKey),
            ("smtp://a:hunter2@mail.example.com/x", WrongServer::Rest),
            ("smtp://a:hunter2@mail.example.com?tls=none", WrongServer::Rest),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!(error, why, "{text}");
            assert!(!error.to_string().contains("hunter2"));
        }
    }

    #[test]
    fn debug_output_holds_no_password() {
        let shown = format!("{:?}", read("smtps://ann:hunter2@mail.example.com").unwrap());
        assert!(!shown.contains("hunter2") && !shown.contains("ann"), "{shown}");
    }
}
