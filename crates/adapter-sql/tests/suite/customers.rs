//! The stores of the customers.

use crate::support::{
    World, changed_customer, customer, follow_up, missed_call, new_customer, noon, on_both, phone,
};
use callboard_calls::{board::CallFilter, model::CallSnapshot};
use callboard_customers::{
    CustomerEvent, CustomerFilter, CustomerSort, CustomerSortKey,
    model::{
        Address, Channel, CustomerEmail, CustomerPhone, CustomerSnapshot, CustomerStatus,
        Interaction, InteractionDirection, InteractionKind, InteractionSnapshot,
    },
};
use callboard_followups::board::FollowUpFilter;
use callboard_kernel::{
    AuditDraft, Commit, CustomerId, InteractionId, PageRequest, SaveError, Version,
};
use time::Duration;

on_both!(
    what_is_saved_is_loaded,
    the_second_writer_is_stale,
    numbers_find_their_customers,
    a_rename_reaches_calls_and_follow_ups,
    the_list_is_sorted_filtered_and_counted,
    the_timeline_is_newest_first,
    a_call_has_one_line,
    last_contact_never_moves_back,
);

async fn what_is_saved_is_loaded(world: &World) {
    let desk = world.desk().await;
    let mut full = customer(world.id(), "Nora Vale", "+18645550100");
    full.company = Some("Vale & Sons".into());
    full.status = CustomerStatus::Active;
    full.converted_at = Some(noon());
    full.churned_at = Some(noon());
    full.lead_source = Some("Walk-in".into());
    full.do_not_contact = true;
    full.preferred_channel = Some(Channel::Sms);
    full.address = Some(Address { city: "Greenville".into(), ..Address::default() });
    full.notes = "Gate code 12".into();
    full.phones.push(CustomerPhone {
        number: phone("+18645550101"),
        label: Some("office".into()),
        primary: false,
    });
    full.emails.push(CustomerEmail { address: "nora@vale.example".into(), label: None });
    full.last_seen_at = Some(noon());
    world.customer(&desk, full.clone()).await;
    let loaded = world.stores.customers.get(&desk.scope, full.id).await.unwrap().unwrap();
    assert_eq!((loaded.value.snapshot(), loaded.version), (&full, Version(1)));
    let other = world.desk().await;
    assert_eq!(world.stores.customers.get(&other.scope, full.id).await.unwrap(), None);
}

async fn the_second_writer_is_stale(world: &World) {
    let desk = world.desk().await;
    let before = customer(world.id(), "Nora Vale", "+18645550100");
    world.customer(&desk, before.clone()).await;
    let save = |notes: &str| {
        let after = CustomerSnapshot { notes: notes.into(), ..before.clone() };
        world.stores.customers.save(&desk.scope, changed_customer(&before, after, Version(1)))
    };
    assert_eq!(save("first").await.unwrap(), Version(2));
    assert!(matches!(save("second").await, Err(SaveError::Stale)));
}

async fn numbers_find_their_customers(world: &World) {
    let desk = world.desk().await;
    let number = "+18645550100";
    let never = world.customer(&desk, customer(world.id(), "Never", number)).await;
    let mut seen = customer(world.id(), "Seen", number);
    seen.last_seen_at = Some(noon());
    let seen = world.customer(&desk, seen).await;
    let before = customer(world.id(), "Moved", number);
    world.customer(&desk, before.clone()).await;
    let mut after = before.clone();
    after.phones[0].number = phone("+18645550111");
    world
        .stores
        .customers
        .save(&desk.scope, changed_customer(&before, after, Version(1)))
        .await
        .unwrap();
    let found = world.stores.customers.by_phone(&desk.scope, &phone(number)).await.unwrap();
    let ids: Vec<CustomerId> = found.iter().map(|loaded| loaded.value.snapshot().id).collect();
    assert_eq!(ids, [seen, never]);
}

async fn a_rename_reaches_calls_and_follow_ups(world: &World) {
    let desk = world.desk().await;
    let before = customer(world.id(), "Nora Vale", "+18645550100");
    world.customer(&desk, before.clone()).await;
    let named = CallSnapshot {
        customer: Some(before.id),
        caller_name: "Nora Vale".into(),
        ..missed_call(world.id())
    };
    let call = world.call(&desk, named).await;
    let mut promise = follow_up(world.id(), Some(call));
    promise.customer = Some(before.id);
    world.follow_up(&desk, promise).await;
    let after = CustomerSnapshot { name: "Nora Quist".into(), ..before.clone() };
    world
        .stores
        .customers
        .save(&desk.scope, changed_customer(&before, after, Version(1)))
        .await
        .unwrap();
    let row = world.stores.call_board.rows(&desk.scope, &[call], noon()).await.unwrap().remove(0);
    assert_eq!(row.caller_name, "Nora Quist");
    for (text, hits) in [("quist", 1), ("vale", 0)] {
        let filter = CallFilter { search: Some(text.into()), ..CallFilter::default() };
        assert_eq!(
            world.stores.call_board.count(&desk.scope, &filter, noon()).await.unwrap(),
            hits,
            "{text}"
        );
    }
    let by_name = FollowUpFilter { search: Some("quist".into()), ..FollowUpFilter::default() };
    let board = &world.stores.follow_up_board;
    assert_eq!(board.count(&desk.scope, &by_name, noon()).await.unwrap(), 1);
    let page = board.list(&desk.scope, &by_name, &PageRequest::first(10), noon()).await.unwrap();
    assert_eq!(page.items[0].customer_name.as_deref(), Some("Nora Quist"));
    assert_eq!(page.items[0].phone, Some(phone("+18645550100")));
}

async fn the_list_is_sorted_filtered_and_counted(world: &World) {
    let desk = world.desk().await;
    for n in 0..12_i64 {
        let mut one = customer(
            world.id(),
            &format!("customer {}", ["b", "A", "c"][n as usize % 3]),
            "+18645550100",
        );
        one.last_seen_at = (n % 4 != 0).then(|| noon() + Duration::seconds(n / 2));
        one.do_not_contact = n % 6 == 0;
        one.lead_source = (n % 2 == 0).then(|| "Referral".to_owned());
        world.customer(&desk, one).await;
    }
    for key in CustomerSortKey::ALL {
        for descending in [false, true] {
            let sort = CustomerSort { key: *key, descending };
            let mut request = PageRequest::first(5);
            let mut seen = Vec::new();
            loop {
                let board = &world.stores.customer_board;
                let page = board
                    .list(&desk.scope, &CustomerFilter::default(), sort, &request)
                    .await
                    .unwrap();
                seen.extend(page.items);
                let Some(next) = page.next else { break };
                request.after = Some(next);
            }
            assert_eq!(seen.len(), 12, "{sort:?}");
            if *key == CustomerSortKey::LastSeen {
                assert!(seen[9..].iter().all(|row| row.last_seen_at.is_none()), "{sort:?}");
            }
        }
    }
    let count = |filter: CustomerFilter| {
        let (board, scope) = (world.stores.customer_board.clone(), desk.scope.clone());
        async move { board.count(&scope, &filter).await.unwrap() }
    };
    let any = CustomerFilter::default();
    assert_eq!(count(any.clone()).await, 12);
    assert_eq!(count(CustomerFilter { do_not_contact: Some(true), ..any.clone() }).await, 2);
    assert_eq!(
        count(CustomerFilter { lead_source: vec!["REFERRAL".into()], ..any.clone() }).await,
        6
    );
    assert_eq!(count(CustomerFilter { search: Some("555-01".into()), ..any.clone() }).await, 12);
    assert_eq!(
        count(CustomerFilter {
            search: Some("customer b".into()),
            status: vec![CustomerStatus::Lead],
            ..any
        })
        .await,
        4
    );
}

fn line(world: &World, customer: CustomerId, minutes: i64) -> InteractionSnapshot {
    InteractionSnapshot {
        id: InteractionId(world.id()),
        customer,
        kind: InteractionKind::Call,
        direction: InteractionDirection::Inbound,
        subject: format!("at {minutes}"),
        notes: String::new(),
        at: noon() + Duration::minutes(minutes),
        member: None,
        call: None,
        follow_up: None,
        duration_s: Some(60),
        outcome: None,
        created_at: noon(),
        updated_at: noon(),
        deleted_at: None,
    }
}

fn new_line(snapshot: InteractionSnapshot) -> Commit<Interaction, CustomerEvent> {
    let audit = AuditDraft::create(&snapshot);
    let events = vec![CustomerEvent::InteractionRecorded {
        customer: snapshot.customer,
        interaction: snapshot.id,
        kind: snapshot.kind,
        call: snapshot.call,
    }];
    Commit::create(Interaction::restore(snapshot), events, audit, noon())
}

async fn the_timeline_is_newest_first(world: &World) {
    let desk = world.desk().await;
    let customer = world.customer(&desk, customer(world.id(), "Nora Vale", "+18645550100")).await;
    for minutes in [1, 3, 2] {
        let mut written = line(world, customer, minutes);
        written.member = Some(desk.owner);
        world.stores.interactions.save(&desk.scope, new_line(written)).await.unwrap();
    }
    let mut gone = line(world, customer, 9);
    gone.deleted_at = Some(noon());
    world.stores.interactions.save(&desk.scope, new_line(gone)).await.unwrap();
    let board = &world.stores.customer_board;
    let first = board.timeline(&desk.scope, customer, &PageRequest::first(2)).await.unwrap();
    let rest = PageRequest { limit: 2, after: first.next.clone() };
    let second = board.timeline(&desk.scope, customer, &rest).await.unwrap();
    let subjects: Vec<String> =
        first.items.into_iter().chain(second.items).map(|row| row.subject).collect();
    assert_eq!(subjects, ["at 3", "at 2", "at 1"]);
    let row = board.row(&desk.scope, customer).await.unwrap().unwrap();
    assert_eq!(row.last_seen_at, Some(noon() + Duration::minutes(9)));
    assert!(
        board.timeline(&desk.scope, CustomerId(world.id()), &rest).await.is_err(),
        "a cursor of another list"
    );
}

async fn a_call_has_one_line(world: &World) {
    let desk = world.desk().await;
    let customer = world.customer(&desk, customer(world.id(), "Nora Vale", "+18645550100")).await;
    let call = world.call(&desk, missed_call(world.id())).await;
    let of_call = || InteractionSnapshot { call: Some(call), ..line(world, customer, 1) };
    world.stores.interactions.save(&desk.scope, new_line(of_call())).await.unwrap();
    let again = world.stores.interactions.save(&desk.scope, new_line(of_call())).await;
    assert!(matches!(again, Err(SaveError::Duplicate("interactions_call_key"))), "{again:?}");
    assert!(world.stores.interactions.of_call(&desk.scope, call).await.unwrap().is_some());
    let nobody = world
        .stores
        .interactions
        .save(&desk.scope, new_line(line(world, CustomerId(world.id()), 1)))
        .await;
    assert!(matches!(nobody, Err(SaveError::MissingReference)), "{nobody:?}");
}

async fn last_contact_never_moves_back(world: &World) {
    let desk = world.desk().await;
    let before = customer(world.id(), "Nora Vale", "+18645550100");
    let commit = new_customer(before.clone());
    world.stores.customers.save(&desk.scope, commit).await.unwrap();
    let later = noon() + Duration::minutes(1);
    for at in [later, noon()] {
        world.stores.customers.mark_seen(&desk.scope, before.id, at).await.unwrap();
    }
    // An edit that was begun before does not know of the contact.
    let edit = CustomerSnapshot { notes: "edited".into(), ..before.clone() };
    world
        .stores
        .customers
        .save(&desk.scope, changed_customer(&before, edit, Version(1)))
        .await
        .unwrap();
    let row = world.stores.customer_board.row(&desk.scope, before.id).await.unwrap().unwrap();
    assert_eq!(row.last_seen_at, Some(later));
}
