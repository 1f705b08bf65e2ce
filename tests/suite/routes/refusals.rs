//! Every operation × everybody who may not: refused, nothing changed, and what is foreign looks like what is not there.

use super::{
    document::Document,
    world::{ROLES, World, without_instance},
};
use callboard_tests::{Engine, Pass};
use rstest::rstest;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_operation_refuses_who_may_not(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let revoked = world.revoked_program().await;
    let anonymous = world.server.anonymous();
    let nobodies = [
        ("no token", anonymous.clone()),
        ("a garbage key", anonymous.with(Pass::Key("cb_garbage".to_owned()))),
        ("a token that is no key", anonymous.with(Pass::Key("garbage".to_owned()))),
        (
            "a garbage session",
            anonymous.with(Pass::Session("callboard_session=garbage".to_owned())),
        ),
        ("a revoked key", revoked),
    ];
    let pairs = Document::of(&world).await.operations();
    let mut faults = Vec::new();
    for (operation, fixture) in &pairs {
        let ready = world.ready(operation, fixture).await;
        assert_eq!(
            operation.is_open,
            fixture.role == "anybody",
            "{}: who may, says the document",
            operation.id
        );
        let before = world.rows.fingerprint().await;
        let mut refused = Vec::new();
        if !operation.is_open {
            for (who, client) in &nobodies {
                refused.push((*who, ready.send(client).await, &[401][..]));
            }
        }
        let rank = ROLES.iter().position(|role| *role == fixture.role).unwrap_or(0);
        for role in &ROLES[..rank] {
            // Of what is not his own a technician does not even learn that it exists.
            let expected: &[u16] = if *role == "tech" { &[403, 404] } else { &[403] };
            refused.push((*role, ready.send(world.ours.of_role(role)).await, expected));
        }
        // A number is nobody's: every workspace may opt it out for itself, and has written to it or not.
        let is_owned =
            !matches!(operation.id.as_str(), "opt_out_number" | "get_conversation_of_number");
        if !fixture.path.is_empty() && !operation.is_open && is_owned {
            let foreign = ready.send(&world.theirs.owner).await;
            let mut absent = ready.clone();
            absent.path = operation.nowhere();
            let absent = absent.send(&world.theirs.owner).await;
            if without_instance(foreign.body.clone()) != without_instance(absent.body.clone()) {
                faults.push(format!(
                    "{}: foreign differs from absent: {foreign} / {absent}",
                    operation.id
                ));
            }
            if operation.id == "release_call" {
                // Whoever holds nothing gives nothing back, and learns nothing.
                foreign.must(204);
            } else {
                refused.push(("another workspace's owner", foreign, &[404]));
            }
        }
        for (who, answer, expected) in refused {
            if expected.contains(&answer.status) {
                answer.is_problem();
            } else {
                let (id, status) = (&operation.id, answer.status);
                faults.push(format!("{id}: {who} got {status}, not {expected:?}: {}", answer.text));
            }
        }
        let after = world.rows.fingerprint().await;
        for table in after.changed_since(&before) {
            faults.push(format!("{}: a refused request changed {table}", operation.id));
        }
        let client = world.who_may(fixture).await;
        let before = world.rows.fingerprint().await;
        let answer = ready.send(&client).await;
        if !(200..300).contains(&answer.status) {
            faults.push(format!(
                "{}: {} should have been served: {answer}",
                operation.id, fixture.role
            ));
        } else if operation.is_unsafe()
            && !matches!(
                operation.id.as_str(),
                "read_notifications"
                    | "unlink_contact"
                    | "release_call"
                    | "preview_change_of_calls"
                    | "preview_message"
                    | "link_recording"
                    | "create_browser_key"
                    | "check_telephony"
            )
        {
            let changed = world.rows.fingerprint().await.changed_since(&before);
            if changed.is_empty() {
                faults.push(format!("{}: the fixture changes nothing", operation.id));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
