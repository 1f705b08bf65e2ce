//! What is counted of requests and open screens. Labels are templates of addresses, methods and statuses: few, and without
//! a person or a workspace in them.

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{
        counter::Counter,
        family::{Family, MetricConstructor},
        gauge::Gauge,
        histogram::Histogram,
    },
    registry::Registry,
};
use std::time::Duration;

/// Upper bounds of the classes of latency, in seconds.
const CLASSES: [f64; 12] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// An answer.
#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Answered {
    method: String,
    route: String,
    status: u16,
}

/// A kind of request.
#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Asked {
    method: String,
    route: String,
}

#[derive(Clone, Debug)]
struct Latency;

impl MetricConstructor<Histogram> for Latency {
    fn new_metric(&self) -> Histogram {
        Histogram::new(CLASSES)
    }
}

/// The counters. Cheap to clone; all clones count together.
#[derive(Clone, Debug)]
pub struct HttpMetrics {
    answers: Family<Answered, Counter>,
    seconds: Family<Asked, Histogram, Latency>,
    screens: Gauge,
}

impl Default for HttpMetrics {
    fn default() -> Self {
        Self {
            answers: Family::default(),
            seconds: Family::new_with_constructor(Latency),
            screens: Gauge::default(),
        }
    }
}

impl HttpMetrics {
    /// Shows them under these names.
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "callboard_http_requests",
            "Requests answered, by template of the address and status",
            self.answers.clone(),
        );
        registry.register(
            "callboard_http_request_duration_seconds",
            "Time from the first byte of a request to its answer",
            self.seconds.clone(),
        );
        registry.register(
            "callboard_live_sockets",
            "Open WebSockets of screens",
            self.screens.clone(),
        );
    }

    /// A request was answered. `route` is `METHOD /template`, or `-` for pages and what is not there.
    pub(crate) fn answered(&self, route: &str, status: u16, took: Duration) {
        let (method, route) = route.split_once(' ').unwrap_or(("", "other"));
        let (method, route) = (method.to_owned(), route.to_owned());
        let asked = Asked { method: method.clone(), route: route.clone() };
        self.seconds.get_or_create(&asked).observe(took.as_secs_f64());
        self.answers.get_or_create(&Answered { method, route, status }).inc();
    }

    /// A screen was opened; it is closed when the answer is dropped.
    pub(crate) fn screen_opened(&self) -> OpenScreen {
        self.screens.inc();
        OpenScreen(self.screens.clone())
    }
}

/// An open screen.
pub(crate) struct OpenScreen(Gauge);

impl Drop for OpenScreen {
    fn drop(&mut self) {
        self.0.dec();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_template_and_status() {
        let metrics = HttpMetrics::default();
        let mut registry = Registry::default();
        metrics.register(&mut registry);
        metrics.answered("GET /api/calls/{id}", 200, Duration::from_millis(3));
        metrics.answered("GET /api/calls/{id}", 404, Duration::from_millis(3));
        metrics.answered("-", 200, Duration::from_secs(20));
        let open = metrics.screen_opened();
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &registry).unwrap();
        for line in [
            "callboard_http_requests_total{method=\"GET\",route=\"/api/calls/{id}\",status=\"404\"} 1",
            "callboard_http_request_duration_seconds_bucket{le=\"0.005\",method=\"GET\",route=\"/api/calls/{id}\"} 2",
            "callboard_http_request_duration_seconds_count{method=\"\",route=\"other\"} 1",
            "callboard_live_sockets 1",
        ] {
            assert!(text.contains(line), "{line} is not in:\n{text}");
        }
        drop(open);
        text.clear();
        prometheus_client::encoding::text::encode(&mut text, &registry).unwrap();
        assert!(text.contains("callboard_live_sockets 0"));
    }
}
