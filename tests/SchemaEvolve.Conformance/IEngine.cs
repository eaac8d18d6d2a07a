using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Conformance;

/// <summary>A database system that the suites run on.</summary>
public interface IEngine
{
    /// <summary>The special changes of <see cref="SampleChanges.Special"/> that it can make.</summary>
    static abstract IEnumerable<Change> Special { get; }

    /// <summary>An empty database, of nobody else.</summary>
    static abstract Task<TestDatabase> CreateAsync();

    /// <summary>A promised catalog, in the form in which the database can hold it and its inspector reads it back.</summary>
    static abstract Task<Catalog> NormalizeAsync(TestDatabase database, Catalog promised);
}
