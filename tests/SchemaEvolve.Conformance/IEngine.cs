using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Conformance;

/// <summary>A database system that the suites run on.</summary>
public interface IEngine
{
    /// <summary>Whether the database system has a way to make a change. What it has none for, it refuses.</summary>
    static abstract bool CanMake(Change change);

    /// <summary>An empty database, of nobody else.</summary>
    static abstract Task<TestDatabase> CreateAsync();

    /// <summary>A promised catalog, in the form in which the database can hold it and its inspector reads it back.</summary>
    static abstract Task<Catalog> NormalizeAsync(TestDatabase database, Catalog promised);
}
