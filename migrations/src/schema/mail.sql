-- Mail that is sent: who has it, until when, and why it was not taken.

-- 0 is due since ever, so that what an older program writes is sent as well.
ALTER TABLE mail_outbox ADD COLUMN available_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE mail_outbox ADD COLUMN owner UUID;
ALTER TABLE mail_outbox ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;
ALTER TABLE mail_outbox ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
-- A stage and a code; what a mail server says in words may hold addresses.
ALTER TABLE mail_outbox ADD COLUMN last_error TEXT;
CREATE INDEX mail_outbox_due_idx ON mail_outbox (available_at, workspace_id, id)
    WHERE state IN ('ready', 'claimed', 'sending');
