using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Testing;

/// <summary>The schema of a database is not what its migrations promise. The message tells each difference.</summary>
public sealed class SchemaDriftException : Exception
{
    internal SchemaDriftException(ValueList<Difference> differences)
        : base($"The database is not what its migrations promise:\n{string.Join('\n', differences.Select(difference => $"    {difference}"))}") =>
        Differences = differences;

    /// <summary>In what the database differs.</summary>
    public ValueList<Difference> Differences { get; }
}
