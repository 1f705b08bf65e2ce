//! What a caller says of text messages goes into the ledger of consent.

use super::{Happening, ReactionError};
use callboard_calls::CallEvent;
use callboard_consent::{
    About, Address, Channel, ConsentChange, ConsentScope, NewEntry, model::Via,
};

pub(super) async fn react(what: Happening<'_>) -> Result<(), ReactionError> {
    let CallEvent::ConsentRecorded { facts, texts: Some(agreed) } = what.call_event()? else {
        return Ok(());
    };
    let about = About { customer: facts.customer, address: facts.other_party.map(Address::Phone) };
    if about.customer.is_none() && about.address.is_none() {
        return Ok(());
    }
    let (change, words) = if agreed {
        (ConsentChange::Granted, "Agreed on the telephone to get text messages.")
    } else {
        (ConsentChange::Revoked, "Said on the telephone that text messages are not wanted.")
    };
    let entry = NewEntry {
        about,
        change,
        scope: ConsentScope::channel(Channel::Text),
        words: words.to_owned(),
        via: Via::Call,
        source: "consent box of the call".to_owned(),
        call: Some(facts.call),
        by: Some(what.event.actor.clone()),
    };
    let because = Some((what.cause, what.depth));
    what.ports
        .consents
        .record(&what.scope, entry, None, because)
        .await
        .map(drop)
        .map_err(ReactionError::of)
}
