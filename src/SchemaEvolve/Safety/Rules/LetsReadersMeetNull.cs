using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A column takes NULL, and the running version of the application may not expect that.</summary>
internal sealed class LetsReadersMeetNull : ISafetyRule
{
    public string Id => "SE404";

    public string Danger => "A value that may be missing";

    public FindingSeverity Severity => FindingSeverity.Note;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<SetNullability>()
            .Where(asked => asked.Operation.IsNullable && review.IsLive(asked.Operation.Table) && asked.Before.Tables.Find(asked.Operation.Table)?.Columns.Find(asked.Operation.Column) is { IsNullable: false })
            .Select(asked => this.Finds(
                asked.By,
                $"Column {asked.Operation.Column} of {asked.Operation.Table} may be NULL from now on, and the version that runs reads it as if it never were. Let the new version write no NULL before the old one is gone."));
}
