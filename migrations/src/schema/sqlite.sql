-- Search by fragment: an index of three-letter pieces over the search text of each table, kept by triggers. It stores no
-- text of its own; `row_key` ties a row to its table.

CREATE VIRTUAL TABLE calls_search USING fts5 (
    search_text, content = 'calls', content_rowid = 'row_key', tokenize = 'trigram'
);
CREATE TRIGGER calls_search_insert AFTER INSERT ON calls BEGIN
    INSERT INTO calls_search (rowid, search_text) VALUES (new.row_key, new.search_text);
END;
CREATE TRIGGER calls_search_delete AFTER DELETE ON calls BEGIN
    INSERT INTO calls_search (calls_search, rowid, search_text) VALUES ('delete', old.row_key, old.search_text);
END;
CREATE TRIGGER calls_search_update AFTER UPDATE ON calls WHEN old.search_text <> new.search_text BEGIN
    INSERT INTO calls_search (calls_search, rowid, search_text) VALUES ('delete', old.row_key, old.search_text);
    INSERT INTO calls_search (rowid, search_text) VALUES (new.row_key, new.search_text);
END;

CREATE VIRTUAL TABLE customers_search USING fts5 (
    search_text, content = 'customers', content_rowid = 'row_key', tokenize = 'trigram'
);
CREATE TRIGGER customers_search_insert AFTER INSERT ON customers BEGIN
    INSERT INTO customers_search (rowid, search_text) VALUES (new.row_key, new.search_text);
END;
CREATE TRIGGER customers_search_delete AFTER DELETE ON customers BEGIN
    INSERT INTO customers_search (customers_search, rowid, search_text)
        VALUES ('delete', old.row_key, old.search_text);
END;
CREATE TRIGGER customers_search_update AFTER UPDATE ON customers WHEN old.search_text <> new.search_text BEGIN
    INSERT INTO customers_search (customers_search, rowid, search_text)
        VALUES ('delete', old.row_key, old.search_text);
    INSERT INTO customers_search (rowid, search_text) VALUES (new.row_key, new.search_text);
END;

CREATE VIRTUAL TABLE follow_ups_search USING fts5 (
    search_text, content = 'follow_ups', content_rowid = 'row_key', tokenize = 'trigram'
);
CREATE TRIGGER follow_ups_search_insert AFTER INSERT ON follow_ups BEGIN
    INSERT INTO follow_ups_search (rowid, search_text) VALUES (new.row_key, new.search_text);
END;
CREATE TRIGGER follow_ups_search_delete AFTER DELETE ON follow_ups BEGIN
    INSERT INTO follow_ups_search (follow_ups_search, rowid, search_text)
        VALUES ('delete', old.row_key, old.search_text);
END;
CREATE TRIGGER follow_ups_search_update AFTER UPDATE ON follow_ups WHEN old.search_text <> new.search_text BEGIN
    INSERT INTO follow_ups_search (follow_ups_search, rowid, search_text)
        VALUES ('delete', old.row_key, old.search_text);
    INSERT INTO follow_ups_search (rowid, search_text) VALUES (new.row_key, new.search_text);
END;

-- The audit trail is append only.
CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries BEGIN
    SELECT RAISE(ABORT, 'audit entries are append only');
END;
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries BEGIN
    SELECT RAISE(ABORT, 'audit entries are append only');
END;
