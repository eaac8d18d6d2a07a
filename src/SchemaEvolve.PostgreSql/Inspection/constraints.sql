-- The constraints of all tables, their columns in the order of the key.
SELECT
    k.conrelid::bigint AS table_id,
    k.conname::text AS name,
    k.contype::text AS kind,
    (
        SELECT array_agg(a.attname::text ORDER BY place)
        FROM unnest(k.conkey) WITH ORDINALITY AS part (number, place)
            JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = part.number
    ) AS columns,
    nullif(n.nspname, current_schema()) AS other_schema,
    other.relname::text AS other,
    (
        SELECT array_agg(a.attname::text ORDER BY place)
        FROM unnest(k.confkey) WITH ORDINALITY AS part (number, place)
            JOIN pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = part.number
    ) AS other_columns,
    k.confdeltype::text AS on_delete,
    k.confupdtype::text AS on_update,
    k.condeferrable AS is_deferrable,
    k.condeferred AS is_deferred,
    k.convalidated AS is_validated,
    coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AS are_nulls_equal,
    coalesce(pg_get_expr(k.conbin, k.conrelid), exclusion.condition) AS condition,
    exclusion.method,
    exclusion.expressions,
    exclusion.operators,
    -- What the model has no word for: operator classes, DEFERRABLE or other details of an exclusion, INCLUDE, MATCH FULL, SET NULL of some columns, NOT ENFORCED, WITHOUT OVERLAPS.
    (k.contype = 'x' AND (k.condeferrable OR NOT exclusion.is_plain))
        OR (k.contype IN ('p', 'u', 'x') AND i.indnkeyatts <> i.indnatts)
        OR (k.contype = 'f' AND (k.confmatchtype <> 's' OR coalesce(jsonb_typeof(to_jsonb(k) -> 'confdelsetcols') = 'array', false)))
        OR coalesce((to_jsonb(k) ->> 'conperiod')::boolean, false)
        OR NOT coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true) AS is_opaque,
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) AS source
FROM pg_constraint AS k
    JOIN pg_class AS c ON c.oid = k.conrelid
    LEFT JOIN pg_class AS other ON other.oid = k.confrelid
    LEFT JOIN pg_namespace AS n ON n.oid = other.relnamespace
    LEFT JOIN pg_index AS i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
    LEFT JOIN LATERAL (
        SELECT
            m.amname::text AS method,
            pg_get_expr(i.indpred, i.indrelid) AS condition,
            array_agg(pg_get_indexdef(i.indexrelid, part.place::int, false) ORDER BY part.place) AS expressions,
            array_agg(o.oprname::text ORDER BY part.place) AS operators,
            bool_and(
                p.opcdefault
                AND pg_operator_is_visible(o.oid)
                AND i.indoption[part.place - 1] = 0
                AND coalesce(
                    i.indcollation[part.place - 1] = a.attcollation,
                    i.indcollation[part.place - 1] IN (0, 'pg_catalog."default"'::regcollation))
                AND x.reloptions IS NULL) AS is_plain
        FROM unnest(k.conexclop) WITH ORDINALITY AS part (operator, place)
            JOIN pg_class AS x ON x.oid = i.indexrelid
            JOIN pg_am AS m ON m.oid = x.relam
            JOIN pg_operator AS o ON o.oid = part.operator
            JOIN pg_opclass AS p ON p.oid = i.indclass[part.place - 1]
            LEFT JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[part.place - 1] AND a.attnum <> 0
        GROUP BY m.amname
    ) AS exclusion ON k.contype = 'x'
WHERE c.relkind IN ('r', 'p')
    AND (k.contype IN ('p', 'u', 'c', 'f', 'x') OR (k.contype = 'n' AND NOT k.convalidated))
    AND c.relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_' OR nspname = 'information_schema')
    -- The shares that partitions have in a foreign key are the server's own.
    AND NOT (k.contype = 'f' AND k.conparentid <> 0)
ORDER BY k.conrelid, k.oid
