//! The matrix: addresses, queries, fields, ways to sign and ways to forge.

use callboard_telephony::{HttpMethod, RawWebhook, WebhookKind};
use serde_json::json;
use sha2::{Digest, Sha256};

type Pairs = Vec<(String, String)>;

#[derive(Clone, Debug)]
pub(super) struct Case {
    method: HttpMethod,
    url: String,
    params: Pairs,
    body: Option<String>,
    pub(super) token: String,
    signed_url: String,
    signed_params: Pairs,
    signed_token: String,
    flip: Option<usize>,
}

impl Case {
    /// As the helper's script reads it.
    pub(super) fn json(&self) -> serde_json::Value {
        json!({
            "url": self.url, "params": self.params, "body": self.body, "token": self.token,
            "signed_url": self.signed_url, "signed_params": self.signed_params,
            "signed_token": self.signed_token, "flip": self.flip,
        })
    }

    pub(super) fn request(&self, signature: &str) -> RawWebhook {
        let (content_type, body) = if let Some(body) = &self.body {
            ("application/json", body.clone())
        } else {
            let mut form = form_urlencoded::Serializer::new(String::new());
            form.extend_pairs(&self.params);
            ("application/x-www-form-urlencoded", form.finish())
        };
        RawWebhook {
            kind: WebhookKind::CallStatus,
            method: self.method,
            url: self.url.clone(),
            headers: vec![
                ("x-twilio-signature".to_owned(), signature.to_owned()),
                ("content-type".to_owned(), content_type.to_owned()),
            ],
            body: body.into_bytes(),
        }
    }
}

fn pairs(pairs: &[(&str, &str)]) -> Pairs {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn forms() -> Vec<Pairs> {
    let call = [("AccountSid", "AC1"), ("CallSid", "CA1"), ("From", "+18645550101")];
    let many: Pairs =
        (0..200).map(|at| (format!("Field{}", at * 7 % 200), format!("value {at}"))).collect();
    vec![
        pairs(&[]),
        pairs(&call),
        pairs(&[("Body", " blanks before and behind  "), ("Empty", ""), ("A", "1")]),
        pairs(&[("Body", "Grüße, 世界 😀 é"), ("FromCity", "Ñuñoa"), ("Z", "\u{202e}x")]),
        pairs(&[("Body", "a+b %20 c&d=e"), ("b", "lower"), ("B", "upper"), ("a", "'\"<>")]),
        pairs(&[("To", "2"), ("To", "1"), ("To", "2"), ("to", "3"), ("To", "")]),
        pairs(&[("Body", "line\r\nline\ttab\u{0}nul"), ("é", "name"), ("", "no name")]),
        many,
    ]
}

/// A place with a port, without, and with the other one.
fn places() -> Vec<String> {
    let mut all = Vec::new();
    for scheme in ["https", "http"] {
        for port in ["", ":443", ":80", ":8443"] {
            for path in ["/hooks/twilio/a", "/hooks/a%20b/%C3%A9/"] {
                all.push(format!("{scheme}://desk.example.com{port}{path}"));
            }
        }
    }
    all
}

const QUERIES: [&str; 8] = [
    "",
    "?",
    "?o=1",
    "?a=1&a=2&b=",
    "?q=a+b%20c",
    "?n=%27x%27&e=%C3%A9",
    "?x=1&bodySHA256=ab",
    "?a=b=c&&d",
];

fn with_port(url: &str) -> String {
    let (place, rest) = split(url);
    let standard = if url.starts_with("https") { ":443" } else { ":80" };
    if place["https://".len()..].contains(':') {
        url.to_owned()
    } else {
        format!("{place}{standard}{rest}")
    }
}

fn without_port(url: &str) -> String {
    let (place, rest) = split(url);
    let host_end =
        place["https://".len()..].find(':').map_or(place.len(), |at| at + "https://".len());
    format!("{}{rest}", &place[..host_end])
}

fn split(url: &str) -> (&str, &str) {
    let authority = url.find("://").unwrap() + 3;
    let path = url[authority..].find('/').map_or(url.len(), |at| at + authority);
    url.split_at(path)
}

/// The ways in which a request may have been signed, the right ones first.
const WAYS: usize = 9;

fn bend(case: &mut Case, way: usize) {
    match way {
        0 => {}
        1 => case.signed_url = with_port(&case.url),
        2 => case.signed_url = without_port(&case.url),
        3 => case.flip = Some(case.url.len()),
        4 => "another token".clone_into(&mut case.signed_token),
        5 => case.signed_url = case.url.replace("/hooks", "/Hooks"),
        6 => {
            if case.signed_params.pop().is_none() {
                case.signed_params.push(("CallSid".to_owned(), "CA2".to_owned()));
            }
        }
        7 => match case.signed_params.first_mut() {
            Some((_, value)) => value.push(' '),
            None => case.signed_url.push('/'),
        },
        _ => case.signed_url = case.url.replace("example.com", "example.com:8080"),
    }
}

pub(super) fn all() -> Vec<Case> {
    let (places, forms) = (places(), forms());
    let mut all = Vec::new();
    for (at, place) in places.iter().enumerate() {
        for (nth, query) in QUERIES.iter().enumerate() {
            let url = format!("{place}{query}");
            for way in 0..WAYS {
                // All places and queries with all ways; the forms take turns, each with each way.
                for step in 0..2 {
                    let params = forms[(at + nth + way + step * 3) % forms.len()].clone();
                    all.push(signed(&url, HttpMethod::Post, params, None, way));
                }
            }
            for way in [0, 1, 3, 4, 5] {
                all.push(signed(&url, HttpMethod::Get, Vec::new(), None, way));
            }
        }
        for body in ["{}", "{\"a\": \"é 😀\"}", ""] {
            let hash = hex::encode(Sha256::digest(body));
            for hash in [hash.clone(), hash.to_uppercase(), hash.replace('a', "b"), "x".to_owned()]
            {
                for way in [0, 1, 2, 3, 4] {
                    let url = format!("{place}?o=1&bodySHA256={hash}");
                    let body = Some(body.to_owned());
                    all.push(signed(&url, HttpMethod::Post, Vec::new(), body, way));
                }
            }
        }
    }
    all
}

fn signed(url: &str, method: HttpMethod, params: Pairs, body: Option<String>, way: usize) -> Case {
    let token = "12345".to_owned();
    let mut case = Case {
        method,
        url: url.to_owned(),
        signed_params: params.clone(),
        params,
        body,
        signed_token: token.clone(),
        token,
        signed_url: url.to_owned(),
        flip: None,
    };
    bend(&mut case, way);
    case
}
