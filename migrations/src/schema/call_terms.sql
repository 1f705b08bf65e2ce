-- What calls are found by: each number of another party, each own line and each name stands here once, however many calls
-- it has. A fragment is looked up among tens of thousands of terms and not among millions of calls, and the calls of a
-- term are walked in their order. Kept by triggers, so that whoever writes calls cannot forget it.

CREATE TABLE call_terms (
    --sqlite: row_key INTEGER PRIMARY KEY,
    workspace_id UUID NOT NULL,
    -- number, line or name.
    kind  TEXT --postgres: COLLATE "C"
          NOT NULL,
    -- A number with its plus sign, or a name in small letters.
    value TEXT --postgres: COLLATE "C"
          NOT NULL,
    --postgres: CONSTRAINT call_terms_pkey PRIMARY KEY (workspace_id, kind, value),
    --sqlite: CONSTRAINT call_terms_pkey UNIQUE (workspace_id, kind, value),
    CONSTRAINT call_terms_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (workspace_id)
);

-- The calls of a line and of a name, newest first; those of a number have their index. A name is looked for in the column
-- that is sorted by: below row-level security `lower(…)` is answered by no index.
CREATE INDEX calls_own_line_idx ON calls (workspace_id, own_line, started_at, id) WHERE own_line IS NOT NULL;
CREATE INDEX calls_caller_time_idx ON calls (workspace_id, caller_sort, started_at, id);

-- The owner of the tables is bound by row-level security, too; every migration ends by binding him again.
--postgres: ALTER TABLE calls NO FORCE ROW LEVEL SECURITY;
INSERT INTO call_terms (workspace_id, kind, value)
SELECT DISTINCT workspace_id, 'number', other_party FROM calls WHERE other_party IS NOT NULL
UNION ALL SELECT DISTINCT workspace_id, 'line', own_line FROM calls WHERE own_line IS NOT NULL
UNION ALL SELECT DISTINCT workspace_id, 'name', lower(caller_name) FROM calls WHERE caller_name <> '';
