-- What reports count, and the indexes from which they count it.

-- What a call counts as, apart from its disposition, which a workspace defines itself. Derived, so that it cannot
-- disagree with what it is derived from. The rules are those of `CountedAs`.
ALTER TABLE calls ADD COLUMN report_class TEXT GENERATED ALWAYS AS (CASE
    WHEN purpose = 'demo' OR status IN ('scheduled', 'ready', 'queued') THEN 'none'
    WHEN direction <> 'in' THEN 'outgoing'
    WHEN status IN ('ringing', 'in_progress') THEN 'running'
    WHEN answered_at IS NOT NULL THEN CASE
        WHEN purpose NOT IN ('inbound', 'quote', 'lead') THEN 'answered_other'
        WHEN duration_s >= 60 AND intent NOT IN ('billing', 'faq', 'spam') AND spam_reason IS NULL
            THEN 'answered_lead'
        ELSE 'answered_excused' END
    WHEN status <> 'missed' THEN 'failed'
    WHEN source <> 'manual' AND import_id IS NULL AND ended_at IS NOT NULL AND ended_at - started_at < 15000
        THEN 'abandoned'
    WHEN intent = 'spam' OR spam_reason IS NOT NULL THEN 'missed_spam'
    ELSE 'missed' END)
    --postgres: STORED;
    --sqlite: VIRTUAL;

-- SQLite answers no statement from an index alone that reads a derived column, or one beyond the sixty-third; there reports
-- walk `calls_time_idx` and read the rows of the period.
--postgres: CREATE INDEX calls_report_idx ON calls (workspace_id, started_at) INCLUDE (report_class, disposition, agent_type,
--postgres:     agent_id, lead_source, duration_s, value_est_cents);

-- Taken out of the clock, to rank by.
ALTER TABLE follow_ups ADD COLUMN target_s BIGINT;
ALTER TABLE follow_ups ADD COLUMN taken_s BIGINT;

-- Promises that were kept before this was noted count by the clock on the wall.
--postgres: ALTER TABLE follow_ups NO FORCE ROW LEVEL SECURITY;
--postgres: UPDATE follow_ups SET target_s = CAST(clock ->> 'target_s' AS BIGINT);
--sqlite: UPDATE follow_ups SET target_s = json_extract(clock, '$.target_s');
UPDATE follow_ups SET taken_s = (completed_at - created_at) / 1000
    WHERE status = 'done' AND target_s IS NOT NULL AND completed_at >= created_at;

CREATE INDEX follow_ups_report_idx ON follow_ups (workspace_id, due_at
    --postgres: ) INCLUDE (
    --sqlite: ,
    status, kind, clock_state, completed_at, completed_by, assigned_to, target_s, taken_s
    --sqlite: , deleted_at
    )
    WHERE deleted_at IS NULL;
