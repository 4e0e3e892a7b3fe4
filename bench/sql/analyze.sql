-- What autovacuum does within a minute of many changes.
ANALYZE;
