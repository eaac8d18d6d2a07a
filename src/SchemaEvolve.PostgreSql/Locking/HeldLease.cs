using Npgsql;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Locking;

/// <summary>A lease, renewed on a connection of its own while the migrating one is at work.</summary>
internal sealed class HeldLease : IHeldLock
{
    private const int RenewalsPerLease = 3;

    private readonly PostgreSqlConnections _connections;
    private readonly LeaseSql _sql;
    private readonly long _token;
    private readonly PostgreSqlOptions _options;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _renewing;

    public HeldLease(PostgreSqlConnections connections, LeaseSql sql, long token, long taken, PostgreSqlOptions options)
    {
        (_connections, _sql, _token, _options) = (connections, sql, token, options);
        _renewing = RenewAsync(taken);
    }

    public CancellationToken Lost => _lost.Token;

    /// <summary>A query that finds a row as long as the lease is held, and keeps it held until the transaction ends.</summary>
    public NpgsqlBatchCommand Proof() => new(_sql.Prove) { Parameters = { Parameter.Bigint(_token) } };

    /// <summary>Stops whatever is done under the lease.</summary>
    public void Lose() => _lost.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _renewing;
        _stop.Dispose();
        try
        {
            await ExecuteAsync(_sql.Release, [Parameter.Bigint(_token)], CancellationToken.None);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Nobody is told, but the lease runs out by itself.
            _options.Logger.LeaseNotReleased(error.Message);
        }
    }

    private async Task RenewAsync(long renewed)
    {
        using var timer = new PeriodicTimer(_options.LeaseDuration / RenewalsPerLease, _options.Clock);
        try
        {
            while (!_lost.IsCancellationRequested && await timer.WaitForNextTickAsync(_stop.Token))
            {
                var asked = _options.Clock.GetTimestamp();
                if (await TryRenewAsync())
                {
                    renewed = asked;
                }
                else if (_options.Clock.GetElapsedTime(renewed) >= _options.LeaseDuration)
                {
                    Lose();
                }
            }
        }
        catch (Exception error) when (_stop.IsCancellationRequested && error is not OutOfMemoryException)
        {
            // Released.
        }
    }

    /// <summary>Whether the lease is good for its whole duration again. If it is another's by now, it is lost at once.</summary>
    private async Task<bool> TryRenewAsync()
    {
        try
        {
            var isHeld = await ExecuteAsync(_sql.Renew, [Parameter.Bigint(_token), Parameter.Interval(_options.LeaseDuration)], _stop.Token) == 1;
            if (!isHeld)
            {
                Lose();
            }

            return isHeld;
        }
        catch (Exception error) when (!_stop.IsCancellationRequested && error is not OutOfMemoryException)
        {
            _options.Logger.LeaseNotRenewed(error.Message);
            return false;
        }
    }

    private async Task<int> ExecuteAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var connection = await _connections.OpenAnyAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)Math.Ceiling(_options.LeaseDuration.TotalSeconds) };
        command.Parameters.AddRange(parameters);

        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
