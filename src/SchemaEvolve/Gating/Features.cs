using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Gating;

/// <summary>Asks the application which of its features are on.</summary>
internal sealed class Features(IReadOnlyList<RecordedMigration> migrations, MigratorOptions options)
{
    /// <summary>Asks after those that hold what a migration has to take away, each once.</summary>
    public async Task<ValueList<FeatureAnswer>> AskAsync(History history, CancellationToken cancellationToken)
    {
        if (options.Feature is not { } ask)
        {
            return [];
        }

        var answers = new List<FeatureAnswer>();
        foreach (var name in migrations
            .Where(migration => history.Find(migration.Id)?.HasLeft(Phase.Contract) is true)
            .SelectMany(migration => migration.Gates.OfType<FeatureOn>())
            .Select(gate => gate.Name)
            .Distinct())
        {
            answers.Add(await AskAsync(ask, name, cancellationToken));
        }

        return [.. answers];
    }

    private static async Task<FeatureAnswer> AskAsync(Func<string, CancellationToken, ValueTask<bool>> ask, string name, CancellationToken cancellationToken)
    {
        try
        {
            return new(name, await ask(name, cancellationToken), Trouble: null);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new(name, IsOn: false, error.Message);
        }
    }
}
