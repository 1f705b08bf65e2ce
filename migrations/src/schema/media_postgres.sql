-- The sweep of files and the claim of recordings know no workspace yet.
GRANT SELECT (workspace_id, id, doomed_at) ON media_files TO callboard_system;
CREATE POLICY sweep ON media_files FOR SELECT TO callboard_system USING (true);
GRANT SELECT, UPDATE ON recordings TO callboard_system;
CREATE POLICY claim_read ON recordings FOR SELECT TO callboard_system USING (true);
CREATE POLICY claim ON recordings FOR UPDATE TO callboard_system USING (true) WITH CHECK (true);

-- Search of transcripts by fragment; see the search of calls.
DO $indexes$
DECLARE
    prefix TEXT := '';
BEGIN
    IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'btree_gin') THEN
        prefix := 'workspace_id, ';
    END IF;
    EXECUTE format('CREATE INDEX transcript_segments_search_idx ON transcript_segments USING gin (%s search_text gin_trgm_ops)',
                   prefix);
END
$indexes$;
GRANT SELECT (workspace_id, id, search_text) ON transcript_segments TO callboard_search;
CREATE POLICY search ON transcript_segments FOR SELECT TO callboard_search USING (true);
CREATE FUNCTION search_transcript_segments (fragment TEXT, alternative TEXT, most BIGINT) RETURNS SETOF UUID
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $body$
BEGIN
    RETURN QUERY SELECT t.id FROM transcript_segments t
    WHERE t.workspace_id = current_setting('callboard.workspace')::uuid
      AND (t.search_text LIKE fragment OR t.search_text LIKE alternative) LIMIT most;
END
$body$;
REVOKE ALL ON FUNCTION search_transcript_segments (TEXT, TEXT, BIGINT) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_transcript_segments (TEXT, TEXT, BIGINT) TO callboard_app;
-- A function runs with the rights of its owner; the new owner must be able to make things in the schema for a moment.
GRANT CREATE ON SCHEMA public TO callboard_search;
ALTER FUNCTION search_transcript_segments (TEXT, TEXT, BIGINT) OWNER TO callboard_search;
REVOKE CREATE ON SCHEMA public FROM callboard_search;
