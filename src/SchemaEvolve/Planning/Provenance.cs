using SchemaEvolve.Gating;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Planning;

/// <summary>Where a plan comes from: what it takes to write it down for people, so that they can carry it out in place of the application.</summary>
/// <param name="Shell">The shell of the database.</param>
/// <param name="History">What the journal knew.</param>
/// <param name="Stamp">What a start looks for that has nothing to do, or <see langword="null"/> if it has to look again.</param>
/// <param name="AppVersion">The version of the application.</param>
/// <param name="Gatekeeper">Knows what contractions wait for.</param>
internal sealed record Provenance(IShell Shell, History History, string? Stamp, string AppVersion, Gatekeeper Gatekeeper)
{
    /// <summary>Who carries it out, as the journal will say.</summary>
    public Actor Actor => new("script", Shell.Name, 0, AppVersion);

    /// <summary>What the database is to be marked as, as <see cref="MigratorOptions.Environment"/> has it.</summary>
    public string? Environment { get; init; }

    /// <summary>What the application calls to carry it out.</summary>
    public required string Command { get; init; }

    /// <summary>How rows are brought up to date.</summary>
    public required BackfillOptions Backfills { get; init; }

    /// <summary>What the journal will say of a step, but for its time and its rows, which the shell counts.</summary>
    public StepRecord RecordOf(Step step) => new(step, Actor, TimeSpan.Zero, 0);

    /// <summary>What the journal will remember of a migration.</summary>
    public Notice NoticeOf(RecordedMigration migration, string text) => new(migration.Id, migration.Name, text, Actor);
}
