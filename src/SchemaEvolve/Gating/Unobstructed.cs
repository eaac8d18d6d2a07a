namespace SchemaEvolve.Gating;

/// <summary>Is open while nothing stands in the way of what is to be taken away.</summary>
internal sealed record Unobstructed : Gate
{
    public override string Description => "nothing in the way";

    internal override Insistence Insistence => Insistence.Necessity;

    internal override GateStanding Look(Candidate candidate) => candidate.Obstacle is { } obstacle
        ? Shut(obstacle.Why)
        : Open("Nothing is known to stand in its way.");
}
