using System.Data.Common;
using Dapper;

namespace SchemaEvolve.PostgreSql.Connecting;

/// <summary>What a role must be allowed to do before it migrates anything.</summary>
internal static class Rights
{
    /// <summary>Complains about all rights that are missing, at once.</summary>
    /// <param name="connection">The connection of the role.</param>
    /// <param name="journal">The schema of the journal, which is needed in any case.</param>
    /// <param name="needs">What else is needed.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public static async Task CheckAsync(DbConnection connection, Identifier journal, IReadOnlyList<Need> needs, CancellationToken cancellationToken)
    {
        var missing = (await connection.QueryAsync<string>(
            """
            WITH
                asked AS (
                    SELECT privilege, kind, coalesce(schema, current_schema(), 'public') AS schema, name
                    FROM unnest(@rights, @kinds, @schemas, @names) AS need (privilege, kind, schema, name)
                ),
                needs AS (
                    SELECT privilege, kind, schema, name
                    FROM asked
                    UNION
                    -- A view is dropped under LOCK TABLE, which locks what it shows too.
                    SELECT 'UPDATE', 'TABLE', n.nspname::text, shown.relname::text
                    FROM asked
                        JOIN pg_namespace AS own ON own.nspname = schema
                        JOIN pg_class AS c ON c.relnamespace = own.oid AND c.relname = name
                        JOIN pg_rewrite AS rule ON ev_class = c.oid
                        JOIN pg_depend ON (classid, objid, refclassid) = ('pg_rewrite'::regclass, rule.oid, 'pg_class'::regclass)
                        JOIN pg_class AS shown ON shown.oid = refobjid
                        JOIN pg_namespace AS n ON n.oid = shown.relnamespace
                    WHERE kind = 'VIEW'
                    UNION
                    SELECT 'CREATE', CASE WHEN EXISTS (SELECT FROM pg_namespace WHERE nspname = @journal) THEN 'SCHEMA' ELSE 'DATABASE' END, @journal, 'meta'
                    WHERE NOT EXISTS (SELECT FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace WHERE nspname = @journal AND relname = 'meta')
                    UNION
                    SELECT privilege, 'TABLE', nspname::text, relname::text
                    FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace
                        CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS privilege
                    WHERE nspname = @journal AND relkind = 'r'
                ),
                things (kind, schema, name, schema_owner, owner, table_id, type_id) AS (
                    SELECT 'SCHEMA', nspname::text, NULL::text, nspowner, nspowner, NULL::oid, NULL::oid
                    FROM pg_namespace
                    UNION ALL
                    SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, nspname::text, relname::text, nspowner, relowner, c.oid, NULL
                    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace
                    WHERE relkind IN ('r', 'p', 'S')
                    UNION ALL
                    SELECT 'VIEW', nspname::text, relname::text, nspowner, relowner, NULL, NULL
                    FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace
                    WHERE relkind = 'v'
                    UNION ALL
                    SELECT 'FUNCTION', nspname::text, proname::text, nspowner, proowner, NULL, NULL
                    FROM pg_proc JOIN pg_namespace AS n ON n.oid = pronamespace
                    WHERE prorettype = 'trigger'::regtype
                    UNION ALL
                    SELECT 'TYPE', nspname::text, typname::text, nspowner, typowner, NULL, t.oid
                    FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = typnamespace
                    WHERE typtype = 'e'
                ),
                missing (place, words) AS (
                    SELECT 1, format('GRANT CREATE ON DATABASE %I', current_database())
                    FROM needs
                    WHERE kind = 'DATABASE' AND NOT has_database_privilege(current_database(), 'CREATE')
                    UNION
                    SELECT 2, format('GRANT USAGE ON SCHEMA %I', nspname)
                    FROM needs JOIN pg_namespace ON nspname = schema
                    WHERE NOT has_schema_privilege(oid, 'USAGE')
                    UNION
                    SELECT 3, format('GRANT CREATE ON SCHEMA %I', nspname)
                    FROM needs JOIN pg_namespace ON nspname = schema
                    WHERE NOT has_schema_privilege(oid, 'CREATE') AND CASE privilege
                        WHEN 'CREATE' THEN kind = 'SCHEMA'
                        WHEN 'RENEW' THEN EXISTS (SELECT FROM things AS t WHERE (t.kind, t.schema, t.name) = (needs.kind, needs.schema, needs.name))
                    END
                    UNION
                    SELECT 4, format('ALTER %s %s OWNER', kind, concat_ws('.', quote_ident(schema), quote_ident(t.name)))
                    FROM needs JOIN things AS t USING (kind, schema)
                    WHERE privilege IN ('OWN', 'DROP', 'RENEW') AND (t.name = needs.name OR t.name IS NULL)
                        AND NOT pg_has_role(owner, 'USAGE') AND NOT (privilege IN ('DROP', 'RENEW') AND pg_has_role(schema_owner, 'USAGE'))
                    UNION
                    SELECT 5, format('GRANT %s ON %I.%I', string_agg(privilege, ', ' ORDER BY privilege), schema, name)
                    FROM needs JOIN things AS t USING (kind, schema, name)
                    WHERE table_id IS NOT NULL
                        -- Owners have all of them.
                        AND NOT EXISTS (SELECT FROM needs AS own WHERE own.privilege IN ('OWN', 'DROP') AND (own.kind, own.schema, own.name) = (t.kind, t.schema, t.name))
                        AND NOT CASE
                            WHEN privilege IN ('OWN', 'DROP') THEN true
                            WHEN privilege = 'DELETE' THEN has_table_privilege(table_id, privilege)
                            -- On some of the columns may be enough.
                            ELSE has_any_column_privilege(table_id, privilege)
                        END
                    GROUP BY schema, name
                    UNION
                    SELECT 6, format('GRANT USAGE ON TYPE %I.%I', schema, name)
                    FROM needs JOIN things USING (kind, schema, name)
                    WHERE privilege = 'USAGE' AND type_id IS NOT NULL AND NOT has_type_privilege(type_id, 'USAGE')
                )
            SELECT format('%s TO %I', words, current_user)
            FROM missing
            ORDER BY place, words
            """,
            new
            {
                journal = journal.Value,
                rights = needs.Select(need => need.Right).ToArray(),
                kinds = needs.Select(need => need.Kind).ToArray(),
                schemas = needs.Select(need => need.Name.Schema?.Value).ToArray(),
                names = needs.Select(need => need.Name.Name.Value).ToArray(),
                cancellationToken,
            })).AsList();
        if (missing.Count > 0)
        {
            throw new MigrationConnectionException(
                $"""
                The role that migrates lacks rights. Nothing has been touched. Let an administrator run:
                {string.Join('\n', missing.Select(grant => $"    {grant};"))}
                """);
        }
    }
}
