using System.Diagnostics;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>What holds when several processes start on one database, and when one of them is killed.</summary>
public abstract class ProcessSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    [Test]
    public async Task Eight_processes_that_start_at_once_apply_each_migration_once([Range(1, 10)] int round)
    {
        Process[] starters = [.. Enumerable.Range(0, 8).Select(_ => Start("count"))];
        try
        {
            await Task.WhenAll(starters.Select(starter => ShouldSayAsync(starter, "ready")));
            foreach (var starter in starters)
            {
                await starter.StandardInput.WriteLineAsync("go");
            }

            var outcomes = await Task.WhenAll(starters.Select(starter => starter.StandardOutput.ReadLineAsync()));

            outcomes.Should().OnlyContain(outcome => outcome == "Migrated" || outcome == "MigratedElsewhere" || outcome == "UpToDate", $"of round {round}");
            outcomes.Count(outcome => outcome == "Migrated").Should().Be(1);
            (await Database.QueryAsync<int>("SELECT value FROM counter")).Should().Equal(5);
        }
        finally
        {
            Array.ForEach(starters, End);
        }
    }

    [Test]
    public async Task A_process_that_is_killed_in_a_step_blocks_nobody_and_leaves_nothing_half_done()
    {
        var killed = Start("hang");
        var next = Start("go on");
        try
        {
            await ShouldSayAsync(killed, "ready");
            await ShouldSayAsync(next, "ready");
            await killed.StandardInput.WriteLineAsync("go");
            await ShouldSayAsync(killed, "hanging");
            await next.StandardInput.WriteLineAsync("go");

            killed.Kill();

            await ShouldSayAsync(next, "Migrated");
            (await Database.QueryAsync<int>("SELECT value FROM counter")).Should().Equal(11);
            (await Database.HistoryAsync()).Migrations.Should().OnlyContain(migration => migration.State == MigrationState.Migrated);
        }
        finally
        {
            End(killed);
            End(next);
        }
    }

    private static async Task ShouldSayAsync(Process process, string line) => (await process.StandardOutput.ReadLineAsync()).Should().Be(line);

    private static void End(Process process)
    {
        process.Kill();
        process.Dispose();
    }

    private Process Start(string story) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [Path.Combine(TestContext.CurrentContext.TestDirectory, "SchemaEvolve.Starter.dll"), Database.Provider.Engine, Database.ConnectionString, story])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
