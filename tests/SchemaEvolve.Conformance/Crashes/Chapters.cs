using QuickStart.Migrations;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Conformance.Crashes;

/// <summary>How each chapter is told, by whoever is cut off and by whoever goes on.</summary>
public static class Chapters
{
    private static readonly MigratorOptions Alone = new() { Contract = ContractPolicy.Immediately };

    // Nothing is taken away before the chapter that says so.
    private static readonly MigratorOptions ByHand = new() { Contract = ContractPolicy.Manually };

    /// <summary>Tells a chapter, or what is left of it.</summary>
    public static Task<MigrationReport> TellAsync(DatabaseProvider provider, Chapter chapter)
    {
        var everything = new Migrator(provider, MigrationSet.OfRecorded(Everything.All), ByHand);

        return chapter switch
        {
            Chapter.Bake => new Migrator(provider, MigrationSet.FromAssemblyOf<OpenTheShop>(), Alone).MigrateAsync(),
            Chapter.Open => new Migrator(provider, MigrationSet.OfRecorded(Everything.Open), ByHand).MigrateAsync(),
            Chapter.Migrate => everything.MigrateAsync(),
            Chapter.Contract => everything.ContractAsync(force: true),
            Chapter.Purge => everything.PurgeAsync(),
            Chapter.Fill => new Migrator(provider, MigrationSet.OfRecorded(Plenty.All), ByHand).MigrateAsync(),
            _ => everything.RollbackAsync(Everything.Open.Id, new() { AllowDataLoss = true }),
        };
    }

    /// <summary>Brings an empty database to where a chapter begins.</summary>
    public static async Task LeadToAsync(DatabaseProvider provider, Chapter chapter)
    {
        if (chapter == Chapter.Fill)
        {
            await new Migrator(provider, MigrationSet.OfRecorded(Plenty.Open), ByHand).MigrateAsync();
            return;
        }

        foreach (var earlier in Before(chapter))
        {
            await TellAsync(provider, earlier);
        }
    }

    private static IReadOnlyList<Chapter> Before(Chapter chapter) => chapter switch
    {
        Chapter.Bake or Chapter.Open => [],
        Chapter.Migrate => [Chapter.Open],
        Chapter.Contract or Chapter.Retreat => [Chapter.Open, Chapter.Migrate],
        _ => [Chapter.Open, Chapter.Migrate, Chapter.Contract],
    };
}
