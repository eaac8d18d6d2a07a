using SchemaEvolve.Planning;

namespace SchemaEvolve.Gating;

/// <summary>Opens when somebody has approved.</summary>
internal sealed record Approved(string? By) : Gate
{
    public override string Description => By is null ? "approved" : $"approved by {By}";

    internal override Insistence Insistence => Insistence.Decision;

    internal override GateStanding Look(Candidate candidate)
    {
        var approval = candidate.Approvals.FirstOrDefault(given => given.By == (By ?? given.By));
        var id = RecordedMigration.Spell(candidate.Migration.Id);

        return (approval, By) switch
        {
            ({ Note: null }, _) => Open($"{approval.By} approved on {Spoken.Of(approval.At)}."),
            ({ }, _) => Open($"{approval.By} approved on {Spoken.Of(approval.At)}: {approval.Note}"),
            (null, null) => Shut($"Waits for an approval: call ApproveAsync({id}, by: …)."),
            (null, _) => Shut($"Waits for the approval of {By}: call ApproveAsync({id}, by: \"{By}\")."),
        };
    }
}
