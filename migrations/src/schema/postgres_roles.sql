-- The roles of the server. Neither can log in, owns a table or bypasses row-level security; the login of the server takes
-- one of them for each statement. Roles belong to the whole cluster, so another database may have made them already.

DO $roles$
DECLARE
    role_name TEXT;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['callboard_app', 'callboard_system', 'callboard_search'] LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = role_name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE', role_name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL; -- Another server made it at the same moment.
            END;
        END IF;
        IF NOT pg_has_role(session_user, role_name, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO %I', role_name, session_user);
        END IF;
    END LOOP;
END
$roles$;
