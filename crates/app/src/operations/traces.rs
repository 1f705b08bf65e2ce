//! Traces for an OpenTelemetry collector. Off unless an address is set; then nothing of it runs.

use crate::config::CollectorUrl;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{ExporterBuildError, Protocol, SpanExporter, WithExportConfig};
use opentelemetry_sdk::{
    Resource,
    trace::{SdkTracer, SdkTracerProvider},
};
use std::time::Duration;

/// A collector that takes longer is given up for this batch; requests never wait for it.
const PATIENCE: Duration = Duration::from_secs(5);

/// Sends spans away in batches, on a thread of its own.
#[derive(Debug)]
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// To this collector. Must be made outside of the runtime: its HTTP client blocks.
    pub fn to(collector: &CollectorUrl) -> Result<Self, ExporterBuildError> {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(format!("{}/v1/traces", collector.0))
            .with_timeout(PATIENCE)
            .build()?;
        let resource = Resource::builder()
            .with_service_name("callboard")
            .with_attribute(opentelemetry::KeyValue::new(
                "service.version",
                env!("CARGO_PKG_VERSION"),
            ))
            .build();
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(resource)
            .build();
        Ok(Self(provider))
    }

    /// What spans are recorded with.
    pub fn tracer(&self) -> SdkTracer {
        self.0.tracer("callboard")
    }

    /// Sends what is left. Must be called outside of the runtime.
    pub fn stop(self) {
        if let Err(error) = self.0.shutdown() {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}
