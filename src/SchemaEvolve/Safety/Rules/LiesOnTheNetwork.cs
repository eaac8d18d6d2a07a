namespace SchemaEvolve.Safety.Rules;

/// <summary>The file of a SQLite database lies on a network drive.</summary>
internal sealed class LiesOnTheNetwork : ISafetyRule
{
    public string Id => "SE811";

    public string Danger => "A SQLite file on another machine";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review is { Plan.Engine: Engines.Sqlite, Surroundings: { IsOnNetwork: true, HasWriteAheadLog: var log } }
            ? [this.Finds(
                $"The file lies on another machine{(log ? " and has a write-ahead log, which needs memory that all who use it share" : "")}. SQLite needs locks that hold, and network drives often have none: two writers may damage the file. Put it on a disk of this machine.")]
            : [];
}
