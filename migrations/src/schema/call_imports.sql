-- Imports of call logs: the file and how it is read, what became of its rows, and what is needed to take one back.

CREATE TABLE call_imports (
    workspace_id    UUID NOT NULL,
    id              UUID NOT NULL,
    version         BIGINT NOT NULL,
    name            TEXT NOT NULL,
    size            BIGINT NOT NULL,
    received        BIGINT NOT NULL,
    source          TEXT NOT NULL,
    phase           TEXT NOT NULL,
    layout          JSONB,
    plan            JSONB,
    report          JSONB,
    -- Where the import goes on and what it counts, written with each portion.
    position        JSONB,
    counts          JSONB NOT NULL,
    rollback_counts JSONB NOT NULL,
    job_id          UUID,
    actor           JSONB NOT NULL,
    created_at      BIGINT NOT NULL,
    touched_at      BIGINT NOT NULL,
    started_at      BIGINT,
    imported_at     BIGINT,
    rolled_back_at  BIGINT,
    file_removed_at BIGINT,
    CONSTRAINT call_imports_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT call_imports_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);
-- Files that may have lost their use.
CREATE INDEX call_imports_file_idx ON call_imports (touched_at, workspace_id, id) WHERE file_removed_at IS NULL;

-- Calls that an import changed, as they were, and calls that stayed when it was taken back.
CREATE TABLE call_import_changes (
    workspace_id UUID NOT NULL,
    import_id    UUID NOT NULL,
    call_id      UUID NOT NULL,
    before       JSONB NOT NULL,
    -- The version that the import left.
    left_at      BIGINT NOT NULL,
    CONSTRAINT call_import_changes_pkey PRIMARY KEY (workspace_id, import_id, call_id),
    CONSTRAINT call_import_changes_import_fkey FOREIGN KEY (workspace_id, import_id)
        REFERENCES call_imports (workspace_id, id)
);
CREATE TABLE call_import_kept (
    workspace_id UUID NOT NULL,
    import_id    UUID NOT NULL,
    call_id      UUID NOT NULL,
    because      TEXT NOT NULL,
    CONSTRAINT call_import_kept_pkey PRIMARY KEY (workspace_id, import_id, call_id),
    CONSTRAINT call_import_kept_import_fkey FOREIGN KEY (workspace_id, import_id)
        REFERENCES call_imports (workspace_id, id)
);

-- How a file with a header was read the last time.
CREATE TABLE call_import_plans (
    workspace_id UUID NOT NULL,
    header       TEXT NOT NULL,
    plan         JSONB NOT NULL,
    used_at      BIGINT NOT NULL,
    CONSTRAINT call_import_plans_pkey PRIMARY KEY (workspace_id, header),
    CONSTRAINT call_import_plans_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);

-- The calls of an import, to take it back.
CREATE INDEX calls_import_idx ON calls (workspace_id, import_id, id) WHERE import_id IS NOT NULL;
-- Which calls other rows name, to know which must stay.
CREATE INDEX calls_incident_idx ON calls (workspace_id, incident_call_id) WHERE incident_call_id IS NOT NULL;
CREATE INDEX notifications_call_idx ON notifications (workspace_id, call_id) WHERE call_id IS NOT NULL;
