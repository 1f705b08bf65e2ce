-- Whoever asks by a secret address does not know the workspace yet; housekeeping removes old reports.

GRANT SELECT ON hook_addresses TO callboard_system;
CREATE POLICY credential ON hook_addresses FOR SELECT TO callboard_system USING (true);
GRANT SELECT (received_at), DELETE ON provider_reports TO callboard_system;
CREATE POLICY purge_read ON provider_reports FOR SELECT TO callboard_system USING (true);
CREATE POLICY purge ON provider_reports FOR DELETE TO callboard_system USING (true);
