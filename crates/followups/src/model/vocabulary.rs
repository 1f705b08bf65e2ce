//! The closed lists of words of the follow-up domain.

use callboard_kernel::words;

words! {
    /// What is to be done (S1-DB-15).
    pub enum FollowUpKind {
        /// Call the customer.
        Callback = "callback",
        /// Text the customer.
        Sms = "sms",
        /// Write an e-mail.
        Email = "email",
        /// Anything else.
        Task = "task",
    }
}

words! {
    /// Open or done (S1-DB-15).
    pub enum FollowUpStatus {
        /// Still promised.
        Open = "open",
        /// Kept, or no longer needed.
        Done = "done",
    }
}

words! {
    /// How pressing.
    pub enum Priority {
        /// Can wait.
        Low = "low",
        /// As usual.
        Normal = "normal",
        /// Before the usual.
        High = "high",
        /// Before everything.
        Urgent = "urgent",
    }
}

words! {
    /// Whether a clock runs.
    pub enum ClockState {
        /// Counts.
        Running = "running",
        /// Stands still.
        Paused = "paused",
        /// The promise was kept or dropped; `met_at` tells when.
        Stopped = "stopped",
    }
}

words! {
    /// Why a clock stands still.
    pub enum PauseReason {
        /// The customer must answer first.
        WaitingForCustomer = "waiting_for_customer",
        /// The customer asked for a date.
        CustomerAskedForDate = "customer_asked_for_date",
        /// A supervisor stopped it, 24 hours at most.
        Supervisor = "supervisor",
    }
}

words! {
    /// A level that a clock fires, each exactly once.
    pub enum ClockLevel {
        /// Half of the time is used: the owner is told.
        Half = "half",
        /// Three quarters are used: the owner and the team lead are told. This is the warning.
        Warning = "warning",
        /// The due instant passed: back to the pool, everybody sees it. This is the breach.
        Breach = "breach",
        /// One and a half times the target: the next person on call, then every 15 minutes, four rounds at most.
        Escalation1 = "escalation_1",
        /// Second round.
        Escalation2 = "escalation_2",
        /// Third round.
        Escalation3 = "escalation_3",
        /// Last round.
        Escalation4 = "escalation_4",
    }
}

words! {
    /// How a promise stands, as chips show it (S1-SLA-02).
    pub enum SlaStatus {
        /// More than 10 minutes (callback) or 60 (task) left.
        Ok = "ok",
        /// More than 5 or 30 left.
        Warning = "warning",
        /// Less left.
        Critical = "critical",
        /// Past due.
        Overdue = "overdue",
        /// Stands still.
        Paused = "paused",
        /// Kept in time.
        Met = "met",
        /// Kept, but late.
        MetLate = "met_late",
    }
}

words! {
    /// What an in-app notification is about.
    pub enum NotificationKind {
        /// A clock is half used.
        Reminder = "reminder",
        /// A clock is three quarters used.
        Warning = "warning",
        /// A promise broke.
        Breach = "breach",
        /// Still open at one and a half times its target.
        Escalation = "escalation",
        /// A follow-up was given to the member.
        Assigned = "assigned",
        /// What is still open, once a day.
        Digest = "digest",
        /// The product could not do something by itself.
        Fault = "fault",
        /// Something that the member asked for is done, or was given up.
        Finished = "finished",
    }
}
