using System.Data.Common;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Looks now and then how the database fares while a step runs on it. The step never waits for that, and most are over before the first look.</summary>
internal sealed class SignalWatch : IAsyncDisposable
{
    private readonly DatabaseProvider _provider;
    private readonly DbConnection _connection;
    private readonly MigratorOptions _options;
    private readonly Place _place;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    private SignalWatch(DatabaseProvider provider, DbConnection connection, MigratorOptions options)
    {
        (_provider, _connection, _options, _place) = (provider, connection, options, Place.Of(provider, connection));
        _watching = WatchAsync();
    }

    /// <summary>Begins to look, if anybody wants to know.</summary>
    public static SignalWatch? Begin(DatabaseProvider provider, DbConnection connection, MigratorOptions options) =>
        Signals.AreHeard ? new(provider, connection, options) : null;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
        Signals.Forget(_place);
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(_options.SampleEvery, _options.Clock);
        try
        {
            await timer.WaitForNextTickAsync(_stop.Token);
            await using var signals = await _provider.Connections.ListenAsync(_connection, _stop.Token);
            if (signals is null)
            {
                return;
            }

            do
            {
                Signals.Tell(_place, await signals.ReadAsync(_stop.Token));
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The step is done.
        }
        catch (Exception error) when (error is DbException or MigrationException or IOException or UnauthorizedAccessException)
        {
            // Whoever only watches must not stop the one who works.
            _options.Logger.NotSampled(error.Message);
        }
    }
}
