//! Log lines for people or for machines, and traces for a collector; never with personal data.

use crate::{
    config::{Config, LogFormat},
    operations::Traces,
};
use anyhow::{Context, Result};
use std::io::IsTerminal;
use tracing_subscriber::{
    EnvFilter, Layer, Registry, layer::SubscriberExt, util::SubscriberInitExt,
};

/// Starts logging to standard error and, when a collector is set, tracing. Statements are kept out below `warn`, because
/// their values are personal data. The answer must be kept until the end and then stopped.
pub fn start(config: &Config) -> Result<Option<Traces>> {
    // The exporter's own requests would be traced, too, and those would be exported.
    let quiet = "sqlx=warn,sea_orm=warn,hyper=warn,reqwest=warn,opentelemetry=warn";
    let filter = EnvFilter::try_new(format!("{},{quiet}", config.log))
        .unwrap_or_else(|_| EnvFilter::new(format!("info,{quiet}")));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let lines: Box<dyn Layer<Registry> + Send + Sync> = match config.log_format {
        LogFormat::Text => lines.with_target(false).compact().boxed(),
        LogFormat::Json => lines.json().boxed(),
    };
    let traces = config
        .otlp_endpoint
        .as_ref()
        .map(Traces::to)
        .transpose()
        .context("the collector of CALLBOARD_OTLP_ENDPOINT cannot be used")?;
    let spans = traces.as_ref().map(|traces| {
        tracing_opentelemetry::layer().with_tracer(traces.tracer()).with_location(false)
    });
    Registry::default().with(lines).with(spans).with(filter).init();
    Ok(traces)
}
