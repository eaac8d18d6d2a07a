namespace SchemaEvolve.Testing.Sources;

/// <summary>Where fresh databases come from.</summary>
internal interface IFreshSource : IAsyncDisposable
{
    /// <summary>Makes one.</summary>
    Task<FreshDatabase> CreateAsync(CancellationToken cancellationToken);

    /// <summary>Makes one that is a copy of another database.</summary>
    Task<FreshDatabase> CopyAsync(string connectionString, CancellationToken cancellationToken);
}
