namespace SchemaEvolve.Providers;

/// <summary>Where a database is.</summary>
/// <param name="ConnectionString">The connection string.</param>
public sealed record DatabasePlace(string ConnectionString)
{
    /// <summary>The schema of the journal, where it is another than the application has chosen. SQLite has none.</summary>
    public Identifier? JournalSchema { get; init; }
}
