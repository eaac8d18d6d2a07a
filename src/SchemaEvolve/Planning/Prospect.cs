using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Planning;

/// <summary>Looks from the expansions to the contractions that they lead to: what could not be taken away in the end is better not begun.</summary>
internal static class Prospect
{
    /// <summary>Refuses migrations whose contraction would not fit the schema.</summary>
    /// <param name="lives">All migrations that are not over, in order.</param>
    /// <param name="newcomers">Those of them that this plan expands.</param>
    /// <param name="expanded">The catalog after the expansions.</param>
    /// <param name="policy">What the plan may do.</param>
    /// <exception cref="MigrationPlanException">A contraction would not fit.</exception>
    public static void Check(IReadOnlyList<Life> lives, IReadOnlySet<Life> newcomers, Catalog expanded, PlanPolicy policy)
    {
        var catalog = expanded;
        var ahead = new[] { Phase.Migrate, Phase.Contract }.SelectMany(phase => lives.SelectMany(life => life.Numbers(phase).Select(number => (Life: life, Part: new Part(phase, number)))));
        foreach (var (life, part) in ahead.ToArray())
        {
            var operation = life.Migration.Operations[part.Number];
            if (operation.IsOpaque)
            {
                return;
            }

            try
            {
                catalog = Foresight.Made(catalog, operation.Evolve(catalog, policy.TombstonesOf(life.Migration))[part.Phase]);
            }
            catch (CatalogException misfit) when (newcomers.Contains(life))
            {
                throw new MigrationPlanException(life.Migration, operation, $"Its contraction would fail. {misfit.Message} What is in its way goes above it, in this migration or in one before; what builds on it belongs in one that runs when it has contracted.");
            }
            catch (CatalogException)
            {
                // It has begun long ago, and is held when its turn comes. Nobody knows what those behind it will find.
                return;
            }
        }
    }
}
