-- A grown community, made in one go: :residents people on the roll, :polls polls with :each votes, :issues issues.
SET session_replication_role = replica;
SELECT id AS community FROM communities LIMIT 1 \gset
INSERT INTO residents (id, community_id, display_name, phone_sealed, phone_hash, registered_at, verified_at)
    SELECT lpad(to_hex(n), 32, '0')::uuid, :'community', 'Resident ' || n, '\x00', sha256(n::text::bytea), now(), now()
    FROM generate_series(1, :residents) n;
INSERT INTO roll_entries (community_id, resident_id, since, heads, area)
    SELECT :'community', lpad(to_hex(n), 32, '0')::uuid, 1, 1, 0 FROM generate_series(1, :residents) n;
UPDATE communities SET roll_heads = roll_heads + :residents WHERE id = :'community';
INSERT INTO issues (id, community_id, title, description, stage, important, raised_by, raised_at, comments)
    SELECT lpad(to_hex(n), 32, '0')::uuid, :'community', 'Lamp ' || n || ' is broken', 'It has been dark for a week.',
        'PROPOSED', false, lpad(to_hex(1 + n % :residents), 32, '0')::uuid, now() - n * interval '1 minute', 0
    FROM generate_series(1, :issues) n;
INSERT INTO polls (id, community_id, issue_id, question, created_at, opens_at, closes_at, revisable, secret, ballot_key,
        tally_visibility, seq, changed_at, opened_at, roll_version, electorate, electorate_area)
    SELECT lpad(to_hex(p), 32, '0')::uuid, :'community', lpad(to_hex(p), 32, '0')::uuid, 'Shall it be mended?', now(),
        now(), now() + interval '3 days', true, false, sha256(''), 'LIVE', :each, now(), now(), 1, :residents, 0
    FROM generate_series(1, :polls) p;
INSERT INTO poll_choices (poll_id, key, position, label, votes)
    SELECT lpad(to_hex(p), 32, '0')::uuid, key, 0, key, :each / 2
    FROM generate_series(1, :polls) p, unnest('{a,b}'::text[]) key;
INSERT INTO votes (poll_id, resident_id, choice, heads, area, tracker, seq, cast_at)
    SELECT lpad(to_hex(p), 32, '0')::uuid, lpad(to_hex(n), 32, '0')::uuid, CASE n % 2 WHEN 0 THEN 'a' ELSE 'b' END, 1, 0,
        lpad(to_hex(p * 100000000 + n), 32, '0'), n, now()
    FROM generate_series(1, :polls) p, generate_series(1, :each) n;
INSERT INTO ballots (poll_id, seq, place, tracker, choice, heads)
    SELECT lpad(to_hex(p), 32, '0')::uuid, n, 0, lpad(to_hex(p * 100000000 + n), 32, '0'),
        CASE n % 2 WHEN 0 THEN 'a' ELSE 'b' END, 1
    FROM generate_series(1, :polls) p, generate_series(1, :each) n;
RESET session_replication_role;
VACUUM (ANALYZE);
CHECKPOINT;
