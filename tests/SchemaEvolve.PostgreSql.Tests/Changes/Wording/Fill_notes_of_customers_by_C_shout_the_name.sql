SET LOCAL statement_timeout = 0;

SET LOCAL lock_timeout = 100;

SET LOCAL synchronous_commit = off;

SET LOCAL enable_seqscan = off;

SET LOCAL enable_bitmapscan = off;

SET LOCAL jit = off;

SELECT "name";

SELECT "notes";

UPDATE "customers" SET "notes" = CAST("se_page"."se_1" AS text)
WHERE "notes" IS DISTINCT FROM (CAST("se_page"."se_1" AS text))::text;

SELECT quote_literal("id"::text) || '::bigint';

SELECT coalesce(sum(CASE
    WHEN relpages > 0 AND reltuples > 0 THEN reltuples / relpages * pg_relation_size(oid) / current_setting('block_size')::bigint
    ELSE pg_relation_size(oid) / 100
END), 0)::bigint
FROM pg_class
WHERE oid = '"customers"'::regclass OR oid IN (SELECT relid FROM pg_partition_tree('"customers"'::regclass));

VACUUM (SKIP_LOCKED, TRUNCATE FALSE) "customers";

SELECT format('pid %s (%s)', pid, mode)
FROM pg_locks
WHERE relation = '"customers"'::regclass AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND NOT granted AND pid <> pg_backend_pid()
LIMIT 1;

SELECT
    pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint,
    pg_wal_lsn_diff(min(replay_lsn), '0/0')::bigint,
    extract(epoch FROM max(replay_lag))::float8
FROM pg_stat_replication;

