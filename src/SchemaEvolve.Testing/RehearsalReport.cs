using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Testing;

/// <summary>What a rehearsal has found, as a failing test shows it.</summary>
/// <param name="Findings">All that was found, in the order of the migrations.</param>
public sealed record RehearsalReport(ValueList<RehearsalFinding> Findings)
{
    /// <summary>How many migrations there were.</summary>
    public int Rehearsed { get; init; }

    /// <summary>What was really done on PostgreSQL to tables that were there before, in transactions on the way up.</summary>
    public ValueList<RehearsalCost> Costs { get; init; } = [];

    /// <summary>How many runs were cut off.</summary>
    public int CutOff { get; init; }

    /// <summary>What should not be. That a migration says itself that there is no way back is none of it.</summary>
    public IEnumerable<RehearsalFinding> Problems => Findings.Where(finding => finding.Kind != RehearsalFindingKind.Irreversible);

    /// <summary>Fails the test if there are problems. The message tells each of them.</summary>
    /// <exception cref="RehearsalException">There are problems.</exception>
    public void Verify()
    {
        if (Problems.Any())
        {
            throw new RehearsalException($"The rehearsal has found problems:\n{string.Join('\n', Problems)}");
        }
    }

    public override string ToString() => (Findings.Count, CutOff) switch
    {
        (0, 0) => $"All {Rehearsed} migrations go up, down and up again.",
        (0, _) => $"All {Rehearsed} migrations go up, down and up again, and go on and turn back wherever {CutOff} runs were cut off.",
        _ => string.Join('\n', Findings),
    };
}
