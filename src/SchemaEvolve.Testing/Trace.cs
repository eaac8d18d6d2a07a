using System.Data.Common;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Testing;

/// <summary>What really becomes of the tables of a PostgreSQL database: which of them are locked, and how strongly, which are written anew, and which are read whole.</summary>
/// <remarks>A table must have two rows for it to show that it is read whole.</remarks>
/// <example><code>
/// await using var transaction = await connection.BeginTransactionAsync();
/// var trace = await Trace.BeginAsync(connection);
/// // … statements …
/// var impacts = await trace.EndAsync();
/// </code></example>
public sealed class Trace
{
    private const string Tables =
        """
        SELECT c.oid::bigint, nullif(n.nspname, current_schema()), c.relname, c.relfilenode::bigint, pg_stat_get_xact_tuples_returned(c.oid)
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v') AND c.oid >= 16384
        """;

    // Only those that the session holds to the end of its transaction are still there to be seen.
    private const string Locks =
        "SELECT relation::bigint, mode FROM pg_locks WHERE pid = pg_backend_pid() AND granted AND locktype = 'relation' AND relation >= 16384";

    private readonly DbConnection _connection;
    private readonly IReadOnlyDictionary<long, Seen> _before;

    private Trace(DbConnection connection, IReadOnlyDictionary<long, Seen> before) => (_connection, _before) = (connection, before);

    /// <summary>Looks at the tables that there are, in the transaction that is about to do something to them.</summary>
    public static async Task<Trace> BeginAsync(DbConnection connection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);

        return new(connection, await LookAsync(connection, cancellationToken));
    }

    /// <summary>Looks again, before the transaction ends.</summary>
    /// <returns>What became of the tables that were there before.</returns>
    public async Task<ValueList<Impact>> EndAsync(CancellationToken cancellationToken = default)
    {
        var locks = (await ReadAsync(_connection, Locks, reader => (Id: reader.GetInt64(0), Mode: Read(reader.GetString(1))), cancellationToken))
            .GroupBy(held => held.Id)
            .ToDictionary(held => held.Key, held => held.Max(one => one.Mode));
        var after = await LookAsync(_connection, cancellationToken);

        return
        [
            .. _before
                .Where(table => locks.ContainsKey(table.Key))
                .Select(table => new Impact(table.Value.Table, locks[table.Key])
                {
                    Rewrites = after.TryGetValue(table.Key, out var now) && now.File != table.Value.File,
                    Scans = now is not null && now.Tuples > table.Value.Tuples,
                })
                .OrderBy(impact => impact.Table.ToString(), StringComparer.Ordinal),
        ];
    }

    private static async Task<IReadOnlyDictionary<long, Seen>> LookAsync(DbConnection connection, CancellationToken cancellationToken) =>
        (await ReadAsync(
            connection,
            Tables,
            reader => (Id: reader.GetInt64(0), Seen: new Seen(reader.IsDBNull(1) ? reader.GetString(2) : (reader.GetString(1), reader.GetString(2)), reader.GetInt64(3), reader.GetInt64(4))),
            cancellationToken)).ToDictionary(row => row.Id, row => row.Seen);

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(DbConnection connection, string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    // As in “AccessExclusiveLock”.
    private static TableLock Read(string mode) => Enum.Parse<TableLock>(mode[..^"Lock".Length]);

    private sealed record Seen(QualifiedName Table, long File, long Tuples);
}
