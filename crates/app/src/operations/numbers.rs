//! The numbers of a process in the text format of OpenMetrics, which Prometheus reads.

use super::desks::Desks;
use callboard_adapter_sql::{Connections, Database};
use callboard_http_api::HttpMetrics;
use callboard_kernel::Clock;
use callboard_workflows::{
    Round,
    ports::{VitalSigns, VitalSignsReader},
};
use prometheus_client::{
    encoding::{EncodeLabelSet, text},
    metrics::{counter::Counter, family::Family, gauge::Gauge, info::Info},
    registry::Registry,
};
use std::sync::{Arc, atomic::AtomicU64};

/// A number with a fraction.
type Seconds = Gauge<f64, AtomicU64>;

/// How a delivery ended.
#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Ended {
    outcome: &'static str,
}

/// What failed.
#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Failed {
    work: String,
}

/// What the background work counts. Cheap to clone; all clones count together.
#[derive(Clone, Debug, Default)]
pub struct WorkerNumbers {
    deliveries: Family<Ended, Counter>,
    failures: Family<Failed, Counter>,
}

impl WorkerNumbers {
    /// A round over the deliveries ended.
    pub fn worked(&self, round: Round) {
        let Round { claimed: _, done, retried, buried, lost } = round;
        for (outcome, count) in
            [("done", done), ("retried", retried), ("given_up", buried), ("lost", lost)]
        {
            if count > 0 {
                self.deliveries.get_or_create(&Ended { outcome }).inc_by(u64::from(count));
            }
        }
    }

    /// Background work failed and is tried again.
    pub fn failed(&self, work: &str) {
        self.failures.get_or_create(&Failed { work: work.to_owned() }).inc();
    }
}

/// Gauges of the business; no label, because a label for each workspace has no bound and names tenants.
#[derive(Default)]
struct DeskGauges {
    oldest_unreturned: Seconds,
    at_risk: Gauge,
    breached: Gauge,
    calls_last_hour: Gauge,
    workspaces: Gauge,
    outbox_age: Seconds,
    outbox_waiting: Gauge,
    parked: Gauge,
    readable: Gauge,
}

/// All numbers of a process.
pub struct Numbers {
    registry: Registry,
    desks: Desks,
    gauges: DeskGauges,
    database: Database,
    open: Gauge,
    idle: Gauge,
    resident: Gauge,
}

impl Numbers {
    /// Over what counts.
    pub fn new(
        database: &Database,
        signs: Arc<dyn VitalSignsReader>,
        clock: Arc<dyn Clock>,
        http: &HttpMetrics,
        worker: &WorkerNumbers,
    ) -> Self {
        let mut registry = Registry::default();
        let about = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("callboard_build", "The program", about);
        http.register(&mut registry);
        let mut show = |name: &str, help: &str, gauge: &Gauge| {
            registry.register(name, help, gauge.clone());
        };
        let gauges = DeskGauges::default();
        let (open, idle, resident) = (Gauge::default(), Gauge::default(), Gauge::default());
        show("callboard_database_connections", "Connections to the database", &open);
        show("callboard_database_connections_idle", "Of these, waiting for work", &idle);
        show("callboard_resident_memory_bytes", "Memory that the process holds", &resident);
        show("callboard_clocks_at_risk", "Promises that are about to breach", &gauges.at_risk);
        show("callboard_clocks_breached", "Open promises that have breached", &gauges.breached);
        show("callboard_calls_last_hour", "Calls of the last hour", &gauges.calls_last_hour);
        show("callboard_workspaces", "Desks", &gauges.workspaces);
        show("callboard_outbox_waiting", "Deliveries that could be worked", &gauges.outbox_waiting);
        show("callboard_deliveries_parked", "Deliveries that were given up", &gauges.parked);
        show(
            "callboard_desks_readable",
            "1 when the numbers of the desks could be read",
            &gauges.readable,
        );
        let seconds = [
            (
                "callboard_oldest_unreturned_missed_call_age_seconds",
                "Age of the oldest missed call that nobody returned",
                &gauges.oldest_unreturned,
            ),
            (
                "callboard_outbox_age_seconds",
                "For how long the first delivery has waited",
                &gauges.outbox_age,
            ),
        ];
        for (name, help, gauge) in seconds {
            registry.register(name, help, gauge.clone());
        }
        registry.register(
            "callboard_deliveries",
            "Deliveries of events that this process worked",
            worker.deliveries.clone(),
        );
        registry.register(
            "callboard_background_failures",
            "Background work that failed and was tried again",
            worker.failures.clone(),
        );
        let desks = Desks::new(signs, clock);
        Self { registry, desks, gauges, database: database.clone(), open, idle, resident }
    }

    /// The text that a collector reads.
    pub async fn text(&self) -> String {
        let Connections { open, idle } = self.database.connections();
        self.open.set(i64::from(open));
        self.idle.set(i64::from(idle));
        self.resident.set(resident_bytes());
        match self.desks.read().await {
            Ok(signs) => {
                self.show(&signs);
                self.gauges.readable.set(1);
            }
            Err(error) => {
                // Old numbers would look like a quiet desk.
                self.gauges.readable.set(0);
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "the numbers of the desks cannot be read"
                );
            }
        }
        let mut shown = String::new();
        if let Err(error) = text::encode(&mut shown, &self.registry) {
            tracing::error!(%error, "the numbers cannot be written");
        }
        shown
    }

    fn show(&self, signs: &VitalSigns) {
        let VitalSigns {
            oldest_unreturned_at,
            clocks_at_risk,
            clocks_breached,
            calls_last_hour,
            workspaces,
            outbox_waiting,
            outbox_age,
            parked,
        } = *signs;
        let gauges = &self.gauges;
        gauges.oldest_unreturned.set(self.desks.age(oldest_unreturned_at));
        gauges.outbox_age.set(outbox_age.map_or(0.0, |age| age.as_seconds_f64().max(0.0)));
        for (gauge, number) in [
            (&gauges.at_risk, clocks_at_risk),
            (&gauges.breached, clocks_breached),
            (&gauges.calls_last_hour, calls_last_hour),
            (&gauges.workspaces, workspaces),
            (&gauges.outbox_waiting, outbox_waiting),
            (&gauges.parked, parked),
        ] {
            gauge.set(i64::try_from(number).unwrap_or(i64::MAX));
        }
    }
}

/// Resident memory by Linux's own count; 0 elsewhere.
fn resident_bytes() -> i64 {
    let kilobytes = std::fs::read_to_string("/proc/self/status").ok().and_then(|text| {
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().trim_end_matches("kB").trim().parse::<i64>().ok()
    });
    kilobytes.unwrap_or(0) * 1024
}
