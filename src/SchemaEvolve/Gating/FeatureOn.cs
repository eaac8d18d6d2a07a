namespace SchemaEvolve.Gating;

/// <summary>Is open while a feature of the application is on.</summary>
internal sealed record FeatureOn(string Name) : Gate
{
    public override string Description => $"feature {Name}";

    internal override Insistence Insistence => Insistence.Decision;

    internal override GateStanding Look(Candidate candidate) => candidate.Features.FirstOrDefault(answer => answer.Name == Name) switch
    {
        null => Shut($"Nobody can tell whether feature {Name} is on: set MigratorOptions.Feature."),
        { Trouble: { } trouble } => Shut($"Nobody can tell whether feature {Name} is on: {trouble}"),
        { IsOn: true } => Open($"Feature {Name} is on."),
        _ => Shut($"Feature {Name} is off."),
    };
}
