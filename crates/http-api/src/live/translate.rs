//! Events into messages: what they touched is loaded once, as it is now, however many events touched it.

use super::message::{Audience, Batch, Message};
use crate::{
    problem::Problem,
    routes::{calls::row::CallRow, followups::row::FollowUpRow, notifications::Notification},
    services::ApiServices,
};
use callboard_calls::{
    CallEvent, board,
    views::{CallViewEvent, VIEW_CHANGED},
};
use callboard_consent::ConsentEvent;
use callboard_customers::CustomerEvent;
use callboard_followups::{FollowUpError, FollowUpEvent, model::ClockLevel};
use callboard_kernel::{CallId, ConversationId, CustomerId, EventEnvelope, FollowUpId, Scope};
use callboard_media::MediaEvent;
use callboard_messaging::{MessagingError, MessagingEvent};
use callboard_switchboard::SwitchboardEvent;
use callboard_workflows::{DELIVERIES_REPLAYED, DELIVERY_GIVEN_UP, MAIL_CHANGED};
use callboard_workspaces::WorkspaceEvent;
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Calls that change in one stretch and are told of one by one. Where more change, a bulk change or a storm is going on: one
/// message says so, and screens read what they show.
const CALLS_TOLD_SINGLY: usize = 60;
/// Calls that one statement loads.
const CALLS_AT_ONCE: usize = 200;
/// Follow-ups that are loaded at the same time.
const FOLLOW_UPS_AT_ONCE: usize = 4;

/// What is known of a call or follow-up after a stretch of events.
#[derive(Clone, Copy)]
struct Touched {
    seq: i64,
    kind: &'static str,
}

/// What a stretch of events touched.
#[derive(Default)]
struct Touches {
    calls: BTreeMap<CallId, Touched>,
    claims: BTreeMap<CallId, Touched>,
    follow_ups: BTreeMap<FollowUpId, Touched>,
    customers: BTreeMap<CustomerId, i64>,
    conversations: BTreeMap<ConversationId, Touched>,
    transcripts: BTreeMap<CallId, i64>,
    batch: Batch,
}

/// The messages of these events, in the order of their numbers. `scope` reads for everybody; each socket filters.
pub(super) async fn translate(
    services: &ApiServices,
    scope: &Scope,
    events: &[EventEnvelope],
) -> Result<Batch, Problem> {
    let mut touches = Touches::default();
    for event in events {
        touches.take(event);
    }
    touches.gather();
    let Touches { calls, claims, follow_ups, customers, conversations, transcripts, mut batch } =
        touches;
    let ids = calls.keys().chain(claims.keys()).chain(transcripts.keys()).copied();
    let rows = load_calls(services, scope, ids).await?;
    for (id, touched) in calls {
        batch.messages.extend(rows.get(&id).map(|row| call_message(row, touched)));
    }
    for (id, touched) in claims {
        batch.messages.extend(rows.get(&id).map(|row| claim_message(row, touched)));
    }
    for (id, seq) in transcripts {
        batch.messages.extend(rows.get(&id).map(|row| transcript_message(row, seq)));
    }
    batch.messages.extend(follow_up_messages(services, scope, follow_ups).await?);
    batch.messages.extend(customers.into_iter().map(|(id, seq)| {
        let body = json!({"customer_id": id.uuid()});
        Message::new("customer_updated", seq, Audience::Everyone, body)
    }));
    batch.messages.extend(conversation_messages(services, scope, conversations).await?);
    batch.messages.sort_by_key(|message| message.seq);
    Ok(batch)
}

impl Touches {
    fn take(&mut self, event: &EventEnvelope) {
        let domain = event.name.split('.').next().unwrap_or_default();
        let payload = event.payload.clone();
        match domain {
            _ if event.name.ends_with(".settings_changed") => self.settings(event),
            _ if event.name == VIEW_CHANGED => {
                self.view_event(event.seq, serde_json::from_value(payload).ok());
            }
            "calls" => self.call_event(event.seq, serde_json::from_value(payload).ok()),
            "followups" => self.follow_up_event(event.seq, serde_json::from_value(payload).ok()),
            "customers" => {
                if let Ok(event_of) = serde_json::from_value::<CustomerEvent>(payload) {
                    self.customers.insert(event_of.customer(), event.seq);
                }
            }
            "consent" => {
                if let Ok(event_of) = serde_json::from_value::<ConsentEvent>(payload) {
                    self.customers.extend(event_of.customer().map(|id| (id, event.seq)));
                    self.say(
                        "settings_changed",
                        event.seq,
                        Audience::Everyone,
                        json!({"kind": "consent"}),
                    );
                }
            }
            "messaging" => self.messaging_event(event.seq, serde_json::from_value(payload).ok()),
            "switchboard" if event.name == "switchboard.line_changed" => self.say(
                "settings_changed",
                event.seq,
                Audience::Everyone,
                json!({"kind": "lines"}),
            ),
            "switchboard" => {
                if let Ok(SwitchboardEvent::RoomChanged { call }) = serde_json::from_value(payload)
                {
                    let body = json!({"call_id": call.uuid()});
                    self.say("room_changed", event.seq, Audience::Everyone, body);
                }
            }
            "media" => {
                self.media_event(event.seq, serde_json::from_value(payload).ok());
            }
            "workspaces" => self.workspace_event(event.seq, serde_json::from_value(payload).ok()),
            _ if [DELIVERY_GIVEN_UP, DELIVERIES_REPLAYED, MAIL_CHANGED]
                .contains(&event.name.as_str()) =>
            {
                let body = json!({"kind": "deliveries"});
                self.say("settings_changed", event.seq, Audience::Everyone, body);
            }
            _ => {}
        }
    }

    fn settings(&mut self, event: &EventEnvelope) {
        let kind = event.payload["kind"].as_str().unwrap_or("workspace");
        self.say("settings_changed", event.seq, Audience::Everyone, json!({"kind": kind}));
    }

    fn call_event(&mut self, seq: i64, event: Option<CallEvent>) {
        match event {
            Some(CallEvent::Imported { rows, .. }) => {
                self.say("calls_imported", seq, Audience::Everyone, json!({"rows": rows}));
            }
            Some(CallEvent::ManyChanged { calls, .. }) => {
                self.say("calls_changed", seq, Audience::Everyone, json!({"calls": calls}));
            }
            Some(CallEvent::JobFinished { job, kind, state }) => {
                let body = json!({"job_id": job.uuid(), "kind": kind, "state": state});
                self.say("job_finished", seq, Audience::Everyone, body);
            }
            Some(CallEvent::Claimed { call, .. }) => {
                self.claims.insert(call, Touched { seq, kind: "call_claimed" });
            }
            Some(CallEvent::Released { call }) => {
                self.claims.insert(call, Touched { seq, kind: "call_released" });
            }
            Some(event) => {
                let kind = match &event {
                    CallEvent::Started(_) => "new_call",
                    _ => "call_updated",
                };
                if let Some(call) = event.call() {
                    self.touch_call(call, seq, kind);
                }
            }
            None => {}
        }
    }

    /// A transcript grows with each sentence: only who reads it needs to know, and the call's row is not told again.
    fn media_event(&mut self, seq: i64, event: Option<MediaEvent>) {
        match event {
            Some(MediaEvent::TranscriptChanged { call, .. }) => {
                self.transcripts.insert(call, seq);
            }
            Some(event) => self.touch_call(event.call(), seq, "call_updated"),
            None => {}
        }
    }

    /// A private view is its owner's business alone.
    fn view_event(&mut self, seq: i64, event: Option<CallViewEvent>) {
        let audience = match event {
            Some(CallViewEvent { team: false, owner: Some(owner), .. }) => Audience::Only(owner),
            Some(_) => Audience::Everyone,
            None => return,
        };
        self.say("settings_changed", seq, audience, json!({"kind": "call_views"}));
    }

    fn follow_up_event(&mut self, seq: i64, event: Option<FollowUpEvent>) {
        let Some(event) = event else { return };
        if let FollowUpEvent::MemberNotified { notification } = event {
            let member = notification.member;
            let line = poem_openapi::types::ToJSON::to_json(&Notification::from(notification));
            let body = json!({"notification": line});
            return self.say("notification", seq, Audience::Only(member), body);
        }
        let kind = match &event {
            FollowUpEvent::LevelReached {
                level: ClockLevel::Half | ClockLevel::Warning, ..
            } => "follow_up_due",
            FollowUpEvent::LevelReached { level: ClockLevel::Breach, .. } => "sla_breach",
            FollowUpEvent::Deleted(_) => "follow_up_deleted",
            _ => "follow_up_updated",
        };
        if let Some(facts) = event.facts() {
            let before = self.follow_ups.get(&facts.follow_up).map(|touched| touched.kind);
            // A level that fired in the same stretch must not drown in an edit after it.
            let kind = match (before, kind) {
                (Some(level @ ("sla_breach" | "follow_up_due")), "follow_up_updated") => level,
                _ => kind,
            };
            self.follow_ups.insert(facts.follow_up, Touched { seq, kind });
            if let Some(call) = facts.call {
                self.touch_call(call, seq, "call_updated");
            }
        }
    }

    /// A text that came in must not drown in what happens to the conversation after it.
    fn messaging_event(&mut self, seq: i64, event: Option<MessagingEvent>) {
        let Some(event) = event else { return };
        let Some(conversation) = event.conversation() else {
            let body = json!({"kind": "message_templates"});
            return self.say("settings_changed", seq, Audience::Everyone, body);
        };
        let came_in = matches!(event, MessagingEvent::Received { .. });
        let kind = if came_in { "message_received" } else { "conversation_updated" };
        let entry = self.conversations.entry(conversation).or_insert(Touched { seq, kind });
        entry.seq = seq;
        if came_in {
            entry.kind = kind;
        }
    }

    fn workspace_event(&mut self, seq: i64, event: Option<WorkspaceEvent>) {
        let kind = match event {
            Some(WorkspaceEvent::DemoTrafficChanged(traffic)) => {
                let body = serde_json::to_value(traffic).unwrap_or_else(|_| json!({}));
                return self.say("simulator", seq, Audience::Everyone, body);
            }
            Some(WorkspaceEvent::SessionRevoked { .. }) => {
                self.batch.rights_changed = true;
                return;
            }
            Some(WorkspaceEvent::MemberChanged(_)) => {
                self.batch.rights_changed = true;
                "members"
            }
            Some(WorkspaceEvent::ApiKeyRevoked { .. }) => {
                self.batch.rights_changed = true;
                "api_keys"
            }
            Some(WorkspaceEvent::MemberAdded(_)) => "members",
            Some(WorkspaceEvent::ApiKeyCreated { .. }) => "api_keys",
            Some(_) => "workspace",
            None => return,
        };
        self.say("settings_changed", seq, Audience::Everyone, json!({"kind": kind}));
    }

    /// Many changed calls become one message; new ones keep theirs.
    fn gather(&mut self) {
        let changed = |touched: &Touched| touched.kind != "new_call";
        let many = self.calls.values().filter(|touched| changed(touched)).count();
        if many <= CALLS_TOLD_SINGLY {
            return;
        }
        let newest = self.calls.values().filter(|touched| changed(touched)).map(|t| t.seq).max();
        self.calls.retain(|_, touched| !changed(touched));
        self.say(
            "calls_changed",
            newest.unwrap_or_default(),
            Audience::Everyone,
            json!({"calls": many}),
        );
    }

    /// A call that began and changed in the same stretch is still a new one.
    fn touch_call(&mut self, call: CallId, seq: i64, kind: &'static str) {
        let entry = self.calls.entry(call).or_insert(Touched { seq, kind });
        entry.seq = seq;
        if kind == "new_call" {
            entry.kind = kind;
        }
    }

    fn say(&mut self, kind: &str, seq: i64, audience: Audience, body: Value) {
        self.batch.messages.push(Message::new(kind, seq, audience, body));
    }
}

async fn load_calls(
    services: &ApiServices,
    scope: &Scope,
    ids: impl Iterator<Item = CallId>,
) -> Result<BTreeMap<CallId, board::CallRow>, Problem> {
    let mut ids: Vec<_> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let mut rows = BTreeMap::new();
    for some in ids.chunks(CALLS_AT_ONCE) {
        let found = services.calls.rows(scope, some).await?;
        rows.extend(found.into_iter().map(|row| (row.id, row)));
    }
    Ok(rows)
}

fn call_message(row: &board::CallRow, touched: Touched) -> Message {
    let audience = Audience::OwnerAmongTechnicians(row.agent);
    let body = json!({"call": CallRow::from(row.clone())});
    Message::new(touched.kind, touched.seq, audience, body)
}

fn claim_message(row: &board::CallRow, touched: Touched) -> Message {
    let audience = Audience::OwnerAmongTechnicians(row.agent);
    let mut body = json!({"call_id": row.id.uuid()});
    // Whoever holds it now: a claim may have gone on to somebody else since the event.
    let kind = match CallRow::from(row.clone()).claim {
        Some(claim) => {
            body["by"] = json!(claim.by);
            body["until"] = json!(claim.until);
            "call_claimed"
        }
        None => "call_released",
    };
    Message::new(kind, touched.seq, audience, body)
}

fn transcript_message(row: &board::CallRow, seq: i64) -> Message {
    let audience = Audience::OwnerAmongTechnicians(row.agent);
    Message::new("transcript_grew", seq, audience, json!({"call_id": row.id.uuid()}))
}

async fn follow_up_messages(
    services: &ApiServices,
    scope: &Scope,
    touched: BTreeMap<FollowUpId, Touched>,
) -> Result<Vec<Message>, Problem> {
    let now = services.clock.now();
    stream::iter(touched)
        .map(|(id, touched)| async move {
            match services.follow_ups.row(scope, id).await {
                Ok(row) => {
                    let audience = Audience::OwnerAmongTechnicians(row.assigned_to);
                    let body = json!({"follow_up": FollowUpRow::of(row, now)});
                    Ok(Message::new(touched.kind, touched.seq, audience, body))
                }
                Err(FollowUpError::NotFound) => {
                    let body = json!({"follow_up_id": id.uuid()});
                    Ok(Message::new("follow_up_deleted", touched.seq, Audience::Everyone, body))
                }
                Err(error) => Err(error.into()),
            }
        })
        .buffer_unordered(FOLLOW_UPS_AT_ONCE)
        .try_collect()
        .await
}

/// Who listens reads the conversation with his own count of what is unread, so only its id is told.
async fn conversation_messages(
    services: &ApiServices,
    scope: &Scope,
    touched: BTreeMap<ConversationId, Touched>,
) -> Result<Vec<Message>, Problem> {
    stream::iter(touched)
        .map(|(id, touched)| async move {
            let assigned = match services.messaging.conversation(scope, id).await {
                Ok(row) => row.conversation.assigned_to,
                Err(MessagingError::NotFound(_)) => None,
                Err(error) => return Err(Problem::from(error)),
            };
            let audience = Audience::OwnerAmongTechnicians(assigned);
            let body = json!({"conversation_id": id.uuid()});
            Ok(Message::new(touched.kind, touched.seq, audience, body))
        })
        .buffer_unordered(FOLLOW_UPS_AT_ONCE)
        .try_collect()
        .await
}
