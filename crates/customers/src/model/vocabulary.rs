//! The closed lists of words of this domain.

use callboard_kernel::words;

words! {
    /// What a customer is.
    pub enum CustomerKind {
        /// A human being.
        Person = "person",
        /// A business or household with people in it.
        Company = "company",
    }
}

words! {
    /// What a customer is to us (S2-DB-02).
    pub enum CustomerStatus {
        /// A new prospect without work history.
        Lead = "lead",
        /// Has booked work.
        Active = "active",
        /// A former customer.
        Churned = "churned",
    }
}

words! {
    /// How a customer likes to be reached (S1-DB-14).
    pub enum Channel {
        /// By telephone.
        Call = "call",
        /// By text message.
        Sms = "sms",
        /// By e-mail.
        Email = "email",
    }
}

words! {
    /// What a line of the timeline tells of (S2-DB-07).
    pub enum InteractionKind {
        /// A telephone call.
        Call = "call",
        /// An e-mail.
        Email = "email",
        /// A text message.
        Sms = "sms",
        /// A meeting.
        Meeting = "meeting",
        /// A remark.
        Note = "note",
        /// Somebody was at the customer's place.
        SiteVisit = "site_visit",
    }
}

words! {
    /// Who began it.
    pub enum InteractionDirection {
        /// The customer.
        Inbound = "inbound",
        /// We.
        Outbound = "outbound",
    }
}

words! {
    /// A day of the week.
    pub enum Weekday {
        /// Monday.
        Mon = "mon",
        /// Tuesday.
        Tue = "tue",
        /// Wednesday.
        Wed = "wed",
        /// Thursday.
        Thu = "thu",
        /// Friday.
        Fri = "fri",
        /// Saturday.
        Sat = "sat",
        /// Sunday.
        Sun = "sun",
    }
}

/// Where customers heard of us, as offered by forms (S2-DB-03). Any other short text is welcome, too.
pub const SHIPPED_LEAD_SOURCES: [&str; 8] = [
    "Website",
    "Referral",
    "Phone Call",
    "Walk-in",
    "Social Media",
    "Google Ads",
    "Tech upsell",
    "Other",
];
