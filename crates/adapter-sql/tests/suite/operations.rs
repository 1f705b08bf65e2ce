//! What waits, and how the desks are doing, over all workspaces.

use crate::support::{World, follow_up, missed_call, noon, on_both};
use callboard_calls::model::QueueStatus;
use callboard_kernel::{WorkspaceId, millis};
use callboard_workflows::{known_reactions, ports::Upcoming};
use time::Duration;

on_both!(
    an_empty_desk_waits_for_nothing,
    each_kind_of_work_tells_when_it_is_due,
    work_of_another_program_counts_for_nothing,
    vital_signs_are_sums_over_desks_without_demos,
);

/// Workspaces of the suite are demos; this one is not.
async fn real(world: &World, workspace: WorkspaceId) {
    let id = if world.is_postgres() {
        format!("'{workspace}'")
    } else {
        format!("x'{}'", workspace.uuid().simple())
    };
    world.as_owner(&format!("UPDATE workspaces SET demo = FALSE WHERE workspace_id = {id}")).await;
}

async fn an_empty_desk_waits_for_nothing(world: &World) {
    let upcoming = world.stores.agenda.upcoming(&known_reactions()).await.unwrap();
    assert_eq!(upcoming, Upcoming::default());
    let signs = world.stores.vital_signs.read(noon()).await.unwrap();
    assert_eq!(signs, callboard_workflows::ports::VitalSigns::default());
}

async fn each_kind_of_work_tells_when_it_is_due(world: &World) {
    let desk = world.desk().await;
    let mut call = missed_call(world.id());
    call.queue_status = QueueStatus::None;
    call.outcome_required = true;
    call.outcome_due_at = Some(noon() + Duration::minutes(5));
    let id = world.call(&desk, call).await;
    world.follow_up(&desk, follow_up(world.id(), Some(id))).await;
    let upcoming = world.stores.agenda.upcoming(&known_reactions()).await.unwrap();
    assert!(upcoming.delivery_in.unwrap() <= Duration::ZERO, "the call was missed: {upcoming:?}");
    assert_eq!(upcoming.clock_at, Some(noon() + Duration::minutes(15)));
    assert_eq!(upcoming.outcome_at, Some(noon() + Duration::minutes(5)));
    assert_eq!((upcoming.job_in, upcoming.demo), (None, true));
    // In somebody's hands they are due when his lease ends.
    let owner = world.id();
    let lease = Duration::seconds(20);
    world.stores.deliveries.claim(owner, &known_reactions(), 100, lease).await.unwrap();
    let upcoming = world.stores.agenda.upcoming(&known_reactions()).await.unwrap();
    let wait = upcoming.delivery_in.unwrap();
    assert!(wait > Duration::ZERO && wait <= lease, "{wait}");
}

async fn work_of_another_program_counts_for_nothing(world: &World) {
    let desk = world.desk().await;
    world.call(&desk, missed_call(world.id())).await;
    let upcoming = world.stores.agenda.upcoming(&["a_reaction_of_tomorrow"]).await.unwrap();
    assert_eq!(upcoming.delivery_in, None);
}

async fn vital_signs_are_sums_over_desks_without_demos(world: &World) {
    let (one, other, demo) = (world.desk().await, world.desk().await, world.desk().await);
    real(world, one.workspace).await;
    real(world, other.workspace).await;
    for (desk, age) in [(&one, 20), (&other, 95), (&demo, 500)] {
        let mut call = missed_call(world.id());
        call.started_at = noon() - Duration::minutes(age);
        let id = world.call(desk, call).await;
        let mut promise = follow_up(world.id(), Some(id));
        promise.due_at = call_back(age);
        world.follow_up(desk, promise).await;
    }
    world.as_owner("UPDATE follow_ups SET breached = TRUE WHERE due_at <= 1790000000000").await;
    assert_eq!(millis(noon()), 1_790_000_000_000);
    let signs = world.stores.vital_signs.read(noon()).await.unwrap();
    assert_eq!(signs.oldest_unreturned_at, Some(noon() - Duration::minutes(95)));
    assert_eq!((signs.clocks_at_risk, signs.clocks_breached), (1, 1));
    assert_eq!((signs.calls_last_hour, signs.workspaces), (1, 2));
    assert!(signs.outbox_waiting > 0 && signs.outbox_age.is_some());
    assert_eq!(signs.parked, 0);
    world.as_owner("UPDATE deliveries SET state = 'dead'").await;
    let signs = world.stores.vital_signs.read(noon()).await.unwrap();
    assert!(signs.parked > 0);
    assert_eq!((signs.outbox_waiting, signs.outbox_age), (0, None));
}

/// Within half an hour of the call.
fn call_back(age: i64) -> callboard_kernel::Timestamp {
    noon() + Duration::minutes(25 - age)
}
