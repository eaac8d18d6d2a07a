-- Schemas, extensions, enum types, sequences, and all that changes cannot speak of, each with the statements that make it.
WITH
    spaces AS (
        SELECT oid, nspname, nullif(nspname, current_schema())::text AS schema
        FROM pg_namespace
        WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
    ),
    foreign_made AS (
        SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
    ),
    -- What changes made to keep two forms of values in step, and older names of tables in use: the first line of a comment tells it.
    dual_writes AS (
        SELECT DISTINCT r.tgrelid, r.tgfoid, d.description
        FROM pg_trigger AS r JOIN pg_description AS d ON d.objoid = r.tgfoid AND d.classoid = 'pg_proc'::regclass
        WHERE split_part(d.description, E'\n', 1) = 'Kept by SchemaEvolve, which reads this again:'
    ),
    -- A view that somebody has made read something else too is his own.
    aliases AS (
        SELECT n.objoid AS id, min(c.oid::bigint) AS table_id
        FROM pg_description AS n
            JOIN pg_rewrite AS r ON r.ev_class = n.objoid
            JOIN pg_depend AS d
                ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> n.objoid
            LEFT JOIN pg_class AS c ON c.oid = d.refobjid AND c.relkind IN ('r', 'p')
        WHERE n.classoid = 'pg_class'::regclass AND n.objsubid = 0 AND n.description = 'An older name, kept by SchemaEvolve.'
        GROUP BY n.objoid
        HAVING count(DISTINCT d.refobjid) = 1 AND min(c.oid::bigint) IS NOT NULL
    ),
    others (rank, id, kind, schema, name, table_id, definition) AS (
        SELECT 1, s.oid, 'schema', NULL, s.nspname::text, NULL::bigint, ''
        FROM spaces AS s
        WHERE s.nspname <> 'public' AND s.schema IS NOT NULL
        UNION ALL
        SELECT 1, x.oid, 'extension', NULL, x.extname::text, NULL, ''
        FROM pg_extension AS x
        WHERE x.extname <> 'plpgsql'
        UNION ALL
        SELECT 2, t.oid, 'enum', s.schema, t.typname::text, NULL, (
            SELECT string_agg(e.enumlabel, E'\n' ORDER BY e.enumsortorder) FROM pg_enum AS e WHERE e.enumtypid = t.oid
        )
        FROM pg_type AS t JOIN spaces AS s ON s.oid = t.typnamespace
        WHERE t.typtype = 'e'
        UNION ALL
        SELECT 3, t.oid, 'domain', s.schema, t.typname::text, NULL, concat(
            'CREATE DOMAIN ', t.oid::regtype, ' AS ', format_type(t.typbasetype, t.typtypmod),
            ' DEFAULT ' || t.typdefault,
            CASE WHEN t.typnotnull THEN ' NOT NULL' END,
            (SELECT string_agg(format(' CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), '' ORDER BY k.oid)
                FROM pg_constraint AS k WHERE k.contypid = t.oid AND k.contype = 'c'))
        FROM pg_type AS t JOIN spaces AS s ON s.oid = t.typnamespace
        WHERE t.typtype = 'd'
        UNION ALL
        SELECT 4, c.oid, CASE WHEN plain.is_it THEN 'plain sequence' ELSE 'sequence' END, s.schema, c.relname::text, NULL, CASE
            WHEN plain.is_it THEN format(E'%s\n%s', q.seqstart, q.seqincrement)
            ELSE format(
                'CREATE SEQUENCE %s AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s%s',
                c.oid::regclass, q.seqtypid::regtype, q.seqincrement, q.seqmin, q.seqmax, q.seqstart, q.seqcache, CASE WHEN q.seqcycle THEN ' CYCLE' END)
            END
        FROM pg_class AS c JOIN spaces AS s ON s.oid = c.relnamespace JOIN pg_sequence AS q ON q.seqrelid = c.oid
            CROSS JOIN LATERAL (
                SELECT q.seqtypid = 'bigint'::regtype AND q.seqcache = 1 AND NOT q.seqcycle AND c.relpersistence = 'p'
                    AND q.seqmin = CASE WHEN q.seqincrement > 0 THEN 1 ELSE -9223372036854775808 END
                    AND q.seqmax = CASE WHEN q.seqincrement > 0 THEN 9223372036854775807 ELSE -1 END
            ) AS plain (is_it)
        WHERE NOT EXISTS (
            SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i'))
        UNION ALL
        SELECT 5, p.oid, CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END, s.schema,
            format('%s(%s)', p.proname, pg_get_function_identity_arguments(p.oid)), NULL, pg_get_functiondef(p.oid)
        FROM pg_proc AS p JOIN spaces AS s ON s.oid = p.pronamespace
        WHERE p.prokind IN ('f', 'p') AND p.oid NOT IN (SELECT tgfoid FROM dual_writes)
        UNION ALL
        SELECT 6, c.oid, CASE c.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END, s.schema, c.relname::text, NULL, concat(
            'CREATE ', CASE c.relkind WHEN 'v' THEN 'VIEW ' ELSE 'MATERIALIZED VIEW ' END, c.oid::regclass,
            ' WITH (' || array_to_string(c.reloptions, ', ') || ')',
            E' AS\n', rtrim(pg_get_viewdef(c.oid), ';'),
            CASE WHEN c.relowner <> current_user::regrole THEN format(E';\nALTER VIEW %s OWNER TO %I', c.oid::regclass, pg_get_userbyid(c.relowner)) END,
            (SELECT string_agg(format(E';\nGRANT %s ON %s TO %s%s', g.privilege_type, c.oid::regclass,
                    CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,
                    CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' END), '' ORDER BY g.grantee, g.privilege_type)
                FROM aclexplode(c.relacl) AS g WHERE g.grantee <> c.relowner),
            E';\nCOMMENT ON VIEW ' || c.oid::regclass || ' IS ' || quote_literal(obj_description(c.oid, 'pg_class')),
            (SELECT string_agg(E';\n' || pg_get_triggerdef(r.oid), '' ORDER BY r.oid)
                FROM pg_trigger AS r WHERE r.tgrelid = c.oid AND NOT r.tgisinternal))
        FROM pg_class AS c JOIN spaces AS s ON s.oid = c.relnamespace
        WHERE c.relkind IN ('v', 'm') AND c.oid NOT IN (SELECT id FROM aliases)
        UNION ALL
        SELECT 7, c.oid, 'foreign table', s.schema, c.relname::text, NULL, ''
        FROM pg_class AS c JOIN spaces AS s ON s.oid = c.relnamespace
        WHERE c.relkind = 'f'
        UNION ALL
        SELECT 8, c.oid, 'partition key', NULL, 'partition key', c.oid::bigint, 'PARTITION BY ' || pg_get_partkeydef(c.oid)
        FROM pg_class AS c JOIN spaces AS s ON s.oid = c.relnamespace
        WHERE c.relkind = 'p'
        UNION ALL
        SELECT 8, c.oid, CASE WHEN c.relispartition THEN 'partition' ELSE 'inheritance' END, NULL, 'parent ' || h.inhseqno, c.oid::bigint,
            concat_ws(' ', CASE WHEN c.relispartition THEN 'PARTITION OF' ELSE 'INHERITS' END, h.inhparent::regclass, pg_get_expr(c.relpartbound, c.oid))
        FROM pg_class AS c JOIN spaces AS s ON s.oid = c.relnamespace JOIN pg_inherits AS h ON h.inhrelid = c.oid
        WHERE c.relkind IN ('r', 'p')
        UNION ALL
        SELECT 9, r.oid, 'trigger', NULL, r.tgname::text, c.oid::bigint, pg_get_triggerdef(r.oid)
        FROM pg_trigger AS r JOIN pg_class AS c ON c.oid = r.tgrelid JOIN spaces AS s ON s.oid = c.relnamespace
        WHERE NOT r.tgisinternal AND c.relkind IN ('r', 'p') AND r.tgfoid NOT IN (SELECT tgfoid FROM dual_writes)
        UNION ALL
        SELECT 10, c.oid, 'row security', NULL, 'row security', c.oid::bigint, concat(
            'ALTER TABLE ', c.oid::regclass, ' ENABLE ROW LEVEL SECURITY', CASE WHEN c.relforcerowsecurity THEN ', FORCE ROW LEVEL SECURITY' END)
        FROM pg_class AS c JOIN spaces AS s ON s.oid = c.relnamespace
        WHERE c.relrowsecurity
        UNION ALL
        SELECT 11, p.oid, 'policy', NULL, p.polname::text, c.oid::bigint, concat(
            format('CREATE POLICY %I ON %s', p.polname, c.oid::regclass),
            CASE WHEN NOT p.polpermissive THEN ' AS RESTRICTIVE' END,
            CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE' WHEN 'd' THEN ' FOR DELETE' END,
            ' TO ' || (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END, ', ') FROM unnest(p.polroles) AS role),
            ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
            ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
        FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid JOIN spaces AS s ON s.oid = c.relnamespace
        UNION ALL
        SELECT 12, r.oid, 'rule', NULL, r.rulename::text, c.oid::bigint, rtrim(pg_get_ruledef(r.oid), ';')
        FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class JOIN spaces AS s ON s.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p')
        UNION ALL
        SELECT 13, r.oid, 'publication', NULL, p.pubname::text, c.oid::bigint, format('ALTER PUBLICATION %I ADD TABLE %s', p.pubname, c.oid::regclass)
        FROM pg_publication_rel AS r
            JOIN pg_publication AS p ON p.oid = r.prpubid
            JOIN pg_class AS c ON c.oid = r.prrelid
            JOIN spaces AS s ON s.oid = c.relnamespace
        UNION ALL
        SELECT 14, tgfoid, 'dual writes', NULL, 'dual writes', tgrelid::bigint, description
        FROM dual_writes
        UNION ALL
        SELECT 15, c.oid, 'alias', s.schema, c.relname::text, a.table_id, rtrim(pg_get_viewdef(c.oid), ';')
        FROM aliases AS a
            JOIN pg_class AS c ON c.oid = a.id
            JOIN spaces AS s ON s.oid = c.relnamespace
    )
SELECT kind, schema, name, table_id, definition
FROM others
WHERE NOT EXISTS (
    SELECT FROM foreign_made AS e
    WHERE e.objid = others.id AND e.classid IN ('pg_namespace'::regclass, 'pg_type'::regclass, 'pg_class'::regclass, 'pg_proc'::regclass))
ORDER BY rank, id, name
