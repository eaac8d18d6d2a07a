using Npgsql;
using SchemaEvolve.PostgreSql.Connecting;

namespace SchemaEvolve.PostgreSql.Locking;

/// <summary>Finds out whether a pooler gives each transaction whatever server connection is free, so that a session means nothing.</summary>
internal static class Pooler
{
    /// <summary>Complains if two connections that are open at once turn out to share a session of the server, or one to change it.</summary>
    public static async Task RefuseTransactionPoolingAsync(NpgsqlConnection session, PostgreSqlConnections connections, CancellationToken cancellationToken)
    {
        var before = await ProcessAsync(session, cancellationToken);
        await using var other = await connections.OpenAnyAsync(cancellationToken);
        await using var busy = await other.BeginTransactionAsync(cancellationToken);
        var others = await ProcessAsync(other, cancellationToken);
        var after = await ProcessAsync(session, cancellationToken);
        if (others == before || after != before)
        {
            throw new MigrationConnectionException(
                """
                Between this application and PostgreSQL stands a pooler that hands out a server connection for a transaction at a time. A lock that is held by a session protects nothing there.
                Set MigrationConnectionString to the server itself, or to a pool in session mode. If there is no other way in, set LockStrategy to Lease.
                """);
        }
    }

    private static async Task<int> ProcessAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);

        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
