-- Terms are kept with the calls. A statement that writes many calls writes their terms in one go and in one order, so that
-- two imports of the same callers wait for one another instead of for ever.

CREATE FUNCTION keep_terms_of_new_calls() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = public, pg_temp AS $body$
BEGIN
    INSERT INTO call_terms (workspace_id, kind, value)
    SELECT DISTINCT c.workspace_id, t.kind, t.value
    FROM written c CROSS JOIN LATERAL (VALUES
        ('number', c.other_party), ('line', c.own_line), ('name', nullif(lower(c.caller_name), ''))) AS t (kind, value)
    WHERE t.value IS NOT NULL ORDER BY 1, 2, 3
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$body$;
CREATE TRIGGER calls_terms_insert AFTER INSERT ON calls REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION keep_terms_of_new_calls();

CREATE FUNCTION keep_terms_of_changed_call() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = public, pg_temp AS $body$
BEGIN
    INSERT INTO call_terms (workspace_id, kind, value)
    SELECT NEW.workspace_id, t.kind, t.value
    FROM (VALUES ('number', NEW.other_party), ('line', NEW.own_line), ('name', nullif(lower(NEW.caller_name), '')))
        AS t (kind, value)
    WHERE t.value IS NOT NULL ORDER BY 2, 3
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$body$;
CREATE TRIGGER calls_terms_update AFTER UPDATE ON calls FOR EACH ROW
    WHEN (OLD.caller_name <> NEW.caller_name OR OLD.direction <> NEW.direction
          OR OLD.from_e164 IS DISTINCT FROM NEW.from_e164 OR OLD.to_e164 IS DISTINCT FROM NEW.to_e164)
    EXECUTE FUNCTION keep_terms_of_changed_call();

-- Search by fragment reads its indexes as a role that sees nothing else; see the search of the other tables.
DO $indexes$
DECLARE
    prefix TEXT := '';
BEGIN
    IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'btree_gin') THEN
        prefix := 'workspace_id, ';
    END IF;
    EXECUTE format('CREATE INDEX call_terms_search_idx ON call_terms USING gin (%s value gin_trgm_ops)', prefix);
    EXECUTE format('CREATE INDEX calls_notes_search_idx ON calls USING gin (%s lower(notes) gin_trgm_ops) WHERE notes <> ''''',
                   prefix);
END
$indexes$;
GRANT SELECT (workspace_id, kind, value) ON call_terms TO callboard_search;
GRANT SELECT (started_at, other_party, own_line, caller_sort, notes) ON calls TO callboard_search;
CREATE POLICY search ON call_terms FOR SELECT TO callboard_search USING (true);

-- The terms of the transaction's workspace with the fragment, `most` of them at most. When there are fewer, also the calls
-- that have it in their notes, `noted` at most, as terms of the kind `call`. The index of the notes reads all that have a
-- word before it answers the first; a word that many of the newest calls have is found sooner on the way through them.
CREATE FUNCTION search_call_terms (fragment TEXT, alternative TEXT, most BIGINT, noted BIGINT)
RETURNS TABLE (kind TEXT, value TEXT) LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $body$
DECLARE
    workspace UUID := current_setting('callboard.workspace')::uuid;
    found_terms BIGINT;
BEGIN
    RETURN QUERY SELECT t.kind, t.value FROM call_terms t
    WHERE t.workspace_id = workspace AND (t.value LIKE fragment OR t.value LIKE alternative) LIMIT most;
    GET DIAGNOSTICS found_terms = ROW_COUNT;
    IF found_terms >= most THEN
        RETURN;
    END IF;
    IF (SELECT count(*) FROM (SELECT c.notes FROM calls c WHERE c.workspace_id = workspace
                              ORDER BY c.started_at DESC, c.id DESC LIMIT 200) AS newest
        WHERE lower(newest.notes) LIKE fragment OR lower(newest.notes) LIKE alternative) >= 10
    THEN
        RETURN QUERY SELECT 'call', c.id::text FROM calls c
        WHERE c.workspace_id = workspace AND (lower(c.notes) LIKE fragment OR lower(c.notes) LIKE alternative)
        ORDER BY c.started_at DESC, c.id DESC LIMIT noted;
    ELSE
        RETURN QUERY SELECT 'call', c.id::text FROM calls c
        WHERE c.workspace_id = workspace AND c.notes <> ''
          AND (lower(c.notes) LIKE fragment OR lower(c.notes) LIKE alternative) LIMIT noted;
    END IF;
END
$body$;

-- All calls of the transaction's workspace with the fragment, `most` of them at most or, with NULL, all.
CREATE OR REPLACE FUNCTION search_calls (fragment TEXT, alternative TEXT, most BIGINT)
RETURNS SETOF UUID LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $body$
DECLARE
    workspace UUID := current_setting('callboard.workspace')::uuid;
BEGIN
    RETURN QUERY
    SELECT c.id FROM call_terms t JOIN calls c ON c.workspace_id = t.workspace_id AND c.other_party = t.value
    WHERE t.workspace_id = workspace AND t.kind = 'number' AND (t.value LIKE fragment OR t.value LIKE alternative)
    UNION
    SELECT c.id FROM call_terms t JOIN calls c ON c.workspace_id = t.workspace_id AND c.own_line = t.value
    WHERE t.workspace_id = workspace AND t.kind = 'line' AND (t.value LIKE fragment OR t.value LIKE alternative)
    UNION
    SELECT c.id FROM call_terms t
    JOIN calls c ON c.workspace_id = t.workspace_id AND c.caller_sort = t.value
    WHERE t.workspace_id = workspace AND t.kind = 'name' AND (t.value LIKE fragment OR t.value LIKE alternative)
    UNION
    SELECT c.id FROM calls c
    WHERE c.workspace_id = workspace AND c.notes <> ''
      AND (lower(c.notes) LIKE fragment OR lower(c.notes) LIKE alternative)
    LIMIT most;
END
$body$;

REVOKE ALL ON FUNCTION search_call_terms (TEXT, TEXT, BIGINT, BIGINT) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_call_terms (TEXT, TEXT, BIGINT, BIGINT) TO callboard_app;
GRANT CREATE ON SCHEMA public TO callboard_search;
ALTER FUNCTION search_call_terms (TEXT, TEXT, BIGINT, BIGINT) OWNER TO callboard_search;
REVOKE CREATE ON SCHEMA public FROM callboard_search;

-- Nobody asks it any more: servers of the release before go by the function above.
DROP INDEX calls_search_idx;
