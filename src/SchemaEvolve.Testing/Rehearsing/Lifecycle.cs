using SchemaEvolve.Changes;
using SchemaEvolve.Operations;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Testing.Rehearsing;

/// <summary>A migration as it runs on a live database, phase by phase, where all before it has run.</summary>
internal sealed class Lifecycle
{
    private static readonly MigratorOptions ByHand = new()
    {
        Contract = ContractPolicy.Manually,
        Drift = Drift.Ignore,
        Backfills = new() { Pace = Pace.Full },
    };

    private readonly MigrationSet _migrations;
    private readonly long _before;

    /// <summary>The last of some migrations, in the order in which they run.</summary>
    public Lifecycle(IReadOnlyList<RecordedMigration> migrations)
    {
        History = migrations;
        _migrations = MigrationSet.OfRecorded(migrations);
        _before = migrations is [.., var before, _] ? before.Id : 0;
    }

    public IReadOnlyList<RecordedMigration> History { get; }

    public RecordedMigration Migration => History[^1];

    /// <summary>Whether rows may stay as they are when the migration is taken back, by what its author has said, or because they were filled in and repaired.</summary>
    public bool LeavesRows => Migration.Operations
        .Select(operation => operation is Unsafe { Of: var of } ? of : operation)
        .Any(operation => Undo.Nothing == operation switch
        {
            UpdateRows update => update.Undo,
            DeleteRows delete => delete.Undo,
            Backfill backfill => backfill.Undo,
            BackfillByCode backfill => backfill.Undo,
            RunSql sql => sql.Undo,
            RequireColumn or TightenCheck { Repair.Count: > 0 } => Undo.Nothing,
            _ => null,
        });

    public Task ExpandAsync(DatabaseProvider provider, CancellationToken cancellationToken) =>
        new Migrator(provider, _migrations, ByHand with { WhenToBackfill = Backfilling.Background }).MigrateAsync(cancellationToken);

    public Task MigrateAsync(DatabaseProvider provider, CancellationToken cancellationToken) => On(provider).MigrateAsync(cancellationToken);

    public Task ContractAsync(DatabaseProvider provider, CancellationToken cancellationToken) => On(provider).ContractAsync(force: true, cancellationToken);

    public Task PurgeAsync(DatabaseProvider provider, CancellationToken cancellationToken) => On(provider).PurgeAsync(cancellationToken);

    /// <summary>Goes all the way, or what is left of it.</summary>
    public async Task GoAsync(DatabaseProvider provider, Way way, CancellationToken cancellationToken)
    {
        if (way == Way.Down)
        {
            await On(provider).RollbackAsync(_before, new() { AllowDataLoss = true }, cancellationToken);
            return;
        }

        await ExpandAsync(provider, cancellationToken);
        await MigrateAsync(provider, cancellationToken);
        await ContractAsync(provider, cancellationToken);
    }

    private Migrator On(DatabaseProvider provider) => new(provider, _migrations, ByHand);
}
