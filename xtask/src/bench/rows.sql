-- Fills one workspace: members, customers, calls with tags and follow-ups, over the last two years. Variables of psql:
-- workspace, calls, customers, clock (the clock of an open follow-up, as the server wrote one).
-- Numbers are fictional (area code, 555-01xx), names are put together from syllables.
SET session_replication_role = replica;
SELECT setseed(0.42);

CREATE TEMP TABLE crew AS
SELECT m AS place, md5(:'workspace' || 'member' || m)::uuid AS id,
       (ARRAY['Ada','Ben','Cora','Dov','Elin','Femi','Gus','Hana','Ivo','June'])[1 + m % 10] || ' '
       || (ARRAY['Alder','Birch'])[1 + m / 10] AS name
FROM generate_series(0, 19) AS m;
INSERT INTO members (workspace_id, id, version, name, email, role, active, created_at, updated_at)
SELECT :'workspace', id, 1, name, 'member' || place || '@bench.invalid', 'dispatcher', TRUE, 0, 0 FROM crew;

CREATE TEMP TABLE people AS
SELECT k, md5(:'workspace' || 'customer' || k)::uuid AS id,
       (ARRAY['Maria','James','Noor','Luis','Grace','Tomas','Ines','Otto','Priya','Samuel','Ruth','Andre','Yara','Felix','Nadia','Hugo',
              'Clara','Idris','Lena','Marco','Tessa','Omar','Greta','Pavel','Wanda','Emil','Rosa','Kofi','Signe','Dario','Mila','Jonas',
              'Amara','Viktor','Esme','Ravi','Dora','Niko','Selma','Anton'])[1 + (k * 7) % 40] || ' '
       || (ARRAY['Hal','Mor','Ken','Bar','Sil','Tan','Wes','Dun','Fen','Gol','Lar','Pem','Ros','Cal','Ver','Nor'])[1 + k % 16]
       || (ARRAY['ver','sten','ding','low','mer','ric','ton','wick','bru','nal','fi','go'])[1 + (k / 16) % 12]
       || (ARRAY['ford','son','field','by','man','stead','well','ova','ley','berg'])[1 + (k / 192) % 10] AS name,
       '+1' || (200 + k % 800) || '55501' || lpad((k / 800 % 100)::text, 2, '0') AS number
FROM generate_series(0, :customers - 1) AS k;
CREATE INDEX ON people (k);

-- One line a call with what was diced for it.
CREATE TEMP TABLE draft AS
SELECT *, lpad(to_hex(started_at), 12, '0') || '7' || lpad(to_hex(n & 4095), 3, '0') || '8'
          || substr(md5(:'workspace' || n), 1, 15) AS id_text,
       CASE WHEN waits OR (direction = 'in' AND luck < 0.12) THEN 'missed' WHEN luck > 0.97 THEN 'failed' ELSE 'completed' END AS status
FROM (
    SELECT n, r1 AS luck, r2, r3, r4, r5, r6,
           n % 5 = 0 AND n > :calls - 5 * LEAST(200, :calls / 50) AS waits,
           CASE WHEN n % 5 = 0 OR r2 < 0.75 THEN 'in' ELSE 'out' END AS direction,
           (extract(epoch FROM now()) * 1000)::bigint - 60000
               - (63072000000 / :calls * (:calls - n + r3))::bigint AS started_at,
           CASE WHEN r4 < 0.85 THEN floor(:customers * r5 * r5)::int END AS k,
           CASE WHEN r6 < 0.07 THEN 'emergency' WHEN r6 < 0.45 THEN 'routine' WHEN r6 < 0.67 THEN 'quote'
                WHEN r6 < 0.77 THEN 'faq' WHEN r6 < 0.85 THEN 'billing' WHEN r6 < 0.90 THEN 'spam' ELSE '' END AS intent
    FROM (SELECT n, random() AS r1, random() AS r2, random() AS r3, random() AS r4, random() AS r5, random() AS r6
          FROM generate_series(1, :calls) AS n) AS dice
) AS calls;

CREATE TEMP TABLE planned AS
SELECT d.n, d.id_text::uuid AS id, d.started_at, d.direction, d.status, d.waits, d.intent, d.luck, d.r2, d.r3, d.r5,
       p.id AS customer, p.name, p.number,
       CASE WHEN d.status <> 'completed' OR d.r3 < 0.2 THEN NULL ELSE (d.r4 * 19)::int END AS place,
       CASE WHEN d.waits OR d.direction = 'out' OR d.status = 'failed' THEN ''
            WHEN d.status = 'missed' THEN CASE WHEN d.r3 < 0.6 THEN 'callback' WHEN d.r3 < 0.85 THEN 'missed' ELSE 'spam' END
            WHEN d.r3 < 0.34 THEN 'booked' WHEN d.r3 < 0.84 THEN 'answered' WHEN d.r3 < 0.94 THEN 'callback' ELSE 'spam'
       END AS disposition,
       CASE WHEN d.r6 * 10 - floor(d.r6 * 10) < 0.35 THEN '{}'::text[]
            ELSE ARRAY[(ARRAY['leak','no heat','water heater','warranty','new customer','storm','membership','estimate'])
                       [1 + (d.r5 * 7)::int]]
       END AS tags
FROM draft d LEFT JOIN people p USING (k);

CREATE TEMP TABLE promised AS
SELECT n, id AS call, md5(:'workspace' || 'promise' || n)::uuid AS id, customer, name, number, started_at, waits,
       n > :calls - LEAST(8000, :calls / 10) AND (waits OR disposition IN ('callback', 'missed')) AS is_open,
       started_at + CASE WHEN status = 'missed' THEN 900000 ELSE 7200000 END AS due_at, r2, r5
FROM planned WHERE waits OR disposition IN ('callback', 'missed');
CREATE INDEX ON promised (n);

INSERT INTO customers (workspace_id, id, version, kind, name, status, lead_source, do_not_contact, time_windows, notes, phones,
                       emails, last_seen_at, created_at, updated_at, search_text)
SELECT :'workspace', p.id, 1, 'person', p.name, CASE WHEN k % 3 = 0 THEN 'lead' ELSE 'active' END, 'Website', k % 97 = 0, '[]', '',
       jsonb_build_array(jsonb_build_object('number', number, 'label', NULL, 'primary', TRUE)), '[]',
       (extract(epoch FROM now()) * 1000)::bigint - (k::bigint * 1000), 0, 0, lower(p.name) || ' | ' || substr(number, 2)
FROM people p;
INSERT INTO customer_phones (workspace_id, customer_id, number) SELECT :'workspace', id, number FROM people;

INSERT INTO calls (workspace_id, id, version, direction, purpose, source, lead_source, status, from_e164, to_e164, started_at,
    answered_at, ended_at, duration_s, agent_type, agent_id, customer_id, caller_name, intent, disposition, outcome_required,
    outcome_at, outcome_by, outcome_due_at, queue_status, value_est_cents, emergency_score, spam_score, tags, notes,
    do_not_contact, consent, attachments, carrier, recording_url, escalation, after_hours, created_at, updated_at, needs_triage,
    agent_sort, promise_open, promise_done, promise_follow_up_id, promise_kind, promise_due_at, promise_breached)
SELECT :'workspace', c.id, 1, c.direction, CASE WHEN c.direction = 'in' THEN 'inbound' ELSE 'callback' END, 'phone',
    (ARRAY['google_maps','website','referral','ad','unknown'])[1 + (c.r5 * 4)::int], c.status,
    CASE WHEN c.direction = 'in' THEN other ELSE line END, CASE WHEN c.direction = 'in' THEN line ELSE other END, c.started_at,
    CASE WHEN c.status = 'completed' THEN c.started_at + 9000 END, c.started_at + 30000 + seconds * 1000, seconds,
    CASE WHEN c.status = 'completed' AND c.place IS NULL THEN 'ai' ELSE 'human' END, m.id, c.customer, COALESCE(c.name, ''), c.intent,
    c.disposition, c.direction = 'in', CASE WHEN c.disposition <> '' THEN c.started_at + 600000 END, NULL,
    CASE WHEN c.direction = 'in' THEN c.started_at + 14400000 END,
    CASE WHEN c.waits THEN 'triage' WHEN p.is_open THEN 'followup' ELSE 'none' END,
    CASE WHEN c.disposition = 'booked' THEN 15000 + (c.r2 * 200000)::bigint END,
    CASE WHEN c.intent = 'emergency' THEN 60 + (c.r2 * 39)::int ELSE (c.r2 * 30)::int END,
    CASE WHEN c.intent = 'spam' THEN 80 ELSE (c.r5 * 20)::int END, to_jsonb(c.tags),
    CASE WHEN c.r2 < 0.4 THEN '' ELSE (ARRAY['Water under the kitchen sink, shut the valve; ','Furnace blows cold since last night, ',
        'Wants a second price for the upstairs unit, ','Asked when the crew comes, ','Breaker trips with the dryer, '])[1 + (c.r5 * 4)::int]
        || (ARRAY['dog in the yard, use the side gate.','call before noon, works nights.','neighbour has the key.',
        'gate code with the office.'])[1 + (c.r3 * 3)::int] END,
    FALSE, '{"recording": null, "sms_opt_in": null, "last_updated": null}', '[]', '{"carrier": null, "line_type": "mobile"}',
    CASE WHEN c.status = 'completed' AND c.r5 < 0.7 THEN 'recordings/' || c.id || '.ogg' END, 'none',
    c.started_at / 3600000 % 24 NOT BETWEEN 8 AND 18, c.started_at, c.started_at,
    c.waits, lower(COALESCE(m.name, '')), COALESCE(p.is_open, FALSE), p.id IS NOT NULL AND NOT p.is_open,
    CASE WHEN p.is_open THEN p.id END, CASE WHEN p.is_open THEN 'callback' END, CASE WHEN p.is_open THEN p.due_at END,
    COALESCE(p.is_open AND p.due_at < extract(epoch FROM now()) * 1000, FALSE)
FROM (SELECT *, CASE WHEN status = 'completed' THEN 20 + (r2 * r2 * 900)::bigint ELSE 0 END AS seconds,
             '+13035550' || (100 + n % 4) AS line,
             COALESCE(number, '+1' || (200 + n * 7 % 800) || '55501' || lpad((n % 100)::text, 2, '0')) AS other
      FROM planned) AS c
LEFT JOIN promised p USING (n) LEFT JOIN crew m ON m.place = c.place
ORDER BY n;

INSERT INTO call_tags (workspace_id, tag, call_id) SELECT :'workspace', tag, id FROM planned, unnest(tags) AS tag;
-- Triggers are off, so their work is done here.
INSERT INTO call_terms (workspace_id, kind, value)
SELECT DISTINCT workspace_id, 'number', other_party FROM calls WHERE workspace_id = :'workspace' AND other_party IS NOT NULL
UNION ALL SELECT DISTINCT workspace_id, 'line', own_line FROM calls WHERE workspace_id = :'workspace' AND own_line IS NOT NULL
UNION ALL SELECT DISTINCT workspace_id, 'name', lower(caller_name) FROM calls WHERE workspace_id = :'workspace' AND caller_name <> ''
-- A call that was made by the API has its terms already.
ON CONFLICT DO NOTHING;

INSERT INTO follow_ups (workspace_id, id, version, call_id, customer_id, subject, kind, status, priority, due_at, assigned_to, note,
    clock, automatic, completed_at, created_at, updated_at, clock_state, next_fire_at, breached, contact_text)
SELECT :'workspace', p.id, 1, p.call, p.customer, 'Call back ' || COALESCE(p.name, p.number, 'the caller'), 'callback',
    CASE WHEN is_open THEN 'open' ELSE 'done' END,
    (ARRAY['low','normal','normal','high','urgent'])[1 + (p.r2 * 4)::int], p.due_at, m.id, '',
    CASE WHEN is_open THEN :'clock'::jsonb
         ELSE jsonb_set(jsonb_set(jsonb_set(:'clock'::jsonb, '{state}', '"stopped"'), '{met_at}', :'clock'::jsonb -> 'started_at'),
                        '{next}', 'null') END,
    TRUE, CASE WHEN NOT is_open THEN p.due_at - 60000 END, p.started_at, p.started_at,
    CASE WHEN is_open THEN 'running' ELSE 'stopped' END, CASE WHEN is_open THEN p.due_at END, FALSE,
    lower(COALESCE(p.name, '')) || ' | ' || COALESCE(substr(p.number, 2), '')
FROM promised p LEFT JOIN crew m ON m.place = CASE WHEN p.r5 < 0.7 THEN (p.r5 * 27)::int END;

DROP TABLE crew, people, draft, planned, promised;
