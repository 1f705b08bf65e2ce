-- The few statements that know no workspace yet: sign-in, credentials by their hash, due clocks, deliveries, the
-- directory of workspaces. Grants name verbs and, where data are personal, columns.

GRANT SELECT ON workspaces, workspace_heads TO callboard_system;
CREATE POLICY directory ON workspaces FOR SELECT TO callboard_system USING (true);
CREATE POLICY directory ON workspace_heads FOR SELECT TO callboard_system USING (true);

GRANT SELECT ON members, sessions, api_keys, password_resets TO callboard_system;
CREATE POLICY sign_in ON members FOR SELECT TO callboard_system USING (true);
CREATE POLICY credential ON sessions FOR SELECT TO callboard_system USING (true);
CREATE POLICY credential ON api_keys FOR SELECT TO callboard_system USING (true);
CREATE POLICY credential ON password_resets FOR SELECT TO callboard_system USING (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON login_failures TO callboard_system;
CREATE POLICY throttle ON login_failures TO callboard_system USING (true) WITH CHECK (true);

GRANT SELECT (workspace_id, id, next_fire_at) ON follow_ups TO callboard_system;
CREATE POLICY sweep ON follow_ups FOR SELECT TO callboard_system USING (true);

GRANT SELECT ON events TO callboard_system;
CREATE POLICY claim ON events FOR SELECT TO callboard_system USING (true);
GRANT SELECT, UPDATE ON deliveries TO callboard_system;
CREATE POLICY claim_read ON deliveries FOR SELECT TO callboard_system USING (true);
CREATE POLICY claim ON deliveries FOR UPDATE TO callboard_system USING (true) WITH CHECK (true);

-- Housekeeping.
GRANT DELETE ON sessions, password_resets, deliveries TO callboard_system;
GRANT SELECT, DELETE ON ticks TO callboard_system;
CREATE POLICY purge ON sessions FOR DELETE TO callboard_system USING (true);
CREATE POLICY purge ON password_resets FOR DELETE TO callboard_system USING (true);
CREATE POLICY purge ON deliveries FOR DELETE TO callboard_system USING (true);
CREATE POLICY purge ON ticks FOR DELETE TO callboard_system USING (true);
CREATE POLICY purge_read ON ticks FOR SELECT TO callboard_system USING (true);
