using System.Data.Common;
using Dapper;
using SchemaEvolve.PostgreSql.Journaling;

namespace SchemaEvolve.PostgreSql.Connecting;

/// <summary>What a role must be allowed to do before it can migrate anything.</summary>
internal static class Rights
{
    /// <summary>Complains about all rights that are missing, at once.</summary>
    public static async Task CheckAsync(DbConnection connection, JournalTables tables)
    {
        var missing = (await connection.QueryAsync<string>(
            """
            WITH journal AS (SELECT oid, nspname FROM pg_namespace WHERE nspname = @schema)
            SELECT format('GRANT CREATE ON DATABASE %I TO %I', current_database(), current_user)
            WHERE NOT EXISTS (SELECT FROM journal) AND NOT has_database_privilege(current_database(), 'CREATE')
            UNION ALL
            SELECT format('GRANT USAGE ON SCHEMA %I TO %I', nspname, current_user)
            FROM journal
            WHERE NOT has_schema_privilege(oid, 'USAGE')
            UNION ALL
            SELECT format('GRANT CREATE ON SCHEMA %I TO %I', nspname, current_user)
            FROM journal
            WHERE NOT has_schema_privilege(oid, 'CREATE') AND NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = journal.oid AND relname = 'meta')
            UNION ALL
            SELECT format('GRANT %s ON %I.%I TO %I', privilege, nspname, relname, current_user)
            FROM journal
            JOIN pg_class ON relnamespace = journal.oid AND relkind = 'r'
            CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS privilege
            WHERE NOT has_table_privilege(pg_class.oid, privilege)
            UNION ALL
            SELECT format('GRANT CREATE ON SCHEMA %I TO %I', current_schema(), current_user)
            WHERE NOT has_schema_privilege(current_schema(), 'CREATE')
            """,
            new { schema = tables.Schema.Value })).AsList();
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
