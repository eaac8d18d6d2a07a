using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Conformance;

/// <summary>A database system that the suites run on.</summary>
public interface IEngine
{
    /// <summary>Whether the database system has a way to make a change. What it has none for, it refuses.</summary>
    static abstract bool CanMake(Change change);

    /// <summary>An empty database, of nobody else.</summary>
    static abstract Task<TestDatabase> CreateAsync();

    /// <summary>A copy of a database that nobody is connected to.</summary>
    static abstract Task<TestDatabase> CloneAsync(TestDatabase database);

    /// <summary>A promised catalog, in the form in which the database can hold it and its inspector reads it back.</summary>
    static abstract Task<Catalog> NormalizeAsync(TestDatabase database, Catalog promised);

    /// <summary>The database as its shell knows it, which may be older than the driver.</summary>
    static abstract DatabaseProvider ForShell(TestDatabase database);

    /// <summary>Runs a script in the shell of the database.</summary>
    /// <returns>What the shell complained of. Nothing means that it came to the end.</returns>
    static abstract Task<string> RunScriptAsync(TestDatabase database, string script);

    /// <summary>Whether the database has no other way to do an operation that needs no new values than to copy the table.</summary>
    static abstract bool MustCopy(Operation operation);

    /// <summary>Where, and as what, the rows of a table are stored: whoever writes or copies one of them changes it.</summary>
    static abstract Task<string> StorageAsync(TestDatabase database, string table);

    /// <summary>Writes to a table without its triggers, as whoever may do anything can.</summary>
    static abstract Task WriteBehindTriggersAsync(TestDatabase database, string table, string sql);
}
