//! Whether Twilio made a request: `X-Twilio-Signature` is the base64 HMAC-SHA1 of the address and the sorted form fields
//! under the account's token. A JSON body is not in it; the address then carries the body's SHA-256.
//!
//! Twilio itself is not consistent about the standard port and about how the query is escaped, so its own libraries try
//! several spellings of the address, and so does this.

use crate::{account::SigningTokens, form::Fields};
use base64::{Engine, engine::general_purpose::STANDARD};
use callboard_telephony::{HttpMethod, RawWebhook};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use subtle::{Choice, ConstantTimeEq};

/// The header of the signature.
pub(crate) const SIGNATURE: &str = "x-twilio-signature";

/// The name in the query that carries the hash of a JSON body.
const BODY_HASH: &str = "bodySHA256";

/// Whether the request is signed with one of the tokens. All spellings and tokens are tried, whichever fits first, so that
/// the time tells nothing.
pub(crate) fn is_genuine(request: &RawWebhook, tokens: &SigningTokens) -> bool {
    let Some(given) = request.header(SIGNATURE) else { return false };
    let (parameters, body_fits) = match body_of(request) {
        Body::Form(fields) => (sorted(&fields), Choice::from(1)),
        Body::Hashed(expected) => {
            let actual = hex::encode(Sha256::digest(&request.body));
            (String::new(), actual.as_bytes().ct_eq(expected.as_bytes()))
        }
        Body::Unsigned => return false,
    };
    let mut genuine = Choice::from(0);
    let tokens = [Some(&tokens.current), tokens.other.as_ref()].into_iter().flatten();
    // What is signed with nothing can be signed by anybody.
    for token in tokens.filter(|token| !token.expose().is_empty()) {
        for url in spellings(&request.url) {
            let Some(signature) = sign(token.expose(), &url, &parameters) else { return false };
            genuine |= signature.as_bytes().ct_eq(given.as_bytes());
        }
    }
    (genuine & body_fits).into()
}

/// What of the body is signed, and how.
enum Body {
    /// Its fields, together with the address.
    Form(Fields),
    /// Its hash, which is in the address.
    Hashed(String),
    /// Nothing; anybody could have changed it.
    Unsigned,
}

fn body_of(request: &RawWebhook) -> Body {
    if request.method == HttpMethod::Get {
        return if request.body.is_empty() { Body::Form(Fields::none()) } else { Body::Unsigned };
    }
    if is_json(request) {
        let hash = query_of(&request.url).first(BODY_HASH).map(str::to_owned);
        return hash.map_or(Body::Unsigned, Body::Hashed);
    }
    Body::Form(Fields::parse(&request.body))
}

/// Whether the body is JSON; everything else is read as a form.
pub(crate) fn is_json(request: &RawWebhook) -> bool {
    let media_type = request.header("content-type").unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

/// The query of an address, decoded.
pub(crate) fn query_of(url: &str) -> Fields {
    let before_fragment = url.split('#').next().unwrap_or_default();
    let query = before_fragment.split_once('?').map_or("", |(_, query)| query);
    Fields::parse(query.as_bytes())
}

/// The fields as they are signed: names in byte order, the values of a repeated name once each and in byte order.
fn sorted(fields: &Fields) -> String {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, value) in fields.pairs() {
        names.entry(name).or_default().insert(value);
    }
    let pairs =
        names.iter().flat_map(|(name, values)| values.iter().map(move |value| [*name, *value]));
    pairs.flatten().collect()
}

/// The addresses that Twilio may have signed: without and with a port, the query as received and as an older part of
/// Twilio escapes it. A fragment tells Twilio how to connect and is never signed.
fn spellings(url: &str) -> Vec<String> {
    let url = url.split('#').next().unwrap_or_default();
    let (place, query) = match url.split_once('?') {
        Some((place, query)) if !query.is_empty() => (place, Some(query)),
        Some((place, _)) => (place, None),
        None => (url, None),
    };
    let places = ports(place).unwrap_or_else(|| vec![place.to_owned()]);
    let Some(query) = query else { return places };
    let mut all: Vec<String> = Vec::new();
    for query in [query.to_owned(), legacy(query)] {
        all.extend(places.iter().map(|place| format!("{place}?{query}")));
    }
    all
}

/// The address without a port, and with its own or the standard one.
fn ports(place: &str) -> Option<Vec<String>> {
    let (scheme, rest) = place.split_once("://")?;
    let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let standard = if scheme == "https" { 443 } else { 80 };
    Some(match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            vec![format!("{scheme}://{host}{path}"), place.to_owned()]
        }
        _ => vec![place.to_owned(), format!("{scheme}://{authority}:{standard}{path}")],
    })
}

/// The query decoded and escaped again in the way of Node's `querystring`: equal names side by side, a blank as `%20`,
/// and `! ' ( ) * ~` as they are.
fn legacy(query: &str) -> String {
    let fields = Fields::parse(query.as_bytes());
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in fields.pairs() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let pairs = names.iter().flat_map(|name| {
        let values = fields.pairs().filter(move |(other, _)| other == name);
        values.map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&hex::encode_upper([byte]));
        }
    }
    out
}

fn sign(token: &str, url: &str, parameters: &str) -> Option<String> {
    // HMAC takes keys of any length, so there is always a signature.
    let mut mac = Hmac::<Sha1>::new_from_slice(token.as_bytes()).ok()?;
    mac.update(url.as_bytes());
    mac.update(parameters.as_bytes());
    Some(STANDARD.encode(mac.finalize().into_bytes()))
}
