-- Emergencies that wait for somebody stand before everything else in the triage queue.

-- Kept by the store of calls: 0 while an escalation is queued or sent, else 1.
ALTER TABLE calls ADD COLUMN triage_first BIGINT NOT NULL DEFAULT 1;
CREATE INDEX calls_triage_first_idx
    ON calls (workspace_id, triage_first, triage_due_sort, value_rank, started_at, id) WHERE needs_triage;
CREATE INDEX calls_escalation_idx ON calls (workspace_id, started_at, id) WHERE escalation <> 'none';
