-- A month of points for a community of :residents from fill.sql: one entry each, 1 to 1,200 points, most of them few;
-- one in a hundred does not want to be named.
SET session_replication_role = replica;
SELECT id AS community FROM communities LIMIT 1 \gset
SELECT date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai')::date AS month \gset
CREATE TEMPORARY TABLE given AS
    SELECT n, lpad(to_hex(n), 32, '0')::uuid AS resident, 1 + (1199 * power((hashint4(n) & 65535) / 65535.0, 3))::int AS points
    FROM generate_series(1, :residents) n;
INSERT INTO points_entries (id, community_id, resident_id, movement, rule, source, tariff_version, points, material,
        uncut, owed, day, at, counted_at)
    SELECT resident, :'community', resident, 'EARNED', 'VOLUNTEERING', 'activity_1', 1, points, points, points, 0,
        :'month', now(), now() FROM given;
INSERT INTO points_accounts (resident_id, community_id, earned, balance, owed, uncounted)
    SELECT resident, :'community', points, points, 0, 0 FROM given;
INSERT INTO points_months (id, community_id, month) VALUES (gen_random_uuid(), :'community', :'month');
INSERT INTO points_scores (community_id, month, scorer, subject_id, points)
    SELECT :'community', :'month', 'PERSON', resident, points FROM given;
INSERT INTO points_score_counts (community_id, month, scorer, points, n)
    SELECT :'community', :'month', 'PERSON', points, count(*) FROM given GROUP BY points;
INSERT INTO unthanked (resident_id, since) SELECT resident, now() FROM given WHERE n % 100 = 0;
RESET session_replication_role;
VACUUM (ANALYZE);
CHECKPOINT;
