-- Events, their deliveries, the audit chain and what keeps both in order.

-- One row a workspace, locked last by every write: it hands out event numbers without gaps and extends the audit chain.
CREATE TABLE workspace_heads (
    workspace_id UUID NOT NULL,
    event_seq    BIGINT NOT NULL,
    audit_seq    BIGINT NOT NULL,
    audit_hash   TEXT NOT NULL,
    CONSTRAINT workspace_heads_pkey PRIMARY KEY (workspace_id),
    CONSTRAINT workspace_heads_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);

CREATE TABLE events (
    workspace_id UUID NOT NULL,
    seq          BIGINT NOT NULL,
    id           UUID NOT NULL,
    name         TEXT NOT NULL,
    payload      JSONB NOT NULL,
    actor        JSONB NOT NULL,
    cause        TEXT,
    depth        INTEGER NOT NULL,
    occurred_at  BIGINT NOT NULL,
    CONSTRAINT events_pkey PRIMARY KEY (workspace_id, seq),
    CONSTRAINT events_id_key UNIQUE (workspace_id, id)
);

CREATE TABLE deliveries (
    workspace_id UUID NOT NULL,
    event_seq    BIGINT NOT NULL,
    consumer     TEXT NOT NULL,
    state        TEXT NOT NULL,
    owner        UUID,
    epoch        BIGINT NOT NULL,
    lease_until  BIGINT,
    attempts     INTEGER NOT NULL,
    available_at BIGINT NOT NULL,
    last_error   TEXT,
    finished_at  BIGINT,
    CONSTRAINT deliveries_pkey PRIMARY KEY (workspace_id, event_seq, consumer),
    CONSTRAINT deliveries_event_fkey FOREIGN KEY (workspace_id, event_seq) REFERENCES events (workspace_id, seq)
);
-- What a worker may take: work that waits, and work whose owner let the lease run out.
CREATE INDEX deliveries_waiting_idx ON deliveries (available_at, workspace_id, event_seq, consumer)
    WHERE state IN ('ready', 'retry');
CREATE INDEX deliveries_leased_idx ON deliveries (lease_until, workspace_id, event_seq, consumer)
    WHERE state = 'claimed';
CREATE INDEX deliveries_state_idx ON deliveries (workspace_id, state, event_seq);

CREATE TABLE causes (
    workspace_id UUID NOT NULL,
    cause        TEXT NOT NULL,
    used_at      BIGINT NOT NULL,
    CONSTRAINT causes_pkey PRIMARY KEY (workspace_id, cause)
);

-- `before` and `after` are canonical JSON as text, so that the hash can be computed again from exactly what was stored.
CREATE TABLE audit_entries (
    workspace_id UUID NOT NULL,
    seq          BIGINT NOT NULL,
    id           UUID NOT NULL,
    at           BIGINT NOT NULL,
    actor_id     UUID,
    actor        TEXT NOT NULL,
    action       TEXT NOT NULL,
    target_kind  TEXT NOT NULL,
    target_id    UUID NOT NULL,
    before_json  TEXT NOT NULL,
    after_json   TEXT NOT NULL,
    note         TEXT NOT NULL,
    prev_hash    TEXT NOT NULL,
    hash         TEXT NOT NULL,
    CONSTRAINT audit_entries_pkey PRIMARY KEY (workspace_id, seq),
    CONSTRAINT audit_entries_id_key UNIQUE (workspace_id, id)
);
CREATE INDEX audit_entries_target_idx ON audit_entries (workspace_id, target_kind, target_id, seq);
CREATE INDEX audit_entries_action_idx ON audit_entries (workspace_id, action, seq);
CREATE INDEX audit_entries_actor_idx ON audit_entries (workspace_id, actor_id, seq);
CREATE INDEX audit_entries_at_idx ON audit_entries (workspace_id, at, seq);

-- A tick of a schedule has happened; the key is computed from the schedule, never from the time of writing.
CREATE TABLE ticks (
    workspace_id UUID NOT NULL,
    schedule     TEXT NOT NULL,
    tick_at      BIGINT NOT NULL,
    CONSTRAINT ticks_pkey PRIMARY KEY (workspace_id, schedule, tick_at)
);

CREATE TABLE settings_documents (
    workspace_id UUID NOT NULL,
    kind         TEXT NOT NULL,
    version      BIGINT NOT NULL,
    body         JSONB NOT NULL,
    updated_at   BIGINT NOT NULL,
    CONSTRAINT settings_documents_pkey PRIMARY KEY (workspace_id, kind),
    CONSTRAINT settings_documents_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);
