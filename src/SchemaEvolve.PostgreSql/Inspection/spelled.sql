-- What expressions look like once the server has read and written them, in the temporary tables and views of this session.
SELECT a.attname::text AS name, pg_get_expr(d.adbin, d.adrelid) AS expression
FROM pg_attrdef AS d
    JOIN pg_class AS c ON c.oid = d.adrelid
    JOIN pg_attribute AS a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
WHERE c.relnamespace = pg_my_temp_schema()
UNION ALL
SELECT k.conname::text, pg_get_expr(k.conbin, k.conrelid)
FROM pg_constraint AS k
WHERE k.connamespace = pg_my_temp_schema() AND k.contype = 'c'
UNION ALL
SELECT c.relname::text, pg_get_indexdef(i.indexrelid, 1, false)
FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE c.relnamespace = pg_my_temp_schema()
UNION ALL
SELECT c.relname::text, pg_get_viewdef(c.oid)
FROM pg_class AS c
WHERE c.relnamespace = pg_my_temp_schema() AND c.relkind = 'v'
