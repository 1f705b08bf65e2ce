-- The switchboard: own numbers, who is on duty, what the telephone company reported, legs of calls, calls that members place.

CREATE TABLE lines (
    workspace_id    UUID NOT NULL,
    id              UUID NOT NULL,
    version         BIGINT NOT NULL,
    number          TEXT NOT NULL,
    label           TEXT NOT NULL,
    greeting        TEXT NOT NULL,
    closed_greeting TEXT NOT NULL,
    -- NULL records nothing.
    notice          TEXT,
    ring_s          INTEGER NOT NULL,
    texting         TEXT NOT NULL,
    is_default      BOOLEAN NOT NULL,
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL,
    removed_at      BIGINT,
    CONSTRAINT lines_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT lines_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);
-- A number that was given up may come back as another line.
CREATE UNIQUE INDEX lines_number_key ON lines (workspace_id, number) WHERE removed_at IS NULL;

CREATE TABLE stations (
    workspace_id    UUID NOT NULL,
    member_id       UUID NOT NULL,
    presence        TEXT NOT NULL,
    phone           TEXT,
    browser_seen_at BIGINT,
    updated_at      BIGINT NOT NULL,
    CONSTRAINT stations_pkey PRIMARY KEY (workspace_id, member_id),
    CONSTRAINT stations_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id)
);

-- The secret in the address is the tenant: it is looked up before a workspace is known.
CREATE TABLE hook_addresses (
    workspace_id UUID NOT NULL,
    provider     TEXT NOT NULL,
    opaque       TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    CONSTRAINT hook_addresses_pkey PRIMARY KEY (workspace_id, provider),
    CONSTRAINT hook_addresses_opaque_key UNIQUE (opaque),
    CONSTRAINT hook_addresses_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);

-- Reports as they came, with what they were answered. They are removed 30 days later; what followed from them stays.
CREATE TABLE provider_reports (
    workspace_id  UUID NOT NULL,
    id            UUID NOT NULL,
    provider      TEXT NOT NULL,
    dedupe_key    TEXT NOT NULL,
    kind          TEXT NOT NULL,
    method        TEXT NOT NULL,
    url           TEXT NOT NULL,
    headers       JSONB NOT NULL,
    body          BYTEA NOT NULL,
    answer_status INTEGER NOT NULL,
    answer_type   TEXT,
    answer_body   TEXT NOT NULL,
    received_at   BIGINT NOT NULL,
    CONSTRAINT provider_reports_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT provider_reports_dedupe_key UNIQUE (workspace_id, provider, dedupe_key),
    CONSTRAINT provider_reports_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);
CREATE INDEX provider_reports_received_idx ON provider_reports (received_at);

CREATE TABLE conversations_by_phone (
    workspace_id    UUID NOT NULL,
    provider        TEXT NOT NULL,
    first_leg       TEXT NOT NULL,
    dial_status     TEXT,
    dial_duration_s INTEGER,
    reports         BIGINT NOT NULL,
    CONSTRAINT conversations_by_phone_pkey PRIMARY KEY (workspace_id, provider, first_leg),
    CONSTRAINT conversations_by_phone_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);

CREATE TABLE legs (
    workspace_id UUID NOT NULL,
    provider     TEXT NOT NULL,
    first_leg    TEXT NOT NULL,
    leg          TEXT NOT NULL,
    role         TEXT NOT NULL,
    number       TEXT,
    member_id    UUID,
    status       TEXT NOT NULL,
    answered     BOOLEAN NOT NULL,
    duration_s   INTEGER,
    answered_at  BIGINT,
    ended_at     BIGINT,
    CONSTRAINT legs_pkey PRIMARY KEY (workspace_id, provider, first_leg, leg),
    CONSTRAINT legs_conversation_fkey FOREIGN KEY (workspace_id, provider, first_leg)
        REFERENCES conversations_by_phone (workspace_id, provider, first_leg)
);

CREATE TABLE call_orders (
    workspace_id     UUID NOT NULL,
    id               UUID NOT NULL,
    version          BIGINT NOT NULL,
    about_id         UUID,
    customer_id      UUID,
    number           TEXT NOT NULL,
    name             TEXT NOT NULL,
    line_id          UUID NOT NULL,
    from_number      TEXT NOT NULL,
    member_id        UUID NOT NULL,
    via              TEXT NOT NULL,
    member_phone     TEXT,
    state            TEXT NOT NULL,
    refusal          TEXT,
    provider_call_id TEXT,
    call_id          UUID,
    created_at       BIGINT NOT NULL,
    updated_at       BIGINT NOT NULL,
    CONSTRAINT call_orders_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT call_orders_line_fkey FOREIGN KEY (workspace_id, line_id) REFERENCES lines (workspace_id, id),
    CONSTRAINT call_orders_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id),
    CONSTRAINT call_orders_about_fkey FOREIGN KEY (workspace_id, about_id) REFERENCES calls (workspace_id, id)
);
CREATE INDEX call_orders_leg_idx ON call_orders (workspace_id, provider_call_id) WHERE provider_call_id IS NOT NULL;
CREATE INDEX call_orders_state_idx ON call_orders (workspace_id, state, updated_at)
    WHERE state IN ('sending', 'unknown');
