//! Where a member can be rung, and whether he is on duty.

use callboard_kernel::{MemberId, Phone, Timestamp, words};
use callboard_telephony::Identity;
use time::Duration;

/// A browser that has not been heard of for so long rings nobody.
pub const FRESH_FOR: Duration = Duration::seconds(75);

words! {
    /// Whether a member takes calls.
    pub enum Presence {
        /// Rings.
        Available = "available",
        /// Does not ring for now.
        Away = "away",
        /// Has gone home.
        Offline = "offline",
    }
}

/// Where a member can be rung.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Station {
    /// The member.
    pub member: MemberId,
    /// Whether he takes calls.
    pub presence: Presence,
    /// His own telephone, if calls shall come there.
    pub phone: Option<Phone>,
    /// When his browser was last heard of; `None` when it does not ring.
    pub browser_seen_at: Option<Timestamp>,
}

impl Station {
    /// A member of whom nothing is known takes no calls.
    pub const fn unknown(member: MemberId) -> Self {
        Self { member, presence: Presence::Offline, phone: None, browser_seen_at: None }
    }

    /// The name under which his browser is rung.
    #[expect(clippy::missing_panics_doc, reason = "letters, digits and one underscore are a name")]
    pub fn identity(member: MemberId) -> Identity {
        let name = format!("member_{}", member.uuid().simple());
        #[expect(clippy::expect_used, reason = "letters, digits and one underscore are a name")]
        Identity::parse(&name).expect("a member's id is an identity")
    }

    /// The member of a browser.
    pub fn member_of(identity: &Identity) -> Option<MemberId> {
        let id = identity.as_str().strip_prefix("member_")?;
        uuid::Uuid::try_parse(id).ok().map(MemberId)
    }

    /// Whether his browser rings at an instant.
    pub fn rings_in_browser(&self, at: Timestamp) -> bool {
        self.presence == Presence::Available && self.is_in_browser(at)
    }

    /// Whether his browser is there, on duty or not.
    pub fn is_in_browser(&self, at: Timestamp) -> bool {
        self.browser_seen_at.is_some_and(|seen| at - seen < FRESH_FOR)
    }

    /// The telephone on which he is rung.
    pub fn rings_at(&self) -> Option<&Phone> {
        self.phone.as_ref().filter(|_| self.presence == Presence::Available)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;
    use uuid::Uuid;

    #[test]
    fn a_browser_rings_while_it_is_there() {
        let now: Timestamp = datetime!(2026-06-01 12:00 UTC);
        let mut station = Station::unknown(MemberId(Uuid::from_u128(7)));
        station.browser_seen_at = Some(now - Duration::seconds(30));
        assert!(!station.rings_in_browser(now), "off duty");
        station.presence = Presence::Available;
        assert!(station.rings_in_browser(now));
        assert!(!station.rings_in_browser(now + Duration::minutes(1)), "not heard of any more");
        station.presence = Presence::Away;
        assert!(!station.rings_in_browser(now));
    }

    #[test]
    fn an_identity_names_its_member() {
        let member = MemberId(Uuid::from_u128(7));
        assert_eq!(Station::member_of(&Station::identity(member)), Some(member));
        assert_eq!(Station::member_of(&Identity::parse("somebody").unwrap()), None);
    }
}
