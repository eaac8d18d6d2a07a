using System.Globalization;
using SchemaEvolve.Conformance.Crashes;
using SchemaEvolve.PostgreSql;
using SchemaEvolve.Sqlite;

namespace SchemaEvolve.Starter;

/// <summary>Tells a chapter on several databases at the same time, on each until it is cut off. If it is not, it says what points there were.</summary>
internal static class Victim
{
    public static async Task<int> RunAsync(string engine, Chapter chapter, (string Connection, string Point)[] runs)
    {
        var watch = engine == Engines.Sqlite ? (Action)SqlitePoints.Watch : PostgreSqlPoints.Watch;
        watch();

        // Each may stand at its point, with the thread that it has.
        ThreadPool.SetMinThreads(2 * runs.Length, runs.Length);
        var ends = await Task.WhenAll(runs.Select(run => Task.Run(() => TellAsync(engine, run.Connection, chapter, int.Parse(run.Point, CultureInfo.InvariantCulture)))));

        return ends.Max();
    }

    private static async Task<int> TellAsync(string engine, string connection, Chapter chapter, int point)
    {
        var points = Points.OfThisRun = new(point);
        var provider = engine == Engines.Sqlite ? SqliteProvider.Create(connection) : PostgreSqlProvider.Create(connection);
        try
        {
            await Chapters.TellAsync(provider, chapter);
            Console.WriteLine(points);
            return 0;
        }
        catch (MigrationException failure)
        {
            Console.WriteLine(failure.Message.ReplaceLineEndings(" "));
            return 1;
        }
    }
}
