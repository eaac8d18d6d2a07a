namespace SchemaEvolve.Testing.Sources;

/// <summary>Where fresh databases come from.</summary>
internal interface IFreshSource : IAsyncDisposable
{
    /// <summary>Makes one.</summary>
    Task<FreshDatabase> CreateAsync(CancellationToken cancellationToken);
}
