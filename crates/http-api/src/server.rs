//! All addresses of the server.

use crate::{
    document::Document,
    edge::Edge,
    gate::Gate,
    hooks::Hooks,
    live::{Hub, LiveEndpoint},
    problem::Problem,
    reference,
    services::{ApiServices, Health},
};
use poem::{
    Endpoint, EndpointExt, IntoResponse, Response, Route, RouteMethod,
    endpoint::make_sync,
    get,
    http::{StatusCode, header},
};
use serde_json::json;
use std::sync::Arc;

/// The API with its live feed.
pub struct Api {
    services: Arc<ApiServices>,
    document: Arc<Document>,
    hub: Arc<Hub>,
}

impl Api {
    /// Over these use cases.
    pub fn new(services: ApiServices) -> Self {
        let services = Arc::new(services);
        let hub = Arc::new(Hub::new(services.clone()));
        Self { services, document: Arc::new(Document::new()), hub }
    }

    /// Hands out what is new to open screens until the server stops. Run it beside the server.
    pub fn live_feed(&self) -> impl Future<Output = ()> + Send + 'static {
        let hub = self.hub.clone();
        async move { hub.run().await }
    }

    /// Everything that the server answers; `pages` has whatever is not the API's.
    pub fn routes<P: Endpoint + 'static>(
        &self,
        pages: P,
    ) -> impl Endpoint<Output = Response> + use<P> {
        let gate = Gate::new(self.document.clone(), self.services.clone());
        let live = LiveEndpoint::new(self.hub.clone(), self.services.clone());
        let routes = Route::new()
            .at("/healthz", alive())
            .at("/readyz", ready(self.services.health.clone()))
            .at("/ws/calls", live)
            .at("/api/openapi.json", self.openapi())
            .at("/api/v1/openapi.json", self.openapi())
            .at("/api/docs", self.reference())
            .at("/api/v1/docs", self.reference())
            .nest_no_strip("/hooks", Hooks::new(self.services.clone()))
            .nest_no_strip("/api", gate)
            .nest_no_strip("/", pages)
            .catch_all_error(|error: poem::Error| async move { crate::problem::of_poem(error) })
            .map_to_response();
        Edge::new(routes, &self.services)
    }

    fn openapi(&self) -> RouteMethod {
        let text = self.document.text();
        get(make_sync(move |_| json_response(text.clone())))
    }

    fn reference(&self) -> RouteMethod {
        let page = reference::page(self.document.json());
        get(make_sync(move |_| {
            Response::builder().content_type("text/html; charset=utf-8").body(page.clone())
        }))
    }
}

/// `GET /healthz`: the process answers. It asks nobody else, so that a database that is down does not get every server
/// restarted.
pub fn alive() -> RouteMethod {
    get(make_sync(|_| json_response(json!({"status": "ok"}).to_string())))
}

/// `GET /readyz`: requests should come here.
pub fn ready(health: Arc<dyn Health>) -> RouteMethod {
    get(poem::endpoint::make(move |_| {
        let health = health.clone();
        async move {
            match health.ready().await {
                Ok(()) => json_response(json!({"status": "ok"}).to_string()),
                Err(why) => {
                    tracing::warn!(why = why.code(), "not ready");
                    Problem::new(StatusCode::SERVICE_UNAVAILABLE, why.code(), why.words())
                        .into_response()
                }
            }
        }
    }))
}

fn json_response(body: String) -> Response {
    Response::builder().header(header::CONTENT_TYPE, "application/json").body(body)
}
