-- Customers: people and companies. Numbers stand in the row, as they are shown, and once more as rows, to be found by.

CREATE TABLE customers (
    --sqlite: row_key INTEGER PRIMARY KEY,
    workspace_id      UUID NOT NULL,
    id                UUID NOT NULL,
    version           BIGINT NOT NULL,
    kind              TEXT NOT NULL,
    name              TEXT NOT NULL,
    company           TEXT,
    status            TEXT NOT NULL,
    converted_at      BIGINT,
    churned_at        BIGINT,
    lead_source       TEXT,
    do_not_contact    BOOLEAN NOT NULL,
    preferred_channel TEXT,
    time_windows      JSONB NOT NULL,
    address           JSONB,
    notes             TEXT NOT NULL,
    phones            JSONB NOT NULL,
    emails            JSONB NOT NULL,
    last_seen_at      BIGINT,
    created_at        BIGINT NOT NULL,
    updated_at        BIGINT NOT NULL,
    -- Name, company, digits of the numbers, addresses; lower case.
    search_text       TEXT NOT NULL,

    name_sort TEXT --postgres: COLLATE "C"
        GENERATED ALWAYS AS (lower(name)) STORED NOT NULL,
    lead_source_key TEXT
        GENERATED ALWAYS AS (lower(COALESCE(lead_source, ''))) STORED NOT NULL,
    -- Customers who were never seen stand last in both directions.
    last_seen_asc BIGINT
        GENERATED ALWAYS AS (COALESCE(last_seen_at, 9223372036854775807)) STORED NOT NULL,
    last_seen_desc BIGINT
        GENERATED ALWAYS AS (COALESCE(last_seen_at, -9223372036854775807)) STORED NOT NULL,

    --postgres: CONSTRAINT customers_pkey PRIMARY KEY (workspace_id, id),
    --sqlite: CONSTRAINT customers_pkey UNIQUE (workspace_id, id),
    CONSTRAINT customers_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);
CREATE INDEX customers_name_idx ON customers (workspace_id, name_sort, id);
CREATE INDEX customers_last_seen_asc_idx ON customers (workspace_id, last_seen_asc, id);
CREATE INDEX customers_last_seen_desc_idx ON customers (workspace_id, last_seen_desc, id);
CREATE INDEX customers_created_idx ON customers (workspace_id, created_at, id);
CREATE INDEX customers_do_not_contact_idx ON customers (workspace_id, last_seen_desc, id) WHERE do_not_contact;

CREATE TABLE customer_phones (
    workspace_id UUID NOT NULL,
    customer_id  UUID NOT NULL,
    number       TEXT NOT NULL,
    CONSTRAINT customer_phones_pkey PRIMARY KEY (workspace_id, number, customer_id),
    CONSTRAINT customer_phones_customer_fkey FOREIGN KEY (workspace_id, customer_id)
        REFERENCES customers (workspace_id, id)
);
CREATE INDEX customer_phones_customer_idx ON customer_phones (workspace_id, customer_id);
