-- Long work on many calls. A worker claims a job for the length of a lease and does it in steps; `epoch` counts the claims,
-- so that a worker that slept through its lease changes nothing. All times but created_at are the database's.

CREATE TABLE call_jobs (
    workspace_id     UUID NOT NULL,
    id               UUID NOT NULL,
    kind             TEXT NOT NULL,
    state            TEXT NOT NULL,
    spec             JSONB NOT NULL,
    total            BIGINT,
    done             BIGINT NOT NULL,
    skipped          BIGINT NOT NULL,
    position         JSONB NOT NULL,
    result           JSONB NOT NULL,
    error            TEXT,
    cancel_requested BOOLEAN NOT NULL,
    idempotency_key  TEXT,
    actor            JSONB NOT NULL,
    actor_id         UUID,
    created_at       BIGINT NOT NULL,
    started_at       BIGINT,
    finished_at      BIGINT,
    owner            UUID,
    epoch            BIGINT NOT NULL,
    -- When a worker may take it: at once, after a failure, or when the lease of another one has ended.
    available_at     BIGINT NOT NULL,
    -- When it was taken last; workspaces and jobs take turns by it.
    taken_at         BIGINT NOT NULL,
    failures         INTEGER NOT NULL,
    CONSTRAINT call_jobs_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT call_jobs_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);
CREATE UNIQUE INDEX call_jobs_idempotency_key ON call_jobs (workspace_id, kind, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
CREATE INDEX call_jobs_actor_idx ON call_jobs (workspace_id, actor_id, kind, created_at);
CREATE INDEX call_jobs_unfinished_idx ON call_jobs (workspace_id, kind)
    WHERE state IN ('pending', 'running');
CREATE INDEX call_jobs_waiting_idx ON call_jobs (available_at, workspace_id, id)
    WHERE state IN ('pending', 'running');
