-- A worker claims a job before it knows its workspace.

GRANT SELECT, UPDATE ON call_jobs TO callboard_system;
CREATE POLICY claim_read ON call_jobs FOR SELECT TO callboard_system USING (true);
CREATE POLICY claim ON call_jobs FOR UPDATE TO callboard_system USING (true) WITH CHECK (true);
