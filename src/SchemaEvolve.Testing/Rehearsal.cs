using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;
using SchemaEvolve.Testing.Rehearsing;
using SchemaEvolve.Testing.Sources;
using SchemaEvolve.Testing.Tracing;

namespace SchemaEvolve.Testing;

/// <summary>Runs each migration up, down and up again, on a database that is made for it, cuts it off on its way, and compares schema and rows.</summary>
/// <remarks>
/// Each migration runs as on a live database: expanded, migrated, contracted, and then taken back from there. Down has to lead to what was before,
/// and up for the second time to what it led to for the first time. A run that was cut off is ended by the next one, as if nothing had happened,
/// or taken back.
/// </remarks>
/// <example><code>
/// var report = await Rehearsal.Of(MigrationSet.FromAssemblyOf&lt;Program&gt;()).UseSqlite("Data Source=tests.db").RunAsync();
///
/// report.Problems.Should().BeEmpty();
/// </code></example>
public sealed class Rehearsal : IDatabaseChoice
{
    private readonly IReadOnlyList<RecordedMigration> _migrations;
    private readonly RehearsalOptions _options;
    private Kind? _kind;

    private Rehearsal(MigrationSet migrations, RehearsalOptions options) => (_migrations, _options) = (migrations.Recorded, options);

    private Kind Kind => _kind ?? throw new FreshDatabaseException(
        "Nobody has said on which database system. Write .UseSqlite(\"Data Source=tests.db\") or .UsePostgreSql(\"Host=localhost;Username=tests\") behind Rehearsal.Of(…).");

    /// <summary>A rehearsal of these migrations. Say next on which database system: <c>.UseSqlite("Data Source=tests.db")</c>.</summary>
    /// <param name="migrations">The migrations of the application.</param>
    /// <param name="options">What they meet on their way, or nothing for empty tables.</param>
    public static Rehearsal Of(MigrationSet migrations, RehearsalOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(migrations);

        return new(migrations, options ?? new());
    }

    /// <summary>Rehearses one migration after the other, up to the first that fails. Where a run is cut off, it is by an error, and no process is killed.</summary>
    /// <exception cref="FreshDatabaseException">There is no database to be had for it. The message says what to do.</exception>
    public Task<RehearsalReport> RunAsync(CancellationToken cancellationToken = default) => RunAsync(recipe: null, cancellationToken);

    /// <summary>The same, with runs whose process is killed as well: that is another one, which makes the rehearsal again before it goes its way.</summary>
    /// <param name="make">Makes the rehearsal on the database of a connection string. It is a static method, for the other process to find it, and needs nothing that tests set up.</param>
    /// <param name="connectionString">The connection string.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <example><code>
    /// var report = await Rehearsal.RunAsync(Shop, "Data Source=tests.db");
    ///
    /// static Rehearsal Shop(string connectionString) =&gt; Rehearsal.Of(MigrationSet.FromAssemblyOf&lt;Program&gt;()).UseSqlite(connectionString);
    /// </code></example>
    /// <exception cref="FreshDatabaseException">There is no database to be had for it. The message says what to do.</exception>
    /// <exception cref="RehearsalException">There is no process to be killed. The message says what to do.</exception>
    [RequiresUnreferencedCode(Recipe.ByName)]
    public static Task<RehearsalReport> RunAsync(Func<string, Rehearsal> make, string connectionString, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(make);
        ArgumentNullException.ThrowIfNull(connectionString);

        return make(connectionString).RunAsync(Recipe.Of(make), cancellationToken);
    }

    void IDatabaseChoice.Use(Func<IServiceProvider, DatabaseProvider> provider) => throw new FreshDatabaseException(
        "A rehearsal makes databases from a connection string: write .UseSqlite(\"Data Source=tests.db\") or .UsePostgreSql(\"Host=localhost;Username=tests\").");

    void IDatabaseChoice.Use(DatabasePlace place, Func<DatabasePlace, DatabaseProvider> provider) => _kind = new(place, provider);

    private bool CutsEverywhere => _options.CutOffs == CutOffs.Every;

    /// <summary>Goes a way with the last of some migrations, on the database that was chosen, up to a point.</summary>
    internal Task GoAsync(IReadOnlyList<long> history, Way way, int point, Action end) =>
        new Lifecycle([.. history.Select(id => _migrations.Single(migration => migration.Id == id))]).GoAsync(new Cut(CutsEverywhere, point, end).Over(Kind.Chosen), way, CancellationToken.None);

    private async Task<RehearsalReport> RunAsync(Recipe? recipe, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        await using var databases = FreshDatabases.Of(MigrationSet.Of(), new() { Ahead = 0 });
        ((IDatabaseChoice)databases).Use(Kind.Place, Kind.Provider);
        await using var database = _options.From is { } from ? await databases.CopyAsync(from, cancellationToken) : await databases.CreateAsync(cancellationToken);
        var past = await EndPastAsync(database.Provider, cancellationToken);
        RecordedMigration[] history = [.. past, .. _migrations.Except(past)];
        var findings = new List<RehearsalFinding>();
        var costs = new List<RehearsalCost>();
        var cutOff = 0;
        for (var place = past.Length; place < history.Length; place++)
        {
            var lifecycle = new Lifecycle(history[..(place + 1)]);
            try
            {
                cutOff += await RehearseAsync(lifecycle, databases, database, recipe, findings, costs, cancellationToken);
                await FillAsync(database.Provider, lifecycle.Migration, cancellationToken);
            }
            catch (MigrationException failure)
            {
                findings.Add(new(lifecycle.Migration, RehearsalFindingKind.Failed, failure.Message));
                break;
            }
        }

        return new([.. findings]) { Rehearsed = history.Length - past.Length, CutOff = cutOff, Costs = [.. costs] };
    }

    // What has run on the original is behind us, but what it has begun is to be ended first.
    private async Task<RecordedMigration[]> EndPastAsync(DatabaseProvider provider, CancellationToken cancellationToken)
    {
        await using var opened = await provider.Connections.OpenAsync(cancellationToken);
        var history = await provider.Journal.ReadAsync(opened.Connection, null, cancellationToken);
        RecordedMigration[] past = [.. _migrations.Where(migration => history.Find(migration.Id)?.State > MigrationState.Pending)];
        if (past.Length > 0)
        {
            await new Lifecycle(past).GoAsync(provider, Way.Up, cancellationToken);
        }

        return past;
    }

    private async Task<int> RehearseAsync(
        Lifecycle lifecycle,
        FreshDatabases databases,
        FreshDatabase database,
        Recipe? recipe,
        List<RehearsalFinding> findings,
        List<RehearsalCost> costs,
        CancellationToken cancellationToken)
    {
        var traced = database.Provider.Engine == Engines.PostgreSql ? new TracedConnections(database.Provider.Connections) : null;
        var provider = traced is null ? database.Provider : database.Provider with { Connections = traced };
        var before = await Snapshot.TakeAsync(provider, cancellationToken);
        await using var beginning = await databases.CopyAsync(database.ConnectionString, cancellationToken);
        var (up, down) = (new Cut(CutsEverywhere), new Cut(CutsEverywhere));

        traced?.Begin(before.Catalog);
        await lifecycle.ExpandAsync(up.Over(provider), cancellationToken);
        await AskAsync("expanded", _options.Old, _options.New);
        await lifecycle.MigrateAsync(up.Over(provider), cancellationToken);
        await AskAsync("migrated", _options.Old, _options.New);
        await lifecycle.ContractAsync(up.Over(provider), cancellationToken);
        Weigh(traced?.End() ?? []);
        await AskAsync("contracted", old: null, _options.New);
        var after = await Snapshot.TakeAsync(provider, cancellationToken);
        await using var end = await databases.CopyAsync(database.ConnectionString, cancellationToken);
        var scenes = new List<CutOffRuns.Scene> { new(beginning.ConnectionString, Way.Up, Way.Up, up.Points, after) };

        if (await IsThereWayBackAsync())
        {
            await AskAsync("rolled back", _options.Old, @new: null);
            var back = await Snapshot.TakeAsync(provider, cancellationToken);
            Note("down", await before.SchemaDifferencesOfAsync(back, provider, cancellationToken), before.RowDifferencesOf(back), lifecycle.LeavesRows ? RehearsalFindingKind.Irreversible : RehearsalFindingKind.Rows);
            await lifecycle.GoAsync(provider, Way.Up, cancellationToken);
            var again = await Snapshot.TakeAsync(provider, cancellationToken);
            Note("up again", await after.SchemaDifferencesOfAsync(again, provider, cancellationToken), after.RowDifferencesOfAnother(again), RehearsalFindingKind.Rows);
            scenes.Add(new(beginning.ConnectionString, Way.Up, Way.Down, up.Points, before, back));
            scenes.Add(new(end.ConnectionString, Way.Down, Way.Down, down.Points, back));
        }

        var count = 0;
        if (_options.CutOffs != CutOffs.None)
        {
            (var problems, count) = await new CutOffRuns(databases, lifecycle, recipe, CutsEverywhere).PlayAsync(scenes, cancellationToken);
            Add(RehearsalFindingKind.CutOff, problems);
        }

        await lifecycle.PurgeAsync(provider, cancellationToken);
        return count;

        async Task<bool> IsThereWayBackAsync()
        {
            try
            {
                await lifecycle.GoAsync(down.Over(provider), Way.Down, cancellationToken);
                return true;
            }
            catch (MigrationRollbackException obstructed) when (obstructed.Obstacles.Count > 0)
            {
                var label = $"{lifecycle.Migration.Label}: ";
                Add(RehearsalFindingKind.Irreversible, obstructed.Obstacles.Select(obstacle => obstacle.StartsWith(label, StringComparison.Ordinal) ? obstacle[label.Length..] : obstacle));
                return false;
            }
        }

        void Weigh(ValueList<Impact> impacts)
        {
            costs.AddRange(impacts.Select(impact => new RehearsalCost(lifecycle.Migration, impact)));
            Add(RehearsalFindingKind.Cost, lifecycle.Migration.Bounds
                .SelectMany(bound => impacts.Select(impact => (bound, Excess: bound.Excess(impact, provider.Engine))).Where(weighed => weighed.Excess is not null))
                .Select(weighed => $"it {weighed.Excess}, and {weighed.bound} promises that nothing does"));
        }

        // On a copy, so that what they write does not stand in the way of what is compared.
        async Task AskAsync(string phase, Func<RecordedMigration, DbConnection, Task>? old, Func<RecordedMigration, DbConnection, Task>? @new)
        {
            if (old is null && @new is null)
            {
                return;
            }

            await using var copy = await databases.CopyAsync(database.ConnectionString, cancellationToken);
            await TryAsync("old", old);
            await TryAsync("new", @new);

            async Task TryAsync(string which, Func<RecordedMigration, DbConnection, Task>? ask)
            {
                try
                {
                    await UseAsync(copy.Provider, lifecycle.Migration, ask, cancellationToken);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    Add(RehearsalFindingKind.Queries, [$"{phase}, the {which} queries fail: {failure.Message}"]);
                }
            }
        }

        void Note(string way, IEnumerable<string> schema, IEnumerable<string> rows, RehearsalFindingKind kindOfRows)
        {
            Add(RehearsalFindingKind.Schema, schema.Select(difference => $"{way}, {difference}"));
            Add(kindOfRows, rows.Select(difference => $"{way}, {difference}"));
        }

        void Add(RehearsalFindingKind kind, IEnumerable<string> descriptions) =>
            findings.AddRange(descriptions.Select(description => new RehearsalFinding(lifecycle.Migration, kind, description)));
    }

    private Task FillAsync(DatabaseProvider provider, RecordedMigration migration, CancellationToken cancellationToken) =>
        UseAsync(provider, migration, _options.Fill, cancellationToken);

    private static async Task UseAsync(
        DatabaseProvider provider,
        RecordedMigration migration,
        Func<RecordedMigration, DbConnection, Task>? use,
        CancellationToken cancellationToken)
    {
        if (use is not null)
        {
            await using var opened = await provider.Connections.OpenAsync(cancellationToken);
            await provider.Connections.LearnTypesAsync(opened.Connection, cancellationToken);
            await use(migration, opened.Connection);
        }
    }
}
