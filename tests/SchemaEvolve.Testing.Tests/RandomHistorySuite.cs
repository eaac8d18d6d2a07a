using CsCheck;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Conformance.Histories;

namespace SchemaEvolve.Testing.Tests;

/// <summary>The laws that need a database, on random histories with random rows: each migration goes up, down and up, and is cut off.</summary>
public abstract class RandomHistorySuite(int sample)
{
    // An operation that is done in place, whose rollback is cut off; and one whose contraction is cut off in the first of its steps.
    private static readonly string[] Seeds = ["bt8Ih2BpGk62", "000j8XjfJHlg"];

    private int _accepted;
    private int _refused;

    [Test]
    public async Task Random_histories_keep_the_laws()
    {
        var count = await RandomHistory.TryAsync(sample, KeepsLawsAsync);

        await TestContext.Progress.WriteLineAsync($"{Engine}: {count} histories, {_accepted} operations and {_refused} refusals");
        _accepted.Should().BeGreaterThan(2 * _refused);
    }

    [TestCaseSource(nameof(Seeds))]
    public Task What_has_broken_a_law_before_keeps_it(string seed) => RandomHistory.Gen.SampleAsync(KeepsLawsAsync, seed: seed, iter: 1, threads: 1);

    /// <summary>The database system.</summary>
    protected abstract string Engine { get; }

    /// <summary>Rehearses on a database of its own.</summary>
    protected abstract Task<RehearsalReport> RunAsync(MigrationSet migrations, RehearsalOptions options);

    /// <summary>An empty database of its own.</summary>
    protected abstract Task<FreshDatabase> CreateAsync();

    private async Task KeepsLawsAsync(RandomHistory history)
    {
        var (report, fits) = await RehearseAsync(history);
        Interlocked.Add(ref _accepted, fits.Deeds.Count);
        Interlocked.Add(ref _refused, history.Deeds.Count - fits.Deeds.Count);
        report.Verify();

        await using var leap = await CreateAsync();
        await using var stages = await CreateAsync();
        await new Migrator(leap.Provider, MigrationSet.OfRecorded(fits.Migrations), new() { Contract = ContractPolicy.Immediately, Retention = TimeSpan.Zero }).MigrateAsync();
        foreach (var place in Enumerable.Range(1, fits.Deeds.Count))
        {
            var migrator = new Migrator(stages.Provider, MigrationSet.OfRecorded(fits.Migrations.Take(place)), new() { Contract = ContractPolicy.Manually, Retention = TimeSpan.Zero });
            await migrator.MigrateAsync();
            await migrator.ContractAsync(force: true);
            (await migrator.DriftAsync()).Should().BeEmpty();
        }

        var (folded, replayed) = (await InspectAsync(leap), await InspectAsync(stages));
        folded.Should().Be(replayed, string.Join("; ", replayed.DifferencesOf(folded)));
    }

    // What the plan of a database refuses in words, or its rows do, is left out, with whatever came after it and does not fit any more.
    private async Task<(RehearsalReport Report, RandomHistory Fits)> RehearseAsync(RandomHistory history)
    {
        while (true)
        {
            var report = await RunAsync(MigrationSet.OfRecorded(history.Migrations), new()
            {
                Fill = (migration, connection) => history.FillAsync(migration, connection, Engine),
            });
            if (report.Problems.FirstOrDefault(problem => problem.Kind == RehearsalFindingKind.Failed && IsRefusal(problem.Description)) is not { } refused)
            {
                return (report, history);
            }

            history = history.Without((int)refused.Migration.Id - 1);
        }
    }

    private static bool IsRefusal(string message) =>
        message.Contains(" cannot be planned at “", StringComparison.Ordinal) || message.Contains("but some refer to none.", StringComparison.Ordinal);

    private static async Task<Catalog> InspectAsync(FreshDatabase database)
    {
        await using var opened = await database.Provider.Connections.OpenAsync(default);

        return await database.Provider.Inspector.ReadAsync(opened.Connection, null, default);
    }
}
