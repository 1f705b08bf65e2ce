-- A workspace of 1,000,000 calls, written below the stores, with the ids of the workspace and of members and the clock of
-- a promise filled in by the test.
-- Indexes are dropped before and made again after by the test, triggers of foreign keys are off.

CREATE FUNCTION id_of(kind INT, n BIGINT) RETURNS UUID IMMUTABLE LANGUAGE sql AS $$
    -- Version 7: the instant first, so that ids sort as calls come in.
    SELECT (lpad(to_hex(1700000000000 + n * 60000), 12, '0') || '7' || lpad(to_hex(kind), 3, '0') || '8'
        || substr(md5(n::text), 1, 15))::uuid
$$;

INSERT INTO customers (workspace_id, id, version, kind, name, status, lead_source, do_not_contact, time_windows, notes,
    phones, emails, last_seen_at, created_at, updated_at, search_text)
SELECT '{workspace}', id_of(1, n), 1, 'person', name, CASE n % 3 WHEN 0 THEN 'lead' ELSE 'active' END, NULL, n % 50 = 0,
    '[]', '', jsonb_build_array(jsonb_build_object('number', '+1' || digits, 'label', NULL, 'primary', true)), '[]',
    CASE WHEN n % 10 <> 0 THEN 1700000000000 + n * 600000 END, 1700000000000 + n, 1700000000000 + n,
    lower(name) || E'\n1' || digits
FROM (SELECT n, 'Customer ' || md5(n::text) AS name, (8640000000 + n * 97)::text AS digits
      FROM generate_series(1::bigint, 100000) n) s;

INSERT INTO customer_phones (workspace_id, customer_id, number)
SELECT workspace_id, id, phones -> 0 ->> 'number' FROM customers WHERE workspace_id = '{workspace}';

INSERT INTO calls (workspace_id, id, version, direction, purpose, source, lead_source, status, from_e164, to_e164,
    started_at, answered_at, ended_at, duration_s, agent_type, agent_id, customer_id, caller_name, intent, disposition,
    outcome_required, outcome_at, outcome_due_at, queue_status, value_est_cents, emergency_score, spam_score, tags, notes,
    do_not_contact, consent, attachments, carrier, recording_url, escalation, after_hours, created_at, updated_at,
    needs_triage, triage_first, agent_sort, promise_open, promise_done, promise_follow_up_id, promise_kind, promise_due_at)
SELECT '{workspace}', id_of(2, n), 1, CASE WHEN n % 5 = 0 THEN 'out' ELSE 'in' END, 'inbound', 'phone',
    (ARRAY['google_maps', 'website', 'referral', 'ad', 'unknown'])[1 + n % 5],
    CASE WHEN n % 4 = 0 THEN 'missed' ELSE 'completed' END,
    '+1' || (8640000000 + (n % 100000) * 97)::text, '+18645550199',
    at, CASE WHEN n % 4 <> 0 THEN at + 5000 END, at + 60000, n % 600, 'human',
    CASE WHEN n % 3 <> 0 THEN members[1 + n % 8] END,
    CASE WHEN n % 3 <> 0 THEN id_of(1, 1 + n % 100000) END,
    CASE WHEN n % 3 <> 0 THEN 'Customer ' || md5((1 + n % 100000)::text) ELSE '' END,
    (ARRAY['', 'emergency', 'routine', 'quote', 'faq', 'billing', 'spam'])[1 + n % 7],
    (ARRAY['booked', 'answered', 'callback', 'missed', 'spam'])[1 + n % 5],
    true, CASE WHEN n % 500 = 0 THEN NULL ELSE at + 90000 END, at + 360000,
    CASE WHEN n % 500 = 0 THEN 'triage' WHEN n % 100 = 0 THEN 'followup' ELSE 'none' END,
    CASE WHEN n % 4 <> 0 THEN (n % 1000) * 100 END, n % 101, n % 50,
    CASE WHEN n % 20 = 0 THEN '["vip"]'::jsonb ELSE '[]'::jsonb END,
    CASE WHEN n % 10 = 0 THEN 'Water heater leaks, ticket ' || n ELSE '' END,
    false, '{}', '[]', '{"carrier": null, "line_type": "unknown"}', CASE WHEN n % 2 = 0 THEN 'r/' || n END,
    CASE WHEN n % 2000 = 0 THEN 'sent' WHEN n % 1000 = 0 THEN 'acked' ELSE 'none' END,
    n % 6 = 0, at, at, n % 500 = 0, CASE WHEN n % 2000 = 0 THEN 0 ELSE 1 END, '', n % 100 = 0, n % 3 = 0,
    CASE WHEN n % 100 = 0 THEN id_of(3, n) END, CASE WHEN n % 100 = 0 THEN 'callback' END,
    CASE WHEN n % 100 = 0 THEN at + 1800000 END
FROM (SELECT n, 1700000000000 + n * 60000 AS at, '{members}'::uuid[] AS members FROM generate_series(1::bigint, 1000000) n) s;

INSERT INTO call_tags (workspace_id, tag, call_id)
SELECT '{workspace}'::uuid, 'vip', id_of(2, n) FROM generate_series(20::bigint, 1000000, 20) n
UNION ALL SELECT '{workspace}'::uuid, 'warranty', id_of(2, n) FROM generate_series(1::bigint, 1000000, 20000) n;

-- Triggers are off, so their work is done here.
INSERT INTO call_terms (workspace_id, kind, value)
SELECT DISTINCT workspace_id, 'number', other_party FROM calls WHERE workspace_id = '{workspace}' AND other_party IS NOT NULL
UNION ALL SELECT DISTINCT workspace_id, 'line', own_line FROM calls WHERE workspace_id = '{workspace}' AND own_line IS NOT NULL
UNION ALL SELECT DISTINCT workspace_id, 'name', lower(caller_name) FROM calls
    WHERE workspace_id = '{workspace}' AND caller_name <> '';

INSERT INTO follow_ups (workspace_id, id, version, call_id, customer_id, subject, kind, status, priority, due_at,
    assigned_to, note, clock, automatic, completed_at, created_at, updated_at, clock_state, breached, contact_text)
SELECT '{workspace}', id_of(3, n), 1, id_of(2, n), NULL, 'Call ' || md5(n::text) || ' back', 'callback',
    CASE WHEN n % 100 = 0 THEN 'open' ELSE 'done' END, (ARRAY['low', 'normal', 'high', 'urgent'])[1 + (n / 100) % 4],
    1700000000000 + n * 60000 + 1800000, members[1 + (n / 100) % 8], '',
    '{clock}',
    false, CASE WHEN n % 100 <> 0 THEN 1700000000000 + n * 60000 + 900000 END, 0, 0, 'running', false, ''
FROM (SELECT n, '{members}'::uuid[] AS members FROM generate_series(5::bigint, 1000000, 5) n) s;

INSERT INTO interactions (workspace_id, id, version, customer_id, kind, direction, subject, notes, at, created_at, updated_at)
SELECT '{workspace}', id_of(4, n), 1, id_of(1, 1 + n % 1000), 'call', 'inbound', 'A call', '', 1700000000000 + n * 60000, 0, 0
FROM generate_series(1::bigint, 200000) n;

INSERT INTO audit_entries (workspace_id, seq, id, at, actor_id, actor, action, target_kind, target_id, before_json,
    after_json, note, prev_hash, hash)
SELECT '{workspace}', 1000 + n, id_of(5, n), 1700000000000 + n * 60000, NULL, '{"kind": "system", "name": "test"}', 'update',
    'call', id_of(2, 1 + n % 1000), '{}', '{}', '', repeat('0', 64), repeat('0', 64)
FROM generate_series(1::bigint, 200000) n;
