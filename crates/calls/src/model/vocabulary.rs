//! The closed lists of words of the call domain.

use callboard_kernel::words;

words! {
    /// Which way the call went.
    pub enum Direction {
        /// Somebody called us.
        In = "in",
        /// We called somebody.
        Out = "out",
    }
}

words! {
    /// What the call is for.
    pub enum Purpose {
        /// A customer calls in.
        Inbound = "inbound",
        /// About an appointment.
        Appointment = "appointment",
        /// About a quote.
        Quote = "quote",
        /// Lead nurturing.
        Lead = "lead",
        /// Returning a call.
        Callback = "callback",
        /// Asking for feedback after a job.
        Feedback = "feedback",
        /// A demonstration; excluded from every report.
        Demo = "demo",
    }
}

words! {
    /// Where the call is in its life. Moves only forward, except by explicit correction.
    pub enum CallStatus {
        /// Planned for later.
        Scheduled = "scheduled",
        /// May be placed now.
        Ready = "ready",
        /// Waits for a line.
        Queued = "queued",
        /// Rings.
        Ringing = "ringing",
        /// Two parties talk.
        InProgress = "in_progress",
        /// Ended after talking.
        Completed = "completed",
        /// Could not be connected.
        Failed = "failed",
        /// Nobody answered.
        Missed = "missed",
    }
}

impl CallStatus {
    /// Whether the call is over.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Missed)
    }

    /// Whether a call in this status may come into `next`: only forward, and nothing follows a final status, so that
    /// reports of the line may come twice, late and out of order (domain rule 1.7).
    pub const fn may_become(self, next: Self) -> bool {
        !self.is_final() && next.rank() > self.rank()
    }

    const fn rank(self) -> u8 {
        match self {
            Self::Scheduled => 0,
            Self::Ready => 1,
            Self::Queued => 2,
            Self::Ringing => 3,
            Self::InProgress => 4,
            Self::Completed | Self::Failed | Self::Missed => 5,
        }
    }
}

words! {
    /// How the call came to be (S1-DB-04).
    pub enum CallSource {
        /// Over the telephone.
        Phone = "phone",
        /// A web form asked for a call.
        WebCallback = "web_callback",
        /// Logged by hand.
        Manual = "manual",
        /// Handed over by another call.
        Transfer = "transfer",
    }
}

words! {
    /// Where the caller heard of us (S1-DB-05).
    pub enum LeadSource {
        /// Google Maps.
        GoogleMaps = "google_maps",
        /// Own web site.
        Website = "website",
        /// Somebody recommended us.
        Referral = "referral",
        /// An advertisement.
        Ad = "ad",
        /// Not known.
        Unknown = "unknown",
    }
}

words! {
    /// What the caller wants.
    pub enum Intent {
        /// Danger or damage now.
        Emergency = "emergency",
        /// Ordinary work.
        Routine = "routine",
        /// A price.
        Quote = "quote",
        /// A question.
        Faq = "faq",
        /// Money.
        Billing = "billing",
        /// Nothing we want.
        Spam = "spam",
    }
}

words! {
    /// Which list the call waits in (S1-DB-01).
    pub enum QueueStatus {
        /// In none.
        None = "none",
        /// A promise is open.
        FollowUp = "followup",
        /// Needs a decision now.
        Triage = "triage",
    }
}

words! {
    /// Why a call is spam (S1-DB-12).
    pub enum SpamReason {
        /// A machine talks.
        Robocall = "robocall",
        /// A person sells.
        Telemarketer = "telemarketer",
        /// Calls again and says nothing.
        RepeatSilent = "repeat_silent",
    }
}

words! {
    /// Who talked for us.
    pub enum AgentType {
        /// A voice program.
        Ai = "ai",
        /// A person.
        Human = "human",
    }
}

words! {
    /// How far the escalation of an emergency got (S1-VAL-10).
    pub enum EscalationStatus {
        /// No escalation.
        None = "none",
        /// Will be sent.
        Queued = "queued",
        /// Sent to somebody.
        Sent = "sent",
        /// Somebody took it.
        Acked = "acked",
    }
}

words! {
    /// Result of a call in a pro's own log; apart from status and disposition.
    pub enum CallOutcome {
        /// Talked to the customer.
        Completed = "completed",
        /// Nobody answered.
        NoAnswer = "no_answer",
        /// Left a message.
        Voicemail = "voicemail",
        /// The appointment moved.
        Rescheduled = "rescheduled",
        /// The appointment was cancelled.
        Cancelled = "cancelled",
    }
}

words! {
    /// Kind of line of the other party.
    pub enum LineType {
        /// Mobile.
        Mobile = "mobile",
        /// Fixed line.
        Landline = "landline",
        /// Voice over IP.
        Voip = "voip",
        /// Not known.
        Unknown = "unknown",
    }
}

words! {
    /// What a disposition means for the business; every disposition has one.
    pub enum DispositionClass {
        /// Work was won.
        Won = "won",
        /// Still open.
        Open = "open",
        /// Work was lost.
        Lost = "lost",
        /// About existing work.
        Service = "service",
        /// Never was a lead.
        NotALead = "not_a_lead",
        /// Wants no contact.
        Suppress = "suppress",
    }
}
