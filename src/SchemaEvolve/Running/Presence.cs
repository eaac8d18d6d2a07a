using SchemaEvolve.Diagnostics;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>A running process, as long as it says so in the journal.</summary>
internal sealed class Presence : IAsyncDisposable
{
    private const int HeartbeatsMissing = 3;

    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    private readonly DatabaseProvider _provider;
    private readonly Heartbeat _heartbeat;
    private readonly MigratorOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private Task _beating = Task.CompletedTask;

    private Presence(DatabaseProvider provider, Heartbeat heartbeat, MigratorOptions options) => (_provider, _heartbeat, _options) = (provider, heartbeat, options);

    /// <summary>Joins, and stays until it is disposed.</summary>
    /// <exception cref="MigrationException">It could not join, or something was taken away that it may use.</exception>
    public static async Task<Presence> BeginAsync(
        DatabaseProvider provider,
        IEnumerable<long> known,
        Actor actor,
        MigratorOptions options,
        CancellationToken cancellationToken)
    {
        var heartbeat = new Heartbeat(Guid.NewGuid(), actor, [.. known], HeartbeatsMissing * options.Heartbeat + Slack);
        if (!await BeatAsync(provider, heartbeat, cancellationToken))
        {
            throw new MigrationHistoryException("There is no journal in this database yet, or only that of an older release, so nobody can join it. Call MigrateAsync first.");
        }

        var presence = new Presence(provider, heartbeat, options);
        try
        {
            await presence.RefuseOutdatedAsync(cancellationToken);
        }
        catch
        {
            await presence.DisposeAsync();
            throw;
        }

        presence._beating = presence.KeepBeatingAsync();
        return presence;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _beating;
        _stop.Dispose();
        try
        {
            await using var opened = await _provider.Connections.OpenAsync(CancellationToken.None);
            await _provider.Registry.NoteLeaveAsync(opened.Connection, _heartbeat.Instance, CancellationToken.None);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Nobody is told, but after a while of silence it counts as gone.
            _options.Logger.LeaveNotNoted(error.Message);
        }
    }

    // Whoever has joined keeps contractions waiting, so only now is it certain that none has come in between.
    private async Task RefuseOutdatedAsync(CancellationToken cancellationToken)
    {
        await using var opened = await _provider.Connections.OpenAsync(cancellationToken);

        HistoryRules.RefuseOutdated(_heartbeat.Known, await _provider.Journal.ReadAsync(opened.Connection, null, cancellationToken));
    }

    private async Task KeepBeatingAsync()
    {
        using var timer = new PeriodicTimer(_options.Heartbeat, _options.Clock);
        while (await NextAsync(timer))
        {
            try
            {
                await BeatAsync(_provider, _heartbeat, _stop.Token);
            }
            catch (Exception error) when (!_stop.IsCancellationRequested)
            {
                // Whoever stops to say that it runs is taken for gone, so no trouble of the database may end this.
                _options.Logger.HeartbeatMissed(error.Message);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                return;
            }
        }
    }

    private async Task<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<bool> BeatAsync(DatabaseProvider provider, Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        await using var opened = await provider.Connections.OpenAsync(cancellationToken);

        return await provider.Registry.NoteHeartbeatAsync(opened.Connection, heartbeat, cancellationToken);
    }
}
