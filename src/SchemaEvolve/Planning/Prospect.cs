using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>Looks from the expansions to the contractions that they lead to: what could not be taken away in the end is better not begun.</summary>
internal static class Prospect
{
    /// <summary>Refuses migrations whose contraction would not fit the schema, and those that would stop the contraction of one before.</summary>
    /// <param name="lives">All migrations that are not over, in order.</param>
    /// <param name="newcomers">Those of them that this plan expands.</param>
    /// <param name="before">The catalog before the expansions.</param>
    /// <param name="expanded">The catalog after the expansions.</param>
    /// <param name="policy">What the plan may do.</param>
    /// <exception cref="MigrationPlanException">A contraction would not fit.</exception>
    public static void Check(IReadOnlyList<Life> lives, IReadOnlySet<Life> newcomers, Catalog before, Catalog expanded, PlanPolicy policy)
    {
        if (Misfit(lives, expanded, policy) is not var (life, operation, why))
        {
            return;
        }

        if (newcomers.Contains(life))
        {
            throw new MigrationPlanException(life.Migration, operation, $"Its contraction would fail. {why} What is in its way goes above it, in this migration or in one before; what builds on it belongs in one that runs when it has contracted.");
        }

        // It may have begun long ago and be stopped already: then it is held when its turn comes, and nobody knows what those behind it will find.
        if (Misfit(lives.Where(other => !newcomers.Contains(other)), before, policy) is null && OperationOn(operation.TablesIn(expanded), newcomers, expanded) is var (newcomer, cause))
        {
            throw new MigrationPlanException(newcomer.Migration, cause, $"It would stop what is still to be contracted: {life.Migration.Label}: {operation.Description}. {why} Contract that first, and do this in a migration that comes with a later release.");
        }
    }

    // The first operation that cannot contract, as far as SQL and C# let anybody see.
    private static (Life Life, Operation Operation, string Why)? Misfit(IEnumerable<Life> lives, Catalog catalog, PlanPolicy policy)
    {
        var ahead = new[] { Phase.Migrate, Phase.Contract }.SelectMany(phase => lives.SelectMany(life => life.Numbers(phase).Select(number => (Life: life, Part: new Part(phase, number)))));
        foreach (var (life, part) in ahead.ToArray())
        {
            var operation = life.Migration.Operations[part.Number];
            if (operation.IsOpaque)
            {
                return null;
            }

            try
            {
                catalog = Foresight.Made(catalog, operation.Evolve(catalog, policy.TombstonesOf(life.Migration))[part.Phase]);
            }
            catch (CatalogException misfit)
            {
                return (life, operation, misfit.Message);
            }
        }

        return null;
    }

    private static (Life Life, Operation Operation)? OperationOn(ValueList<QualifiedName> tables, IEnumerable<Life> lives, Catalog catalog) => lives
        .SelectMany(life => life.Migration.Operations.Select(operation => ((Life, Operation)?)(life, operation)))
        .FirstOrDefault(one => one!.Value.Item2.TablesIn(catalog).Intersect(tables).Any());
}
