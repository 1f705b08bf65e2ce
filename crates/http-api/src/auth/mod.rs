//! Who sends a request: a session cookie or an API key. Everything behind the gate works with the scope that comes out.

mod caller;
mod cookies;
mod origin;
mod signed;
mod site;

pub(crate) use caller::{Caller, Credential, Visitor, Who, source};
pub(crate) use cookies::{DEVICE, SESSION, dropped, kept};
pub(crate) use origin::{check_origin, check_socket_origin};
pub use signed::SignedLinks;
pub(crate) use signed::{LinkQuery, Linked, query_of, scope_of};
pub use site::{Site, SiteError};
