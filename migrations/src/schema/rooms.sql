-- Calls in rooms: on hold, with colleagues who were asked in, passed on. And what must not wait behind a backlog.

CREATE TABLE call_rooms (
    workspace_id  UUID NOT NULL,
    id            UUID NOT NULL,
    version       BIGINT NOT NULL,
    provider      TEXT NOT NULL,
    first_leg     TEXT NOT NULL,
    call_id       UUID NOT NULL,
    line_id       UUID NOT NULL,
    moved         BOOLEAN NOT NULL,
    told          BOOLEAN NOT NULL,
    held_since    BIGINT,
    transfer_from UUID,
    transfer_to   UUID,
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL,
    closed_at     BIGINT,
    CONSTRAINT call_rooms_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT call_rooms_leg_key UNIQUE (workspace_id, provider, first_leg),
    CONSTRAINT call_rooms_conversation_fkey FOREIGN KEY (workspace_id, provider, first_leg)
        REFERENCES conversations_by_phone (workspace_id, provider, first_leg),
    CONSTRAINT call_rooms_call_fkey FOREIGN KEY (workspace_id, call_id) REFERENCES calls (workspace_id, id),
    CONSTRAINT call_rooms_line_fkey FOREIGN KEY (workspace_id, line_id) REFERENCES lines (workspace_id, id)
);

-- Whether whoever picks up is in the call by that, or is asked for a key because his voicemail picks up too.
ALTER TABLE legs ADD COLUMN entry TEXT NOT NULL DEFAULT 'at_once';
-- Set for a colleague who was asked into a call that went on.
ALTER TABLE legs ADD COLUMN asked_by UUID;
ALTER TABLE legs ADD COLUMN asked_at BIGINT;
CREATE INDEX legs_asked_idx ON legs (workspace_id, asked_at)
    WHERE asked_by IS NOT NULL AND entry = 'asked' AND ended_at IS NULL;

-- Both are connected directly, or meet in a room from the beginning.
ALTER TABLE call_orders ADD COLUMN bridge_mode TEXT NOT NULL DEFAULT 'transfer';

-- A customer who says STOP does not wait behind a thousand receipts.
ALTER TABLE deliveries ADD COLUMN urgent BOOLEAN NOT NULL DEFAULT FALSE;
