using System.Data.Common;

namespace SchemaEvolve.Providers;

/// <summary>An open connection, and what is to be done when it is no longer needed.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="CloseAsync">Closes it, or gives it back as it was to whoever lent it.</param>
public sealed record OpenedConnection(DbConnection Connection, Func<ValueTask> CloseAsync) : IAsyncDisposable
{
    /// <summary>Does <see cref="CloseAsync"/>.</summary>
    public ValueTask DisposeAsync() => CloseAsync();
}
