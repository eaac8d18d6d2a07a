using System.Data.Common;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Testing.Sources;

/// <summary>A connection that several may ask, one after the other.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly OpenedConnection _opened;
    private readonly SemaphoreSlim _turn = new(1);

    private Session(OpenedConnection opened) => _opened = opened;

    public static async Task<Session> OpenAsync(DatabaseProvider provider, CancellationToken cancellationToken) =>
        new(await provider.Connections.OpenAsync(cancellationToken));

    public Task ExecuteAsync(string sql, CancellationToken cancellationToken) => TakeTurnAsync(command => command.ExecuteNonQueryAsync(cancellationToken), sql, cancellationToken);

    /// <summary>The first value of the first row, or the default where there is none.</summary>
    public async Task<T?> AskAsync<T>(string sql, CancellationToken cancellationToken) =>
        await TakeTurnAsync(command => command.ExecuteScalarAsync(cancellationToken), sql, cancellationToken) is T answer ? answer : default;

    /// <summary>The first value of each row.</summary>
    public Task<IReadOnlyList<string>> ListAsync(string sql, CancellationToken cancellationToken) => TakeTurnAsync(
        async command =>
        {
            var names = new List<string>();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                names.Add(reader.GetString(0));
            }

            return (IReadOnlyList<string>)names;
        },
        sql,
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _opened.DisposeAsync();
        _turn.Dispose();
    }

    private async Task<T> TakeTurnAsync<T>(Func<DbCommand, Task<T>> run, string sql, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await using var command = _opened.Connection.CreateCommand();
            command.CommandText = sql;
            return await run(command);
        }
        finally
        {
            _turn.Release();
        }
    }
}
