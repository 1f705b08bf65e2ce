//! What screens ask.

use crate::world::{World, ana, customer, scope};
use callboard_customers::{CustomerError, CustomerFilter, CustomerSort};
use callboard_kernel::{Classify, CustomerId, ErrorKind, Page, PageRequest, Phone, Role};
use uuid::Uuid;

fn search(text: &str) -> CustomerFilter {
    CustomerFilter { search: Some(text.into()), ..CustomerFilter::default() }
}

#[tokio::test]
async fn the_list_starts_with_the_last_contact() {
    let mut world = World::new();
    world
        .board
        .expect_list()
        .times(1)
        .withf(|_, _, sort, _| *sort == CustomerSort::LAST_SEEN)
        .returning(|_, _, _, _| Ok(Page { items: Vec::new(), next: None }));
    let page = PageRequest::first(20);
    world.customers().list(&scope(Role::Viewer), &search("ana"), None, &page).await.unwrap();
}

#[tokio::test]
async fn a_search_has_three_characters() {
    let customers = World::new().customers();
    for text in ["", "an", " a "] {
        let page = PageRequest::first(20);
        let error =
            customers.list(&scope(Role::Viewer), &search(text), None, &page).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Invalid(fields) if fields[0].path == "search"));
        let error = customers.count(&scope(Role::Viewer), &search(text)).await.unwrap_err();
        assert_eq!(error.code(), "invalid");
    }
}

#[tokio::test]
async fn an_absent_customer_has_no_row_and_no_timeline() {
    let mut world = World::with(customer());
    world.board.expect_row().returning(|_, _| Ok(None));
    let customers = world.customers();
    let (viewer, nobody) = (scope(Role::Viewer), CustomerId(Uuid::nil()));
    assert!(matches!(customers.row(&viewer, ana()).await, Err(CustomerError::NotFound)));
    assert!(matches!(customers.get(&viewer, nobody).await, Err(CustomerError::NotFound)));
    let answer = customers.timeline(&viewer, nobody, &PageRequest::first(20)).await;
    assert!(matches!(answer, Err(CustomerError::NotFound)));
}

#[tokio::test]
async fn a_number_finds_its_customers_in_the_order_of_the_store() {
    let mut world = World::new();
    world
        .repo
        .expect_by_phone()
        .withf(|_, number| number.as_str() == "+18645550100")
        .returning(|_, _| Ok(Vec::new()));
    let number = Phone::from_e164("+18645550100").unwrap();
    assert!(
        world.customers().find_by_number(&scope(Role::Viewer), &number).await.unwrap().is_empty()
    );
}
