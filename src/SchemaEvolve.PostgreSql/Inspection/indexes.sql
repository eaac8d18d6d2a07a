-- The keys of all indexes that no constraint has, included columns behind the others.
SELECT
    i.indrelid::bigint AS table_id,
    c.relname::text AS name,
    i.indisunique AS is_unique,
    i.indisvalid AS is_valid,
    nullif(m.amname::text, 'btree') AS method,
    pg_get_expr(i.indpred, i.indrelid) AS condition,
    coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AS are_nulls_equal,
    pg_get_indexdef(c.oid) AS source,
    key.place > i.indnkeyatts AS is_included,
    a.attname::text AS "column",
    CASE WHEN a.attname IS NULL THEN pg_get_indexdef(c.oid, key.place, false) END AS expression,
    coalesce(i.indoption[key.place - 1] & 1 = 1, false) AS is_descending,
    coalesce(i.indoption[key.place - 1] & 2 = 2, false) AS are_nulls_first,
    nullif(nullif(collation_schema.nspname, 'pg_catalog'), current_schema()) AS collation_schema,
    o.collname::text AS collation,
    nullif(nullif(operator_schema.nspname, 'pg_catalog'), current_schema()) AS operator_schema,
    p.opcname::text AS operator_class
FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_class AS t ON t.oid = i.indrelid
    JOIN pg_am AS m ON m.oid = c.relam
    CROSS JOIN LATERAL generate_series(1, i.indnatts::int) AS key (place)
    LEFT JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[key.place - 1] AND a.attnum <> 0
    LEFT JOIN pg_collation AS o
        ON o.oid = i.indcollation[key.place - 1] AND o.collname <> 'default' AND o.oid IS DISTINCT FROM a.attcollation
    LEFT JOIN pg_namespace AS collation_schema ON collation_schema.oid = o.collnamespace
    LEFT JOIN pg_opclass AS p ON p.oid = i.indclass[key.place - 1] AND NOT p.opcdefault
    LEFT JOIN pg_namespace AS operator_schema ON operator_schema.oid = p.opcnamespace
WHERE t.relkind IN ('r', 'p')
    AND c.relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_' OR nspname = 'information_schema')
    AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
ORDER BY i.indrelid, c.oid, key.place
