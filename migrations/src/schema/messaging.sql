-- Templates, conversations and texts. The row of a text is the order to send it: it is written with what it is about, and a
-- worker claims it for the length of a lease. `epoch` counts the claims. Leases and due times are the database's.

CREATE TABLE message_templates (
    workspace_id UUID NOT NULL,
    id           UUID NOT NULL,
    version      BIGINT NOT NULL,
    key          TEXT NOT NULL,
    name         TEXT NOT NULL,
    body         TEXT NOT NULL,
    purpose      TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    deleted_at   BIGINT,
    CONSTRAINT message_templates_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT message_templates_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);
CREATE UNIQUE INDEX message_templates_key_key ON message_templates (workspace_id, key) WHERE deleted_at IS NULL;

CREATE TABLE conversations (
    workspace_id   UUID NOT NULL,
    id             UUID NOT NULL,
    version        BIGINT NOT NULL,
    -- `customer:<id>`, or `number:<E.164>` while nobody is known by it.
    party          TEXT NOT NULL,
    customer_id    UUID,
    number         TEXT NOT NULL,
    line           TEXT,
    state          TEXT NOT NULL,
    snoozed_until  BIGINT,
    assigned_to    UUID,
    last_at        BIGINT NOT NULL,
    last_in_at     BIGINT,
    -- Of the newest text, for lists.
    preview        TEXT NOT NULL,
    last_direction TEXT,
    last_state     TEXT,
    needs_person   BOOLEAN NOT NULL,
    created_at     BIGINT NOT NULL,
    updated_at     BIGINT NOT NULL,
    CONSTRAINT conversations_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT conversations_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id),
    CONSTRAINT conversations_customer_fkey FOREIGN KEY (workspace_id, customer_id)
        REFERENCES customers (workspace_id, id),
    CONSTRAINT conversations_assigned_to_fkey FOREIGN KEY (workspace_id, assigned_to)
        REFERENCES members (workspace_id, id)
);
CREATE UNIQUE INDEX conversations_party_key ON conversations (workspace_id, party);
CREATE INDEX conversations_list_idx ON conversations (workspace_id, last_at, id);
CREATE INDEX conversations_open_idx ON conversations (workspace_id, last_at, id) WHERE state <> 'done';
CREATE INDEX conversations_assigned_idx ON conversations (workspace_id, assigned_to, last_at, id)
    WHERE assigned_to IS NOT NULL;
CREATE INDEX conversations_person_idx ON conversations (workspace_id, last_at, id) WHERE needs_person;
CREATE INDEX conversations_number_idx ON conversations (workspace_id, number);

CREATE TABLE conversation_reads (
    workspace_id    UUID NOT NULL,
    conversation_id UUID NOT NULL,
    member_id       UUID NOT NULL,
    read_at         BIGINT NOT NULL,
    CONSTRAINT conversation_reads_pkey PRIMARY KEY (workspace_id, conversation_id, member_id),
    CONSTRAINT conversation_reads_conversation_fkey FOREIGN KEY (workspace_id, conversation_id)
        REFERENCES conversations (workspace_id, id),
    CONSTRAINT conversation_reads_member_fkey FOREIGN KEY (workspace_id, member_id)
        REFERENCES members (workspace_id, id)
);

CREATE TABLE messages (
    workspace_id    UUID NOT NULL,
    id              UUID NOT NULL,
    version         BIGINT NOT NULL,
    conversation_id UUID NOT NULL,
    customer_id     UUID,
    call_id         UUID,
    direction       TEXT NOT NULL,
    state           TEXT NOT NULL,
    number          TEXT NOT NULL,
    line            TEXT,
    body            TEXT NOT NULL,
    segments        INTEGER NOT NULL,
    purpose         TEXT,
    template        TEXT,
    writer          JSONB,
    writer_id       UUID,
    by_hand         BOOLEAN NOT NULL,
    scheduled_for   BIGINT,
    attempts        INTEGER NOT NULL,
    provider_id     TEXT,
    provider_status TEXT,
    failure         JSONB,
    settled         TEXT,
    at              BIGINT NOT NULL,
    sent_at         BIGINT,
    delivered_at    BIGINT,
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL,
    owner           UUID,
    epoch           BIGINT NOT NULL,
    -- When it may be claimed, or when its claim ends; NULL once nothing is to be done.
    available_at    BIGINT,
    CONSTRAINT messages_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT messages_conversation_fkey FOREIGN KEY (workspace_id, conversation_id)
        REFERENCES conversations (workspace_id, id),
    CONSTRAINT messages_customer_fkey FOREIGN KEY (workspace_id, customer_id)
        REFERENCES customers (workspace_id, id),
    CONSTRAINT messages_call_fkey FOREIGN KEY (workspace_id, call_id) REFERENCES calls (workspace_id, id)
);
CREATE UNIQUE INDEX messages_provider_key ON messages (workspace_id, provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX messages_thread_idx ON messages (workspace_id, conversation_id, at, id);
CREATE INDEX messages_person_idx ON messages (workspace_id, conversation_id)
    WHERE settled IS NULL AND (state = 'unknown' OR (by_hand AND state IN ('failed', 'undelivered', 'refused')));
-- The worker asks for the texts of all workspaces at once.
CREATE INDEX messages_waiting_idx ON messages (available_at, workspace_id, id) WHERE available_at IS NOT NULL;

-- Reports that were quicker than the answer to the order.
CREATE TABLE message_reports (
    workspace_id UUID NOT NULL,
    provider_id  TEXT NOT NULL,
    status       TEXT NOT NULL,
    cause        TEXT,
    code         BIGINT,
    CONSTRAINT message_reports_pkey PRIMARY KEY (workspace_id, provider_id),
    CONSTRAINT message_reports_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);

-- What the pretend telephone company of demo workspaces has taken. One row for each order that it took, so that an order that
-- came twice would be seen.
CREATE TABLE simulated_texts (
    workspace_id UUID NOT NULL,
    id           UUID NOT NULL,
    order_id     TEXT NOT NULL,
    to_number    TEXT NOT NULL,
    from_number  TEXT NOT NULL,
    body         TEXT NOT NULL,
    taken_at     BIGINT NOT NULL,
    stage        TEXT NOT NULL,
    next_at      BIGINT,
    -- How often the order came.
    times        INTEGER NOT NULL,
    CONSTRAINT simulated_texts_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT simulated_texts_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);
CREATE UNIQUE INDEX simulated_texts_order_key ON simulated_texts (workspace_id, order_id);
CREATE INDEX simulated_texts_number_idx ON simulated_texts (workspace_id, to_number, taken_at);
CREATE INDEX simulated_texts_next_idx ON simulated_texts (workspace_id, next_at) WHERE next_at IS NOT NULL;
