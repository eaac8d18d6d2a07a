using System.Data.Common;
using Npgsql;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.PostgreSql.Journaling;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Locking;

/// <summary>Lets one process at a time migrate, by a row that is good for a while. It asks nothing of sessions, so it works behind any pooler.</summary>
internal sealed class LeaseLock(PostgreSqlConnections connections, JournalTables tables, Fence fence, PostgreSqlOptions options) : IMigrationLock
{
    private readonly LeaseSql _sql = new(tables);

    public async Task<LockAttempt> TryAcquireAsync(DbConnection connection, Actor actor, CancellationToken cancellationToken)
    {
        var session = (NpgsqlConnection)connection;
        try
        {
            return await TryTakeAsync(session, actor, cancellationToken);
        }
        catch (PostgresException error) when (Faults.IsMissingTable(error.SqlState))
        {
            await Rights.CheckAsync(session, tables.Schema, needs: [], cancellationToken);
            await CreateAsync(session, cancellationToken);
            return await TryTakeAsync(session, actor, cancellationToken);
        }
    }

    public async Task<string?> FindHolderAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand(_sql.FindHolder, (NpgsqlConnection)connection);
        try
        {
            return await find.ExecuteScalarAsync(cancellationToken) as string;
        }
        catch (PostgresException error) when (Faults.IsMissingTable(error.SqlState))
        {
            // Nobody has ever asked for the lease.
            return null;
        }
    }

    public async Task<IAsyncDisposable> AnnounceAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var session = (NpgsqlConnection)connection;
        await using var command = new NpgsqlCommand(_sql.Announce, session);
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UndefinedColumn)
        {
            // An older release made the table, and holds the lease. It does not listen.
            return new Announcement(session, ending: null);
        }

        return new Announcement(session, _sql.EndAnnouncement);
    }

    public async Task<bool> IsAwaitedAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(_sql.IsAwaited, (NpgsqlConnection)connection);
        try
        {
            return await command.ExecuteScalarAsync(cancellationToken) is true;
        }
        catch (PostgresException error) when (Faults.IsMissingTable(error.SqlState) || error.SqlState == PostgresErrorCodes.UndefinedColumn)
        {
            // Nobody has ever asked for the lease, or only releases that do not say so.
            return false;
        }
    }

    private async Task<LockAttempt> TryTakeAsync(NpgsqlConnection session, Actor actor, CancellationToken cancellationToken)
    {
        var asked = options.Clock.GetTimestamp();
        await using var take = new NpgsqlCommand(_sql.Take, session)
        {
            Parameters = { Parameter.Text(actor.ToString()), Parameter.Interval(options.LeaseDuration) },
        };
        if (await take.ExecuteScalarAsync(cancellationToken) is long token)
        {
            var held = new HeldLease(connections, _sql, token, asked, options);
            fence.Admit(session, held);
            return new(held, Holder: null);
        }

        await using var find = new NpgsqlCommand(_sql.FindHolder, session);
        return new(Held: null, await find.ExecuteScalarAsync(cancellationToken) as string);
    }

    private async Task CreateAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        await using var look = new NpgsqlCommand(_sql.HasSchema, session) { Parameters = { Parameter.Text(tables.Schema.Value) } };
        var hasSchema = await look.ExecuteScalarAsync(cancellationToken) is true;
        await using var creation = new NpgsqlBatch(session);
        foreach (var sql in hasSchema ? [_sql.CreateTable, _sql.CreateRow] : (string[])[_sql.CreateSchema, _sql.CreateTable, _sql.CreateRow])
        {
            creation.BatchCommands.Add(new(sql));
        }

        try
        {
            await creation.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState
            is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateSchema or PostgresErrorCodes.DuplicateTable)
        {
            // Nothing guards the making of the guard: another start made it at the same moment.
        }
    }
}
