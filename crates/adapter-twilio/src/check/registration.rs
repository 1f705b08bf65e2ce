//! Whether a group of senders may send business texts in the United States. Two things are registered at Twilio, the brand
//! (who we are) and the campaign (what we send); both must be through. Words: `messaging_v1`,
//! `brand_registrations_enum_status` and `campaign_status`.

use callboard_telephony::Registration;

/// A campaign of a group of senders.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Campaign<'a> {
    /// `campaign_status`, such as `VERIFIED`.
    pub(crate) status: &'a str,
    /// The status of its brand; `None` when the account does not list it, as with campaigns registered elsewhere.
    pub(crate) brand: Option<&'a str>,
    /// Made to try things out: carriers do not know it.
    pub(crate) is_mock: bool,
}

/// The best of the campaigns; a group without one is not registered.
pub(crate) fn registration<'a>(campaigns: impl Iterator<Item = Campaign<'a>>) -> Registration {
    let all: Vec<Registration> = campaigns.map(of).collect();
    [Registration::Approved, Registration::Pending]
        .into_iter()
        .find(|one| all.contains(one))
        .unwrap_or(Registration::Missing)
}

/// Words that are not known are no approval: a text too few is better than a fine.
fn of(campaign: Campaign<'_>) -> Registration {
    if campaign.is_mock {
        return Registration::Missing;
    }
    let brand_waits = match campaign.brand {
        None | Some("APPROVED") => false,
        Some("PENDING" | "IN_REVIEW") => true,
        Some(_) => return Registration::Missing,
    };
    match campaign.status {
        "VERIFIED" if brand_waits => Registration::Pending,
        "VERIFIED" => Registration::Approved,
        "IN_PROGRESS" | "PENDING" => Registration::Pending,
        _ => Registration::Missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(status: &str, brand: Option<&str>) -> Registration {
        registration([Campaign { status, brand, is_mock: false }].into_iter())
    }

    #[test]
    fn brand_and_campaign_must_both_be_through() {
        assert_eq!(one("VERIFIED", Some("APPROVED")), Registration::Approved);
        assert_eq!(one("VERIFIED", None), Registration::Approved);
        assert_eq!(one("VERIFIED", Some("IN_REVIEW")), Registration::Pending);
        assert_eq!(one("IN_PROGRESS", Some("APPROVED")), Registration::Pending);
        for (status, brand) in [
            ("FAILED", Some("APPROVED")),
            ("VERIFIED", Some("SUSPENDED")),
            ("VERIFIED", Some("DELETION_PENDING")),
            ("IN_PROGRESS", Some("FAILED")),
            ("SOMETHING_NEW", Some("APPROVED")),
            ("", None),
        ] {
            assert_eq!(one(status, brand), Registration::Missing, "{status} {brand:?}");
        }
    }

    #[test]
    fn a_mock_is_no_registration_and_the_best_counts() {
        let mock = Campaign { status: "VERIFIED", brand: Some("APPROVED"), is_mock: true };
        assert_eq!(registration([mock].into_iter()), Registration::Missing);
        let waits = Campaign { status: "IN_PROGRESS", brand: None, is_mock: false };
        assert_eq!(registration([mock, waits].into_iter()), Registration::Pending);
        assert_eq!(registration(std::iter::empty()), Registration::Missing);
    }
}
