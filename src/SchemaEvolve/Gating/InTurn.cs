using SchemaEvolve.Planning;

namespace SchemaEvolve.Gating;

/// <summary>Opens when no earlier migration has still something to take away from the same tables.</summary>
internal sealed record InTurn : Gate
{
    public override string Description => "in turn";

    internal override Insistence Insistence => Insistence.Necessity;

    internal override GateStanding Look(Candidate candidate)
    {
        var before = candidate.Application.TakeWhile(migration => migration.Id != candidate.Migration.Id);
        var told = candidate.Told;

        return before.FirstOrDefault(earlier => Precedence.Holds(candidate.Left(earlier), candidate.Left(candidate.Migration), told)) is { } held
            ? Shut($"Migration {held.Label} comes first: it has still to take something away from the same table.")
            : Open("No earlier migration has to take anything away from its tables.");
    }
}
