using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using FluentAssertions.Execution;

namespace SchemaEvolve.Conformance.Crashes;

/// <summary>A run may be cut off before and after any statement: the next one ends it, and nobody could tell that there were two.</summary>
/// <remarks>A fixed sample of the points behind which something is committed is tried, and every point there is if <c>SCHEMA_EVOLVE_ALL</c> is set.</remarks>
public abstract class CutSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    // As many runs are in one process, so that they share its start and its end.
    private const int AtOnce = 24;

    private static readonly bool IsAll = Environment.GetEnvironmentVariable("SCHEMA_EVOLVE_ALL") is { Length: > 0 };

    /// <summary>Cuts a chapter off at one point after the other, each in a database of its own, and goes on.</summary>
    /// <param name="chapter">The chapter.</param>
    /// <param name="cutAsync">What happens while a process stands at a point in each of some databases. From there it does not go on before its input ends.</param>
    /// <param name="sample">How many points are tried if it is not all of them.</param>
    /// <param name="from">Where between two points of the sample it begins, so that each way to be cut off has points of its own.</param>
    /// <param name="name">The name of the test, for the count.</param>
    protected async Task SurviveAsync(
        Chapter chapter,
        Func<IReadOnlyList<TestDatabase>, Process, Task> cutAsync,
        int sample,
        double from = 0,
        [CallerMemberName] string name = "")
    {
        ArgumentNullException.ThrowIfNull(cutAsync);

        await Chapters.LeadToAsync(Database.Provider, chapter);
        var (points, turns, whole) = await TellAsync(chapter);
        turns.Should().NotBeEmpty();
        int[] tried = IsAll
            ? [.. Enumerable.Range(1, points)]
            : [.. Enumerable.Range(0, sample).Select(place => turns[(int)((place + from) * turns.Length / sample)]).Distinct()];

        var (done, deaths) = (0, new ConcurrentDictionary<int, string>());
        foreach (var group in tried.Chunk(AtOnce))
        {
            var runs = await Task.WhenAll(group.Select(async point => (Database: await TEngine.CloneAsync(Database), Point: point)));
            using (var process = Start(chapter, runs))
            {
                foreach (var _ in runs)
                {
                    (await process.StandardOutput.ReadLineAsync()).Should().Be("point", $"there are {points}");
                }

                await cutAsync([.. runs.Select(run => run.Database)], process);
                await process.WaitForExitAsync();
            }

            await Parallel.ForEachAsync(runs, async (run, _) =>
            {
                await using var database = run.Database;
                if (await GoOnAsync(database, chapter, whole) is [var problem, ..])
                {
                    deaths[run.Point] = problem;
                    await TestContext.Progress.WriteLineAsync($"{Database.Provider.Engine}, {name}, {chapter}: point {run.Point} was not survived. {problem}");
                }
            });
            done += group.Length;
            await TestContext.Progress.WriteLineAsync(
                $"{Database.Provider.Engine}, {name}: {done} of {tried.Length} crash points of {chapter} ({points} in all), {done - deaths.Count} survived");
        }

        deaths.Should().BeEmpty();
    }

    private static async Task<string[]> GoOnAsync(TestDatabase database, Chapter chapter, Picture whole)
    {
        using var problems = new AssertionScope();
        await FluentActions.Awaiting(() => Chapters.TellAsync(database.Provider, chapter)).Should().NotThrowAsync();
        (await Picture.OfAsync(database, isExact: chapter != Chapter.Bake)).ShouldBe(whole, "the next run has ended what was cut off");

        return problems.Discard();
    }

    private static Process Start(Chapter chapter, params IEnumerable<(TestDatabase Database, int Point)> runs) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [
            Path.Combine(TestContext.CurrentContext.TestDirectory, "SchemaEvolve.Starter.dll"),
            runs.First().Database.Provider.Engine,
            $"{chapter}",
            .. runs.SelectMany(run => new[] { run.Database.ConnectionString, run.Point.ToString(CultureInfo.InvariantCulture) }),
        ])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    // What becomes of a run that nothing cuts off, and what points it has.
    private async Task<(int Points, int[] Turns, Picture Whole)> TellAsync(Chapter chapter)
    {
        await using var database = await TEngine.CloneAsync(Database);
        using var process = Start(chapter, (database, 0));
        var line = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, line);
        int[] numbers = [.. line.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];

        return (numbers[0], numbers[1..], await Picture.OfAsync(database, isExact: chapter != Chapter.Bake));
    }
}
