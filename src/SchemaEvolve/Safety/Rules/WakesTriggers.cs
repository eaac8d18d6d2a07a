namespace SchemaEvolve.Safety.Rules;

/// <summary>Rows are brought up to date in a table whose own triggers run for each of them.</summary>
internal sealed class WakesTriggers : ISafetyRule
{
    public string Id => "SE706";

    public string Danger => "A backfill that wakes triggers";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        Filled.In(review)
            .Select(filled => (Filled: filled, Triggers: filled.Table.Opaques.Where(opaque => opaque.Kind == "trigger").Select(opaque => opaque.Name.ToString()).ToList()))
            .Where(woken => woken.Triggers.Count > 0)
            .Select(woken => this.Finds(
                woken.Filled.By,
                $"Filling {woken.Filled.Table.Name} runs its own triggers for every row: {string.Join(", ", woken.Triggers)}. If they note who changed what, send messages or set a date, every row counts as changed."));
}
