//! Examples of what clients send, by the names of the schemas. A test holds them to those schemas.

use serde_json::{Value, json};

/// Schemas of requests with an example of each.
pub(super) fn examples() -> [(&'static str, Value); 40] {
    let id = "0197b1c2-8d4e-7f00-9a11-2b3c4d5e6f70";
    [
        (
            "BulkRequest",
            json!({
                "filter": {"status": ["missed"], "from": "2026-05-20T00:00:00Z"}, "except_ids": [id],
                "operation": "tag", "data": {"tags": ["storm"]}
            }),
        ),
        (
            "CallPatch",
            json!({"notes": "Leak under the sink.", "tags": ["leak"], "value_est_cents": 45_000}),
        ),
        ("ConversationPatch", json!({"state": "done"})),
        (
            "MessageTemplatePatch",
            json!({"body": "Hi {{first_name}}, we will see you {{job_time}}."}),
        ),
        (
            "NewMessageTemplate",
            json!({"key": "thanks", "name": "Thanks", "body": "Thank you, {{first_name}}!", "purpose": "reply"}),
        ),
        ("NewText", json!({"template": "on_my_way", "variables": {"job_time": "at 2:30 PM"}})),
        ("PreviewRequest", json!({"template": "general", "call_id": id})),
        ("ResolveRequest", json!({"resolution": "mark_as_sent"})),
        (
            "TextSettings",
            json!({"text_back": true, "daily_cap": 3, "line_e164": "+18645550100", "version": 0}),
        ),
        ("ClaimNextRequest", json!({"skip": [id]})),
        ("ClaimRequest", json!({"take_over": false})),
        ("CallConsentPatch", json!({"recording_consent": true, "sms_opt_in": true})),
        ("ConsentDecision", json!({"confirm": false, "words": "Meant the appointment, not us."})),
        ("CustomerPatch", json!({"status": "active", "company": null})),
        ("DoNotContactList", json!({"csv": "number,words\n+18645550100,Take me off your list."})),
        ("FollowUpPatch", json!({"status": "done"})),
        ("InteractionPatch", json!({"notes": "Asked for a second offer."})),
        ("LinkContact", json!({"contact_id": id})),
        (
            "LiftDoNotContact",
            json!({"words": "Please call me again about the boiler.", "channel": "call"}),
        ),
        ("MediaRetention", json!({"recordings_days": 365, "transcripts_days": 730, "version": 0})),
        ("MemberPatch", json!({"role": "dispatcher"})),
        ("NewBlockedNumber", json!({"number": "(864) 555-0100", "reason": "Robocalls."})),
        ("NewApiKey", json!({"name": "Reporting", "role": "viewer"})),
        (
            "NewCall",
            json!({
                "direction": "in", "from": "(864) 555-0100", "started_at": "2026-03-02T14:05:00Z",
                "answered": true, "duration_s": 95, "notes": "Wants a quote for a water heater."
            }),
        ),
        ("NewCallFollowUp", json!({"type": "callback", "due_at": "2026-03-02T16:00:00Z"})),
        (
            "NewConsentEntry",
            json!({
                "customer_id": id, "change": "granted", "channels": ["text"], "purposes": ["reminder"],
                "words": "Yes, remind me by text.", "via": "call"
            }),
        ),
        (
            "NewCustomer",
            json!({"name": "Pat Example", "phones": [{"number": "(864) 555-0100", "primary": true}]}),
        ),
        (
            "NewDoNotContact",
            json!({"reason": "asked", "words": "Do not call me again.", "channel": "call"}),
        ),
        (
            "NewFollowUp",
            json!({"contact_id": id, "type": "task", "due_at": "2026-03-02T16:00:00Z", "note": "Send the offer."}),
        ),
        (
            "NewInteraction",
            json!({"type": "note", "direction": "outbound", "notes": "Left the offer at the door."}),
        ),
        (
            "NewMember",
            json!({"name": "Dana Reyes", "email": "dana@example.com", "role": "dispatcher"}),
        ),
        (
            "OutcomeRequest",
            json!({
                "disposition": "callback", "notes": "Wants Tuesday morning.",
                "follow_up": {"type": "callback", "due_at": "2026-03-03T14:00:00Z"}
            }),
        ),
        (
            "PauseRequest",
            json!({"reason": "waiting_for_customer", "until": "2026-03-04T14:00:00Z"}),
        ),
        ("SpamRequest", json!({"reason": "robocall", "block_number": true})),
        ("RecordingDeletion", json!({"reason": "The customer asked for it."})),
        ("SignIn", json!({"email": "owner@demo.callboard.local", "password": "callboard-demo"})),
        ("Simulator", json!({"running": true, "calls_per_minute": 4, "storm": true})),
        ("TagsPatch", json!({"tags": ["leak", "vip"]})),
        ("WaiveRequest", json!({"reason": "A test call of the carrier."})),
        ("WorkspacePatch", json!({"time_zone": "America/New_York"})),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn every_example_is_what_the_server_takes() {
        let document = Document::new();
        for (name, example) in examples() {
            let schema = &document.json()["components"]["schemas"][name];
            assert_eq!(schema["example"], example, "{name} is no schema");
            let wrong = document.schemas.check(schema, &example, "");
            assert!(wrong.0.is_empty(), "{name}: {wrong:?}");
        }
    }
}
