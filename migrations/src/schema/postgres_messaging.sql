-- A worker claims a text before it knows its workspace.
GRANT SELECT, UPDATE ON messages TO callboard_system;
CREATE POLICY claim_read ON messages FOR SELECT TO callboard_system USING (true);
CREATE POLICY claim ON messages FOR UPDATE TO callboard_system USING (true) WITH CHECK (true);
