-- Counters, old transactions, replication slots and the age of transaction numbers. What this role may not see is left out.
SELECT
    'counter' AS kind,
    nullif(n.nspname, current_schema())::text AS schema,
    c.relname::text AS name,
    a.attname::text AS detail,
    pg_sequence_last_value(q.seqrelid) AS amount,
    least(q.seqmax, CASE a.atttypid WHEN 'smallint'::regtype THEN 32767 WHEN 'integer'::regtype THEN 2147483647 ELSE 9223372036854775807 END) AS bound
FROM pg_sequence AS q
    JOIN pg_depend AS d ON d.classid = 'pg_class'::regclass AND d.objid = q.seqrelid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
    JOIN pg_class AS c ON c.oid = d.refobjid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
WHERE q.seqincrement > 0 AND NOT q.seqcycle
    AND CASE WHEN has_sequence_privilege(q.seqrelid, 'SELECT, USAGE') THEN pg_sequence_last_value(q.seqrelid) END IS NOT NULL
UNION ALL
SELECT 'transaction', NULL, concat_ws(', ', 'pid ' || pid, nullif(application_name, ''), usename, state), NULL, extract(epoch FROM clock_timestamp() - xact_start)::bigint, NULL
FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND coalesce(backend_xid, backend_xmin) IS NOT NULL
    AND backend_type = 'client backend'
UNION ALL
SELECT 'prepared', NULL, gid, NULL, extract(epoch FROM clock_timestamp() - prepared)::bigint, NULL
FROM pg_prepared_xacts
WHERE database = current_database()
UNION ALL
SELECT 'slot', NULL, slot_name, CASE WHEN active THEN 'active' END, greatest(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::bigint, NULL
FROM pg_replication_slots
WHERE restart_lsn IS NOT NULL
UNION ALL
SELECT 'database', NULL, datname::text, NULL, age(datfrozenxid)::bigint, NULL
FROM pg_database
WHERE datname = current_database()
ORDER BY kind, amount DESC
