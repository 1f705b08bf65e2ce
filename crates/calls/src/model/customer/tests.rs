//! Linking and unlinking.

use super::super::sample::*;
use super::*;

#[test]
fn name_and_mark_follow_the_customer_and_go_with_him() {
    let linked = missed().link_customer(&known(true), None, at(60)).unwrap();
    assert_eq!(linked.action, AuditAction::Link);
    let s = linked.call.snapshot();
    assert_eq!((s.caller_name.as_str(), s.do_not_contact), ("Pat Example", true));
    assert_eq!(linked.call.link_customer(&known(true), None, at(61)), None, "linked already");

    let unlinked = linked.call.unlink_customer(None, at(62)).unwrap();
    assert_eq!(unlinked.action, AuditAction::Unlink);
    let s = unlinked.call.snapshot();
    assert_eq!((s.customer, s.caller_name.as_str(), s.do_not_contact), (None, "", false));
    assert_eq!(unlinked.call.unlink_customer(None, at(63)), None);
}

#[test]
fn a_mark_that_the_outcome_set_stays() {
    let marked = with(missed(), |s| s.do_not_contact = true);
    let linked = marked.link_customer(&known(false), Some(&do_not_call()), at(60)).unwrap().call;
    assert!(linked.snapshot().do_not_contact);
    let unlinked = linked.unlink_customer(Some(&do_not_call()), at(61)).unwrap().call;
    assert!(unlinked.snapshot().do_not_contact);
}
