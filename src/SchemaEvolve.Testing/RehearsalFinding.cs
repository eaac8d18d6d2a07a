using SchemaEvolve.Planning;

namespace SchemaEvolve.Testing;

/// <summary>Something that a rehearsal has found.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Description">What it is, in words.</param>
public sealed record RehearsalFinding(RecordedMigration Migration, RehearsalFindingKind Kind, string Description)
{
    public override string ToString() => $"{Migration.Label}: {Description}";
}
