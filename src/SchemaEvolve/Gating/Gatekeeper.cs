using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Gating;

/// <summary>Tells which migrations may take away what they have to. It only looks at values: no database, no clock.</summary>
internal sealed class Gatekeeper(IReadOnlyList<RecordedMigration> migrations, MigratorOptions options)
{
    /// <summary>The gates of a migration, and which of them are open.</summary>
    public ValueList<GateStanding> Look(RecordedMigration migration, Situation situation)
    {
        var candidate = new Candidate(migration, migrations, situation);

        return [.. GatesOf(migration).Select(gate => gate.Look(candidate))];
    }

    /// <summary>The migrations that have something to take away, and may.</summary>
    /// <param name="situation">How things stand.</param>
    /// <param name="heeded">The gates that count: those that insist so much, or more.</param>
    public ValueList<long> Due(Situation situation, Insistence heeded) =>
    [
        .. migrations
            .Where(migration => situation.History.Find(migration.Id)?.HasLeft(Phase.Contract) is true)
            .Where(migration => Hold(migration, situation, heeded) is null)
            .Select(migration => migration.Id),
    ];

    /// <summary>The migrations that may, too, once those have taken away what they have to that come first.</summary>
    /// <param name="situation">How things stand.</param>
    /// <param name="heeded">The gates that count: those that insist so much, or more.</param>
    /// <param name="first">The ids of those that come first.</param>
    public ValueList<RecordedMigration> DueBehind(Situation situation, Insistence heeded, ValueList<long> first)
    {
        var then = situation with { History = new([.. situation.History.Migrations.Select(entry => first.Contains(entry.Id) ? entry.Without(Phase.Contract) : entry)]) };
        var due = Due(then, heeded);

        return [.. migrations.Where(migration => due.Contains(migration.Id))];
    }

    /// <summary>What keeps a migration from taking anything away, or <see langword="null"/> if nothing does.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="situation">How things stand.</param>
    /// <param name="heeded">The gates that count: those that insist so much, or more.</param>
    public string? Hold(RecordedMigration migration, Situation situation, Insistence heeded) =>
        Look(migration, situation).FirstOrDefault(standing => !standing.IsOpen && standing.Gate.Insistence >= heeded)?.Why;

    /// <summary>The migrations that keep what they took away, and need not any more.</summary>
    /// <param name="situation">How things stand.</param>
    /// <param name="retention">How long it is kept.</param>
    public ValueList<long> Outlived(Situation situation, TimeSpan retention) =>
    [
        .. migrations
            .Select(migration => situation.History.Find(migration.Id))
            .OfType<MigrationEntry>()
            .Where(entry => entry.State == MigrationState.Contracted && !entry.HasLeft(Phase.Contract) && entry.HasLeft(Phase.Purge))
            .Where(entry => entry.ChangedAt + retention <= situation.Observation.Now)
            .Select(entry => entry.Id),
    ];

    /// <summary>The gates of a migration, those included that are always there.</summary>
    public ValueList<Gate> GatesOf(RecordedMigration migration)
    {
        Gate[] soaks = [.. migration.Gates.OfType<Soaked>()];

        return
        [
            new Verified(),
            .. soaks is [] ? [new Soaked(options.Soak)] : soaks,
            new Fleet(),
            new InTurn(),
            .. migration.Gates.Except(soaks),
            .. options.Window is { } window ? [new InWindow(window)] : Array.Empty<Gate>(),
            new Unobstructed(),
        ];
    }
}
