-- Lines of the customers' timelines.

CREATE TABLE interactions (
    workspace_id UUID NOT NULL,
    id           UUID NOT NULL,
    version      BIGINT NOT NULL,
    customer_id  UUID NOT NULL,
    kind         TEXT NOT NULL,
    direction    TEXT NOT NULL,
    subject      TEXT NOT NULL,
    notes        TEXT NOT NULL,
    at           BIGINT NOT NULL,
    member_id    UUID,
    call_id      UUID,
    follow_up_id UUID,
    duration_s   BIGINT,
    outcome      TEXT,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    deleted_at   BIGINT,
    CONSTRAINT interactions_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT interactions_customer_fkey FOREIGN KEY (workspace_id, customer_id)
        REFERENCES customers (workspace_id, id),
    CONSTRAINT interactions_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id),
    CONSTRAINT interactions_call_fkey FOREIGN KEY (workspace_id, call_id) REFERENCES calls (workspace_id, id),
    CONSTRAINT interactions_follow_up_fkey FOREIGN KEY (workspace_id, follow_up_id)
        REFERENCES follow_ups (workspace_id, id)
);
CREATE UNIQUE INDEX interactions_call_key ON interactions (workspace_id, call_id) WHERE call_id IS NOT NULL;
CREATE INDEX interactions_timeline_idx ON interactions (workspace_id, customer_id, at, id) WHERE deleted_at IS NULL;
