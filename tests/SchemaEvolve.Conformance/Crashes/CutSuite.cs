using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace SchemaEvolve.Conformance.Crashes;

/// <summary>A run may be cut off before and after any statement: the next one ends it, and nobody could tell that there were two.</summary>
/// <remarks>A fixed sample of the points behind which something is committed is tried, and every point there is if <c>SCHEMA_EVOLVE_ALL</c> is set.</remarks>
public abstract class CutSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly bool IsAll = Environment.GetEnvironmentVariable("SCHEMA_EVOLVE_ALL") is { Length: > 0 };

    /// <summary>Cuts a chapter off at one point after the other, each in a database of its own, and goes on.</summary>
    /// <param name="chapter">The chapter.</param>
    /// <param name="cutAsync">What happens while the process stands at a point, from where it does not go on before it is told to.</param>
    /// <param name="sample">How many points are tried if it is not all of them.</param>
    /// <param name="from">Where between two points of the sample it begins, so that each way to be cut off has points of its own.</param>
    /// <param name="atOnce">How many points are tried at the same time.</param>
    /// <param name="name">The name of the test, for the count.</param>
    protected async Task SurviveAsync(
        Chapter chapter,
        Func<TestDatabase, Process, Task> cutAsync,
        int sample,
        double from = 0,
        int atOnce = 2,
        [CallerMemberName] string name = "")
    {
        ArgumentNullException.ThrowIfNull(cutAsync);

        await Chapters.LeadToAsync(Database.Provider, chapter);
        var (points, turns, whole) = await TellAsync(chapter);
        turns.Should().NotBeEmpty();
        int[] tried = IsAll
            ? [.. Enumerable.Range(1, points)]
            : [.. Enumerable.Range(0, sample).Select(place => turns[(int)((place + from) * turns.Length / sample)]).Distinct()];

        await Parallel.ForEachAsync(tried, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (point, _) =>
        {
            await using var database = await TEngine.CloneAsync(Database);
            using (var process = Start(database, chapter, point))
            {
                (await process.StandardOutput.ReadLineAsync(CancellationToken.None)).Should().Be("point", $"there are {points}");
                await cutAsync(database, process);
                await process.WaitForExitAsync(CancellationToken.None);
            }

            await FluentActions.Awaiting(() => Chapters.TellAsync(database.Provider, chapter)).Should().NotThrowAsync($"it was cut off at point {point} of {points}");
            (await Picture.OfAsync(database, isExact: chapter != Chapter.Bake)).ShouldBe(whole, $"it was cut off at point {point} of {points}");
        });
        await TestContext.Progress.WriteLineAsync($"{Database.Provider.Engine}, {name}, {chapter}: {tried.Length} of {points} points survived");
    }

    private static Process Start(TestDatabase database, Chapter chapter, int point) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [
            Path.Combine(TestContext.CurrentContext.TestDirectory, "SchemaEvolve.Starter.dll"),
            database.Provider.Engine,
            database.ConnectionString,
            $"{chapter}",
            point.ToString(CultureInfo.InvariantCulture),
        ])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    // What becomes of a run that nothing cuts off, and what points it has.
    private async Task<(int Points, int[] Turns, Picture Whole)> TellAsync(Chapter chapter)
    {
        await using var database = await TEngine.CloneAsync(Database);
        using var process = Start(database, chapter, point: 0);
        var line = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, line);
        int[] numbers = [.. line.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];

        return (numbers[0], numbers[1..], await Picture.OfAsync(database, isExact: chapter != Chapter.Bake));
    }
}
