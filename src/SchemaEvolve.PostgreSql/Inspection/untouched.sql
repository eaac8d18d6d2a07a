-- Whether nobody has made anything in this database yet. Objects that initdb makes have numbers below 16384 (FirstNormalObjectId), and numbers that wrap around begin again there.
SELECT
    NOT EXISTS (SELECT FROM pg_class WHERE oid >= 16384)
    AND NOT EXISTS (SELECT FROM pg_type WHERE oid >= 16384)
    AND NOT EXISTS (SELECT FROM pg_proc WHERE oid >= 16384)
    AND NOT EXISTS (SELECT FROM pg_namespace WHERE oid >= 16384)
    AND NOT EXISTS (SELECT FROM pg_extension WHERE oid >= 16384)
