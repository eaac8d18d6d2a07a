using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SchemaEvolve.Conformance;
using SchemaEvolve.Conformance.Crashes;
using SchemaEvolve.Sqlite.Tests.Conformance;

namespace SchemaEvolve.Sqlite.Tests.PowerLoss;

/// <summary>The power may go at any write: the files that are left open to the state before or after what was being committed, and the next run goes on.</summary>
/// <remarks>A fixed sample of the moments is tried, and every one of them if <c>SCHEMA_EVOLVE_ALL</c> is set.</remarks>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PowerLossTests
{
    private static readonly bool IsAll = Environment.GetEnvironmentVariable("SCHEMA_EVOLVE_ALL") is { Length: > 0 };

    private readonly ConcurrentDictionary<int, Task<string>> _kept = new();
    private readonly HashSet<string> _seen = [];
    private readonly HashSet<string> _ended = [];

    [Test]
    public async Task What_a_power_loss_leaves_is_whole_and_the_next_run_goes_on([Values] Chapter chapter, [Values("delete", "wal")] string journal)
    {
        await using var database = await SqliteFile.CreateAsync();
        await Chapters.LeadToAsync(database.Provider, chapter);
        await database.ExecuteAsync($"PRAGMA journal_mode = {journal}");
        var log = RecordingVfs.Record(PathOf(database));
        await Chapters.TellAsync(SqliteProvider.Create($"{database.ConnectionString};Vfs={RecordingVfs.Name}"), chapter);
        var whole = await Picture.OfAsync(database, isExact: chapter != Chapter.Bake);
        var losses = Enum.GetValues<Loss>();
        (int, Loss)[] tried = IsAll
            ? [.. Enumerable.Range(1, log.Count).SelectMany(moment => losses.Select(loss => (moment, loss)))]
            : [.. losses.Except([Loss.Nothing]).Select((loss, place) => (log.Writes[(place + 1) * log.Writes.Count / losses.Length], loss))];

        foreach (var (moment, loss) in tried)
        {
            await SurviveAsync(log, moment, loss, chapter, whole);
        }

        await TestContext.Progress.WriteLineAsync(
            $"SQLite, power loss ({journal}), {chapter}: {tried.Length} of {log.Count * losses.Length} points survived ({_seen.Count} disks that differ, {_ended.Count} states)");
    }

    private async Task SurviveAsync(DiskLog log, int moment, Loss loss, Chapter chapter, Picture whole)
    {
        var disk = log.At(moment, loss);
        if (!_seen.Add(disk.Fingerprint()))
        {
            return;
        }

        var because = $"the power went at moment {moment} of {log.Count}, and of what was not synced was lost {loss}";
        await using var left = await RestoreAsync(disk);
        (await left.QueryAsync<string>("PRAGMA integrity_check")).Should().Equal(["ok"], because);
        var state = await StateAsync(left);
        (state == await KeptAsync(log, moment) || state == await KeptAsync(log, log.LastSync(moment))).Should().BeTrue(because);
        if (_ended.Add(state))
        {
            await FluentActions.Awaiting(() => Chapters.TellAsync(left.Provider, chapter)).Should().NotThrowAsync(because);
            (await Picture.OfAsync(left, isExact: chapter != Chapter.Bake)).ShouldBe(whole, because);
        }
    }

    // What a database is in that lost nothing of what was written.
    private Task<string> KeptAsync(DiskLog log, int moment) => _kept.GetOrAdd(moment, async _ =>
    {
        await using var kept = await RestoreAsync(log.At(moment, Loss.Nothing));

        return await StateAsync(kept);
    });

    private static async Task<TestDatabase> RestoreAsync(Disk disk)
    {
        var restored = await SqliteFile.CreateAsync();
        disk.Write(PathOf(restored));

        return restored;
    }

    private static async Task<string> StateAsync(TestDatabase database)
    {
        var objects = await database.QueryAsync<(string Name, string Type, string? Sql)>("SELECT name, type, sql FROM sqlite_schema ORDER BY name");
        var rows = new List<string>();
        foreach (var table in objects.Where(one => one.Type == "table").Select(one => one.Name))
        {
            rows.AddRange((await database.RowsAsync(table)).Select(row => $"{table}: {row}"));
        }

        return string.Join('\n', [.. objects.Select(one => $"{one}"), .. rows]);
    }

    private static string PathOf(TestDatabase database) => new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;
}
