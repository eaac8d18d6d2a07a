using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Tests.Laws;

/// <summary>The catalogs that an operation leads through when it is done, and taken back, in stages.</summary>
internal static class Staged
{
    public static Tombstones Tombstones { get; } = new(2026_03_14_0915);

    public static Catalog Lived(Operation operation, Catalog before, params Phase[] phases) => phases.Aggregate(before, (catalog, phase) =>
        operation.Evolve(before, Tombstones)[phase].Count == 0 ? catalog : catalog.After(operation.Evolve(catalog, Tombstones)[phase]));

    public static Catalog TakenBack(Operation operation, Catalog before, Catalog now)
    {
        foreach (var phase in new[] { Phase.Expand, Phase.Migrate, Phase.Contract })
        {
            now = now.After(operation.Reverse(before, now, Tombstones)[phase]);
        }

        return now;
    }
}
