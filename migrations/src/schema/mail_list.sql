-- Mail that needs a person, newest first. Both words stand in every question that the index answers.
CREATE INDEX mail_outbox_person_idx ON mail_outbox (workspace_id, id)
    WHERE state IN ('failed', 'unknown');
