using SchemaEvolve.Planning;

namespace SchemaEvolve.Gating;

/// <summary>Opens when all rows are brought up to date and checked.</summary>
internal sealed record Verified : Gate
{
    public override string Description => "verified";

    internal override Insistence Insistence => Insistence.Necessity;

    internal override GateStanding Look(Candidate candidate) => candidate.Entry switch
    {
        { MigratedAt: { } migrated, State: >= MigrationState.Migrated } => Open($"Its rows were verified on {Spoken.Of(migrated)}."),
        { State: MigrationState.Expanded } entry when entry.Steps.FirstOrDefault(step => step.State == StepState.Failed) is { } failed =>
            Shut($"Its rows are not verified: “{failed.Description}” failed, and is tried again at the next start. TimelineAsync says why, and QuarantineAsync which rows could not be converted."),
        { State: MigrationState.Expanded } => Shut("Its rows are still being brought up to date."),
        _ => Shut("It has not been expanded yet: call MigrateAsync."),
    };
}
