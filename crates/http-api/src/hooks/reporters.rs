//! From where the telephone company may report.

use ipnet::IpNet;
use std::{net::IpAddr, str::FromStr};

/// Networks that reports may come from. An empty list lets everybody in: a signature decides anyway, and Twilio does not promise
/// the addresses it reports from. It is for desks behind a relay of their own.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reporters(Vec<IpNet>);

impl Reporters {
    /// Whether somebody at this address may report; what is no address may not.
    pub(crate) fn allow(&self, source: &str) -> bool {
        let Self(networks) = self;
        let address = || source.parse::<IpAddr>().ok().map(|address| address.to_canonical());
        networks.is_empty()
            || address().is_some_and(|address| networks.iter().any(|net| net.contains(&address)))
    }
}

impl FromStr for Reporters {
    type Err = String;

    /// `203.0.113.0/24, 2001:db8::/32, 198.51.100.7`; an address alone is a network of one.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let network = |part: &str| {
            let alone = || part.parse::<IpAddr>().ok().map(IpNet::from);
            part.parse::<IpNet>().ok().or_else(alone).ok_or_else(|| {
                format!("{part} is no network; write it as 203.0.113.0/24 or 203.0.113.7")
            })
        };
        parts.map(network).collect::<Result<_, _>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_list_lets_everybody_in() {
        let all: Reporters = " , ".parse().unwrap();
        assert!(all.allow("203.0.113.9") && all.allow(""));
    }

    #[test]
    fn only_those_of_the_networks_come_in() {
        let some: Reporters = "203.0.113.0/24, 2001:db8::/32,198.51.100.7".parse().unwrap();
        for inside in ["203.0.113.9", "::ffff:203.0.113.9", "2001:db8::1", "198.51.100.7"] {
            assert!(some.allow(inside), "{inside}");
        }
        for outside in ["203.0.114.9", "198.51.100.8", "::1", "", "203.0.113.9, 1.2.3.4", "eve"] {
            assert!(!some.allow(outside), "{outside}");
        }
    }

    #[test]
    fn what_is_no_network_is_named() {
        let wrong = "203.0.113.0/24, twilio.com".parse::<Reporters>().unwrap_err();
        assert!(wrong.starts_with("twilio.com is no network"), "{wrong}");
        assert!("203.0.113.0/40".parse::<Reporters>().is_err());
    }
}
