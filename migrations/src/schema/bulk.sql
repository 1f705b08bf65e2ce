-- The calls of bulk changes, resolved once when the change was asked for. `result` is empty until a call had its turn; rows are
-- worked off and shown by the id of the call. No reference to the call: the row outlives an import that is taken back.

CREATE TABLE bulk_rows (
    workspace_id UUID NOT NULL,
    job_id       UUID NOT NULL,
    call_id      UUID NOT NULL,
    result       TEXT,
    reason       TEXT,
    held_by      UUID,
    -- What is needed to take the change of this call back.
    memento      JSONB,
    CONSTRAINT bulk_rows_pkey PRIMARY KEY (workspace_id, job_id, call_id)
) --sqlite: WITHOUT ROWID
;
CREATE INDEX bulk_rows_skipped_idx ON bulk_rows (workspace_id, job_id, call_id) WHERE result = 'skipped';
