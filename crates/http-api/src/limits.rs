//! How many requests a program or a member may send in an hour (S1X-LIM-01). An allowance fills up evenly: who used it up
//! may send the next request a moment later and all of them an hour later. Counted in this process alone.

use crate::{
    auth::{Caller, Who},
    problem::Problem,
};
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DefaultKeyedStateStore,
};
use poem::{
    Response,
    http::{HeaderName, HeaderValue, StatusCode, header},
};
use std::{
    fmt,
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};
use uuid::Uuid;

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

const HOUR: Duration = Duration::from_hours(1);
/// After so many requests those are forgotten whose allowance is whole again.
const TIDY_EVERY: u32 = 4096;

/// The allowances of this process: one for each API key, one for each member whatever his browsers.
pub struct RateLimits {
    keys: Option<Hourly<DefaultClock>>,
    members: Option<Hourly<DefaultClock>>,
}

impl RateLimits {
    /// So many requests an hour for an API key, and so many for a member; 0 is no limit.
    pub fn per_hour(key: u32, member: u32) -> Self {
        let hourly = |limit| Hourly::new(NonZeroU32::new(limit)?, DefaultClock::default());
        Self { keys: hourly(key), members: hourly(member) }
    }

    /// Takes one request from the sender's allowance; `None` when he has no limit.
    pub(crate) fn take(&self, caller: &Caller) -> Result<Option<Allowance>, Problem> {
        let (hourly, who) = match &caller.who {
            Who::Key(key) => (&self.keys, key.id.uuid()),
            Who::Member { member, .. } => (&self.members, member.id.uuid()),
        };
        hourly.as_ref().map(|hourly| hourly.take(who).map_err(Spent::problem)).transpose()
    }
}

impl fmt::Debug for RateLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimits").finish_non_exhaustive()
    }
}

/// What is left of an allowance.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Allowance {
    limit: u32,
    remaining: u32,
}

/// Nothing is left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Spent {
    limit: u32,
    wait_s: u64,
}

impl Allowance {
    /// Seconds until the allowance is whole again.
    fn reset_s(self) -> u64 {
        let used = u64::from(self.limit - self.remaining);
        (used * HOUR.as_secs()).div_ceil(u64::from(self.limit))
    }

    /// Says so in the headers of an answer.
    pub(crate) fn tell(self, response: &mut Response) {
        let headers = response.headers_mut();
        headers.insert(LIMIT, HeaderValue::from(self.limit));
        headers.insert(REMAINING, HeaderValue::from(self.remaining));
        headers.insert(RESET, HeaderValue::from(self.reset_s()));
    }
}

impl Spent {
    fn problem(self) -> Problem {
        let Self { limit, wait_s } = self;
        let detail = format!("{limit} requests an hour are allowed; wait {wait_s} s.");
        Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", detail)
            .with_header(header::RETRY_AFTER, HeaderValue::from(wait_s))
            .with_header(LIMIT, HeaderValue::from(limit))
            .with_header(REMAINING, HeaderValue::from(0))
            .with_header(RESET, HeaderValue::from(wait_s))
    }
}

type Limiter<C> = RateLimiter<Uuid, DefaultKeyedStateStore<Uuid>, C, StateInformationMiddleware>;

/// Allowances of one size.
struct Hourly<C: Clock> {
    limit: u32,
    clock: C,
    limiter: Limiter<C>,
    taken: AtomicU32,
}

impl<C: Clock + Clone> Hourly<C> {
    fn new(limit: NonZeroU32, clock: C) -> Option<Self> {
        let quota = Quota::with_period(HOUR / limit.get())?.allow_burst(limit);
        let limiter = RateLimiter::dashmap_with_clock(quota, clock.clone())
            .with_middleware::<StateInformationMiddleware>();
        Some(Self { limit: limit.get(), clock, limiter, taken: AtomicU32::new(0) })
    }

    fn take(&self, who: Uuid) -> Result<Allowance, Spent> {
        if self.taken.fetch_add(1, Ordering::Relaxed) % TIDY_EVERY == TIDY_EVERY - 1 {
            self.limiter.retain_recent();
        }
        match self.limiter.check_key(&who) {
            Ok(state) => {
                Ok(Allowance { limit: self.limit, remaining: state.remaining_burst_capacity() })
            }
            Err(not_yet) => {
                let wait = not_yet.wait_time_from(self.clock.now());
                let wait_s = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
                Err(Spent { limit: self.limit, wait_s: wait_s.max(1) })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use governor::clock::FakeRelativeClock;

    const ANN: Uuid = Uuid::from_u128(1);
    const BEN: Uuid = Uuid::from_u128(2);

    fn hourly(limit: u32) -> (Hourly<FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        (Hourly::new(NonZeroU32::new(limit).unwrap(), clock.clone()).unwrap(), clock)
    }

    #[test]
    fn an_allowance_is_one_persons_and_says_what_is_left() {
        let (hourly, _) = hourly(4);
        assert_eq!(hourly.take(ANN), Ok(Allowance { limit: 4, remaining: 3 }));
        assert_eq!(hourly.take(ANN).unwrap().reset_s(), 1800);
        hourly.take(ANN).unwrap();
        hourly.take(ANN).unwrap();
        assert_eq!(hourly.take(ANN), Err(Spent { limit: 4, wait_s: 900 }));
        assert_eq!(hourly.take(BEN).unwrap().remaining, 3);
    }

    #[test]
    fn it_fills_up_evenly() {
        let (hourly, clock) = hourly(4);
        for _ in 0..4 {
            hourly.take(ANN).unwrap();
        }
        clock.advance(Duration::from_secs(899));
        assert_eq!(hourly.take(ANN), Err(Spent { limit: 4, wait_s: 1 }));
        clock.advance(Duration::from_secs(1));
        assert_eq!(hourly.take(ANN).unwrap().remaining, 0);
        clock.advance(HOUR);
        assert_eq!(hourly.take(ANN).unwrap().remaining, 3);
    }

    #[test]
    fn who_has_not_asked_for_an_hour_is_forgotten() {
        let (hourly, clock) = hourly(4);
        hourly.take(ANN).unwrap();
        clock.advance(HOUR * 2);
        for _ in 0..TIDY_EVERY {
            // Whether it is refused does not matter here.
            let _ = hourly.take(BEN);
        }
        assert_eq!(hourly.limiter.len(), 1);
    }

    #[test]
    fn no_limit_is_no_limit() {
        let limits = RateLimits::per_hour(0, 20_000);
        assert!(limits.keys.is_none() && limits.members.is_some());
    }
}
