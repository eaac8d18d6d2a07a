namespace SchemaEvolve.Gating;

/// <summary>Is open at the hours of a maintenance window.</summary>
internal sealed record InWindow(MaintenanceWindow Hours) : Gate
{
    public override string Description => $"in the window {Hours}";

    internal override Insistence Insistence => Insistence.Precaution;

    internal override GateStanding Look(Candidate candidate) => Hours.At(candidate.Now) switch
    {
        (true, var shuts) => Open($"The window {Hours} is open until {Spoken.Of(shuts)}."),
        (false, var opens) => Shut($"The window {Hours} is shut; opens on {Spoken.Of(opens)}.", opens),
    };
}
