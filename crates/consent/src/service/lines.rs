//! Lines of the audit trail. What belongs to a customer has the customer as its target, so that one filter finds all of it.

use crate::model::{
    Address, BlockedNumber, DoNotContact, KeptEntry, KeptMark, KeptOverride, Proof,
};
use callboard_kernel::{AuditAction, AuditDraft, CustomerId};
use serde_json::{Map, Value, json};
use uuid::Uuid;

fn line(
    action: AuditAction,
    target_kind: &'static str,
    target_id: Uuid,
    before: Value,
    after: Value,
) -> AuditDraft {
    let fields = |value| match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    let (before, after) = callboard_kernel::diff(&fields(before), &fields(after));
    AuditDraft { action, target_kind, target_id, before, after, note: String::new() }
}

fn said(proof: &Proof) -> Value {
    json!({"words": proof.words, "via": proof.via, "source": proof.source})
}

pub(super) fn entry(kept: &KeptEntry) -> AuditDraft {
    let KeptEntry { id, customer, call, decides, entry } = kept;
    let address = match &entry.address {
        Some(Address::Phone(number)) => json!(number),
        Some(Address::Email(email)) => json!(email),
        None => Value::Null,
    };
    let after = json!({
        "entry": id, "change": entry.change, "scope": entry.scope, "address": address, "call": call, "decides": decides,
        "proof": said(&entry.proof),
    });
    let target = customer.map_or(id.uuid(), CustomerId::uuid);
    line(AuditAction::Create, "consent", target, Value::Null, after)
}

pub(super) fn mark(action: AuditAction, before: Option<&KeptMark>, after: &KeptMark) -> AuditDraft {
    let target = after.customer.map_or(after.id.uuid(), CustomerId::uuid);
    let before = before.map_or(Value::Null, fields_of);
    line(action, "do_not_contact", target, before, fields_of(after))
}

fn fields_of(kept: &KeptMark) -> Value {
    let KeptMark { id, customer: _, call, mark, undone_at } = kept;
    let DoNotContact { marked: _, reason, at: _, proof, lifted } = mark;
    json!({
        "mark": id, "number": kept.number(), "reason": reason, "call": call, "proof": said(proof),
        "do_not_contact": kept.stands(), "lifted": lifted.as_ref().map(|lifting| said(&lifting.proof)),
        "undone": undone_at.is_some(),
    })
}

pub(super) fn blocked(action: AuditAction, target: Uuid, blocked: &BlockedNumber) -> AuditDraft {
    let fields = json!({"number": blocked.number, "reason": blocked.reason});
    let (before, after) = match action {
        AuditAction::Delete => (fields, Value::Null),
        _ => (Value::Null, fields),
    };
    line(action, "blocked_number", target, before, after)
}

pub(super) fn given(kept: &KeptOverride) -> AuditDraft {
    let KeptOverride { id, about, given } = kept;
    let after = json!({
        "override": id, "number": about.phone(), "rule": given.rule, "purposes": given.purposes,
        "until": given.until,
    });
    let target = about.customer.map_or(id.uuid(), CustomerId::uuid);
    line(AuditAction::Create, "consent_override", target, Value::Null, after)
        .because(given.reason.as_str())
}

pub(super) fn list(rows: usize, target: Uuid) -> AuditDraft {
    let after = json!({"marks": rows});
    line(AuditAction::Import, "do_not_contact_list", target, Value::Null, after)
}
