-- The sweep of old files asks once for all workspaces; housekeeping removes mail that is done with.

GRANT SELECT (workspace_id, job_id, made_at, expires_at, removed_at) ON export_files TO callboard_system;
CREATE POLICY sweep ON export_files FOR SELECT TO callboard_system USING (true);
GRANT SELECT (finished_at), DELETE ON mail_outbox TO callboard_system;
CREATE POLICY purge_read ON mail_outbox FOR SELECT TO callboard_system USING (true);
CREATE POLICY purge ON mail_outbox FOR DELETE TO callboard_system USING (true);
