-- Files that exports made, and mail that waits for somebody who can send it.

-- The blocks of a file are in the file store under the id of the job. A row stands here before the first block is written,
-- so that no block is forgotten.
CREATE TABLE export_files (
    workspace_id UUID NOT NULL,
    job_id       UUID NOT NULL,
    name         TEXT NOT NULL,
    blocks       JSONB NOT NULL,
    calls        BIGINT NOT NULL,
    -- NULL until the file is whole.
    made_at      BIGINT,
    expires_at   BIGINT,
    removed_at   BIGINT,
    CONSTRAINT export_files_pkey PRIMARY KEY (workspace_id, job_id),
    CONSTRAINT export_files_job_fkey FOREIGN KEY (workspace_id, job_id) REFERENCES call_jobs (workspace_id, id)
);
CREATE INDEX export_files_kept_idx ON export_files (expires_at, workspace_id, job_id)
    WHERE removed_at IS NULL;

-- `message_id` is computed from what the mail tells of, so that telling twice is telling once, and so that a mail whose
-- sending broke off can be looked for at the provider.
CREATE TABLE mail_outbox (
    workspace_id UUID NOT NULL,
    id           UUID NOT NULL,
    message_id   TEXT NOT NULL,
    state        TEXT NOT NULL,
    member_id    UUID NOT NULL,
    to_address   TEXT NOT NULL,
    subject      TEXT NOT NULL,
    body         TEXT NOT NULL,
    about_kind   TEXT NOT NULL,
    about_id     UUID NOT NULL,
    created_at   BIGINT NOT NULL,
    finished_at  BIGINT,
    CONSTRAINT mail_outbox_pkey PRIMARY KEY (workspace_id, id),
    CONSTRAINT mail_outbox_message_key UNIQUE (workspace_id, message_id),
    CONSTRAINT mail_outbox_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id),
    CONSTRAINT mail_outbox_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);
CREATE INDEX mail_outbox_waiting_idx ON mail_outbox (workspace_id, id)
    WHERE state = 'ready';
CREATE INDEX mail_outbox_about_idx ON mail_outbox (workspace_id, about_kind, about_id);
CREATE INDEX mail_outbox_finished_idx ON mail_outbox (finished_at)
    WHERE finished_at IS NOT NULL;
