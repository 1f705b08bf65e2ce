-- A worker claims mail before it knows its workspace. Address, subject and text it reads within the workspace.
GRANT SELECT (workspace_id, id, state, owner, epoch, attempts, available_at, created_at) ON mail_outbox TO callboard_system;
GRANT UPDATE (state, owner, epoch, attempts, available_at) ON mail_outbox TO callboard_system;
CREATE POLICY claim ON mail_outbox FOR UPDATE TO callboard_system USING (true) WITH CHECK (true);
