-- Run after every migration: each table with a workspace is locked to the workspace of the transaction.

GRANT USAGE ON SCHEMA public TO callboard_app, callboard_system, callboard_search;

DO $tenancy$
DECLARE
    table_name TEXT;
BEGIN
    FOR table_name IN
        SELECT c.relname FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO callboard_app', table_name);
        IF NOT EXISTS (SELECT 1 FROM pg_policies p
                       WHERE p.schemaname = 'public' AND p.tablename = table_name AND p.policyname = 'own_workspace')
        THEN
            -- Without the setting, or with an empty one, the cast fails: a forgotten scope is loud.
            EXECUTE format(
                'CREATE POLICY own_workspace ON %I TO callboard_app '
                'USING (workspace_id = current_setting(''callboard.workspace'')::uuid) '
                'WITH CHECK (workspace_id = current_setting(''callboard.workspace'')::uuid)', table_name);
        END IF;
    END LOOP;
END
$tenancy$;

-- The audit trail is append only.
REVOKE UPDATE, DELETE, TRUNCATE ON audit_entries FROM callboard_app;
