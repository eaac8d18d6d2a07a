using System.Data.Common;
using System.Threading.Channels;

namespace SchemaEvolve.Testing.Sources;

/// <summary>Keeps some databases ready, made while the tests are busy with those before.</summary>
internal sealed class Stock(IFreshSource source, int ahead) : IFreshSource
{
    private readonly Channel<FreshDatabase> _ready = Channel.CreateUnbounded<FreshDatabase>();
    private readonly SemaphoreSlim _wanted = new(ahead);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _beginning = new();
    private Task? _filling;

    public async Task<FreshDatabase> CreateAsync(CancellationToken cancellationToken)
    {
        if (_ready.Reader.TryRead(out var database))
        {
            _wanted.Release();
            return database;
        }

        var made = await source.CreateAsync(cancellationToken);
        lock (_beginning)
        {
            _filling ??= FillAsync(_stop.Token);
        }

        return made;
    }

    public Task<FreshDatabase> CopyAsync(string connectionString, CancellationToken cancellationToken) => source.CopyAsync(connectionString, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await (_filling ?? Task.CompletedTask);
        while (_ready.Reader.TryRead(out var unused))
        {
            await unused.DisposeAsync();
        }

        await source.DisposeAsync();
        _stop.Dispose();
        _wanted.Dispose();
    }

    // What is begun is ended, so that nothing is left behind that nobody knows of.
    private async Task FillAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await _wanted.WaitAsync(stop);
                _ready.Writer.TryWrite(await source.CreateAsync(CancellationToken.None));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or DbException or MigrationException or FreshDatabaseException)
        {
            // What went wrong here goes wrong again, and is told, for whoever finds nothing ready.
        }
    }
}
