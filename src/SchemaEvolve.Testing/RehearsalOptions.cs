using System.Data.Common;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Testing;

/// <summary>What migrations meet when they are rehearsed.</summary>
public sealed record RehearsalOptions
{
    /// <summary>Writes rows for the migrations to come, after each of them.</summary>
    /// <value>The default value is <see langword="null"/>: tables are empty, but for what the migrations write themselves.</value>
    public Func<RecordedMigration, DbConnection, Task>? Fill { get; init; }
}
