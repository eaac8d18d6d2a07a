using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;

namespace SchemaEvolve;

/// <summary>How far a database has come.</summary>
/// <param name="Migrations">Each migration that the application or the journal knows, in the order of the application.</param>
public sealed record MigrationStatus(ValueList<MigrationStanding> Migrations)
{
    /// <summary>The processes that have joined the database and not left, running or not.</summary>
    public ValueList<Instance> Instances { get; init; } = [];

    /// <summary>The step that is being done at the moment, by whomever, and who is in its way, or <see langword="null"/> if nobody migrates.</summary>
    /// <remarks>A step of another process is known once the journal has heard of it: a backfill, an index build, and whatever others are in the way of.</remarks>
    public StepInProgress? InProgress { get; init; }

    /// <summary>In what the schema differs from what the migrations promise. Empty also with <see cref="Drift.Ignore"/>, where nobody looked. On PostgreSQL, <see cref="Migrator.DriftAsync"/> tells of expressions too, such as defaults and checks, for which the server has to be asked.</summary>
    public ValueList<Difference> Drift { get; init; } = [];

    /// <summary>The migrations of which something is still to be done at start.</summary>
    public IEnumerable<MigrationStanding> Pending => Migrations.Where(migration => migration is { IsKnown: true, State: < MigrationState.Migrated });

    /// <summary>The migrations that still have something to take away.</summary>
    public IEnumerable<MigrationStanding> ToContract => Migrations.Where(migration => migration.LeftToContract.Count > 0);

    /// <summary>The migrations that a newer release of the application brought.</summary>
    public IEnumerable<MigrationStanding> Unknown => Migrations.Where(migration => !migration.IsKnown);

    /// <summary>A line for each migration, then the step in progress, and what differs from the promise.</summary>
    public override string ToString() => string.Join(
        '\n',
        [
            .. Migrations.Select(migration => migration.ToString()),
            .. InProgress is null ? Array.Empty<string>() : [$"In progress: {InProgress}"],
            .. Drift.Select(difference => $"Drift: {difference}"),
        ]);
}

/// <summary>How far a migration has come.</summary>
/// <param name="Id">Its place in history.</param>
/// <param name="Name">The name of its class.</param>
/// <param name="State">How far it has come.</param>
/// <param name="IsKnown">Whether this release of the application has it.</param>
public sealed record MigrationStanding(long Id, string Name, MigrationState State, bool IsKnown)
{
    /// <summary>The id, as its author writes it, and the name.</summary>
    public string Label => $"{RecordedMigration.Spell(Id)} {Name}";

    /// <summary>The part of the application that it belongs to.</summary>
    public string? Scope { get; init; }

    /// <summary>Who answers for it.</summary>
    public string? Owner { get; init; }

    /// <summary>Why it is done.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was begun, by the server's clock, or <see langword="null"/> if it was not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its rows were verified, by the server's clock, or <see langword="null"/> if they are not.</summary>
    public DateTimeOffset? MigratedAt { get; init; }

    /// <summary>What has to be so before it takes anything away, and what of it is so. Empty if it has nothing to take away.</summary>
    public ValueList<GateStanding> Gates { get; init; } = [];

    /// <summary>Whether a version of the application that has it can run: it has expanded, and is not taken back.</summary>
    public bool IsReady => State is >= MigrationState.Expanded and not MigrationState.RollingBack;

    /// <summary>Whether it has something to take away, and every gate is open.</summary>
    public bool IsDue => LeftToContract.Count > 0 && Gates.All(gate => gate.IsOpen);

    /// <summary>Who approved it.</summary>
    public ValueList<Approval> Approvals { get; init; } = [];

    /// <summary>What it still has to take away.</summary>
    public ValueList<string> LeftToContract { get; init; } = [];

    /// <summary>The steps that failed, and will be tried again.</summary>
    public ValueList<string> Failed { get; init; } = [];

    /// <summary>The migration and how far it has come, with what failed and what it waits for before it takes anything away.</summary>
    public override string ToString() => string.Join(
        "; ",
        [
            $"{Label}: {State}",
            .. IsKnown ? Array.Empty<string>() : ["this release does not have it"],
            .. Failed.Select(step => $"failed: {step}"),
            .. LeftToContract.Select(step => $"to contract: {step}"),
            .. Gates.Where(gate => !gate.IsOpen && LeftToContract.Count > 0).Select(gate => $"waits: {gate.Why}"),
        ]);
}
