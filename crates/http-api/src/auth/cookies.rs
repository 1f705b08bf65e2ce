//! The two cookies: who is signed in, and that this browser has signed in before.

use super::Site;
use callboard_workspaces::model::Secret;
use poem::{Request, http::header};
use time::Duration;

/// The session.
pub(crate) const SESSION: &str = "callboard_session";
/// The mark of a browser that has signed in before, which throttling spares.
pub(crate) const DEVICE: &str = "callboard_device";

/// The name as browsers keep it. `__Host-` binds a cookie to host and TLS; without TLS browsers would drop such a cookie.
fn full_name(site: &Site, name: &str) -> String {
    if site.is_secure() { format!("__Host-{name}") } else { name.to_owned() }
}

/// The value of a cookie of the request.
pub(crate) fn cookie(request: &Request, site: &Site, name: &str) -> Option<Secret> {
    let wanted = full_name(site, name);
    let lines = request.headers().get_all(header::COOKIE).into_iter();
    let mut pairs = lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(';'));
    pairs.find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == wanted && !value.is_empty()).then(|| Secret::received(value))
    })
}

/// The `Set-Cookie` line that keeps a value.
pub(crate) fn kept(site: &Site, name: &str, value: &Secret, lasts: Duration) -> String {
    line(site, name, value.reveal(), lasts.whole_seconds())
}

/// The `Set-Cookie` line that removes a cookie.
pub(crate) fn dropped(site: &Site, name: &str) -> String {
    line(site, name, "", 0)
}

fn line(site: &Site, name: &str, value: &str, seconds: i64) -> String {
    let secure = if site.is_secure() { "; Secure" } else { "" };
    let name = full_name(site, name);
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}
