-- Calls, with the columns that lists are sorted by: none of them is NULL, so that one row-value comparison finds the
-- place where a page starts.

CREATE TABLE calls (
    --sqlite: row_key INTEGER PRIMARY KEY,
    workspace_id       UUID NOT NULL,
    id                 UUID NOT NULL,
    version            BIGINT NOT NULL,
    provider           TEXT,
    provider_call_id   TEXT,
    direction          TEXT NOT NULL,
    purpose            TEXT NOT NULL,
    source             TEXT NOT NULL,
    lead_source        TEXT NOT NULL,
    status             TEXT NOT NULL,
    from_e164          TEXT,
    to_e164            TEXT,
    started_at         BIGINT NOT NULL,
    answered_at        BIGINT,
    ended_at           BIGINT,
    duration_s         BIGINT NOT NULL,
    agent_type         TEXT NOT NULL,
    agent_id           UUID,
    customer_id        UUID,
    caller_name        TEXT NOT NULL,
    -- Empty when not known, as is `disposition`: both are sorted by.
    intent             TEXT NOT NULL,
    disposition        TEXT NOT NULL,
    outcome            TEXT,
    outcome_required   BOOLEAN NOT NULL,
    outcome_at         BIGINT,
    outcome_by         UUID,
    outcome_due_at     BIGINT,
    queue_status       TEXT NOT NULL,
    value_est_cents    BIGINT,
    emergency_score    INTEGER NOT NULL,
    spam_score         INTEGER NOT NULL,
    spam_reason        TEXT,
    tags               JSONB NOT NULL,
    notes              TEXT NOT NULL,
    do_not_contact     BOOLEAN NOT NULL,
    consent            JSONB NOT NULL,
    attachments        JSONB NOT NULL,
    carrier            JSONB NOT NULL,
    recording_url      TEXT,
    transcript_url     TEXT,
    transcript         JSONB,
    job_id             UUID,
    escalation         TEXT NOT NULL,
    after_hours        BOOLEAN NOT NULL,
    incident_call_id   UUID,
    import_id          UUID,
    before_outcome     JSONB,
    created_at         BIGINT NOT NULL,
    updated_at         BIGINT NOT NULL,

    -- Kept by the stores of other things, never by the call itself.
    needs_triage          BOOLEAN NOT NULL,
    agent_sort            TEXT --postgres: COLLATE "C"
                          NOT NULL,
    promise_open          BOOLEAN NOT NULL DEFAULT FALSE,
    promise_done          BOOLEAN NOT NULL DEFAULT FALSE,
    promise_follow_up_id  UUID,
    promise_kind          TEXT,
    promise_due_at        BIGINT,
    promise_paused        BOOLEAN NOT NULL DEFAULT FALSE,
    promise_breached      BOOLEAN NOT NULL DEFAULT FALSE,
    promise_assigned_to   UUID,
    claimed_by            UUID,
    claimed_until         BIGINT,

    -- Derived, so that they cannot disagree with what they are derived from.
    caller_sort TEXT --postgres: COLLATE "C"
        GENERATED ALWAYS AS (lower(CASE
            WHEN caller_name <> '' THEN caller_name
            WHEN direction = 'in' THEN COALESCE(from_e164, '')
            ELSE COALESCE(to_e164, '') END)) STORED NOT NULL,
    other_party TEXT
        GENERATED ALWAYS AS (CASE WHEN direction = 'in' THEN from_e164 ELSE to_e164 END) STORED,
    own_line TEXT
        GENERATED ALWAYS AS (CASE WHEN direction = 'in' THEN to_e164 ELSE from_e164 END) STORED,
    value_sort BIGINT
        GENERATED ALWAYS AS (COALESCE(value_est_cents, -9223372036854775807)) STORED NOT NULL,
    -- Calls without a promise stand last in both directions.
    promise_due_asc BIGINT
        GENERATED ALWAYS AS (COALESCE(promise_due_at, 9223372036854775807)) STORED NOT NULL,
    promise_due_desc BIGINT
        GENERATED ALWAYS AS (COALESCE(promise_due_at, -9223372036854775807)) STORED NOT NULL,
    -- Outcome required first, then triage before follow-up before none, then the higher emergency score (S1-API-07).
    triage_rank BIGINT
        GENERATED ALWAYS AS (
            CASE WHEN outcome_required THEN 0 ELSE 3000 END
            + CASE queue_status WHEN 'triage' THEN 0 WHEN 'followup' THEN 1000 ELSE 2000 END
            + 100 - emergency_score) STORED NOT NULL,
    -- The earlier of the running promise and the outcome that is owed; none stands last.
    triage_due_sort BIGINT
        GENERATED ALWAYS AS (CASE
            WHEN promise_due_at IS NOT NULL AND NOT promise_paused
                AND (outcome_due_at IS NULL OR NOT outcome_required OR outcome_at IS NOT NULL
                     OR promise_due_at <= outcome_due_at)
                THEN promise_due_at
            WHEN outcome_due_at IS NOT NULL AND outcome_required AND outcome_at IS NULL THEN outcome_due_at
            ELSE 9223372036854775807 END) STORED NOT NULL,
    -- Greater values first in an ascending order.
    value_rank BIGINT
        GENERATED ALWAYS AS (-COALESCE(value_est_cents, -9223372036854775807)) STORED NOT NULL,
    search_text TEXT
        GENERATED ALWAYS AS (COALESCE(substr(from_e164, 2), '') || ' | ' || COALESCE(substr(to_e164, 2), '')
            || ' | ' || lower(caller_name) || ' | ' || lower(notes)) STORED NOT NULL,

    --postgres: CONSTRAINT calls_pkey PRIMARY KEY (workspace_id, id),
    --sqlite: CONSTRAINT calls_pkey UNIQUE (workspace_id, id),
    CONSTRAINT calls_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id),
    CONSTRAINT calls_agent_fkey FOREIGN KEY (workspace_id, agent_id) REFERENCES members (workspace_id, id),
    CONSTRAINT calls_outcome_by_fkey FOREIGN KEY (workspace_id, outcome_by) REFERENCES members (workspace_id, id),
    CONSTRAINT calls_claimed_by_fkey FOREIGN KEY (workspace_id, claimed_by) REFERENCES members (workspace_id, id),
    CONSTRAINT calls_customer_fkey FOREIGN KEY (workspace_id, customer_id) REFERENCES customers (workspace_id, id),
    CONSTRAINT calls_incident_fkey FOREIGN KEY (workspace_id, incident_call_id) REFERENCES calls (workspace_id, id)
);
CREATE UNIQUE INDEX calls_provider_key ON calls (workspace_id, provider, provider_call_id)
    WHERE provider_call_id IS NOT NULL;

-- One index a sort order; each is read in both directions.
CREATE INDEX calls_time_idx ON calls (workspace_id, started_at, id);
CREATE INDEX calls_caller_idx ON calls (workspace_id, caller_sort, id);
CREATE INDEX calls_duration_idx ON calls (workspace_id, duration_s, id);
CREATE INDEX calls_intent_idx ON calls (workspace_id, intent, id);
CREATE INDEX calls_disposition_idx ON calls (workspace_id, disposition, id);
CREATE INDEX calls_agent_sort_idx ON calls (workspace_id, agent_sort, id);
CREATE INDEX calls_value_idx ON calls (workspace_id, value_sort, id);
CREATE INDEX calls_promise_due_asc_idx ON calls (workspace_id, promise_due_asc, id);
CREATE INDEX calls_promise_due_desc_idx ON calls (workspace_id, promise_due_desc, id);

-- The two orders of the triage.
CREATE INDEX calls_triage_rank_idx ON calls (workspace_id, triage_rank, started_at, id) WHERE needs_triage;
CREATE INDEX calls_triage_due_idx ON calls (workspace_id, triage_due_sort, value_rank, started_at, id)
    WHERE needs_triage;

-- Conditions that leave few rows of many.
CREATE INDEX calls_agent_idx ON calls (workspace_id, agent_id, started_at, id) WHERE agent_id IS NOT NULL;
CREATE INDEX calls_customer_idx ON calls (workspace_id, customer_id, started_at, id) WHERE customer_id IS NOT NULL;
CREATE INDEX calls_other_party_idx ON calls (workspace_id, other_party, started_at, id)
    WHERE other_party IS NOT NULL;
CREATE INDEX calls_queue_status_idx ON calls (workspace_id, queue_status, started_at, id)
    WHERE queue_status <> 'none';
CREATE INDEX calls_outcome_required_idx ON calls (workspace_id, outcome_required, outcome_due_at, id)
    WHERE outcome_required AND outcome_at IS NULL;
CREATE INDEX calls_outcome_owed_idx ON calls (workspace_id, started_at, id)
    WHERE outcome_required AND outcome_at IS NULL;
CREATE INDEX calls_promise_open_idx ON calls (workspace_id, started_at, id) WHERE promise_open;
CREATE INDEX calls_claimed_idx ON calls (workspace_id, claimed_by) WHERE claimed_by IS NOT NULL;

-- The tags of calls as rows, so that "any of these" is an index lookup on both databases.
CREATE TABLE call_tags (
    workspace_id UUID NOT NULL,
    tag          TEXT --postgres: COLLATE "C"
                 NOT NULL,
    call_id      UUID NOT NULL,
    CONSTRAINT call_tags_pkey PRIMARY KEY (workspace_id, tag, call_id),
    CONSTRAINT call_tags_call_fkey FOREIGN KEY (workspace_id, call_id) REFERENCES calls (workspace_id, id)
);
CREATE INDEX call_tags_call_idx ON call_tags (workspace_id, call_id);
