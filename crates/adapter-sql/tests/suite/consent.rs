//! The stores of consent.

use crate::support::{Desk, World, changed_customer, customer, missed_call, noon, on_both, phone};
use callboard_calls::model::{CallSnapshot, Direction, Purpose as CallPurpose};
use callboard_consent::{
    About, Address, Caps, Channel, ConsentChange, ConsentEntry, ConsentEvent, ConsentScope,
    EmailAddress, Purpose, Reach, Rule, Settings,
    board::MarkFilter,
    model::{
        BlockedNumber, DoNotContact, DoNotContactReason, KeptEntry, KeptMark, KeptOverride,
        Lifting, MarkedFor, Override, Proof, Via,
    },
    ports::{Change, ConsentCommit},
};
use callboard_kernel::{
    AuditAction, AuditDraft, CallId, Cause, ConsentEntryId, ConsentOverrideId, CustomerId,
    DoNotContactId, PageRequest, Period, SaveError, Scope, Timestamp, Version,
};
use serde_json::Map;
use time::Duration;
use uuid::Uuid;

on_both!(
    what_is_written_is_recalled_by_customer_number_and_address,
    the_version_rises_with_every_change,
    a_sender_waits_for_a_change_and_sees_it,
    one_mark_stands_and_customers_and_calls_show_it,
    a_mark_that_was_undone_never_was,
    the_second_writer_of_a_mark_is_stale,
    a_cause_works_once,
    the_ledger_is_newest_first_and_decisions_are_found,
    the_list_is_searched_and_paged,
    blocked_numbers_come_and_go,
    settings_are_kept_and_raise_the_version,
    figures_are_lengths_of_lists,
    another_workspace_sees_nothing,
    traces_of_numbers_are_those_of_the_log,
    marks_of_before_are_carried_over,
);

const NUMBER: &str = "+18645550100";

fn proof(scope: &Scope, words: &str) -> Proof {
    Proof {
        by: scope.actor().clone(),
        words: words.into(),
        via: Via::Call,
        source: "a call".into(),
    }
}

pub(crate) fn entry(
    world: &World,
    desk: &Desk,
    customer: Option<CustomerId>,
    at: Timestamp,
) -> KeptEntry {
    KeptEntry {
        id: ConsentEntryId(world.id()),
        customer,
        call: None,
        decides: None,
        entry: ConsentEntry {
            at,
            change: ConsentChange::Revoked,
            scope: ConsentScope {
                channels: Reach::Only(vec![Channel::Text]),
                purposes: Reach::All,
            },
            address: Some(Address::Phone(phone(NUMBER))),
            proof: proof(&desk.scope, "Stop it."),
        },
    }
}

pub(crate) fn mark(world: &World, desk: &Desk, about: &About, at: Timestamp) -> KeptMark {
    let marked = about.phone().cloned().map_or(MarkedFor::Customer, MarkedFor::Number);
    KeptMark {
        id: DoNotContactId(world.id()),
        customer: about.customer,
        call: None,
        mark: DoNotContact {
            marked,
            reason: DoNotContactReason::Asked,
            at,
            proof: proof(&desk.scope, "Leave me alone."),
            lifted: None,
        },
        undone_at: None,
    }
}

fn line() -> AuditDraft {
    AuditDraft {
        action: AuditAction::Create,
        target_kind: "consent",
        target_id: Uuid::nil(),
        before: Map::new(),
        after: Map::new(),
        note: String::new(),
    }
}

pub(crate) fn commit(changes: Vec<Change>) -> ConsentCommit {
    let events = changes.iter().filter_map(|change| match change {
        Change::Append(kept) => Some(ConsentEvent::EntryAdded(kept.facts())),
        Change::Mark(kept) => Some(ConsentEvent::Marked(kept.facts())),
        _ => None,
    });
    let events = events.collect();
    ConsentCommit { changes, events, audits: vec![line()], at: noon(), cause: None, depth: 0 }
}

impl World {
    async fn write(&self, desk: &Desk, changes: Vec<Change>) -> i64 {
        self.stores.consent_book.write(&desk.scope, commit(changes)).await.expect("a change")
    }
}

async fn what_is_written_is_recalled_by_customer_number_and_address(world: &World) {
    let desk = world.desk().await;
    let nora = world.customer(&desk, customer(world.id(), "Nora Vale", NUMBER)).await;
    let of_customer = entry(world, &desk, Some(nora), noon());
    let mut of_number = entry(world, &desk, None, noon() + Duration::minutes(1));
    of_number.entry.scope = ConsentScope::only(Channel::Call, Purpose::Marketing);
    of_number.entry.change = ConsentChange::Granted;
    let email = Address::Email(EmailAddress::parse("nora@vale.example").unwrap());
    let mut of_email = entry(world, &desk, None, noon() + Duration::minutes(2));
    of_email.entry.address = Some(email.clone());
    let marked = mark(world, &desk, &About::number(phone(NUMBER)), noon());
    let block = BlockedNumber {
        number: phone(NUMBER),
        at: noon(),
        by: desk.scope.actor().clone(),
        reason: "robocalls".into(),
    };
    let given = KeptOverride {
        id: ConsentOverrideId(world.id()),
        about: About { customer: Some(nora), address: Some(Address::Phone(phone(NUMBER))) },
        given: Override {
            rule: Rule::CourtesyHours,
            purposes: Reach::Only(vec![Purpose::Service]),
            by: desk.scope.actor().clone(),
            reason: "same-day visit".into(),
            at: noon(),
            until: noon() + Duration::hours(1),
        },
    };
    let changes = vec![
        Change::Append(of_customer.clone()),
        Change::Append(of_number.clone()),
        Change::Append(of_email.clone()),
        Change::Mark(marked.clone()),
        Change::Block(block.clone(), None),
        Change::Override(given.clone()),
    ];
    assert_eq!(world.write(&desk, changes).await, 1);
    let book = &world.stores.consent_book;
    let all = [Address::Phone(phone(NUMBER)), email.clone()];
    let found = book.recall(&desk.scope, &[nora], &all).await.unwrap();
    assert_eq!(found.version, 1);
    assert_eq!(found.entries, [of_customer.clone(), of_number, of_email.clone()]);
    assert_eq!(found.marks, [(marked, Version(1))]);
    assert_eq!(found.blocked, [block]);
    assert_eq!(found.overrides, [given]);
    assert_eq!(found.settings, Settings::default());
    let by_email = book.recall(&desk.scope, &[], &[email]).await.unwrap();
    assert_eq!(by_email.entries, [of_email]);
    let nobody = book.recall(&desk.scope, &[], &[]).await.unwrap();
    assert_eq!((nobody.entries.len(), nobody.marks.len(), nobody.version), (0, 0, 1));
    let missing = entry(world, &desk, Some(CustomerId(world.id())), noon());
    let refused = book.write(&desk.scope, commit(vec![Change::Append(missing)])).await;
    assert!(matches!(refused, Err(SaveError::MissingReference)), "{refused:?}");
    let again = book.write(&desk.scope, commit(vec![Change::Append(of_customer)])).await;
    assert!(matches!(again, Err(SaveError::Duplicate("consent_entries_pkey"))), "{again:?}");
}

async fn the_version_rises_with_every_change(world: &World) {
    let desk = world.desk().await;
    let book = &world.stores.consent_book;
    assert!(book.is_unchanged(&desk.scope, 0).await.unwrap(), "nothing ever changed");
    let first = world.write(&desk, vec![Change::Append(entry(world, &desk, None, noon()))]).await;
    let second = world.write(&desk, vec![Change::Append(entry(world, &desk, None, noon()))]).await;
    assert_eq!((first, second), (1, 2));
    assert!(book.is_unchanged(&desk.scope, 2).await.unwrap());
    assert!(!book.is_unchanged(&desk.scope, 1).await.unwrap());
    let other = world.desk().await;
    assert!(book.is_unchanged(&other.scope, 0).await.unwrap(), "each workspace has its own");
}

/// Changes and senders at once: whoever is told that nothing changed was right at that moment.
async fn a_sender_waits_for_a_change_and_sees_it(world: &World) {
    let desk = world.desk().await;
    let book = &world.stores.consent_book;
    let changes = async {
        for _ in 0..10 {
            world.write(&desk, vec![Change::Append(entry(world, &desk, None, noon()))]).await;
        }
    };
    let senders = async {
        let mut seen = 0;
        for _ in 0..20 {
            let version = book.recall(&desk.scope, &[], &[]).await.unwrap().version;
            assert!(version >= seen, "the counter never falls");
            seen = version;
            book.is_unchanged(&desk.scope, version).await.unwrap();
        }
    };
    tokio::join!(changes, senders);
    assert_eq!(book.recall(&desk.scope, &[], &[]).await.unwrap().version, 10);
    assert!(book.is_unchanged(&desk.scope, 10).await.unwrap());
}

async fn shown(world: &World, desk: &Desk, customer: CustomerId, call: CallId) -> (bool, bool) {
    let found = world.stores.customers.get(&desk.scope, customer).await.unwrap().unwrap();
    let rows = world.stores.call_board.rows(&desk.scope, &[call], noon()).await.unwrap();
    (found.value.snapshot().do_not_contact, rows[0].do_not_contact)
}

async fn one_mark_stands_and_customers_and_calls_show_it(world: &World) {
    let desk = world.desk().await;
    let book = &world.stores.consent_book;
    let before = customer(world.id(), "Nora Vale", NUMBER);
    let nora = world.customer(&desk, before.clone()).await;
    let call = CallSnapshot { customer: Some(nora), ..missed_call(world.id()) };
    let call = world.call(&desk, call).await;
    let about = About::customer(nora);
    let first = mark(world, &desk, &about, noon());
    world.write(&desk, vec![Change::Mark(first.clone())]).await;
    assert_eq!(shown(world, &desk, nora, call).await, (true, true));
    let standing = book.standing_mark(&desk.scope, &about).await.unwrap().unwrap();
    assert_eq!((standing.value, standing.version), (first.clone(), Version(1)));

    let second = mark(world, &desk, &about, noon());
    let refused = book.write(&desk.scope, commit(vec![Change::Mark(second.clone())])).await;
    assert!(matches!(refused, Err(SaveError::Duplicate("do_not_contact_customer_key"))));
    let of_number = About::number(phone(NUMBER));
    world.write(&desk, vec![Change::Mark(mark(world, &desk, &of_number, noon()))]).await;
    let refused = commit(vec![Change::Mark(mark(world, &desk, &of_number, noon()))]);
    let refused = book.write(&desk.scope, refused).await;
    assert!(matches!(refused, Err(SaveError::Duplicate("do_not_contact_number_key"))));
    let marked = book.marked_among(&desk.scope, &[phone(NUMBER), phone("+18645550101")]).await;
    assert_eq!(marked.unwrap(), [phone(NUMBER)]);

    // An edit of the customer that was made from the old state leaves the mark alone.
    let stale = world.stores.customers.get(&desk.scope, nora).await.unwrap().unwrap();
    let mut edited = before.clone();
    edited.notes = "Gate code 12".into();
    let edit = changed_customer(&before, edited, stale.version);
    world.stores.customers.save(&desk.scope, edit).await.unwrap();
    assert_eq!(shown(world, &desk, nora, call).await, (true, true));

    let again = Lifting { at: noon() + Duration::hours(1), proof: proof(&desk.scope, "Call me.") };
    let mut lifted = first;
    lifted.mark.lifted = Some(again);
    world.write(&desk, vec![Change::Remark(lifted.clone(), Version(1))]).await;
    assert_eq!(shown(world, &desk, nora, call).await, (false, false));
    assert_eq!(book.standing_mark(&desk.scope, &about).await.unwrap(), None);
    let kept = book.mark(&desk.scope, lifted.id).await.unwrap().unwrap();
    assert_eq!((kept.value, kept.version), (lifted, Version(2)), "it is never forgotten");
    world.write(&desk, vec![Change::Mark(second)]).await;
    assert_eq!(shown(world, &desk, nora, call).await, (true, true));
}

async fn a_mark_that_was_undone_never_was(world: &World) {
    let desk = world.desk().await;
    let book = &world.stores.consent_book;
    let nora = world.customer(&desk, customer(world.id(), "Nora Vale", NUMBER)).await;
    let call = CallSnapshot { customer: Some(nora), ..missed_call(world.id()) };
    let call = world.call(&desk, call).await;
    let set = KeptMark { call: Some(call), ..mark(world, &desk, &About::customer(nora), noon()) };
    world.write(&desk, vec![Change::Mark(set.clone())]).await;
    let of_call = book.marks_of_call(&desk.scope, call).await.unwrap();
    assert_eq!(of_call.len(), 1);
    let undone = KeptMark { undone_at: Some(noon()), ..set };
    world.write(&desk, vec![Change::Remark(undone, Version(1))]).await;
    assert_eq!(shown(world, &desk, nora, call).await, (false, false));
    assert!(book.marks_of_call(&desk.scope, call).await.unwrap().is_empty());
    let found = book.recall(&desk.scope, &[nora], &[]).await.unwrap();
    assert!(found.marks.is_empty(), "it ends no relationship");
}

async fn the_second_writer_of_a_mark_is_stale(world: &World) {
    let desk = world.desk().await;
    let book = &world.stores.consent_book;
    let first = mark(world, &desk, &About::number(phone(NUMBER)), noon());
    world.write(&desk, vec![Change::Mark(first.clone())]).await;
    let mut edited = first;
    edited.mark.proof.words = "Really.".into();
    world.write(&desk, vec![Change::Remark(edited.clone(), Version(1))]).await;
    let refused = book.write(&desk.scope, commit(vec![Change::Remark(edited, Version(1))])).await;
    assert!(matches!(refused, Err(SaveError::Stale)), "{refused:?}");
    let version = book.recall(&desk.scope, &[], &[]).await.unwrap().version;
    assert_eq!(version, 2, "what is refused raises nothing");
}

async fn a_cause_works_once(world: &World) {
    let desk = world.desk().await;
    let book = &world.stores.consent_book;
    let once = || ConsentCommit {
        cause: Some(Cause("e1/consent".into())),
        ..commit(vec![Change::Append(entry(world, &desk, None, noon()))])
    };
    book.write(&desk.scope, once()).await.unwrap();
    let again = book.write(&desk.scope, once()).await;
    assert!(matches!(again, Err(SaveError::Duplicate("causes_pkey"))), "{again:?}");
    let found = book.recall(&desk.scope, &[], &[Address::Phone(phone(NUMBER))]).await.unwrap();
    assert_eq!((found.entries.len(), found.version), (1, 1));
}

async fn the_ledger_is_newest_first_and_decisions_are_found(world: &World) {
    let desk = world.desk().await;
    let (book, board) = (&world.stores.consent_book, &world.stores.consent_board);
    let mut changes = Vec::new();
    for n in 0..5 {
        let mut kept = entry(world, &desk, None, noon() + Duration::minutes(n / 2));
        kept.entry.change = ConsentChange::RevocationProposed;
        changes.push(Change::Append(kept));
    }
    world.write(&desk, changes).await;
    let here = [Address::Phone(phone(NUMBER))];
    let mut request = PageRequest::first(2);
    let mut seen = Vec::new();
    loop {
        let page = board.ledger(&desk.scope, &[], &here, &request).await.unwrap();
        seen.extend(page.items);
        let Some(next) = page.next else { break };
        request.after = Some(next);
    }
    let order: Vec<_> = seen.iter().map(|kept| (kept.entry.at, kept.id)).collect();
    let mut sorted = order.clone();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    assert_eq!((order.len(), &order), (5, &sorted));

    let proposed = seen[0].id;
    let open = book.entry(&desk.scope, proposed).await.unwrap().unwrap();
    assert_eq!((&open.kept, open.is_decided), (&seen[0], false));
    let decision = KeptEntry {
        decides: Some(proposed),
        ..entry(world, &desk, None, noon() + Duration::hours(1))
    };
    world.write(&desk, vec![Change::Append(decision)]).await;
    assert!(book.entry(&desk.scope, proposed).await.unwrap().unwrap().is_decided);
    assert_eq!(book.entry(&desk.scope, ConsentEntryId(world.id())).await.unwrap(), None);
}

async fn the_list_is_searched_and_paged(world: &World) {
    let desk = world.desk().await;
    let board = &world.stores.consent_board;
    let nora = world.customer(&desk, customer(world.id(), "Nora Vale", NUMBER)).await;
    let mut changes = vec![Change::Mark(mark(world, &desk, &About::customer(nora), noon()))];
    for n in 0..6 {
        let number = phone(&format!("+1864555011{n}"));
        let at = noon() + Duration::minutes(n / 2);
        changes.push(Change::Mark(mark(world, &desk, &About::number(number), at)));
    }
    world.write(&desk, changes).await;
    let mut request = PageRequest::first(3);
    let mut seen = Vec::new();
    loop {
        let page = board.marks(&desk.scope, &MarkFilter::default(), &request).await.unwrap();
        seen.extend(page.items);
        let Some(next) = page.next else { break };
        request.after = Some(next);
    }
    assert_eq!(seen.len(), 7);
    let order: Vec<_> = seen.iter().map(|row| (row.kept.mark.at, row.kept.id)).collect();
    let mut sorted = order.clone();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    assert_eq!(order, sorted);
    for (text, hits) in [("vale", 1), ("555-0112", 1), ("5550", 6), ("nobody", 0), ("%_x", 0)] {
        let filter = MarkFilter { search: Some(text.into()), lifted_too: false };
        let page = board.marks(&desk.scope, &filter, &PageRequest::first(10)).await.unwrap();
        let found = if text == "5550" { page.items.len() - 1 } else { page.items.len() };
        assert_eq!(found, hits, "{text}");
    }
    let by_name = MarkFilter { search: Some("vale".into()), lifted_too: false };
    let row = board.marks(&desk.scope, &by_name, &PageRequest::first(1)).await.unwrap();
    let row = &row.items[0];
    assert_eq!(row.customer_name.as_deref(), Some("Nora Vale"));
    assert_eq!(row.numbers, [phone(NUMBER)]);

    let mut lifted = row.kept.clone();
    lifted.mark.lifted = Some(Lifting { at: noon(), proof: proof(&desk.scope, "Call me.") });
    world.write(&desk, vec![Change::Remark(lifted, Version(1))]).await;
    let count = async |lifted_too| {
        let filter = MarkFilter { search: Some("vale".into()), lifted_too };
        board.marks(&desk.scope, &filter, &PageRequest::first(9)).await.unwrap().items.len()
    };
    assert_eq!((count(false).await, count(true).await), (0, 1));
}

async fn blocked_numbers_come_and_go(world: &World) {
    let desk = world.desk().await;
    let (book, board) = (&world.stores.consent_book, &world.stores.consent_board);
    let block = |n: i64| BlockedNumber {
        number: phone(&format!("+1864555012{n}")),
        at: noon() + Duration::minutes(n / 2),
        by: desk.scope.actor().clone(),
        reason: "spam".into(),
    };
    for n in 0..5 {
        world.write(&desk, vec![Change::Block(block(n), None)]).await;
    }
    let again = book.write(&desk.scope, commit(vec![Change::Block(block(1), None)])).await;
    assert!(matches!(again, Err(SaveError::Duplicate("blocked_numbers_pkey"))), "{again:?}");
    let number = block(1).number;
    assert_eq!(book.blocked(&desk.scope, &number).await.unwrap(), Some(block(1)));
    let mut request = PageRequest::first(2);
    let mut seen = Vec::new();
    loop {
        let page = board.blocked(&desk.scope, &request).await.unwrap();
        seen.extend(page.items);
        let Some(next) = page.next else { break };
        request.after = Some(next);
    }
    assert_eq!(seen, [block(4), block(3), block(2), block(1), block(0)]);
    world.write(&desk, vec![Change::Unblock(number.clone())]).await;
    assert_eq!(book.blocked(&desk.scope, &number).await.unwrap(), None);
}

async fn settings_are_kept_and_raise_the_version(world: &World) {
    let desk = world.desk().await;
    let book = &world.stores.consent_book;
    let shipped = book.settings(&desk.scope).await.unwrap();
    assert_eq!((shipped.value, shipped.version), (Settings::default(), Version(0)));
    let strict =
        Settings { caps: Caps { calls_per_day: 2, ..Caps::default() }, ..Settings::default() };
    let save = |expected| book.save_settings(&desk.scope, expected, strict.clone(), line(), noon());
    assert_eq!(save(Version(0)).await.unwrap(), Version(1));
    assert!(matches!(save(Version(0)).await, Err(SaveError::Stale)));
    let found = book.recall(&desk.scope, &[], &[]).await.unwrap();
    assert_eq!((found.settings, found.version), (strict, 1));
}

async fn figures_are_lengths_of_lists(world: &World) {
    let desk = world.desk().await;
    let nora = world.customer(&desk, customer(world.id(), "Nora Vale", NUMBER)).await;
    let mut by_text = entry(world, &desk, Some(nora), noon());
    by_text.entry.proof.via = Via::Text;
    let mut written = entry(world, &desk, Some(nora), noon());
    written.entry.change = ConsentChange::GrantedInWriting;
    let mut proposed = entry(world, &desk, Some(nora), noon());
    proposed.entry.change = ConsentChange::RevocationProposed;
    let long_ago = entry(world, &desk, Some(nora), noon() - Duration::days(2));
    let undone = KeptMark {
        undone_at: Some(noon()),
        ..mark(world, &desk, &About::number(phone("+18645550177")), noon())
    };
    let changes = vec![
        Change::Append(by_text),
        Change::Append(written),
        Change::Append(proposed),
        Change::Append(long_ago),
        Change::Mark(mark(world, &desk, &About::customer(nora), noon())),
        Change::Mark(undone),
    ];
    world.write(&desk, changes).await;
    let period = Period::try_new(noon() - Duration::hours(1), noon() + Duration::hours(1)).unwrap();
    let found = world.stores.consent_board.figures(&desk.scope, period).await.unwrap();
    assert_eq!((found.marked, found.marked_on_request, found.standing), (1, 1, 1));
    assert_eq!((found.revoked, found.revoked_by_text, found.revoked_by_carrier), (1, 1, 0));
    assert_eq!((found.granted, found.granted_in_writing), (1, 1));
    assert_eq!((found.proposed, found.waiting, found.lifted, found.blocked), (1, 1, 0, 0));
}

async fn another_workspace_sees_nothing(world: &World) {
    let desk = world.desk().await;
    let nora = world.customer(&desk, customer(world.id(), "Nora Vale", NUMBER)).await;
    let about = About::customer(nora);
    let set = mark(world, &desk, &about, noon());
    let said = entry(world, &desk, Some(nora), noon());
    world.write(&desk, vec![Change::Append(said.clone()), Change::Mark(set.clone())]).await;
    let other = world.desk().await;
    let (book, board) = (&world.stores.consent_book, &world.stores.consent_board);
    let here = [Address::Phone(phone(NUMBER))];
    let found = book.recall(&other.scope, &[nora], &here).await.unwrap();
    assert_eq!((found.entries.len(), found.marks.len(), found.version), (0, 0, 0));
    assert_eq!(book.entry(&other.scope, said.id).await.unwrap(), None);
    assert_eq!(book.mark(&other.scope, set.id).await.unwrap(), None);
    assert_eq!(book.standing_mark(&other.scope, &about).await.unwrap(), None);
    let page = PageRequest::first(10);
    assert!(board.ledger(&other.scope, &[nora], &here, &page).await.unwrap().items.is_empty());
    let all = MarkFilter { search: None, lifted_too: true };
    assert!(board.marks(&other.scope, &all, &page).await.unwrap().items.is_empty());
    let refused = Change::Mark(mark(world, &other, &about, noon()));
    let refused = book.write(&other.scope, commit(vec![refused])).await;
    assert!(matches!(refused, Err(SaveError::MissingReference)), "{refused:?}");
}

async fn traces_of_numbers_are_those_of_the_log(world: &World) {
    let desk = world.desk().await;
    let traces = &world.stores.call_traces;
    let number = phone(NUMBER);
    let out = |n: i64, purpose| CallSnapshot {
        direction: Direction::Out,
        purpose,
        from: Some(phone("+18645550199")),
        to: Some(number.clone()),
        started_at: noon() - Duration::hours(n),
        ..missed_call(world.id())
    };
    world.call(&desk, out(1, CallPurpose::Callback)).await;
    world.call(&desk, out(2, CallPurpose::Lead)).await;
    world.call(&desk, out(3, CallPurpose::Demo)).await;
    world.call(&desk, out(30, CallPurpose::Lead)).await;
    let mut talked = missed_call(world.id());
    talked.answered_at = Some(noon());
    talked.recording_url = Some("https://recordings.example/1".into());
    talked.consent.recording = Some(false);
    world.call(&desk, talked).await;
    let mut agreed = missed_call(world.id());
    agreed.answered_at = Some(noon());
    agreed.consent.recording = Some(true);
    world.call(&desk, agreed).await;
    let since = noon() - Duration::hours(24);
    let found = traces.of_numbers(&desk.scope, std::slice::from_ref(&number), since).await.unwrap();
    let purposes: Vec<_> = found.outgoing.iter().map(|call| call.purpose).collect();
    assert_eq!(purposes, [CallPurpose::Callback, CallPurpose::Lead]);
    assert_eq!(found.outgoing[0].number, number);
    assert_eq!(found.last_incoming, Some(noon()));
    let nobody = traces.of_numbers(&desk.scope, &[phone("+18645550188")], since).await.unwrap();
    assert_eq!((nobody.outgoing.len(), nobody.last_incoming), (0, None));
    let period = Period::try_new(since, noon() + Duration::hours(1)).unwrap();
    let said = traces.recordings(&desk.scope, period).await.unwrap();
    assert_eq!((said.answered, said.recorded, said.agreed, said.refused), (2, 1, 1, 1));
    assert_eq!((said.unknown, said.recorded_without), (0, 1));
    let empty = Period::try_new(noon() + Duration::days(1), noon() + Duration::days(2)).unwrap();
    assert_eq!(traces.recordings(&desk.scope, empty).await.unwrap().answered, 0);
}

/// The statements of the migration, over data as it was before it.
async fn marks_of_before_are_carried_over(world: &World) {
    let desk = world.desk().await;
    let mut marked = customer(world.id(), "Nora Vale", NUMBER);
    marked.do_not_contact = true;
    let nora = world.customer(&desk, marked).await;
    world.customer(&desk, customer(world.id(), "Otto Reed", "+18645550102")).await;
    let stranger = |minutes: i64| CallSnapshot {
        from: Some(phone("+18645550103")),
        do_not_contact: true,
        started_at: noon() + Duration::minutes(minutes),
        ..missed_call(world.id())
    };
    let first = world.call(&desk, stranger(0)).await;
    world.call(&desk, stranger(5)).await;
    let schema = include_str!("../../../../migrations/src/schema/consent.sql");
    let carried = schema.split("SELECT workspace_id, 0 FROM workspaces;").nth(1).expect("the end");
    world.as_owner(carried).await;
    let book = &world.stores.consent_book;
    let standing = book.standing_mark(&desk.scope, &About::customer(nora)).await.unwrap().unwrap();
    assert_eq!(standing.value.mark.reason, DoNotContactReason::Asked);
    assert_eq!(standing.value.mark.proof.via, Via::Import);
    let number = About::number(phone("+18645550103"));
    let standing = book.standing_mark(&desk.scope, &number).await.unwrap().unwrap();
    assert_eq!(standing.value.call, Some(first), "one mark a number, from its first call");
    let all = MarkFilter { search: None, lifted_too: true };
    let page = PageRequest::first(10);
    let list = world.stores.consent_board.marks(&desk.scope, &all, &page).await.unwrap();
    assert_eq!(list.items.len(), 2);
}
