//! Made-up calls to print.

use callboard_calls::{
    board::CallRow,
    export::ExportedCall,
    model::{
        AgentType, CallSnapshot, CallSource, CallStatus, CarrierInfo, Consent, Direction,
        EscalationStatus, Intent, LeadSource, Purpose, QueueStatus,
    },
    paper::{CallCard, CardFollowUp, CardLine, LogHead},
};
use callboard_kernel::{CallId, Phone, Timestamp};
use time::{Duration, macros::datetime};
use uuid::Uuid;

pub(crate) const CALLED: Timestamp = datetime!(2026-03-02 14:30 UTC);

const PEOPLE: [(&str, &str); 6] = [
    (
        "Ana Pérez",
        "Boiler in the cellar leaks since Tuesday; wants somebody before noon, has a dog.",
    ),
    (
        "Marguerite Featherstonehaugh-Williamson",
        "Quote for a new furnace, 3 bedrooms, gas. Husband decides, call after 6 PM. Asked twice whether the old one is taken away and who pays for the permit of the county.",
    ),
    ("Jamal Carter", ""),
    ("Nguyễn Thị Ánh", "AC blows warm air"),
    ("李小龙", "Spoke Mandarin, daughter translates"),
    ("", "Silent"),
];

pub(crate) fn head() -> LogHead {
    LogHead {
        workspace: "Bright River Plumbing & Heating".to_owned(),
        region: "US".to_owned(),
        currency: "USD".to_owned(),
        in_words: vec![
            "From Feb 24, 2026 to Mar 2, 2026".to_owned(),
            "Way: incoming".to_owned(),
            "Tags: vip or north".to_owned(),
        ],
        columns: Vec::new(),
    }
}

pub(crate) fn calls(many: usize) -> Vec<ExportedCall> {
    (0..many).map(one).collect()
}

fn one(index: usize) -> ExportedCall {
    let (name, notes) = PEOPLE[index % PEOPLE.len()];
    let row = CallRow {
        id: CallId(Uuid::from_u128(index as u128)),
        version: 1,
        direction: if index % 4 == 3 { Direction::Out } else { Direction::In },
        purpose: Purpose::Inbound,
        source: CallSource::Manual,
        provider_call_id: None,
        lead_source: LeadSource::Unknown,
        status: CallStatus::Completed,
        from: Phone::from_e164(&format!("+1864555{:04}", 100 + index % 100)).ok(),
        to: Phone::from_e164("+18645550100").ok(),
        started_at: CALLED - Duration::minutes(index as i64 * 7),
        answered_at: None,
        ended_at: None,
        duration_s: [61, 0, 734, 3_725][index % 4],
        agent_type: AgentType::Human,
        agent: None,
        agent_name: (index % 4 != 1).then(|| "Dana Whitfield".to_owned()),
        customer: None,
        caller_name: name.to_owned(),
        intent: [Some(Intent::Emergency), Some(Intent::Quote), None][index % 3],
        disposition: [Some("booked"), None, Some("not_interested")][index % 3].map(str::to_owned),
        outcome_required: true,
        outcome_at: None,
        outcome_due_at: None,
        queue_status: QueueStatus::None,
        value_est_cents: index.is_multiple_of(3).then_some(128_050),
        emergency_score: 0,
        spam_score: 0,
        tags: vec!["vip".to_owned()],
        note_start: String::new(),
        do_not_contact: false,
        has_recording: false,
        has_transcript: false,
        job: None,
        escalation: EscalationStatus::None,
        after_hours: false,
        incident: None,
        promise: None,
        claim: None,
    };
    ExportedCall { row, notes: notes.to_owned() }
}

pub(crate) fn card() -> CallCard {
    CallCard {
        call: snapshot(),
        workspace: "Bright River Plumbing & Heating".to_owned(),
        region: "US".to_owned(),
        currency: "USD".to_owned(),
        printed_by: "Dana Whitfield".to_owned(),
        agent: Some("Dana Whitfield".to_owned()),
        outcome: Some("Booked".to_owned()),
        name: "Marguerite Featherstonehaugh".to_owned(),
        phones: vec!["(864) 555-0101".to_owned(), "(864) 555-0177 mobile".to_owned()],
        email: Some("marguerite@example.com".to_owned()),
        address: vec!["1420 Old Mill Road, Unit 3".to_owned(), "Greenville, SC 29601".to_owned()],
        customer_notes: "Gate code 4417. Dog in the yard.".to_owned(),
        follow_ups: vec![CardFollowUp {
            kind: "callback".to_owned(),
            due_at: CALLED + Duration::minutes(30),
            state: "open".to_owned(),
            who: Some("Sam Okafor".to_owned()),
            note: "Tell her when the van leaves.".to_owned(),
        }],
        timeline: (1..=11).map(happened).collect(),
        changes: vec![
            CardLine {
                at: CALLED + Duration::minutes(4),
                what: "Dana Whitfield: outcome".to_owned(),
                more: String::new(),
            },
            CardLine { at: CALLED, what: "carrier: created".to_owned(), more: String::new() },
        ],
    }
}

fn happened(number: i64) -> CardLine {
    CardLine {
        at: CALLED - Duration::days(number * 9),
        what: ["Call answered, 4:12", "Missed call", "Estimate sent"][number as usize % 3]
            .to_owned(),
        more: if number % 2 == 0 {
            "Wants the water heater looked at, too.".to_owned()
        } else {
            String::new()
        },
    }
}

fn snapshot() -> CallSnapshot {
    CallSnapshot {
        id: CallId(Uuid::nil()),
        provider: None,
        provider_call_id: None,
        direction: Direction::In,
        purpose: Purpose::Inbound,
        source: CallSource::Manual,
        lead_source: LeadSource::Unknown,
        status: CallStatus::Completed,
        from: Phone::from_e164("+18645550101").ok(),
        to: Phone::from_e164("+18645550100").ok(),
        started_at: CALLED,
        answered_at: Some(CALLED),
        ended_at: Some(CALLED),
        duration_s: 254,
        agent_type: AgentType::Human,
        agent: None,
        customer: None,
        caller_name: String::new(),
        intent: Some(Intent::Emergency),
        disposition: Some("booked".to_owned()),
        outcome: None,
        outcome_required: true,
        outcome_at: None,
        outcome_by: None,
        outcome_due_at: None,
        queue_status: QueueStatus::None,
        value_est_cents: Some(128_050),
        emergency_score: 80,
        spam_score: 0,
        spam_reason: None,
        tags: vec!["vip".to_owned(), "water heater".to_owned()],
        notes: "Water heater in the cellar leaks since Tuesday, floor is wet. Shut-off valve is behind the dryer.\nNeeds somebody before noon; she leaves at 12:30.".to_owned(),
        do_not_contact: false,
        consent: Consent::default(),
        attachments: Vec::new(),
        carrier: CarrierInfo::default(),
        recording_url: None,
        transcript_url: None,
        transcript: None,
        job: None,
        escalation: EscalationStatus::None,
        after_hours: false,
        incident: None,
        import: None,
        before_outcome: None,
        created_at: CALLED,
        updated_at: CALLED,
    }
}
