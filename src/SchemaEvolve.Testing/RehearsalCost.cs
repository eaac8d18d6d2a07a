using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Testing;

/// <summary>What a migration has really done to a table that was there before.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Impact">What it has locked, written anew, and read whole.</param>
public sealed record RehearsalCost(RecordedMigration Migration, Impact Impact);
