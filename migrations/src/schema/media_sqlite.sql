-- Search of transcripts by fragment; see the search of calls.
CREATE VIRTUAL TABLE transcript_segments_search USING fts5 (
    search_text, content = 'transcript_segments', content_rowid = 'row_key', tokenize = 'trigram'
);
CREATE TRIGGER transcript_segments_search_insert AFTER INSERT ON transcript_segments BEGIN
    INSERT INTO transcript_segments_search (rowid, search_text) VALUES (new.row_key, new.search_text);
END;
CREATE TRIGGER transcript_segments_search_delete AFTER DELETE ON transcript_segments BEGIN
    INSERT INTO transcript_segments_search (transcript_segments_search, rowid, search_text)
        VALUES ('delete', old.row_key, old.search_text);
END;
CREATE TRIGGER transcript_segments_search_update AFTER UPDATE ON transcript_segments
    WHEN old.search_text <> new.search_text BEGIN
    INSERT INTO transcript_segments_search (transcript_segments_search, rowid, search_text)
        VALUES ('delete', old.row_key, old.search_text);
    INSERT INTO transcript_segments_search (rowid, search_text) VALUES (new.row_key, new.search_text);
END;
