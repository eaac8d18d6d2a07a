using System.Data.Common;
using Dapper;
using Npgsql;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>The table in which the journal says of what release its tables are.</summary>
internal sealed class MetaTable(JournalTables tables)
{
    private string IsThere => field ??= Text(
        $"""
        SELECT EXISTS (
            SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE nspname = $1 AND relname = 'meta')
        """);

    private string ReadVersion => field ??= Text(
        $"""
        SELECT
            (SELECT value::integer FROM {tables.Meta} WHERE key = 'format') AS format,
            (SELECT value::integer FROM {tables.Meta} WHERE key = 'layout') AS layout,
            (SELECT value FROM {tables.Meta} WHERE key = 'release') AS release
        """);

    /// <summary>Whether there is a journal.</summary>
    public async Task<bool> IsThereAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(IsThere, (NpgsqlConnection)connection, (NpgsqlTransaction?)transaction) { Parameters = { Parameter.Text(tables.Schema.Value) } };

        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>How the tables of the journal are made, or <see langword="null"/> where there is none.</summary>
    /// <exception cref="MigrationHistoryException">This release cannot read them.</exception>
    public async Task<JournalVersion?> ReadVersionAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        // A look at the table itself would end the transaction where there is none.
        if (!await IsThereAsync(connection, transaction, cancellationToken))
        {
            return null;
        }

        var version = (await connection.QuerySingleAsync<VersionRow>(ReadVersion, cancellationToken, transaction)).ToVersion();
        version.RefuseNewer();
        return version;
    }

    private static string Text(Sql sql) => sql.For(Engines.PostgreSql);
}
