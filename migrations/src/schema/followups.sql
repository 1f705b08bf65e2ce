-- Promises with their clocks, and what members are told of them.

CREATE TABLE follow_ups (
    --sqlite: row_key INTEGER PRIMARY KEY,
    workspace_id  UUID NOT NULL,
    id            UUID NOT NULL,
    version       BIGINT NOT NULL,
    call_id       UUID,
    customer_id   UUID,
    subject       TEXT NOT NULL,
    kind          TEXT NOT NULL,
    status        TEXT NOT NULL,
    priority      TEXT NOT NULL,
    due_at        BIGINT NOT NULL,
    assigned_to   UUID,
    note          TEXT NOT NULL,
    clock         JSONB NOT NULL,
    automatic     BOOLEAN NOT NULL,
    completed_at  BIGINT,
    completed_by  UUID,
    deleted_at    BIGINT,
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL,

    -- Taken out of the clock, to search and sort by.
    clock_state   TEXT NOT NULL,
    next_fire_at  BIGINT,
    breached      BOOLEAN NOT NULL,
    -- Names and numbers of whom it is for, as they are now, to search by.
    contact_text  TEXT NOT NULL DEFAULT '',

    -- Derived: the list shows open before done, the more pressing first.
    status_rank INTEGER
        GENERATED ALWAYS AS (CASE status WHEN 'open' THEN 0 ELSE 1 END) STORED NOT NULL,
    priority_rank INTEGER
        GENERATED ALWAYS AS (CASE priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END)
        STORED NOT NULL,
    completed_sort BIGINT
        GENERATED ALWAYS AS (COALESCE(completed_at, 0)) STORED NOT NULL,
    search_text TEXT
        GENERATED ALWAYS AS (lower(subject) || ' | ' || lower(note) || ' | ' || contact_text) STORED NOT NULL,

    --postgres: CONSTRAINT follow_ups_pkey PRIMARY KEY (workspace_id, id),
    --sqlite: CONSTRAINT follow_ups_pkey UNIQUE (workspace_id, id),
    CONSTRAINT follow_ups_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id),
    CONSTRAINT follow_ups_call_fkey FOREIGN KEY (workspace_id, call_id) REFERENCES calls (workspace_id, id),
    CONSTRAINT follow_ups_customer_fkey FOREIGN KEY (workspace_id, customer_id) REFERENCES customers (workspace_id, id),
    CONSTRAINT follow_ups_assigned_to_fkey FOREIGN KEY (workspace_id, assigned_to) REFERENCES members (workspace_id, id),
    CONSTRAINT follow_ups_completed_by_fkey FOREIGN KEY (workspace_id, completed_by) REFERENCES members (workspace_id, id)
);
-- A call has at most one open promise that a rule made.
CREATE UNIQUE INDEX follow_ups_automatic_key ON follow_ups (workspace_id, call_id)
    WHERE automatic AND status = 'open' AND deleted_at IS NULL;
CREATE INDEX follow_ups_list_idx ON follow_ups (workspace_id, status_rank, priority_rank, due_at, id)
    WHERE deleted_at IS NULL;
CREATE INDEX follow_ups_assigned_idx ON follow_ups (workspace_id, assigned_to, status_rank, priority_rank, due_at, id)
    WHERE deleted_at IS NULL;
CREATE INDEX follow_ups_due_idx ON follow_ups (workspace_id, status, due_at, id) WHERE deleted_at IS NULL;
CREATE INDEX follow_ups_done_idx ON follow_ups (workspace_id, completed_sort, id)
    WHERE deleted_at IS NULL AND status = 'done';
CREATE INDEX follow_ups_call_idx ON follow_ups (workspace_id, call_id, due_at, id) WHERE call_id IS NOT NULL;
CREATE INDEX follow_ups_customer_idx ON follow_ups (workspace_id, customer_id, due_at, id)
    WHERE customer_id IS NOT NULL;
-- The sweep asks for the clocks of all workspaces at once.
CREATE INDEX follow_ups_next_fire_idx ON follow_ups (next_fire_at) WHERE next_fire_at IS NOT NULL;

CREATE TABLE notifications (
    workspace_id UUID NOT NULL,
    id           UUID NOT NULL,
    member_id    UUID NOT NULL,
    kind         TEXT NOT NULL,
    text         TEXT NOT NULL,
    follow_up_id UUID,
    call_id      UUID,
    created_at   BIGINT NOT NULL,
    read_at      BIGINT,
    CONSTRAINT notifications_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT notifications_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id),
    CONSTRAINT notifications_follow_up_fkey FOREIGN KEY (workspace_id, follow_up_id)
        REFERENCES follow_ups (workspace_id, id),
    CONSTRAINT notifications_call_fkey FOREIGN KEY (workspace_id, call_id) REFERENCES calls (workspace_id, id)
);
CREATE INDEX notifications_inbox_idx ON notifications (workspace_id, member_id, created_at, id);
CREATE INDEX notifications_unread_idx ON notifications (workspace_id, member_id, created_at, id)
    WHERE read_at IS NULL;
