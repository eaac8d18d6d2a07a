using SchemaEvolve.Providers;

namespace SchemaEvolve.Testing.Rehearsing;

/// <summary>Cuts a migration off, each time on a copy of its own, and goes on or turns back: that has to lead to where a whole run leads.</summary>
/// <param name="databases">Makes the copies.</param>
/// <param name="lifecycle">The migration.</param>
/// <param name="recipe">How another process makes the rehearsal, or <see langword="null"/> if none is to be killed.</param>
/// <param name="isEvery">Whether it is cut off at all points, or else at some.</param>
internal sealed class CutOffRuns(FreshDatabases databases, Lifecycle lifecycle, Recipe? recipe, bool isEvery)
{
    /// <summary>A way that is cut off.</summary>
    /// <param name="Start">The connection string of a database where the way begins.</param>
    /// <param name="Way">The way.</param>
    /// <param name="Next">Where the next run goes.</param>
    /// <param name="Points">The points of the way, in words.</param>
    /// <param name="Ends">What it may lead to: what the whole way has led to, or was before it.</param>
    public sealed record Scene(string Start, Way Way, Way Next, IReadOnlyList<string> Points, params Snapshot[] Ends);

    /// <summary>Plays scenes at their points.</summary>
    /// <returns>What went wrong, in words, and how many runs there were.</returns>
    public async Task<(IReadOnlyList<string> Problems, int Count)> PlayAsync(IReadOnlyList<Scene> scenes, CancellationToken cancellationToken)
    {
        (Scene Scene, bool IsKill, int Point)[] runs = isEvery ? [.. All(scenes)] : [.. Sample(scenes)];
        var problems = new string?[runs.Length];
        await Parallel.ForEachAsync(Enumerable.Range(0, runs.Length), cancellationToken, async (place, cancel) =>
        {
            var (scene, isKill, point) = runs[place];
            if (await PlayAsync(scene, isKill, point, cancel) is { } problem)
            {
                problems[place] = $"{(isKill ? "killed" : "failed")} on the way {Spell(scene.Way)} {scene.Points[point - 1]}, then {Spell(scene.Next)}: {problem}";
            }
        });

        return ([.. problems.OfType<string>()], runs.Length);
    }

    private bool[] Means => recipe is null ? [false] : [false, true];

    private IEnumerable<(Scene Scene, bool IsKill, int Point)> All(IEnumerable<Scene> scenes) => scenes.SelectMany(
        scene => Enumerable.Range(1, scene.Points.Count).SelectMany(_ => Means, (point, isKill) => (scene, isKill, point)));

    // Each scene once, at another place of its way in each migration, and one of them with a process that is killed, which takes longest.
    private IEnumerable<(Scene Scene, bool IsKill, int Point)> Sample(IReadOnlyList<Scene> scenes) => scenes
        .Where(scene => scene.Points.Count > 0)
        .Select((scene, place) => (scene, recipe is not null && place == lifecycle.History.Count % scenes.Count, 1 + ((lifecycle.History.Count + place) * scene.Points.Count * 3 / 8 % scene.Points.Count)));

    private async Task<string?> PlayAsync(Scene scene, bool isKill, int point, CancellationToken cancellationToken)
    {
        await using var database = await databases.CopyAsync(scene.Start, cancellationToken);
        await (isKill ? Victim.RunAsync(recipe!, database.ConnectionString, lifecycle, scene.Way, point, cancellationToken) : FailAsync(database.Provider, scene.Way, point, cancellationToken));
        try
        {
            await lifecycle.GoAsync(database.Provider, scene.Next, cancellationToken);
        }
        catch (MigrationException failure)
        {
            return failure.Message;
        }

        var found = await Snapshot.TakeAsync(database.Provider, cancellationToken);
        var differences = new List<IReadOnlyList<string>>();
        foreach (var end in scene.Ends)
        {
            differences.Add(await end.DifferencesOfAsync(found, database.Provider, cancellationToken));
        }

        return differences.Exists(one => one.Count == 0) ? null : string.Join("; ", differences[0]);
    }

    private async Task FailAsync(DatabaseProvider provider, Way way, int point, CancellationToken cancellationToken)
    {
        var cut = new Cut(isEvery, point, () => throw new CutOffException());
        try
        {
            await lifecycle.GoAsync(cut.Over(provider), way, cancellationToken);
        }
        catch (Exception error) when (cut.IsMade && error is MigrationException or CutOffException)
        {
            return;
        }
    }

    private static string Spell(Way way) => way == Way.Up ? "up" : "down";
}
