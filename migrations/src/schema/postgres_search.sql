-- Search by fragment. Operators on text are not leakproof, so below row-level security no index would serve them. These
-- functions read the index as a role that sees nothing but search texts, and answer ids of the transaction's workspace
-- alone, `most` of them or, with NULL, all.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

DO $indexes$
DECLARE
    searched TEXT;
    prefix TEXT := '';
BEGIN
    IF EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'btree_gin') THEN
        CREATE EXTENSION IF NOT EXISTS btree_gin;
        prefix := 'workspace_id, ';
    END IF;
    FOREACH searched IN ARRAY ARRAY['calls', 'customers', 'follow_ups'] LOOP
        EXECUTE format('CREATE INDEX %I ON %I USING gin (%s search_text gin_trgm_ops)',
                       searched || '_search_idx', searched, prefix);
        EXECUTE format('GRANT SELECT (workspace_id, id, search_text) ON %I TO callboard_search', searched);
        EXECUTE format('CREATE POLICY search ON %I FOR SELECT TO callboard_search USING (true)', searched);
        EXECUTE format(
            'CREATE FUNCTION %I (fragment TEXT, alternative TEXT, most BIGINT) RETURNS SETOF UUID '
            'LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 '
            'SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS '
            '$body$ BEGIN RETURN QUERY SELECT t.id FROM %I t '
            'WHERE t.workspace_id = current_setting(''callboard.workspace'')::uuid '
            'AND (t.search_text LIKE fragment OR t.search_text LIKE alternative) LIMIT most; END $body$',
            'search_' || searched, searched);
        EXECUTE format('REVOKE ALL ON FUNCTION %I (TEXT, TEXT, BIGINT) FROM PUBLIC', 'search_' || searched);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %I (TEXT, TEXT, BIGINT) TO callboard_app', 'search_' || searched);
    END LOOP;
END
$indexes$;

-- A function runs with the rights of its owner; the new owner must be able to make things in the schema for a moment.
GRANT CREATE ON SCHEMA public TO callboard_search;
ALTER FUNCTION search_calls (TEXT, TEXT, BIGINT) OWNER TO callboard_search;
ALTER FUNCTION search_customers (TEXT, TEXT, BIGINT) OWNER TO callboard_search;
ALTER FUNCTION search_follow_ups (TEXT, TEXT, BIGINT) OWNER TO callboard_search;
REVOKE CREATE ON SCHEMA public FROM callboard_search;
