using System.Data;
using Npgsql;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Locking;

/// <summary>An advisory lock. The server gives it up when the connection ends, and that is the only way to lose it.</summary>
internal sealed class HeldAdvisoryLock : IHeldLock
{
    private readonly NpgsqlConnection _session;
    private readonly long _key;
    private readonly CancellationTokenSource _lost = new();

    public HeldAdvisoryLock(NpgsqlConnection session, long key)
    {
        (_session, _key) = (session, key);
        _session.StateChange += OnStateChange;
    }

    public CancellationToken Lost => _lost.Token;

    public async ValueTask DisposeAsync()
    {
        _session.StateChange -= OnStateChange;
        var isLost = _lost.IsCancellationRequested;
        _lost.Dispose();
        if (isLost || _session.FullState != ConnectionState.Open)
        {
            return;
        }

        if (!await IsGivenBackAsync())
        {
            throw new MigrationLockException(
                "The server did not know of the lock that this process held, so another process may have migrated at the same time. Look for a pooler between the two that shares server connections, and let migrations go past it.");
        }
    }

    private async Task<bool> IsGivenBackAsync()
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", _session) { Parameters = { Parameter.Bigint(_key) } };
        try
        {
            return await command.ExecuteScalarAsync() is true;
        }
        catch (NpgsqlException)
        {
            // The session has ended meanwhile, and the lock with it. Whatever else that has ended says so itself.
            return true;
        }
    }

    private void OnStateChange(object sender, StateChangeEventArgs change)
    {
        if (change.CurrentState != ConnectionState.Open)
        {
            _lost.Cancel();
        }
    }
}
