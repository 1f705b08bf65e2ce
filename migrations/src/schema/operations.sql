-- The worker asks for the first overdue outcome of all workspaces at once.
CREATE INDEX calls_outcome_due_idx ON calls (outcome_due_at)
    WHERE outcome_required AND outcome_at IS NULL AND queue_status <> 'triage';
