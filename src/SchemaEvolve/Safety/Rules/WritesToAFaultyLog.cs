namespace SchemaEvolve.Safety.Rules;

/// <summary>The library of SQLite has the bug by which a database with a write-ahead log may be damaged.</summary>
internal sealed class WritesToAFaultyLog : ISafetyRule
{
    public string Id => "SE006";

    public string Danger => "A write-ahead log that may be damaged";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review is { Plan.Engine: Engines.Sqlite, Surroundings: { HasWriteAheadLog: true, Version: var version } } && IsFaulty(version)
            ? [this.Finds(
                $"SQLite {version} may damage a database with a write-ahead log when one connection begins the log anew while another writes. Use SQLite 3.51.3 or later, which a reference to the newest Microsoft.Data.Sqlite brings along.")]
            : [];

    private static bool IsFaulty(Version version) =>
        version >= new Version(3, 7)
        && version < new Version(3, 51, 3)
        && !(version >= new Version(3, 50, 7) && version < new Version(3, 51))
        && !(version >= new Version(3, 44, 6) && version < new Version(3, 45));
}
