//! `callboard serve`: the user interface, the API and, unless told otherwise, the background work.

use crate::{
    cli::Serve,
    clock::{SystemClock, TimeOrderedIds},
    config::Config,
    demo::{self, DemoSize},
    lifecycle::{Lifecycle, stop_signal},
    operations::{self, Numbers, Readiness, WorkerNumbers},
    output,
    wiring::{self, Opened, Pending, Services},
    worker,
};
use anyhow::{Context, Result, bail};
use callboard_http_api::{
    Api, ApiServices, HttpMetrics, RateLimits, Site, SteadyListener, ViewCounts,
};
use callboard_kernel::Clock;
use std::{sync::Arc, time::Duration};

/// How long requests may take to finish after a stop was asked for.
const DRAIN: Duration = Duration::from_secs(10);
/// Size of the demo that a newcomer finds.
const DEMO: DemoSize = DemoSize { calls: 2_000, seed: 7 };

/// Serves until a signal, then finishes what runs.
pub async fn run(config: Config, options: Serve) -> Result<()> {
    let pending = if options.no_migrate { Pending::Refuse } else { Pending::Migrate };
    let opened = wiring::open(&config, pending).await?;
    let services = Services::new(&opened, Arc::new(SystemClock), Arc::new(TimeOrderedIds))?;
    let services = Arc::new(services);
    if config.demo {
        load_demo_once(&opened, &services).await?;
    }
    let listener = SteadyListener::bind(config.listen).await.with_context(|| {
        format!("{} cannot be listened on; set CALLBOARD_LISTEN to another address", config.listen)
    })?;
    let lifecycle = Lifecycle::default();
    let health = Arc::new(Readiness::new(opened.database.clone(), lifecycle.clone()));
    let (http, counted) = (HttpMetrics::default(), WorkerNumbers::default());
    if let Some(address) = config.metrics_listen {
        let signs = opened.stores.vital_signs.clone();
        let clock = Arc::new(SystemClock);
        let numbers = Numbers::new(&opened.database, signs, clock, &http, &counted);
        operations::serve(address, &lifecycle, Arc::new(numbers), health.clone()).await?;
    }
    worker::listen(&lifecycle, &opened.database);
    worker::take_in_spool(&lifecycle, &services);
    if !options.no_worker {
        worker::start(&lifecycle, &services, &counted);
    }
    let api = Api::new(api_services(&config, &opened, &services, health, http)?);
    lifecycle.spawn(until_stop(lifecycle.clone(), api.live_feed()));
    let address = listener.address();
    tracing::info!(%address, "callboard serves");
    output::remark(format!("Callboard serves at http://{address}"));
    let stopping = lifecycle.clone();
    let stop = async move {
        stop_signal().await;
        stopping.ask_to_stop();
    };
    poem::Server::new_with_acceptor(listener)
        .run_with_graceful_shutdown(api.routes(callboard_web::ui()), stop, Some(DRAIN))
        .await
        .context("the server stopped by itself")?;
    if !lifecycle.stop().await {
        bail!("some work did not finish in time; its leases run out by themselves");
    }
    opened.database.close().await?;
    Ok(())
}

/// Runs a task that does not end by itself until a stop is asked for.
async fn until_stop(lifecycle: Lifecycle, task: impl Future<Output = ()>) {
    tokio::select! {
        () = task => {}
        () = lifecycle.stopping() => {}
    }
}

/// Makes the demo workspace in a database that has none.
async fn load_demo_once(opened: &Opened, services: &Services) -> Result<()> {
    if !services.setup.workspaces().await?.is_empty() {
        return Ok(());
    }
    let tell = |step: &str| output::remark(format!("demo: {step}"));
    demo::load(opened, DEMO, SystemClock.now(), &tell).await?;
    Ok(())
}

fn api_services(
    config: &Config,
    opened: &Opened,
    services: &Services,
    health: Arc<Readiness>,
    metrics: HttpMetrics,
) -> Result<ApiServices> {
    let site = Site::parse(&config.public_url, config.trust_forwarded_for)
        .context("CALLBOARD_PUBLIC_URL is wrong")?;
    Ok(ApiServices {
        site,
        limits: RateLimits::per_hour(
            config.api_key_requests_per_hour,
            config.member_requests_per_hour,
        ),
        calls: services.calls.clone(),
        call_views: services.call_views.clone(),
        view_counts: ViewCounts::default(),
        bulk: services.bulk.clone(),
        call_imports: services.call_imports.clone(),
        exports: services.exports.clone(),
        links: opened.links.clone(),
        mail: services.mail.clone(),
        mail_desk: services.mail_desk.clone(),
        switchboard: services.switchboard.clone(),
        hooks_origin: config.hooks_origin().to_owned(),
        hooks_from: config.hooks_from.clone(),
        browsers_call_twilio: opened.twilio.is_some(),
        follow_ups: services.followups.clone(),
        consents: services.consents.clone(),
        messaging: services.messaging.clone(),
        customers: services.customers.clone(),
        media: services.media.clone(),
        accounts: services.accounts.clone(),
        members: services.members.clone(),
        api_keys: services.api_keys.clone(),
        workspace: services.settings.clone(),
        audit: services.audit.clone(),
        dead_letters: services.dead_letters.clone(),
        demo: services.demo_control.clone(),
        live: opened.stores.live_feed.clone(),
        health,
        metrics,
        clock: Arc::new(SystemClock),
        ids: Arc::new(TimeOrderedIds),
    })
}
