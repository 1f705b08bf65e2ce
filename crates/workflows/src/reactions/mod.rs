//! When X then Y. Each file is a sentence; the table says which event starts it.

mod acknowledged_emergency_takes_follow_up;
mod answered_callback_meets_clock;
mod call_now;
mod callers_reply_resumes_clock;
mod carriers_opt_out_enters_ledger;
mod changed_promise_requeues_call;
mod closing_outcome_completes_follow_ups;
mod consent_on_call_enters_ledger;
mod digest_goes_by_mail;
mod emergency_repeat_escalates_first_call;
mod ended_simulated_call_was_recorded;
mod error;
mod finished_call_writes_interaction;
mod finished_export_tells_who_asked;
mod finished_text_writes_interaction;
mod given_up_delivery_tells_supervisors;
mod known_caller_was_seen;
mod late_promise_sends_mail;
mod linked_customer_names_follow_ups;
mod missed_call_opens_follow_up;
mod missed_call_texts_back;
mod morning_tick_sends_digest;
mod outcome_promises_follow_up;
mod outcome_undone_lifts_do_not_contact;
mod outcome_undone_withdraws_follow_up;
mod paged_people_mark_emergency_sent;
mod placed_order_enters_the_log;
mod queued_emergency_pages_people_on_duty;
mod received_report_is_taken_in;
mod received_text_is_heard;
mod suppress_outcome_marks_do_not_contact;
mod table;
mod taken_follow_up_acknowledges_emergency;
mod texters_reply_resumes_clock;
mod won_outcome_makes_customer_active;

pub use error::ReactionError;
pub use table::{Reaction, TICK_CAME, known_reactions, subscriptions};

use crate::{acting::acting_as, mail::MailRoom, ports::PretendSpeech};
use async_trait::async_trait;
use callboard_calls::{CallEvent, Calls};
use callboard_consent::Consents;
use callboard_customers::Customers;
use callboard_followups::{FollowUpEvent, FollowUps};
use callboard_kernel::{Actor, Cause, Clock, EventEnvelope, MemberId, Scope};
use callboard_media::Media;
use callboard_messaging::{Messaging, MessagingEvent};
use callboard_switchboard::{Switchboard, SwitchboardEvent};
use std::sync::Arc;

/// How many events may lead to one another; what goes deeper is parked (G9 of the reliability rules).
pub const MAX_DEPTH: u8 = 8;

/// Works off one delivery.
#[async_trait]
pub trait Dispatcher: Send + Sync {
    /// Lets the reaction of this name follow from the event. Doing it twice does it once.
    async fn react(&self, event: &EventEnvelope, reaction: &str) -> Result<(), ReactionError>;
}

/// What reactions call.
#[expect(missing_docs, reason = "the types say it")]
pub struct ReactionsPorts {
    pub calls: Arc<Calls>,
    pub followups: Arc<FollowUps>,
    pub customers: Arc<Customers>,
    pub consents: Arc<Consents>,
    pub mail: Arc<MailRoom>,
    pub switchboard: Arc<Switchboard>,
    pub messaging: Arc<Messaging>,
    pub clock: Arc<dyn Clock>,
    pub media: Arc<Media>,
    pub pretend: Arc<dyn PretendSpeech>,
}

/// All reactions of the product.
pub struct Reactions {
    ports: ReactionsPorts,
}

/// One event as a reaction sees it: in its workspace, with the cause that works once.
struct Happening<'a> {
    ports: &'a ReactionsPorts,
    event: &'a EventEnvelope,
    scope: Scope,
    cause: Cause,
    depth: u8,
}

impl Reactions {
    /// Over these use cases.
    pub const fn new(ports: ReactionsPorts) -> Self {
        Self { ports }
    }
}

#[async_trait]
impl Dispatcher for Reactions {
    async fn react(&self, event: &EventEnvelope, reaction: &str) -> Result<(), ReactionError> {
        let Some(reaction) = Reaction::parse(reaction) else {
            return Err(ReactionError::Dead(
                "unknown_reaction: this program has no such".to_owned(),
            ));
        };
        if event.depth >= MAX_DEPTH {
            return Err(ReactionError::Dead(
                "too_deep: eight events have led to one another".to_owned(),
            ));
        }
        let what = Happening {
            ports: &self.ports,
            event,
            scope: acting_as(reaction.as_str(), event.workspace),
            cause: Cause::reaction(event.id, reaction.as_str()),
            depth: event.depth + 1,
        };
        match reaction {
            Reaction::MissedCallOpensFollowUp => missed_call_opens_follow_up::react(what).await,
            Reaction::OutcomePromisesFollowUp => outcome_promises_follow_up::react(what).await,
            Reaction::ClosingOutcomeCompletesFollowUps => {
                closing_outcome_completes_follow_ups::react(what).await
            }
            Reaction::OutcomeUndoneWithdrawsFollowUp => {
                outcome_undone_withdraws_follow_up::react(what).await
            }
            Reaction::OutcomeUndoneLiftsDoNotContact => {
                outcome_undone_lifts_do_not_contact::react(what).await
            }
            Reaction::SuppressOutcomeMarksDoNotContact => {
                suppress_outcome_marks_do_not_contact::react(what).await
            }
            Reaction::ConsentOnCallEntersLedger => consent_on_call_enters_ledger::react(what).await,
            Reaction::WonOutcomeMakesCustomerActive => {
                won_outcome_makes_customer_active::react(what).await
            }
            Reaction::FinishedCallWritesInteraction => {
                finished_call_writes_interaction::react(what).await
            }
            Reaction::AnsweredCallbackMeetsClock => {
                answered_callback_meets_clock::react(what).await
            }
            Reaction::CallersReplyResumesClock => callers_reply_resumes_clock::react(what).await,
            Reaction::KnownCallerWasSeen => known_caller_was_seen::react(what).await,
            Reaction::ChangedPromiseRequeuesCall => {
                changed_promise_requeues_call::react(what).await
            }
            Reaction::LinkedCustomerNamesFollowUps => {
                linked_customer_names_follow_ups::react(what).await
            }
            Reaction::QueuedEmergencyPagesPeopleOnDuty => {
                queued_emergency_pages_people_on_duty::react(what).await
            }
            Reaction::PagedPeopleMarkEmergencySent => {
                paged_people_mark_emergency_sent::react(what).await
            }
            Reaction::AcknowledgedEmergencyTakesFollowUp => {
                acknowledged_emergency_takes_follow_up::react(what).await
            }
            Reaction::TakenFollowUpAcknowledgesEmergency => {
                taken_follow_up_acknowledges_emergency::react(what).await
            }
            Reaction::EmergencyRepeatEscalatesFirstCall => {
                emergency_repeat_escalates_first_call::react(what).await
            }
            Reaction::EndedSimulatedCallWasRecorded => {
                ended_simulated_call_was_recorded::react(what).await
            }
            Reaction::FinishedExportTellsWhoAsked => {
                finished_export_tells_who_asked::react(what).await
            }
            Reaction::ReceivedReportIsTakenIn => received_report_is_taken_in::react(what).await,
            Reaction::PlacedOrderEntersTheLog => placed_order_enters_the_log::react(what).await,
            Reaction::ReceivedTextIsHeard => received_text_is_heard::react(what).await,
            Reaction::CarriersOptOutEntersLedger => {
                carriers_opt_out_enters_ledger::react(what).await
            }
            Reaction::MissedCallTextsBack => missed_call_texts_back::react(what).await,
            Reaction::TextersReplyResumesClock => texters_reply_resumes_clock::react(what).await,
            Reaction::FinishedTextWritesInteraction => {
                finished_text_writes_interaction::react(what).await
            }
            Reaction::DigestGoesByMail => digest_goes_by_mail::react(what).await,
            Reaction::LatePromiseSendsMail => late_promise_sends_mail::react(what).await,
            Reaction::MorningTickSendsDigest => morning_tick_sends_digest::react(what).await,
            Reaction::GivenUpDeliveryTellsSupervisors => {
                given_up_delivery_tells_supervisors::react(what).await
            }
        }
    }
}

impl Happening<'_> {
    /// The event as the call domain wrote it.
    fn call_event(&self) -> Result<CallEvent, ReactionError> {
        serde_json::from_value(self.event.payload.clone())
            .map_err(|_| ReactionError::unreadable(&self.event.name))
    }

    /// The event as the follow-up domain wrote it.
    fn follow_up_event(&self) -> Result<FollowUpEvent, ReactionError> {
        serde_json::from_value(self.event.payload.clone())
            .map_err(|_| ReactionError::unreadable(&self.event.name))
    }

    /// The event as the switchboard wrote it.
    fn switchboard_event(&self) -> Result<SwitchboardEvent, ReactionError> {
        serde_json::from_value(self.event.payload.clone())
            .map_err(|_| ReactionError::unreadable(&self.event.name))
    }

    /// The event as the messaging domain wrote it.
    fn messaging_event(&self) -> Result<MessagingEvent, ReactionError> {
        serde_json::from_value(self.event.payload.clone())
            .map_err(|_| ReactionError::unreadable(&self.event.name))
    }

    /// The member who made it happen, when it was one.
    fn member(&self) -> Option<MemberId> {
        match self.event.actor {
            Actor::Member { id, .. } => Some(id),
            Actor::ApiKey { .. } | Actor::System { .. } => None,
        }
    }
}
