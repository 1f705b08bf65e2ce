-- Housekeeping of the calls of old bulk changes.
GRANT SELECT, DELETE ON bulk_rows TO callboard_system;
CREATE POLICY purge ON bulk_rows FOR DELETE TO callboard_system USING (true);
CREATE POLICY purge_read ON bulk_rows FOR SELECT TO callboard_system USING (true);
