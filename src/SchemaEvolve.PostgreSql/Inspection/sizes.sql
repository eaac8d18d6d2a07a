-- What each table holds. To ask a table itself for its size waits for whoever has it all to himself: then the last known size will do.
SELECT
    nullif(n.nspname, current_schema()) AS schema,
    c.relname::text AS "table",
    coalesce(sum(greatest(leaf.reltuples, s.n_live_tup, 0)), 0)::bigint AS rows,
    coalesce(sum(CASE WHEN busy.is_it THEN greatest(leaf.relpages, 0)* current_setting('block_size')::bigint ELSE pg_table_size(leaf.oid) END), 0)::bigint AS bytes,
    coalesce(sum(CASE WHEN busy.is_it THEN 0 ELSE pg_indexes_size(leaf.oid) END), 0)::bigint AS index_bytes,
    coalesce(sum(s.n_tup_ins + s.n_tup_upd + s.n_tup_del), 0)::bigint AS writes,
    -- The columns are missing before 16, so they are asked for by name.
    extract(epoch FROM clock_timestamp() - max(greatest((to_jsonb(s) ->> 'last_seq_scan')::timestamptz, (to_jsonb(s) ->> 'last_idx_scan')::timestamptz)))::double precision
        AS last_read_ago
FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL (SELECT c.oid UNION SELECT relid FROM pg_partition_tree(c.oid)) AS tree (id)
    LEFT JOIN pg_class AS leaf ON leaf.oid = tree.id AND leaf.relkind <> 'p'
    LEFT JOIN pg_stat_all_tables AS s ON s.relid = leaf.oid
    CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM pg_locks AS l WHERE l.relation = leaf.oid AND l.mode = 'AccessExclusiveLock' AND l.pid <> pg_backend_pid())
    ) AS busy (is_it)
WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
GROUP BY c.oid, n.nspname, c.relname
ORDER BY c.oid
