//! The address of the product, which decides cookie names, origins and links.

use poem::http::Uri;
use std::net::IpAddr;

/// Where browsers reach the product.
#[derive(Clone, Debug)]
pub struct Site {
    origin: String,
    secure: bool,
    loopback: bool,
    trusts_forwarded_for: bool,
}

/// Why a public URL cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SiteError {
    /// Not `http://host[:port]` or `https://host[:port]`.
    #[error("the public URL must be http(s)://host[:port] without a path")]
    NotAnOrigin,
}

impl Site {
    /// From the public URL, such as `https://desk.example.com`. With `trusts_forwarded_for` the last entry of
    /// `X-Forwarded-For` is the address of the client: only behind a proxy that sets it.
    pub fn parse(public_url: &str, trusts_forwarded_for: bool) -> Result<Self, SiteError> {
        let uri: Uri =
            public_url.trim_end_matches('/').parse().map_err(|_| SiteError::NotAnOrigin)?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(SiteError::NotAnOrigin);
        };
        let has_path = !matches!(uri.path(), "" | "/") || uri.query().is_some();
        if !matches!(scheme, "http" | "https") || has_path || authority.as_str().contains('@') {
            return Err(SiteError::NotAnOrigin);
        }
        let origin = format!("{scheme}://{}", authority.as_str().to_ascii_lowercase());
        let loopback = is_loopback(authority.host());
        Ok(Self { origin, secure: scheme == "https", loopback, trusts_forwarded_for })
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether it is reached by TLS.
    pub const fn is_secure(&self) -> bool {
        self.secure
    }

    /// Whether clients are told apart by `X-Forwarded-For`.
    pub(crate) const fn trusts_forwarded_for(&self) -> bool {
        self.trusts_forwarded_for
    }

    /// Whether a page of this origin is one of ours. On a loopback site every loopback name of the host that was asked is
    /// the same site, because people type `localhost` and `127.0.0.1` alike.
    pub(crate) fn is_own(&self, origin: &str, host: Option<&str>) -> bool {
        if origin.eq_ignore_ascii_case(&self.origin) {
            return true;
        }
        let (true, Some(asked)) = (self.loopback, host) else { return false };
        origin.strip_prefix("http://").is_some_and(|from| from.eq_ignore_ascii_case(asked))
            && asked.parse::<Uri>().ok().and_then(|uri| uri.host().map(is_loopback)) == Some(true)
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || bare.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_an_origin() {
        let site = Site::parse("https://Desk.Example.com/", false).unwrap();
        assert_eq!((site.origin(), site.is_secure()), ("https://desk.example.com", true));
        for text in [
            "",
            "desk.example.com",
            "ftp://desk",
            "https://desk/app",
            "https://a@desk",
            "https://desk?x=1",
        ] {
            assert_eq!(Site::parse(text, false).unwrap_err(), SiteError::NotAnOrigin, "{text}");
        }
    }

    #[test]
    fn only_its_own_origin_is_trusted() {
        let site = Site::parse("https://desk.example.com", false).unwrap();
        assert!(site.is_own("https://desk.example.com", None));
        for origin in [
            "null",
            "https://evil.example",
            "http://desk.example.com",
            "https://desk.example.com.evil.example",
        ] {
            assert!(!site.is_own(origin, Some("desk.example.com")), "{origin}");
        }
    }

    #[test]
    fn loopback_names_are_one_site_and_no_other_name_is() {
        let site = Site::parse("http://127.0.0.1:8080", false).unwrap();
        assert!(site.is_own("http://localhost:8080", Some("localhost:8080")));
        assert!(site.is_own("http://[::1]:8080", Some("[::1]:8080")));
        assert!(!site.is_own("http://localhost:9999", Some("localhost:8080")));
        assert!(!site.is_own("http://rebound.example:8080", Some("rebound.example:8080")));
    }
}
