//! Business hours and SLA rules of a workspace.

use crate::desk::{BOSS, Desk, TEN, dana, member, minute};
use callboard_followups::{
    FollowUpError,
    board::FollowUpFilter,
    hours::{BusinessHours, Weekly},
    rules::SlaRules,
};
use callboard_kernel::{PageRequest, Role, SaveError, Version};
use time::macros::datetime;

#[tokio::test]
async fn hours_are_saved_by_admins_in_the_zone_of_the_workspace() {
    let desk = Desk::new();
    let boss = member(BOSS, Role::Admin);
    let mut hours = desk.service.hours(&dana()).await.unwrap().value;
    hours.weekly.sat = hours.weekly.fri.clone();
    let refused = desk.service.save_hours(&dana(), None, hours.clone()).await;
    assert!(matches!(refused, Err(FollowUpError::Forbidden(_))));
    let saved = desk.service.save_hours(&boss, Some(Version(0)), hours.clone()).await.unwrap();
    assert_eq!(saved.version, Version(1));
    let stale = desk.service.save_hours(&boss, Some(Version(0)), hours.clone()).await;
    assert!(matches!(stale, Err(FollowUpError::Save(SaveError::Stale))));
    hours.time_zone = "Europe/Paris".to_owned();
    let elsewhere = desk.service.save_hours(&boss, None, hours).await;
    assert!(matches!(elsewhere, Err(FollowUpError::Invalid(_))));
}

#[tokio::test]
async fn the_desk_knows_when_it_opens() {
    let desk = Desk::new();
    assert!(desk.service.is_open(&dana(), TEN).await.unwrap());
    let saturday = datetime!(2026-11-21 15:00 UTC);
    assert!(!desk.service.is_open(&dana(), saturday).await.unwrap());
    let monday = datetime!(2026-11-23 13:00 UTC);
    assert_eq!(desk.service.next_opening(&dana(), saturday).await.unwrap(), Some(monday));
    let never =
        BusinessHours { weekly: Weekly::default(), ..BusinessHours::shipped("America/New_York") };
    desk.memory().hours = Some((never, 1));
    assert_eq!(desk.service.next_opening(&dana(), saturday).await.unwrap(), None);
}

#[tokio::test]
async fn wrong_rules_are_refused_and_right_ones_get_a_version() {
    let desk = Desk::new();
    let boss = member(BOSS, Role::Admin);
    let mut rules = SlaRules::shipped();
    rules.sets[0].rules[0].target_minutes = 0;
    let wrong = desk.service.save_sla_rules(&boss, None, rules.clone()).await;
    assert!(matches!(wrong, Err(FollowUpError::Invalid(_))));
    rules.sets[0].rules[0].target_minutes = 5;
    let saved = desk.service.save_sla_rules(&boss, None, rules).await.unwrap();
    assert_eq!(saved.version, Version(1));
}

#[tokio::test]
async fn filters_that_cannot_be_meant_are_refused() {
    let desk = Desk::new();
    let page = PageRequest::first(20);
    let short = FollowUpFilter { search: Some("86".to_owned()), ..FollowUpFilter::default() };
    assert!(desk.service.list(&dana(), &short, &page).await.is_err());
    let backwards =
        FollowUpFilter { from: Some(minute(2)), to: Some(minute(1)), ..FollowUpFilter::default() };
    assert!(desk.service.count(&dana(), &backwards).await.is_err());
    assert!(desk.service.list(&dana(), &FollowUpFilter::default(), &page).await.is_ok());
}
