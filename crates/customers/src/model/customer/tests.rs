//! What is true of a customer.

use super::*;
use crate::model::vocabulary::CustomerKind;
use callboard_kernel::timestamp;
use uuid::Uuid;

fn id() -> CustomerId {
    CustomerId(Uuid::from_u128(1))
}

fn phone(number: &str) -> PhoneDraft {
    PhoneDraft { number: number.into(), ..PhoneDraft::default() }
}

fn email(address: &str) -> EmailDraft {
    EmailDraft { address: address.into(), label: None }
}

fn customer() -> Customer {
    let new = NewCustomer {
        company: Some("Bright Roofing".into()),
        phones: vec![phone("(864) 555-0100"), phone("+1 864 555 0101")],
        emails: vec![email(" Ana@Bright.Example ")],
        ..NewCustomer::lead(" Ana Ortiz ")
    };
    Customer::new(id(), new, "US", timestamp(0)).unwrap()
}

fn paths(wrong: &Invalid) -> Vec<&str> {
    wrong.0.iter().map(|error| error.path.as_str()).collect()
}

#[test]
fn what_is_written_is_normalised() {
    let customer = customer();
    let state = customer.snapshot();
    assert_eq!(state.name, "Ana Ortiz");
    assert_eq!(state.emails[0].address, "ana@bright.example");
    assert_eq!(state.phones[0].number.as_str(), "+18645550100");
    assert_eq!(state.phones.iter().map(|p| p.primary).collect::<Vec<_>>(), [true, false]);
    assert_eq!((state.kind, state.status), (CustomerKind::Person, CustomerStatus::Lead));
    assert!(!state.do_not_contact);
}

#[test]
fn everything_that_can_be_searched_is_in_the_search_text() {
    assert_eq!(
        customer().search_text(),
        "ana ortiz\nbright roofing\n18645550100\n18645550101\nana@bright.example"
    );
}

#[test]
fn all_wrong_fields_are_named_at_once() {
    let edit = CustomerEdit {
        name: Some(" ".into()),
        lead_source: Patch::Set("x".repeat(61)),
        address: Patch::Set(Address { city: "y".repeat(121), ..Address::default() }),
        phones: Some(vec![phone("nobody"), phone("8645550100"), phone("+18645550100")]),
        emails: Some(vec![email("no address")]),
        time_windows: Some(vec![
            TimeWindowDraft { day: "Mon".into(), start: "08:00".into(), end: "08:00".into() },
            TimeWindowDraft { day: "Someday".into(), start: "8".into(), end: "18:00".into() },
        ]),
        notes: Some("z".repeat(10_001)),
        ..CustomerEdit::default()
    };
    let wrong = customer().edited(edit, "US", timestamp(1)).unwrap_err();
    assert_eq!(
        paths(&wrong),
        [
            "name",
            "lead_source",
            "notes",
            "address.city",
            "phones.0.number",
            "phones.2.number",
            "emails.0.address",
            "time_windows.0.end",
            "time_windows.1.day",
            "time_windows.1.start",
        ]
    );
}

#[test]
fn one_number_is_primary_and_not_more() {
    let two = [
        PhoneDraft { primary: true, ..phone("8645550100") },
        PhoneDraft { primary: true, ..phone("8645550101") },
    ];
    let edit = CustomerEdit { phones: Some(two.to_vec()), ..CustomerEdit::default() };
    let wrong = customer().edited(edit, "US", timestamp(1)).unwrap_err();
    assert_eq!(wrong.0[0].code, "several_primary");

    let second = [phone("8645550100"), PhoneDraft { primary: true, ..phone("8645550101") }];
    let edit = CustomerEdit { phones: Some(second.to_vec()), ..CustomerEdit::default() };
    let after = customer().edited(edit, "US", timestamp(1)).unwrap();
    assert_eq!(
        after.snapshot().phones.iter().map(|p| p.primary).collect::<Vec<_>>(),
        [false, true]
    );
}

#[test]
fn windows_take_days_in_any_case() {
    let drafts =
        vec![TimeWindowDraft { day: "Mon".into(), start: "08:00".into(), end: "18:00".into() }];
    let edit = CustomerEdit { time_windows: Some(drafts), ..CustomerEdit::default() };
    let after = customer().edited(edit, "US", timestamp(1)).unwrap();
    let window = after.snapshot().time_windows[0];
    assert_eq!(
        (window.day, window.start.minutes(), window.end.minutes()),
        (Weekday::Mon, 480, 1080)
    );
}

#[test]
fn a_lead_becomes_active_and_its_first_booking_is_remembered() {
    let to = |customer: &Customer, status, at| {
        let edit = CustomerEdit { status: Some(status), ..CustomerEdit::default() };
        customer.edited(edit, "US", timestamp(at)).unwrap()
    };
    let instants =
        |customer: &Customer| (customer.snapshot().converted_at, customer.snapshot().churned_at);
    let active = to(&customer(), CustomerStatus::Active, 10);
    assert_eq!(instants(&active), (Some(timestamp(10)), None));
    let gone = to(&active, CustomerStatus::Churned, 20);
    assert_eq!(instants(&gone), (Some(timestamp(10)), Some(timestamp(20))));
    let back = gone.booked(timestamp(30));
    assert_eq!(instants(&back), (Some(timestamp(10)), None));
    assert_eq!(back.booked(timestamp(40)), back);
}

#[test]
fn nothing_changes_when_nothing_differs() {
    let same = CustomerEdit { name: Some("Ana Ortiz".into()), ..CustomerEdit::default() };
    assert_eq!(customer().edited(same, "US", timestamp(9)).unwrap(), customer());
}

#[test]
fn empty_texts_clear_and_keep_leaves() {
    let edit = CustomerEdit { company: Patch::Set("  ".into()), ..CustomerEdit::default() };
    let after = customer().edited(edit, "US", timestamp(1)).unwrap();
    assert_eq!(after.snapshot().company, None);
    assert_eq!(after.snapshot().emails, customer().snapshot().emails);
}
