//! The catalogue of dispositions through the service.

use crate::world::*;
use callboard_calls::{CallError, model::shipped_dispositions};
use callboard_kernel::{Classify, ErrorKind, Role, Version};

#[tokio::test]
async fn a_changed_catalogue_is_written_with_its_audit_line() {
    let mut world = World::new().with_catalogue();
    world
        .catalogue
        .expect_save()
        .times(1)
        .withf(|_, expected, all, audit, now| {
            *expected == Version(0)
                && !all[4].active
                && audit.target_kind == "disposition_catalogue"
                && audit.before["dispositions"][4]["active"] == true
                && audit.after["dispositions"][4]["active"] == false
                && *now == at(600)
        })
        .returning(|_, _, _, _, _| Ok(Version(1)));
    let (calls, _) = world.build();
    let mut all = shipped_dispositions();
    all[4].active = false;
    let saved = calls.save_dispositions(&member(Role::Admin), Some(Version(0)), all).await.unwrap();
    assert_eq!(saved.version, Version(1));
    assert!(!saved.value[4].active);
}

#[tokio::test]
async fn what_stands_already_and_what_is_stale_or_wrong_is_not_written() {
    let (calls, _) = World::new().with_catalogue().build();
    let admin = member(Role::Admin);
    let same = calls.save_dispositions(&admin, None, shipped_dispositions()).await.unwrap();
    assert_eq!(same.version, Version(0));
    let stale = calls
        .save_dispositions(&admin, Some(Version(9)), shipped_dispositions())
        .await
        .unwrap_err();
    assert_eq!(stale.kind(), ErrorKind::Stale);
    let fewer = shipped_dispositions().split_off(1);
    let refused = calls.save_dispositions(&admin, None, fewer).await;
    assert!(matches!(refused, Err(CallError::Invalid(_))));
}

#[tokio::test]
async fn everybody_reads_and_only_administrators_change() {
    let (calls, _) = World::new().with_catalogue().build();
    assert_eq!(calls.dispositions(&member(Role::Viewer)).await.unwrap().value.len(), 5);
    let refused = calls.save_dispositions(&dispatcher(), None, shipped_dispositions()).await;
    assert!(matches!(refused, Err(CallError::Forbidden(_))));
}
