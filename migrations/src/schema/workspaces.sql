-- Tenants, their members and how they prove who they are. Of secrets only hashes are kept.

CREATE TABLE workspaces (
    workspace_id UUID NOT NULL,
    version      BIGINT NOT NULL,
    name         TEXT NOT NULL,
    time_zone    TEXT NOT NULL,
    region       TEXT NOT NULL,
    currency     TEXT NOT NULL,
    demo         BOOLEAN NOT NULL,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    CONSTRAINT workspaces_pkey PRIMARY KEY (workspace_id)
);

CREATE TABLE members (
    workspace_id  UUID NOT NULL,
    id            UUID NOT NULL,
    version       BIGINT NOT NULL,
    name          TEXT NOT NULL,
    email         TEXT NOT NULL,
    role          TEXT NOT NULL,
    password_hash TEXT,
    active        BOOLEAN NOT NULL,
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL,
    CONSTRAINT members_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT members_email_key UNIQUE (workspace_id, email),
    CONSTRAINT members_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);
-- Sign-in knows the address before the workspace.
CREATE INDEX members_sign_in_idx ON members (email);

CREATE TABLE sessions (
    workspace_id UUID NOT NULL,
    id           UUID NOT NULL,
    member_id    UUID NOT NULL,
    token_hash   TEXT NOT NULL,
    user_agent   TEXT NOT NULL,
    device       TEXT,
    created_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    revoked_at   BIGINT,
    CONSTRAINT sessions_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT sessions_token_key UNIQUE (token_hash),
    CONSTRAINT sessions_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id)
);
CREATE INDEX sessions_device_idx ON sessions (device, created_at) WHERE device IS NOT NULL;
CREATE INDEX sessions_member_idx ON sessions (workspace_id, member_id, created_at, id);

CREATE TABLE api_keys (
    workspace_id UUID NOT NULL,
    id           UUID NOT NULL,
    name         TEXT NOT NULL,
    role         TEXT NOT NULL,
    prefix       TEXT NOT NULL,
    key_hash     TEXT NOT NULL,
    created_by   UUID,
    created_at   BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at   BIGINT,
    CONSTRAINT api_keys_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT api_keys_hash_key UNIQUE (key_hash),
    CONSTRAINT api_keys_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);

CREATE TABLE password_resets (
    workspace_id UUID NOT NULL,
    token_hash   TEXT NOT NULL,
    member_id    UUID NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    used_at      BIGINT,
    CONSTRAINT password_resets_pkey PRIMARY KEY (workspace_id, token_hash),
    CONSTRAINT password_resets_token_key UNIQUE (token_hash),
    CONSTRAINT password_resets_member_fkey FOREIGN KEY (workspace_id, member_id)
        REFERENCES members (workspace_id, id)
);
CREATE INDEX password_resets_member_idx ON password_resets (workspace_id, member_id);

-- Counters of failed sign-ins, which know no workspace: the column holds the nil UUID. Only hashes of what is counted.
CREATE TABLE login_failures (
    workspace_id  UUID NOT NULL,
    key_hash      TEXT NOT NULL,
    failures      BIGINT NOT NULL,
    last_at       BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    CONSTRAINT login_failures_pkey PRIMARY KEY (workspace_id, key_hash)
);
CREATE INDEX login_failures_last_idx ON login_failures (last_at);
