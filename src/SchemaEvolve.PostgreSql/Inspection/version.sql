-- Changes whenever a schema may have: each row of the system's tables carries the transaction that wrote it last.
SELECT md5(string_agg(part, ' ' ORDER BY part))
FROM (
    SELECT concat('class ', sum(hashtextextended(concat(oid, ' ', xmin), 0))) FROM pg_class WHERE oid >= 16384
    UNION ALL
    SELECT concat('attribute ', sum(hashtextextended(concat(attrelid, ' ', attnum, ' ', xmin), 0))) FROM pg_attribute WHERE attrelid >= 16384
    UNION ALL
    SELECT concat('default ', sum(hashtextextended(concat(oid, ' ', xmin), 0))) FROM pg_attrdef
    UNION ALL
    SELECT concat('constraint ', sum(hashtextextended(concat(oid, ' ', xmin), 0))) FROM pg_constraint WHERE oid >= 16384
    UNION ALL
    -- The flags of an index are written in place, so they count themselves.
    SELECT concat('index ', sum(hashtextextended(concat(indexrelid, ' ', xmin, ' ', indisvalid, ' ', indisready), 0))) FROM pg_index WHERE indexrelid >= 16384
    UNION ALL
    SELECT concat('type ', sum(hashtextextended(concat(oid, ' ', xmin), 0))) FROM pg_type WHERE oid >= 16384
    UNION ALL
    SELECT concat('enum ', sum(hashtextextended(concat(oid, ' ', xmin), 0))) FROM pg_enum
    UNION ALL
    SELECT concat('extension ', sum(hashtextextended(concat(oid, ' ', xmin), 0))) FROM pg_extension
    UNION ALL
    SELECT concat('schema ', sum(hashtextextended(concat(oid, ' ', xmin), 0))) FROM pg_namespace
    UNION ALL
    SELECT concat('function ', sum(hashtextextended(concat(oid, ' ', xmin), 0))) FROM pg_proc WHERE oid >= 16384
    UNION ALL
    SELECT concat('rule ', sum(hashtextextended(concat(oid, ' ', xmin), 0))) FROM pg_rewrite WHERE oid >= 16384
    UNION ALL
    SELECT concat('trigger ', sum(hashtextextended(concat(oid, ' ', xmin), 0))) FROM pg_trigger WHERE oid >= 16384
    UNION ALL
    SELECT concat('policy ', sum(hashtextextended(concat(oid, ' ', xmin), 0))) FROM pg_policy
    UNION ALL
    SELECT concat('sequence ', sum(hashtextextended(concat(seqrelid, ' ', xmin), 0))) FROM pg_sequence
    UNION ALL
    SELECT concat('comment ', sum(hashtextextended(concat(objoid, ' ', objsubid, ' ', xmin), 0))) FROM pg_description WHERE objoid >= 16384
) AS parts (part)
