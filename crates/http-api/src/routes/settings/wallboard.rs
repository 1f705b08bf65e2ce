//! Limits of the wallboard.

use crate::{answer::Versioned, auth::Caller, problem::Problem, request::IfMatch, routes::Part};
use callboard_calls::wallboard;
use callboard_kernel::Loaded;
use poem_openapi::{Object, OpenApi, payload::Json};

/// When tiles of the wallboard turn red. From seven tenths of a limit on they are amber; a target is amber below it and red
/// below seven tenths of it.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct WallboardLimits {
    /// Callers who wait at the same time.
    #[oai(validator(minimum(value = "1"), maximum(value = "10000")))]
    waiting: u32,
    /// Seconds of the longest wait.
    #[oai(validator(minimum(value = "1"), maximum(value = "10000")))]
    longest_wait_s: u32,
    /// Missed calls of a day.
    #[oai(validator(minimum(value = "1"), maximum(value = "10000")))]
    missed: u32,
    /// Percent of callers who give up at once.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    abandoned_percent: u32,
    /// Target: percent of callers who are answered in time.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    service_level_percent: u32,
    /// What "in time" is, in seconds of ringing.
    #[oai(validator(minimum(value = "5"), maximum(value = "300")))]
    service_level_s: u32,
    /// Minutes that a missed call waits to be returned.
    #[oai(validator(minimum(value = "1"), maximum(value = "10000")))]
    unreturned_minutes: u32,
    /// Open promises that are past due.
    #[oai(validator(minimum(value = "1"), maximum(value = "10000")))]
    broken_promises: u32,
    /// Target: booking rate in percent.
    #[oai(validator(minimum(value = "1"), maximum(value = "100")))]
    booking_percent: u32,
    /// Calls in triage that nobody has taken.
    #[oai(validator(minimum(value = "1"), maximum(value = "10000")))]
    unclaimed: u32,
    /// Callbacks that come due within the hour.
    #[oai(validator(minimum(value = "1"), maximum(value = "10000")))]
    callbacks_next_hour: u32,
    /// Version that this was made from: it guards against overwriting somebody else's change.
    version: i64,
}

impl WallboardLimits {
    fn limits(&self) -> wallboard::WallboardLimits {
        wallboard::WallboardLimits {
            waiting: self.waiting,
            longest_wait_s: self.longest_wait_s,
            missed: self.missed,
            abandoned_percent: self.abandoned_percent,
            service_level_percent: self.service_level_percent,
            service_level_s: self.service_level_s,
            unreturned_minutes: self.unreturned_minutes,
            broken_promises: self.broken_promises,
            booking_percent: self.booking_percent,
            unclaimed: self.unclaimed,
            callbacks_next_hour: self.callbacks_next_hour,
        }
    }
}

fn versioned(loaded: Loaded<wallboard::WallboardLimits>) -> Versioned<WallboardLimits> {
    let Loaded { value, version } = loaded;
    let wallboard::WallboardLimits {
        waiting,
        longest_wait_s,
        missed,
        abandoned_percent,
        service_level_percent,
        service_level_s,
        unreturned_minutes,
        broken_promises,
        booking_percent,
        unclaimed,
        callbacks_next_hour,
    } = value;
    let body = WallboardLimits {
        waiting,
        longest_wait_s,
        missed,
        abandoned_percent,
        service_level_percent,
        service_level_s,
        unreturned_minutes,
        broken_promises,
        booking_percent,
        unclaimed,
        callbacks_next_hour,
        version: version.0,
    };
    Versioned { body, version }
}

pub(crate) struct WallboardLimitsApi;

#[OpenApi(prefix_path = "/settings/wallboard", tag = "Part::Settings")]
impl WallboardLimitsApi {
    /// The limits of the wallboard
    #[oai(path = "/", method = "get", operation_id = "get_wallboard_limits")]
    async fn get(&self, caller: Caller) -> Result<Versioned<WallboardLimits>, Problem> {
        Ok(versioned(caller.calls.wallboard_limits(&caller.scope).await?))
    }

    /// Replace the limits of the wallboard
    #[oai(path = "/", method = "post", operation_id = "replace_wallboard_limits")]
    async fn replace(
        &self,
        caller: Caller,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<WallboardLimits>,
    ) -> Result<Versioned<WallboardLimits>, Problem> {
        let expected = if_match.or(body.0.version);
        let limits = body.0.limits();
        Ok(versioned(caller.calls.save_wallboard_limits(&caller.scope, expected, limits).await?))
    }
}
