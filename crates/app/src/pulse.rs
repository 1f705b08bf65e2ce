//! One question for all kinds of background work: what is there to do, and when. An idle process asks it every few seconds
//! and whenever an event was written; the kinds of work ask the pulse, which costs nothing, instead of the database.

use crate::lifecycle::Lifecycle;
use callboard_kernel::{Clock, Timestamp};
use callboard_workflows::{
    known_reactions,
    ports::{Agenda, LiveFeed, Upcoming, WakeUp},
};
use rand::RngExt;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{Notify, watch},
    time::{Instant, sleep_until},
};

/// Between two questions at least, however much is written.
const GAP: Duration = Duration::from_millis(200);
/// Replicas that started together do not ask together.
const SPREAD: Duration = Duration::from_millis(500);
/// Wait after the database did not answer.
const AFTER_FAILURE: Duration = Duration::from_secs(2);

/// A kind of background work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Work {
    /// Deliveries of events.
    Deliveries,
    /// Clocks of promises.
    Clocks,
    /// Outcomes that are owed.
    Outcomes,
    /// Long work on many calls.
    Jobs,
    /// Texts that are to go out.
    Texts,
    /// Mail that is to go out.
    Mail,
    /// Recordings that wait for a worker.
    Recordings,
}

/// What was seen, on the clock of this process.
#[derive(Clone, Copy, Debug)]
struct Seen {
    at: Instant,
    deliveries: Option<Instant>,
    clocks: Option<Instant>,
    outcomes: Option<Instant>,
    jobs: Option<Instant>,
    texts: Option<Instant>,
    mail: Option<Instant>,
    recordings: Option<Instant>,
    demo: bool,
}

impl Seen {
    /// Before the first look everything may be due.
    fn nothing_known() -> Self {
        let now = Instant::now();
        Self {
            at: now,
            deliveries: Some(now),
            clocks: Some(now),
            outcomes: Some(now),
            jobs: Some(now),
            texts: Some(now),
            mail: Some(now),
            recordings: Some(now),
            demo: true,
        }
    }

    fn new(upcoming: &Upcoming, now: Timestamp) -> Self {
        let at = Instant::now();
        let after = |wait: time::Duration| at + wait.try_into().unwrap_or(Duration::ZERO);
        let Upcoming {
            delivery_in,
            clock_at,
            outcome_at,
            job_in,
            text_in,
            mail_in,
            recording_in,
            demo,
        } = *upcoming;
        Self {
            at,
            deliveries: delivery_in.map(after),
            clocks: clock_at.map(|due| after(due - now)),
            outcomes: outcome_at.map(|due| after(due - now)),
            jobs: job_in.map(after),
            texts: text_in.map(after),
            mail: mail_in.map(after),
            recordings: recording_in.map(after),
            demo,
        }
    }

    const fn due(&self, work: Work) -> Option<Instant> {
        match work {
            Work::Deliveries => self.deliveries,
            Work::Clocks => self.clocks,
            Work::Outcomes => self.outcomes,
            Work::Jobs => self.jobs,
            Work::Texts => self.texts,
            Work::Mail => self.mail,
            Work::Recordings => self.recordings,
        }
    }
}

/// The pulse of a process.
#[derive(Debug)]
pub struct Pulse {
    seen: watch::Sender<Seen>,
    ask: Notify,
}

impl Default for Pulse {
    fn default() -> Self {
        Self { seen: watch::Sender::new(Seen::nothing_known()), ask: Notify::new() }
    }
}

impl Pulse {
    /// Looks again and again until a stop is asked for.
    pub async fn run(
        self: Arc<Self>,
        lifecycle: Lifecycle,
        agenda: Arc<dyn Agenda>,
        feed: Arc<dyn LiveFeed>,
        clock: Arc<dyn Clock>,
    ) {
        let reactions = known_reactions();
        let mut wake_ups = feed.subscribe();
        while !lifecycle.is_stopping() {
            match agenda.upcoming(&reactions).await {
                Ok(upcoming) => {
                    self.seen.send_replace(Seen::new(&upcoming, clock.now()));
                }
                Err(error) => {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "what is to be done cannot be read; trying again"
                    );
                    lifecycle.pause(AFTER_FAILURE).await;
                    continue;
                }
            }
            lifecycle.pause(GAP).await;
            let polled = tokio::select! {
                wake_up = wake_ups.next() => wake_up == Some(WakeUp::Everything),
                () = self.ask.notified() => false,
                () = lifecycle.stopping() => return,
            };
            if polled {
                let spread = SPREAD.mul_f64(rand::rng().random());
                lifecycle.pause(spread).await;
            }
        }
    }

    /// Whether there is such work now.
    pub fn is_due(&self, work: Work) -> bool {
        self.seen.borrow().due(work).is_some_and(|due| due <= Instant::now())
    }

    /// Whether there are workspaces whose callers are simulated.
    pub fn has_demo(&self) -> bool {
        self.seen.borrow().demo
    }

    /// Looks again soon, because something was done.
    pub fn refresh(&self) {
        self.ask.notify_one();
    }

    /// Waits, after all such work was done, until there is more.
    pub async fn more(&self, work: Work) {
        let began = Instant::now();
        let mut looks = self.seen.subscribe();
        self.refresh();
        loop {
            let seen = *looks.borrow_and_update();
            // What was seen before the work was done says nothing of what is left.
            let due = seen.due(work).filter(|_| seen.at > began);
            let more = async {
                match due {
                    Some(due) => sleep_until(due).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = more => return,
                looked = looks.changed() => if looked.is_err() { return },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_trait::async_trait;
    use callboard_kernel::{EventEnvelope, ManualClock, PortError, Scope, WorkspaceId, timestamp};
    use callboard_workflows::ports::WakeUps;
    use std::sync::Mutex;
    use tokio::sync::broadcast;
    use uuid::Uuid;

    /// An agenda that the test writes, which counts the questions.
    #[derive(Default)]
    struct Desk(Mutex<(Upcoming, u32)>);

    #[async_trait]
    impl Agenda for Desk {
        async fn upcoming(&self, _: &[&'static str]) -> Result<Upcoming, PortError> {
            let mut desk = self.0.lock().unwrap();
            desk.1 += 1;
            Ok(desk.0)
        }
    }

    struct Bell(broadcast::Sender<WakeUp>);
    struct Ear(broadcast::Receiver<WakeUp>);

    #[async_trait]
    impl WakeUps for Ear {
        async fn next(&mut self) -> Option<WakeUp> {
            self.0.recv().await.ok()
        }
    }

    #[async_trait]
    impl LiveFeed for Bell {
        fn subscribe(&self) -> Box<dyn WakeUps> {
            Box::new(Ear(self.0.subscribe()))
        }
        async fn head(&self, _: &Scope) -> Result<i64, PortError> {
            Ok(0)
        }
        async fn after(&self, _: &Scope, _: i64, _: u32) -> Result<Vec<EventEnvelope>, PortError> {
            Ok(Vec::new())
        }
    }

    struct World {
        pulse: Arc<Pulse>,
        desk: Arc<Desk>,
        bell: broadcast::Sender<WakeUp>,
        lifecycle: Lifecycle,
    }

    fn world() -> World {
        let (bell, _) = broadcast::channel(8);
        let world = World {
            pulse: Arc::default(),
            desk: Arc::default(),
            bell: bell.clone(),
            lifecycle: Lifecycle::default(),
        };
        world.lifecycle.spawn(world.pulse.clone().run(
            world.lifecycle.clone(),
            world.desk.clone(),
            Arc::new(Bell(bell)),
            Arc::new(ManualClock::new(timestamp(0))),
        ));
        world
    }

    #[tokio::test]
    async fn idle_work_asks_nothing_and_is_woken_by_an_event() {
        let world = world();
        let pulse = world.pulse.clone();
        let waiting = async { pulse.more(Work::Deliveries).await };
        tokio::pin!(waiting);
        let idle = tokio::time::timeout(GAP * 6, &mut waiting).await;
        assert!(idle.is_err(), "there is nothing to do");
        let asked = world.desk.0.lock().unwrap().1;
        assert!(asked <= 3, "{asked} questions without an event");
        world.desk.0.lock().unwrap().0.delivery_in = Some(time::Duration::milliseconds(300));
        let began = Instant::now();
        world.bell.send(WakeUp::Workspace(WorkspaceId(Uuid::nil()))).unwrap();
        tokio::time::timeout(Duration::from_secs(20), waiting).await.unwrap();
        assert!(began.elapsed() >= Duration::from_millis(300), "not before it is due");
        assert!(world.pulse.is_due(Work::Deliveries) && !world.pulse.is_due(Work::Clocks));
        assert!(world.lifecycle.stop().await);
    }

    #[tokio::test]
    async fn what_was_seen_before_the_work_was_done_counts_for_nothing() {
        let world = world();
        world.desk.0.lock().unwrap().0.job_in = Some(time::Duration::ZERO);
        world.pulse.more(Work::Jobs).await;
        // The job is done now.
        world.desk.0.lock().unwrap().0.job_in = None;
        let again = tokio::time::timeout(GAP * 6, world.pulse.more(Work::Jobs));
        assert!(again.await.is_err());
        assert!(world.lifecycle.stop().await);
    }

    #[tokio::test]
    async fn a_flood_of_events_is_a_few_questions() {
        let world = world();
        let began = Instant::now();
        while began.elapsed() < GAP * 5 {
            // A full channel tells its listeners that they missed something.
            let _ = world.bell.send(WakeUp::Workspace(WorkspaceId(Uuid::nil())));
            tokio::task::yield_now().await;
        }
        let asked = f64::from(world.desk.0.lock().unwrap().1);
        let most = 2.0 + began.elapsed().as_secs_f64() / GAP.as_secs_f64();
        assert!(asked <= most, "{asked} questions in {:?}", began.elapsed());
        assert!(world.lifecycle.stop().await);
    }
}
