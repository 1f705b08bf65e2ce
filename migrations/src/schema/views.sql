-- Saved views of the call list, and how each member arranges them.

CREATE TABLE call_views (
    workspace_id UUID NOT NULL,
    id           UUID NOT NULL,
    version      BIGINT NOT NULL,
    -- NULL when a program made it; such a view is the team's.
    owner_id     UUID,
    name         TEXT NOT NULL,
    wanted       JSONB NOT NULL,
    sort         TEXT,
    team         BOOLEAN NOT NULL,
    pinned       BOOLEAN NOT NULL,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    deleted_at   BIGINT,
    CONSTRAINT call_views_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT call_views_owner_fkey FOREIGN KEY (workspace_id, owner_id) REFERENCES members (workspace_id, id),
    CONSTRAINT call_views_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);
CREATE INDEX call_views_owner_idx ON call_views (workspace_id, owner_id) WHERE deleted_at IS NULL;
CREATE INDEX call_views_team_idx ON call_views (workspace_id, created_at, id) WHERE team AND deleted_at IS NULL;
CREATE INDEX call_views_deleted_idx ON call_views (workspace_id, deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE call_view_tabs (
    workspace_id UUID NOT NULL,
    member_id    UUID NOT NULL,
    tabs         JSONB NOT NULL,
    updated_at   BIGINT NOT NULL,
    CONSTRAINT call_view_tabs_pkey PRIMARY KEY (workspace_id, member_id),
    CONSTRAINT call_view_tabs_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id)
);
