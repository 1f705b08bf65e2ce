//! The background work: deliveries of events, the timetable, and the simulated callers of demo workspaces.

use crate::{
    clock::{SystemClock, TimeOrderedIds},
    config::Config,
    lifecycle::{Lifecycle, stop_signal},
    wiring::{self, Pending, Services},
};
use anyhow::{Result, bail};
use callboard_adapter_sql::Database;
use callboard_kernel::{Clock, IdGen, MemberId, Permission, PortError, Scope, WorkspaceId};
use callboard_simulator::{Carrier, Town};
use callboard_workflows::{DeliveryWorker, Timetable};
use rand::RngExt;
use std::{sync::Arc, time::Duration};

/// Deliveries claimed at once.
const BATCH: u32 = 50;
/// Longest wait for deliveries when no wake-up comes.
const IDLE: Duration = Duration::from_secs(1);
/// Wait after a failure, so that a database that is down is not hammered.
const AFTER_FAILURE: Duration = Duration::from_secs(2);
/// The town of the simulator.
const TOWN: Town = Town::new(7);

/// `callboard worker`: the background work alone, until a signal.
pub async fn run_alone(config: Config) -> Result<()> {
    let opened = wiring::open(&config, Pending::Refuse).await?;
    let clock = Arc::new(SystemClock);
    let services = Arc::new(Services::new(&opened.stores, clock, Arc::new(TimeOrderedIds))?);
    let lifecycle = Lifecycle::default();
    listen(&lifecycle, &opened.database);
    start(&lifecycle, &services);
    tracing::info!("worker runs");
    stop_signal().await;
    tracing::info!("worker stops");
    if !lifecycle.stop().await {
        bail!("some work did not finish in time; its leases run out by themselves");
    }
    Ok(())
}

/// Hears on PostgreSQL what other processes wrote; SQLite has no other processes.
pub fn listen(lifecycle: &Lifecycle, database: &Database) {
    let (database, stopping) = (database.clone(), lifecycle.clone());
    lifecycle.spawn(async move {
        tokio::select! {
            () = database.listen() => {}
            () = stopping.stopping() => {}
        }
    });
}

/// Starts the background work of a process.
pub fn start(lifecycle: &Lifecycle, services: &Arc<Services>) {
    let owner = TimeOrderedIds.next();
    let worker =
        DeliveryWorker::new(services.stores.deliveries.clone(), services.reactions.clone(), owner);
    lifecycle.spawn(deliver(lifecycle.clone(), services.clone(), worker));
    for entry in Timetable::TABLE {
        lifecycle.spawn(keep_time(lifecycle.clone(), services.clone(), entry.name, entry.every));
    }
    lifecycle.spawn(simulate(lifecycle.clone(), services.clone()));
}

async fn deliver(lifecycle: Lifecycle, services: Arc<Services>, worker: DeliveryWorker) {
    let mut wake_ups = services.stores.live_feed.subscribe();
    while !lifecycle.is_stopping() {
        match worker.run_once(BATCH).await {
            Ok(round) if round.claimed >= BATCH => {}
            Ok(_) => {
                tokio::select! {
                    _ = wake_ups.next() => {}
                    () = tokio::time::sleep(jittered(IDLE)) => {}
                    () = lifecycle.stopping() => break,
                }
            }
            Err(error) => {
                report("deliveries", &error);
                lifecycle.pause(jittered(AFTER_FAILURE)).await;
            }
        }
    }
}

async fn keep_time(
    lifecycle: Lifecycle,
    services: Arc<Services>,
    name: &'static str,
    every: Duration,
) {
    while lifecycle.pause(jittered(every)).await {
        if let Err(error) = services.timetable.run(name).await {
            tracing::warn!(
                entry = name,
                error = &error as &dyn std::error::Error,
                "timed work failed"
            );
            lifecycle.pause(jittered(AFTER_FAILURE)).await;
        }
    }
}

async fn simulate(lifecycle: Lifecycle, services: Arc<Services>) {
    let carrier = Carrier::new(services.calls.clone(), TOWN);
    let mut second = tokio::time::interval(Duration::from_secs(1));
    second.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            _ = second.tick() => {}
            () = lifecycle.stopping() => return,
        }
        let workspaces = match services.stores.demo_traffic.demo_workspaces().await {
            Ok(workspaces) => workspaces,
            Err(error) => {
                report("simulator", &error);
                lifecycle.pause(AFTER_FAILURE).await;
                continue;
            }
        };
        for workspace in workspaces {
            if let Err(error) = tick(&services, &carrier, workspace).await {
                tracing::warn!(%workspace, error = &*error as &dyn std::error::Error, "simulated calls stumble");
            }
        }
    }
}

async fn tick(
    services: &Services,
    carrier: &Carrier,
    workspace: WorkspaceId,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let scope = simulator_scope(workspace);
    let Some(traffic) = services.stores.demo_traffic.load(&scope).await? else { return Ok(()) };
    let members = services.members.list(&scope, false).await?;
    let agents: Vec<MemberId> = members
        .iter()
        .filter(|member| {
            member.role.allows(Permission::WorkCalls) && !member.role.allows(Permission::Supervise)
        })
        .map(|member| member.id)
        .collect();
    carrier.tick(&scope, traffic, &agents, SystemClock.now()).await?;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the simulator is the carrier of demo workspaces")]
fn simulator_scope(workspace: WorkspaceId) -> Scope {
    Scope::system(workspace, "simulator")
}

/// Within a fifth of the given time, so that replicas do not move in step.
fn jittered(wait: Duration) -> Duration {
    wait.mul_f64(rand::rng().random_range(0.9..1.1))
}

fn report(what: &str, error: &PortError) {
    tracing::warn!(
        what,
        error = error as &dyn std::error::Error,
        "background work failed, it is tried again"
    );
}
