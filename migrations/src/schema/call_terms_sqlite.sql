-- Terms are kept with the calls.

CREATE TRIGGER calls_terms_insert AFTER INSERT ON calls BEGIN
    INSERT INTO call_terms (workspace_id, kind, value)
        SELECT new.workspace_id, 'number', new.other_party WHERE new.other_party IS NOT NULL ON CONFLICT DO NOTHING;
    INSERT INTO call_terms (workspace_id, kind, value)
        SELECT new.workspace_id, 'line', new.own_line WHERE new.own_line IS NOT NULL ON CONFLICT DO NOTHING;
    INSERT INTO call_terms (workspace_id, kind, value)
        SELECT new.workspace_id, 'name', lower(new.caller_name) WHERE new.caller_name <> '' ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER calls_terms_update AFTER UPDATE ON calls
WHEN old.caller_name <> new.caller_name OR old.direction <> new.direction
    OR old.from_e164 IS NOT new.from_e164 OR old.to_e164 IS NOT new.to_e164
BEGIN
    INSERT INTO call_terms (workspace_id, kind, value)
        SELECT new.workspace_id, 'number', new.other_party WHERE new.other_party IS NOT NULL ON CONFLICT DO NOTHING;
    INSERT INTO call_terms (workspace_id, kind, value)
        SELECT new.workspace_id, 'line', new.own_line WHERE new.own_line IS NOT NULL ON CONFLICT DO NOTHING;
    INSERT INTO call_terms (workspace_id, kind, value)
        SELECT new.workspace_id, 'name', lower(new.caller_name) WHERE new.caller_name <> '' ON CONFLICT DO NOTHING;
END;

-- Search by fragment: of the terms, and of the notes.
CREATE VIRTUAL TABLE call_terms_search USING fts5 (
    value, content = 'call_terms', content_rowid = 'row_key', tokenize = 'trigram'
);
INSERT INTO call_terms_search (call_terms_search) VALUES ('rebuild');
CREATE TRIGGER call_terms_search_insert AFTER INSERT ON call_terms BEGIN
    INSERT INTO call_terms_search (rowid, value) VALUES (new.row_key, new.value);
END;
CREATE TRIGGER call_terms_search_delete AFTER DELETE ON call_terms BEGIN
    INSERT INTO call_terms_search (call_terms_search, rowid, value) VALUES ('delete', old.row_key, old.value);
END;

CREATE VIRTUAL TABLE call_notes_search USING fts5 (
    notes, content = 'calls', content_rowid = 'row_key', tokenize = 'trigram'
);
INSERT INTO call_notes_search (call_notes_search) VALUES ('rebuild');
CREATE TRIGGER call_notes_search_insert AFTER INSERT ON calls BEGIN
    INSERT INTO call_notes_search (rowid, notes) VALUES (new.row_key, new.notes);
END;
CREATE TRIGGER call_notes_search_delete AFTER DELETE ON calls BEGIN
    INSERT INTO call_notes_search (call_notes_search, rowid, notes) VALUES ('delete', old.row_key, old.notes);
END;
CREATE TRIGGER call_notes_search_update AFTER UPDATE ON calls WHEN old.notes <> new.notes BEGIN
    INSERT INTO call_notes_search (call_notes_search, rowid, notes) VALUES ('delete', old.row_key, old.notes);
    INSERT INTO call_notes_search (rowid, notes) VALUES (new.row_key, new.notes);
END;

DROP TRIGGER calls_search_insert;
DROP TRIGGER calls_search_delete;
DROP TRIGGER calls_search_update;
DROP TABLE calls_search;
