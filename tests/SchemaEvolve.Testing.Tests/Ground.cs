using System.Data.Common;

namespace SchemaEvolve.Testing.Tests;

/// <summary>Where the fresh databases of one test are made, and nobody else's.</summary>
/// <param name="Engine">The database system.</param>
/// <param name="ConnectionString">The connection string that the databases are made from.</param>
/// <param name="Folder">A folder for files and traces.</param>
/// <param name="Choose">Chooses the database system.</param>
/// <param name="Connect">A connection that is not open yet.</param>
/// <param name="ListAsync">The names of all databases there, templates included.</param>
/// <param name="ClearAsync">Gives the place up.</param>
public sealed record Ground(
    string Engine,
    string ConnectionString,
    string Folder,
    Func<FreshDatabases, FreshDatabases> Choose,
    Func<string, DbConnection> Connect,
    Func<Task<IReadOnlyList<string>>> ListAsync,
    Func<Task> ClearAsync);
