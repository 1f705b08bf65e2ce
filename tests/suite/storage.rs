//! A full disk and one that may only be read: a clear word, nothing that was acknowledged is lost, and work goes on by
//! itself when there is room again.

use callboard_tests::{Company, Place, SmallDisk, minutes_ago, numbers, until};
use serde_json::json;
use std::{collections::BTreeSet, time::Duration};

const SOON: Duration = Duration::from_secs(30);

#[tokio::test]
async fn a_full_disk_refuses_loses_nothing_and_recovers_by_itself() {
    let Some(disk) = SmallDisk::mount(24) else { return };
    let place = Place::in_folder(disk.path());
    let mut server = place.serve(&[]).await;
    let company = Company::found(&place, &server, "quartz").await;
    let call = |index: usize| {
        json!({
            "direction": "in", "from": numbers(index), "started_at": minutes_ago(5), "answered": false,
            "notes": "x".repeat(1_500),
        })
    };
    let mut acknowledged = BTreeSet::new();
    let id = |body: serde_json::Value| body["call"]["id"].as_str().unwrap().to_owned();
    for index in 0..20 {
        acknowledged.insert(id(company.dispatcher.post("/api/calls", call(index)).await.must(201)));
    }

    disk.fill();
    let mut refusals = 0;
    for index in 20..400 {
        let answer = company.dispatcher.post("/api/calls", call(index)).await;
        if answer.status == 201 {
            acknowledged.insert(id(answer.body));
            // What a finished transaction left free in its log may take a few more.
            disk.fill();
            continue;
        }
        let problem = answer.refused(507, "no_storage");
        let words = problem["detail"].as_str().unwrap();
        assert!(words.contains("full") && words.contains("Nothing"), "{words}");
        refusals += 1;
        if refusals == 5 {
            break;
        }
    }
    assert_eq!(refusals, 5, "the disk was never full");
    let nobody = server.anonymous();
    until("it says that it is not ready", SOON, async || {
        disk.fill();
        let answer = nobody.get("/readyz").await;
        (answer.status == 503 && answer.body["code"] == "no_storage").then_some(())
    })
    .await;
    nobody.get("/healthz").await.ok();
    assert!(
        !company.viewer.get("/api/calls?limit=5").await.ok()["data"].as_array().unwrap().is_empty()
    );

    disk.make_room();
    until("it is ready again by itself", SOON, async || {
        (nobody.get("/readyz").await.status == 200).then_some(())
    })
    .await;
    assert!(server.runs());
    for index in 400..410 {
        acknowledged.insert(id(company.dispatcher.post("/api/calls", call(index)).await.must(201)));
    }
    let rows = place.rows().await;
    let kept: BTreeSet<_> =
        rows.texts("SELECT lower(hex(id)) FROM calls").await.into_iter().collect();
    let told: BTreeSet<_> = acknowledged.iter().map(|id| id.replace('-', "")).collect();
    assert_eq!(kept, told, "what was acknowledged is there, and what was refused is not");
    until("every missed call has its follow-up", SOON, async || {
        let without = "SELECT count(*) FROM calls c WHERE NOT EXISTS (SELECT 1 FROM follow_ups f WHERE f.call_id = c.id)";
        (rows.number(without).await == 0).then_some(())
    })
    .await;
    assert_eq!(rows.texts("PRAGMA integrity_check").await, ["ok"]);
    let (status, _) = server.stop().await;
    assert!(status.success());
    place.run(&["doctor", "--audit"]).await.ok();
}

#[tokio::test]
async fn a_data_folder_that_may_only_be_read_is_named_at_the_start() {
    let Some(disk) = SmallDisk::mount(24) else { return };
    let place = Place::in_folder(disk.path());
    place.run(&["migrate"]).await.ok();
    disk.make_read_only();
    for arguments in [&["serve"][..], &["serve", "--no-migrate"], &["worker"]] {
        let refused = place.run(arguments).await.refused();
        let folder = disk.path().display().to_string();
        assert!(
            refused.contains(&folder) && refused.contains("written"),
            "{arguments:?}: {refused}"
        );
    }
}
