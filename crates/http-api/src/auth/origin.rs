//! Requests that a browser sends for somebody else's page are refused (S13): the session cookie proves who sits there, not
//! that he meant it.

use super::{Site, cookies};
use crate::{gate::is_safe, problem::Problem};
use poem::{
    Request,
    http::{StatusCode, header},
};

/// Refuses an unsafe request of a browser that does not come from our own pages. An API key is no browser's, so a request
/// with one is always meant. Without a cookie (signing in) only a browser that says it comes from elsewhere is refused.
pub(crate) fn check_origin(request: &Request, site: &Site) -> Result<(), Problem> {
    if is_safe(request.method()) || request.headers().contains_key(header::AUTHORIZATION) {
        return Ok(());
    }
    let header =
        |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
    let from_own_page = match (header("sec-fetch-site"), header("origin")) {
        (Some("same-origin" | "none"), _) => true,
        (Some(_), _) => false,
        (None, Some(origin)) => site.is_own(origin, header("host")),
        (None, None) => cookies::cookie(request, site, cookies::SESSION).is_none(),
    };
    if from_own_page { Ok(()) } else { Err(foreign()) }
}

/// Refuses a WebSocket of another page. Browsers always say where a WebSocket comes from; programs with an API key do not.
pub(crate) fn check_socket_origin(request: &Request, site: &Site) -> Result<(), Problem> {
    let header =
        |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
    let own = match header("origin") {
        Some(origin) => site.is_own(origin, header("host")),
        None => request.headers().contains_key(header::AUTHORIZATION),
    };
    if own { Ok(()) } else { Err(foreign()) }
}

fn foreign() -> Problem {
    let detail = "The request comes from another site; only the product's own pages may send it.";
    Problem::new(StatusCode::FORBIDDEN, "foreign_origin", detail)
}
