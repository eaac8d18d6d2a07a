-- The columns of all tables, each with what there is to say about its table. A table without columns has one row, without a column.
SELECT
    c.oid::bigint AS table_id,
    nullif(n.nspname, current_schema()) AS schema,
    c.relname::text AS "table",
    c.relpersistence = 'u' AS is_unlogged,
    array_to_string(c.reloptions, E'\n') AS options,
    obj_description(c.oid, 'pg_class') AS table_comment,
    a.attname::text AS "column",
    coalesce(format_type(coalesce(element.oid, t.oid), a.atttypmod), '') AS type,
    element.oid IS NOT NULL AS is_array,
    nullif(enum_schema.nspname, current_schema()) AS enum_schema,
    CASE WHEN coalesce(element.typtype, t.typtype) = 'e' THEN coalesce(element.typname, t.typname)::text END AS enum,
    -- Since 18, the flag is also set while rows with NULL may still be there.
    coalesce(a.attnotnull, false) AND NOT EXISTS (
        SELECT FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype = 'n' AND k.conkey[1] = a.attnum AND NOT k.convalidated
    ) AS is_required,
    pg_get_expr(d.adbin, d.adrelid) AS expression,
    a.attgenerated::text AS generated,
    a.attidentity::text AS identity,
    coalesce(s.seqstart, 1) AS identity_start,
    coalesce(s.seqincrement, 1) AS identity_increment,
    nullif(nullif(collation_schema.nspname, 'pg_catalog'), current_schema()) AS collation_schema,
    o.collname::text AS collation,
    col_description(c.oid, a.attnum) AS comment
FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_type AS t ON t.oid = a.atttypid
    LEFT JOIN pg_type AS element ON element.oid = t.typelem AND t.typcategory = 'A'
    LEFT JOIN pg_namespace AS enum_schema ON enum_schema.oid = coalesce(element.typnamespace, t.typnamespace)
    LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
    LEFT JOIN pg_collation AS o ON o.oid = a.attcollation AND a.attcollation <> t.typcollation
    LEFT JOIN pg_namespace AS collation_schema ON collation_schema.oid = o.collnamespace
    LEFT JOIN pg_depend AS numbered
        ON numbered.refclassid = 'pg_class'::regclass AND numbered.refobjid = c.oid AND numbered.refobjsubid = a.attnum
        AND numbered.classid = 'pg_class'::regclass AND numbered.deptype = 'i' AND a.attidentity <> ''
    LEFT JOIN pg_sequence AS s ON s.seqrelid = numbered.objid
WHERE c.relkind IN ('r', 'p')
    AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND NOT EXISTS (SELECT FROM pg_depend AS e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
ORDER BY c.oid, a.attnum
