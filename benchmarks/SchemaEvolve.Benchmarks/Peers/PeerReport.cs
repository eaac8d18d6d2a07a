using System.Diagnostics;
using System.Globalization;
using SchemaEvolve.Benchmarks.Fresh;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>What a start costs with SchemaEvolve and with others, side by side.</summary>
internal sealed class PeerReport(Ground ground, TextWriter output, Shelf shelf, bool isQuick)
{
    private const int Starters = 8;

    private static readonly Story Hundred = new(Deed.Table, 100);
    private static readonly Story Thousand = new(Deed.Table, 1000);
    private static readonly Story Counting = new(Deed.Count, 20);

    /// <summary>All who take part; the first is what the others are compared with.</summary>
    public static IReadOnlyList<IPeer> Peers { get; } = [new ByHand(), new Own(), new DbUpScripts(), new EfCore(), new EvolveScripts(), new FluentMigrations()];

    /// <summary>Measures on SQLite and on the newest server that there is, and writes Markdown tables.</summary>
    public static async Task WriteAsync(TextWriter output, bool isQuick)
    {
        var folder = Directory.CreateTempSubdirectory("schema-evolve-benchmark-");
        var shelf = new Shelf(folder);
        await new PeerReport(Ground.Sqlite(folder), output, shelf, isQuick).WriteAsync();
        await using var server = PostgreSqlServers.All[^1];
        await new PeerReport(Ground.PostgreSql(server), output, shelf, isQuick).WriteAsync();
        folder.Delete(recursive: true);
    }

    private async Task WriteAsync()
    {
        await output.WriteLineAsync($"\n| {ground.Name} | {string.Join(" | ", Peers.Select(peer => peer.Name))} |\n|---|{string.Concat(Peers.Select(_ => "--:|"))}");
        await WriteAsync("a start with nothing to do, 100 migrations", isQuick ? 11 : 101, await IdleAsync(), warmUp: isQuick ? 5 : 50);
        await WriteAllocationsAsync();
        await WriteAsync("… in a new process", isQuick ? 3 : 31, await IdleAsync(Start.InProcessAsync));
        await WriteAsync("100 migrations, empty database", isQuick ? 3 : 21, peer => EmptyAsync(peer, Hundred), warmUp: isQuick ? 3 : 40);
        if (!isQuick)
        {
            await WriteAsync("… in a new process", 11, EmptyInProcessAsync);
            await WriteAsync("1000 migrations, empty database", 5, peer => EmptyAsync(peer, Thousand));
            await WritePlanningAsync();
        }

        await (isQuick ? WriteRaceAsync(Peers.Take(2), 1) : WriteRaceAsync(Peers, 5));
    }

    // What is warmed up runs as code that is compiled for good, and the rounds for that do not count.
    private async Task WriteAsync(string workload, int rounds, Func<IPeer, Task<TimeSpan>> measure, int warmUp = 0)
    {
        var times = Peers.ToDictionary(peer => peer, _ => new List<TimeSpan>());
        for (var round = -warmUp; round < rounds; round++)
        {
            foreach (var peer in Peers)
            {
                var time = await measure(peer);
                if (round >= 0)
                {
                    times[peer].Add(time);
                }
            }
        }

        var byHand = Median(times[Peers[0]]);
        await WriteRowAsync(workload, Peers.Select(peer => peer == Peers[0] ? $"{byHand.TotalMilliseconds:F1} ms" : $"{Median(times[peer]) / byHand:F2}"));
    }

    // Each has a database of its own, where all is done.
    private async Task<Func<IPeer, Task<TimeSpan>>> IdleAsync(Func<IPeer, Database, Story, string, Task<TimeSpan>>? start = null)
    {
        var databases = new Dictionary<IPeer, Database>();
        foreach (var peer in Peers)
        {
            databases[peer] = await CreateAsync();
            await peer.StartAsync(databases[peer], Hundred, shelf.Find(peer, Hundred));
            await peer.StartAsync(databases[peer], Hundred, shelf.Find(peer, Hundred));
        }

        start ??= (peer, database, story, written) => TimeAsync(() => peer.StartAsync(database, story, written));
        return peer => start(peer, databases[peer], Hundred, shelf.Find(peer, Hundred));
    }

    private async Task WriteAllocationsAsync()
    {
        var start = await IdleAsync();
        var cells = new List<string>();
        foreach (var peer in Peers)
        {
            await start(peer);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await start(peer);
            cells.Add($"{(GC.GetTotalAllocatedBytes(precise: true) - before) / 1024.0:F0} KB");
        }

        await WriteRowAsync("… and what it allocates", cells);
    }

    private async Task<TimeSpan> EmptyAsync(IPeer peer, Story story)
    {
        var database = await CreateAsync();
        return await TimeAsync(() => peer.StartAsync(database, story, shelf.Find(peer, story)));
    }

    private async Task<TimeSpan> EmptyInProcessAsync(IPeer peer) => await Start.InProcessAsync(peer, await CreateAsync(), Hundred, shelf.Find(peer, Hundred));

    private async Task WritePlanningAsync()
    {
        var provider = ground.Provider(await ground.CreateAsync());
        await using (await provider.Connections.OpenAsync(CancellationToken.None))
        {
            var migrations = Histories.OfLength(Thousand.Length);
            var times = new List<TimeSpan>();
            for (var round = 0; round < 11; round++)
            {
                var began = Stopwatch.GetTimestamp();
                Planner.Plan(migrations, History.Empty, Catalogs.Catalog.Empty, provider.Engine, provider.Dialect, new(OutOfOrder.AllowIfIndependent));
                times.Add(Stopwatch.GetElapsedTime(began));
            }

            await WriteRowAsync("… and planning them alone", Peers.Select(peer => peer is Own ? $"{Median(times).TotalMilliseconds:F0} ms" : ""));
        }
    }

    private async Task WriteRaceAsync(IEnumerable<IPeer> peers, int rounds)
    {
        var (failed, longer, counted) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var peer in peers)
        {
            var (failures, alone, together, counters) = (0, new List<TimeSpan>(), new List<TimeSpan>(), new List<string>());
            for (var round = 0; round < rounds; round++)
            {
                alone.Add(await EmptyAsync(peer, Hundred));
                var database = await CreateAsync();
                together.Add(await TimeAsync(async () => failures += await RaceAsync(peer, database, Hundred)));

                database = await CreateAsync();
                await database.ExecuteAsync("CREATE TABLE counter (value integer NOT NULL)");
                await database.ExecuteAsync("INSERT INTO counter VALUES (0)");
                await RaceAsync(peer, database, Counting);
                counters.Add(Convert.ToString(await database.ExecuteAsync("SELECT value FROM counter"), CultureInfo.InvariantCulture)!);
            }

            failed.Add($"{failures} of {Starters * rounds}");
            longer.Add($"{Median(together) / Median(alone):F2}");
            counted.Add(string.Join(", ", counters.Distinct()));
        }

        await WriteRowAsync($"{Starters} starters on an empty database: failed", failed);
        await WriteRowAsync("… as long as one starter", longer);
        await WriteRowAsync($"… what {Counting.Length} counting migrations count", counted);
    }

    private async Task<int> RaceAsync(IPeer peer, Database database, Story story)
    {
        var written = shelf.Find(peer, story);
        var starts = Enumerable.Range(0, Starters).Select(_ => Task.Run(async () =>
        {
            try
            {
                await peer.StartAsync(database, story, written);
                return 0;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // Whatever it is: an application would not have started.
                return 1;
            }
        }));

        return (await Task.WhenAll(starts)).Sum();
    }

    private async Task<Database> CreateAsync() => new(ground.Engine, await ground.CreateAsync());

    // Who takes no part has an empty cell.
    private Task WriteRowAsync(string name, IEnumerable<string> cells) =>
        output.WriteLineAsync($"| {name} | {string.Join(" | ", cells.Concat(Peers.Select(_ => "")).Take(Peers.Count))} |");

    private static TimeSpan Median(IEnumerable<TimeSpan> times) => times.Order().ElementAt(times.Count() / 2);

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began);
    }
}
