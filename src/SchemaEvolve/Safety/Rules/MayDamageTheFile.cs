using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>The library of SQLite has the bug by which dropping a column may damage the file.</summary>
internal sealed class MayDamageTheFile : ISafetyRule
{
    public string Id => "SE016";

    public string Danger => "A drop that may damage the file";

    public FindingSeverity Severity => FindingSeverity.Error;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review is { Plan.Engine: Engines.Sqlite, Surroundings.Version: { Major: 3, Minor: 35, Build: < 5 } version }
            ? review.Changes
                .Where(made => made.Change is DropColumn drop && review.IsLive(drop.Table))
                .Select(made => this.Finds(
                    made.Step,
                    $"“{made.Change.Description}” may damage the file: SQLite {version} drops columns wrongly. Use SQLite 3.35.5 or later, which a reference to the newest Microsoft.Data.Sqlite brings along."))
            : [];
}
