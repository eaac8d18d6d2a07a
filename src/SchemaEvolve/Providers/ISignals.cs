namespace SchemaEvolve.Providers;

/// <summary>Looks at a database from outside while a step runs on it, until it is disposed.</summary>
public interface ISignals : IAsyncDisposable
{
    /// <summary>How the database fares. It is looked at without waiting for anybody.</summary>
    Task<DatabaseSignals> ReadAsync(CancellationToken cancellationToken);
}
