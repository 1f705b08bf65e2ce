-- The worker finds files that lost their use before it knows their workspace.

GRANT SELECT ON call_imports TO callboard_system;
CREATE POLICY file_read ON call_imports FOR SELECT TO callboard_system USING (true);
