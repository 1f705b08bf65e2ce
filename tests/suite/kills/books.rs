//! What the tables must say when all is over.

use super::desk::Ledger;
use callboard_tests::{Engine, Rows, now};
use std::collections::BTreeSet;

/// What was looked at.
#[derive(Debug)]
#[expect(dead_code, reason = "the figures are shown by their names")]
pub(super) struct Checked {
    pub(super) calls: usize,
    pub(super) promises: usize,
    pub(super) decided: usize,
    pub(super) fired: i64,
    pub(super) notifications: i64,
    pub(super) events: i64,
    pub(super) unanswered: usize,
}

/// The tables of one place.
pub(super) struct Books<'a> {
    rows: &'a Rows,
    engine: Engine,
}

impl<'a> Books<'a> {
    pub(super) const fn new(rows: &'a Rows, engine: Engine) -> Self {
        Self { rows, engine }
    }

    /// Deliveries that are not done, whatever the reason.
    pub(super) async fn unfinished(&self) -> i64 {
        self.rows.number("SELECT count(*) FROM deliveries WHERE state <> 'done'").await
    }

    /// Clocks that should have fired by now.
    pub(super) async fn due_clocks(&self) -> i64 {
        let now = now().unix_timestamp() * 1000;
        let due = format!(
            "SELECT count(*) FROM follow_ups WHERE next_fire_at <= {now} AND deleted_at IS NULL"
        );
        self.rows.number(&due).await
    }

    /// How much there is: stands still when nothing happens any more.
    pub(super) async fn size(&self) -> (i64, i64, i64) {
        (
            self.rows.number("SELECT count(*) FROM events").await,
            self.rows.number("SELECT count(*) FROM notifications").await,
            self.rows.number("SELECT count(*) FROM audit_entries").await,
        )
    }

    /// Compares the tables with what was acknowledged.
    pub(super) async fn audit(&self, ledger: &Ledger) -> Checked {
        self.calls_are_there_once(ledger).await;
        self.promises_are_kept_once(ledger).await;
        self.outcomes_are_there(ledger).await;
        self.clocks_fired_once().await;
        self.nobody_was_told_twice().await;
        self.nothing(
            "a delivery is still claimed",
            "SELECT count(*) FROM deliveries WHERE state = 'claimed' OR state <> 'done'",
        )
        .await;
        self.events_have_no_gap().await;
        if self.engine == Engine::Sqlite {
            assert_eq!(self.rows.texts("PRAGMA integrity_check").await, ["ok"]);
            let broken = "SELECT \"table\" FROM pragma_foreign_key_check";
            assert_eq!(self.rows.texts(broken).await, Vec::<String>::new());
        }
        let (events, notifications, _) = self.size().await;
        let fired = "SELECT count(*) FROM events WHERE name = 'followups.level_reached'";
        Checked {
            calls: ledger.calls.len(),
            promises: ledger.promises.len(),
            decided: ledger.outcomes.len(),
            fired: self.rows.number(fired).await,
            notifications,
            events,
            unanswered: ledger.unanswered,
        }
    }

    async fn calls_are_there_once(&self, ledger: &Ledger) {
        let stored = self.ids("SELECT {} FROM calls").await;
        let acknowledged: BTreeSet<_> = ledger.calls.values().map(|id| plain(id)).collect();
        assert_eq!(acknowledged.len(), ledger.calls.len(), "two keys were answered one call");
        let lost: Vec<_> = acknowledged.difference(&stored).collect();
        assert!(lost.is_empty(), "acknowledged calls are lost: {lost:?}");
        // Everybody insisted until an answer came, so nothing else can be there.
        let ghosts: Vec<_> = stored.difference(&acknowledged).collect();
        assert!(ghosts.is_empty(), "a call was written twice: {ghosts:?}");
    }

    async fn promises_are_kept_once(&self, ledger: &Ledger) {
        let without = "SELECT count(*) FROM calls c WHERE NOT EXISTS (SELECT 1 FROM follow_ups f \
                       WHERE f.workspace_id = c.workspace_id AND f.call_id = c.id)";
        self.nothing("a missed call has no follow-up", without).await;
        let opened = "SELECT count(*) FROM (SELECT payload->>'call' c FROM events \
                      WHERE name = 'followups.follow_up_promised' AND cause LIKE '%missed_call_opens_follow_up' \
                      GROUP BY 1 HAVING count(*) > 1) x";
        self.nothing("a missed call opened two follow-ups", opened).await;
        let twice = "SELECT count(*) FROM (SELECT call_id FROM follow_ups WHERE call_id IS NOT NULL \
                     AND status = 'open' AND deleted_at IS NULL GROUP BY call_id HAVING count(*) > 1) x";
        self.nothing("a call has two open follow-ups", twice).await;
        let by_hand = self.ids("SELECT {} FROM follow_ups WHERE call_id IS NULL").await;
        let promised: BTreeSet<_> = ledger.promises.iter().map(|id| plain(id)).collect();
        assert_eq!(by_hand, promised, "what people promised is there, once");
    }

    async fn outcomes_are_there(&self, ledger: &Ledger) {
        for disposition in ["callback", "booked"] {
            let of = |told: &&'static str| *told == disposition;
            let told = ledger.outcomes.iter().filter(|(_, told)| of(told));
            let told: BTreeSet<_> = told.map(|(id, _)| plain(id)).collect();
            let query = format!("SELECT {{}} FROM calls WHERE disposition = '{disposition}'");
            assert_eq!(self.ids(&query).await, told, "outcomes that are {disposition}");
        }
        let open = "SELECT count(*) FROM calls c WHERE disposition = 'booked' AND EXISTS (SELECT 1 FROM follow_ups f \
                    WHERE f.workspace_id = c.workspace_id AND f.call_id = c.id AND f.status = 'open' AND f.deleted_at IS NULL)";
        self.nothing("a booked call still owes something", open).await;
        let owed = "SELECT count(*) FROM calls c WHERE disposition <> 'booked' AND NOT EXISTS (SELECT 1 FROM follow_ups f \
                    WHERE f.workspace_id = c.workspace_id AND f.call_id = c.id AND f.status = 'open' AND f.deleted_at IS NULL)";
        self.nothing("a call that is not closed owes nothing", owed).await;
        let recorded =
            "SELECT payload->'facts'->>'call' FROM events WHERE name = 'calls.outcome_recorded'";
        let mut seen = BTreeSet::new();
        for call in self.rows.texts(recorded).await {
            let again = !seen.insert(call.clone());
            assert!(!again || ledger.repeated.contains(&call), "{call} was decided twice");
        }
    }

    async fn clocks_fired_once(&self) {
        let twice = "SELECT count(*) FROM (SELECT payload->'facts'->>'follow_up' f, payload->>'level' l FROM events \
                     WHERE name = 'followups.level_reached' GROUP BY 1, 2 HAVING count(*) > 1) x";
        self.nothing("a warning or breach fired twice", twice).await;
        let breached = self.rows.number("SELECT count(*) FROM follow_ups WHERE breached").await;
        let breaches = "SELECT count(*) FROM events WHERE name = 'followups.level_reached' AND payload->>'level' = 'breach'";
        assert_eq!(self.rows.number(breaches).await, breached, "each breach fired once");
        let levels = match self.engine {
            Engine::Sqlite => {
                "SELECT COALESCE(sum(json_array_length(clock, '$.fired')), 0) FROM follow_ups"
            }
            Engine::Postgres => {
                "SELECT COALESCE(sum(jsonb_array_length(clock->'fired')), 0)::bigint FROM follow_ups"
            }
        };
        let fired = "SELECT count(*) FROM events WHERE name = 'followups.level_reached'";
        let (levels, fired) = (self.rows.number(levels).await, self.rows.number(fired).await);
        assert_eq!(levels, fired, "what the clocks say was told, once each");
        let now = now().unix_timestamp() * 1000;
        let silent = format!(
            "SELECT count(*) FROM follow_ups WHERE status = 'open' AND deleted_at IS NULL AND NOT breached AND due_at < {now}"
        );
        self.nothing("a breach did not fire", &silent).await;
    }

    async fn nobody_was_told_twice(&self) {
        let repeated = "SELECT count(*) FROM (SELECT member_id, follow_up_id, kind, text FROM notifications \
                        WHERE follow_up_id IS NOT NULL GROUP BY 1, 2, 3, 4 HAVING count(*) > 1) x";
        self.nothing("a member was told twice", repeated).await;
    }

    async fn events_have_no_gap(&self) {
        let gaps = "SELECT count(*) FROM (SELECT workspace_id, count(*) n, max(seq) m FROM events GROUP BY 1) x WHERE n <> m";
        self.nothing("the numbers of the events have a gap", gaps).await;
        let head = "SELECT count(*) FROM workspace_heads h WHERE audit_seq <> \
                    (SELECT count(*) FROM audit_entries a WHERE a.workspace_id = h.workspace_id)";
        self.nothing("an audit line is missing", head).await;
    }

    async fn nothing(&self, what: &str, count: &str) {
        assert_eq!(self.rows.number(count).await, 0, "{what}");
    }

    /// Ids without hyphens; `{}` in the query stands for the column.
    async fn ids(&self, query: &str) -> BTreeSet<String> {
        let column = match self.engine {
            Engine::Sqlite => "lower(hex(id))",
            Engine::Postgres => "replace(id::text, '-', '')",
        };
        let all = self.rows.texts(&query.replace("{}", column)).await;
        let distinct: BTreeSet<_> = all.iter().cloned().collect();
        assert_eq!(distinct.len(), all.len(), "ids are unique");
        distinct
    }
}

fn plain(id: &str) -> String {
    id.replace('-', "")
}
