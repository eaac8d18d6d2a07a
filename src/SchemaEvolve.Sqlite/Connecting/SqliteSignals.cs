using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite.Connecting;

/// <summary>Looks at the files of a database, which takes no lock.</summary>
/// <param name="file">The database file, or <see langword="null"/> if there is none.</param>
/// <param name="busyWaits">How often the database was found busy.</param>
internal sealed class SqliteSignals(string? file, Func<long> busyWaits) : ISignals
{
    public Task<DatabaseSignals> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        return Task.FromResult(new DatabaseSignals
        {
            WalSize = file is null ? null : new FileInfo($"{file}-wal") is { Exists: true } log ? log.Length : 0,
            BusyWaits = busyWaits(),
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
