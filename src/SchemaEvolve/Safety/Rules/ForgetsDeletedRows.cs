using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>Rows are deleted, and a rollback neither brings them back nor says so.</summary>
internal sealed class ForgetsDeletedRows : ISafetyRule
{
    public string Id => "SE314";

    public string Danger => "A deletion that a rollback passes over";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<DeleteRows>()
            .Where(asked => asked.Operation.Undo == Undo.Nothing && review.IsLive(asked.Operation.Table))
            .Select(asked => this.Finds(
                asked.By,
                $"Rows of {asked.Operation.Table} are deleted, and by Undo.Nothing a rollback leaves that so without a word. Say what is lost, and it is listed before anything is rolled back.",
                $"{CSharp.Table(asked.Operation.Table)}.Delete($\"{asked.Operation.Where}\", Undo.Impossible(\"…\"));"));
}
