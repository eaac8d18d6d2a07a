using SchemaEvolve;
using SchemaEvolve.Conformance.Crashes;
using SchemaEvolve.PostgreSql;
using SchemaEvolve.Sqlite;
using SchemaEvolve.Starter;

// Usage: engine, chapter, and as often as need be: connection string, number of a point. It stops there, says "point", and goes on when its input ends.
if (args is [_, var chapter, _, _, ..])
{
    return await Victim.RunAsync(args[0], Enum.Parse<Chapter>(chapter), [.. args[2..].Chunk(2).Select(run => (run[0], run[1]))]);
}

// Usage: engine, connection string, story. It says "ready", waits for a line, migrates, and says how that ended.
// What a story does behind that, it does until it is killed, and says "done" after each step.
var (engine, connection, story) = (args[0], args[1], args[2]);
var provider = engine switch
{
    Engines.Sqlite => SqliteProvider.Create(connection),
    Engines.PostgreSql => PostgreSqlProvider.Create(connection),
    "PostgreSQL by lease" => PostgreSqlProvider.Create(connection, new() { LockStrategy = LockStrategy.Lease, LeaseDuration = TimeSpan.FromSeconds(2) }),
    _ => throw new ArgumentException($"There is no engine {engine}."),
};
var isBehind = story.EndsWith(" behind", StringComparison.Ordinal);
var migrator = new Migrator(provider, Stories.Named(story), isBehind
    ? new() { WhenToBackfill = Backfilling.Background, Heartbeat = TimeSpan.FromMilliseconds(100), Progress = new Behind() }
    : new());

Console.WriteLine("ready");
await Console.In.ReadLineAsync();
try
{
    var report = await migrator.MigrateAsync();
    Console.WriteLine(report.Outcome);
    if (isBehind)
    {
        await migrator.KeepWorkingAsync(CancellationToken.None);
    }

    return 0;
}
catch (MigrationException failure)
{
    Console.WriteLine(failure.Message.ReplaceLineEndings(" "));
    return 1;
}

internal sealed class Behind : IProgress<MigrationProgress>
{
    public void Report(MigrationProgress value)
    {
        if (value is { Step.Phase: Phase.Migrate, Elapsed: not null })
        {
            Console.WriteLine("done");
        }
    }
}
