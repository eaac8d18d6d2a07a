using System.Data.Common;
using Dapper;
using Npgsql;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Connecting;

/// <summary>Looks from another connection at a statement that blocks nobody and so may take its time, and tells who keeps it waiting.</summary>
internal sealed class Watch : IAsyncDisposable
{
    private readonly int _pid;
    private readonly string _statement;
    private readonly Func<Blockade, Task>? _blocked;
    private readonly PostgreSqlConnections _connections;
    private readonly PostgreSqlOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private long? _blockedSince;

    public Watch(
        NpgsqlConnection watched,
        Statement statement,
        Func<Blockade, Task>? blocked,
        PostgreSqlConnections connections,
        PostgreSqlOptions options)
    {
        (_pid, _blocked, _connections, _options) = (watched.ProcessID, blocked, connections, options);
        _statement = statement.Sql.For(Engines.PostgreSql).ReplaceLineEndings(" ");
        _watching = WatchAsync();
    }

    private string Aim => $"{_statement} waits for others to end.";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(_options.ReportEvery, _options.Clock);
        try
        {
            await timer.WaitForNextTickAsync(_stop.Token);
            await using var connection = await _connections.OpenAnyAsync(_stop.Token);
            try
            {
                do
                {
                    await ReportAsync(connection);
                }
                while (await timer.WaitForNextTickAsync(_stop.Token));
            }
            finally
            {
                await UnblockAsync(connection);
            }
        }
        catch (OperationCanceledException)
        {
            // The statement is done.
        }
        catch (Exception error) when (error is DbException or MigrationConnectionException)
        {
            // Whoever only watches must not stop the one who works.
            _options.Logger.NotWatched(_statement, error.Message);
        }
    }

    private async Task ReportAsync(NpgsqlConnection connection)
    {
        var progress = await connection.QueryAsync<BuildProgress>(
            "SELECT phase, blocks_done AS done, blocks_total AS total FROM pg_stat_progress_create_index WHERE pid = @pid",
            new { pid = _pid });
        foreach (var build in progress)
        {
            _options.Logger.IndexBuildGoesOn(_statement, build.Phase, build.Done, build.Total);
        }

        var blockers = (await connection.QueryAsync<Blocker>(
            """
            SELECT
                activity.pid,
                activity.usename AS "user",
                activity.application_name AS application,
                activity.state,
                activity.backend_type AS kind,
                left(activity.query, 500) AS query,
                extract(epoch FROM clock_timestamp() - activity.xact_start)::float8 AS seconds
            FROM unnest(pg_blocking_pids(@pid)) AS blocking (pid)
            JOIN pg_stat_activity AS activity USING (pid)
            """,
            new { pid = _pid })).AsList();
        if (blockers.Count == 0)
        {
            await UnblockAsync(connection);
            return;
        }

        _options.Logger.StatementWaits(_statement, string.Join("; ", blockers));
        if (_blocked is not null && _blockedSince is null)
        {
            _blockedSince = _options.Clock.GetTimestamp();
            await _blocked(new(Aim, [.. blockers.Select(blocker => blocker.ToString())], connection, Transaction: null));
        }
    }

    private async Task UnblockAsync(NpgsqlConnection connection)
    {
        if (_blockedSince is { } since)
        {
            _blockedSince = null;
            await _blocked!(new(Aim, [], connection, Transaction: null) { Waited = _options.Clock.GetElapsedTime(since) });
        }
    }
}
