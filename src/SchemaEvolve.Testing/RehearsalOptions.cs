using System.Data.Common;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Testing;

/// <summary>What migrations meet when they are rehearsed.</summary>
public sealed record RehearsalOptions
{
    /// <summary>The connection string of a database with whose copy the rehearsal begins. The migrations that have run there are not rehearsed.</summary>
    /// <value>The default value is <see langword="null"/>: it begins with an empty database.</value>
    public string? From { get; init; }

    /// <summary>Writes rows for the migrations to come, after each of them.</summary>
    /// <value>The default value is <see langword="null"/>: tables are empty, but for what the migrations write themselves.</value>
    public Func<RecordedMigration, DbConnection, Task>? Fill { get; init; }

    /// <summary>The queries of the application as it was before a migration. They succeed until it is contracted, and when it is taken back.</summary>
    /// <value>The default value is <see langword="null"/>: nobody asks anything.</value>
    public Func<RecordedMigration, DbConnection, Task>? Old { get; init; }

    /// <summary>The queries of the application as it is with a migration. They succeed from when it is expanded, also on what the old ones have written.</summary>
    /// <value>The default value is <see langword="null"/>: nobody asks anything.</value>
    public Func<RecordedMigration, DbConnection, Task>? New { get; init; }

    /// <summary>At how many points each migration is cut off, to go on or to turn back from there.</summary>
    /// <value>The default value is <see cref="CutOffs.Some"/>.</value>
    public CutOffs CutOffs { get; init; } = CutOffs.Some;
}
