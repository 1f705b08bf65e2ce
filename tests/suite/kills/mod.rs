//! Servers that are killed at any moment while the desk is at work: what was acknowledged is there, every promise is kept
//! once, and every clock fired once.

mod books;
mod desk;
mod texts;

use books::Books;
use callboard_tests::{Company, Engine, Place, Random, Server, count, settled, until};
use desk::Desk;
use std::time::Duration;

/// After the last kill: leases run out, what was left is done again, clocks that fell due fire.
const RECOVERED: Duration = Duration::from_mins(4);

#[tokio::test]
async fn two_servers_on_postgres_lose_nothing_and_do_nothing_twice() {
    a_day_of_kills(Engine::Postgres, 2, count("CALLBOARD_TEST_KILLS", 100)).await;
}

#[tokio::test]
async fn a_server_on_sqlite_loses_nothing_and_does_nothing_twice() {
    a_day_of_kills(Engine::Sqlite, 1, count("CALLBOARD_TEST_KILLS_SQLITE", 50)).await;
}

async fn a_day_of_kills(engine: Engine, replicas: usize, kills: usize) {
    let place = Place::fresh(engine).await;
    let mut servers = Vec::new();
    for _ in 0..replicas {
        servers.push(place.serve(&[]).await);
    }
    let company = Company::found(&place, &servers[0], "quartz").await;
    let desk = Desk::new(company, servers.iter().map(Server::base));
    let killing = async {
        let mut killers = Vec::new();
        for (replica, server) in servers.into_iter().enumerate() {
            let share = kills / replicas + usize::from(replica < kills % replicas);
            let goes_on = move |done| done < share;
            killers.push(kill_again_and_again(&place, &desk, replica, server, goes_on, &[]));
        }
        let servers = futures_util::future::join_all(killers).await;
        desk.close();
        servers
    };
    let (servers, ()) = tokio::join!(killing, desk.work());

    let rows = place.rows().await;
    let books = Books::new(&rows, engine);
    until("everything that waited is done", RECOVERED, async || {
        (books.unfinished().await == 0 && books.due_clocks().await == 0).then_some(())
    })
    .await;
    settled("nothing more happens", Duration::from_secs(3), RECOVERED, async || books.size().await)
        .await;
    for server in servers {
        let (status, _) = server.stop().await;
        assert!(status.success(), "the last server stops in good order: {status}");
    }
    let checked = books.audit(&desk.ledger()).await;
    place.run(&["doctor", "--audit"]).await.ok();
    assert!(checked.fired > 0 && checked.decided > 0, "there was something to lose: {checked:?}");
    assert!(checked.calls >= 2 * kills, "calls were logged between the kills: {checked:?}");
    println_for_the_record(engine, kills, &checked);
}

/// Lives for a moment, dies, is started again, for as long as `goes_on` says after so many times. The last one lives on.
async fn kill_again_and_again(
    place: &Place,
    desk: &Desk,
    replica: usize,
    first: Server,
    goes_on: impl Fn(usize) -> bool,
    settings: &[(&str, &str)],
) -> Server {
    let mut random = Random::seeded(0x0ca1_1b0a + replica as u64);
    let mut server = first;
    let mut done = 0;
    while goes_on(done) {
        // Mostly short; now and then long enough for the timetable to have its turn.
        let life = Duration::from_millis(60).mul_f64(1.0 + 36.0 * random.share().powi(2));
        tokio::time::sleep(life).await;
        server.kill().await;
        server = place.serve_with(&[], settings).await;
        desk.moved(replica, server.base());
        done += 1;
    }
    server
}

#[expect(clippy::print_stderr, reason = "the figures of a run are shown with --nocapture")]
fn println_for_the_record(engine: Engine, kills: usize, checked: &books::Checked) {
    eprintln!("{engine:?}: {kills} kills, {checked:?}");
}
