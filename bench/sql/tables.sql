CREATE TABLE streams (name text PRIMARY KEY, head bigint NOT NULL, digest bytea NOT NULL, changed_at timestamptz NOT NULL);
CREATE TABLE votes (
    poll text, resident_id uuid, choice text NOT NULL, heads bigint NOT NULL, area bigint NOT NULL,
    tracker text NOT NULL, seq bigint NOT NULL, cast_at timestamptz NOT NULL, PRIMARY KEY (poll, resident_id));
CREATE INDEX ON votes (poll, seq);
CREATE TABLE ballots (
    poll text, seq bigint, place bigint, tracker text NOT NULL UNIQUE, choice text NOT NULL, heads bigint NOT NULL,
    replaces text, PRIMARY KEY (poll, seq, place));
CREATE TABLE poll_choices (poll text, key text, votes bigint NOT NULL, PRIMARY KEY (poll, key));
CREATE TABLE entries (
    stream text, seq bigint, kind text NOT NULL, at timestamptz NOT NULL, payload text, salt bytea,
    payload_digest bytea NOT NULL, previous bytea NOT NULL, digest bytea NOT NULL, PRIMARY KEY (stream, seq));
INSERT INTO streams VALUES ('poll', 0, sha256(''), now());
INSERT INTO poll_choices VALUES ('poll', 'a', 0);
