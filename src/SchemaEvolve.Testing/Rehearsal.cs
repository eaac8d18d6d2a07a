using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;
using SchemaEvolve.Testing.Rehearsing;
using SchemaEvolve.Testing.Tracing;

namespace SchemaEvolve.Testing;

/// <summary>Runs each migration up, down and up again, on a database that is made for it, and compares schema and rows.</summary>
/// <remarks>
/// Each migration runs as on a live database: expanded, migrated, contracted, and then taken back from there. Down has to lead to what was before,
/// and up for the second time to what it led to for the first time.
/// </remarks>
/// <example><code>
/// var report = await Rehearsal.Of(MigrationSet.FromAssemblyOf&lt;Program&gt;()).UseSqlite("Data Source=tests.db").RunAsync();
///
/// report.Problems.Should().BeEmpty();
/// </code></example>
public sealed class Rehearsal : IDatabaseChoice
{
    private static readonly MigratorOptions ByHand = new()
    {
        Contract = ContractPolicy.Manually,
        Drift = Drift.Ignore,
        Backfills = new() { Pace = Pace.Full },
    };

    private readonly IReadOnlyList<RecordedMigration> _migrations;
    private readonly RehearsalOptions _options;
    private Action<IDatabaseChoice> _choose = _ => { };

    private Rehearsal(MigrationSet migrations, RehearsalOptions options) => (_migrations, _options) = (migrations.Recorded, options);

    /// <summary>A rehearsal of these migrations. Say next on which database system: <c>.UseSqlite("Data Source=tests.db")</c>.</summary>
    /// <param name="migrations">The migrations of the application.</param>
    /// <param name="options">What they meet on their way, or nothing for empty tables.</param>
    public static Rehearsal Of(MigrationSet migrations, RehearsalOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(migrations);

        return new(migrations, options ?? new());
    }

    /// <summary>Rehearses one migration after the other, up to the first that fails.</summary>
    /// <exception cref="FreshDatabaseException">There is no database to be had for it. The message says what to do.</exception>
    public async Task<RehearsalReport> RunAsync(CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        await using var databases = FreshDatabases.Of(MigrationSet.Of(), new() { Ahead = 0 });
        _choose(databases);
        await using var database = await databases.CreateAsync(cancellationToken);
        var traced = database.Provider.Engine == Engines.PostgreSql ? new TracedConnections(database.Provider.Connections) : null;
        var provider = traced is null ? database.Provider : database.Provider with { Connections = traced };
        var findings = new List<RehearsalFinding>();
        var costs = new List<RehearsalCost>();
        for (var place = 0; place < _migrations.Count; place++)
        {
            var migration = _migrations[place];
            try
            {
                await RehearseAsync(provider, place, traced, findings, costs, cancellationToken);
                await FillAsync(provider, migration, cancellationToken);
            }
            catch (MigrationException failure)
            {
                findings.Add(new(migration, RehearsalFindingKind.Failed, failure.Message));
                break;
            }
        }

        return new([.. findings]) { Rehearsed = _migrations.Count, Costs = [.. costs] };
    }

    void IDatabaseChoice.Use(Func<IServiceProvider, DatabaseProvider> provider) => _choose = databases => databases.Use(provider);

    void IDatabaseChoice.Use(DatabasePlace place, Func<DatabasePlace, DatabaseProvider> provider) => _choose = databases => databases.Use(place, provider);

    private async Task RehearseAsync(
        DatabaseProvider provider,
        int place,
        TracedConnections? traced,
        List<RehearsalFinding> findings,
        List<RehearsalCost> costs,
        CancellationToken cancellationToken)
    {
        var migration = _migrations[place];
        var migrator = new Migrator(provider, MigrationSet.OfRecorded(_migrations.Take(place + 1)), ByHand);
        var before = await Snapshot.TakeAsync(provider, cancellationToken);
        traced?.Begin(before.Catalog);
        await UpAsync();
        Weigh(traced?.End() ?? []);
        var after = await Snapshot.TakeAsync(provider, cancellationToken);
        if (await IsThereWayBackAsync())
        {
            var down = await Snapshot.TakeAsync(provider, cancellationToken);
            Note("down", before.Catalog.DifferencesOf(down.Catalog), before.RowDifferencesOf(down));
            await UpAsync();
            var again = await Snapshot.TakeAsync(provider, cancellationToken);
            Note("up again", after.Catalog.DifferencesOf(again.Catalog), after.RowDifferencesOfAnother(again));
        }

        await migrator.PurgeAsync(cancellationToken);

        async Task UpAsync()
        {
            await migrator.MigrateAsync(cancellationToken);
            await migrator.ContractAsync(force: true, cancellationToken);
        }

        async Task<bool> IsThereWayBackAsync()
        {
            try
            {
                await migrator.RollbackAsync(place == 0 ? 0 : _migrations[place - 1].Id, new() { AllowDataLoss = true }, cancellationToken);
                return true;
            }
            catch (MigrationRollbackException obstructed) when (obstructed.Obstacles.Count > 0)
            {
                var label = $"{migration.Label}: ";
                findings.AddRange(obstructed.Obstacles.Select(obstacle => new RehearsalFinding(
                    migration,
                    RehearsalFindingKind.Irreversible,
                    obstacle.StartsWith(label, StringComparison.Ordinal) ? obstacle[label.Length..] : obstacle)));
                return false;
            }
        }

        void Weigh(ValueList<Impact> impacts)
        {
            costs.AddRange(impacts.Select(impact => new RehearsalCost(migration, impact)));
            findings.AddRange(migration.Bounds
                .SelectMany(bound => impacts.Select(impact => (bound, Excess: bound.Excess(impact, provider.Engine))).Where(weighed => weighed.Excess is not null))
                .Select(weighed => new RehearsalFinding(migration, RehearsalFindingKind.Cost, $"it {weighed.Excess}, and {weighed.bound} promises that nothing does")));
        }

        void Note(string way, IEnumerable<string> schema, IEnumerable<string> rows)
        {
            findings.AddRange(schema.Select(difference => new RehearsalFinding(migration, RehearsalFindingKind.Schema, $"{way}, {difference}")));
            findings.AddRange(rows.Select(difference => new RehearsalFinding(migration, RehearsalFindingKind.Rows, $"{way}, {difference}")));
        }
    }

    private async Task FillAsync(DatabaseProvider provider, RecordedMigration migration, CancellationToken cancellationToken)
    {
        if (_options.Fill is { } fill)
        {
            await using var opened = await provider.Connections.OpenAsync(cancellationToken);
            await provider.Connections.LearnTypesAsync(opened.Connection, cancellationToken);
            await fill(migration, opened.Connection);
        }
    }
}
