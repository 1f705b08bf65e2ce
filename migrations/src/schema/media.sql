-- What is kept of calls. The bytes of a file are in the file store; its row stands here before the first of them is written, so
-- that none is forgotten.

CREATE TABLE media_files (
    workspace_id UUID NOT NULL,
    id           UUID NOT NULL,
    created_at   BIGINT NOT NULL,
    -- When the bytes go: a day after the file was begun, unless something is saved that needs it. NULL while something does.
    doomed_at    BIGINT,
    CONSTRAINT media_files_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT media_files_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);
-- The sweep asks for the doomed files of all workspaces at once.
CREATE INDEX media_files_doomed_idx ON media_files (doomed_at) WHERE doomed_at IS NOT NULL;

CREATE TABLE attachments (
    workspace_id UUID NOT NULL,
    id           UUID NOT NULL,
    version      BIGINT NOT NULL,
    call_id      UUID NOT NULL,
    file_id      UUID NOT NULL,
    kind         TEXT NOT NULL,
    name         TEXT NOT NULL,
    bytes        BIGINT NOT NULL,
    -- Of pictures that were written anew: size in pixels, the instant that the camera said, the small copy.
    picture      JSONB,
    thumbnail_id UUID,
    added_by     UUID,
    created_at   BIGINT NOT NULL,
    deleted_at   BIGINT,
    doomed_at    BIGINT,
    CONSTRAINT attachments_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT attachments_call_fkey FOREIGN KEY (workspace_id, call_id) REFERENCES calls (workspace_id, id),
    CONSTRAINT attachments_file_fkey FOREIGN KEY (workspace_id, file_id) REFERENCES media_files (workspace_id, id),
    CONSTRAINT attachments_thumbnail_fkey FOREIGN KEY (workspace_id, thumbnail_id)
        REFERENCES media_files (workspace_id, id),
    CONSTRAINT attachments_added_by_fkey FOREIGN KEY (workspace_id, added_by) REFERENCES members (workspace_id, id)
);
CREATE INDEX attachments_call_idx ON attachments (workspace_id, call_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX attachments_age_idx ON attachments (workspace_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX attachments_file_idx ON attachments (workspace_id, file_id);
CREATE INDEX attachments_thumbnail_idx ON attachments (workspace_id, thumbnail_id) WHERE thumbnail_id IS NOT NULL;

CREATE TABLE recordings (
    workspace_id UUID NOT NULL,
    id           UUID NOT NULL,
    -- Counts claims, too: who lost his claim can complete nothing.
    version      BIGINT NOT NULL,
    call_id      UUID NOT NULL,
    provider     TEXT NOT NULL,
    provider_key TEXT NOT NULL,
    state        TEXT NOT NULL,
    consent      TEXT NOT NULL,
    consent_at   BIGINT NOT NULL,
    lazy         BOOLEAN NOT NULL,
    is_voicemail BOOLEAN NOT NULL,
    started_at   BIGINT,
    duration_ms  BIGINT,
    file_id      UUID,
    bytes        BIGINT,
    peaks        JSONB,
    failure      TEXT,
    at_provider  BOOLEAN NOT NULL,
    deleted_at   BIGINT,
    deleted_by   UUID,
    created_at   BIGINT NOT NULL,
    -- What a worker has to do, and from when on: the end of the wait or of the lease, on the clock of the database.
    task         TEXT,
    available_at BIGINT,
    failures     INTEGER NOT NULL,
    CONSTRAINT recordings_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT recordings_provider_key UNIQUE (workspace_id, provider, provider_key),
    CONSTRAINT recordings_call_fkey FOREIGN KEY (workspace_id, call_id) REFERENCES calls (workspace_id, id),
    CONSTRAINT recordings_file_fkey FOREIGN KEY (workspace_id, file_id) REFERENCES media_files (workspace_id, id),
    CONSTRAINT recordings_deleted_by_fkey FOREIGN KEY (workspace_id, deleted_by) REFERENCES members (workspace_id, id)
);
CREATE INDEX recordings_call_idx ON recordings (workspace_id, call_id, created_at, id);
CREATE INDEX recordings_age_idx ON recordings (workspace_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX recordings_file_idx ON recordings (workspace_id, file_id) WHERE file_id IS NOT NULL;
-- Workers ask for the tasks of all workspaces at once.
CREATE INDEX recordings_task_idx ON recordings (available_at) WHERE task IS NOT NULL;

CREATE TABLE transcripts (
    workspace_id UUID NOT NULL,
    call_id      UUID NOT NULL,
    source       TEXT NOT NULL,
    segments     BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    CONSTRAINT transcripts_pkey PRIMARY KEY (workspace_id, call_id),
    CONSTRAINT transcripts_call_fkey FOREIGN KEY (workspace_id, call_id) REFERENCES calls (workspace_id, id)
);
CREATE INDEX transcripts_age_idx ON transcripts (workspace_id, created_at, call_id);

CREATE TABLE transcript_segments (
    --sqlite: row_key INTEGER PRIMARY KEY,
    workspace_id UUID NOT NULL,
    id           UUID NOT NULL,
    call_id      UUID NOT NULL,
    -- When the call began: search shows the newest calls first.
    call_at      BIGINT NOT NULL,
    -- The same key is the same segment, however often it is reported.
    said_key     TEXT NOT NULL,
    speaker      TEXT NOT NULL,
    start_ms     BIGINT NOT NULL,
    end_ms       BIGINT NOT NULL,
    -- In thousandths.
    confidence   INTEGER,
    said         TEXT NOT NULL,
    -- With numbers and addresses masked: what is shown and searched.
    shown        TEXT NOT NULL,
    search_text  TEXT GENERATED ALWAYS AS (lower(shown)) STORED NOT NULL,
    --postgres: CONSTRAINT transcript_segments_pkey PRIMARY KEY (workspace_id, id),
    --sqlite: CONSTRAINT transcript_segments_pkey UNIQUE (workspace_id, id),
    CONSTRAINT transcript_segments_said_key UNIQUE (workspace_id, call_id, said_key),
    CONSTRAINT transcript_segments_transcript_fkey FOREIGN KEY (workspace_id, call_id)
        REFERENCES transcripts (workspace_id, call_id)
);
CREATE INDEX transcript_segments_order_idx ON transcript_segments (workspace_id, call_id, start_ms, id);
CREATE INDEX transcript_segments_newest_idx ON transcript_segments (workspace_id, call_at, id);
