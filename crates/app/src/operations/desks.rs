//! The numbers of the business, read at most once in a while however often somebody asks.

use callboard_kernel::{Clock, PortError};
use callboard_workflows::ports::{VitalSigns, VitalSignsReader};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::Mutex;

/// How old numbers may be. Two collectors that ask every fifteen seconds cost one look.
const FRESH: Duration = Duration::from_secs(10);

/// The vital signs with their age.
pub(super) struct Desks {
    reader: Arc<dyn VitalSignsReader>,
    clock: Arc<dyn Clock>,
    last: Mutex<Option<(Instant, VitalSigns)>>,
}

impl Desks {
    pub(super) fn new(reader: Arc<dyn VitalSignsReader>, clock: Arc<dyn Clock>) -> Self {
        Self { reader, clock, last: Mutex::new(None) }
    }

    /// The numbers. Who asks while they are read waits for the same answer.
    pub(super) async fn read(&self) -> Result<VitalSigns, PortError> {
        let mut last = self.last.lock().await;
        if let Some((at, signs)) = *last
            && at.elapsed() < FRESH
        {
            return Ok(signs);
        }
        let signs = self.reader.read(self.clock.now()).await?;
        *last = Some((Instant::now(), signs));
        Ok(signs)
    }

    /// Seconds since an instant; 0 when there is none.
    pub(super) fn age(&self, since: Option<callboard_kernel::Timestamp>) -> f64 {
        since.map_or(0.0, |since| (self.clock.now() - since).as_seconds_f64().max(0.0))
    }
}
