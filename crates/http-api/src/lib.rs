//! The staff API of Callboard over HTTP, its live feed over a WebSocket, and its OpenAPI document.
//!
//! A request passes the edge (request id, deadline, headers, log), the gate (origin, sign-in, checks against the document)
//! and a handler, which calls one use case and translates the answer.

mod answer;
mod auth;
mod document;
mod edge;
mod fields;
mod gate;
mod hooks;
mod limits;
mod listener;
mod live;
mod metrics;
mod problem;
mod reference;
mod request;
mod routes;
mod server;
mod services;
mod unread;
mod view_counts;

pub use auth::{SignedLinks, Site, SiteError};
pub use document::openapi_json;
pub use hooks::Reporters;
pub use limits::RateLimits;
pub use listener::SteadyListener;
pub use metrics::HttpMetrics;
pub use server::{Api, alive, ready};
pub use services::{ApiServices, Health, NotReady};
pub use view_counts::ViewCounts;
