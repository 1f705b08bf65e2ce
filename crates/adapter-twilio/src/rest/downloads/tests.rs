//! Addresses of strangers lead nowhere: every name of the world is the canary's here, and nobody may come to it.

use super::*;
use crate::{
    account::{Credentials, Secret, Sid, SigningTokens},
    settings::TwilioSettings,
};
use callboard_kernel::{ManualClock, timestamp};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::{
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};
use tokio::net::TcpListener;

const SID: &str = "AC00000000000000000000000000000001";

struct Everywhere {
    canary: SocketAddr,
    asked: Arc<AtomicUsize>,
}

impl Resolve for Everywhere {
    fn resolve(&self, _name: Name) -> Resolving {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let addresses: Addrs = Box::new([self.canary].into_iter());
        Box::pin(async move { Ok(addresses) })
    }
}

struct Canary {
    at: SocketAddr,
    visitors: Arc<AtomicUsize>,
    names_asked: Arc<AtomicUsize>,
}

impl Canary {
    #[expect(clippy::disallowed_methods, reason = "the canary ends with the test")]
    async fn perched() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let visitors = Arc::new(AtomicUsize::new(0));
        let counted = visitors.clone();
        tokio::spawn(async move {
            while listener.accept().await.is_ok() {
                counted.fetch_add(1, Ordering::SeqCst);
            }
        });
        Self { at, visitors, names_asked: Arc::default() }
    }

    fn client(&self) -> Client {
        let resolver = Everywhere { canary: self.at, asked: self.names_asked.clone() };
        let settings = TwilioSettings {
            connect: Duration::from_secs(2),
            request: Duration::from_secs(2),
            between_requests: Duration::ZERO,
            ..TwilioSettings::default()
        };
        let clock = Arc::new(ManualClock::new(timestamp(0)));
        Client::try_new(settings, clock, Some(Arc::new(resolver))).unwrap()
    }
}

fn account() -> TwilioAccount {
    TwilioAccount {
        sid: Sid::account(SID).unwrap(),
        credentials: Credentials::AuthToken(Secret::new("token")),
        signing: SigningTokens { current: Secret::new("token"), other: None },
        browsers: None,
    }
}

/// Addresses that a stranger may put into a report; `port` is the canary's.
fn hostile(port: u16) -> Vec<String> {
    let path = format!("/2010-04-01/Accounts/{SID}/Messages/MM1/Media/ME1");
    let hosts = [
        "127.0.0.1",
        "localhost",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.1.nip.io",
        "169.254.169.254",
        "[fd00:ec2::254]",
        "0xa9fea9fe",
        "2852039166",
        "metadata.google.internal",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "100.64.0.1",
        "[64:ff9b::7f00:1]",
        "[fe80::1]",
        "api.twilio.com.example.com",
        "apiXtwilio.com",
        "api.twilio.com.",
        "xapi.twilio.com",
        "api-twilio.com",
        "twilio.com",
        "www.twilio.com",
        "api.twilio.co",
        "api.twilio.comm",
        "evil.api.twilio.com",
        "mms.twiliocdn.com",
        "media.twiliocdn.com",
        "s3-external-1.amazonaws.com",
        "аpi.twilio.com",
        "xn--pi-7kc.twilio.com",
        "api.twiliο.com",
    ];
    let mut all: Vec<String> = hosts.iter().map(|host| format!("https://{host}{path}")).collect();
    all.extend(hosts.iter().take(12).map(|host| format!("http://{host}:{port}{path}")));
    all.extend(hosts.iter().take(4).map(|host| format!("https://{host}:{port}{path}")));
    all.extend([
        format!("http://api.twilio.com{path}"),
        format!("https://api.twilio.com:{port}{path}"),
        format!("https://api.twilio.com:80{path}"),
        format!("https://api.twilio.com@127.0.0.1:{port}{path}"),
        format!("https://api.twilio.com:x@127.0.0.1:{port}{path}"),
        format!("https://user@api.twilio.com{path}"),
        format!("https://user:password@api.twilio.com{path}"),
        format!("https://127.0.0.1:{port}#@api.twilio.com{path}"),
        format!("https://127.0.0.1:{port}?@api.twilio.com{path}"),
        format!("https://127.0.0.1:{port}\\@api.twilio.com{path}"),
        format!("https://api.twilio.com\\@127.0.0.1:{port}{path}"),
        format!("https:\\\\127.0.0.1:{port}{path}"),
        format!("//127.0.0.1:{port}{path}"),
        format!("https://api.twilio.com\n.example.com{path}"),
        format!("https://api.twi\tlio.com{path}"),
        format!(" https://api.twilio.com{path}"),
        format!("https://api.twilio.com{path}\r\nHost: example.com"),
        "https://api.twilio.com/".to_owned(),
        "https://api.twilio.com/2010-04-01/Accounts/".to_owned(),
        "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000002/x"
            .to_owned(),
        format!("https://api.twilio.com/2010-04-01/Accounts/{SID}/../AC2/x"),
        format!("https://api.twilio.com/2010-04-01/Accounts/{SID}/%2e%2e/AC2/x"),
        format!("https://api.twilio.com/2010-04-01/Accounts/{SID}/..%2fAC2"),
        format!("https://api.twilio.com/2010-04-01/Accounts/{SID}"),
        format!("https://api.twilio.com//2010-04-01/Accounts/{SID}/x"),
        format!("ftp://api.twilio.com{path}"),
        "file:///etc/passwd".to_owned(),
        format!("gopher://127.0.0.1:{port}/_x"),
        "data:text/plain,x".to_owned(),
        "javascript:alert(1)".to_owned(),
        String::new(),
        "https://".to_owned(),
        "https://[".to_owned(),
        "nonsense".to_owned(),
        path,
    ]);
    all
}

#[tokio::test]
async fn hostile_addresses_are_refused_before_anybody_is_asked() {
    let canary = Canary::perched().await;
    let client = canary.client();
    let hostile = hostile(canary.at.port());
    assert!(hostile.len() >= 80, "{}", hostile.len());
    for url in &hostile {
        let error = client.attachment(&account(), &Private::new(url.clone())).await.unwrap_err();
        assert_eq!(error.cause(), Some(RefusalCause::ForeignAddress), "{url}");
    }
    assert_eq!(canary.names_asked.load(Ordering::SeqCst), 0);
    assert_eq!(canary.visitors.load(Ordering::SeqCst), 0);

    // The canary does see who comes: the one address that is right gets as far as its TLS.
    let right = format!("https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages/MM1/Media/ME1");
    let error = client.attachment(&account(), &Private::new(right)).await.unwrap_err();
    assert!(matches!(error, TelephonyError::Busy { .. }), "{error:?}");
    assert_eq!(canary.names_asked.load(Ordering::SeqCst), 1);
    assert!(canary.visitors.load(Ordering::SeqCst) >= 1);
}

#[test]
fn only_the_shelves_of_twilio_hold_its_files() {
    let on_a_shelf = |url: &str| is_on_a_shelf(&Url::parse(url).unwrap());
    assert!(on_a_shelf("https://mms.twiliocdn.com/a?Expires=1"));
    assert!(on_a_shelf("https://s3-external-1.amazonaws.com/media.twiliocdn.com/AC/1"));
    for url in [
        "http://mms.twiliocdn.com/a",
        "https://mms.twiliocdn.com:8443/a",
        "https://x.mms.twiliocdn.com/a",
        "https://s3-external-1.amazonaws.com/somebody-else/a",
        "https://s3-external-1.amazonaws.com/media.twiliocdn.com/../somebody-else/a",
        "https://169.254.169.254/latest/meta-data",
    ] {
        assert!(!on_a_shelf(url), "{url}");
    }
}
