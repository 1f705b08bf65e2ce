//! The background work: deliveries of events, the timetable, and the simulated callers of demo workspaces.

use crate::{
    clock::{SystemClock, TimeOrderedIds},
    config::Config,
    demo,
    lifecycle::{Lifecycle, stop_signal},
    operations::{self, Numbers, Readiness, WorkerNumbers},
    pulse::{Pulse, Work},
    wiring::{self, Pending, Services},
};
use anyhow::{Result, bail};
use callboard_adapter_sql::Database;
use callboard_http_api::HttpMetrics;
use callboard_kernel::{
    Clock, IdGen, MemberId, Permission, PortError, Scope, Timestamp, WorkspaceId,
};
use callboard_simulator::{Carrier, Town};
use callboard_workflows::{
    CallJobRunner, DeliveryWorker, MediaRunner, TimedTask, Turn,
    ports::{WakeUp, WakeUps},
};
use rand::RngExt;
use std::{collections::HashSet, sync::Arc, time::Duration};

/// Deliveries claimed at once.
const BATCH: u32 = 50;
/// Texts claimed at once; each is sent while nobody else may.
const TEXTS: u32 = 20;
/// Mails claimed at once.
const MAILS: u32 = 20;
/// Wait after a failure, so that a database that is down is not hammered.
const AFTER_FAILURE: Duration = Duration::from_secs(2);
/// How often the disk is looked at for reports that wait; it costs a look into an empty folder.
const SPOOL_EVERY: Duration = Duration::from_secs(1);
/// Reports taken in at once.
const SPOOL_AT_ONCE: usize = 100;
/// The town of the simulator.
pub(crate) const TOWN: Town = Town::new(7);

/// `callboard worker`: the background work alone, until a signal.
pub async fn run_alone(config: Config) -> Result<()> {
    let opened = wiring::open(&config, Pending::Refuse).await?;
    let clock = Arc::new(SystemClock);
    let services = Arc::new(Services::new(&opened, clock.clone(), Arc::new(TimeOrderedIds))?);
    let lifecycle = Lifecycle::default();
    let counted = WorkerNumbers::default();
    if let Some(address) = config.metrics_listen {
        let signs = opened.stores.vital_signs.clone();
        let http = HttpMetrics::default();
        let numbers = Numbers::new(&opened.database, signs, clock, &http, &counted);
        let health = Arc::new(Readiness::new(opened.database.clone(), lifecycle.clone()));
        operations::serve(address, &lifecycle, Arc::new(numbers), health).await?;
    }
    listen(&lifecycle, &opened.database);
    start(&lifecycle, &services, &counted);
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
pub fn start(lifecycle: &Lifecycle, services: &Arc<Services>, numbers: &WorkerNumbers) {
    let owner = TimeOrderedIds.next();
    let pulse = Arc::new(Pulse::default());
    let stores = &services.stores;
    lifecycle.spawn(pulse.clone().run(
        lifecycle.clone(),
        stores.agenda.clone(),
        stores.live_feed.clone(),
        Arc::new(SystemClock),
    ));
    let desk = Desk {
        lifecycle: lifecycle.clone(),
        services: services.clone(),
        pulse,
        numbers: numbers.clone(),
    };
    let worker =
        DeliveryWorker::new(services.stores.deliveries.clone(), services.reactions.clone(), owner);
    lifecycle.spawn(deliver(desk.clone(), worker));
    let runner = CallJobRunner::new(
        services.stores.call_jobs.clone(),
        services.long_works.clone(),
        owner,
        Arc::new(SystemClock),
    );
    lifecycle.spawn(do_long_work(desk.clone(), runner));
    lifecycle.spawn(send_texts(desk.clone()));
    lifecycle.spawn(send_mail(desk.clone()));
    lifecycle.spawn(bring_recordings(desk.clone(), MediaRunner::new(services.media.clone())));
    for task in TimedTask::ALL {
        lifecycle.spawn(keep_time(desk.clone(), *task));
    }
    lifecycle.spawn(simulate(desk));
}

/// What every kind of background work has at hand.
#[derive(Clone)]
struct Desk {
    lifecycle: Lifecycle,
    services: Arc<Services>,
    pulse: Arc<Pulse>,
    numbers: WorkerNumbers,
}

async fn deliver(desk: Desk, worker: DeliveryWorker) {
    let Desk { lifecycle, services, pulse, numbers } = desk;
    let mut wake_ups = services.stores.live_feed.subscribe();
    while !lifecycle.is_stopping() {
        match worker.run_once(BATCH).await {
            Ok(round) => {
                numbers.worked(round);
                if round.claimed >= BATCH {
                    continue;
                }
                tokio::select! {
                    () = an_event(&mut *wake_ups) => {}
                    () = pulse.more(Work::Deliveries) => {}
                    () = lifecycle.stopping() => break,
                }
            }
            Err(error) => {
                numbers.failed("deliveries");
                report("deliveries", &error);
                lifecycle.pause(jittered(AFTER_FAILURE)).await;
            }
        }
    }
}

/// Waits until an event was written. That one may have been missed is the pulse's affair.
async fn an_event(wake_ups: &mut dyn WakeUps) {
    while wake_ups.next().await == Some(WakeUp::Everything) {}
}

async fn do_long_work(desk: Desk, runner: CallJobRunner) {
    let Desk { lifecycle, pulse, numbers, .. } = desk;
    while !lifecycle.is_stopping() {
        match runner.take_turn(&|| lifecycle.is_stopping()).await {
            Ok(Turn::Worked) => {}
            Ok(Turn::Idle) => {
                tokio::select! {
                    () = pulse.more(Work::Jobs) => {}
                    () = lifecycle.stopping() => break,
                }
            }
            Err(error) => {
                numbers.failed("jobs");
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "long work failed; it is tried again"
                );
                lifecycle.pause(jittered(AFTER_FAILURE)).await;
            }
        }
    }
}

async fn send_texts(desk: Desk) {
    let Desk { lifecycle, services, pulse, numbers } = desk;
    while !lifecycle.is_stopping() {
        match services.text_sender.run_once(TEXTS).await {
            Ok(round) if round.claimed > 0 => {}
            Ok(_) => {
                tokio::select! {
                    () = pulse.more(Work::Texts) => {}
                    () = lifecycle.stopping() => break,
                }
            }
            Err(error) => {
                numbers.failed("texts");
                report("texts", &error);
                lifecycle.pause(jittered(AFTER_FAILURE)).await;
            }
        }
    }
}

async fn send_mail(desk: Desk) {
    let Desk { lifecycle, services, pulse, numbers } = desk;
    while !lifecycle.is_stopping() {
        match services.mail_sender.run_once(MAILS, &|| lifecycle.is_stopping()).await {
            Ok(round) if round.claimed > 0 => {}
            Ok(_) => {
                tokio::select! {
                    () = pulse.more(Work::Mail) => {}
                    () = lifecycle.stopping() => break,
                }
            }
            Err(error) => {
                numbers.failed("mail");
                report("mail", &error);
                lifecycle.pause(jittered(AFTER_FAILURE)).await;
            }
        }
    }
}

async fn bring_recordings(desk: Desk, runner: MediaRunner) {
    let Desk { lifecycle, pulse, numbers, .. } = desk;
    while !lifecycle.is_stopping() {
        // A recording may take minutes: who stops lets go of it, and its claim ends by itself.
        let turn = tokio::select! {
            turn = runner.take_turn() => turn,
            () = lifecycle.stopping() => break,
        };
        match turn {
            Ok(Turn::Worked) => {}
            Ok(Turn::Idle) => {
                tokio::select! {
                    () = pulse.more(Work::Recordings) => {}
                    () = lifecycle.stopping() => break,
                }
            }
            Err(error) => {
                numbers.failed("recordings");
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "work on a recording failed; it is tried again"
                );
                lifecycle.pause(jittered(AFTER_FAILURE)).await;
            }
        }
    }
}

async fn keep_time(desk: Desk, task: TimedTask) {
    let Desk { lifecycle, services, pulse, numbers } = desk;
    let mut quarter = None;
    while lifecycle.pause(jittered(task.every())).await {
        let now = quarter_of(SystemClock.now());
        let wanted = match task {
            TimedTask::FireClocks => pulse.is_due(Work::Clocks),
            TimedTask::FlagOverdueOutcomes => pulse.is_due(Work::Outcomes),
            TimedTask::DailyDigest => quarter != Some(now),
            TimedTask::RemoveOldExports
            | TimedTask::RemoveImportFiles
            | TimedTask::SweepMedia
            | TimedTask::RemoveMediaFiles
            | TimedTask::SettlePlacedCalls
            | TimedTask::GiveUpLostGuests
            | TimedTask::Purge => true,
        };
        if !wanted {
            continue;
        }
        match services.timetable.run(task).await {
            Ok(_) => quarter = Some(now),
            Err(error) => {
                numbers.failed(task.as_str());
                tracing::warn!(
                    entry = task.as_str(),
                    error = &error as &dyn std::error::Error,
                    "timed work failed"
                );
                lifecycle.pause(jittered(AFTER_FAILURE)).await;
            }
        }
        pulse.refresh();
    }
}

/// The quarter of an hour of an instant. Zones differ by whole quarters, so a time of day comes at the start of one.
fn quarter_of(at: Timestamp) -> i64 {
    at.unix_timestamp().div_euclid(15 * 60)
}

/// Takes reports that waited on this machine's disk into the database. It belongs to the process that has the disk.
pub fn take_in_spool(lifecycle: &Lifecycle, services: &Arc<Services>) {
    let (stopping, services) = (lifecycle.clone(), services.clone());
    lifecycle.spawn(async move {
        while stopping.pause(SPOOL_EVERY).await {
            match services.switchboard.take_in_spool(SPOOL_AT_ONCE).await {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "reports that waited were taken in"),
                Err(error) => {
                    report("spool", &error);
                    stopping.pause(jittered(AFTER_FAILURE)).await;
                }
            }
        }
    });
}

async fn simulate(desk: Desk) {
    let Desk { lifecycle, services, pulse, .. } = desk;
    let carrier = Carrier::over(services.exchange.clone(), services.calls.clone(), TOWN);
    let mut has_lines = HashSet::new();
    let mut second = tokio::time::interval(Duration::from_secs(1));
    second.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            _ = second.tick() => {}
            () = lifecycle.stopping() => return,
        }
        if !pulse.has_demo() {
            continue;
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
            if let Err(error) = tick(&services, &carrier, workspace, &mut has_lines).await {
                tracing::warn!(%workspace, error = &*error as &dyn std::error::Error, "simulated calls stumble");
            }
        }
    }
}

async fn tick(
    services: &Services,
    carrier: &Carrier,
    workspace: WorkspaceId,
    has_lines: &mut HashSet<WorkspaceId>,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let scope = simulator_scope(workspace);
    let Some(traffic) = services.stores.demo_traffic.load(&scope).await? else { return Ok(()) };
    if has_lines.insert(workspace) {
        demo::add_lines(services, &scope).await?;
    }
    let members = services.members.list(&scope, false).await?;
    let agents: Vec<MemberId> = members
        .iter()
        .filter(|member| {
            member.role.allows(Permission::WorkCalls) && !member.role.allows(Permission::Supervise)
        })
        .map(|member| member.id)
        .collect();
    carrier.tick(&scope, traffic, &agents, SystemClock.now()).await?;
    services.texting.tick(&scope, SystemClock.now()).await?;
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
