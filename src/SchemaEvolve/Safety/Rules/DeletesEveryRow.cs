using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>All rows of a table are deleted.</summary>
internal sealed class DeletesEveryRow : ISafetyRule
{
    public string Id => "SE309";

    public string Danger => "A deletion of all rows";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<DeleteRows>()
            .Where(asked => review.IsLive(asked.Operation.Table) && asked.Operation.Where.ToString().Trim() is "" or "1" or "1=1" or "1 = 1" or "TRUE" or "true")
            .Select(asked => this.Finds(
                asked.By,
                $"All rows of {asked.Operation.Table} are deleted, while the version that runs may still read them. If nobody needs the table any more, drop it: it is kept for a while then.",
                $"schema.DropTable({CSharp.Name(asked.Operation.Table)});"));
}
