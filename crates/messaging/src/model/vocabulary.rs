//! The closed lists of words of the messaging domain.

use callboard_kernel::words;

words! {
    /// Which way a text goes.
    pub enum MessageDirection {
        /// To us.
        In = "in",
        /// From us.
        Out = "out",
    }
}

words! {
    /// Where a text is in its life.
    pub enum MessageState {
        /// Waits for its time and its first attempt.
        Ready = "ready",
        /// A worker is about to send it; nothing has left the house.
        Claimed = "claimed",
        /// The provider is being asked; written before it is.
        Sending = "sending",
        /// The provider has it.
        Sent = "sent",
        /// It is on the telephone.
        Delivered = "delivered",
        /// It was never sent.
        Failed = "failed",
        /// A carrier could not deliver it.
        Undelivered = "undelivered",
        /// It did not go out; waits for another attempt.
        Retry = "retry",
        /// Nobody can tell whether it went out; a person decides.
        Unknown = "unknown",
        /// A rule of contact stopped it.
        Refused = "refused",
        /// A person took it back before it was sent.
        Cancelled = "cancelled",
        /// It came in.
        Received = "received",
    }
}

impl MessageState {
    /// Whether nothing of it has left the house, and it is still going to.
    pub const fn is_waiting(self) -> bool {
        matches!(self, Self::Ready | Self::Retry | Self::Claimed)
    }

    /// Whether it counts towards limits: it went out, or may have, or will.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Failed | Self::Refused | Self::Cancelled | Self::Received)
    }

    /// Whether it did not arrive, or nobody knows.
    pub const fn has_gone_wrong(self) -> bool {
        matches!(self, Self::Unknown | Self::Failed | Self::Undelivered | Self::Refused)
    }
}

words! {
    /// What a person did about a text that needed one.
    pub enum SettledAs {
        /// He had it sent again, as a text of its own.
        SentAgain = "sent_again",
        /// He knows that it went out.
        MarkedAsSent = "marked_as_sent",
        /// He has seen it and leaves it.
        Dismissed = "dismissed",
    }
}

words! {
    /// Where a conversation is.
    pub enum ConversationState {
        /// Somebody should look at it.
        Open = "open",
        /// Comes back at an instant.
        Snoozed = "snoozed",
        /// Settled; the next text that comes in opens it again.
        Done = "done",
    }
}

words! {
    /// Why somebody is texted.
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
        /// The one text that confirms a revocation.
        OptOutConfirmation = "opt_out_confirmation",
        /// Answers HELP: who we are, how to stop.
        Help = "help",
    }
}

impl Purpose {
    /// Whether it only answers a word such as STOP or HELP. Such a text goes even to those who want nothing else, so nobody
    /// writes one by hand or by a template.
    pub const fn answers_a_keyword(self) -> bool {
        matches!(self, Self::OptOutConfirmation | Self::Help)
    }
}

words! {
    /// Whether a number may be texted, as a screen shows it.
    pub enum TextStanding {
        /// Nothing stands in the way.
        Allowed = "allowed",
        /// The customer or the company said no.
        OptedOut = "opted_out",
        /// Something stands in the way that is no opt-out, such as the hour.
        NotNow = "not_now",
    }
}
