using SchemaEvolve.Conformance.Crashes;
using SchemaEvolve.PostgreSql;
using SchemaEvolve.Sqlite;

namespace SchemaEvolve.Starter;

/// <summary>Tells a chapter until it is cut off. If it is not, it says what points there were.</summary>
internal static class Victim
{
    public static async Task<int> RunAsync(string engine, string connection, Chapter chapter, int point)
    {
        var points = new Points(point);
        var provider = engine == Engines.Sqlite ? SqliteProvider.Create(connection) : PostgreSqlProvider.Create(connection);
        var watch = engine == Engines.Sqlite ? (Action<Points>)SqlitePoints.Watch : PostgreSqlPoints.Watch;
        watch(points);
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
