CREATE VIEW "clients" AS
    SELECT "id", "name", "phone", "points", "notes", "country", "xmin" FROM "customers";

COMMENT ON VIEW "clients" IS 'An older name, kept by SchemaEvolve.';

DO $se$
DECLARE
    original regclass := '"customers"';
    alias regclass := '"clients"';
    statement text;
BEGIN
    FOR statement IN
        SELECT format('ALTER VIEW %s OWNER TO %I', alias, pg_get_userbyid(relowner))
        FROM pg_class
        WHERE oid = original AND relowner <> current_user::regrole
        UNION ALL
        SELECT format(
            'GRANT %s%s ON %s TO %s%s',
            privilege_type,
            ' (' || quote_ident(attname) || ')',
            alias,
            CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END,
            CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END)
        FROM (
            SELECT relowner, relacl, NULL::name AS attname FROM pg_class WHERE oid = original
            UNION ALL
            SELECT relowner, attacl, attname
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
            WHERE attrelid = original AND attnum > 0 AND NOT attisdropped
        ) AS acls, aclexplode(relacl)
        WHERE grantee <> relowner AND privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
    LOOP
        EXECUTE statement;
    END LOOP;
END
$se$;

