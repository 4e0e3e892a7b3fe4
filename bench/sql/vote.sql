-- A vote as our own transaction writes it, alone: the stream's head, the vote and its ballot, the tally, the entry.
-- pgbench runs it, all clients on one poll.
BEGIN;
UPDATE streams SET head = head + 1, digest = sha256(digest), changed_at = now() WHERE name = 'poll';
INSERT INTO votes SELECT 'poll', gen_random_uuid(), 'a', 1, 0, md5(random()::text), head, now() FROM streams WHERE name = 'poll';
INSERT INTO ballots SELECT 'poll', head, 0, md5(random()::text), 'a', 1, NULL FROM streams WHERE name = 'poll';
UPDATE poll_choices SET votes = votes + 1 WHERE poll = 'poll' AND key = 'a';
INSERT INTO entries SELECT 'poll', head, 'votes.cast', now(), '{"votes":1,"choices":{"a":1}}', digest, digest, digest, digest FROM streams WHERE name = 'poll';
COMMIT;
