//! Numbers that a law or an agency sets, each with its source and the day on which it was read. Engineering defaults, not
//! legal advice; what differs between states is in [`crate::hours::JURISDICTIONS`].

use time::Duration;

/// Oldest data of the national registry that may be relied on (16 CFR 310.4(b)(3)(iv), read 2026-11-29).
pub const REGISTRY_MAX_AGE: Duration = Duration::days(31);

/// Calendar months after the last purchase or payment in which a business relationship excuses a registered number
/// (47 CFR 64.1200(f)(5), read 2026-11-29).
pub const PURCHASE_MONTHS: u8 = 18;

/// Calendar months after the last inquiry (47 CFR 64.1200(f)(5), read 2026-11-29).
pub const INQUIRY_MONTHS: u8 = 3;

/// How long after a revocation the one confirmation text may go out (47 CFR 64.1200(a)(12), read 2026-11-29).
pub const CONFIRMATION_WITHIN: Duration = Duration::minutes(5);

/// Soft bounces within [`SOFT_BOUNCE_PERIOD`] that make an e-mail address invalid. Ours; no law sets it.
pub const SOFT_BOUNCES: usize = 3;

/// Period in which soft bounces are counted. Ours; no law sets it.
pub const SOFT_BOUNCE_PERIOD: Duration = Duration::days(30);
