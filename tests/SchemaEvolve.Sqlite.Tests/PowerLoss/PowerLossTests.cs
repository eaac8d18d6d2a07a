using System.Security.Cryptography;
using System.Text;
using Dapper;
using FluentAssertions.Execution;
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

    // How many points are tried between two lines that say so.
    private const int Between = 2_000;

    private readonly Dictionary<string, string> _states = [];
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
        log.Moments().Last().After(Loss.Nothing).Fingerprint().Should().Be(Disk.Read(PathOf(database)).Fingerprint(), "nothing was written that was not noted");
        var whole = await Picture.OfAsync(database, isExact: chapter != Chapter.Bake);
        var losses = Enum.GetValues<Loss>();
        HashSet<(int, Loss)> tried = IsAll
            ? [.. Enumerable.Range(1, log.Count).SelectMany(moment => losses.Select(loss => (moment, loss)))]
            : [.. losses.Except([Loss.Nothing]).Select((loss, place) => (log.Writes[(place + 1) * log.Writes.Count / losses.Length], loss))];

        var (done, deaths) = (0, new List<string>());
        foreach (var moment in log.Moments())
        {
            foreach (var loss in losses.Where(loss => tried.Contains((moment.Number, loss))))
            {
                if (await ProblemsAsync(moment, loss, chapter, whole) is [var problem, ..])
                {
                    deaths.Add($"The power went at moment {moment.Number}, and of what was not synced was lost {loss}: {problem}");
                }

                if (++done % Between == 0 || done == tried.Count)
                {
                    await TestContext.Progress.WriteLineAsync(
                        $"SQLite, power loss ({journal}): {done} of {tried.Count} crash points of {chapter} ({log.Count * losses.Length} in all; {_seen.Count} disks that differ, {_ended.Count} states), {done - deaths.Count} survived");
                }
            }
        }

        deaths.Should().BeEmpty();
    }

    private async Task<string[]> ProblemsAsync(Moment moment, Loss loss, Chapter chapter, Picture whole)
    {
        var disk = moment.After(loss);
        if (!_seen.Add(disk.Fingerprint()))
        {
            return [];
        }

        using var problems = new AssertionScope();
        try
        {
            var state = await StateAsync(disk);
            new[] { await StateAsync(moment.After(Loss.Nothing)), await StateAsync(moment.Synced) }.Should().Contain(state, "what was being committed is there or not");
            if (_ended.Add(state))
            {
                await using var left = await RestoreAsync(disk);
                await FluentActions.Awaiting(() => Chapters.TellAsync(left.Provider, chapter)).Should().NotThrowAsync();
                (await Picture.OfAsync(left, isExact: chapter != Chapter.Bake)).ShouldBe(whole, "the next run has ended what was cut off");
            }

            return problems.Discard();
        }
        catch (SqliteException damage)
        {
            return [damage.Message];
        }
    }

    private static async Task<TestDatabase> RestoreAsync(Disk disk)
    {
        var restored = await SqliteFile.CreateAsync();
        disk.Write(PathOf(restored));

        return restored;
    }

    // What a database is in, and whether it is whole, for two to be compared.
    private async Task<string> StateAsync(Disk disk)
    {
        if (_states.TryGetValue(disk.Fingerprint(), out var known))
        {
            return known;
        }

        await using var database = await RestoreAsync(disk);
        await using var connection = await database.OpenAsync();
        (await connection.QueryAsync<string>("PRAGMA integrity_check")).Should().Equal("ok");
        var objects = await connection.QueryAsync<(string Name, string Type, string? Sql)>("SELECT name, type, sql FROM sqlite_schema ORDER BY name");
        var rows = new List<string>();
        foreach (var table in objects.Where(one => one.Type == "table").Select(one => one.Name))
        {
            rows.AddRange((await TestDatabase.RowsAsync(connection, table)).Select(row => $"{table}: {row}"));
        }

        var state = string.Join('\n', [.. objects.Select(one => $"{one}"), .. rows]);

        return _states[disk.Fingerprint()] = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(state)));
    }

    private static string PathOf(TestDatabase database) => new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;
}
