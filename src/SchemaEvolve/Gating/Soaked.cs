using SchemaEvolve.Planning;

namespace SchemaEvolve.Gating;

/// <summary>Opens when so much time has passed since the rows were verified.</summary>
internal sealed record Soaked(TimeSpan Time) : Gate
{
    public override string Description => $"soaked for {Spoken.Of(Time)}";

    internal override Insistence Insistence => Insistence.Precaution;

    internal override GateStanding Look(Candidate candidate)
    {
        if (candidate.Entry is not { MigratedAt: { } migrated, State: >= MigrationState.Migrated })
        {
            return Shut($"The {Spoken.Of(Time)} begin when its rows are verified.");
        }

        var soaked = candidate.Now - migrated;
        return soaked >= Time
            ? Open($"Soaked for {Spoken.Of(soaked)} of {Spoken.Of(Time)}.")
            : Shut($"Soaked for {Spoken.Of(soaked)} of {Spoken.Of(Time)}; opens on {Spoken.Of(migrated + Time)}.", migrated + Time);
    }
}
