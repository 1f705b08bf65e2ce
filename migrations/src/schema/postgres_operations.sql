-- Columns that hold no person, for sums over all workspaces and for the agenda of the worker.

GRANT SELECT (workspace_id, direction, status, started_at, promise_open, outcome_required, outcome_at, outcome_due_at,
              queue_status) ON calls TO callboard_system;
CREATE POLICY vital_signs ON calls FOR SELECT TO callboard_system USING (true);
GRANT SELECT (kind, status, due_at, clock_state, breached, deleted_at) ON follow_ups TO callboard_system;

-- A server that is asked whether it is ready compares the schema with what it knows.
GRANT SELECT ON seaql_migrations TO callboard_system;
