//! What those who run the product see of a process: whether it is ready, its numbers, its traces.

mod desks;
mod numbers;
mod readiness;
mod traces;

pub use numbers::{Numbers, WorkerNumbers};
pub use readiness::Readiness;
pub use traces::Traces;

use crate::lifecycle::Lifecycle;
use anyhow::{Context, Result};
use callboard_http_api::{Health, SteadyListener, alive, ready};
use poem::{Response, Route, endpoint::make, get};
use std::{net::SocketAddr, sync::Arc, time::Duration};

/// Media type of the text format of OpenMetrics.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// How long a question may take to finish after a stop was asked for.
const DRAIN: Duration = Duration::from_secs(1);

/// Answers `/metrics`, `/healthz` and `/readyz` at an address of their own, until the process stops. It asks for no
/// password, and the address that browsers use goes through a proxy to the world: that is why it is another one.
pub async fn serve(
    address: SocketAddr,
    lifecycle: &Lifecycle,
    numbers: Arc<Numbers>,
    health: Arc<dyn Health>,
) -> Result<()> {
    let listener = SteadyListener::bind(address).await.with_context(|| {
        format!("{address} cannot be listened on; set CALLBOARD_METRICS_LISTEN to another address")
    })?;
    tracing::info!(address = %listener.address(), "metrics are served");
    let shown = get(make(move |_| {
        let numbers = numbers.clone();
        async move {
            let text = numbers.text().await;
            Response::builder().content_type(OPEN_METRICS).body(text)
        }
    }));
    let routes =
        Route::new().at("/metrics", shown).at("/healthz", alive()).at("/readyz", ready(health));
    let stopping = lifecycle.clone();
    lifecycle.spawn(async move {
        let stop = {
            let stopping = stopping.clone();
            async move { stopping.stopping().await }
        };
        let served = poem::Server::new_with_acceptor(listener)
            .run_with_graceful_shutdown(routes, stop, Some(DRAIN))
            .await;
        if let Err(error) = served {
            tracing::error!(%error, "metrics are not served any more");
        }
    });
    Ok(())
}
