-- The timetable asks once which placed calls broke off, in all workspaces. Whom they called it reads within the workspace.
GRANT SELECT (workspace_id, id, state, updated_at) ON call_orders TO callboard_system;
CREATE POLICY sweep_read ON call_orders FOR SELECT TO callboard_system USING (true);
