//! Which event starts which reactions.

use crate::dead_letters::DELIVERY_GIVEN_UP;
use callboard_kernel::words;

/// Wire name of the event that a time of day of the timetable came.
pub const TICK_CAME: &str = "workflows.tick_came";

words! {
    /// What follows from an event. The word is the consumer of a delivery and part of causes: append only.
    pub enum Reaction {
        /// A missed call gets an open callback.
        MissedCallOpensFollowUp = "missed_call_opens_follow_up",
        /// What was promised with an outcome becomes a follow-up.
        OutcomePromisesFollowUp = "outcome_promises_follow_up",
        /// An outcome that closes the call completes its follow-ups.
        ClosingOutcomeCompletesFollowUps = "closing_outcome_completes_follow_ups",
        /// What an outcome did to follow-ups is taken back with it.
        OutcomeUndoneWithdrawsFollowUp = "outcome_undone_withdraws_follow_up",
        /// A do-not-contact mark that an outcome set is taken back with it.
        OutcomeUndoneLiftsDoNotContact = "outcome_undone_lifts_do_not_contact",
        /// A suppressing outcome puts the customer on the do-not-contact list.
        SuppressOutcomeMarksDoNotContact = "suppress_outcome_marks_do_not_contact",
        /// Won work makes a lead an active customer.
        WonOutcomeMakesCustomerActive = "won_outcome_makes_customer_active",
        /// A finished call writes its line into the customer's timeline.
        FinishedCallWritesInteraction = "finished_call_writes_interaction",
        /// A conversation keeps the callback that a missed call was owed.
        AnsweredCallbackMeetsClock = "answered_callback_meets_clock",
        /// A customer who calls wakes the clocks that waited for him.
        CallersReplyResumesClock = "callers_reply_resumes_clock",
        /// A customer who calls was seen.
        KnownCallerWasSeen = "known_caller_was_seen",
        /// A call moves between queues as its promises open and close.
        ChangedPromiseRequeuesCall = "changed_promise_requeues_call",
        /// The follow-ups of a call get the customer that the call was tied to.
        LinkedCustomerNamesFollowUps = "linked_customer_names_follow_ups",
        /// Whoever asked for an export hears that it is over.
        FinishedExportTellsWhoAsked = "finished_export_tells_who_asked",
        /// The daily digest goes out.
        MorningTickSendsDigest = "morning_tick_sends_digest",
        /// Supervisors hear of what was given up.
        GivenUpDeliveryTellsSupervisors = "given_up_delivery_tells_supervisors",
        /// The people on duty hear of a missed emergency.
        QueuedEmergencyPagesPeopleOnDuty = "queued_emergency_pages_people_on_duty",
        /// An emergency of which people were told is sent.
        PagedPeopleMarkEmergencySent = "paged_people_mark_emergency_sent",
        /// Who acknowledges an emergency has its callback.
        AcknowledgedEmergencyTakesFollowUp = "acknowledged_emergency_takes_follow_up",
        /// An emergency whose callback was given to somebody is acknowledged.
        TakenFollowUpAcknowledgesEmergency = "taken_follow_up_acknowledges_emergency",
        /// What a caller says of text messages goes into the ledger of consent.
        ConsentOnCallEntersLedger = "consent_on_call_enters_ledger",
        /// A repeat with emergency words escalates the first call of its incident.
        EmergencyRepeatEscalatesFirstCall = "emergency_repeat_escalates_first_call",
        /// What the telephone company reported is taken in.
        ReceivedReportIsTakenIn = "received_report_is_taken_in",
        /// A call that a member placed enters the log.
        PlacedOrderEntersTheLog = "placed_order_enters_the_log",
        /// A text is heard by the rules of contact.
        ReceivedTextIsHeard = "received_text_is_heard",
        /// A carrier that will not text somebody who said STOP has told us so.
        CarriersOptOutEntersLedger = "carriers_opt_out_enters_ledger",
        /// Who was missed gets a text.
        MissedCallTextsBack = "missed_call_texts_back",
        /// A customer who texts wakes the clocks that waited for him.
        TextersReplyResumesClock = "texters_reply_resumes_clock",
        /// A text that came or went out writes its line into the customer's timeline.
        FinishedTextWritesInteraction = "finished_text_writes_interaction",
        /// A simulated call has what a recorded call has.
        EndedSimulatedCallWasRecorded = "ended_simulated_call_was_recorded",
        /// Managers hear by mail of a promise that is late, and whoever had it that it is due.
        LatePromiseSendsMail = "late_promise_sends_mail",
        /// Who gets the digest in the app gets it by mail, too.
        DigestGoesByMail = "digest_goes_by_mail",
    }
}

use Reaction as R;

/// Wire name of the event, and its reactions.
const TABLE: &[(&str, &[&str])] = &[
    ("calls.call_started", &[R::CallersReplyResumesClock.as_str(), R::KnownCallerWasSeen.as_str()]),
    (
        "calls.call_missed",
        &[
            R::MissedCallOpensFollowUp.as_str(),
            R::FinishedCallWritesInteraction.as_str(),
            R::EmergencyRepeatEscalatesFirstCall.as_str(),
            R::MissedCallTextsBack.as_str(),
        ],
    ),
    (
        "calls.call_ended",
        &[
            R::AnsweredCallbackMeetsClock.as_str(),
            R::FinishedCallWritesInteraction.as_str(),
            R::EndedSimulatedCallWasRecorded.as_str(),
        ],
    ),
    (
        "calls.outcome_recorded",
        &[
            R::OutcomePromisesFollowUp.as_str(),
            R::ClosingOutcomeCompletesFollowUps.as_str(),
            R::SuppressOutcomeMarksDoNotContact.as_str(),
            R::WonOutcomeMakesCustomerActive.as_str(),
            R::FinishedCallWritesInteraction.as_str(),
        ],
    ),
    ("calls.consent_recorded", &[R::ConsentOnCallEntersLedger.as_str()]),
    (
        "calls.outcome_undone",
        &[
            R::OutcomeUndoneWithdrawsFollowUp.as_str(),
            R::OutcomeUndoneLiftsDoNotContact.as_str(),
            R::FinishedCallWritesInteraction.as_str(),
        ],
    ),
    (
        "calls.customer_linked",
        &[
            R::FinishedCallWritesInteraction.as_str(),
            R::KnownCallerWasSeen.as_str(),
            R::LinkedCustomerNamesFollowUps.as_str(),
        ],
    ),
    ("calls.emergency_queued", &[R::QueuedEmergencyPagesPeopleOnDuty.as_str()]),
    ("calls.emergency_acknowledged", &[R::AcknowledgedEmergencyTakesFollowUp.as_str()]),
    ("followups.people_paged", &[R::PagedPeopleMarkEmergencySent.as_str()]),
    ("followups.follow_up_assigned", &[R::TakenFollowUpAcknowledgesEmergency.as_str()]),
    ("calls.job_finished", &[R::FinishedExportTellsWhoAsked.as_str()]),
    ("followups.follow_up_promised", &[R::ChangedPromiseRequeuesCall.as_str()]),
    ("followups.follow_up_completed", &[R::ChangedPromiseRequeuesCall.as_str()]),
    ("followups.follow_up_reopened", &[R::ChangedPromiseRequeuesCall.as_str()]),
    ("followups.follow_up_deleted", &[R::ChangedPromiseRequeuesCall.as_str()]),
    (
        "followups.member_notified",
        &[R::LatePromiseSendsMail.as_str(), R::DigestGoesByMail.as_str()],
    ),
    ("switchboard.report_received", &[R::ReceivedReportIsTakenIn.as_str()]),
    ("switchboard.order_moved", &[R::PlacedOrderEntersTheLog.as_str()]),
    (
        "messaging.message_received",
        &[
            R::ReceivedTextIsHeard.as_str(),
            R::TextersReplyResumesClock.as_str(),
            R::FinishedTextWritesInteraction.as_str(),
        ],
    ),
    ("messaging.message_failed", &[R::CarriersOptOutEntersLedger.as_str()]),
    ("messaging.message_sent", &[R::FinishedTextWritesInteraction.as_str()]),
    (TICK_CAME, &[R::MorningTickSendsDigest.as_str()]),
    (DELIVERY_GIVEN_UP, &[R::GivenUpDeliveryTellsSupervisors.as_str()]),
];

/// The reactions of an event: the store writes one delivery for each in the transaction of the event. An event that
/// starts nothing, or whose name this binary does not know, has none.
pub fn subscriptions(event_name: &str) -> &'static [&'static str] {
    TABLE.iter().find(|(name, _)| *name == event_name).map_or(&[], |(_, reactions)| reactions)
}

/// All reactions that this binary knows; it claims no others.
pub fn known_reactions() -> Vec<&'static str> {
    Reaction::ALL.iter().map(|reaction| reaction.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Reaction, TABLE, subscriptions};

    #[test]
    fn every_reaction_is_started_by_some_event_and_every_name_is_a_reaction() {
        for reaction in Reaction::ALL {
            let started = TABLE.iter().any(|(_, all)| all.contains(&reaction.as_str()));
            assert!(started, "nothing starts {reaction}");
        }
        for (event, reactions) in TABLE {
            for name in *reactions {
                assert!(Reaction::parse(name).is_some(), "{event} starts {name}");
            }
        }
    }

    #[test]
    fn an_unknown_event_starts_nothing() {
        assert!(subscriptions("calls.call_beamed_up").is_empty());
    }
}
