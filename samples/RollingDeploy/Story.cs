using System.Globalization;
using Dapper;
using SchemaEvolve;

namespace RollingDeploy;

/// <summary>A new version is rolled out beside the old one, taken back, and rolled out once more.</summary>
internal sealed class Story(Database database, TimeSpan time)
{
    private const int Replicas = 2;

    private Tally _tally = Tally.None;

    public async Task<Tally> TellAsync()
    {
        await database.ClearAsync();
        await database.Migrator(1).MigrateAsync();
        await OpenAsync();

        Say("Version 1 serves.");
        var old = Fleet.Start(database, 1, Replicas);
        await PassAsync(0.1);

        var @new = await DeployAsync("Version 2 is deployed beside it.");
        await PassAsync(0.2);
        await DrainAsync(old, "Version 1 is drained.");

        Say("The old columns are taken away.");
        await database.Migrator(2, new Phases()).ContractAsync();
        await PassAsync(0.15);

        Say("Something is wrong with version 2: the old columns come back.");
        await database.Migrator(2, new Phases()).RollbackAsync(to: 2026_01_01_0900, new() { KeepsBoth = true });
        old = Fleet.Start(database, 1, Replicas);
        await PassAsync(0.2);
        await DrainAsync(@new, "Version 2 is drained.");
        await database.Migrator(2, new Phases()).RollbackAsync(to: 2026_01_01_0900);
        await PassAsync(0.1);

        @new = await DeployAsync("Version 2 is mended and deployed again.");
        await PassAsync(0.15);
        await DrainAsync(old, "Version 1 is drained.");
        await database.Migrator(2, new Phases()).ContractAsync();
        await PassAsync(0.1);
        await DrainAsync(@new, "Closing time.");

        return await CountAsync();
    }

    private async Task<Fleet> DeployAsync(string words)
    {
        Say(words);
        await database.Migrator(2, new Phases()).MigrateAsync();

        return Fleet.Start(database, 2, Replicas);
    }

    private async Task DrainAsync(Fleet fleet, string words)
    {
        Say(words);
        _tally += await fleet.DrainAsync();
    }

    private async Task OpenAsync()
    {
        await using var connection = await database.OpenAsync();
        await connection.ExecuteAsync(Edition.Of(1).Insert, Enumerable.Range(0, Replica.Shared).Select(number => new Customer(number, number)));
    }

    private async Task<Tally> CountAsync()
    {
        await using var connection = await database.OpenAsync();
        var rows = await connection.ExecuteScalarAsync<long>($"SELECT count(*) FROM {Customer.Table}");
        var broken = await connection.ExecuteScalarAsync<long>(Edition.Of(2).Broken);

        return _tally + new Tally(0, 0, 0, broken, Math.Max(0, _tally.Rows + Replica.Shared - rows));
    }

    private Task PassAsync(double share) => Task.Delay(time * share);

    private static void Say(string words) => Console.WriteLine($"{TimeProvider.System.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}  {words}");

    private sealed class Phases : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value)
        {
            if (value.Elapsed is { } elapsed && value.Step.Changes is { Count: > 0 } changes)
            {
                var others = changes.Count > 1 ? $", and {changes.Count - 1} more" : "";
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"          {value.Step.Phase}: {changes[0]}{others} ({elapsed.TotalMilliseconds:0} ms)"));
            }
        }
    }
}
