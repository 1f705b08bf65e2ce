//! The closed lists of words of the consent domain.

use callboard_kernel::words;

words! {
    /// How somebody is contacted.
    pub enum Channel {
        /// A telephone call.
        Call = "call",
        /// A text message.
        Text = "text",
        /// An e-mail.
        Email = "email",
    }
}

words! {
    /// Why somebody is contacted. Every message and every call has one.
    pub enum Purpose {
        /// An answer to what the customer asked.
        Reply = "reply",
        /// About a booked visit, a job in progress, an invoice.
        Service = "service",
        /// Reminds of a booked visit.
        Reminder = "reminder",
        /// Asks how it was.
        Survey = "survey",
        /// Sells, or warms up for selling.
        Marketing = "marketing",
        /// The one text that confirms a revocation and may ask how far it goes (47 CFR 64.1200(a)(12)).
        OptOutConfirmation = "opt_out_confirmation",
        /// Answers HELP: who we are, how to stop.
        Help = "help",
    }
}

impl Purpose {
    /// Whether it only answers a word such as STOP or HELP, which even those receive who want nothing else.
    pub const fn answers_a_keyword(self) -> bool {
        matches!(self, Self::OptOutConfirmation | Self::Help)
    }
}
