-- Who may be contacted. The ledger and the list only grow; blocked numbers come and go.

-- Counts the changes of consent in a workspace. A sender holds this row in share mode while it marks a message as sending, so
-- that nothing goes out on an answer that a revocation has overtaken.
CREATE TABLE consent_heads (
    workspace_id UUID NOT NULL,
    version      BIGINT NOT NULL,
    CONSTRAINT consent_heads_pkey PRIMARY KEY (workspace_id),
    CONSTRAINT consent_heads_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);

CREATE TABLE consent_entries (
    workspace_id UUID NOT NULL,
    id           UUID NOT NULL,
    -- One of these is there: whose ledger it stands in, or the address that it was said for.
    customer_id  UUID,
    number       TEXT,
    email        TEXT,
    said_at      BIGINT NOT NULL,
    change       TEXT NOT NULL,
    -- NULL is all of them, those included that are added later.
    channels     JSONB,
    purposes     JSONB,
    -- Who wrote it down.
    by_actor     JSONB NOT NULL,
    words        TEXT NOT NULL,
    via          TEXT NOT NULL,
    source       TEXT NOT NULL,
    call_id      UUID,
    -- The proposed revocation that it confirms or dismisses.
    decides      UUID,
    CONSTRAINT consent_entries_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT consent_entries_party_check CHECK (customer_id IS NOT NULL OR number IS NOT NULL OR email IS NOT NULL),
    CONSTRAINT consent_entries_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id),
    CONSTRAINT consent_entries_customer_fkey FOREIGN KEY (workspace_id, customer_id)
        REFERENCES customers (workspace_id, id),
    CONSTRAINT consent_entries_call_fkey FOREIGN KEY (workspace_id, call_id) REFERENCES calls (workspace_id, id)
);
CREATE INDEX consent_entries_customer_idx ON consent_entries (workspace_id, customer_id, said_at, id)
    WHERE customer_id IS NOT NULL;
CREATE INDEX consent_entries_number_idx ON consent_entries (workspace_id, number, said_at, id) WHERE number IS NOT NULL;
CREATE INDEX consent_entries_email_idx ON consent_entries (workspace_id, email, said_at, id) WHERE email IS NOT NULL;
CREATE INDEX consent_entries_time_idx ON consent_entries (workspace_id, said_at, id);
CREATE INDEX consent_entries_proposed_idx ON consent_entries (workspace_id, said_at, id)
    WHERE change = 'revocation_proposed';
CREATE INDEX consent_entries_decides_idx ON consent_entries (workspace_id, decides) WHERE decides IS NOT NULL;

CREATE TABLE do_not_contact (
    workspace_id  UUID NOT NULL,
    id            UUID NOT NULL,
    version       BIGINT NOT NULL,
    -- Exactly one of both is there.
    customer_id   UUID,
    number        TEXT,
    reason        TEXT NOT NULL,
    marked_at     BIGINT NOT NULL,
    by_actor      JSONB NOT NULL,
    words         TEXT NOT NULL,
    via           TEXT NOT NULL,
    source        TEXT NOT NULL,
    -- The call whose outcome set it.
    call_id       UUID,
    lifted_at     BIGINT,
    lifted_by     JSONB,
    lifted_words  TEXT,
    lifted_via    TEXT,
    lifted_source TEXT,
    -- When the outcome that set it was taken back; such a mark never was.
    undone_at     BIGINT,
    CONSTRAINT do_not_contact_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT do_not_contact_party_check CHECK ((customer_id IS NULL) <> (number IS NULL)),
    CONSTRAINT do_not_contact_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id),
    CONSTRAINT do_not_contact_customer_fkey FOREIGN KEY (workspace_id, customer_id)
        REFERENCES customers (workspace_id, id),
    CONSTRAINT do_not_contact_call_fkey FOREIGN KEY (workspace_id, call_id) REFERENCES calls (workspace_id, id)
);
-- One mark stands at a time; those before it stay.
CREATE UNIQUE INDEX do_not_contact_customer_key ON do_not_contact (workspace_id, customer_id)
    WHERE customer_id IS NOT NULL AND lifted_at IS NULL AND undone_at IS NULL;
CREATE UNIQUE INDEX do_not_contact_number_key ON do_not_contact (workspace_id, number)
    WHERE number IS NOT NULL AND lifted_at IS NULL AND undone_at IS NULL;
CREATE INDEX do_not_contact_customer_idx ON do_not_contact (workspace_id, customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX do_not_contact_number_idx ON do_not_contact (workspace_id, number) WHERE number IS NOT NULL;
CREATE INDEX do_not_contact_time_idx ON do_not_contact (workspace_id, marked_at, id);
CREATE INDEX do_not_contact_standing_idx ON do_not_contact (workspace_id, marked_at, id)
    WHERE lifted_at IS NULL AND undone_at IS NULL;
CREATE INDEX do_not_contact_call_idx ON do_not_contact (workspace_id, call_id) WHERE call_id IS NOT NULL;

CREATE TABLE blocked_numbers (
    workspace_id UUID NOT NULL,
    number       TEXT --postgres: COLLATE "C"
                 NOT NULL,
    blocked_at   BIGINT NOT NULL,
    by_actor     JSONB NOT NULL,
    reason       TEXT NOT NULL,
    call_id      UUID,
    CONSTRAINT blocked_numbers_pkey PRIMARY KEY (workspace_id, number),
    CONSTRAINT blocked_numbers_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id),
    CONSTRAINT blocked_numbers_call_fkey FOREIGN KEY (workspace_id, call_id) REFERENCES calls (workspace_id, id)
);
CREATE INDEX blocked_numbers_time_idx ON blocked_numbers (workspace_id, blocked_at, number);

CREATE TABLE consent_overrides (
    workspace_id UUID NOT NULL,
    id           UUID NOT NULL,
    customer_id  UUID,
    number       TEXT,
    email        TEXT,
    rule         TEXT NOT NULL,
    -- NULL is all of them.
    purposes     JSONB,
    by_actor     JSONB NOT NULL,
    reason       TEXT NOT NULL,
    given_at     BIGINT NOT NULL,
    until_at     BIGINT NOT NULL,
    CONSTRAINT consent_overrides_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT consent_overrides_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id),
    CONSTRAINT consent_overrides_customer_fkey FOREIGN KEY (workspace_id, customer_id)
        REFERENCES customers (workspace_id, id)
);
CREATE INDEX consent_overrides_customer_idx ON consent_overrides (workspace_id, customer_id)
    WHERE customer_id IS NOT NULL;
CREATE INDEX consent_overrides_number_idx ON consent_overrides (workspace_id, number) WHERE number IS NOT NULL;
CREATE INDEX consent_overrides_time_idx ON consent_overrides (workspace_id, given_at);

-- The owner of the tables is bound by row-level security, too; every migration ends by binding him again.
--postgres: ALTER TABLE workspaces NO FORCE ROW LEVEL SECURITY;
--postgres: ALTER TABLE customers NO FORCE ROW LEVEL SECURITY;
--postgres: ALTER TABLE calls NO FORCE ROW LEVEL SECURITY;
INSERT INTO consent_heads (workspace_id, version) SELECT workspace_id, 0 FROM workspaces;

-- Nobody knows any more when and in which words they were set; the customer may have asked for it, so it counts as asked for.
INSERT INTO do_not_contact (workspace_id, id, version, customer_id, reason, marked_at, by_actor, words, via, source)
SELECT workspace_id, id, 1, id, 'asked', updated_at, '{"kind":"system","name":"carried_over"}', '', 'import',
       'carried over from the customer'
FROM customers WHERE do_not_contact;

-- Of calls that are tied to nobody the number is all that is known. The first of them gives the mark its id.
INSERT INTO do_not_contact (workspace_id, id, version, number, reason, marked_at, by_actor, words, via, source, call_id)
SELECT c.workspace_id, c.id, 1, c.other_party, 'asked', c.updated_at, '{"kind":"system","name":"carried_over"}', '',
       'call', 'carried over from a call', c.id
FROM calls c
WHERE c.do_not_contact AND c.customer_id IS NULL AND c.other_party IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM calls o WHERE o.workspace_id = c.workspace_id AND o.other_party = c.other_party
                  AND o.do_not_contact AND o.customer_id IS NULL AND (o.started_at, o.id) < (c.started_at, c.id));
